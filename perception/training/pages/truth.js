// The truth of the page as it is drawn now: what a person would act on, pictures, and lines of text.
// Boxes are CSS pixels of the viewport, [x1, y1, x2, y2]. Runs inside the page; changes nothing in it.
() => {
  const W = innerWidth, H = innerHeight;
  const PRIVATE_USE = /[\ue000-\uf8ff\u{f0000}-\u{10fffd}]/u, ALL_PRIVATE_USE = new RegExp(PRIVATE_USE, 'gu');
  const clean = (text) => (text || '').replace(ALL_PRIVATE_USE, '').replace(/\s+/g, ' ').trim();
  const styles = new Map();
  const css = (el) => styles.get(el) || (styles.set(el, getComputedStyle(el)), styles.get(el));
  const up = (el) => el.assignedSlot || el.parentElement || (el.getRootNode() || {}).host || null;
  const within = (outer, el) => { for (; el; el = up(el)) if (el === outer) return true; return false; };
  const number = (text) => parseFloat(text) || 0;

  // ---- geometry
  const rectOf = (el) => { const r = el.getBoundingClientRect(); return [r.left, r.top, r.right, r.bottom]; };
  const width = (b) => b[2] - b[0], height = (b) => b[3] - b[1];
  const area = (b) => Math.max(0, width(b)) * Math.max(0, height(b));
  const union = (a, b) => [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])];
  const cut = (a, b) => [Math.max(a[0], b[0]), Math.max(a[1], b[1]), Math.min(a[2], b[2]), Math.min(a[3], b[3])];
  const shared = (a, b) => { const c = cut(a, b); return width(c) > 0 && height(c) > 0 ? area(c) : 0; };
  const iou = (a, b) => { const s = shared(a, b); return s ? s / (area(a) + area(b) - s) : 0; };
  const round = (b) => b.map((v) => Math.round(v * 100) / 100);

  // The part of `box` that the scrolling and clipping boxes around `el` let through.
  function clip(el, box) {
    let seen = cut(box, [0, 0, W, H]), position = css(el).position;
    for (let p = up(el); p && p !== document.body && p !== document.documentElement; p = up(p)) {
      const style = css(p);
      if (position === 'fixed') { if (style.transform !== 'none' || style.filter !== 'none') position = 'static'; else continue; }
      if (style.display === 'contents') continue;
      if (position === 'absolute' && style.position === 'static' && style.transform === 'none') continue;
      if (style.overflowX !== 'visible' || style.overflowY !== 'visible') seen = cut(seen, rectOf(p));
      position = style.position;
    }
    return seen;
  }
  const shown = (el) => el.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true });
  function at(x, y) {
    let el = document.elementFromPoint(x, y);
    while (el && el.shadowRoot) { const inner = el.shadowRoot.elementFromPoint(x, y); if (!inner || inner === el) break; el = inner; }
    return el;
  }
  // Whether a click on the box would reach one of `owners` (or what lies in them), at its centre or at two more points.
  function uncovered(box, owners) {
    const points = [[.5, .5], [.2, .5], [.8, .5], [.5, .25], [.5, .75]];
    let reached = 0;
    for (const [i, [fx, fy]] of points.entries()) {
      const x = Math.min(W - 1, box[0] + width(box) * fx), y = Math.min(H - 1, box[1] + height(box) * fy), top = at(x, y);
      const lets = (owner) => within(owner, top) || (top && css(owner).pointerEvents === 'none' && within(top, owner));
      if (owners.some(lets)) { if (i === 0) return true; reached += 1; }
    }
    return reached >= 2;
  }

  // ---- what is drawn
  const alpha = (colour) => { const m = /rgba?\(([^)]*)\)/.exec(colour); if (!m) return colour && colour !== 'transparent' ? 1 : 0;
    const parts = m[1].split(/[ ,/]+/); return parts.length > 3 ? number(parts[3]) : 1; };
  const SIDES = ['Top', 'Right', 'Bottom', 'Left'];
  const bordered = (style) => SIDES.filter((side) => number(style[`border${side}Width`]) > 0 &&
    !['none', 'hidden'].includes(style[`border${side}Style`]) && alpha(style[`border${side}Color`]) > .05).length;
  const filled = (style) => alpha(style.backgroundColor) > .04 || style.backgroundImage !== 'none';
  const ringed = (style) => style.boxShadow !== 'none' && !/^rgba\(0, 0, 0, 0\)( 0px){4}$/.test(style.boxShadow);
  const glyph = (el, pseudo) => { const s = getComputedStyle(el, pseudo); return s.content !== 'none' && s.content !== 'normal' && s.display !== 'none' ? s : null; };
  const decorated = (el) => ['svg', 'IMG', 'CANVAS'].includes(el.tagName) || bordered(css(el)) > 0 || filled(css(el)) || ringed(css(el));
  const LIGATURES = /material[- ](icons|symbols)/i;
  const isIconText = (el) => LIGATURES.test(css(el).fontFamily);
  function visibleText(el) {
    if (el.shadowRoot === null && !el.children.length) return isIconText(el) ? '' : clean(el.innerText ?? el.textContent);
    let text = '';
    const visit = (node) => {
      if (node.nodeType === 3) { const p = node.parentElement; if (p && clean(node.data) && shown(p) && !isIconText(p)) {
        const r = p.getBoundingClientRect(); if (css(p).display === 'contents' || (r.width > 3 && r.height > 3)) text += ' ' + node.data; } return; }
      if (node.nodeType === 11 || (node.nodeType === 1 && !['STYLE', 'SCRIPT', 'OPTION', 'TEMPLATE', 'svg'].includes(node.tagName))) {
        if (node.shadowRoot) visit(node.shadowRoot);
        else if (node.tagName === 'SLOT' && node.assignedNodes().length) node.assignedNodes().forEach(visit);
        else node.childNodes.forEach(visit); }
    };
    visit(el);
    return clean(text);
  }
  // The box of ::before or ::after, as far as its style tells it.
  function pseudoBox(el, which) {
    const style = glyph(el, which);
    if (!style || style.visibility === 'hidden' || number(style.opacity) < .05) return null;
    const extra = style.boxSizing === 'border-box' ? 0 : 1;
    const w = number(style.width) + extra * (number(style.borderLeftWidth) + number(style.borderRightWidth));
    const h = number(style.height) + extra * (number(style.borderTopWidth) + number(style.borderBottomWidth));
    if (w < 8 || h < 8 || !(bordered(style) || filled(style) || ringed(style) || PRIVATE_USE.test(style.content))) return null;
    let x, y;
    if (style.position === 'absolute') {
      let base = el; while (up(base) && css(base).position === 'static' && base !== document.body) base = up(base);
      const r = rectOf(base), s = css(base);
      x = r[0] + number(s.borderLeftWidth) + number(style.left) + number(style.marginLeft);
      y = r[1] + number(s.borderTopWidth) + number(style.top) + number(style.marginTop);
    } else {
      const r = rectOf(el), s = css(el), line = number(s.lineHeight) || number(s.fontSize) * 1.3;
      x = r[0] + number(s.paddingLeft) + number(style.marginLeft);
      y = r[1] + number(s.paddingTop) + Math.max(0, (Math.min(line, height(r)) - h) / 2);
    }
    const m = style.transform !== 'none' ? new DOMMatrixReadOnly(style.transform) : null;
    if (m) { x += m.e; y += m.f; }
    return [x, y, x + w, y + h];
  }
  const pseudoBoxes = (el) => ['::before', '::after'].map((which) => pseudoBox(el, which)).filter(Boolean);

  // ---- roles
  // A field that only shows what was picked: many libraries draw their select with a read-only input.
  const picks = (el) => { if (!el.readOnly) return false; for (let p = up(el), i = 0; p && i < 5; p = up(p), i += 1) if (/(^|[\s_-])(select|combobox|dropdown)([\s_-]|$)/i.test((p.getAttribute && p.getAttribute('class')) || '')) return true; return false; };
  const ROLES = new Set('button link textbox searchbox spinbutton combobox checkbox radio switch slider tab menuitem option'.split(' '));
  const ALIAS = { menuitemcheckbox: 'menuitem', menuitemradio: 'menuitem' };
  const INPUTS = { button: 'button', submit: 'button', reset: 'button', image: 'button', file: 'button', color: 'button',
    checkbox: 'checkbox', radio: 'radio', range: 'slider', number: 'spinbutton', search: 'searchbox', hidden: '' };
  function nativeRole(el) {
    switch (el.tagName) {
      case 'BUTTON': return 'button';
      case 'SUMMARY': return 'button';
      case 'TEXTAREA': return 'textbox';
      case 'SELECT': return el.multiple || el.size > 1 ? '' : 'combobox';
      case 'INPUT': return el.type in INPUTS ? INPUTS[el.type] : el.hasAttribute('list') || el.getAttribute('aria-haspopup') === 'listbox' || picks(el) ? 'combobox' : 'textbox';
      case 'A': return el.hasAttribute('href') ? (/(^|[-_ ])(btn|button)(?![a-z-]*(group|toolbar|link\b))/i.test(el.getAttribute('class') || '') ? 'button' : 'link') : '';
      case 'OPTION': return el.closest('select') && (el.closest('select').multiple || el.closest('select').size > 1) ? 'option' : '';
    }
    return el.isContentEditable && !(el.parentElement && el.parentElement.isContentEditable) ? 'textbox' : '';
  }
  function roleOf(el) {
    const given = (el.getAttribute('role') || '').trim().split(/\s+/)[0], role = ALIAS[given] || given;
    if (ROLES.has(role)) return role;
    const own = nativeRole(el);
    if (own === 'link' || own === 'button') {
      if (/^(tab|pill|list)$/.test(el.dataset.toggle || el.dataset.bsToggle || '')) return 'tab';
      const menu = el.closest('[role=menu], .dropdown-menu');
      if (menu && !el.closest('form') && /absolute|fixed/.test(css(menu).position)) return 'menuitem';
    }
    return own;
  }
  const weakly = (el) => (el.tagName === 'A' && (clean(el.id + (el.getAttribute('class') || '')) || css(el).cursor === 'pointer')) || el.hasAttribute('onclick') ||
    (css(el).cursor === 'pointer' && !(up(el) && css(up(el)).cursor === 'pointer')) ||
    (el.hasAttribute('tabindex') && el.tabIndex >= 0 && !/^(dialog|tabpanel|document|application|main)$/.test(el.getAttribute('role') || ''));

  // ---- the drawn box of each kind
  const FIELDS = new Set(['textbox', 'searchbox', 'spinbutton', 'combobox']);
  const TOGGLES = new Set(['checkbox', 'radio', 'switch']);
  function* inside(el) { // descendants as they are drawn, shadow roots included
    const kids = el.shadowRoot ? el.shadowRoot.children : el.children;
    for (const kid of kids) { yield kid; yield* inside(kid); }
    if (el.shadowRoot) for (const kid of el.children) { yield kid; yield* inside(kid); }
  }
  const SMALL = (b) => width(b) >= 8 && width(b) <= 84 && height(b) >= 6 && height(b) <= 50;
  function drawnParts(scope, own) { // small textless drawn things that make up one toggle
    const parts = [];
    for (const el of inside(scope)) {
      if (el === own || ['STYLE', 'SCRIPT', 'path', 'g'].includes(el.tagName) || el.closest('svg') !== null && el.tagName !== 'svg') continue;
      const b = rectOf(el), pseudo = pseudoBoxes(el);
      if (!shown(el) || (acting.has(el) && !TOGGLES.has(acting.get(el)))) continue;
      if (SMALL(b) && !visibleText(el) && (decorated(el) || (/icon|glyph|(^|\s)mdi/i.test(el.getAttribute('class') || '') && glyph(el, '::before')))) parts.push(b);
      if (el.tagName !== 'svg') for (const p of pseudo) if (SMALL(p) && !visibleText(el)) parts.push(p);
    }
    return joined(parts);
  }
  function joined(parts) { // the first part with all that touch it
    if (!parts.length) return null;
    let box = parts[0];
    for (const p of parts.slice(1)) if (shared(p, [box[0] - 2, box[1] - 2, box[2] + 2, box[3] + 2]) && SMALL(union(box, p))) box = union(box, p);
    return box;
  }
  const togglesIn = (el) => { let n = 0; for (const k of inside(el)) if (k.matches('input[type=checkbox], input[type=radio], [role=checkbox], [role=radio], [role=switch]')) n += 1; return n; };
  function drawnToggle(el) {
    const own = rectOf(el), style = css(el), input = el.tagName === 'INPUT';
    if (!input) {
      if (SMALL(own) && !visibleText(el) && (decorated(el) || pseudoBoxes(el).length)) return { box: own, owners: [el] };
      const box = drawnParts(el, el) || joined(pseudoBoxes(el));
      return { box: box || own, owners: [el] };
    }
    const plain = shown(el) && number(style.opacity) > .05 && width(own) >= 8 && height(own) >= 8 && style.clip === 'auto' && style.clipPath === 'none' && area(clip(el, own)) > area(own) / 2;
    if (plain && (style.appearance !== 'none' || decorated(el) || pseudoBoxes(el).length)) {
      const more = pseudoBoxes(el).filter((p) => shared(p, own)); // a paddle may stand out of its track
      return { box: more.reduce((a, p) => (SMALL(union(a, p)) ? union(a, p) : a), own), owners: [el, ...(el.labels || [])] };
    }
    const labels = [...(el.labels || [])], owners = [el, ...labels];
    if (style.display === 'none' && !labels.length && !(el.parentElement && shown(el.parentElement))) return null;
    const pressed = labels.find((l) => shown(l) && bordered(css(l)) === 4 && filled(css(l)) && !SMALL(rectOf(l)));
    for (let scope = el.parentElement, i = 0; scope && i < 3; scope = up(scope), i += 1) {
      const held = togglesIn(scope);
      if (held > 1 && !(held === 2 && within(scope.closest('[role=checkbox], [role=radio], [role=switch]'), scope))) break;
      if ([...inside(scope)].some((k) => acting.has(k) && !TOGGLES.has(acting.get(k)))) break;
      const box = drawnParts(scope, el);
      if (box) return { box, owners: [...owners, scope] };
      const own_ = joined(pseudoBoxes(scope));
      if (own_ && SMALL(own_)) return { box: own_, owners: [...owners, scope] };
    }
    const beside = [el.nextElementSibling, ...labels, ...labels.flatMap((l) => [...inside(l)])].filter((k) => k && shown(k));
    for (const k of beside) { const box = joined(pseudoBoxes(k).filter(SMALL)) || drawnParts(k, el); if (box) return { box, owners: [...owners, k] };
      if (SMALL(rectOf(k)) && decorated(k) && !visibleText(k)) return { box: rectOf(k), owners: [...owners, k] }; }
    if (pressed) return { box: rectOf(pressed), owners };
    if (plain && SMALL(own)) return { box: own, owners };
    const label = labels.find((l) => shown(l) && width(rectOf(l)) > 6);
    return label ? { box: rectOf(label), owners, loose: true } : null;
  }
  const fieldsIn = (el) => { let n = 0; for (const k of inside(el)) if (FIELDS.has(roleOf(k)) && shown(k) && !(k.tagName === 'INPUT' && k.readOnly && width(rectOf(k)) < 4)) n += 1; return n; };
  function framed(p, box, el) { // a frame drawn by `p`, or by an outline laid over it
    const style = css(p);
    if (bordered(style) >= 3 || filled(style) && bordered(style) || ringed(style) || (filled(style) && number(style.borderTopLeftRadius) > 0)) return true;
    for (const q of [...p.children].slice(0, 6)) {
      if (within(q, el) || !shown(q)) continue;
      if (css(q).position === 'absolute' && (bordered(css(q)) >= 3 || [...q.children].some((k) => bordered(css(k)) >= 2)) && iou(rectOf(q), box) > .6) return true;
    }
    return false;
  }
  function drawnField(el) {
    const own = rectOf(el), style = css(el), tiny = width(own) < 24 || height(own) < 8 || !shown(el), owners = [el];
    if (!tiny && (bordered(style) >= 3 || ringed(style) || (bordered(style) && filled(style)))) return { box: own, owners };
    let line = null;
    for (let p = up(el), i = 0; p && i < 6 && p !== document.body; p = up(p), i += 1) {
      const b = rectOf(p);
      if (css(p).display === 'contents' || p.tagName === 'SLOT' || (height(b) < 8 && tiny)) continue;
      if (height(b) > Math.max(76, height(own) + 24) || height(b) < 14 || width(b) < 36) { if (height(b) < 14 || width(b) < 36) continue; break; }
      if (!tiny && (height(b) > height(own) + 36 || width(b) > width(own) * 1.5 + 110)) break;
      if (fieldsIn(p) > 1) break;
      if (framed(p, b, el)) return { box: b, owners: [el, p] };
      if (!line && (bordered(css(p)) || filled(css(p)) || pseudoBoxes(p).length) && (tiny || width(b) < width(own) + 90) && shown(p)) line = { box: b, owners: [el, p] };
    }
    if (tiny) return line;
    if (line && !bordered(style) && !filled(style)) return line;
    return { box: own, owners };
  }
  function drawnSlider(el) {
    let box = rectOf(el);
    if (el.tagName === 'INPUT' && shown(el) && number(css(el).opacity) > .05) return { box, owners: [el] };
    for (let p = el, i = 0; p && i < 4; p = up(p), i += 1) {
      const b = rectOf(p);
      if (Math.max(width(b), height(b)) > 3 * Math.min(width(b), height(b)) && Math.max(width(b), height(b)) >= 60 && Math.min(width(b), height(b)) <= 64) {
        return { box: [b[0], Math.min(b[1], box[1]), b[2], Math.max(b[3], box[3])], owners: [el, p] };
      }
    }
    return shown(el) ? { box, owners: [el] } : null;
  }
  function drawnPlain(el) {
    let box = rectOf(el);
    if (css(el).display === 'inline' || css(el).display === 'contents') {
      for (const k of inside(el)) { const b = rectOf(k); if (area(b) && shown(k) && css(k).position !== 'absolute') box = area(box) ? union(box, b) : b; }
    }
    return { box, owners: [el] };
  }
  function linesOf(el) { // one box per line of a link that wraps
    const rects = [...el.getClientRects()].filter((r) => r.width > 3 && r.height > 3);
    if (rects.length < 2 || css(el).display !== 'inline' || [...inside(el)].some((k) => css(k).display !== 'inline')) return null;
    const boxes = [];
    for (const r of rects) { const b = [r.left, r.top, r.right, r.bottom], last = boxes[boxes.length - 1];
      if (last && Math.abs(last[1] - b[1]) < height(b) / 2 && b[0] - last[2] < 8) boxes[boxes.length - 1] = union(last, b); else boxes.push(b); }
    return boxes.length > 1 ? boxes : null;
  }
  function drawn(el, role) {
    if (TOGGLES.has(role)) return drawnToggle(el);
    if (FIELDS.has(role) && !el.isContentEditable) return drawnField(el);
    if (role === 'slider') return drawnSlider(el);
    if (!shown(el)) {
      const label = el.type === 'file' && [...(el.labels || [])].find(shown);
      return label ? { box: rectOf(label), owners: [el, label] } : null;
    }
    return drawnPlain(el);
  }

  // ---- names and states
  const byIds = (el, ids) => clean((ids || '').split(/\s+/).map((id) => { const e = id && el.getRootNode().getElementById && el.getRootNode().getElementById(id); return e ? e.textContent : ''; }).join(' '));
  function nameOf(el, role) {
    const label = [...(el.labels || [])].map((l) => visibleText(l) || clean(l.textContent)).join(' ');
    const alt = [...inside(el)].filter((k) => k.tagName === 'IMG' || k.tagName === 'svg').map((k) => k.getAttribute('alt') || k.getAttribute('aria-label') || (k.querySelector && k.querySelector('title') || {}).textContent).find(Boolean);
    const field = FIELDS.has(role) || role === 'slider';
    const text = el.tagName === 'INPUT' && INPUTS[el.type] === 'button' ? clean(el.value) : field ? '' : visibleText(el);
    const around = TOGGLES.has(role) && el.closest('label') ? visibleText(el.closest('label')) : '';
    return clean(byIds(el, el.getAttribute('aria-labelledby')) || el.getAttribute('aria-label') || label || text || around || alt || el.getAttribute('alt') ||
      el.getAttribute('title') || el.placeholder || el.getAttribute('label') || '').slice(0, 200);
  }
  const flag = (value) => (value === 'true' ? true : value === 'false' ? false : undefined);
  let active = document.activeElement;
  while (active && active.shadowRoot && active.shadowRoot.activeElement) active = active.shadowRoot.activeElement;
  function stateOf(el, role, owners) {
    const state = {}, put = (name, value) => { if (value !== undefined) state[name] = value; };
    const marked = (pattern) => owners.some((o) => o && pattern.test(o.getAttribute('class') || ''));
    if (TOGGLES.has(role)) put('checked', el.tagName === 'INPUT' ? el.checked : flag(el.getAttribute('aria-checked')) ?? ('checked' in el ? !!el.checked : undefined));
    if (role === 'menuitem') put('checked', flag(el.getAttribute('aria-checked')));
    if (role === 'button') put('checked', flag(el.getAttribute('aria-pressed')));
    if (role === 'tab') put('selected', flag(el.getAttribute('aria-selected')) ?? marked(/(^|[\s_-])(is-)?active(\s|$)/));
    if (role === 'option') put('selected', el.tagName === 'OPTION' ? el.selected : flag(el.getAttribute('aria-selected')) ?? false);
    if (role === 'link' && (el.hasAttribute('aria-current') || marked(/(^|[\s_-])(is-)?active(\s|$)/))) state.selected = el.getAttribute('aria-current') !== 'false';
    put('disabled', el.matches(':disabled') || el.getAttribute('aria-disabled') === 'true' || el.disabled === true || marked(/(^|[\s_-])(is-)?disabled(\s|$)/));
    put('expanded', flag(el.getAttribute('aria-expanded')) ?? (el.tagName === 'SUMMARY' ? el.parentElement.open === true : el.tagName === 'SELECT' ? false : undefined));
    state.focused = !!active && active !== document.body && (active === el || (owners.length > 1 && within(owners[owners.length - 1], active) && FIELDS.has(role)));
    if (FIELDS.has(role) || TOGGLES.has(role)) state.invalid = el.getAttribute('aria-invalid') === 'true' || marked(/(^|[\s_-])(is-)?(invalid|error|danger)(\s|$)/);
    return state;
  }

  // ---- collecting
  const everything = []; 
  (function gather(root) { for (const el of root.children) { everything.push(el); if (el.shadowRoot) gather(el.shadowRoot); gather(el); } })(document.body);
  const SKIP = new Set(['SCRIPT', 'STYLE', 'TEMPLATE', 'NOSCRIPT', 'LABEL', 'BODY', 'HTML', 'SLOT']);
  const found = [], ignore = [], acting = new Map();
  for (const el of everything) if (!SKIP.has(el.tagName) || el.getAttribute('role')) { const role = roleOf(el); if (role) acting.set(el, role); }
  const hostOf = (el) => { for (let p = up(el); p; p = up(p)) if (acting.has(p)) return p; return null; };
  function keep(el, role, box, owners, weak, loose) {
    const seen = clip(owners[owners.length - 1] && within(owners[owners.length - 1], el) && owners.length > 1 ? owners[owners.length - 1] : el, box);
    if (width(seen) < 4 || height(seen) < 4) return;
    if (loose) { ignore.push(round(seen)); return; } // nobody can tell what is drawn for it
    if (area(seen) < area(box) / 2) { if (area(seen) > 60 && uncovered(seen, owners)) ignore.push(round(seen)); return; }
    if (!uncovered(seen, owners)) return;
    found.push({ el, role, box: seen, owners, weak });
  }
  for (const [el, role] of acting) {
    const d = drawn(el, role);
    if (!d || area(d.box) < 16) continue;
    if (TOGGLES.has(role) && area(d.box) > W * H / 4) continue;
    const lines = role === 'link' || role === 'button' ? linesOf(el) : null;
    const looks = TOGGLES.has(role) && role === 'checkbox' && width(d.box) >= height(d.box) * 1.45 && SMALL(d.box) ? 'switch' : role;
    for (const box of lines || [d.box]) keep(el, looks, box, d.owners, false, d.loose);
  }
  for (const el of everything) {
    if (acting.has(el) || SKIP.has(el.tagName) || !weakly(el) || !shown(el) || hostOf(el) || el.closest('label, svg')) continue;
    if ([...inside(el)].some((k) => acting.has(k))) continue;
    const b = drawnPlain(el).box, before = found.length;
    if (area(b) < 60 || width(b) < 8 || height(b) < 8) continue;
    if (found.some((f) => f.owners.some((o) => within(el, o) || (o !== document.body && within(o, el))) && shared(f.box, b) > 0)) continue;
    if (height(b) <= 64 && width(b) <= 420 && (visibleText(el) || [...inside(el)].length || decorated(el) || glyph(el, '::before'))) keep(el, el.tagName === 'A' ? 'link' : 'button', b, [el], true);
    else { const seen = clip(el, b); if (width(seen) > 4 && height(seen) > 4) ignore.push(round(seen)); }
    if (found.length > before && css(el).cursor !== 'pointer' && !el.hasAttribute('onclick') && el.tagName !== 'A') { const f = found.pop(); ignore.push(round(f.box)); }
  }
  // One thing that two elements describe (li > a, label > input, a > button) is told once, by the inner one.
  const dropped = new Set();
  for (const [i, a] of found.entries()) for (const [j, b] of found.entries()) {
    if (i === j || dropped.has(i) || dropped.has(j)) continue;
    const same = iou(a.box, b.box);
    if (TOGGLES.has(a.role) && TOGGLES.has(b.role) && within(a.el, b.el)) { dropped.add(area(a.box) > area(b.box) ? i : j); continue; }
    if (FIELDS.has(a.role) && FIELDS.has(b.role) && same > .8) { dropped.add(b.role === 'combobox' && a.role !== 'combobox' ? i : j); continue; }
    if (same > .97 && a.role === b.role && i > j) dropped.add(i);
    else if (a.el !== b.el && within(a.el, b.el) && same > .7) dropped.add(FIELDS.has(a.role) && FIELDS.has(b.role) && a.role === 'combobox' ? j : a.role === 'option' || a.role === 'menuitem' || a.role === 'tab' ? j : i);
    else if (FIELDS.has(a.role) && b.role === 'button' && same > .9) dropped.add(j);
    else if (a.weak && within(a.el, b.el)) dropped.add(i);
  }
  const kept = found.filter((_, i) => !dropped.has(i));
  const isIcon = (f) => { const text = visibleText(f.el), small = width(f.box) <= 96 && height(f.box) <= 96;
    if (!small || FIELDS.has(f.role) || TOGGLES.has(f.role) || f.role === 'slider' || f.el.value && f.el.tagName === 'INPUT') return false;
    return text === '' ? true : text.length === 1 && !/[\p{L}\p{N}]/u.test(text); };
  const elements = kept.map((f) => ({ role: f.role, box: round(f.box), name: nameOf(f.el, f.role), state: stateOf(f.el, f.role, f.owners), icon: isIcon(f), ...(f.weak ? { weak: true } : {}) }));

  // ---- pictures that are not acted on
  const taken = new Set(); for (const f of kept) { taken.add(f.el); if (TOGGLES.has(f.role)) f.owners.forEach((o) => taken.add(o)); }
  const inActed = (el) => { for (let p = el; p; p = up(p)) if (taken.has(p) || (acting.has(p) && !FIELDS.has(acting.get(p)))) return true; return false; };
  const glyphOnly = (el) => { if (el.children.length || el.tagName === 'svg' || !/^(I|SPAN|EM|B|DIV|IMG)$/.test(el.tagName)) return false;
    const raw = (el.textContent || '').trim();
    if (raw) return isIconText(el) || (clean(raw) === '' && raw.length < 3);
    for (const which of ['::before', '::after']) { const s = glyph(el, which); if (s && s.content.length < 8 && (PRIVATE_USE.test(s.content) || /awesome|icon|symbol|glyph/i.test(s.fontFamily))) return true; }
    return css(el).maskImage !== 'none' || (/url\(/.test(css(el).backgroundImage) && rectOf(el)[2] - rectOf(el)[0] <= 48); };
  for (const el of everything) {
    const isSvg = el.tagName === 'svg' && !(el.parentElement && el.parentElement.closest('svg'));
    if (!isSvg && el.tagName !== 'IMG' && el.getAttribute('role') !== 'img' && !glyphOnly(el)) continue;
    if (!shown(el) || inActed(el) || (el.tagName !== 'IMG' && !isSvg && up(el) && up(el).getAttribute('role') === 'img')) continue;
    const b = rectOf(el), seen = clip(el, b);
    if (width(seen) < 7 || height(seen) < 7 || area(seen) < area(b) / 2) continue;
    if (width(b) > W * .9 && height(b) > H * .6) continue;
    if (isSvg && (width(b) > 160 || height(b) > 160 || el.querySelector('text'))) { ignore.push(round(seen)); continue; }
    if (!uncovered(seen, [el]) && !(css(el).pointerEvents === 'none') && !(up(el) && uncovered(seen, [up(el)]))) continue;
    if (kept.some((f) => !FIELDS.has(f.role) && iou(f.box, seen) > .5)) continue;
    if (elements.some((e) => e.role === 'img' && iou(e.box, seen) > .6)) continue;
    elements.push({ role: 'img', box: round(seen), name: clean(el.getAttribute('alt') || el.getAttribute('aria-label') || el.getAttribute('title') || ''), state: {},
      icon: el.tagName !== 'IMG' && width(b) <= 72 && height(b) <= 72 });
  }
  for (const el of everything) if (['CANVAS', 'IFRAME', 'VIDEO', 'OBJECT', 'EMBED'].includes(el.tagName) && shown(el)) {
    const seen = clip(el, rectOf(el)); if (width(seen) > 8 && height(seen) > 8) ignore.push(round(seen)); }

  // ---- lines of text
  const pen = document.createElement('canvas').getContext('2d');
  const fontOf = (s) => `${s.fontStyle} ${s.fontWeight} ${s.fontSize} ${s.fontFamily}`;
  function toInk(text, box, style) { // from the line's content area to what the glyphs cover, top and bottom
    pen.font = fontOf(style);
    const m = pen.measureText(text), full = m.fontBoundingBoxAscent + m.fontBoundingBoxDescent;
    if (!full || Math.abs(height(box) - full) > full * .35 || !m.actualBoundingBoxAscent) return box;
    const base = box[1] + (height(box) - full) / 2 + m.fontBoundingBoxAscent;
    return [box[0], Math.max(box[1], base - m.actualBoundingBoxAscent), box[2], Math.min(box[3], base + m.actualBoundingBoxDescent)];
  }
  const cased = (text, style) => style.textTransform === 'uppercase' ? text.toUpperCase() : style.textTransform === 'lowercase' ? text.toLowerCase() :
    style.textTransform === 'capitalize' ? text.replace(/(^|[\s(\-/])(\p{L})/gu, (_, a, b) => a + b.toUpperCase()) : text;
  const blockOf = (el) => { while (up(el) && (css(el).display === 'inline' || css(el).display === 'contents')) el = up(el); return el; };
  const seeThrough = (el) => { const s = css(el); return number(s.opacity) < .6 || (alpha(s.backgroundColor) < .75 && s.backgroundImage === 'none' && !['IMG', 'CANVAS', 'VIDEO', 'svg', 'IFRAME'].includes(el.tagName)); };
  function inSight(el, box) { // the share of three points at which nothing opaque lies over the text
    let n = 0;
    for (const f of [.1, .5, .9]) {
      const x = box[0] + width(box) * f, y = (box[1] + box[3]) / 2;
      let stack = document.elementsFromPoint(x, y);
      const root = el.getRootNode();
      if (root !== document && root.elementsFromPoint) stack = [...root.elementsFromPoint(x, y), ...stack];
      let ok = true;
      for (const top of stack) { if (top === el || within(top, el) || within(el, top)) break; if (!seeThrough(top)) { ok = false; break; } }
      if (ok) n += 1;
    }
    return n >= 2;
  }
  function* pieces(node) { // [text, box] for each line that the text node is broken into
    const range = document.createRange();
    range.selectNodeContents(node);
    const rects = [...range.getClientRects()].filter((r) => r.width > 0 && r.height > 0);
    if (!rects.length) return;
    const asBox = (r) => [r.left, r.top, r.right, r.bottom];
    if (rects.length === 1 && !/\n/.test(node.data.trim())) { yield [node.data, asBox(rects[0])]; return; }
    let text = '', box = null;
    for (const m of node.data.matchAll(/[\u2e80-\uffef]|[^\s\u2e80-\uffef]+|\s+/gu)) {
      if (/^\s/.test(m[0])) { text += ' '; continue; }
      range.setStart(node, m.index); range.setEnd(node, m.index + m[0].length);
      for (const r of range.getClientRects()) { // a long word may itself be broken; its letters then go to the first part
        if (!r.width) continue;
        const b = asBox(r);
        if (box && Math.abs(b[1] - box[1]) < height(b) / 2) box = union(box, b);
        else { if (box) yield [text, box]; text = ''; box = b; }
      }
      text += m[0];
    }
    if (box) yield [text, box];
  }
  function visiblePart(node, text, box, seen) { // what is left of a line that its container cuts off at a side
    const dots = css(blockOf(node.parentElement)).textOverflow === 'ellipsis' ? '…' : '', share = (seen[2] - seen[0]) / Math.max(1, width(box));
    const kept = text.trim().slice(0, Math.max(0, Math.floor(text.trim().length * share) - (dots ? 1 : 0)));
    return kept + dots;
  }
  let parts = [];
  const roots = [document.body, ...everything.filter((el) => el.shadowRoot).map((el) => el.shadowRoot)];
  for (const root of roots) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const el = node.parentElement || root.host;
      if (!el || !clean(node.data) || /^(SCRIPT|STYLE|NOSCRIPT|OPTION|TITLE|TEMPLATE|TEXTAREA|desc|title)$/.test(el.tagName)) continue;
      const style = css(el);
      if (!shown(el) || isIconText(el) || number(style.fontSize) < 5 || alpha(style.webkitTextFillColor || style.color) < .08 && style.backgroundClip !== 'text') continue;
      for (const [raw, box] of pieces(node)) {
        let text = clean(cased(raw, style));
        if (!text || height(box) > Math.max(number(style.fontSize), 8) * 2.6) continue;
        const seen = clip(el, box);
        if (width(seen) < 2 || height(seen) < height(box) * .6) continue;
        if (width(seen) < width(box) * .97) text = visiblePart(node, text, box, seen);
        if (!text || !inSight(el, seen)) continue;
        parts.push({ text, box: toInk(text, seen, style), line: seen, block: blockOf(el), size: number(style.fontSize), lead: /^\s/.test(raw), trail: /\s$/.test(raw) });
      }
    }
  }
  const lines = [];
  for (const p of parts) {
    const l = lines.find((q) => q.block === p.block && Math.abs((q.line[1] + q.line[3] - p.line[1] - p.line[3]) / 2) < Math.min(height(q.line), height(p.line)) * .4 &&
      p.line[0] - q.line[2] < q.size * .6 && p.line[0] - q.line[2] > -3);
    if (!l) { lines.push(p); continue; }
    l.text += (p.lead || l.trail || p.line[0] - l.line[2] > l.size * .15 ? ' ' : '') + p.text;
    l.box = union(l.box, p.box); l.line = union(l.line, p.line); l.trail = p.trail;
  }
  function written(el) { // the value or placeholder of a field, or the caption of an input that is a button
    if (el.tagName === 'SELECT') return el.multiple || el.size > 1 ? null : [(el.selectedOptions[0] || {}).text, css(el)];
    if (['checkbox', 'radio', 'hidden', 'range', 'file', 'color', 'password', 'image'].includes(el.type) && !(el.type === 'password' && !el.value && el.placeholder)) return null;
    return el.value ? [el.value, css(el)] : [el.placeholder, Object.assign({}, { placeholder: getComputedStyle(el, '::placeholder') })];
  }
  const DATES = { date: 'mm/dd/yyyy', time: '--:-- --', 'datetime-local': 'mm/dd/yyyy, --:-- --', month: '--------- ----', week: 'Week --, ----' };
  for (const el of everything) {
    if (!/^(INPUT|TEXTAREA|SELECT)$/.test(el.tagName) || !shown(el) || number(css(el).opacity) < .1) continue;
    const style = css(el), said = el.type in DATES && !el.value ? [DATES[el.type], style] : written(el);
    const hint = said && said[1].placeholder, ink = hint || style;
    if (!said || !clean(said[0]) || alpha(ink.color) < .08 || number(ink.opacity) < .05) continue;
    const text = cased(said[0], style), r = rectOf(el), size = number(style.fontSize);
    if (size < 5 || height(r) < size * .8) continue;
    const inner = [r[0] + number(style.borderLeftWidth) + number(style.paddingLeft), r[1] + number(style.borderTopWidth) + number(style.paddingTop),
      r[2] - number(style.borderRightWidth) - number(style.paddingRight), r[3] - number(style.borderBottomWidth) - number(style.paddingBottom)];
    pen.font = fontOf(style);
    const spacing = number(style.letterSpacing), wide = (t) => pen.measureText(t).width + spacing * t.length, rows = [];
    if (el.tagName === 'TEXTAREA') for (const line of text.split('\n')) { // broken greedily, as the browser does for most text
      let row = '';
      for (const word of line.match(/[\u2e80-\uffef]|[^\s\u2e80-\uffef]+\s*|\s+/gu) || []) { if (row && wide((row + word).trimEnd()) > width(inner)) { rows.push(row); row = ''; } row += word; }
      rows.push(row); }
    else rows.push(text);
    const m = pen.measureText('Hg'), step = number(style.lineHeight) || (m.fontBoundingBoxAscent + m.fontBoundingBoxDescent);
    const centred = ['center', '-webkit-center'].includes(style.textAlign) || INPUTS[el.type] === 'button', right = style.textAlign === 'right' || style.textAlign === 'end' || (style.direction === 'rtl' && style.textAlign === 'start');
    rows.forEach((row, i) => {
      let t = clean(row), w = Math.min(wide(t), Math.max(4, r[2] - inner[0] - number(style.borderRightWidth)));
      if (!t) return;
      if (wide(t) > w * 1.05) t = t.slice(0, Math.max(1, Math.floor(t.length * w / wide(t))));
      const x = centred ? (inner[0] + inner[2] - w) / 2 : right ? inner[2] - w : inner[0];
      const y = el.tagName === 'TEXTAREA' ? inner[1] + step * (i + .5) - el.scrollTop : (inner[1] + inner[3]) / 2;
      const q = pen.measureText(t), full = q.fontBoundingBoxAscent + q.fontBoundingBoxDescent, base = y - full / 2 + q.fontBoundingBoxAscent;
      const box = [x, base - q.actualBoundingBoxAscent, x + w, base + q.actualBoundingBoxDescent], seen = clip(el, cut(box, r));
      if (width(seen) < 3 || height(seen) < height(box) * .6 || !inSight(el, seen)) return;
      lines.push({ text: t, box: seen });
    });
  }
  return { width: W, height: H, elements, lines: lines.map((l) => ({ text: clean(l.text), box: round(l.box) })).filter((l) => l.text && width(l.box) > 1 && height(l.box) > 1), ignore };
}
