"""The journeys, one short function each. The only package that knows all others; it turns their errors into ours.

    plan:   image -> Screen -> Plan -> scripts -> static check -> rehearsal -> Outcome
    run:    URL -> observe, plan, act, clause by clause -> Plan -> scripts -> verified in a fresh browser -> Outcome
    html:   mockups -> Screens -> Layouts -> HTML, CSS and pictures: a page, or several with one style sheet
    heal:   failed scripts -> their plan on the live page -> other locators -> the scripts again -> kept, or nothing
    replay: scripts -> static check -> one guarded pytest -> Report
    ask:    pictures and a question -> an Answer
    pull:   a model's name -> its files;  check_model: questions on drawn pages -> Verdict
    tune:   plans and their pictures -> examples -> an adapter, examined before and after
    check:  script -> static check -> rehearsal on the replica of its plan's screen -> Verdict

Beside a plan file stands the screen that it was made on: `plan.json` and `plan.screen.json`.
"""

from agent.eyes.opening import Looks
from agent.jobs.asking import given
from agent.jobs.files import write
from agent.jobs.healing import heal
from agent.jobs.integrating import CiOrder, ci
from agent.jobs.looking import Located, capture, locate, located, parse, parsed
from agent.jobs.mockups import PageOrder, PageOutcome
from agent.jobs.models import check_model, pull
from agent.jobs.orders import Outcome, PlanOrder, RunOrder
from agent.jobs.pages import html
from agent.jobs.planning import plan
from agent.jobs.questions import AskOrder, AskOutcome, ask
from agent.jobs.replaying import ReplayOrder, replay
from agent.jobs.running import run
from agent.jobs.scripts import check, script
from agent.jobs.tuning import Tuned, TuneOrder, tune

__all__ = [
    "AskOrder", "AskOutcome", "CiOrder", "Located", "Looks", "Outcome", "PageOrder", "PageOutcome", "PlanOrder",
    "ReplayOrder", "RunOrder", "TuneOrder", "Tuned", "ask", "capture", "check", "check_model", "ci", "given",
    "heal", "html", "locate", "located", "parse", "parsed", "plan", "pull", "replay", "run", "script", "tune",
    "write",
]  # fmt: skip
