"""Rows, cards and list items that a goal names, and the buttons in them."""
# ruff: noqa: E501 - word lists and patterns

from __future__ import annotations

import re

from agent.planners import tables
from agent.planners.buttons import BUTTONS, SAME
from agent.planners.context import Missing
from agent.planners.sight import CHECKS, PRESS, Sight, bare_name, one
from agent.words import fold
from perception.types import Element

_ZH_VERBS = ("删除", "编辑", "查看", "修改", "审核", "复制", "移除")
_PLACES = {
    "first": 0, "second": 1, "third": 2, "fourth": 3, "fifth": 4, "sixth": 5, "seventh": 6, "eighth": 7, "ninth": 8, "tenth": 9, "last": -1,
}  # fmt: skip
_ORDINAL = re.compile(
    r"\b(first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|\d+(?:st|nd|rd|th))\s+"
    r"(?:row|line|one|entry|item|message|order|user|result|product|task|record|mail|email|customer)\b",
    re.IGNORECASE,
)

_COLUMN = re.compile(r"(?:(?:whose|where|has|having|an?|the|its)\s+)*(\S+\s+\S.*)$", re.IGNORECASE)
_WITH = re.compile(
    r"^(?:the\s+)?(?:row|line|order|item|product|user|customer|task|invoice|record|employee|ticket|entry|member|person|"
    r"contact|account|one)s?\s+(?:with|whose|where|having|that has)\s",
    re.IGNORECASE,
)
_IS = re.compile(r"^(?:(?:is|are|equals?(?: to)?|of|reads?|says?)\s+|[=:]\s*)(?=\S)", re.IGNORECASE)
_RECORD = re.compile(
    r"(?:the )?(?:row|line|order|item|product|user|customer|task|invoice|record|employee|ticket|member|contact)s?"
    r"|entry|entries|people|person|订单|用户|商品|客户|员工|任务|记录|发票",
    re.IGNORECASE,
)
_SEEKS = re.compile(r"search|\bfind\b|filter|look up|搜索|查找|查询|检索|筛选", re.IGNORECASE)


def row_of(sight: Sight, said: str) -> Element | None:
    """The row, card or list item that these words name: by its place ("row 3"), or by a text that it alone holds."""
    found = record_of(sight, said)
    return found[0] if found else None


def record_of(sight: Sight, said: str) -> tuple[Element, str] | None:
    """The same, and the words that tell it from the others."""
    rows = tables.rows(sight.screen)
    if match := re.search(
        r"\b(?:row|line)\s+(\d+)\b|第\s*(\d+|[一二三四五六七八九十])\s*[行条个项封笔位]", said, re.IGNORECASE
    ):
        index = (
            int(match[1] or match[2])
            if (match[1] or match[2]).isdigit()
            else "一二三四五六七八九十".index(match[2]) + 1
        )
        if index <= len(rows) or index < 100:  # "row 2003" is called so, it is not the two thousandth
            return (rows[index - 1], said) if 1 <= index <= len(rows) else None
    if match := _ORDINAL.search(said):
        lines = rows or sight.screen.with_role("listitem")
        index = _PLACES.get(match[1].lower(), 0) if not match[1][0].isdigit() else int(re.sub(r"\D", "", match[1])) - 1
        return (lines[index], said) if -1 <= index < len(lines) and lines else None
    if match := re.match(
        r"^[\u4e00-\u9fffA-Za-z]{1,8}(?:为|是|叫)[“\"'「]?(.+?)[”\"'」]?(?:的[\u4e00-\u9fff]{0,6})?$", said.strip()
    ):
        if own := _in_column(sight, re.split("为|是|叫", said.strip())[0], match[1], True):
            return own
        said = match[1]  # 昵称为“杜甫”的用户
    words = _bare(said)
    if not words:
        return None
    if match := _COLUMN.match(words):
        told = _WITH.search(said) is not None
        for size in range(1, 4):
            parts = match[1].split(maxsplit=size)
            if len(parts) > size and (own := _in_column(sight, " ".join(parts[:size]), _IS.sub("", parts[size]), told)):
                return own
    for part in (words, *_marks(words), *_behind_noun(sight, words)):
        if found := _with_text(sight, part):
            return (found[0], part) if len(found) == 1 else None
    return None


def fits_several(sight: Sight, said: str) -> bool:
    """Whether two rows are what these words name, so that neither is meant, nor one that stands elsewhere."""
    try:
        return record_of(sight, said) is None and bool(words := _bare(said)) and len(_with_text(sight, words)) > 1
    except Missing as fault:
        return len(fault.elements) > 1


def _bare(said: str) -> str:
    """The words that tell a row, without those for a row itself: "the order number 1003" -> "1003"."""
    return re.sub(
        r"^(?:(?:the|row|line|entry|record|order|user|item|customer|product|task|message|of|for|with|in|from|number|no|named|called|containing|that|says|订单|用户|商品|客户|员工|任务|记录)\b[.#]?\s*)+|"
        r"^(?:订单号?|用户|商品|客户|员工|任务|记录|编号为?)\s*|(?:这一|那一|那|这)?(?:一?行|条|个)$|的(?:那一行|记录|订单)$|['’]s (?:row|record|entry)$|\s+(?:row|user|order|entry|record)$",
        "", said.strip(), flags=re.IGNORECASE,
    ).strip(" #'\"“”")  # fmt: skip


def _with_text(sight: Sight, words: str) -> list[Element]:
    around = sight.screen.with_role("row") + sight.screen.with_role("listitem")
    return _innermost([row for row in around if _mentions(sight, row, words)])


def _in_column(sight: Sight, name: str, value: str, told: bool) -> tuple[Element, str] | None:
    """The only row that has this value in the column of this name: "email kay@x.org", "status Inactive".

    `told`: nothing else can be meant. Raises Missing where it is so, and no row or several have the value.
    """
    value = value.strip(" '\"“”‘’「」：:")
    columns = [c for c in tables.columns(sight.screen) if value and fold(c.name) == fold(name)]
    columns = columns or [c for c in tables.columns(sight.screen) if value and fold(name) in fold(c.name).split()]
    under = [cell for column in columns for cell in column.cells]
    cells = [cell for cell in under if fold(value) in (fold(cell.text), fold(cell.name))]
    cells = cells or [cell for cell in under if re.search(rf"(?<!\w){re.escape(fold(value))}(?!\w)", fold(cell.name))]
    found = [row for row in tables.rows(sight.screen) if any(cell.box.inside(row.box) > 0.8 for cell in cells)]
    if told and under and len(columns) == 1 and len(found) != 1:
        raise Missing(f"{len(found) or 'no'} rows on this screen have the {columns[0].name} {value!r}", found)
    return (found[0], value) if len(found) == 1 and len(columns) == 1 else None


def _innermost(rows: list[Element]) -> list[Element]:
    """Without those that hold another one: a list's entry that holds a list."""
    return [
        row for row in rows
        if not any(o is not row and o.box.area < row.box.area and o.box.inside(row.box) > 0.9 for o in rows)
    ]  # fmt: skip


def _behind_noun(sight: Sight, words: str) -> list[str]:
    """候选人周舟10 -> 周舟10, where 候选人 is what the page calls such things: in a heading, a header, a menu or a button."""
    if words.isascii():  # "book Persuasion", "visit 'X'"
        plain = re.match(r"[a-z]{3,20}\s+[\"']?(?=[A-Z0-9\"'])(.+?)[\"']?$", words)
        return [plain[1]] if plain else []
    called = [
        e.name for e in sight.screen.elements if e.role in ("heading", "columnheader", "menuitem", "tab", "button")
    ]
    for length in range(min(6, len(words) - 2), 1, -1):
        if any(words[:length] in name for name in called if len(name) <= 12):
            return [words[length:].lstrip("：: ")]
    return []


def _marks(words: str) -> list[str]:
    """What tells the row in "ticket about the VPN in my list"."""
    match = re.search(r"\b(?:about|from|of|by|for|titled|regarding)\s+(?:the\s+)?(\S.*)$", words, re.IGNORECASE)
    if match is None:
        return []
    return [match[1], re.sub(r"\s+(?:in|on|from)\s+(?:the|my|this)\s+.+$", "", match[1], flags=re.IGNORECASE)]


def _mentions(sight: Sight, row: Element, words: str) -> bool:
    texts = [row.name, row.text, *(f"{child.name} {child.text}" for child in sight.screen.children(row))]
    return any(re.search(rf"(?<![a-z0-9]){re.escape(fold(words))}(?![a-z0-9])", fold(text)) for text in texts)


def has_row(sight: Sight, element: Element) -> bool:
    return element.role in ("row", "listitem", "cell")


def button_in(sight: Sight, row: Element, verb: str) -> Element:
    inside = [e for e in sight.acting((*PRESS, *CHECKS)) if e.box.inside(row.box) > 0.8 and e.id != row.id]
    words = {fold(verb), *(fold(word.strip()) for word in BUTTONS.get(verb, "").split(","))} | {
        k for k, v in SAME.items() if v == verb
    }
    found = [e for e in inside if bare_name(e) in words] or [
        e for e in inside if any(word and word in fold(e.name) for word in words)
    ]
    found = [e for e in found if len([w for w in _ZH_VERBS if w in e.name]) < 2]  # 查看删除: two read as one
    if not found:
        raise Missing(f"no {verb!r} in the row {row.name!r}", inside)
    return one(found, f"{verb!r} in the row {row.name!r}")


def row_box(sight: Sight, said: str) -> Element | None:
    """The checkbox or switch of the row that these words name, where it has one."""
    if sight.context.away or not said or (row := row_of(sight, said)) is None:
        return None
    boxes = [box for box in sight.acting(("checkbox", "switch")) if box.box.inside(row.box) > 0.8]
    return boxes[0] if len(boxes) == 1 else None


def ordinal(said: str) -> bool:
    return _ORDINAL.search(said) is not None


def must_not_seek(field: Element, target: str) -> None:
    """Raises Missing where a record is to be changed ("edit the user with ..."), and the field only searches for one."""
    if _RECORD.fullmatch(target) and _SEEKS.search(f"{field.role} {field.name} {field.state.placeholder or ''}"):
        raise Missing(f"{field} looks for one, it does not hold what is to be changed of it", [field])
