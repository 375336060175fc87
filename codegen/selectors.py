"""CSS: attribute selectors, and which elements have an ARIA role by themselves (https://www.w3.org/TR/html-aria/)."""

from __future__ import annotations

import re

from codegen.locator import Locator
from codegen.plan import PlanError

_TEXTUAL = ":not([type]), [type=''], [type=text], [type=email], [type=tel], [type=url]"
_IMPLICIT = {
    "alert": "",
    "article": "article",
    "button": "button, summary, input:is([type=button], [type=submit], [type=reset], [type=image], [type=file])",
    "cell": "td",
    "checkbox": "input[type=checkbox]",
    "columnheader": "th:not([scope=row])",
    "combobox": "select:not([multiple]), input[list]",
    "dialog": "dialog",
    "form": "form",
    "group": "fieldset, details",
    "heading": "h1, h2, h3, h4, h5, h6",
    "img": "img",
    "link": "a[href], area[href]",
    "list": "ul, ol, menu",
    "listbox": "select[multiple]",
    "listitem": "li",
    "navigation": "nav",
    "option": "option",
    "progressbar": "progress",
    "radio": "input[type=radio]",
    "region": "section",
    "row": "tr",
    "rowheader": "th[scope=row]",
    "searchbox": "input[type=search]:not([list])",
    "slider": "input[type=range]",
    "spinbutton": "input[type=number]",
    "table": "table",
    "textbox": f"textarea, input:is({_TEXTUAL}):not([list])",
}


def role_css(role: str) -> str:
    """The elements that have this role, by their kind or because they say so."""
    said = by_attribute("role", role)
    own = _IMPLICIT.get(role, "")
    return f":is({own}):not([role]), {said}" if own else said


def by_attribute(name: str, value: str) -> str:
    escaped = re.sub(r'(["\\])', r"\\\1", value)
    return f'[{name}="{escaped}"]'


def css(locator: Locator) -> str:
    """The selector of a locator by id or CSS. Raises PlanError where it is none."""
    if locator.by == "id":
        return by_attribute("id", locator.value)
    return only_css(locator.value)


def only_css(selector: str) -> str:
    """The selector. Raises PlanError where Playwright would read more than CSS in it."""
    if ">>" in selector:
        raise PlanError(f"locator {selector!r}: '>>' is no CSS")
    return selector
