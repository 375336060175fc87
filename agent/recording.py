"""Keeps what a step's element looked like among the others, before the step is done: the evidence for later healing."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from agent.bounding import bounded
from agent.crops import fingerprint
from agent.evidence import Place, Sight, trimmed, without
from agent.observe import observe
from agent.stage import Stage
from agent.traits import kept
from codegen.locator import Locator
from codegen.plan import Plan
from codegen.steps import Step
from perception.dom import DomScreen
from perception.types import BBox, Element

if TYPE_CHECKING:
    from playwright.sync_api import Locator as Found
    from playwright.sync_api import Page

Note = tuple[Locator, Place]
FIELDS = ("locator", "onto")  # a step's elements
_REACH_MS = 1_000


class RecordingStage(Stage):
    """A stage that notes the element of every step before it acts. `bounding`: and says what it must stand in."""

    def __init__(
        self, page: Page, folder: Path, env: Mapping[str, str], hosts: Container[str], bounding: bool = False
    ) -> None:
        super().__init__(page, folder, env, hosts)
        self.notes: list[Note] = []
        self._bounding = bounding

    def act(self, step: Step, plan: Plan) -> Step:
        if self._bounding:
            step = bounded(step, self)
        self.notes += noted(self, step)
        return super().act(step, plan)


def noted(stage: Stage, step: Step) -> list[Note]:
    """The step's elements as they are now on the page; those that its locators do not lead to are left out."""
    from playwright.sync_api import Error

    found = []
    for locator in filter(None, (getattr(step, field, None) for field in FIELDS)):
        try:
            if (place := _place(stage, stage.find(locator))) is not None:
                found.append((locator, place))
        except Error:  # the page went meanwhile, or the element did: there is nothing to keep
            continue
    return found


def places(plan: Plan, notes: Sequence[Note], secrets: Sequence[str] = ()) -> dict[str, Place]:
    """For each step of the plan what was noted of its elements, by the step's id, or id and field ("s3 onto").

    Notes are those of everything that was tried, in order; the plan's steps are some of it.
    """
    found: dict[str, Place] = {}
    at = 0
    for step in plan.steps:
        for field in FIELDS:
            locator = getattr(step, field, None)
            later = (i for i in range(at, len(notes)) if notes[i][0] == locator)
            if locator is None or (place := next(later, None)) is None:
                continue
            at = place
            found[key_of(step, field)] = notes[place][1]
    return _clean(found, secrets)


def _clean(found: Mapping[str, Place], secrets: Sequence[str]) -> dict[str, Place]:
    hidden = [secret for secret in secrets if len(secret) > 2]
    clean: dict[Sight, Sight] = {}
    for place in found.values():
        clean.setdefault(place.sight, without(place.sight, hidden))
    return {key: Place(clean[place.sight], place.element, place.print) for key, place in found.items()}


def key_of(step: Step, field: str) -> str:
    return step.id if field == "locator" else f"{step.id} {field}"


def _place(stage: Stage, found: Found) -> Place | None:
    if found.count() != 1:
        return None
    found.scroll_into_view_if_needed(timeout=_REACH_MS)
    seen = observe(stage.page)
    element = element_of(stage.page, seen, found)
    if element is None:
        return None
    x1, y1, x2, y2 = element.box
    clip = {"x": x1, "y": y1, "width": x2 - x1, "height": y2 - y1}
    picture = stage.page.screenshot(clip=clip, animations="disabled")  # type: ignore[arg-type]
    return Place(trimmed(sight(stage.page, seen), element.id), element.id, fingerprint(picture))


def sight(page: Page, seen: DomScreen) -> Sight:
    """The page as it is kept; boxes from its top, however it is scrolled."""
    across, down, width, height = page.evaluate(_EXTENT)
    return Sight(page.url.split("?")[0], (width, height), kept(seen, (across, down)))


_EXTENT = """() => {
  const root = document.scrollingElement ?? document.documentElement;
  return [scrollX, scrollY, root.scrollWidth, root.scrollHeight].map(Math.round);
}"""


def element_of(page: Page, seen: DomScreen, found: Found) -> Element | None:
    """The element of the screen that a locator leads to: the very node, else what fills the same box."""
    backend = _backend_id(page, found)
    same = [e for e in seen.screen.elements if e.id in seen.nodes and seen.nodes[e.id].backend_id == backend]
    if same:
        return same[0]
    place = found.bounding_box()
    if place is None:
        return None
    box = BBox(
        round(place["x"]), round(place["y"]), round(place["x"] + place["width"]), round(place["y"] + place["height"])
    )
    there = [e for e in seen.screen.elements if e.box.iou(box) >= 0.5]
    return max(there, key=lambda e: (e.interactive, e.box.iou(box)), default=None)


def _backend_id(page: Page, found: Found) -> int | None:
    """The node's number in the browser's own account; None in a frame."""
    found.evaluate("e => { window.__pointed = e }")
    cdp = page.context.new_cdp_session(page)
    try:
        told = cdp.send(
            "Runtime.evaluate",
            {"expression": "(() => { const e = window.__pointed; delete window.__pointed; return e })()"},
        )
        object_id = told["result"].get("objectId")
        return (
            int(cdp.send("DOM.describeNode", {"objectId": object_id})["node"]["backendNodeId"]) if object_id else None
        )
    finally:
        cdp.detach()
