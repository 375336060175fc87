// What a rendered page tells of itself. Called as a function of a task's name and its argument; boxes are [x1, y1, x2, y2]
// in CSS pixels from the top left of the page.
(task, argument) => {
  const FIELDS = "input, textarea, select";
  const CONTENT = `img, svg, canvas, video, ${FIELDS}`;
  const MEANING = "h1,h2,h3,h4,h5,h6,p,li,a,button,label,legend,td,th,caption,dt,dd,figure,figcaption,blockquote,pre,code," +
    `address,time,summary,option,${CONTENT}`;
  const LANDMARKS = "header, nav, main, aside, footer, section, article, form, dialog, table";
  const INLINE = new Set(["SPAN", "B", "I", "EM", "STRONG", "SMALL", "U", "S", "FONT", "MARK", "SUB", "SUP"]);
  const seen = (element) => element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });
  const placed = (r) => [r.left + scrollX, r.top + scrollY, r.right + scrollX, r.bottom + scrollY];

  function still() {
    const style = document.createElement("style");
    style.textContent = "*, *::before, *::after { transition: none !important; animation: none !important }";
    document.head.append(style);
  }

  function* texts() {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (node.data.trim() && parent.closest("script, style, noscript, template, select") === null) yield node;
    }
  }

  function blockOf(element) {
    while (element.parentElement && getComputedStyle(element).display === "inline") element = element.parentElement;
    return element;
  }

  function shownText(field) {
    if (field.tagName === "SELECT") return field.selectedOptions[0]?.label ?? "";
    if (["checkbox", "radio", "hidden", "range", "color", "file", "image"].includes(field.type)) return "";
    if (field.type === "password") return "";
    return field.value || field.placeholder || "";
  }

  function inner(field) {
    const style = getComputedStyle(field), r = field.getBoundingClientRect();
    const side = (name) => parseFloat(style[`border${name}Width`]) + parseFloat(style[`padding${name}`]);
    const arrow = field.tagName === "SELECT" ? 18 : 0;
    return new DOMRect(r.left + side("Left"), r.top + side("Top"),
      r.width - side("Left") - side("Right") - arrow, r.height - side("Top") - side("Bottom"));
  }

  // A line ends where the next letter stands in another block, on another line, or far to the side.
  function lines() {
    const found = [], range = document.createRange();
    let line = null;
    for (const node of texts()) {
      if (!seen(node.parentElement)) continue;
      const block = blockOf(node.parentElement);
      for (let i = 0; i < node.data.length; i++) {
        if (/\s/.test(node.data[i])) { if (line) line.gap = true; continue; }
        const size = node.data.codePointAt(i) > 0xffff ? 2 : 1;
        range.setStart(node, i); range.setEnd(node, i + size);
        const letter = node.data.substr(i, size), r = range.getClientRects()[0];
        i += size - 1;
        if (!r || r.width === 0 && r.height === 0) continue;
        const [x1, y1, x2, y2] = placed(r), middle = (y1 + y2) / 2;
        const goes = line && line.block === block && middle > line.box[1] && middle < line.box[3]
          && Math.abs(x1 - line.end) < 1.2 * (y2 - y1);
        if (!goes) found.push(line = { block, text: "", box: [x1, y1, x2, y2], gap: false });
        line.text += (line.gap && line.text ? " " : "") + letter;
        line.box = [Math.min(line.box[0], x1), Math.min(line.box[1], y1), Math.max(line.box[2], x2), Math.max(line.box[3], y2)];
        line.end = x2; line.gap = false;
      }
    }
    for (const field of document.querySelectorAll(FIELDS)) {
      const text = seen(field) ? shownText(field).trim() : "";
      if (text) found.push({ text, box: placed(inner(field)) });
    }
    return found.map(({ text, box }) => ({ text, box }));
  }

  // Each marked element with its box and that of the texts which are its own: in it, and in no marked one inside.
  function boxes(attribute) {
    const own = new Map(), range = document.createRange();
    for (const node of texts()) {
      const marked = node.parentElement.closest(`[${attribute}]`);
      range.selectNodeContents(node);
      for (const r of range.getClientRects()) {
        if (!r.width) continue;
        const [x1, y1, x2, y2] = placed(r), b = own.get(marked) ?? [x1, y1, x2, y2];
        own.set(marked, [Math.min(b[0], x1), Math.min(b[1], y1), Math.max(b[2], x2), Math.max(b[3], y2)]);
      }
    }
    return [...document.querySelectorAll(`[${attribute}]`)].filter(seen).map((element) =>
      [element.getAttribute(attribute), placed(element.getBoundingClientRect()), own.get(element) ?? null]);
  }

  // Each element of these kinds gets a colour of its own, and with it the texts that stand in it and in no inner one.
  function paint({ colors, tags }) {
    const own = new Map();
    for (const element of document.body.querySelectorAll(tags)) {
      if (own.size === colors.length) break;
      own.set(element, own.size);
      element.style.setProperty("color", `rgb(${colors[own.size - 1]})`, "important");
      element.style.setProperty("opacity", "1", "important");
    }
    const found = [];
    for (const node of texts()) {
      let element = node.parentElement;
      while (element && !own.has(element)) element = element.parentElement;
      if (element) found.push([node.data.trim(), colors[own.get(element)]]);
    }
    return found;
  }

  function leaves() {
    const held = new Set([...texts()].map((node) => node.parentElement));
    for (const element of document.querySelectorAll(CONTENT)) held.add(element);
    return [...held].filter((element) => seen(element) && element.getBoundingClientRect().width > 0);
  }

  function flows(element) {
    for (; element && element !== document.documentElement; element = element.parentElement) {
      const style = getComputedStyle(element);
      if (style.position === "absolute" || style.position === "fixed" || style.transform !== "none") return false;
      if (style.position === "relative" && (parseFloat(style.left) || parseFloat(style.top))) return false;
    }
    return true;
  }

  function says(element) {
    while (INLINE.has(element.tagName)) element = element.parentElement;
    return element.matches(MEANING);
  }

  function structure() {
    const all = leaves(), share = (test) => all.length ? all.filter(test).length / all.length : 1;
    return { flow: share(flows), semantic: (share(says) + share((e) => e.closest(LANDMARKS) !== null)) / 2 };
  }

  function clipped(element) {
    const own = element.getBoundingClientRect();
    for (let box = element.parentElement; box && box !== document.body; box = box.parentElement) {
      const style = getComputedStyle(box), edge = box.getBoundingClientRect();
      if (/hidden|clip/.test(style.overflowX) && (own.right > edge.right + 1 || own.left < edge.left - 1)) return true;
      if (/hidden|clip/.test(style.overflowY) && (own.bottom > edge.bottom + 1 || own.top < edge.top - 1)) return true;
    }
    return false;
  }

  // What is wider than the window, and texts that their box cuts off.
  function overflow() {
    const wide = Math.max(0, document.documentElement.scrollWidth - innerWidth);
    const name = (element) => element.tagName.toLowerCase() + [...element.classList].map((c) => `.${c}`).join("");
    const all = leaves().filter((element) => !element.matches("svg, svg *"));
    const beyond = wide ? all.filter((element) => element.getBoundingClientRect().right > innerWidth + 0.5) : [];
    const cut = all.filter(clipped);
    return { wide, beyond: [...new Set(beyond.map(name))].slice(0, 8), cut: [...new Set(cut.map(name))].slice(0, 8) };
  }

  return { still, lines, boxes, paint, structure, overflow }[task](argument);
}
