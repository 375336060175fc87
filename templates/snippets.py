"""The JavaScript that scripts may run in a page: short, fixed, no value in it. The check knows no other."""

from __future__ import annotations

TO_TOP = 'document.scrollingElement.scrollTo({ top: 0, behavior: "instant" })'
TO_BOTTOM = 'document.scrollingElement.scrollTo({ top: document.scrollingElement.scrollHeight, behavior: "instant" })'
# Until what watches for a list's end has seen the page as it is: two frames. One that is not drawn has none.
FRAMES = "new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); setTimeout(done, 100); })"
AFTER_FRAMES = f"return {FRAMES}"

# Of many elements, those that could have the word in their accessible name: saves a call to the browser for each.
HAS_WORD = """\
const [elements, word] = arguments;
const holds = (e) => (e.outerHTML + e.textContent + e.value).toLowerCase().includes(word);
return elements.filter((e) => e.ariaLabelledByElements?.length || [e, ...(e.labels ?? [])].some(holds));
"""
# At once, also where the page's style would glide there: WebDriver does not wait for the end of it.
INTO_VIEW = 'arguments[0].scrollIntoView({ behavior: "instant", block: "center", inline: "nearest" })'
INNERMOST = "return arguments[0].filter((e) => !arguments[0].some((o) => o !== e && e.contains(o)));"
ENABLED = """\
const control = arguments[0].closest("button, input, select, textarea, option") ?? arguments[0];
return !control.matches(":disabled") && !control.closest("[aria-disabled=true]");
"""
# Visible as Playwright means it: it has a size and is not hidden; how opaque it is does not count.
SEEN = """\
return arguments[0].filter((e) => {
  const { width, height } = e.getBoundingClientRect();
  return width > 0 && height > 0 && e.checkVisibility({ visibilityProperty: true });
});
"""
# What is drawn for a checkbox, radio or switch that a style hides; null where a click reaches the box itself.
# Rather anything else than a label that holds a link: it might be followed.
DRAWN = """\
(box) => {
  const shown = (e) => e?.offsetWidth > 1 && e.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const drawn = (e) => shown(e) && !e.matches("input, label");
  const plain = (label) => label && !label.querySelector("a, button");
  const beside = [box.nextElementSibling, box.previousElementSibling].find(drawn);
  box.scrollIntoView({ behavior: "instant", block: "nearest" });
  const { x, y, width, height } = box.getBoundingClientRect();
  const reached = width > 1 && box.getRootNode().elementFromPoint(x + width / 2, y + height / 2) === box;
  const around = box.closest("label"), label = around ?? box.labels?.[0];
  if (shown(box) || reached) return null;
  return (plain(around) ? around : null) ?? beside ?? label ?? null;
}
"""
CONTROL = "return arguments[0].closest('label')?.control ?? arguments[0];"
PLACE_TO_CLICK = f"return ({DRAWN})(arguments[0]) ?? arguments[0];"
SELECT_ALL = """\
const field = arguments[0];
field.focus();
field.select ? field.select() : getSelection().selectAllChildren(field);
"""
SET_VALUE = """\
const [field, value] = arguments;
field.focus();
field.value = value;
for (const type of ["input", "change"]) field.dispatchEvent(new Event(type, { bubbles: true }));
"""
LABEL_TEXTS = "return [...(arguments[0].labels ?? [])].map((label) => label.textContent);"
# A file chooser is a window of the system's: instead of opening it, the page keeps the field that would have asked.
HOLD_CHOOSER = """\
const prototype = HTMLInputElement.prototype;
const click = prototype.click;
const held = (window.heldChooser = { field: null, release });
const stop = (event) => event.target.type === "file" && (event.preventDefault(), (held.field = event.target));
prototype.click = function () {
  if (this.type === "file" && !this.isConnected) document.body.append((held.loose = this));
  click.call(this);
};
addEventListener("click", stop, true);
function release() {
  prototype.click = click;
  removeEventListener("click", stop, true);
  held.loose?.remove();
}
"""
HELD_FIELD = "return window.heldChooser.field;"
RELEASE_CHOOSER = "window.heldChooser.release();"

SNIPPETS = frozenset(text for name, text in list(globals().items()) if name.isupper() and isinstance(text, str))
