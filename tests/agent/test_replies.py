"""How a goal answers the question over a deed: what counts as an answer, and which deeds are not done for it."""

from __future__ import annotations

import pytest

from agent.planners.context import Context
from agent.planners.replies import ahead
from agent.planners.rules import read
from tests.agent.test_rules import kinds, planned


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (", but cancel in the dialog", "no"), (" and dismiss the dialog", "no"), (" then click Cancel", "no"),
        (", then click No in the popup", "no"), (" and then press Escape", "no"), (" and choose Cancel", "no"),
        (" and decline the confirmation", "no"), (". When asked, cancel.", "no"), ("; if asked, say no", "no"),
        (", check that the dialog shows 'for good', then cancel", "no"), ("，但取消", "no"), ("，然后点取消", "no"),
        ("，在弹窗里点取消", "no"), ("并取消", "no"), (" and leave the dialog open", "left"),
        (" and check that the dialog shows 'for good'", "left"), (" and confirm", "yes"), ("并确认", "yes"),
        (" and click Delete in the dialog", "yes"), (" and cancel order 1044", ""),
        (", then delete 1044 and cancel", ""),
        (" and close the message", ""), ("，取消订单1044", ""),
    ],
)  # fmt: skip
def test_what_a_goal_goes_on_to_answer(said: str, meant: str) -> None:
    context = Context()
    assert ahead(read(f"delete order 1043{said}", context)[1:], context.words) == meant


@pytest.mark.parametrize(
    "said",
    [
        ", don't confirm", " but do not confirm", " without confirming", " (don't confirm)", " and say no",
        " and stop before confirming", "; do not actually delete it", " but back out at the confirmation",
        " and refuse",
        ", cancelling in the dialog", "，但不要确定", "，先别确认", "，不要点确定", "，先不确认", "，但在对话框中取消",
    ],
)  # fmt: skip
def test_a_deed_that_is_not_to_be_confirmed_is_not_done(said: str) -> None:
    plan = planned(f"delete order 1043{said}")
    assert not plan.steps
    assert "the goal says" in plan.unresolved[0].reason


@pytest.mark.parametrize(
    "goal", ["delete order 1043", "delete order 1043, don't export anything", "delete order 1043 and confirm"]
)
def test_what_is_said_of_other_things_keeps_no_deed(goal: str) -> None:
    assert kinds(planned(goal)) == ["click"]
