// The page of `agent serve`: a picture, a verb, words; the answer as a list whose entries light up on the picture.
"use strict";
const $ = (id) => document.getElementById(id);
const VERBS = {
  plan: ["Plan", "goal", "filter orders by status Shipped and export CSV"],
  locate: ["Find", "description", "the Edit button in the row of order 1042"],
  ask: ["Ask", "question", "what does it say?"],
  parse: ["List", "", ""],
};
let picture = null;

function make(tag, text = "", kind = "") {
  const made = document.createElement(tag);
  made.textContent = text;
  if (kind) made.className = kind;
  return made;
}

function verb() {
  return document.querySelector("input[name=verb]:checked").value;
}

function settle() {
  const [label, field, hint] = VERBS[verb()];
  $("go").textContent = label;
  $("words").placeholder = hint;
  $("worded").hidden = !field;
  $("rehearsed").hidden = verb() !== "plan";
  $("go").disabled = !picture || (field && !$("words").value.trim()) || document.body.dataset.busy === "yes";
}

function take(file) {
  if (!file || !file.type.startsWith("image/")) return;
  picture = file;
  URL.revokeObjectURL($("picture").src);
  $("picture").src = URL.createObjectURL(file);
  $("drop").hidden = true;
  $("shot").hidden = false;
  show([]);
  settle();
}

function boxes(found) {
  const { naturalWidth: width, naturalHeight: height } = $("picture");
  $("boxes").setAttribute("viewBox", `0 0 ${width} ${height}`);
  $("boxes").replaceChildren(...found.map((box) => {
    const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    const [x1, y1, x2, y2] = box;
    Object.entries({ x: x1, y: y1, width: x2 - x1, height: y2 - y1, rx: 4 }).forEach(([k, v]) => rect.setAttribute(k, v));
    return rect;
  }));
}

function show(parts, found = [], looked = "") {
  $("answer").replaceChildren(...parts);
  boxes(found);
  $("gazed").hidden = !looked;
  if (looked) $("gaze").src = looked;
  warm();
}

function warm() {
  $("gaze").hidden = $("gazed").hidden || !$("warm").checked;
}

// A list whose entries belong to boxes: {title, more, tag, box}.
function listed(items, kind = "ol") {
  const list = make(kind);
  const found = [];
  items.forEach((item, at) => {
    const entry = make("li");
    entry.append(make("span", kind === "ol" ? `${at + 1}` : "", "number"), make("span", item.title));
    if (item.tag) entry.append(make("span", item.tag, "tag"));
    if (item.more) entry.append(make("small", item.more));
    if (item.box) {
      const place = found.push(item.box) - 1;
      const light = (on) => $("boxes").children[place]?.classList.toggle("lit", on);
      entry.tabIndex = 0;
      for (const [event, on] of [["mouseenter", true], ["mouseleave", false], ["focus", true], ["blur", false]]) {
        entry.addEventListener(event, () => light(on));
      }
    }
    list.append(entry);
  });
  return [list, found];
}

function fault(title, detail) {
  const made = make("div", "", "bad");
  made.append(make("b", title), document.createTextNode(detail));
  return made;
}

const sure = (share) => (share === undefined ? "" : `${Math.round(100 * share)} %`);
const called = (locator) => (locator ? `${locator.name ?? locator.value}` : "");

function stepped(step, inputs) {
  const value = step.value && (step.value.literal ?? inputs[step.value.input] ?? (step.value.secret && `$${step.value.secret}`));
  const what = { goto: step.url, press: step.key, expect: step.that, scroll: step.to }[step.kind] ?? "";
  const title = [step.kind, what, called(step.locator), value === undefined ? "" : `= ${value || '""'}`].filter(Boolean).join(" ");
  return { title, more: [step.why, step.by && `chosen by ${step.by}`].filter(Boolean).join(" · "), tag: sure(step.confidence), box: step.target?.box };
}

function scripted(script, at) {
  const whole = make("details");
  const head = make("summary");
  const copy = make("button", "Copy", "quiet");
  copy.type = "button";
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(script.source);
    copy.textContent = "Copied";
  });
  const stages = script.stages.map((one) => `${one.stage} ${one.ok ? "passed" : "failed"}`).join(", ");
  const target = script.name.endsWith("_selenium.py") ? "Selenium" : "Playwright";
  head.append(make("b", target), make("span", stages, script.ok ? "tag good" : "tag"), copy);
  const faults = script.stages.filter((one) => !one.ok).map((one) => fault(one.stage, one.reason));
  whole.append(head, ...faults, make("small", script.name), make("pre", script.source));
  whole.open = at === 0;
  return whole;
}

const ANSWERS = {
  plan({ plan, scripts, looked }) {
    const inputs = Object.fromEntries((plan.inputs ?? []).map((one) => [one.name, one.default]));
    const [list, found] = listed(plan.steps.map((step) => stepped(step, inputs)));
    const parts = plan.steps.length ? [make("h2", "Steps"), list] : [];
    if (plan.unresolved?.length) parts.push(make("h2", "Not planned"), ...plan.unresolved.map((one) => fault(one.clause, one.reason)));
    if (scripts.length) parts.push(make("h2", "Scripts"), ...scripts.map(scripted));
    show([...parts, ...asked(plan.answered)], found, looked);
  },
  locate(found) {
    if (!found.point) return show([fault("Not found", found.reason), ...asked(found.answered)], found.candidates.map((one) => one.box), found.looked);
    const [list, places] = listed([{ title: `${found.role} ${found.name || "without a name"}`, more: `at ${found.point.join(", ")}`, tag: sure(found.confidence), box: found.box }], "ul");
    show([make("h2", "Found"), list, ...asked(found.answered)], places, found.looked);
    $("boxes").firstChild?.classList.add("lit");
  },
  ask(found) {
    const words = typeof found.answer === "string" ? found.answer : found.answer == null ? "" : JSON.stringify(found.answer, null, 2);
    const items = (found.boxes ?? found.changes ?? []).map((one) => ({ title: one.label ?? one.what, tag: one.kind, box: one.box }));
    const [list, places] = listed(items);
    const said = words || (items.length ? "" : found.found ? "They are the same." : "The picture does not show it.");
    show([...(said ? [make("p", said, "text")] : []), ...(items.length ? [list] : []), ...asked(found.answered)], places, found.looked);
  },
  parse(found) {
    const items = found.elements.map((one) => ({
      title: one.name || "without a name", tag: one.role, box: one.box,
      more: Object.entries(one.state).map(([name, value]) => `${name}: ${value}`).join(", "),
    }));
    const [list, places] = listed(items);
    show([make("h2", `${items.length} elements`), list, ...asked(found.answered)], places);
  },
};

function asked(answers) {
  if (!answers?.length) return [];
  const lines = answers.map((one) => ({ title: `${one.model}: ${one.task}`, tag: `${one.seconds.toFixed(1)} s`, more: `${one.prompt_tokens + one.new_tokens} tokens` }));
  return [make("h2", "Asked"), listed(lines, "ul")[0]];
}

async function ask(event) {
  event.preventDefault();
  const chosen = verb();
  const form = new FormData();
  form.append("image", picture);
  if (VERBS[chosen][1]) form.append(VERBS[chosen][1], $("words").value);
  if (chosen === "plan") form.append("rehearse", $("rehearse").checked);
  document.body.dataset.busy = "yes";
  settle();
  show([make("p", chosen === "plan" && $("rehearse").checked ? "Planning and rehearsing" : "Looking", "wait")]);
  try {
    const reply = await fetch(`/api/${chosen}`, { method: "POST", body: form });
    const document_ = await reply.json();
    if (reply.ok) ANSWERS[chosen](document_);
    else show([fault(document_.title, document_.detail)]);
  } catch (error) {
    show([fault("The server does not answer", String(error))]);
  }
  document.body.dataset.busy = "";
  settle();
}

$("form").addEventListener("submit", ask);
$("words").addEventListener("input", settle);
$("warm").addEventListener("change", warm);
$("words").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !$("go").disabled) { event.preventDefault(); $("form").requestSubmit(); }
});
document.querySelectorAll("input[name=verb]").forEach((one) => one.addEventListener("change", settle));
$("file").addEventListener("change", () => take($("file").files[0]));
$("other").addEventListener("click", () => $("file").click());
document.addEventListener("paste", (event) => take(event.clipboardData.files[0]));
for (const name of ["dragenter", "dragover"]) document.addEventListener(name, (event) => { event.preventDefault(); $("drop").classList.add("over"); });
document.addEventListener("dragleave", () => $("drop").classList.remove("over"));
document.addEventListener("drop", (event) => { event.preventDefault(); $("drop").classList.remove("over"); take(event.dataTransfer.files[0]); });
settle();
