"""Logging in: user, password and the button that sends them."""
# ruff: noqa: E501 - word lists and patterns

from __future__ import annotations

import re

from agent.planners.context import Missing
from agent.planners.fields import put
from agent.planners.secrets import is_secret_field
from agent.planners.sight import FIELDS, PRESS, Sight
from codegen.steps import Step
from perception.types import BBox, Element


def login(sight: Sight) -> list[Step]:
    """User and password fields and the button; where there is no form, the link that leads to one."""
    sight.must_be_here()
    sight.must_not_have_failed()
    secret = [e for e in sight.acting(("textbox",)) if is_secret_field(f"{e.name} {e.state.placeholder or ''}")]
    button = _login_button(sight, secret)
    if not secret:
        if button is None:
            raise Missing("no login form on this screen, and nothing that leads to one", sight.acting(PRESS)[:5])
        step = sight.click(button)
        sight.context.away = sight.intent.clause
        if sight.intent.pairs:
            raise Missing("the login form is not on this screen; its fields were not seen", steps=[step])
        return [step]
    if len(secret) > 1:
        raise Missing("several password fields on this screen; this is no login form", secret)
    if button is None:
        raise Missing("no login button on this screen", sight.acting(PRESS)[:5])
    steps: list[Step] = []
    # Fields that earlier clauses filled are left alone.
    if sight.intent.pairs or not (sight.context.last and sight.context.last.role in FIELDS):
        user, password = _credentials(sight)
        named = _user_field(sight, secret[0])
        steps += put(sight, named, user)[:1] + put(sight, secret[0], password)[:1]
    steps.append(sight.click(button))
    sight.context.away = sight.intent.clause
    return steps


def _credentials(sight: Sight) -> tuple[str | None, str | None]:
    said = " ".join((*sight.intent.pairs, sight.intent.value or ""))
    secret = re.search("[\uf000-\uf0ff]", said)
    rest = re.split(
        r"(?:\s*[,，、/]?\s*(?:and|with|和|及|，)?\s*(?:the |my )?(?:pass\s?\w+|pwd|pin|密码|口令)|\s*/)",
        said,
        flags=re.IGNORECASE,
    )[0]
    user = re.sub(
        r"^(?:(?:the|my|user(?:\s?name)?|user id|e-?mail(?: address)?|account|login|id|credentials|as|with|is)\b[:=]?\s*|(?:用户名|账号|帐号|账户|邮箱|手机号|用户|为|是|：|:)\s*)+",
        "", re.sub(r"[\uf000-\uf0ff]", "", rest).strip(), flags=re.IGNORECASE,
    ).strip(" ,，")  # fmt: skip
    return user or None, secret[0] if secret else None


def _user_field(sight: Sight, secret: Element) -> Element:
    above = [e for e in sight.acting(("textbox", "searchbox", "combobox")) if _before(e.box, secret.box)]
    named = [
        e
        for e in above
        if re.search(
            r"user|e-?mail|account|phone|login|id\b|用户|账号|帐号|邮箱|手机|工号|账户",
            f"{e.name} {e.state.placeholder}",
            re.IGNORECASE,
        )
    ]
    if not (named or above):
        raise Missing("no field for the user's name above the password", [secret])
    return max(named or above, key=lambda e: (e.box.y1, e.box.x1))


def _before(box: BBox, other: BBox) -> bool:
    """Above the other, or left of it on its line."""
    above = box.y2 <= other.y1 + 4 and box.overlap_x(other) > 0
    return above or (box.overlap_y(other) > 0 and box.x2 <= other.x1 + 4)


def _login_button(sight: Sight, secret: list[Element]) -> Element | None:
    names = [
        "log in",
        "login",
        "sign in",
        "signin",
        "登录",
        "登陆",
        "立即登录",
        "log on",
        "continue",
        "submit",
        "log in to your account",
        "sign in to your account",
    ]
    found = [e for name in names for e in sight.named([name], PRESS)]
    if secret:
        below = [e for e in found if e.box.y1 >= secret[0].box.y2 - 4 or _before(secret[0].box, e.box)]
        return min(below, key=lambda e: (e.role != "button", e.box.y1), default=None) or (
            found[0] if len(found) == 1 else None
        )
    return found[0] if found else None
