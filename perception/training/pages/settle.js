// Brings the page to rest at a place: other words or colours where asked, pictures for those that are missing,
// scrolled to a share of its height, one control focused.
async ({ scroll, focus, texts, inverted, zoom }) => {
  const picture = (n) =>
    `data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 4 3' preserveAspectRatio='none'><linearGradient id='g' x2='1' y2='1'><stop stop-color='hsl(${(n * 47) % 360},50%25,60%25)'/><stop offset='1' stop-color='hsl(${(n * 89) % 360},45%25,30%25)'/></linearGradient><rect width='4' height='3' fill='url(%23g)'/><circle cx='${n % 4}' cy='${n % 3}' r='${1 + (n % 2)}' fill='hsl(${(n * 131) % 360},40%25,50%25)' opacity='.6'/></svg>`;
  document.querySelectorAll('img').forEach((img, n) => {
    if (img.loading === 'lazy') img.loading = 'eager';
    if (img.complete && !img.naturalWidth) {
      img.removeAttribute('srcset');
      img.src = picture(n + 1);
    }
  });
  if (!window.__settled) {
    window.__settled = true;
    if (zoom !== 1) document.documentElement.style.zoom = zoom;
    if (inverted) {
      const style = document.createElement('style');
      style.textContent =
        'html{filter:invert(.92) hue-rotate(180deg);background:#fff}img,video,canvas{filter:invert(1) hue-rotate(180deg)}';
      document.head.append(style);
    }
    if (texts.length) {
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT),
        icons = /icon|glyph|material|(^|\s)(fa|mdi|bi|ti)(-|\s|$)/i;
      let n = 0;
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const text = node.data.trim(),
          el = node.parentElement;
        if (
          text.length < 2 ||
          !/\p{L}{2}/u.test(text) ||
          /^(SCRIPT|STYLE|NOSCRIPT|TITLE)$/.test(el.tagName) ||
          icons.test(el.getAttribute('class') || '')
        )
          continue;
        const fit = texts.filter(
          (t) => Math.abs(t.length * (/[\u2e80-\uffef]/.test(t) ? 2 : 1) - text.length) < 4 + text.length * 0.5,
        );
        node.data = node.data.replace(
          text,
          fit.length ? fit[(n += 7) % fit.length] : texts[(n += 7) % texts.length].repeat(text.length > 60 ? 3 : 1),
        );
      }
      document.querySelectorAll('[placeholder]').forEach((el, i) => {
        el.placeholder = texts[(i * 5) % texts.length];
      });
    }
  }
  if (document.activeElement && document.activeElement !== document.body) document.activeElement.blur();
  let box = document.scrollingElement;
  if (box.scrollHeight <= innerHeight + 8) {
    const inner = [
      ...document.querySelectorAll('main, [class*=content], [class*=main], body > div, body > div > div'),
    ].find((e) => e.scrollHeight > e.clientHeight + 80 && /auto|scroll/.test(getComputedStyle(e).overflowY));
    box = inner || box;
  }
  box.scrollTop = Math.round((box.scrollHeight - box.clientHeight) * scroll);
  if (focus >= 0) {
    const able = [
      ...document.querySelectorAll('input:not([type=hidden]), button, select, textarea, a[href], [tabindex="0"]'),
    ].filter((e) => {
      const r = e.getBoundingClientRect();
      return r.width > 8 && r.top > 0 && r.bottom < innerHeight && !e.disabled;
    });
    if (able.length) able[focus % able.length].focus({ preventScroll: true, focusVisible: true });
  }
  await document.fonts.ready;
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  await Promise.all(
    [...document.images]
      .filter((i) => !i.complete)
      .slice(0, 40)
      .map((i) => Promise.race([i.decode().catch(() => 0), new Promise((r) => setTimeout(r, 400))])),
  );
};
