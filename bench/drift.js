// Changes a page around one element, as time would: ({element, kind, name, words}) => whether it could be done.
// The element itself, or what stands in its place and is the same to a person, is kept in window.__true; null: gone.
(element, {kind, name, words}) => {
  const field = element.matches("input:not([type=submit], [type=button]), select, textarea");
  const typed = field && !element.matches("[type=checkbox], [type=radio]");
  const block = field ? element.closest(".form-group, .form-check, .mb-3, .input-group, li") ?? element : element;
  const main = document.querySelector("main, .main-panel, .main-content, .content, [role=main], #todoapp") ?? document.body;
  const texts = (root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT), found = [];
    while (walker.nextNode()) {
      const at = walker.currentNode;
      if (at.data.trim() && !at.parentElement.closest("script, style")) found.push(at);
    }
    return found;
  };
  const put = (node, text) => { node.data = node.data.replace(node.data.trim(), text); };
  const caption = () => {
    if (!field) return texts(element).filter((node) => /[\p{L}]/u.test(node.data)).at(-1);
    const label = element.labels?.[0] ?? block.querySelector("label") ?? document.createElement("i");
    return texts(label)[0];
  };
  const rename = (to) => {
    const node = caption();
    if (node) put(node, to);
    let done = Boolean(node);
    for (const key of ["aria-label", "title", "placeholder", "value"]) {
      const said = element.getAttribute(key);
      const own = key === "placeholder" ? field && said && (!node || said === name) : said && said.trim().toLowerCase() === name.toLowerCase();
      if (own) { element.setAttribute(key, to); done = true; }
    }
    return done;
  };
  const other = (ending) => {
    for (const key of ["id", "name", "data-testid", "aria-labelledby"]) {
      const value = element.getAttribute(key);
      if (!value) continue;
      if (key === "id") document.querySelectorAll(`label[for="${CSS.escape(value)}"]`)
        .forEach((label) => label.setAttribute("for", value + ending));
      element.setAttribute(key, value + ending);
    }
    element.className = element.className.split(" ").map((word) => word && "x-" + word).join(" ");
  };
  const card = (title) => {
    const made = document.createElement("div");
    made.className = "card p-3 m-3";
    made.style.cssText = "padding: 12px; margin: 12px; background: #fff; border: 1px solid #ccc; position: relative";
    if (title) made.innerHTML = `<h5 style="color: #222">${title}</h5>`;
    return made;
  };
  const clone = () => {
    const copy = (field ? block : element).cloneNode(true);
    for (const part of [copy, ...copy.querySelectorAll("*")])
      for (const key of ["id", "name", "for", "data-testid"]) part.removeAttribute(key);
    for (const link of [copy, ...copy.querySelectorAll("a")]) if (link.href) link.setAttribute("href", "#another");
    const input = field && (copy.matches("input, select, textarea") ? copy : copy.querySelector("input, select, textarea"));
    if (input && caption() && !element.getAttribute("placeholder")) input.setAttribute("aria-label", name);
    return copy;
  };
  const first = (made) => main.insertBefore(made, [...main.children].find((e) => !e.matches("nav, header, script")) ?? null);
  const style = (css) => { const sheet = document.createElement("style"); sheet.textContent = css; document.head.append(sheet); };
  window.__true = element;
  const acts = {
    renamed: () => rename(words.synonym),
    edited: () => rename(words.edited),
    translated: () => {
      for (const node of texts(document.body)) {
        const said = node.data.trim().replace(/\s+/g, " ").toLowerCase();
        if (words.chinese[said]) put(node, words.chinese[said]);
      }
      for (const e of document.querySelectorAll("[placeholder]"))
        if (words.chinese[e.placeholder.toLowerCase()]) e.placeholder = words.chinese[e.placeholder.toLowerCase()];
      const due = words.chinese[name.toLowerCase()];
      return Boolean(due) && (caption()?.data.trim() === due || rename(due));
    },
    moved: () => {
      const around = block.parentElement;
      if (around.children.length < 2) return false;
      if (around.lastElementChild === block) around.prepend(block); else around.append(block);
      return true;
    },
    "moved far": () => { const made = card(""); made.append(block); main.append(made); return true; },
    restyled: () => {
      style(`body, body * { font-family: serif !important; letter-spacing: .4px; border-radius: 0 !important }
        button, a, input { background-color: #fff3d6 !important; color: #512 !important; font-size: 17px !important }`);
      element.className = "";
      return true;
    },
    retagged: () => {
      if (field) return false;
      const made = document.createElement(element.matches("a") ? "button" : "a");
      for (const {name: key, value} of element.attributes) if (key !== "href" && key !== "type") made.setAttribute(key, value);
      if (made.matches("a")) made.setAttribute("href", "#"); else made.type = "button";
      made.append(...element.childNodes);
      element.replaceWith(made);
      window.__true = made;
      return true;
    },
    zoomed: () => { document.body.style.zoom = "1.25"; return true; },
    reordered: () => {
      let around = block.parentElement;
      while (around && around !== document.body && around.children.length < 2) around = around.parentElement;
      const row = block.closest("tr, li, .list-group-item");
      if (row && row !== block) around = row.parentElement;
      if (!around || around.children.length < 2) return false;
      around.append(...[...around.children].reverse());
      return true;
    },
    wrapped: () => { const made = card("More"); block.replaceWith(made); made.append(block); return true; },
    decoy: () => { const made = card("Quick start"); made.append(clone()); first(made); return true; },
    "other ids": () => { other("-v2"); return true; },
    "renamed and moved": () => acts.renamed() && acts.moved(),
    "renamed, other ids": () => { const done = acts.renamed(); other("-v2"); return done; },
    "translated and wrapped": () => acts.translated() && acts.wrapped(),
    "restyled, with a decoy": () => acts.decoy() && acts.restyled(),
    removed: () => { block.remove(); window.__true = null; return true; },
    "removed, a namesake elsewhere": () => {
      const made = card("Quick start");
      made.append(clone());
      block.remove();
      first(made);
      window.__true = null;
      return true;
    },
    "another in its place": () => {
      if (!words.opposite || !rename(words.opposite)) return false;
      other("-other");
      if (element.matches("a")) element.setAttribute("href", "#other");
      if (element.placeholder) element.placeholder = words.opposite;
      window.__true = null;
      return true;
    },
    "another under its id": () => {
      if (typed || element.matches("a") || !words.opposite || !rename(words.opposite)) return false;
      window.__true = null;
      return true;
    },
  };
  return acts[kind]();
}
