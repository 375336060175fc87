// Part of the truth: where things are, what of them can be seen, what is drawn.
// The parts are joined, in the order drawn, controls, lines, to one function that runs inside the page.
// It changes nothing there. Boxes are CSS pixels of the viewport, [x1, y1, x2, y2].
const W = innerWidth,
  H = innerHeight;
const PRIVATE_USE = /[\ue000-\uf8ff\u{f0000}-\u{10fffd}]/u,
  ALL_PRIVATE_USE = new RegExp(PRIVATE_USE, 'gu');
const clean = (text) => (text || '').replace(ALL_PRIVATE_USE, '').replace(/\s+/g, ' ').trim();
const styles = new Map();
const css = (el) => styles.get(el) || (styles.set(el, getComputedStyle(el)), styles.get(el));
const up = (el) => el.assignedSlot || el.parentElement || (el.getRootNode() || {}).host || null;
const within = (outer, el) => {
  for (; el; el = up(el)) if (el === outer) return true;
  return false;
};
const number = (text) => parseFloat(text) || 0;

// ---- geometry
const rectOf = (el) => {
  const r = el.getBoundingClientRect();
  return [r.left, r.top, r.right, r.bottom];
};
const width = (b) => b[2] - b[0],
  height = (b) => b[3] - b[1];
const area = (b) => Math.max(0, width(b)) * Math.max(0, height(b));
const union = (a, b) => [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])];
const cut = (a, b) => [Math.max(a[0], b[0]), Math.max(a[1], b[1]), Math.min(a[2], b[2]), Math.min(a[3], b[3])];
const shared = (a, b) => {
  const c = cut(a, b);
  return width(c) > 0 && height(c) > 0 ? area(c) : 0;
};
const iou = (a, b) => {
  const s = shared(a, b);
  return s ? s / (area(a) + area(b) - s) : 0;
};
const round = (b) => b.map((v) => Math.round(v * 100) / 100);

// The part of `box` that the scrolling and clipping boxes around `el` let through.
function clip(el, box) {
  let seen = cut(box, [0, 0, W, H]),
    position = css(el).position;
  for (let p = up(el); p && p !== document.body && p !== document.documentElement; p = up(p)) {
    const style = css(p);
    if (position === 'fixed') {
      if (style.transform !== 'none' || style.filter !== 'none') position = 'static';
      else continue;
    }
    if (style.display === 'contents') continue;
    if (position === 'absolute' && style.position === 'static' && style.transform === 'none') continue;
    if (style.overflowX !== 'visible' || style.overflowY !== 'visible') seen = cut(seen, rectOf(p));
    position = style.position;
  }
  return seen;
}
const shown = (el) =>
  el.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true });
function at(x, y) {
  let el = document.elementFromPoint(x, y);
  while (el && el.shadowRoot) {
    const inner = el.shadowRoot.elementFromPoint(x, y);
    if (!inner || inner === el) break;
    el = inner;
  }
  return el;
}
// Whether a click on the box would reach one of `owners` (or what lies in them), at its centre or at two more points.
function uncovered(box, owners) {
  const points = [
    [0.5, 0.5],
    [0.2, 0.5],
    [0.8, 0.5],
    [0.5, 0.25],
    [0.5, 0.75],
  ];
  let reached = 0;
  for (const [i, [fx, fy]] of points.entries()) {
    const x = Math.min(W - 1, box[0] + width(box) * fx),
      y = Math.min(H - 1, box[1] + height(box) * fy),
      top = at(x, y);
    const lets = (owner) => within(owner, top) || (top && css(owner).pointerEvents === 'none' && within(top, owner));
    if (owners.some(lets)) {
      if (i === 0) return true;
      reached += 1;
    }
  }
  return reached >= 2;
}

// ---- what is drawn
const alpha = (colour) => {
  const m = /rgba?\(([^)]*)\)/.exec(colour);
  if (!m) return colour && colour !== 'transparent' ? 1 : 0;
  const parts = m[1].split(/[ ,/]+/);
  return parts.length > 3 ? number(parts[3]) : 1;
};
const SIDES = ['Top', 'Right', 'Bottom', 'Left'];
const bordered = (style) =>
  SIDES.filter(
    (side) =>
      number(style[`border${side}Width`]) > 0 &&
      !['none', 'hidden'].includes(style[`border${side}Style`]) &&
      alpha(style[`border${side}Color`]) > 0.05,
  ).length;
const filled = (style) => alpha(style.backgroundColor) > 0.04 || style.backgroundImage !== 'none';
const ringed = (style) => style.boxShadow !== 'none' && !/^rgba\(0, 0, 0, 0\)( 0px){4}$/.test(style.boxShadow);
const glyph = (el, pseudo) => {
  const s = getComputedStyle(el, pseudo);
  return s.content !== 'none' && s.content !== 'normal' && s.display !== 'none' ? s : null;
};
const decorated = (el) =>
  ['svg', 'IMG', 'CANVAS'].includes(el.tagName) || bordered(css(el)) > 0 || filled(css(el)) || ringed(css(el));
const LIGATURES = /material[- ](icons|symbols)/i;
const isIconText = (el) => LIGATURES.test(css(el).fontFamily);
function visibleText(el) {
  if (el.shadowRoot === null && !el.children.length) return isIconText(el) ? '' : clean(el.innerText ?? el.textContent);
  let text = '';
  const visit = (node) => {
    if (node.nodeType === 3) {
      const p = node.parentElement;
      if (p && clean(node.data) && shown(p) && !isIconText(p)) {
        const r = p.getBoundingClientRect();
        if (css(p).display === 'contents' || (r.width > 3 && r.height > 3)) text += ' ' + node.data;
      }
      return;
    }
    if (
      node.nodeType === 11 ||
      (node.nodeType === 1 && !['STYLE', 'SCRIPT', 'OPTION', 'TEMPLATE', 'svg'].includes(node.tagName))
    ) {
      if (node.shadowRoot) visit(node.shadowRoot);
      else if (node.tagName === 'SLOT' && node.assignedNodes().length) node.assignedNodes().forEach(visit);
      else node.childNodes.forEach(visit);
    }
  };
  visit(el);
  return clean(text);
}
// The box of ::before or ::after, as far as its style tells it.
function pseudoBox(el, which) {
  const style = glyph(el, which);
  if (!style || style.visibility === 'hidden' || number(style.opacity) < 0.05) return null;
  const extra = style.boxSizing === 'border-box' ? 0 : 1;
  const w = number(style.width) + extra * (number(style.borderLeftWidth) + number(style.borderRightWidth));
  const h = number(style.height) + extra * (number(style.borderTopWidth) + number(style.borderBottomWidth));
  if (w < 8 || h < 8 || !(bordered(style) || filled(style) || ringed(style) || PRIVATE_USE.test(style.content)))
    return null;
  let x, y;
  if (style.position === 'absolute') {
    let base = el;
    while (up(base) && css(base).position === 'static' && base !== document.body) base = up(base);
    const r = rectOf(base),
      s = css(base);
    x = r[0] + number(s.borderLeftWidth) + number(style.left) + number(style.marginLeft);
    y = r[1] + number(s.borderTopWidth) + number(style.top) + number(style.marginTop);
  } else {
    const r = rectOf(el),
      s = css(el),
      line = number(s.lineHeight) || number(s.fontSize) * 1.3;
    x = r[0] + number(s.paddingLeft) + number(style.marginLeft);
    y = r[1] + number(s.paddingTop) + Math.max(0, (Math.min(line, height(r)) - h) / 2);
  }
  const m = style.transform !== 'none' ? new DOMMatrixReadOnly(style.transform) : null;
  if (m) {
    x += m.e;
    y += m.f;
  }
  return [x, y, x + w, y + h];
}
const pseudoBoxes = (el) => ['::before', '::after'].map((which) => pseudoBox(el, which)).filter(Boolean);
