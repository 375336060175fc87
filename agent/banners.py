"""Cookie banners: the one thing that a run clears out of its way without being told, and how it is turned away.

A short list of words: what refuses comes before what accepts. Whatever else lies over a page stays where it is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.live_names import name_live
from agent.naming import NotNameable
from agent.words import fold
from codegen.locator import Locator
from codegen.steps import Click, Target
from perception.dom import DomScreen
from perception.types import Element

if TYPE_CHECKING:
    from agent.stage import Stage

WHY = "turn the question about cookies away, where the page asks it"
_ABOUT = re.compile(r"\bcookies?\b", re.IGNORECASE)
_BANNER = re.compile(
    r"\b(?:uses?|using|stores?|sets?|accept|reject|allow|about|of|with|manage|your)\s+(?:\w+\s+){0,3}cookies?\b|"
    r"\bcookies?\s+(?:policy|settings?|preferences|notice|consent|and similar|to|on this|help|are used)\b|"
    r"使用.{0,8}cookie|cookie.{0,6}(?:政策|设置|偏好)",
    re.IGNORECASE,
)  # how a site speaks of its own cookies, and a recipe does not
_COOKIES = r"(?: (?:all|optional|non-?essential|additional|cookies?))*"
_WAYS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:i )?(?:reject|decline|deny|refuse|disagree){_COOKIES}|no,? thanks?|continue without accepting|"
        r"(?:(?:use|accept|allow) )?(?:only )?(?:strictly )?(?:necessary|essential|required)(?: cookies?)?(?: only)?|"
        r"(?:全部|所有)?拒绝(?:全部|所有)?(?: ?cookies?)?|不同意|"
        r"(?:仅|只)(?:接受|使用|允许|限)?必要的?(?: ?cookies?)?",
        rf"(?:i )?(?:accept|allow|agree|agree and close|understand|understood|got it|ok|okay){_COOKIES}|"
        r"(?:全部|所有)?(?:接受|同意|允许)(?:全部|所有|并继续)?(?: ?cookies?)?|我?知道了|好的",
        r"close|dismiss|x|×|✕|关闭",
    )
)
# The part of the page that lies over the rest and holds the element, as it reads; "" where it lies over nothing.
_OVERLAY = """e => {
  for (let n = e; n && n !== document.body; n = n.parentElement ?? n.getRootNode().host) {
    const over = ["fixed", "sticky"].includes(getComputedStyle(n).position);
    if (over || n.matches("dialog, [role=dialog], [role=alertdialog], [aria-modal=true]")) return n.innerText;
  }
  return "";
}"""
_LONGEST = 3000  # characters: what says more is no banner


def speaks_of_cookies(text: str) -> bool:
    return _ABOUT.search(text) is not None


def way_out(seen: DomScreen, stage: Stage) -> Click | None:
    """The click that turns a cookie banner away: it refuses, else accepts, else closes; None where there is none."""
    screen = seen.screen
    if not any(speaks_of_cookies(e.name) for e in screen.elements):
        return None
    buttons = [e for e in screen.elements if e.role in ("button", "link") and not e.state.disabled]
    for way in _WAYS:
        for button in buttons:
            if way.fullmatch(fold(button.name)) and (locator := _of_banner(button, seen, stage)):
                x1, y1, x2, y2 = button.box
                target = Target(element=button.id, box=(x1, y1, x2, y2))
                return Click(id="s0", why=WHY, locator=locator, target=target, optional=True)
    return None


def _of_banner(button: Element, seen: DomScreen, stage: Stage) -> Locator | None:
    from playwright.sync_api import Error

    try:
        locator = name_live(seen, button, stage.find)
        said = str(stage.find(locator).evaluate(_OVERLAY, timeout=1000))
    except (NotNameable, Error):
        return None
    return locator if len(said) <= _LONGEST and _BANNER.search(said) else None
