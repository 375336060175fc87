"""One run on the live page, from its browser's start to its end: the plan, and what is known of how it came about."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from agent.errors import UsageError
from agent.planners import secrets
from codegen.plan import Plan, Start, Unresolved
from codegen.steps import Expect, LiteralValue, Step

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from agent.evidence import Place
    from agent.eyes.beside import Beside
    from agent.fence import Fence
    from agent.guard import Confirm
    from agent.kept import Kept
    from agent.live import Live
    from agent.policy import Hosts
    from agent.record import Act
    from agent.recording import RecordingStage
    from perception.vlm.types import Eye

Tell = Callable[[str], None]
_HUNG, _AWAY = "the page did not answer its browser any more", "the browser went away"


@dataclass(frozen=True)
class Task:
    """What is to be done. `given`: inputs and secrets by the names of their variables; `secrets`: the latter's
    names; `hidden`: values never told; `known`: the plan that was kept for a start of this hash; `eyes`: the models
    that help the rules."""

    goal: str
    url: str
    hosts: Hosts
    viewport: tuple[int, int]
    given: Mapping[str, str] = field(default_factory=dict)
    hidden: tuple[str, ...] = ()
    confirm: Confirm | None = None
    known: Callable[[str], Kept | None] = lambda screen: None
    eyes: Sequence[Eye] = ()
    secrets: tuple[str, ...] = ()


@dataclass(frozen=True)
class Followed:
    """`given` are the inputs and secrets that the scripts need; `acts[step id]` what was seen of a step; `fault` is
    why the run ended before its goal did, "" where it did not; `browser` is the browser's name and version. `places`
    are the elements of the steps among all that was on the page then, by the keys of `agent.recording.places`;
    `noticed` are the ids of the steps that expect what the run saw, and the goal does not say; `is_kept`
    says that nothing was planned, since an earlier plan was kept."""

    plan: Plan
    given: Mapping[str, str]
    acts: Mapping[str, tuple[Act, ...]] = field(default_factory=dict)
    fault: str = ""
    browser: str = ""
    places: Mapping[str, Place] = field(default_factory=dict)
    noticed: frozenset[str] = frozenset()
    is_kept: bool = False

    def without(self, step_id: str) -> Followed:
        """The same with one step less; the others keep their ids."""
        steps = tuple(step for step in self.plan.steps if step.id != step_id)
        return replace(self, plan=self.plan.model_copy(update={"steps": steps}))


class Interrupted(KeyboardInterrupt):
    """Ctrl-C, with what was done till then."""

    def __init__(self, followed: Followed) -> None:
        super().__init__()
        self.followed = followed


def follow(task: Task, tell: Tell) -> Followed:
    """Does the goal on the live page. Raises PageError where the start cannot be opened, BrowserMissing, Interrupted.

    Whatever happens after the start, what was done till then comes back.
    """
    from agent.fence import Fence
    from agent.watchdog import Watchdog
    from sandbox.browser import session
    from sandbox.processes import kill_browsers

    with (
        tempfile.TemporaryDirectory(prefix="run-") as folder,
        Watchdog(kill_browsers) as watchdog,
        session(viewport=task.viewport) as context,
    ):
        fence = Fence(context, task.hosts)
        page = opened(fence, task.url)
        return Following(task, page, Path(folder), fence, watchdog.restart).run(tell, lambda: watchdog.barked)


def screen_hash(page: Page) -> str:
    """What a page shows, whatever its fonts and sizes are on this machine: roles, names, contents and states."""
    import hashlib

    from agent.observe import observe

    said = [[e.role, e.name, replace(e.state, focused=None).as_dict()] for e in observe(page).screen.elements]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _browser(page: Page) -> str:
    browser = page.context.browser
    return f"{browser.browser_type.name} {browser.version}" if browser else ""


def opened(fence: Fence, url: str) -> Page:
    """The run's first page, at its start. Raises PageError."""
    from sandbox.browser import PageError, go

    page = fence.first()
    try:
        go(page, url)
    except PageError:
        if why := fence.take():
            raise PageError(f"{url} was not opened: {why}") from None
        raise
    if why := fence.hosts.refusal(page.url):
        raise PageError(f"{url} was not opened: {why}")
    return page


class Following:
    """`restart` is called with each sign of life."""

    def __init__(self, task: Task, page: Page, folder: Path, fence: Fence, restart: Callable[[], None]) -> None:
        from agent.guard import Guard
        from agent.live import Live
        from agent.noticing import noticed
        from agent.record import Record
        from agent.recording import RecordingStage

        self._task, self._restart = task, restart
        self._said = ""
        self.stage: RecordingStage = RecordingStage(page, folder, task.given, task.hosts, bounding=True)
        hidden_goal = secrets.shown(secrets.hide(task.goal))
        self.record = Record(
            lambda: (*task.hidden, *self._passwords()),
            lambda step, before, after: noticed(step, before, after, hidden_goal, self._typed(), self._holds),
        )
        self.guard = Guard(hidden_goal, fence, self.stage.find, self.record, task.confirm, restart)
        self.stage.watch = self.guard
        self._beside = self._helper() if task.eyes else None
        self.live: Live = Live(self.stage, given=task.secrets, second=self._beside)
        self._start = Start(url=task.url, viewport=task.viewport)

    def _helper(self) -> Beside:
        from agent.eyes.beside import Beside

        return Beside(self._task.eyes, lambda: (*self._task.hidden, *self._passwords()))

    def run(self, tell: Tell, barked: Callable[[], bool]) -> Followed:
        from playwright.sync_api import Error

        def told(words: str) -> None:
            self._said = words
            self._restart()
            tell(words)

        self.live.tell = told
        try:
            if again := self._kept():
                return again
            plan = self.live.follow(self._task.goal, self._start)
            return self._broken_off(why) if (why := self._lost(barked())) else self._followed(plan)
        except Error as fault:
            return self._broken_off(self._why(fault, barked()))
        except UsageError as fault:  # a model that helps cannot be loaded, or its server gave up
            return self._broken_off(str(fault))
        except KeyboardInterrupt:
            raise Interrupted(self._broken_off("it was interrupted")) from None

    def _kept(self) -> Followed | None:
        """The plan that was kept for this page, where all that it needs is given."""
        from agent.kept import values
        from agent.rehearsal import wanted

        self.stage.settle()
        screen = screen_hash(self.stage.page)
        self._start = self._start.model_copy(update={"screen_sha256": screen})
        found = self._task.known(screen)
        if found is None:
            return None
        given = {**values(self._task.goal, found), **self._task.given}
        lacking = any(name not in given for name in wanted(found.plan))
        if lacking or any(
            self.guard.refuses(step, self.stage.page) for step in found.plan.steps if step.kind == "goto"
        ):
            return None
        return Followed(
            found.plan, given, browser=_browser(self.stage.page), places=found.places, noticed=found.noticed,
            is_kept=True,
        )  # fmt: skip

    def _lost(self, hung: bool) -> str:
        """Why there is no page any more, where a step took its loss for a fault of its own."""
        browser = self.stage.page.context.browser
        if self.guard.broken or hung:
            return self.guard.broken or _HUNG
        return "" if browser is None or browser.is_connected() else _AWAY

    def _why(self, fault: Exception, hung: bool) -> str:
        if self.guard.broken:
            return self.guard.broken
        if hung:
            return _HUNG
        if "closed" in str(fault) or "crashed" in str(fault).lower() or "Connection" in str(fault):
            return _AWAY
        return self.guard.objection() or f"the browser failed ({str(fault).splitlines()[0]})"

    def _broken_off(self, why: str) -> Followed:
        """What was done till now, and the clause that it ended in."""
        clause = self._said or secrets.shown(secrets.hide(self._task.goal))
        self.live.missing[:1] = [Unresolved(clause=clause, reason=why)]
        self.live.drop_idle()
        return self._followed(self.live.so_far(self._task.goal, self._start), why)

    def _followed(self, plan: Plan, fault: str = "") -> Followed:
        from agent.recording import places

        answered = tuple(self._beside.answers) if self._beside else ()
        unresolved = tuple(map(self._masked, plan.unresolved))
        plan = plan.model_copy(update={"unresolved": unresolved, "answered": answered})
        plan, acts, noted = self._with_what_was_noticed(plan)
        seen = places(plan, self.stage.notes, [*self._task.hidden, *self._passwords()])
        return Followed(plan, self.stage.env, acts, fault, _browser(self.stage.page), seen, noted)

    def _with_what_was_noticed(self, plan: Plan) -> tuple[Plan, dict[str, tuple[Act, ...]], frozenset[str]]:
        """The plan with what the run noticed behind each step, numbered anew; each step's acts; what was noticed."""
        steps: list[Step] = []
        acts: dict[str, tuple[Act, ...]] = {}
        noted: set[str] = set()
        for done, step in zip(self.live.steps, plan.steps, strict=True):
            seen = tuple(self.record.of(done))
            steps.append(step.model_copy(update={"id": f"s{len(steps) + 1}"}))
            acts[steps[-1].id] = seen
            for expect in seen[-1].expects if seen else ():
                steps.append(expect.model_copy(update={"id": f"s{len(steps) + 1}", "why": step.why}))
                noted.add(steps[-1].id)
        return plan.model_copy(update={"steps": tuple(steps)}), acts, frozenset(noted)

    def _masked(self, item: Unresolved) -> Unresolved:
        """Without a secret that the page itself shows."""
        hidden = self.record.told
        near = tuple(map(hidden, item.candidates))
        return Unresolved(clause=hidden(item.clause), reason=hidden(item.reason), candidates=near)

    def _typed(self) -> list[str]:
        """What was typed or chosen: another run may be given other values."""
        said = (getattr(step, "value", None) for step in self.live.steps)
        literal = [value.literal for value in said if isinstance(value, LiteralValue)]
        return [*literal, *(item.default for item in self.live.context.inputs.values()), *self.stage.env.values()]

    def _holds(self, expect: Expect) -> bool:
        return self.stage.holds(expect, Plan(goal=""))

    def _passwords(self) -> tuple[str, ...]:
        return tuple(text for text in self.live.passwords.values() if text)
