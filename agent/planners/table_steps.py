"""Steps on lists and tables: filter, search, sort, columns."""
# ruff: noqa: E501 - word lists and patterns

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass

from agent.planners import clauses, tables
from agent.planners.atoms import ATOM
from agent.planners.context import Missing
from agent.planners.expectations import rows_hold, sorted_by
from agent.planners.fields import ANY, press_or_tick, put, raise_if_opened, shown_options, switched
from agent.planners.sight import CHECKS, FIELDS, LISTS, PRESS, Sight, bare_name, one
from agent.words import fold
from codegen.steps import Press, Select, Step
from perception.types import Element

_APPLY = ["apply", "apply filters", "apply filter", "filter", "go", "筛选", "查询", "应用", "过滤", "搜索"]
_SEARCH_BUTTONS = ["search", "go", "find", "搜索", "查询", "搜一下", "检索", "🔍"]
_SEARCH = re.compile(r"\bsearch\b|\bfind\b|\blook\s?up\b|搜索|查找|检索|关键[字词]", re.IGNORECASE)
_GENERIC = re.compile(
    r"\b(?:the|all|these|those|this|table|list|orders?|rows?|items?|products?|users?|tasks?|cards?|results?|entries|"
    r"messages?|customers?|employees?|people|events?|invoices?|records?|data|it|them)\b|"
    r"(?:订单|列表|表格|数据|结果|记录|商品|用户|任务|员工|客户|一下|它们?)$",
    re.IGNORECASE,
)
_FILTER = re.compile(r"\bfilters?\b|筛选|过滤", re.IGNORECASE)


def search(sight: Sight) -> list[Step]:
    """Types into the search field, and sends it off by its button, or by Enter where there is none."""
    field = _search_field(sight)
    step = put(sight, field, sight.intent.value)[0]
    beside = [
        e for e in sight.named(_SEARCH_BUTTONS, ("button", "link"))
        if e.box.overlap_y(field.box) > 0 and -4 <= e.box.x1 - field.box.x2 <= 160
    ]  # fmt: skip
    if len(beside) == 1:
        return [step, sight.click(beside[0])]
    return [step, sight.step(Press, field, key="Enter")]


def _search_field(sight: Sight) -> Element:
    sight.must_be_here()
    if sight.intent.target and (named := sight.seek(sight.target, FIELDS)):
        return named
    boxes = sight.acting(("searchbox",))
    said = [e for e in sight.acting(("textbox", "combobox")) if _SEARCH.search(f"{e.name} {e.state.placeholder or ''}")]
    found = boxes + said
    if len(found) > 1 and sight.screen.with_role("columnheader"):
        table = min(header.box.y1 for header in sight.screen.with_role("columnheader"))
        near = [e for e in found if 0 <= table - e.box.y2 < 200]
        found = near if len(near) == 1 else found
    return one(found, "search field")


@dataclass(frozen=True)
class _Filter:
    """One filter that is set: its steps, the control, and what every row then shows."""

    steps: list[Step]
    control: Element
    rows: list[Step]


def filter_(sight: Sight) -> list[Step]:
    """By the control that is there for it: a list, a chip, a filter field; the search field only where there is none."""
    sight.must_be_here()
    raise_if_opened(sight)
    made = [found for name, value in _each_asked(sight) for found in _set_one(sight, name, value)]
    steps = [step for one_made in made for step in one_made.steps]
    return steps + _applied(sight, made[-1].control) + [step for one_made in made for step in one_made.rows]


def _each_asked(sight: Sight) -> list[tuple[str, str | None]]:
    """ "status is Shipped and country is Japan" -> two; the first may share its words with a list of values."""
    name, value = _asked(sight)
    members = clauses.parts(value or "")
    if len(members) < 2:
        return [(name, value)]
    intent = dataclasses.replace(sight.intent, detail="")
    rest = [_asked(dataclasses.replace(sight, intent=dataclasses.replace(intent, value=part))) for part in members[1:]]
    if not all(other and wanted for other, wanted in rest):
        raise Missing(f"one list takes one choice, and {sight.context.words(value or '')!r} are several")
    return [(name, members[0]), *rest]


def _set_one(sight: Sight, name: str, value: str | None) -> list[_Filter]:
    if name:
        members = clauses.parts(name)
        if value is None and len(members) > 1 and sight.seek(sight.context.words(name), FIELDS) is None:
            return [_by_control(sight, member, None) for member in members]
        return [_by_control(sight, name, value)]
    return [_by_value(sight, value) if value is not None else _left_open(sight)]


def _asked(sight: Sight) -> tuple[str, str | None]:
    """The control's name and the value, protected: "status is Shipped" -> ("status", "Shipped")."""
    intent = sight.intent
    if intent.detail == "column":
        return intent.target, intent.value
    text = intent.value or ""
    if intent.detail == "open":
        text = _GENERIC.sub("", intent.target).strip()
        if not text or _is_the_list(sight, intent.target):
            return "", None
    if match := re.match(
        r"^(?:the\s+)?(.+?)\s*(?:=|:|：|为|是|\s(?:is|are|equals?|equal to|set to|being|of|to|contains?)\s)\s*(.+)$",
        text,
        re.IGNORECASE,
    ):
        return match[1], re.sub(r"^(?:set to|equal to)\s+", "", match[2])
    text = re.sub(r"^(?:show|display|see|list)\s+(?:only\s+)?(?:the\s+)?", "", text, flags=re.IGNORECASE)
    text = re.sub(
        r"^(?:the\s+)?\w+\s+(?:with|whose|where|having)\s+(?:the\s+|a\s+|an\s+)?", "", text, flags=re.IGNORECASE
    )
    text = re.sub(r"^(?:the\s+)?(?:word|text|term|keyword|value|phrase|关键词)\s+", "", text, flags=re.IGNORECASE)
    if match := re.match(rf"^(?:the\s+)?([^\ue000-\uf0ff]+?)\s+({ATOM})$", text):
        return match[1], match[2]
    if match := re.match(rf"^({ATOM})\s+(?:in|as|for|on)\s+(?:the\s+)?(.+)$", text):
        return match[2], match[1]
    plain = fold(sight.context.words(text))
    known = {e.name for e in sight.acting(FIELDS)} | {column.name for column in tables.columns(sight.screen)}
    for name in sorted(known - {""}, key=len, reverse=True):
        if plain == fold(name):
            return text, None
        if fold(text).startswith(fold(name) + " "):  # "status Shipped"
            return text[: len(name)], text[len(name) :].strip()
    members = clauses.parts(text)
    if (
        not intent.detail
        and len(members) > 1
        and {fold(member) for member in members} <= {fold(name) for name in known}
    ):
        return text, None
    return "", text


def _is_the_list(sight: Sight, target: str) -> bool:
    """Whether "filter the staff directory" means what the page lists, not a value."""
    words = fold(sight.context.words(target))
    titles = [fold(e.name) for e in sight.screen.with_role("heading", "table", "tab")]
    return (" " not in words and words.isascii()) or any(words in title or title in words for title in titles if title)


def _by_control(sight: Sight, name: str, value: str | None) -> _Filter:
    words = sight.context.words(name)
    control = sight.seek(words, (*LISTS, "textbox", "searchbox", "spinbutton"))
    if control is not None and (
        _SEARCH.search(f"{control.name} {control.state.placeholder or ''}") and not _SEARCH.search(words)
    ):
        control = None
    if control is not None:
        return _chosen(sight, control, value, name)
    if value is not None:
        plain = fold(sight.context.said(value))
        chips = [e for e in sight.acting((*CHECKS, *PRESS)) if fold(e.name) == plain]
        if len(chips) == 1:
            return _Filter(press_or_tick(sight, chips[0])[:1], chips[0], [])
    raise Missing(f"no control that filters by {words!r} on this screen", sight.acting((*LISTS, "searchbox"))[:5])


def _by_value(sight: Sight, said: str) -> _Filter:
    """ "only shipped orders", "the word 'API'": whose value is it?"""
    plain = sight.context.said(said)
    short = re.sub(
        r"(?<=\w)\s+(?:orders?|rows?|items?|products?|users?|tasks?|cards?|results?|entries|ones?|messages?|customers?|employees?|people|events?|invoices?|records?)$",
        "",
        plain,
        flags=re.IGNORECASE,
    )
    for value, spelled in dict.fromkeys(
        ((plain, said), (short, short), (short.removesuffix("s"), short.removesuffix("s")))
    ):
        chips = [
            e
            for e in sight.acting((*CHECKS, *PRESS))
            if bare_name(e) == fold(value) or re.fullmatch(rf"{re.escape(fold(value))}\s*\(?\d+\)?", fold(e.name))
        ]
        if len(chips) == 1:
            return _Filter(press_or_tick(sight, chips[0])[:1], chips[0], [])
        lists = [e for e in sight.acting(LISTS) if fold(value) in map(fold, shown_options(sight, e))]
        if len(lists) == 1:
            return _chosen(sight, lists[0], spelled, lists[0].name)
        if len(chips) + len(lists) > 1:
            raise Missing(f"{value!r} can be chosen in several places; say in which", chips + lists)
    fields = [
        e for e in sight.acting(("textbox", "searchbox")) if _FILTER.search(f"{e.name} {e.state.placeholder or ''}")
    ]
    unseen = [e for e in sight.acting(LISTS) if all(ANY.match(option) for option in shown_options(sight, e))]
    if unseen and not re.fullmatch(ATOM, said):
        raise Missing(f"{plain!r} may be a choice of a list that is closed on this screen; say which", unseen)
    if len(fields) == 1:
        return _Filter(put(sight, fields[0], said)[:1], fields[0], [])
    boxes = sight.acting(("searchbox",)) or [
        e for e in sight.acting(("textbox",)) if _SEARCH.search(f"{e.name} {e.state.placeholder or ''}")
    ]
    if len(boxes) == 1 and not fields and not _filter_lists(sight):
        searched = dataclasses.replace(sight, intent=dataclasses.replace(sight.intent, target="", value=said))
        return _Filter(search(searched), boxes[0], [])
    raise Missing(f"no control on this screen offers {plain!r} to filter by", sight.acting((*LISTS, "searchbox"))[:5])


def _chosen(sight: Sight, control: Element, value: str | None, name: str) -> _Filter:
    steps = put(sight, control, value, choosing=True)[:1]
    return _Filter(steps, control, _rows(sight, name, steps[0]))


def _left_open(sight: Sight) -> _Filter:
    """ "filter orders": the control that is for it becomes an input with the choices seen."""
    lists = _filter_lists(sight)
    if lists:
        return _chosen(sight, lists[0], None, lists[0].name)
    fields = [
        e for e in sight.acting(("textbox", "searchbox")) if _FILTER.search(f"{e.name} {e.state.placeholder or ''}")
    ]
    if len(fields) == 1:
        return _Filter(put(sight, fields[0], None)[:1], fields[0], [])
    raise Missing(
        "the goal does not say what to filter by, and no control on this screen shows its choices",
        sight.acting(LISTS)[:5],
    )


def _filter_lists(sight: Sight) -> list[Element]:
    """The lists that filter a table: named as one of its columns, or said to filter; only those with a choice seen."""
    found = [
        e for e in sight.acting(LISTS)
        if (tables.named(sight.screen, e.name) if e.name else None) or _FILTER.search(f"{e.name} {e.state.value or ''}")
    ]  # fmt: skip
    return [e for e in found if any(not ANY.match(option) for option in shown_options(sight, e))]


def _applied(sight: Sight, control: Element) -> list[Step]:
    """A click on the button that applies the filter, where one stands in the control's line."""
    line = [
        e for e in sight.named(_APPLY, ("button", "link"))
        if e.box.overlap_y(control.box) > 0.4 * min(e.box.height, control.box.height) and e.box.x1 >= control.box.x2 - 4
    ]  # fmt: skip
    nearest = min(line, key=lambda e: e.box.x1, default=None)
    return [sight.click(nearest)] if nearest is not None else []


def _rows(sight: Sight, name: str, step: Step) -> list[Step]:
    column = tables.named(sight.screen, sight.context.words(name)) if name else None
    if column is None or not isinstance(step, Select) or step.value is None:
        return []
    said = sight.context.inputs[step.value.input].default if hasattr(step.value, "input") else ""
    if not said or ANY.match(said):
        return []
    return rows_hold(sight, column, step.value, said)


def sort(sight: Sight) -> list[Step]:
    """Clicks the column's header: once for ascending, twice for descending, once less where it is sorted that way."""
    sight.must_be_here()
    wanted = sight.intent.detail or "ascending"
    column = tables.named(sight.screen, sight.target)
    if column is None:
        header = sight.seek(sight.target, ("columnheader",))
        column = next(
            (c for c in tables.columns(sight.screen) if header is not None and c.header.id == header.id), None
        )
    if column is None:
        return _sort_control(sight, wanted)
    now = tables.order(column)
    proof = sorted_by(sight, column, wanted)
    if now == wanted:
        return proof or ([] if sight.context.live else [sight.click(column.header)])
    clicks = 1 if now or wanted == "ascending" else 2
    return [*(sight.click(column.header) for _ in range(clicks)), *(proof if sight.intent.detail else [])]


def _sort_control(sight: Sight, wanted: str) -> list[Step]:
    """A list of orders, or a tab for each, as shops have them."""
    lists = [
        e
        for e in sight.acting(LISTS)
        if re.search(r"\bsort|order by|排序", f"{e.name} {e.state.value or ''}", re.IGNORECASE)
    ]
    if len(lists) == 1:
        words = set(re.findall(r"[a-z]+|[\u4e00-\u9fff]", fold(sight.target)))
        for option in shown_options(sight, lists[0]):
            down = re.search(r"high(?:est)? to low|desc|newest|从高到低|降序|high(?:est)? first", option, re.IGNORECASE)
            up = re.search(r"low(?:est)? to high|asc|从低到高|升序|low(?:est)? first", option, re.IGNORECASE)
            if words & set(re.findall(r"[a-z]+|[\u4e00-\u9fff]", fold(option))) and (
                down if wanted == "descending" else up
            ):
                return put(sight, lists[0], option, choosing=True)
        raise Missing(f"the orders that {lists[0]} offers are not on this screen", lists)
    chips = [e for e in sight.acting(PRESS) if fold(sight.target) in (fold(e.name), bare_name(e)) and sight.target]
    if len(chips) == 1 and not sight.intent.detail:
        return [sight.click(chips[0])]
    raise Missing(
        f"no column {sight.target!r} to sort by on this screen",
        [c.header for c in tables.columns(sight.screen)][:5] or chips,
    )


def columns(sight: Sight) -> list[Step]:
    """Boxes or entries of a column menu; where it is closed, the button that opens it, and no further."""
    sight.must_be_here()
    show = sight.intent.verb == "show_columns"
    names = [sight.context.said(member) for member in clauses.parts(sight.intent.target)]
    entries = [_column_entry(sight, name) for name in names]
    if all(entries):
        return [step for entry in entries if entry for step in _switched(sight, entry, show)]
    buttons = sight.holding(r"\bcolumns?\b|\bcolvis\b|列设置|显示列|列显示|自定义列", PRESS)
    if not buttons:
        raise Missing(
            "no control for the table's columns on this screen", [c.header for c in tables.columns(sight.screen)][:5]
        )
    button = one(buttons, "control for the columns")
    step = sight.click(button)
    sight.context.opened = sight.intent.clause
    raise Missing(f"the list that {button.name!r} opens is not on this screen", [button], steps=[step])


def _column_entry(sight: Sight, name: str) -> Element | None:
    heads = {column.header.id for column in tables.columns(sight.screen)}
    heads |= {
        e.id for e in sight.screen.elements for c in tables.columns(sight.screen) if e.box.inside(c.header.box) > 0.8
    }
    found = [
        e for e in sight.acting((*CHECKS, *PRESS)) if fold(name) in (fold(e.name), bare_name(e)) and e.id not in heads
    ]
    return found[0] if len(found) == 1 else None


def _switched(sight: Sight, entry: Element, show: bool) -> list[Step]:
    if entry.role in CHECKS:
        return switched(sight, entry, show)
    return [sight.click(entry)]
