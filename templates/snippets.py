"""The JavaScript that scripts may run in a page: short, fixed, no value in it. The check knows no other."""

from __future__ import annotations

TO_TOP = "document.scrollingElement.scrollTo(0, 0)"
TO_BOTTOM = "document.scrollingElement.scrollTo(0, document.scrollingElement.scrollHeight)"

# Of many elements, those that could have the word in their accessible name: saves a call to the browser for each.
HAS_WORD = """\
const [elements, word] = arguments;
const holds = (e) => (e.outerHTML + e.textContent + e.value).toLowerCase().includes(word);
return elements.filter((e) => e.ariaLabelledByElements?.length || [e, ...(e.labels ?? [])].some(holds));
"""
INNERMOST = "return arguments[0].filter((e) => !arguments[0].some((o) => o !== e && e.contains(o)));"
ENABLED = """\
const control = arguments[0].closest("button, input, select, textarea, option") ?? arguments[0];
return !control.matches(":disabled") && !control.closest("[aria-disabled=true]");
"""
CONTROL = "return arguments[0].closest('label')?.control ?? arguments[0];"
LABEL = "return arguments[0].labels?.[0] ?? arguments[0];"
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
HOLD_CHOOSER = """\
const hold = (event) => {
  if (event.target.type === "file") event.preventDefault(), (window.heldChooser = event.target);
};
addEventListener("click", hold, { capture: true });
const click = HTMLInputElement.prototype.click;
HTMLInputElement.prototype.click = function () {
  if (this.type !== "file") return click.call(this);
  if (!this.isConnected) document.body.append(this);
  window.heldChooser = this;
};
"""
HELD_CHOOSER = "return window.heldChooser;"

SNIPPETS = frozenset(text for name, text in list(globals().items()) if name.isupper() and isinstance(text, str))
