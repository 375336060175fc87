"""Where a clause makes no sense on what is seen: what closed things are opened in search of it, and how they close."""

from __future__ import annotations

import re

from agent.planners.buttons import BACK, BUTTONS, CONFIRMS, SAME
from agent.planners.context import Outcome
from agent.planners.finding import FIND
from agent.planners.intents import Intent
from agent.planners.knots import TOGGLER
from agent.words import fold
from perception.dom import DomScreen
from perception.types import FIELD_ROLES, Element, Screen

OPENERS = 10  # how many closed menus, tabs and sections are tried for one clause
DEEPEST = 4  # how many of them one behind the other
PAGES = 12  # how many pages of a list are turned for one clause
_TABS = re.compile(r"(?:^|[\s_-])tabs?(?:$|[\s_-])", re.IGNORECASE)
_PANEL = re.compile(r"tabs?[-_]{0,2}(?:panel|pane|content|body)|tab-?pane", re.IGNORECASE)
_CHOSEN = re.compile(r"(?:^|[\s_-])(?:active|selected|current|on|this|checked)(?:$|[\s_-])", re.IGNORECASE)
_CLOSED = re.compile(r"(?:^|\s)(?:is-)?(?:expandable|collapsed|folded|closed)(?:$|\s)", re.IGNORECASE)
_OPENED = re.compile(r"(?:^|[\s_-])(?:opened|open|expanded|up)(?:$|[\s_-])", re.IGNORECASE)
_MORE = re.compile(
    r"(?:show |open |see )?(?:more|actions|options|menu|kebab|ellipsis|overflow)"
    r"(?: (?:actions|options|menu|vertical|horizontal))?"
    r"|更多(?:操作)?",
    re.IGNORECASE,
)  # fmt: skip
_YES = CONFIRMS | {"yes", "ok", "okay", "sure", "continue", "是", "好的", "好"}
_REPLIES = frozenset({"yes", "ok", "no", "cancel", "是", "好的", "取消", "dialog", "对话框"})
_IN_A_LIST = frozenset({"act", "click", "open", "check", "uncheck", "toggle", "extract", "close"})


def openers(seen: DomScreen, said: str) -> list[Element]:
    """What is closed and shows more when it is clicked, what the clause names first; a form's fields are not tried."""
    found = [
        element
        for element in seen.screen.elements
        if (element.interactive or (element.role == "listitem" and element.state.expanded is False))
        and not element.state.disabled and element.role not in FIELD_ROLES
        and (_is_closed(element, seen) or (is_tab(element, seen) and not is_chosen(element, seen)))
    ]  # fmt: skip
    return sorted(found, key=lambda e: not _is_named(e, said))


def _is_closed(element: Element, seen: DomScreen) -> bool:
    """Whether it says that it is closed, or by an attribute that it opens something."""
    if element.state.expanded is not None:
        return not element.state.expanded
    attributes = seen.nodes[element.id].attributes if element.id in seen.nodes else {}
    if attributes.get("aria-haspopup") in ("true", "menu"):
        return True
    if element.id in seen.nodes and "href" not in attributes and _CLOSED.search(seen.nodes[element.id].nearest):
        return True
    own = attributes.get("class", "")
    if element.role == "button" and not any(c.isalnum() for c in element.name) and TOGGLER.search(own):
        return _OPENED.search(own) is None
    toggles = (value for name, value in attributes.items() if re.fullmatch(r"data-(?:\w+-)?(?:toggle|widget)", name))
    return any(value in ("collapse", "dropdown", "treeview") for value in toggles)


def is_more(element: Element) -> bool:
    """Whether it is a sign or a button for what else can be done: "...", "More actions"."""
    signs = {"...", "…", "⋯", "⋮", "︙", "•••", "···"}
    return element.role in ("button", "link", "img") and (element.name.strip() in signs or _is_word_more(element.name))


def _is_word_more(name: str) -> bool:
    return any(c.isalnum() for c in name) and _MORE.fullmatch(name.strip()) is not None


def is_tab(element: Element, seen: DomScreen) -> bool:
    """Whether it is a tab by its role, or one that the page's classes call so."""
    if element.role == "tab":
        return True
    node = seen.nodes.get(element.id)
    if node is None or element.role not in ("button", "link") or node.tag == "button":
        return False
    stays = node.attributes.get("href", "#").startswith("#")
    return stays and bool(_TABS.search(node.around)) and not _PANEL.search(node.around)


def is_chosen(element: Element, seen: DomScreen) -> bool:
    if element.state.selected is not None:
        return element.state.selected
    node = seen.nodes.get(element.id)
    return node is not None and bool(_CHOSEN.search(node.nearest))


def chosen_beside(tab: Element, seen: DomScreen) -> Element | None:
    """The tab of the same row that is chosen."""
    row = [e for e in seen.screen.elements if is_tab(e, seen) and e.box.overlap_y(tab.box) > 0.5 * tab.box.height]
    return next((e for e in row if is_chosen(e, seen) and e.id != tab.id), None)


def _is_named(element: Element, said: str) -> bool:
    name, said = fold(element.name), fold(said)
    return len(name) > 1 and (name in said or name.removesuffix("s") in said)


def is_said(element: Element, clause: str) -> bool:
    """Whether a word of its name stands in the clause."""
    words = re.findall(r"[a-z0-9]{2,}|[\u4e00-\u9fff]", fold(f"{element.name} {element.state.placeholder or ''}"))
    said = fold(clause)
    return any(word.removesuffix("s") in said for word in words)


def on_signs_alone(outcome: Outcome, screen: Screen) -> bool:
    """Whether what was found bears no word: a "+" may be meant by "compose", but not where Compose stands elsewhere."""
    found = outcome.targets(screen)
    return bool(found) and not any(e.role in FIELD_ROLES or any(c.isalnum() for c in e.name) for e in found)


def may_stand_on_another_page(intent: Intent, screen: Screen) -> bool:
    """Whether the clause could mean a row of a list that has more pages, or a record of which each has its own."""
    if intent.detail in FIND and intent.verb == "act":
        return True
    return intent.verb in _IN_A_LIST and len(screen.with_role("row", "listitem")) > 2


def onward(deed: str, before: DomScreen, now: DomScreen) -> Element | None:
    """The button by which a question, which came up over the deed, is answered with yes; None where none is asked.

    Only a question counts: it has a way back, no field, and its yes is a bare one or names the goal's own deed.
    """
    known = {(e.role, e.name, tuple(e.box)) for e in before.screen.elements}
    new = [e for e in now.screen.elements if (e.role, e.name, tuple(e.box)) not in known and e.interactive]
    if any(e.role in FIELD_ROLES for e in new):
        return None
    words = {_letters(e.name): e for e in new if e.role in ("button", "link")}
    back = [e for name, e in words.items() if BACK.match(name)]
    yes = [e for name, e in words.items() if not BACK.match(name) and _agrees(name, deed)]
    return yes[0] if back and len(yes) == 1 else None


def answers(intent: Intent) -> bool:
    """Whether the clause is about a question that was asked: "and confirm", "点确定"."""
    said = fold(intent.target or intent.detail)
    return intent.verb in ("act", "click", "close") and (
        said in CONFIRMS or intent.detail in CONFIRMS or said in _REPLIES
    )


def _agrees(name: str, verb: str) -> bool:
    deed = SAME.get(verb, verb)
    words = [verb, deed, *(word.strip() for word in BUTTONS.get(deed, "").split(","))]
    if name in _YES:
        return True
    said = re.split(r"\W+", name)
    return any(word and (word in said if word.isascii() else word in name) for word in words)


def _letters(name: str) -> str:
    """确 定 is 确定."""
    return re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", "", fold(name))
