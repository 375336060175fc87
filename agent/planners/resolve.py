"""One intent on one screen -> steps, or the reason why there are none. Pure: nothing is acted on, nothing raised."""

from __future__ import annotations

from collections.abc import Callable

from agent.planners import acts, expectations, fields, files, login, making, paging, pairs, places, table_steps
from agent.planners.context import Context, Missing, Outcome
from agent.planners.every import in_each_row
from agent.planners.intents import PROHIBITION, Intent, Verb
from agent.planners.limited import heed, in_their_row, of_its_row
from agent.planners.making import with_tail
from agent.planners.sight import Sight
from codegen.plan import Unresolved
from codegen.steps import Step
from perception.types import Screen


def _refused(sight: Sight) -> list[Step]:
    raise Missing(sight.intent.detail)


_BY_VERB: dict[Verb, Callable[[Sight], list[Step]]] = {
    "act": making.act, "be": fields.be, "check": making.tick, "choose": with_tail(fields.choose), "clear": fields.clear,
    "click": acts.click, "close": acts.close, "drag": acts.drag, "expect": expectations.asked,
    "export": files.export, "extract": acts.extract, "fill": with_tail(making.fill), "filter": table_steps.filter_,
    "hide_columns": table_steps.columns, "hover": acts.hover, "login": login.login, "open": acts.open_,
    "page": paging.page, "page_size": paging.page_size, "pairs": pairs.pairs, "press": acts.press,
    "refuse": _refused, "scroll": acts.scroll, "search": table_steps.search, "set": with_tail(fields.set_to),
    "show_columns": table_steps.columns, "sort": table_steps.sort, "toggle": fields.tick, "uncheck": fields.tick,
    "upload": files.upload, "wait": expectations.waited, "within": places.within, "make": making.make,
}  # fmt: skip


def resolve(intent: Intent, screen: Screen, context: Context) -> Outcome:
    """What to do for this intent on this screen; `context` goes from clause to clause and is added to.

    Steps and a missing part together mean: do these, look again, and resolve the same intent on the new screen.
    """
    sight = Sight(screen, context, intent)
    before = dict(context.inputs)
    try:
        heed(sight)
        sight = of_its_row(sight)
        steps = _BY_VERB[intent.verb](sight) if not intent.group else in_each_row(sight)
        in_their_row(sight, steps)
    except Missing as fault:
        # What a refused clause would have put in is not asked of anybody.
        if not fault.steps:
            context.inputs = before
        if intent.detail != PROHIBITION:
            context.failed = context.failed or intent.clause
        if intent.verb in ("open", "login") and not context.away:
            # It should have led elsewhere: what follows is not meant for this screen.
            context.away = intent.clause
        missing = Unresolved(clause=sight.why, reason=str(fault), candidates=fault.candidates)
        return Outcome(fault.steps, (missing,))
    return Outcome(tuple(steps))
