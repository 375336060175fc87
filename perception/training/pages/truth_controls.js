// Part of the truth: the role, the drawn box, the name and the state of a control.
// ---- roles
// A field that only shows what was picked: many libraries draw their select with a read-only input.
const picks = (el) => {
  if (!el.readOnly) return false;
  for (let p = up(el), i = 0; p && i < 5; p = up(p), i += 1)
    if (/(^|[\s_-])(select|combobox|dropdown)([\s_-]|$)/i.test((p.getAttribute && p.getAttribute('class')) || ''))
      return true;
  return false;
};
const ROLES = new Set(
  'button link textbox searchbox spinbutton combobox checkbox radio switch slider tab menuitem option'.split(' '),
);
const ALIAS = { menuitemcheckbox: 'menuitem', menuitemradio: 'menuitem' };
const INPUTS = {
  button: 'button',
  submit: 'button',
  reset: 'button',
  image: 'button',
  file: 'button',
  color: 'button',
  checkbox: 'checkbox',
  radio: 'radio',
  range: 'slider',
  number: 'spinbutton',
  search: 'searchbox',
  hidden: '',
};
function nativeRole(el) {
  switch (el.tagName) {
    case 'BUTTON':
      return 'button';
    case 'SUMMARY':
      return 'button';
    case 'TEXTAREA':
      return 'textbox';
    case 'SELECT':
      return el.multiple || el.size > 1 ? '' : 'combobox';
    case 'INPUT':
      return el.type in INPUTS
        ? INPUTS[el.type]
        : el.hasAttribute('list') || el.getAttribute('aria-haspopup') === 'listbox' || picks(el)
          ? 'combobox'
          : 'textbox';
    case 'A':
      return el.hasAttribute('href')
        ? /(^|[-_ ])(btn|button)(?![a-z-]*(group|toolbar|link\b))/i.test(el.getAttribute('class') || '')
          ? 'button'
          : 'link'
        : '';
    case 'OPTION':
      return el.closest('select') && (el.closest('select').multiple || el.closest('select').size > 1) ? 'option' : '';
  }
  return el.isContentEditable && !(el.parentElement && el.parentElement.isContentEditable) ? 'textbox' : '';
}
function roleOf(el) {
  const given = (el.getAttribute('role') || '').trim().split(/\s+/)[0],
    role = ALIAS[given] || given;
  if (ROLES.has(role)) return role;
  const own = nativeRole(el);
  if (own === 'link' || own === 'button') {
    if (/^(tab|pill|list)$/.test(el.dataset.toggle || el.dataset.bsToggle || '')) return 'tab';
    const menu = el.closest('[role=menu], .dropdown-menu');
    if (menu && !el.closest('form') && /absolute|fixed/.test(css(menu).position)) return 'menuitem';
  }
  return own;
}
const weakly = (el) =>
  (el.tagName === 'A' && (clean(el.id + (el.getAttribute('class') || '')) || css(el).cursor === 'pointer')) ||
  el.hasAttribute('onclick') ||
  (css(el).cursor === 'pointer' && !(up(el) && css(up(el)).cursor === 'pointer')) ||
  (el.hasAttribute('tabindex') &&
    el.tabIndex >= 0 &&
    !/^(dialog|tabpanel|document|application|main)$/.test(el.getAttribute('role') || ''));

// ---- the drawn box of each kind
const FIELDS = new Set(['textbox', 'searchbox', 'spinbutton', 'combobox']);
const TOGGLES = new Set(['checkbox', 'radio', 'switch']);
function* inside(el) {
  // descendants as they are drawn, shadow roots included
  const kids = el.shadowRoot ? el.shadowRoot.children : el.children;
  for (const kid of kids) {
    yield kid;
    yield* inside(kid);
  }
  if (el.shadowRoot)
    for (const kid of el.children) {
      yield kid;
      yield* inside(kid);
    }
}
const SMALL = (b) => width(b) >= 8 && width(b) <= 84 && height(b) >= 6 && height(b) <= 50;
function drawnParts(scope, own) {
  // small textless drawn things that make up one toggle
  const parts = [];
  for (const el of inside(scope)) {
    if (
      el === own ||
      ['STYLE', 'SCRIPT', 'path', 'g'].includes(el.tagName) ||
      (el.closest('svg') !== null && el.tagName !== 'svg')
    )
      continue;
    const b = rectOf(el),
      pseudo = pseudoBoxes(el);
    if (!shown(el) || (acting.has(el) && !TOGGLES.has(acting.get(el)))) continue;
    if (
      SMALL(b) &&
      !visibleText(el) &&
      (decorated(el) || (/icon|glyph|(^|\s)mdi/i.test(el.getAttribute('class') || '') && glyph(el, '::before')))
    )
      parts.push(b);
    if (el.tagName !== 'svg') for (const p of pseudo) if (SMALL(p) && !visibleText(el)) parts.push(p);
  }
  return joined(parts);
}
function joined(parts) {
  // the first part with all that touch it
  if (!parts.length) return null;
  let box = parts[0];
  for (const p of parts.slice(1))
    if (shared(p, [box[0] - 2, box[1] - 2, box[2] + 2, box[3] + 2]) && SMALL(union(box, p))) box = union(box, p);
  return box;
}
const togglesIn = (el) => {
  let n = 0;
  for (const k of inside(el))
    if (k.matches('input[type=checkbox], input[type=radio], [role=checkbox], [role=radio], [role=switch]')) n += 1;
  return n;
};
function drawnToggle(el) {
  const own = rectOf(el),
    style = css(el),
    input = el.tagName === 'INPUT';
  if (!input) {
    if (SMALL(own) && !visibleText(el) && (decorated(el) || pseudoBoxes(el).length)) return { box: own, owners: [el] };
    const box = drawnParts(el, el) || joined(pseudoBoxes(el));
    return { box: box || own, owners: [el] };
  }
  const plain =
    shown(el) &&
    number(style.opacity) > 0.05 &&
    width(own) >= 8 &&
    height(own) >= 8 &&
    style.clip === 'auto' &&
    style.clipPath === 'none' &&
    area(clip(el, own)) > area(own) / 2;
  if (plain && (style.appearance !== 'none' || decorated(el) || pseudoBoxes(el).length)) {
    const more = pseudoBoxes(el).filter((p) => shared(p, own)); // a paddle may stand out of its track
    return {
      box: more.reduce((a, p) => (SMALL(union(a, p)) ? union(a, p) : a), own),
      owners: [el, ...(el.labels || [])],
    };
  }
  const labels = [...(el.labels || [])],
    owners = [el, ...labels];
  if (style.display === 'none' && !labels.length && !(el.parentElement && shown(el.parentElement))) return null;
  const pressed = labels.find((l) => shown(l) && bordered(css(l)) === 4 && filled(css(l)) && !SMALL(rectOf(l)));
  for (let scope = el.parentElement, i = 0; scope && i < 3; scope = up(scope), i += 1) {
    const held = togglesIn(scope);
    if (held > 1 && !(held === 2 && within(scope.closest('[role=checkbox], [role=radio], [role=switch]'), scope)))
      break;
    if ([...inside(scope)].some((k) => acting.has(k) && !TOGGLES.has(acting.get(k)))) break;
    let box = drawnParts(scope, el);
    const outer = box && up(scope); // a switch's track may stand beside what holds its input
    if (outer && togglesIn(outer) === held && ![...inside(outer)].some((k) => acting.has(k) && !TOGGLES.has(acting.get(k)))) {
      const more = drawnParts(outer, el);
      if (more && shared(more, box) && SMALL(union(more, box))) box = union(more, box);
    }
    if (box) return { box, owners: [...owners, scope] };
    const own_ = joined(pseudoBoxes(scope));
    if (own_ && SMALL(own_)) return { box: own_, owners: [...owners, scope] };
  }
  const beside = [el.nextElementSibling, ...labels, ...labels.flatMap((l) => [...inside(l)])].filter(
    (k) => k && shown(k),
  );
  for (const k of beside) {
    const box = joined(pseudoBoxes(k).filter(SMALL)) || drawnParts(k, el);
    if (box) return { box, owners: [...owners, k] };
    if (SMALL(rectOf(k)) && decorated(k) && !visibleText(k)) return { box: rectOf(k), owners: [...owners, k] };
  }
  if (pressed) return { box: rectOf(pressed), owners };
  if (plain && SMALL(own)) return { box: own, owners };
  const label = labels.find((l) => shown(l) && width(rectOf(l)) > 6);
  return label ? { box: rectOf(label), owners, loose: true } : null;
}
const fieldsIn = (el) => {
  let n = 0;
  for (const k of inside(el))
    if (FIELDS.has(roleOf(k)) && shown(k) && !(k.tagName === 'INPUT' && k.readOnly && width(rectOf(k)) < 4)) n += 1;
  return n;
};
function framed(p, box, el) {
  // a frame drawn by `p`, or by an outline laid over it
  const style = css(p);
  if (
    bordered(style) >= 3 ||
    (filled(style) && bordered(style)) ||
    ringed(style) ||
    (filled(style) && number(style.borderTopLeftRadius) > 0)
  )
    return true;
  for (const q of [...p.children].slice(0, 6)) {
    if (within(q, el) || !shown(q)) continue;
    if (
      css(q).position === 'absolute' &&
      (bordered(css(q)) >= 3 || [...q.children].some((k) => bordered(css(k)) >= 2)) &&
      iou(rectOf(q), box) > 0.6
    )
      return true;
  }
  return false;
}
function drawnField(el) {
  const own = rectOf(el),
    style = css(el),
    tiny = width(own) < 24 || height(own) < 8 || !shown(el),
    owners = [el];
  if (!tiny && (bordered(style) >= 3 || ringed(style) || (bordered(style) && filled(style))))
    return { box: own, owners };
  let line = null;
  for (let p = up(el), i = 0; p && i < 6 && p !== document.body; p = up(p), i += 1) {
    const b = rectOf(p);
    if (css(p).display === 'contents' || p.tagName === 'SLOT' || (height(b) < 8 && tiny)) continue;
    if (height(b) > Math.max(76, height(own) + 24) || height(b) < 14 || width(b) < 36) {
      if (height(b) < 14 || width(b) < 36) continue;
      break;
    }
    if (!tiny && (height(b) > height(own) + 36 || width(b) > width(own) * 1.5 + 110)) break;
    if (fieldsIn(p) > 1) break;
    if (framed(p, b, el)) return { box: b, owners: [el, p] };
    if (
      !line &&
      (bordered(css(p)) || filled(css(p)) || pseudoBoxes(p).length) &&
      (tiny || width(b) < width(own) + 90) &&
      shown(p)
    )
      line = { box: b, owners: [el, p] };
  }
  if (tiny) return line;
  if (line && !bordered(style) && !filled(style)) return line;
  return { box: own, owners };
}
function drawnSlider(el) {
  let box = rectOf(el);
  if (el.tagName === 'INPUT' && shown(el) && number(css(el).opacity) > 0.05) return { box, owners: [el] };
  for (let p = el, i = 0; p && i < 4; p = up(p), i += 1) {
    const b = rectOf(p);
    if (
      Math.max(width(b), height(b)) > 3 * Math.min(width(b), height(b)) &&
      Math.max(width(b), height(b)) >= 60 &&
      Math.min(width(b), height(b)) <= 64
    ) {
      return { box: [b[0], Math.min(b[1], box[1]), b[2], Math.max(b[3], box[3])], owners: [el, p] };
    }
  }
  return shown(el) ? { box, owners: [el] } : null;
}
function drawnPlain(el) {
  let box = rectOf(el);
  if (css(el).display === 'inline' || css(el).display === 'contents') {
    for (const k of inside(el)) {
      const b = rectOf(k);
      if (area(b) && shown(k) && css(k).position !== 'absolute') box = area(box) ? union(box, b) : b;
    }
  }
  return { box, owners: [el] };
}
function linesOf(el) {
  // one box per line of a link that wraps
  const rects = [...el.getClientRects()].filter((r) => r.width > 3 && r.height > 3);
  if (rects.length < 2 || css(el).display !== 'inline' || [...inside(el)].some((k) => css(k).display !== 'inline'))
    return null;
  const boxes = [];
  for (const r of rects) {
    const b = [r.left, r.top, r.right, r.bottom],
      last = boxes[boxes.length - 1];
    if (last && Math.abs(last[1] - b[1]) < height(b) / 2 && b[0] - last[2] < 8)
      boxes[boxes.length - 1] = union(last, b);
    else boxes.push(b);
  }
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
const byIds = (el, ids) =>
  clean(
    (ids || '')
      .split(/\s+/)
      .map((id) => {
        const e = id && el.getRootNode().getElementById && el.getRootNode().getElementById(id);
        return e ? e.textContent : '';
      })
      .join(' '),
  );
function nameOf(el, role) {
  const label = [...(el.labels || [])].map((l) => visibleText(l) || clean(l.textContent)).join(' ');
  const alt = [...inside(el)]
    .filter((k) => k.tagName === 'IMG' || k.tagName === 'svg')
    .map(
      (k) =>
        k.getAttribute('alt') ||
        k.getAttribute('aria-label') ||
        ((k.querySelector && k.querySelector('title')) || {}).textContent,
    )
    .find(Boolean);
  const field = FIELDS.has(role) || role === 'slider';
  const text = el.tagName === 'INPUT' && INPUTS[el.type] === 'button' ? clean(el.value) : field ? '' : visibleText(el);
  const around = TOGGLES.has(role) && el.closest('label') ? visibleText(el.closest('label')) : '';
  return clean(
    byIds(el, el.getAttribute('aria-labelledby')) ||
      el.getAttribute('aria-label') ||
      label ||
      text ||
      around ||
      alt ||
      el.getAttribute('alt') ||
      el.getAttribute('title') ||
      el.placeholder ||
      el.getAttribute('label') ||
      '',
  ).slice(0, 200);
}
const flag = (value) => (value === 'true' ? true : value === 'false' ? false : undefined);
let active = document.activeElement;
while (active && active.shadowRoot && active.shadowRoot.activeElement) active = active.shadowRoot.activeElement;
function stateOf(el, role, owners) {
  const state = {},
    put = (name, value) => {
      if (value !== undefined) state[name] = value;
    };
  const marked = (pattern) => owners.some((o) => o && pattern.test(o.getAttribute('class') || ''));
  if (TOGGLES.has(role))
    put(
      'checked',
      el.tagName === 'INPUT'
        ? el.checked
        : (flag(el.getAttribute('aria-checked')) ?? ('checked' in el ? !!el.checked : undefined)),
    );
  if (role === 'menuitem') put('checked', flag(el.getAttribute('aria-checked')));
  if (role === 'button') put('checked', flag(el.getAttribute('aria-pressed')));
  if (role === 'tab') put('selected', flag(el.getAttribute('aria-selected')) ?? marked(/(^|[\s_-])(is-)?active(\s|$)/));
  if (role === 'option')
    put('selected', el.tagName === 'OPTION' ? el.selected : (flag(el.getAttribute('aria-selected')) ?? false));
  if (role === 'link' && (el.hasAttribute('aria-current') || marked(/(^|[\s_-])(is-)?active(\s|$)/)))
    state.selected = el.getAttribute('aria-current') !== 'false';
  put(
    'disabled',
    el.matches(':disabled') ||
      el.getAttribute('aria-disabled') === 'true' ||
      el.disabled === true ||
      marked(/(^|[\s_-])(is-)?disabled(\s|$)/),
  );
  put(
    'expanded',
    flag(el.getAttribute('aria-expanded')) ??
      (el.tagName === 'SUMMARY' ? el.parentElement.open === true : el.tagName === 'SELECT' ? false : undefined),
  );
  state.focused =
    !!active &&
    active !== document.body &&
    (active === el || (owners.length > 1 && within(owners[owners.length - 1], active) && FIELDS.has(role)));
  if (FIELDS.has(role) || TOGGLES.has(role))
    state.invalid =
      el.getAttribute('aria-invalid') === 'true' || marked(/(^|[\s_-])(is-)?(invalid|error|danger)(\s|$)/);
  return state;
}
