"""The pages of a list: the next one, the last, number 3, and how much stands on each."""
# ruff: noqa: E501 - word lists and patterns

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.planners.context import Missing
from agent.planners.fields import put
from agent.planners.sight import LISTS, PRESS, Sight, one
from agent.words import fold
from codegen.steps import Step
from perception.types import Element


def page(sight: Sight) -> list[Step]:
    """The table's own page links: by word, by number, or by arrow."""
    sight.must_be_here()
    wanted = {"prev": "previous", "final": "last"}.get(sight.intent.detail, sight.intent.detail)
    if wanted == "number":
        number = str(sight.intent.count)
        return [
            sight.click(one(list(sight.named([number, f"page {number}", f"第{number}页"])), f"link to page {number}"))
        ]
    words = {
        "next": ["next", "next page", "go to next page", "下一页", "›", ">", "next ›", "next »", "后一页"], "previous": ["previous", "prev", "previous page", "go to previous page", "上一页", "‹", "<", "前一页"],
        "last": ["last", "last page", "go to last page", "末页", "尾页", "最后一页", "»", ">>", "⟩|", "›|"], "first": ["first", "first page", "go to first page", "首页", "第一页", "«", "<<"],
    }[wanted]  # fmt: skip
    found = _pagers(sight, words)
    if not found and wanted in ("next", "previous"):
        arrows = _pagers(sight, ["»", ">>"] if wanted == "next" else ["«", "<<"])
        found = [e for e in arrows if not _beyond(sight, e)]
    elif wanted in ("last", "first") and not _pagers(
        sight, ["next", "›", ">", "下一页", "previous", "‹", "<", "上一页"]
    ):
        found = [e for e in found if re.search(r"\w", e.name) or _beyond(sight, e)]  # a lone "»" is the next page
    if not found and wanted in ("next", "previous"):
        found = _at_the_end(sight, wanted)
    if not found and wanted in ("last", "first"):
        return [sight.click(_numbered(sight, wanted))]
    return [sight.click(one(found, f"control for the {wanted} page"))]


def _pagers(sight: Sight, words: Sequence[str]) -> list[Element]:
    known = {fold(word) for word in words} | set(words)
    found = [e for e in sight.acting(PRESS) if fold(e.name) in known or e.name.strip() in known]
    return found if len(found) < 2 else [e for e in found if e.box.y1 == max(other.box.y1 for other in found)] or found


def _at_the_end(sight: Sight, wanted: str) -> list[Element]:
    """The nameless sign right behind the numbers of the pages, or right before them."""
    numbers = [e for e in sight.acting(PRESS) if re.fullmatch(r"\d{1,4}", e.name.strip())]
    signs = [e for e in sight.acting(PRESS) if not re.search(r"\w", e.name) and e.box.width <= 56]
    if len(numbers) < 2:
        return []
    line = max(numbers, key=lambda e: e.box.y1)
    row = [e for e in numbers if e.box.overlap_y(line.box) > 0.5 * line.box.height]
    beside = [e for e in signs if e.box.overlap_y(line.box) > 0.5 * e.box.height]
    if wanted == "next":
        edge = max(e.box.x2 for e in row)
        after = [e for e in beside if -4 <= e.box.x1 - edge <= 60]
        return sorted(after, key=lambda e: e.box.x1)[:1]
    edge = min(e.box.x1 for e in row)
    before = [e for e in beside if -4 <= edge - e.box.x2 <= 60]
    return sorted(before, key=lambda e: -e.box.x2)[:1]


def _beyond(sight: Sight, arrow: Element) -> bool:
    """Whether another control stands between this arrow and the page numbers: then it leads to the end of them."""
    line = [e for e in sight.acting(PRESS) if e.box.overlap_y(arrow.box) > 0.5 * arrow.box.height and e is not arrow]
    numbers = [e for e in line if re.fullmatch(r"\d{1,4}", e.name.strip())]
    if not numbers:
        return False
    low, high = min(e.box.x1 for e in numbers), max(e.box.x2 for e in numbers)
    gap = (high, arrow.box.x1) if arrow.box.x1 > low else (arrow.box.x2, low)
    return any(gap[0] <= e.box.centre[0] <= gap[1] for e in line if e not in numbers)


def _numbered(sight: Sight, wanted: str) -> Element:
    if wanted == "last" and sight.context.resized:
        raise Missing(
            "the number of the last page is another one after the page size was changed, and nothing else leads there"
        )
    numbers = [e for e in sight.acting(PRESS) if re.fullmatch(r"\d{1,4}", e.name.strip())]
    if not numbers:
        raise Missing(f"no control for the {wanted} page on this screen")
    return max(numbers, key=lambda e: int(e.name)) if wanted == "last" else min(numbers, key=lambda e: int(e.name))


def page_size(sight: Sight) -> list[Step]:
    """The list of page sizes: a number beside "per page", or one that says so itself ("10 / page", 10条/页)."""
    sight.must_be_here()
    says = re.compile(r"per page|/\s*page|entries|rows|page size|每页|条/页|/页|条", re.IGNORECASE)
    lists = [
        e for e in sight.acting((*LISTS, "spinbutton"))
        if re.search(r"\d", e.state.value or "") and says.search(f"{e.name} {e.state.value or ''}")
    ]  # fmt: skip
    control = one(lists, "list of page sizes")
    sight.context.resized = True
    option = re.sub(r"\d+", str(sight.intent.count), control.state.value or "", count=1)
    return put(sight, control, option, choosing=True, named="page size")
