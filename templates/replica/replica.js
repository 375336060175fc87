"use strict";
(() => {
  const root = document.documentElement;
  const page = document.getElementById("replica-page");
  const notice = document.getElementById("replica-notice");
  const log = JSON.parse(sessionStorage.getItem("log") || "[]");
  window.__log = log;

  const fold = (text) => (text || "").replace(/\s+/g, " ").trim().toLowerCase();
  const title = (el) => el.getAttribute("aria-label") || el.innerText || el.dataset.id || "";
  const byId = (id) => page.querySelector(`[data-id="${CSS.escape(id)}"]`);

  function note(what, el, more) {
    log.push([what, el ? el.dataset.id : "", more === undefined ? "" : String(more)]);
    root.dataset.log = JSON.stringify(log);
    sessionStorage.setItem("log", JSON.stringify(log));
  }
  root.dataset.log = JSON.stringify(log);

  /* ---- tables: rows stand in slots, those that are shown fill them from the top ---- */

  const tables = [...page.querySelectorAll("table")].map((el) => {
    const all = [...el.querySelectorAll(":scope > tr, :scope > tbody > tr")];
    const rows = all.filter((row) => row.querySelector("td"));
    const header = all.find((row) => row.querySelector("th"));
    return { el, rows, header, slots: rows.map((row) => row.style.top), filters: new Map() };
  });
  const mainTable = () => tables.reduce((best, one) => (best && best.rows.length >= one.rows.length ? best : one), null);
  const cellText = (row, column) => (row.children[column] ? row.children[column].innerText : "").trim();
  const shownRows = (table) => table.rows.filter((row) => !row.hidden);

  function lay(table) {
    const passes = (row) => [...table.filters.values()].every((fits) => fits(row));
    table.rows.forEach((row) => { row.hidden = row.dataset.gone === "1" || !passes(row); });
    shownRows(table).forEach((row, index) => {
      row.style.top = table.slots[index];
      row.parentElement.append(row);
    });
    notice.textContent = shownRows(table).length ? "" : "No results";
  }

  function columnNamed(table, name) {
    const titles = table.header ? [...table.header.children].map((cell) => fold(cell.innerText)) : [];
    const wanted = fold(name).replace(/^(filter|sort)( (by|on))?:? |筛选|[:：*]/g, "").trim();
    const exact = titles.indexOf(wanted);
    return exact >= 0 ? exact : titles.findIndex((text) => text && wanted.includes(text));
  }

  const isAll = (text) => !text || /^(all|any|every|none|select|choose|show all|[^\p{L}\p{N}])|^(全部|所有|不限|任意|请选择)/iu.test(text);

  /* A page of a real list that has no such row would be filled by the server: the column then says what was asked. */
  function filterBy(control, value) {
    const table = mainTable();
    if (!table || !table.rows.length) return;
    const column = columnNamed(table, nameOf(control));
    table.rows.forEach((row) => {
      const cell = column >= 0 && row.children[column];
      if (cell && cell.dataset.was !== undefined) { cell.innerText = cell.dataset.was; delete cell.dataset.was; }
    });
    const wanted = fold(value);
    const fits = (row) => (column >= 0 ? fold(cellText(row, column)) === wanted
      : [...row.children].some((cell) => fold(cell.innerText) === wanted));
    const any = table.rows.some(fits);
    if (isAll(value) || (!any && column < 0)) table.filters.delete(control);
    else {
      if (!any) table.rows.forEach((row) => {
        const cell = row.children[column];
        if (cell) { cell.dataset.was = cell.innerText; cell.innerText = value; }
      });
      table.filters.set(control, fits);
    }
    lay(table);
  }

  function search(control) {
    const table = mainTable();
    if (!table) return;
    const wanted = fold(control.value);
    if (wanted) table.filters.set(control, (row) => fold(row.innerText).includes(wanted));
    else table.filters.delete(control);
    lay(table);
  }

  const numeric = (text) => {
    const bare = text.replace(/[\s,$€£¥%]/g, "");
    return /^[-+]?\d+(\.\d+)?$/.test(bare) ? parseFloat(bare) : null;
  };

  function sort(header) {
    const table = tables.find((one) => one.el.contains(header));
    if (!table) return;
    const column = [...header.parentElement.children].indexOf(header);
    const descending = header.getAttribute("aria-sort") === "ascending";
    [...header.parentElement.children].forEach((cell) => cell.removeAttribute("aria-sort"));
    header.setAttribute("aria-sort", descending ? "descending" : "ascending");
    const texts = table.rows.map((row) => cellText(row, column));
    const numbers = texts.every((text) => numeric(text) !== null);
    const key = (row) => (numbers ? numeric(cellText(row, column)) : cellText(row, column).toLowerCase());
    table.rows.sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0) * (descending ? -1 : 1));
    lay(table);
    return descending ? "descending" : "ascending";
  }

  /* ---- what the verbs do ---- */

  const nameOf = (el) => el.getAttribute("aria-label")
    || (el.labels && el.labels.length ? el.labels[0].innerText : "") || el.getAttribute("placeholder") || el.innerText || "";

  function csv() {
    const quote = (text) => (/[",\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text);
    const table = mainTable();
    const data = (cell) => [...cell.childNodes].filter((part) => part.nodeName !== "BUTTON").map((part) => part.textContent).join(" ").trim();
    const rows = (table ? [table.header, ...shownRows(table)] : []).filter(Boolean).map((row) => [...row.children].map(data));
    const told = (column) => rows.some((row) => row[column]);
    const lines = rows.map((row) => row.filter((_, column) => told(column)).map(quote).join(","));
    return (lines.length ? lines : page.innerText.split("\n")).join("\n") + "\n";
  }

  function download(el) {
    const text = el.dataset.suffix === ".pdf" ? `%PDF-1.4\n% ${csv()}\n%%EOF\n` : csv();
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/octet-stream" }));
    link.download = (fold(document.title).replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "") || "export") + el.dataset.suffix;
    document.body.append(link);
    link.click();
    link.remove();
    note("download", el, link.download);
  }

  function openMenu(el) {
    const open = document.querySelector(".menu");
    if (open) { open.remove(); document.querySelectorAll("[aria-haspopup]").forEach((b) => b.setAttribute("aria-expanded", "false")); }
    if (open && open.dataset.of === el.dataset.id) return;
    const menu = document.createElement("div");
    menu.className = "menu";
    menu.dataset.of = el.dataset.id;
    menu.setAttribute("role", "listbox");
    const at = el.getBoundingClientRect();
    menu.style.left = `${at.left + scrollX}px`;
    menu.style.top = `${at.bottom + scrollY}px`;
    JSON.parse(el.dataset.options).forEach((text) => {
      const option = document.createElement("div");
      option.setAttribute("role", "option");
      option.textContent = text;
      option.onclick = (event) => {
        event.stopPropagation();
        menu.remove();
        el.setAttribute("aria-expanded", "false");
        el.dataset.value = text;
        note("choose", el, text);
        filterBy(el, text);
      };
      menu.append(option);
    });
    document.body.append(menu);
    el.setAttribute("aria-expanded", "true");
  }

  /* Below the page, not over it: what a dialog of the real page covers is not known. */
  function openDialog(el) {
    const dialog = document.createElement("div");
    dialog.className = "opened";
    dialog.setAttribute("role", "dialog");
    dialog.setAttribute("aria-label", title(el).trim());
    document.body.append(dialog);
  }

  function turn(el, by) {
    root.dataset.page = Math.max(1, Number(root.dataset.page || 1) + by);
    notice.textContent = `Page ${root.dataset.page}`;
  }

  function removeRow(el) {
    const row = el.closest("tr") || el.closest("li");
    if (!row) return;
    row.dataset.gone = "1";
    const table = tables.find((one) => one.rows.includes(row));
    if (table) lay(table); else row.hidden = true;
  }

  function choose(el) {
    const role = el.getAttribute("role");
    page.querySelectorAll(`[role="${role}"][aria-selected="true"]`).forEach((other) => other.setAttribute("aria-selected", "false"));
    el.setAttribute("aria-selected", "true");
  }

  const verbs = {
    download, choose, delete: removeRow, menu: openMenu, dialog: openDialog,
    next: (el) => turn(el, 1),
    previous: (el) => turn(el, -1),
    close: (el) => { const dialog = el.closest('[role="dialog"]'); if (dialog) dialog.hidden = true; },
    popup: () => { window.open(location.pathname + "#/popup", "_blank"); },
    upload: (el) => { const file = el.nextElementSibling; if (file && file.type === "file") file.click(); },
    navigate: (el) => { location.href = el.dataset.goto; },
    sort: (el) => note("sort", el, sort(el)),
  };

  function asked(el) {
    const kind = el.dataset.dialog;
    if (!kind) return true;
    const words = title(el).trim() + (kind === "alert" ? "" : "?");
    const answer = kind === "alert" ? (window.alert(words), true) : kind === "confirm" ? window.confirm(words) : window.prompt(words);
    note(kind, el, answer);
    return answer !== false && answer !== null;
  }

  /* ---- events ---- */

  document.addEventListener("click", (event) => {
    const el = event.target.closest("[data-id]");
    const open = document.querySelector(".menu");
    if (open && !(el && el.dataset.id === open.dataset.of)) open.remove();
    if (!el || el.matches("input, select, textarea, label")) return;
    const leaving = el.dataset.do === "navigate" || el.dataset.do === "popup";
    if (el.matches("a") && leaving) event.preventDefault();
    note(event.detail === 2 ? "double click" : "click", el);
    if (!asked(el)) return;
    if (event.detail < 2 && verbs[el.dataset.do]) verbs[el.dataset.do](el);
    else if (el.getAttribute("aria-expanded") && event.detail < 2) {
      el.setAttribute("aria-expanded", el.getAttribute("aria-expanded") === "true" ? "false" : "true");
    }
  });
  document.addEventListener("contextmenu", (event) => {
    const el = event.target.closest("[data-id]");
    if (el) note("right click", el);
    event.preventDefault();
  });
  document.addEventListener("change", (event) => {
    const el = event.target;
    if (el.type === "file") note("upload", el.dataset.id ? el : el.previousElementSibling, [...el.files].map((f) => f.name).join(", "));
    else if (el.matches("select")) {
      note("choose", el, el.selectedOptions.length ? el.selectedOptions[0].text : "");
      filterBy(el, el.selectedOptions.length ? el.selectedOptions[0].text : "");
    } else if (el.matches("[type=checkbox], [type=radio]")) note(el.checked ? "check" : "uncheck", el);
    if (el.dataset.dialog) asked(el);
  });
  document.addEventListener("input", (event) => { if (event.target.dataset.do === "search") search(event.target); });
  document.addEventListener("keydown", (event) => {
    const el = document.activeElement && document.activeElement.closest("[data-id]");
    const typing = el && el.matches("input, textarea") && !["checkbox", "radio"].includes(el.type);
    const keys = [event.ctrlKey && "Control", event.shiftKey && event.key.length > 1 && "Shift", event.altKey && "Alt", event.metaKey && "Meta"].filter(Boolean);
    const modifier = ["Control", "Shift", "Alt", "Meta"].includes(event.key);
    if (!modifier && (event.key.length > 1 || keys.length || !typing) && !["Backspace", "Delete"].includes(event.key)
        && !(event.ctrlKey && event.key.toLowerCase() === "a")) note("press", el, [...keys, keys.length ? event.key.toLowerCase() : event.key].join("+"));
    if (event.key === "Escape") document.querySelectorAll('[role="dialog"]:not([hidden]), .menu').forEach((d) => { d.hidden = true; });
  });
  let grabbed = null;
  document.addEventListener("mousedown", (event) => { grabbed = event.target.closest("[data-id]"); });
  document.addEventListener("mouseup", (event) => {
    const onto = event.target.closest("[data-id]");
    if (grabbed && onto && grabbed !== onto && !grabbed.contains(onto) && !onto.contains(grabbed)) {
      note("drag", grabbed, onto.dataset.id);
      grabbed.dataset.droppedOn = onto.dataset.id;
    }
    grabbed = null;
  });
  page.querySelectorAll("[data-hover]").forEach((el) => {
    el.addEventListener("mouseenter", () => { if (!el.dataset.hovered) { el.dataset.hovered = "1"; note("hover", el); } });
  });

  /* ---- the page as it is seen ---- */

  window.__state = () => {
    const fields = [...page.querySelectorAll("input, select, textarea")];
    const value = (el) => (["checkbox", "radio"].includes(el.type) ? el.checked : el.type === "file" ? [...el.files].map((f) => f.name) : el.value);
    return JSON.stringify({
      log, path: location.pathname + location.hash, title: document.title, notice: notice.textContent,
      fields: Object.fromEntries(fields.filter((el) => el.dataset.id).map((el) => [el.dataset.id, value(el)])),
      rows: tables.map((table) => shownRows(table).map((row) => [...row.children].map((cell) => cell.innerText.trim()))),
      dialogs: [...document.querySelectorAll('[role="dialog"]')].filter((el) => !el.hidden).map((el) => el.getAttribute("aria-label") || ""),
      chosen: [...page.querySelectorAll("[aria-selected=true], [aria-sort], [data-value]")].map((el) => [el.dataset.id, el.getAttribute("aria-sort") || el.dataset.value || ""]),
    });
  };
})();
