"""Steps that put values into fields: text, choices, ticks, and lists of "field value"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from agent.planners import clauses, switching, tables
from agent.planners.atoms import VALUE
from agent.planners.context import Missing
from agent.planners.days import must_be_written
from agent.planners.expectations import holds
from agent.planners.groups import in_group
from agent.planners.lone import offers, only_one
from agent.planners.rows import must_not_seek, row_box, row_of
from agent.planners.secrets import is_secret_field
from agent.planners.sight import CHECKS, FIELDS, LISTS, PRESS, PRONOUN, Sight
from agent.words import fold
from codegen.steps import Check, Fill, LiteralValue, Select, Step, Uncheck
from perception.types import Element

ANY = re.compile(
    r"^(?:any|all|none|select\b.*|choose\b.*|please\b.*|pick\b.*|all\s.+|any\s.+|-+|—+|\.+|…|请选择.*|全部.*|所有.*|不限|任意|选择.*)$",
    re.IGNORECASE,
)
_BY_PLACE = re.compile(
    r"(?:the )?(?:first|second|third|fourth|fifth|last|next|\d+(?:st|nd|rd|th)) (?:option|choice|item|entry|one)|"
    r"第.+个(?:选项)?|最后一个",
    re.IGNORECASE,
)
YES = frozenset("on yes true enabled checked ticked active 1 开 开启 打开 是 启用 勾选 选中".split())
NO = frozenset("off no false disabled unchecked unticked inactive 0 关 关闭 否 停用 禁用 不勾选".split())


_ELSEWHERE = re.compile(
    r"(?:the )?(?:\w+ )?(?:value|text|content|number|word|line|item|row|result|price|total|sum|answer|name)s? "
    r"(?:of|in|from|below|above|shown|displayed|that)\b|.*(?:中|里|上)的(?:值|内容|数字|文字|文本)$",
    re.IGNORECASE,
)  # what is to be typed stands somewhere on the page


_THERE = re.compile(r"below|above|shown|displayed|here|there|on the (?:left|right|page|screen)", re.IGNORECASE)


def fill(sight: Sight) -> list[Step]:
    """ "enter 30 in the Age field", 年龄填30: the field decides how the value gets in."""
    if _ELSEWHERE.match(sight.intent.value or "") or _THERE.fullmatch(sight.intent.value or ""):
        raise Missing(f"{sight.value!r} is not a text to type but a place to read one from; say the text itself")
    if cased := _cased(sight):
        return fill(cased)
    if re.match(r"both\b|all\b|each\b", sight.intent.target):
        return [step for element in _all_fields(sight) for step in put(sight, element, sight.intent.value)]
    if not sight.intent.target:
        raise_if_opened(sight)
        focused = [e for e in sight.acting(FIELDS) if e.state.focused] or (
            [sight.context.last] if sight.context.last and sight.context.last.role in FIELDS else []
        )
        if not focused:
            raise Missing("the goal does not say into which field")
        return put(sight, focused[0], sight.intent.value)
    members = clauses.parts(sight.intent.target)
    if len(members) > 1 and sight.seek(sight.target, FIELDS) is None:
        return [step for member in members for step in put(sight, a_field(sight, member), sight.intent.value)]
    return put(sight, a_field(sight, sight.intent.target), sight.intent.value)


def _cased(sight: Sight) -> Sight | None:
    """ "enter 'Ann' in capital letters": the same order with the value spelt so."""
    change = {"lower": str.lower, "upper": str.upper, "capital": str.upper}.get(sight.intent.detail)
    if change is None:
        return None
    return replace(sight, intent=replace(sight.intent, value=change(sight.value or ""), detail=""))


def _all_fields(sight: Sight) -> list[Element]:
    """Every field for text that is meant by "both fields", "all the text boxes"."""
    raise_if_opened(sight)
    if not re.fullmatch(
        r"(?:both|all|each)(?: of)?(?: the)? (?:\w+ )?(?:field|box|textbox|input)(?:s|es)?", sight.target
    ):
        raise Missing(f"{sight.target!r} names several things; name each of them", sight.acting(FIELDS))
    found = [element for element in sight.acting(("textbox",)) if not element.state.value]
    if sight.target.startswith("both") and len(found) != 2:
        raise Missing(f"{len(found)} empty fields are on this screen, not two", found)
    return found


def set_to(sight: Sight) -> list[Step]:
    """ "set status to Shipped", "call it X": a field, a list, a switch or a group of choices."""
    intent = sight.intent
    if intent.detail == "name":
        return put(sight, _name_field(sight), intent.value)
    target = intent.target
    if PRONOUN.match(target) and sight.context.last is not None and sight.context.last.role not in FIELDS:
        return be(sight)
    if intent.detail == "rename":
        raise_if_opened(sight)
    if found := sight.seek(sight.context.words(target), (*FIELDS, "checkbox", "switch")):
        raise_if_opened(sight)
        must_not_seek(found, target)
        return put(sight, found, intent.value)
    return choice_in_group(sight, target, intent.value) or put(sight, a_field(sight, target), intent.value)


def choose(sight: Sight) -> list[Step]:
    """ "select London in City", "choose Private", "pick a status"."""
    intent, context = sight.intent, sight.context
    if row := row_box(sight, f"{context.words(intent.value or '')} {sight.target}".strip()):
        return ticked(sight, row, True)
    if intent.target:
        members = clauses.parts(intent.value or "")
        groups = [choice_in_group(sight, intent.target, member) for member in members]
        if groups and all(groups):
            return [step for group in groups for step in group]
        if len(members) > 1:
            return several(sight, a_field(sight, intent.target, LISTS), members)
        return put(sight, a_field(sight, intent.target, (*LISTS, *FIELDS)), intent.value, choosing=True)
    raise_if_opened(sight)
    if (pair := _field_first(sight, intent.value or "")) is not None:
        return put(sight, *pair, choosing=True)
    wanted = context.words(intent.value or "")
    plain = sight.value or ""
    if named := [e for e in sight.acting((*CHECKS, *PRESS)) if fold(e.name) == fold(plain)]:
        element = named[0] if len(named) == 1 else sight.find(wanted, (*CHECKS, *PRESS))
        return press_or_tick(sight, element)
    shown = [e for e in sight.acting(LISTS) if fold(e.state.value or "") == fold(plain)]
    for column in tables.with_value(sight.screen, plain):
        shown += [e for e in sight.acting(LISTS) if _same(e.name, column.name) and e not in shown]
    if len(shown) == 1:
        return put(sight, shown[0], intent.value, choosing=True)
    if offering := offers(sight, plain):
        return put(sight, offering, intent.value, choosing=True)
    members = clauses.parts(intent.value or "")
    if len(members) > 1 and sight.seek(wanted, (*CHECKS, *PRESS)) is None:
        return [
            step for member in members
            for step in choose(replace(sight, intent=replace(intent, value=member)))
        ]  # fmt: skip
    if context.last is not None and context.last.role in LISTS:
        return put(sight, context.last, intent.value, choosing=True)
    if opened := sight.seek(re.sub(r"^(?:a|an|the|some)\s+", "", wanted, flags=re.IGNORECASE), LISTS):
        return put(sight, opened, None, choosing=True)
    return press_or_tick(sight, sight.find(wanted, (*CHECKS, *PRESS)))


def several(sight: Sight, element: Element, members: Sequence[str]) -> list[Step]:
    """Each of the members chosen in one list; on a picture nobody sees whether it takes several."""
    shown = {fold(option) for option in shown_options(sight, element)}
    said = [fold(sight.context.said(member)) for member in members]
    if not sight.context.live and not set(said) <= shown:
        raise Missing(f"{element} does not show all of {', '.join(map(repr, said))}", [element])
    first = _selected(sight, element, sight.context.said(members[0]), element.name or sight.target)[:1]
    rest = [_selected(sight, element, sight.context.said(each), element.name or sight.target) for each in members[1:]]
    return [*first, *(steps[0].model_copy(update={"adds": True}) for steps in rest)]


def _field_first(sight: Sight, said: str) -> tuple[Element, str] | None:
    """ "the date 2026-05-01", "country Germany": a field's name and what goes into it."""
    said = re.sub(r"^(?:the|a|an)\s+", "", said, flags=re.IGNORECASE)
    if (match := re.match(rf"^([^\ue000-\uf0ff]+?)\s*({VALUE})$", said)) and (named := sight.seek(match[1], FIELDS)):
        return named, match[2]
    for element in sight.acting(LISTS):
        if element.name and fold(said).startswith(fold(element.name) + " "):
            return element, said[len(element.name) :].strip()
    return None


def be(sight: Sight) -> list[Step]:
    """ "make it private": whatever on the screen has that word as a choice."""
    raise_if_opened(sight)
    word = sight.value or ""
    if sight.intent.detail == "mark":
        return _marked(sight, word)
    choices = [e for e in sight.acting((*CHECKS, "option", "tab")) if fold(e.name) == fold(word)]
    if len(choices) == 1:
        return press_or_tick(sight, choices[0])
    lists = [e for e in sight.acting(LISTS) if fold(e.state.value or "") == fold(word)]
    if len(lists) == 1:
        return put(sight, lists[0], sight.intent.value, choosing=True)
    if (row := row_of(sight, sight.target)) and (column := tables.named(sight.screen, word)):
        boxes = [e for e in sight.acting(CHECKS) if e.box.inside(row.box) > 0.8]
        boxes = [e for e in boxes if e.box.overlap_x(column.header.box) > 0]
        if len(boxes) == 1:
            return ticked(sight, boxes[0], True)  # its box in the column of that name
    raise Missing(f"nothing on this screen offers {word!r} as a choice", choices or sight.acting(LISTS))


def _marked(sight: Sight, word: str) -> list[Step]:
    """ "mark the first task as done": its checkbox; "mark it as read": the button that says so."""
    buttons = [e for e in sight.acting(PRESS) if fold(e.name) in (fold(f"mark as {word}"), fold(f"mark {word}"))]
    if buttons and PRONOUN.match(sight.intent.target):
        return [sight.click(buttons[0])]
    if fold(word) in ("done", "complete", "completed", "finished"):
        return ticked(sight, row_box(sight, sight.target) or sight.find(sight.target, CHECKS), True)
    raise Missing(f"nothing on this screen marks {sight.target!r} as {word!r}", buttons)


def clear(sight: Sight) -> list[Step]:
    found = sight.seek(sight.target, FIELDS)
    if found is None:
        button = sight.seek(f"clear {sight.target}", PRESS) or sight.seek(f"清空{sight.target}", PRESS)
        if button is None:
            raise Missing(f"no field for {sight.target!r} on this screen", sight.acting(FIELDS))
        return [sight.click(button)]
    if found.role in LISTS and not found.state.placeholder:
        raise Missing(f"{found} is a list of choices; say which choice stands for nothing", [found])
    empty = LiteralValue(literal="")
    steps: list[Step] = [sight.step(Fill, found, value=empty)]
    return steps + (holds(sight, found, "value", value=empty) if found.state.value else [])


def tick(sight: Sight) -> list[Step]:
    """Check, uncheck and toggle, for one, several or all of those named."""
    verb, intent = sight.intent.verb, sight.intent
    if intent.detail == "all":
        return [ticked(sight, sight.find("select all 全选" if not intent.target else sight.target, CHECKS), True)[0]]
    if intent.each:
        boxes = _all_boxes(sight)
        return [step for box in boxes for step in ticked(sight, box, verb == "check")]
    members = clauses.parts(intent.target)
    if len(members) > 1 and sight.seek(sight.target, CHECKS) is None:
        return [step for member in members for step in _tick_one(sight, sight.context.words(member))]
    return _tick_one(sight, sight.target)


def _tick_one(sight: Sight, description: str) -> list[Step]:
    raise_if_opened(sight)
    verb, detail = sight.intent.verb, sight.intent.detail
    if button := switching.button_of(sight, description):
        return [sight.click(button)]
    exact = sight.named([description], CHECKS)
    box = exact[0] if len(exact) == 1 else sight.seek(description, CHECKS) or row_box(sight, description)
    if detail == "switch" and box is not None and switching.selects(sight, box):
        raise Missing(f"{box} only selects its row, and nothing in that says {switching.deed(sight.intent)!r}", [box])
    if box is None and detail == "accept" and (button := sight.seek(sight.why, PRESS)):
        return [sight.click(button)]
    if box is None and detail in ("switch", "accept"):
        element = sight.find(description, (*CHECKS, *PRESS))
        if element.role in CHECKS or re.search(switching.SAYS[verb], element.name, re.IGNORECASE) or detail == "accept":
            return press_or_tick(sight, element)
        raise Missing(f"{element} does not show whether it is on", [element])
    box = box or sight.find(description, CHECKS)
    if verb == "toggle":
        if box.state.checked is None:
            return [sight.click(box)]
        return ticked(sight, box, not box.state.checked)
    return ticked(sight, box, verb == "check")


def _all_boxes(sight: Sight) -> list[Element]:
    words = re.sub(
        r"\s*\b(?:check ?boxes|boxes|options|items|rows|switches)\b|复选框|选项|框",
        "",
        sight.target,
        flags=re.IGNORECASE,
    )
    if re.fullmatch(r"(?:rows?|lines?|行|数据|记录|订单|messages?|orders?|users?|items?)", fold(sight.target)):
        lines = [*tables.rows(sight.screen), *sight.screen.with_role("listitem")]
        boxes = [e for e in sight.acting(("checkbox",)) if any(e.box.inside(line.box) > 0.8 for line in lines)]
        if boxes:
            return boxes
    boxes = [e for e in sight.acting(("checkbox", "switch")) if not words.strip() or fold(words) in fold(e.name)]
    if words.strip() and not boxes:
        boxes = in_group(sight, words, sight.acting(("checkbox", "switch")))
    if not boxes:
        raise Missing(f"no checkbox for {sight.target!r} on this screen", sight.acting(CHECKS))
    return boxes


def put(sight: Sight, element: Element, said: str | None, *, choosing: bool = False, named: str = "") -> list[Step]:
    """The steps that bring a value (protected text; None: left open) into this element."""
    value = None if said is None else sight.context.said(said)
    if re.match(r"(?:the )?following\b|(?:以下|下列|如下)", said or "", re.IGNORECASE):
        raise Missing(f"{value!r} is not a text to type but a place to read one from; say the text itself")
    if element.role in ("checkbox", "switch", "radio"):
        word = fold(value or "")
        if word not in YES | NO:
            raise Missing(f"{element} is on or off, not {value!r}", [element])
        return ticked(sight, element, word in YES)
    if element.role == "spinbutton" and value and not re.fullmatch(r"[-+]?[\d.,]+\s*\S{0,3}", value):
        raise Missing(f"{element} takes a number, not {value!r}", [element])
    if element.role == "slider":
        return _slid(sight, element, value)
    drawn = choosing and element.role == "button"
    if drawn or (element.role in LISTS and not _typed(sight, value, choosing)):
        return _selected(sight, element, value, named or element.name or sight.target)
    must_be_written(element, value, sight.context.live)
    options = (element.state.value,) if said is None and element.state.value else ()
    secret = is_secret_field(f"{element.name} {element.state.placeholder or ''}")
    known = value or (options[0] if options else None)
    filled = sight.context.value(element.name or sight.target, known, said=sight.target, secret=secret)
    step = sight.step(Fill, element, value=filled)
    return [step, *(holds(sight, element, "value", value=filled) if element.state.value != value else [])]


def _slid(sight: Sight, element: Element, value: str | None) -> list[Step]:
    if not sight.context.live:
        raise Missing(f"{element} is moved, not typed into; a script cannot set it from a picture", [element])
    number = re.fullmatch(r"[$€£¥]?\s*([-+]?\d+(?:\.\d+)?)\s*(?:[%°$€£¥]|px)?", (value or "").strip())
    if number is None:
        raise Missing(f"{element} takes a number, not {value!r}", [element])
    filled = sight.context.value(element.name or sight.target, number[1], said=sight.target)
    return [sight.step(Fill, element, value=filled)]


def _selected(sight: Sight, element: Element, value: str | None, name: str) -> list[Step]:
    options = shown_options(sight, element)
    if value and _BY_PLACE.fullmatch(value):
        raise Missing(f"the choices of {element} are not on this screen, so that {value!r} cannot be told", [element])
    if value is None:
        real = [option for option in options if not ANY.match(option)]
        if not real:
            raise Missing(f"no choice of {element} can be seen; say which one", [element])
        chosen = real[0]
    else:
        # The screen's own spelling, where it shows this choice.
        chosen = next((option for option in options if fold(option) == fold(value)), value)
    filled = sight.context.value(name, chosen, options)
    step = sight.step(Select, element, value=filled)
    changed = fold(element.state.value or "") != fold(chosen)
    return [step, *(holds(sight, element, "value", value=filled) if changed else [])]


def shown_options(sight: Sight, element: Element) -> list[str]:
    """The choices of a list that the screen shows: its own, those of an open list, and its column's values."""
    found = [element.state.value] if element.state.value else []
    found += [child.name for child in sight.screen.children(element) if child.role == "option"]
    found += sight.context.offers.get(element.id, ())
    if element.name and (column := tables.named(sight.screen, element.name)):
        found += column.values
    return list(dict.fromkeys(text for text in found if text))


def _typed(sight: Sight, value: str | None, choosing: bool) -> bool:
    """Whether a combobox is typed into: the goal says so, or a date goes in."""
    if choosing or value is None:
        return bool(value and re.fullmatch(r"\d{4}[-/]\d{1,2}[-/]\d{1,2}|\d{1,2}:\d{2}", value))
    return bool(re.match(r"\s*(?:please\s+)?(?:type|enter|key in|输入|键入)", sight.why, re.IGNORECASE))


def ticked(sight: Sight, box: Element, on: bool) -> list[Step]:
    if box.role == "radio" and not on:
        raise Missing(f"{box} is turned off by choosing another one; say which", [box])
    steps = switched(sight, box, on)
    if box.state.checked is on:
        return steps
    return [*steps, *holds(sight, box, "checked" if on else "unchecked")]


def switched(sight: Sight, box: Element, on: bool) -> list[Step]:
    return [sight.step(Check, box) if on else sight.step(Uncheck, box)]


def press_or_tick(sight: Sight, element: Element) -> list[Step]:
    if element.role in CHECKS:
        return ticked(sight, element, True)
    return [sight.click(element)]


def a_field(sight: Sight, target: str, roles: Sequence[str] = (*FIELDS, "checkbox", "switch")) -> Element:
    raise_if_opened(sight)
    if (only := only_one(sight, sight.context.words(target))) and not sight.seek(sight.context.words(target), roles):
        return only
    return sight.find(sight.context.words(target), roles)


def raise_if_opened(sight: Sight) -> None:
    """A form that was just opened is not on this picture: a field of the same name here would be the wrong one."""
    sight.must_be_here()
    if sight.context.opened:
        raise Missing(f"it comes after {sight.told(sight.context.opened)}; what that opens was not seen")


def _name_field(sight: Sight) -> Element:
    raise_if_opened(sight)
    for word in ("name", "title", "名称", "标题"):
        if found := sight.seek(word, ("textbox",)):
            return found
    raise Missing("no field for a name on this screen", sight.acting(FIELDS))


def choice_in_group(sight: Sight, target: str, value: str | None) -> list[Step]:
    """A radio button, box or chip of that name, under or beside the target's label; [] where there is none."""
    if value is None:
        return []
    raise_if_opened(sight)
    wanted = fold(sight.context.said(value))
    roles = (*CHECKS, "option", "tab", "button")
    found = [e for e in sight.acting(roles) if fold(e.name) == wanted]
    near = in_group(sight, sight.context.words(target), found)
    if len(near) == 1 and sight.seek(sight.context.words(target), FIELDS) is None:
        return press_or_tick(sight, near[0])
    return []


def _same(one: str, other: str) -> bool:
    return bool(one) and fold(one) == fold(other)
