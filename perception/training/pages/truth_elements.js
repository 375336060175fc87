// Part of the truth: every control that can be seen and reached, and pictures. Gives `elements` and `ignore`.
// ---- collecting
const everything = [];
(function gather(root) {
  for (const el of root.children) {
    everything.push(el);
    if (el.shadowRoot) gather(el.shadowRoot);
    gather(el);
  }
})(document.body);
const SKIP = new Set(['SCRIPT', 'STYLE', 'TEMPLATE', 'NOSCRIPT', 'LABEL', 'BODY', 'HTML', 'SLOT']);
const found = [],
  ignore = [],
  acting = new Map();
for (const el of everything)
  if (!SKIP.has(el.tagName) || el.getAttribute('role')) {
    const role = roleOf(el);
    if (role) acting.set(el, role);
  }
const hostOf = (el) => {
  for (let p = up(el); p; p = up(p)) if (acting.has(p)) return p;
  return null;
};
function keep(el, role, box, owners, weak, loose) {
  const seen = clip(
    owners[owners.length - 1] && within(owners[owners.length - 1], el) && owners.length > 1
      ? owners[owners.length - 1]
      : el,
    box,
  );
  if (width(seen) < 4 || height(seen) < 4) return;
  if (loose) {
    ignore.push(round(seen));
    return;
  } // nobody can tell what is drawn for it
  if (area(seen) < area(box) / 2) {
    if (area(seen) > 60 && uncovered(seen, owners)) ignore.push(round(seen));
    return;
  }
  if (!uncovered(seen, owners)) return;
  found.push({ el, role, box: seen, owners, weak });
}
for (const [el, role] of acting) {
  const d = drawn(el, role);
  if (!d || area(d.box) < 16) continue;
  if (TOGGLES.has(role) && area(d.box) > (W * H) / 4) continue;
  const lines = role === 'link' || role === 'button' ? linesOf(el) : null;
  const looks =
    TOGGLES.has(role) && role === 'checkbox' && width(d.box) >= height(d.box) * 1.45 && SMALL(d.box) ? 'switch' : role;
  for (const box of lines || [d.box]) keep(el, looks, box, d.owners, false, d.loose);
}
for (const el of everything) {
  if (acting.has(el) || SKIP.has(el.tagName) || !weakly(el) || !shown(el) || hostOf(el) || el.closest('label, svg'))
    continue;
  if ([...inside(el)].some((k) => acting.has(k))) continue;
  const b = drawnPlain(el).box,
    before = found.length;
  if (area(b) < 60 || width(b) < 8 || height(b) < 8) continue;
  if (
    found.some(
      (f) => f.owners.some((o) => within(el, o) || (o !== document.body && within(o, el))) && shared(f.box, b) > 0,
    )
  )
    continue;
  if (
    height(b) <= 64 &&
    width(b) <= 420 &&
    (visibleText(el) || [...inside(el)].length || decorated(el) || glyph(el, '::before'))
  )
    keep(el, el.tagName === 'A' ? 'link' : 'button', b, [el], true);
  else {
    const seen = clip(el, b);
    if (width(seen) > 4 && height(seen) > 4) ignore.push(round(seen));
  }
  if (found.length > before && css(el).cursor !== 'pointer' && !el.hasAttribute('onclick') && el.tagName !== 'A') {
    const f = found.pop();
    ignore.push(round(f.box));
  }
}
// One thing that two elements describe (li > a, label > input, a > button) is told once, by the inner one.
const dropped = new Set();
for (const [i, a] of found.entries())
  for (const [j, b] of found.entries()) {
    if (i === j || dropped.has(i) || dropped.has(j)) continue;
    const same = iou(a.box, b.box);
    if (TOGGLES.has(a.role) && TOGGLES.has(b.role) && within(a.el, b.el)) {
      dropped.add(area(a.box) > area(b.box) ? i : j);
      continue;
    }
    if (FIELDS.has(a.role) && FIELDS.has(b.role) && same > 0.8) {
      dropped.add(b.role === 'combobox' && a.role !== 'combobox' ? i : j);
      continue;
    }
    if (same > 0.97 && a.role === b.role && i > j) dropped.add(i);
    else if (a.el !== b.el && within(a.el, b.el) && same > 0.7)
      dropped.add(
        FIELDS.has(a.role) && FIELDS.has(b.role) && a.role === 'combobox'
          ? j
          : a.role === 'option' || a.role === 'menuitem' || a.role === 'tab'
            ? j
            : i,
      );
    else if (FIELDS.has(a.role) && b.role === 'button' && same > 0.9) dropped.add(j);
    else if (a.weak && within(a.el, b.el)) dropped.add(i);
  }
const kept = found.filter((_, i) => !dropped.has(i));
const isIcon = (f) => {
  const text = visibleText(f.el),
    small = width(f.box) <= 96 && height(f.box) <= 96;
  if (
    !small ||
    FIELDS.has(f.role) ||
    TOGGLES.has(f.role) ||
    f.role === 'slider' ||
    (f.el.value && f.el.tagName === 'INPUT')
  )
    return false;
  return text === '' ? true : text.length === 1 && !/[\p{L}\p{N}]/u.test(text);
};
const elements = kept.map((f) => ({
  role: f.role,
  box: round(f.box),
  name: nameOf(f.el, f.role),
  state: stateOf(f.el, f.role, f.owners),
  icon: isIcon(f),
  ...(f.weak ? { weak: true } : {}),
}));

// ---- pictures that are not acted on
const taken = new Set();
for (const f of kept) {
  taken.add(f.el);
  if (TOGGLES.has(f.role)) f.owners.forEach((o) => taken.add(o));
}
const inActed = (el) => {
  for (let p = el; p; p = up(p)) if (taken.has(p) || (acting.has(p) && !FIELDS.has(acting.get(p)))) return true;
  return false;
};
const glyphOnly = (el) => {
  if (el.children.length || el.tagName === 'svg' || !/^(I|SPAN|EM|B|DIV|IMG)$/.test(el.tagName)) return false;
  const raw = (el.textContent || '').trim();
  if (raw) return isIconText(el) || (clean(raw) === '' && raw.length < 3);
  for (const which of ['::before', '::after']) {
    const s = glyph(el, which);
    if (s && s.content.length < 8 && (PRIVATE_USE.test(s.content) || /awesome|icon|symbol|glyph/i.test(s.fontFamily)))
      return true;
  }
  return css(el).maskImage !== 'none' || (/url\(/.test(css(el).backgroundImage) && rectOf(el)[2] - rectOf(el)[0] <= 48);
};
for (const el of everything) {
  const isSvg = el.tagName === 'svg' && !(el.parentElement && el.parentElement.closest('svg'));
  if (!isSvg && el.tagName !== 'IMG' && el.getAttribute('role') !== 'img' && !glyphOnly(el)) continue;
  if (!shown(el) || inActed(el) || (el.tagName !== 'IMG' && !isSvg && up(el) && up(el).getAttribute('role') === 'img'))
    continue;
  const b = rectOf(el),
    seen = clip(el, b);
  if (width(seen) < 7 || height(seen) < 7 || area(seen) < area(b) / 2) continue;
  if (width(b) > W * 0.9 && height(b) > H * 0.6) continue;
  if (isSvg && (width(b) > 160 || height(b) > 160 || el.querySelector('text'))) {
    ignore.push(round(seen));
    continue;
  }
  if (!uncovered(seen, [el]) && !(css(el).pointerEvents === 'none') && !(up(el) && uncovered(seen, [up(el)]))) continue;
  if (kept.some((f) => !FIELDS.has(f.role) && iou(f.box, seen) > 0.5)) continue;
  if (elements.some((e) => e.role === 'img' && iou(e.box, seen) > 0.6)) continue;
  elements.push({
    role: 'img',
    box: round(seen),
    name: clean(el.getAttribute('alt') || el.getAttribute('aria-label') || el.getAttribute('title') || ''),
    state: {},
    icon: el.tagName !== 'IMG' && width(b) <= 72 && height(b) <= 72,
  });
}
for (const el of everything)
  if (['CANVAS', 'IFRAME', 'VIDEO', 'OBJECT', 'EMBED'].includes(el.tagName) && shown(el)) {
    const seen = clip(el, rectOf(el));
    if (width(seen) > 8 && height(seen) > 8) ignore.push(round(seen));
  }
