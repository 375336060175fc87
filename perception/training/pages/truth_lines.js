// Part of the truth: the visible lines of text. Gives the whole truth.
// ---- lines of text
const pen = document.createElement('canvas').getContext('2d');
const fontOf = (s) => `${s.fontStyle} ${s.fontWeight} ${s.fontSize} ${s.fontFamily}`;
function toInk(text, box, style) {
  // from the line's content area to what the glyphs cover, top and bottom
  pen.font = fontOf(style);
  const m = pen.measureText(text),
    full = m.fontBoundingBoxAscent + m.fontBoundingBoxDescent;
  if (!full || Math.abs(height(box) - full) > full * 0.35 || !m.actualBoundingBoxAscent) return box;
  const base = box[1] + (height(box) - full) / 2 + m.fontBoundingBoxAscent;
  return [
    box[0],
    Math.max(box[1], base - m.actualBoundingBoxAscent),
    box[2],
    Math.min(box[3], base + m.actualBoundingBoxDescent),
  ];
}
const cased = (text, style) =>
  style.textTransform === 'uppercase'
    ? text.toUpperCase()
    : style.textTransform === 'lowercase'
      ? text.toLowerCase()
      : style.textTransform === 'capitalize'
        ? text.replace(/(^|[\s(\-/])(\p{L})/gu, (_, a, b) => a + b.toUpperCase())
        : text;
const blockOf = (el) => {
  while (up(el) && (css(el).display === 'inline' || css(el).display === 'contents')) el = up(el);
  return el;
};
const seeThrough = (el) => {
  const s = css(el);
  return (
    number(s.opacity) < 0.6 ||
    (alpha(s.backgroundColor) < 0.75 &&
      s.backgroundImage === 'none' &&
      !['IMG', 'CANVAS', 'VIDEO', 'svg', 'IFRAME'].includes(el.tagName))
  );
};
function inSight(el, box) {
  // the share of three points at which nothing opaque lies over the text
  let n = 0;
  for (const f of [0.1, 0.5, 0.9]) {
    const x = box[0] + width(box) * f,
      y = (box[1] + box[3]) / 2;
    let stack = document.elementsFromPoint(x, y);
    const root = el.getRootNode();
    if (root !== document && root.elementsFromPoint) stack = [...root.elementsFromPoint(x, y), ...stack];
    let ok = true;
    for (const top of stack) {
      if (top === el || within(top, el) || within(el, top)) break;
      if (!seeThrough(top)) {
        ok = false;
        break;
      }
    }
    if (ok) n += 1;
  }
  return n >= 2;
}
function* pieces(node) {
  // [text, box] for each line that the text node is broken into
  const range = document.createRange();
  range.selectNodeContents(node);
  const rects = [...range.getClientRects()].filter((r) => r.width > 0 && r.height > 0);
  if (!rects.length) return;
  const asBox = (r) => [r.left, r.top, r.right, r.bottom];
  if (rects.length === 1 && !/\n/.test(node.data.trim())) {
    yield [node.data, asBox(rects[0])];
    return;
  }
  let text = '',
    box = null;
  for (const m of node.data.matchAll(/[\u2e80-\uffef]|[^\s\u2e80-\uffef]+|\s+/gu)) {
    if (/^\s/.test(m[0])) {
      text += ' ';
      continue;
    }
    range.setStart(node, m.index);
    range.setEnd(node, m.index + m[0].length);
    for (const r of range.getClientRects()) {
      // a long word may itself be broken; its letters then go to the first part
      if (!r.width) continue;
      const b = asBox(r);
      if (box && Math.abs(b[1] - box[1]) < height(b) / 2) box = union(box, b);
      else {
        if (box) yield [text, box];
        text = '';
        box = b;
      }
    }
    text += m[0];
  }
  if (box) yield [text, box];
}
function visiblePart(node, text, box, seen) {
  // what is left of a line that its container cuts off at a side
  const dots = css(blockOf(node.parentElement)).textOverflow === 'ellipsis' ? '…' : '',
    share = (seen[2] - seen[0]) / Math.max(1, width(box));
  const kept = text.trim().slice(0, Math.max(0, Math.floor(text.trim().length * share) - (dots ? 1 : 0)));
  return kept + dots;
}
let parts = [];
const roots = [document.body, ...everything.filter((el) => el.shadowRoot).map((el) => el.shadowRoot)];
for (const root of roots) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const el = node.parentElement || root.host;
    if (
      !el ||
      !clean(node.data) ||
      /^(SCRIPT|STYLE|NOSCRIPT|OPTION|TITLE|TEMPLATE|TEXTAREA|desc|title)$/.test(el.tagName)
    )
      continue;
    const style = css(el);
    if (
      !shown(el) ||
      isIconText(el) ||
      number(style.fontSize) < 5 ||
      (alpha(style.webkitTextFillColor || style.color) < 0.08 && style.backgroundClip !== 'text')
    )
      continue;
    for (const [raw, box] of pieces(node)) {
      let text = clean(cased(raw, style));
      if (!text || height(box) > Math.max(number(style.fontSize), 8) * 2.6) continue;
      const seen = clip(el, box);
      if (width(seen) < 2 || height(seen) < height(box) * 0.6) continue;
      if (width(seen) < width(box) * 0.97) text = visiblePart(node, text, box, seen);
      if (!text || !inSight(el, seen)) continue;
      parts.push({
        text,
        box: toInk(text, seen, style),
        line: seen,
        block: blockOf(el),
        size: number(style.fontSize),
        lead: /^\s/.test(raw),
        trail: /\s$/.test(raw),
      });
    }
  }
}
const lines = [];
for (const p of parts) {
  const l = lines.find(
    (q) =>
      q.block === p.block &&
      Math.abs((q.line[1] + q.line[3] - p.line[1] - p.line[3]) / 2) < Math.min(height(q.line), height(p.line)) * 0.4 &&
      p.line[0] - q.line[2] < q.size * 0.6 &&
      p.line[0] - q.line[2] > -3,
  );
  if (!l) {
    lines.push(p);
    continue;
  }
  l.text += (p.lead || l.trail || p.line[0] - l.line[2] > l.size * 0.15 ? ' ' : '') + p.text;
  l.box = union(l.box, p.box);
  l.line = union(l.line, p.line);
  l.trail = p.trail;
}
function written(el) {
  // the value or placeholder of a field, or the caption of an input that is a button
  if (el.tagName === 'SELECT') return el.multiple || el.size > 1 ? null : [(el.selectedOptions[0] || {}).text, css(el)];
  if (
    ['checkbox', 'radio', 'hidden', 'range', 'file', 'color', 'password', 'image'].includes(el.type) &&
    !(el.type === 'password' && !el.value && el.placeholder)
  )
    return null;
  return el.value
    ? [el.value, css(el)]
    : [el.placeholder, Object.assign({}, { placeholder: getComputedStyle(el, '::placeholder') })];
}
const DATES = {
  date: 'mm/dd/yyyy',
  time: '--:-- --',
  'datetime-local': 'mm/dd/yyyy, --:-- --',
  month: '--------- ----',
  week: 'Week --, ----',
};
for (const el of everything) {
  if (!/^(INPUT|TEXTAREA|SELECT)$/.test(el.tagName) || !shown(el) || number(css(el).opacity) < 0.1) continue;
  const style = css(el),
    said = el.type in DATES && !el.value ? [DATES[el.type], style] : written(el);
  const hint = said && said[1].placeholder,
    ink = hint || style;
  if (!said || !clean(said[0]) || alpha(ink.color) < 0.08 || number(ink.opacity) < 0.05) continue;
  const text = cased(said[0], style),
    r = rectOf(el),
    size = number(style.fontSize);
  if (size < 5 || height(r) < size * 0.8) continue;
  const inner = [
    r[0] + number(style.borderLeftWidth) + number(style.paddingLeft),
    r[1] + number(style.borderTopWidth) + number(style.paddingTop),
    r[2] - number(style.borderRightWidth) - number(style.paddingRight),
    r[3] - number(style.borderBottomWidth) - number(style.paddingBottom),
  ];
  pen.font = fontOf(style);
  const spacing = number(style.letterSpacing),
    wide = (t) => pen.measureText(t).width + spacing * t.length,
    rows = [];
  if (el.tagName === 'TEXTAREA')
    for (const line of text.split('\n')) {
      // broken greedily, as the browser does for most text
      let row = '';
      for (const word of line.match(/[\u2e80-\uffef]|[^\s\u2e80-\uffef]+\s*|\s+/gu) || []) {
        if (row && wide((row + word).trimEnd()) > width(inner)) {
          rows.push(row);
          row = '';
        }
        row += word;
      }
      rows.push(row);
    }
  else rows.push(text);
  const m = pen.measureText('Hg'),
    step = number(style.lineHeight) || m.fontBoundingBoxAscent + m.fontBoundingBoxDescent;
  const centred = ['center', '-webkit-center'].includes(style.textAlign) || INPUTS[el.type] === 'button',
    right =
      style.textAlign === 'right' ||
      style.textAlign === 'end' ||
      (style.direction === 'rtl' && style.textAlign === 'start');
  rows.forEach((row, i) => {
    let t = clean(row),
      w = Math.min(wide(t), Math.max(4, r[2] - inner[0] - number(style.borderRightWidth)));
    if (!t) return;
    if (wide(t) > w * 1.05) t = t.slice(0, Math.max(1, Math.floor((t.length * w) / wide(t))));
    const x = centred ? (inner[0] + inner[2] - w) / 2 : right ? inner[2] - w : inner[0];
    const y = el.tagName === 'TEXTAREA' ? inner[1] + step * (i + 0.5) - el.scrollTop : (inner[1] + inner[3]) / 2;
    const q = pen.measureText(t),
      full = q.fontBoundingBoxAscent + q.fontBoundingBoxDescent,
      base = y - full / 2 + q.fontBoundingBoxAscent;
    const box = [x, base - q.actualBoundingBoxAscent, x + w, base + q.actualBoundingBoxDescent],
      seen = clip(el, cut(box, r));
    if (width(seen) < 3 || height(seen) < height(box) * 0.6 || !inSight(el, seen)) return;
    lines.push({ text: t, box: seen });
  });
}
const truth = {
  width: W,
  height: H,
  elements,
  lines: lines
    .map((l) => ({ text: clean(l.text), box: round(l.box) }))
    .filter((l) => l.text && width(l.box) > 1 && height(l.box) > 1),
  ignore,
};
