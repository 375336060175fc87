"""Which variable of the environment stands for the goal's password."""

from __future__ import annotations

import pytest

from agent.planners.context import Context
from agent.planners.secrets import hide
from agent.planners.variables import variables
from codegen.steps import SecretValue


@pytest.mark.parametrize(
    ("goal", "given", "field", "name"),
    [
        ("log in with the password from MY_PASSWORD", ("MY_PASSWORD",), "Password", "MY_PASSWORD"),
        ("log in as Ada", ("SHOP_PW",), "Password", "SHOP_PW"),
        ("log in as Ada", ("SHOP_PW", "PASSWORD"), "Password", "PASSWORD"),
        ("log in as Ada", ("SHOP_TOKEN", "SHOP_PASSWORD"), "Password", "SHOP_PASSWORD"),
        ("log in with the password from B_PASSWORD", ("A_PASSWORD", "B_PASSWORD"), "Password", "B_PASSWORD"),
        ("log in as Ada", ("A_PASSWORD", "B_PASSWORD"), "Password", "PASSWORD"),
        ("enter the PIN", ("MY_PASSWORD",), "PIN", "PIN"),
        ("log in with the password from SHOP_PASSWORD", (), "Password", "SHOP_PASSWORD"),
        ("log in with the password from Ada", (), "Password", "PASSWORD"),
        ("log in", ("lower_password",), "Password", "PASSWORD"),
    ],
)
def test_a_given_or_named_variable_is_the_password(goal: str, given: tuple[str, ...], field: str, name: str) -> None:
    context = Context(variables=variables(goal, given))
    assert context.value(field, None) == SecretValue(secret=name)
    assert context.value(field, None) == SecretValue(secret=name), "the same field, the same variable"


@pytest.mark.parametrize("said", ["MY_PASSWORD", "$MY_PASSWORD", "${MY_PASSWORD}"])
def test_a_variable_where_the_password_might_stand_is_no_password(said: str) -> None:
    goal = f"log in as ada with password {said}"
    mark = next(c for c in hide(goal) if c == "\uf000")
    assert Context(variables=variables(goal, ("MY_PASSWORD",))).value("Password", mark).secret == "MY_PASSWORD"  # type: ignore[union-attr]


def test_a_password_that_the_goal_holds_keeps_its_own_variable() -> None:
    goal = "log in as ada with password hunter2!"
    assert Context(variables=variables(goal, ("API_KEY",))).value("Password", "\uf000") == SecretValue(
        secret="PASSWORD"
    )


def test_one_variable_is_not_taken_for_two_secrets() -> None:
    context = Context(variables=variables("log in", ("MY_PASSWORD",)))
    named = [context.value(field, None) for field in ("Password", "Other password")]
    assert named == [SecretValue(secret="MY_PASSWORD"), SecretValue(secret="OTHER_PASSWORD")]
