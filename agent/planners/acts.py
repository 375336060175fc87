"""Steps that press, open, move and go: everything that is neither a field nor a table."""
# ruff: noqa: E501 - word lists and patterns

from __future__ import annotations

import re
from typing import Any

from agent.planners import clauses
from agent.planners.atoms import ATOM
from agent.planners.buttons import BACK, BUTTONS, CONFIRMS, GENERIC, LEAVES, OPENS, ROW_VERBS, SAME
from agent.planners.context import Missing
from agent.planners.every import among, beyond_this_page
from agent.planners.fields import press_or_tick, raise_if_opened, ticked
from agent.planners.finding import FIND, PURPOSE, in_row, must_not_be_others, of_the_found, sought
from agent.planners.knots import closed_knot
from agent.planners.rows import button_in, has_row, ordinal, row_box, row_of
from agent.planners.sight import CHECKS, FIELDS, PRESS, PRONOUN, Sight, bare_name, one
from agent.words import fold
from codegen.steps import Check, Drag, Extract, Goto, Hover, Press, Scroll, Step, Uncheck
from perception.types import Element

_SENDS = re.compile(
    r"(?:the )?(?:submit|save|send|delete|remove|confirm|ok|create|publish|pay|buy|place order|apply|archive|log ?in|sign ?(?:in|up)|register|continue|check ?out)\b|"
    r"(?:提交|保存|发送|删除|确认|确定|立即|创建|发布|支付|下单|登录|登陆|注册|下一步|结算)",
    re.IGNORECASE,
)
_CROSS = frozenset({"x", "×", "✕", "✖", "close", "dismiss", "关闭"})
_IT = re.compile(
    r"(?:it|them|(?:this|that|the) (?:e-?mail|mail|message|order|item|row|post|record|contact|user|task|card|one|entry))?"
    r"|(?:这|那|该)?(?:封|条|个|笔)?(?:它们?|邮件|消息|订单|记录|用户|任务|一?行)?",
    re.IGNORECASE,
)
_HOW: dict[str, dict[str, Any]] = {"double": {"count": 2}, "right": {"button": "right"}}
_KEYS = {
    "return": "Enter", "esc": "Escape", "space": "Space", "spacebar": "Space", "up": "ArrowUp", "down": "ArrowDown",
    "left": "ArrowLeft", "right": "ArrowRight", "del": "Delete", "ctrl": "Control", "cmd": "Meta", "command": "Meta",
    "option": "Alt", "pageup": "PageUp", "pagedown": "PageDown", "pgup": "PageUp", "pgdn": "PageDown",
}  # fmt: skip


def click(sight: Sight) -> list[Step]:
    intent = sight.intent
    if intent.onto:  # 在张三那一行点击编辑
        return [_pressed(sight, in_row(sight, sight.target, sight.context.words(intent.onto)))]
    if intent.each:
        beyond_this_page(sight)
        return [_pressed(sight, element) for element in _every(sight, sight.target)]
    members = clauses.parts(intent.target)
    if len(members) > 1 and sight.seek(sight.target) is None:
        return [_pressed(sight, sight.find(sight.context.words(member))) for member in members]
    if _SENDS.match(sight.target):
        sight.must_not_have_failed()
    element = sight.find("") if PRONOUN.match(intent.target) else _meant(sight)
    times = min(intent.count or 1, 20)
    return [_pressed(sight, element) for _ in range(times)]


def _meant(sight: Sight) -> Element:
    """What stands in the record that was found, or what the whole screen has under that name."""
    if owned := of_the_found(sight, sight.target):
        return owned
    roles = (*PRESS, *CHECKS, *FIELDS, "columnheader", "img")
    plain = PURPOSE.sub("", sight.target)
    element = _called(sight, sight.target) or sight.seek(sight.target, roles)
    element = element or (sight.seek(plain, roles) if plain != sight.target else None) or _plain(sight)
    must_not_be_others(sight, element)
    return element


def _plain(sight: Sight) -> Element:
    """Plain text, which may act all the same; asked for as a link or a button, it must have the very name."""
    element = sight.find(sight.target)
    kind = re.search(r"\b(?:link|button|tab|option|checkbox|icon|field)s?\b|链接|按钮|选项|图标", sight.target)
    name = fold(re.sub(rf"{kind[0]}|[\"“”'‘’]|\bthe\b", "", sight.target)) if kind else ""
    if kind and element.role in ("text", "heading", "cell", "listitem") and name != fold(element.name):
        raise Missing(f"nothing on this screen is {sight.target!r}", [element])
    return element


def _called(sight: Sight, said: str) -> Element | None:
    """The button ONE: what is all in capitals is a name, whatever else the word means; "x" is the sign that closes."""
    name = re.sub(r"^(?:the )?(?:button|link|tab|option)\s+|\s+(?:button|link|tab|option|icon|sign|mark)$", "", said)
    if fold(name.strip("\"'“”‘’")) in ("x", "×", "✕", "✖"):
        crosses = sight.named(["x", "×", "✕", "✖"]) or [e for e in sight.acting(PRESS) if fold(e.name) in _CROSS]
        return crosses[0] if len(crosses) == 1 else None
    return _exactly(sight, name) if name.isupper() else None


def _pressed(sight: Sight, element: Element) -> Step:
    how: dict[str, Any] = _HOW.get(sight.intent.detail, {})
    if not how and element.role in CHECKS and element.state.checked is not None:
        if element.role == "radio" or not element.state.checked:
            return sight.step(Check, element)
        return sight.step(Uncheck, element)
    step = sight.click(element, **how)
    after(sight, element)
    return step


def after(sight: Sight, element: Element) -> None:
    """Notes what the click does to the clauses that follow: another page, or a form that the picture does not show."""
    name, context = bare_name(element), sight.context
    says = fold(sight.target)
    if LEAVES.match(name) or (
        element.role == "link" and not re.fullmatch(r"\W*\d*\W*", element.name) and not _same_page(says)
    ):
        context.away = sight.intent.clause
    elif OPENS.match(name) or (sight.intent.verb == "act" and OPENS.match(sight.intent.detail)):
        context.opened = sight.intent.clause


def _same_page(said: str) -> bool:
    return (
        re.search(
            r"\b(?:page \d+|tab|filter|sort|menu|export|download|next|previous)\b|标签|页签|下一页|上一页|菜单|导出|下载",
            said,
        )
        is not None
    )


def open_(sight: Sight) -> list[Step]:
    """ "open settings", "go to https://…", 打开即时配送 (a switch)."""
    intent = sight.intent
    address = re.fullmatch(
        rf"(?:page |website |site |网址|网页|页面)?({ATOM}|/\S*)(?: page)?", intent.target.strip(), re.IGNORECASE
    )
    if address and (
        sight.context.atoms.kind(address[1]) == "url" or re.match(r"/[\w/.-]*$", sight.context.said(address[1]))
    ):
        sight.context.away = intent.clause
        return [Goto(id="s0", why=sight.why, url=sight.context.said(address[1]))]
    members = clauses.parts(intent.target)
    if len(members) > 1 and sight.seek(sight.target) is None:
        raise Missing(f"{sight.target!r} names several things; open them one by one")
    if knot := closed_knot(sight):
        return [sight.click(knot)]
    plain = re.sub(
        r"(?:\s+(?:page|screen|section|website|view)|页面|页|界面|页签)$", "", sight.target, flags=re.IGNORECASE
    )
    element = _exactly(sight, plain) or sight.seek(sight.target, (*PRESS, *CHECKS, *FIELDS, "img"))
    if element is None and (box := row_box(sight, sight.target)) is not None and box.role == "switch":
        element = box
    if element is None and (row := row_of(sight, sight.target)) is not None:
        element = button_in(sight, row, "查看" if re.search(r"[\u4e00-\u9fff]", sight.why) else "view")
    if element is None:
        element = sight.seek(plain, (*PRESS, *CHECKS, *FIELDS)) or sight.find(
            f"open {sight.target}" if sight.target.isascii() else sight.target, PRESS
        )
    if element.role in ("switch", "checkbox"):
        return press_or_tick(sight, element)
    step = sight.click(element)
    if intent.detail == "go" or re.search(r"\b(?:page|screen)\b|页面", sight.target, re.IGNORECASE):
        if element.role not in ("tab",):
            sight.context.away = intent.clause
    else:
        after(sight, element)
        if element.role in ("button", "menuitem", "img") and not sight.context.away:
            sight.context.last = element
    return [step]


def _exactly(sight: Sight, name: str) -> Element | None:
    found = sight.named([name], (*PRESS, *CHECKS, *FIELDS))
    return found[0] if len(found) == 1 and not sight.context.away else None


def close(sight: Sight) -> list[Step]:
    """ "close the dialog", 关闭邮件通知 (a switch)."""
    switch = sight.seek(sight.target, ("switch", "checkbox")) or row_box(sight, sight.target)
    if switch is not None:
        return ticked(sight, switch, False)
    if (row := row_of(sight, sight.target)) is not None:
        return [sight.click(button_in(sight, row, "关闭" if not sight.target.isascii() else "close"))]
    element = _exactly(sight, sight.target) or sight.seek(
        f"close {sight.target}" if sight.target.isascii() else f"关闭{sight.target}", PRESS
    )
    return [sight.click(element or sight.find(sight.target, PRESS))]


def act(sight: Sight) -> list[Step]:
    """ "save the changes", "delete order 1042", 加入购物车: the button that says so."""
    intent = sight.intent
    verb = SAME.get(intent.detail, intent.detail)
    said = sight.target
    if not verb and (own := _own_word(sight)):
        return own
    if not verb:
        return [_pressed(sight, _by_its_name(sight, said))]
    if intent.each:
        return [_pressed(sight, element) for element in among(sight, _every(sight, intent.detail), intent.target)]
    if verb in FIND and (found := sought(sight)) is not None:
        return found
    sight.must_not_have_failed()
    owned = of_the_found(sight, verb) if _IT.fullmatch(said) else None
    if owned is not None and (said or bare_name(owned) == fold(verb)):
        return [_pressed(sight, owned)]
    dialog = re.search(r"\b(?:dialog|popup|modal)\b|对话框|弹窗", said) is not None
    if PRONOUN.match(said) or GENERIC.match(said):
        pressed = sight.context.last is not None and sight.context.last.role in PRESS
        if (dialog or (verb in CONFIRMS and pressed)) and not sight.screen.with_role("dialog"):
            raise Missing("no dialog is open on this screen; what it offers was not seen")
        if not dialog and sight.context.last and ROW_VERBS.match(verb) and has_row(sight, sight.context.last):
            return [_pressed(sight, in_row(sight, verb, sight.context.last.name))]
        return [_pressed(sight, _button(sight, verb, said))]
    if ROW_VERBS.match(verb) and (row := row_of(sight, said)):
        return [_pressed(sight, button_in(sight, row, verb))]
    if (row := row_of(sight, said)) and (named := _named_in(sight, row, verb)):
        return [_pressed(sight, named)]
    if ROW_VERBS.match(verb) and ordinal(said):
        raise Missing(f"no row on this screen is {said!r}")
    whole = f"{intent.detail} {said}" if verb.isascii() else f"{intent.detail}{said}"
    return [_pressed(sight, _exactly(sight, whole) or sight.find(whole, PRESS))]


def _named_in(sight: Sight, row: Element, verb: str) -> Element | None:
    """The row's own button of just this name ("Lend"), whatever verb it is."""
    inside = [e for e in sight.acting(PRESS) if e.box.inside(row.box) > 0.8 and bare_name(e) == fold(verb)]
    return inside[0] if len(inside) == 1 else None


def _own_word(sight: Sight) -> list[Step]:
    """ "Lend Emma", where the rows have a button Lend: the page's own verb, on the one row that is named."""
    said = fold(sight.target)
    names = {bare_name(e) for e in sight.acting(PRESS) if bare_name(e)}
    for name in sorted(names, key=len, reverse=True):
        rest = sight.target[len(name) :].strip() if said.startswith(name) else ""
        if not rest and not name.isascii() and said.endswith(name):  # 给王五的订单发货
            rest = re.sub(r"^(?:给|把|将|对|为|让)", "", sight.target[: -len(name)]).strip()
            if rest and (row := row_of(sight, rest)):
                return [_pressed(sight, button_in(sight, row, name))]
            continue
        if rest and not (name.isascii() and said[len(name) : len(name) + 1].isalnum()) and (row := row_of(sight, rest)):
            return [_pressed(sight, button_in(sight, row, name))]
    return []


def _by_its_name(sight: Sight, said: str) -> Element:
    """No verb is known in these words; the name of a button may still be all that they are."""
    element = _exactly(sight, said) or sight.seek(said, PRESS)
    words = [set(re.findall(r"\w+", text)) for text in (bare_name(element) if element else "", fold(said))]
    if element is None or not words[0] or not words[0] <= words[1]:
        raise Missing("no action is known by these words", [element] if element else [])
    return element


def _button(sight: Sight, verb: str, said: str) -> Element:
    raise_if_opened(sight)
    for name in (
        f"{verb} {said}".strip(),
        verb,
        *[word.strip() for word in BUTTONS.get(verb, "").split(",") if word.strip()],
    ):
        if found := sight.named([name]):
            return one(found, f"{verb!r} button")
    if verb in CONFIRMS and (deed := _deed(sight)):
        return deed
    words = [word.strip() for word in (verb, *BUTTONS.get(verb, "").split(",")) if word.strip()]
    pattern = "|".join(rf"\b{re.escape(word)}\b" if word.isascii() else re.escape(word) for word in words)
    return one(sight.holding(pattern), f"{verb!r} button")


def _deed(sight: Sight) -> Element | None:
    """The dialog's own word for going on ("Log out"): what is left when the ways back are put aside."""
    dialogs = sight.screen.with_role("dialog")
    inside = [e for e in sight.acting(PRESS) if any(e.box.inside(dialog.box) > 0.9 for dialog in dialogs)]
    onward = [e for e in inside if bare_name(e) and not BACK.match(bare_name(e))]
    return onward[0] if len(onward) == 1 else None


def _every(sight: Sight, said: str) -> list[Element]:
    plain = re.sub(r"s?\s*(?:buttons?|links?|icons?|按钮|链接|图标)$", "", fold(said))
    singular = plain[:-1] if plain.endswith("s") else plain
    found = [e for e in sight.acting((*PRESS, *CHECKS)) if bare_name(e) in (plain, singular, fold(said))]
    if not found:
        raise Missing(f"nothing on this screen is named {said!r}", sight.acting(PRESS)[:5])
    return found


def press(sight: Sight) -> list[Step]:
    parts = [part.strip() for part in re.split(r"\s*[+]\s*|(?<=\w)-(?=\w)", sight.value or "") if part.strip()]
    names = [
        _KEYS.get(fold(part).replace(" ", "").removeprefix("arrow"), part[:1].upper() + part[1:]) for part in parts
    ]
    if names and len(names) > 1 and len(names[-1]) == 1:
        names[-1] = names[-1].upper()
    key = "+".join(names)
    if not re.fullmatch(r"((Control|Shift|Alt|Meta)\+)*([A-Za-z0-9]|[A-Z][A-Za-z0-9]{1,15})", key):
        raise Missing(f"{sight.value!r} is no key that a script can press")
    if sight.intent.target:
        return [sight.step(Press, sight.find(sight.target, FIELDS), key=key)]
    last = sight.context.last
    if last is not None and last.role in FIELDS and not sight.context.away:
        return [sight.step(Press, last, key=key)]
    return [Press(id="s0", why=sight.why, key=key)]


def hover(sight: Sight) -> list[Step]:
    return [sight.step(Hover, sight.find(sight.target))]


def scroll(sight: Sight) -> list[Step]:
    detail = sight.intent.detail
    if detail in ("top", "顶部", "最上面", "最顶部", "顶端", "up", "向上", "往上"):
        return [Scroll(id="s0", why=sight.why, to="top")]
    if detail:
        return [Scroll(id="s0", why=sight.why, to="bottom")]
    return [sight.step(Scroll, sight.find(sight.target))]


def drag(sight: Sight) -> list[Step]:
    source = sight.find(sight.target)
    onto = sight.find(sight.context.words(sight.intent.onto))
    landing = sight.click(onto)
    return [sight.step(Drag, source, onto=landing.locator, onto_alternatives=landing.alternatives)]


def extract(sight: Sight) -> list[Step]:
    """Reads what is named by something else than its own text: a field, or a cell beside its label."""
    from agent.planners.context import slug

    element = sight.find(sight.target)
    step: Extract = sight.step(Extract, element, name=slug(sight.target) or "result")
    own = fold(element.text or element.name)
    if step.locator.by == "text" or (element.role not in FIELDS and fold(step.locator.name or "") == own):
        raise Missing(
            f"{element} has no other name than its own text, so that reading it would tell nothing", [element]
        )
    return [step]
