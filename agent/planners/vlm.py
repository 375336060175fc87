"""The planner with a model beside it: the rules plan, and what they cannot, a model chooses among numbered marks.

The model sees the picture with a number on each control, a list of them, and one clause of the goal. It answers with
numbers and values; the house makes the steps. Whatever the page says, a step is taken only where the goal asks for it:
the control or the value must be in the clause's own words, a password goes into a password's field alone, and what
cannot be undone must be asked for and be seen by two eyes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from agent.deeds import deed_of
from agent.eyes.cascade import Cascade, same
from agent.eyes.placing import called, unasked_deed
from agent.eyes.veil import HIDDEN, holds_secret, name_for_model
from agent.planners import acts, fields
from agent.planners.asked import asks_for, said_in, spoken_of, unasked, words_beyond
from agent.planners.atoms import ATOM
from agent.planners.context import Context, Missing, Outcome
from agent.planners.files import suffix_of
from agent.planners.intents import Intent
from agent.planners.limited import heed, in_their_row
from agent.planners.pointing import as_said, can_point, pointed, steps_on
from agent.planners.rules import RulesPlanner
from agent.planners.secrets import MARK, is_secret_field, take
from agent.planners.sight import CHECKS, FIELDS, LISTS, Sight
from codegen.plan import Plan, Start, Unresolved
from codegen.steps import Download, DownloadExpect, Hover, Press, Step
from perception.types import Element, Screen
from perception.vlm import questions
from perception.vlm.types import Eye

if TYPE_CHECKING:
    from agent.eyes.gazing import Look
    from perception.capture import Picture

MOST_MARKS = 120  # controls on one picture; of more the picture is full of numbers
MOST_STEPS = 6  # for one clause
GUESSED = 0.65  # steps that are no surer are looked at once more
INFERRED = 0.5  # how sure a step can be whose control the clause does not name
_NAME = 80  # characters of a control's name in the prompt
_RULES_ALONE = frozenset("refuse expect extract wait within upload drag hide_columns show_columns".split())
_CHOICE = re.compile(r"\b(?:or|either|whichever|whatever)\b|或|还是|任一|任意", re.IGNORECASE)
_SECRET = re.compile(r"\bSECRET_(\d+)\b")


class VlmPlanner:
    """The rules with a second opinion: `cascade` is the picture, the screen that it shows and the eyes to ask."""

    name = "vlm"

    def __init__(self, cascade: Cascade) -> None:
        self._cascade = cascade

    @property
    def look(self) -> Look | None:
        """The last question that a model answered on the picture."""
        return self._cascade.look

    def available(self) -> str | None:
        return None if self._cascade.eyes else "no model was named; add --model qwen3-vl-2b"

    def plan(self, screen: Screen, goal: str, *, start: Start) -> Plan:
        """As `RulesPlanner.plan`; `Plan.answered` says who was asked, and `Step.by` which steps are whose."""
        self._cascade.secrets = tuple({*self._cascade.secrets, *take(goal)[1].values()})
        made = RulesPlanner(Second(self._cascade)).plan(screen, goal, start=start)
        return made.model_copy(update={"answered": tuple(self._cascade.answers)})


@dataclass
class Second:
    """The second look at one clause's outcome (`rules.Second`)."""

    cascade: Cascade
    _before: tuple[str, str] = field(default=("", ""))

    def __call__(self, intent: Intent, screen: Screen, context: Context, outcome: Outcome) -> Outcome:
        before, self._before = self._before, (context.failed, context.away)
        sight = Sight(screen, context, intent)
        if not outcome.missing:
            return self._checked(sight, outcome)
        if outcome.steps or intent.verb in _RULES_ALONE or any(before) or not _heeded(sight):
            return (
                outcome  # it goes on elsewhere, only looks, is forbidden or limited, or comes after what was not seen
            )
        reasons = [outcome.missing[0].reason]
        if can_point(self.cascade, sight):
            context.failed, context.away = before
            try:
                made = steps_on(pointed(self.cascade, sight), intent, screen, context)
            except Missing as fault:
                reasons.append(str(fault))
            else:
                self._before = (context.failed, context.away)
                return Outcome(tuple(made))
        for eye in self.cascade.eyes:
            if "plan" not in eye.profile.tasks:
                continue
            context.failed, context.away = before
            try:
                steps = tuple(step.model_copy(update={"by": eye.name}) for step in self._planned(sight, eye))
            except Missing as fault:
                reasons.append(f"{eye.name}: {fault}")
                continue
            self._before = (context.failed, context.away)
            return Outcome(steps)
        context.failed, context.away = self._before
        told = outcome.missing[0].model_copy(update={"reason": "; ".join(reasons)[:1000]})
        return Outcome(outcome.steps, (told, *outcome.missing[1:]))

    def _planned(self, sight: Sight, eye: Eye) -> list[Step]:
        """The steps that a model chose for the clause, each held against the goal. Raises Missing."""
        marks = marks_of(sight.screen)
        if not marks:
            raise Missing("nothing on this screen can be acted on")
        clause, passwords = worded(sight.why)
        listed = [said_of(element, self.cascade.secrets) for element in marks]
        question = questions.plan(eye.profile, self.cascade.hidden(clause), listed)
        reply = self.cascade.ask(eye, [marked(self.cascade, marks)], question)
        if reply is None:
            raise Missing("its answer could not be read")
        if reply.parsed["unresolved"]:
            raise Missing("it finds no steps for this: " + _line(reply.parsed["unresolved"][0]["reason"]))
        if not reply.parsed["steps"]:
            raise Missing("it plans nothing for this")
        if len(reply.parsed["steps"]) > MOST_STEPS:
            raise Missing(f"it plans {len(reply.parsed['steps'])} steps for one thing to do")
        made = self._made(sight, eye, reply.parsed["steps"], marks, passwords)
        in_their_row(sight, made)
        return made

    def _made(
        self, sight: Sight, eye: Eye, chosen: Sequence[Mapping[str, Any]], marks: Sequence[Element],
        passwords: Mapping[str, str],
    ) -> list[Step]:  # fmt: skip
        steps: list[Step] = []
        inferred = 0
        for item in chosen:
            if not 1 <= item["mark"] <= len(marks):
                raise Missing(f"it names mark {item['mark']}, which is not there")
            sight.must_be_here()
            element = marks[item["mark"] - 1]
            named = self._allowed(sight, eye, item, element, passwords)
            inferred += not named
            if inferred > 1:
                raise Missing("it takes several steps that nobody asked for", [element])
            made = _steps(sight, item, element, passwords)
            sure = 1.0 if named else INFERRED
            steps += [step.model_copy(update={"confidence": min(step.confidence, sure)}) for step in made]
        if left := _left_out(sight, chosen, marks, passwords):
            raise Missing(f"its steps do nothing with {left!r}")
        return steps if sight.intent.verb != "export" else _downloading(sight, steps)

    def _allowed(
        self, sight: Sight, eye: Eye, item: Mapping[str, Any], element: Element, passwords: Mapping[str, str]
    ) -> bool:
        """Whether the clause names the control or its value. Raises Missing where the step is none of the goal's."""
        if reason := unasked_deed(element, sight.why):
            raise Missing(reason, [element])
        if "value" in item:
            _check_value(sight, item, element, passwords)
            if not asks_for(element, sight.why) and (reason := spoken_of(sight.screen, element)):
                raise Missing(reason, [element])
            return True
        named = asks_for(element, sight.why)
        if not named and (reason := unasked(sight.screen, element)):
            raise Missing(reason, [element])
        if deed_of(called(element)):
            raise Missing(f"{element} cannot be undone, and only {eye.name} sees that it is meant", [element])
        return named

    def _checked(self, sight: Sight, outcome: Outcome) -> Outcome:
        """The rules' own steps: what cannot be undone, or is only guessed, is looked at by another eye."""
        steps: list[Step] = []
        for step in outcome.steps:
            element = _target(step, sight.screen)
            if element is None or not doubtful(step, sight.screen):
                steps.append(step)
                continue
            agreed = self._agrees(sight, element)
            if agreed is False and _is_final(step, element):
                reason = f"the eyes disagree on {element}, which cannot be undone"
                sight.context.failed = sight.context.failed or sight.intent.clause
                return Outcome((), (Unresolved(clause=sight.why, reason=reason, candidates=(str(element),)),))
            sure = {True: step.confidence + (1 - step.confidence) * 0.7, False: min(step.confidence, 0.4)}
            steps.append(step.model_copy(update={"confidence": round(sure.get(agreed, step.confidence), 2)}))  # type: ignore[arg-type]
        return replace(outcome, steps=tuple(steps))

    def _agrees(self, sight: Sight, element: Element) -> bool | None:
        """Whether the first eye that has an opinion sees the same element; None where none has."""
        for eye in self.cascade.pointing:
            opinion = self.cascade.opinion(eye, as_said(sight) if sight.intent.verb == "click" else sight.why)
            if opinion.element is not None:
                return same(opinion.element, element)
            if opinion.nowhere:
                return False
        return None


def doubtful(step: Step, screen: Screen) -> bool:
    """Whether a step of the rules is looked at by another eye: it cannot be undone, or is only guessed."""
    element = _target(step, screen)
    return element is not None and (_is_final(step, element) or step.confidence <= GUESSED)


def _heeded(sight: Sight) -> bool:
    """Whether the clause says one thing, and nothing that limits it and that no step would keep to: a model would
    keep to it less."""
    try:
        heed(sight)
    except Missing:
        return False
    return not _CHOICE.search(sight.intent.clause)


def _target(step: Step, screen: Screen) -> Element | None:
    return screen.by_id.get(getattr(getattr(step, "target", None), "element", ""))


def _is_final(step: Step, element: Element) -> bool:
    return step.kind == "click" and deed_of(called(element)) is not None


def _left_out(
    sight: Sight, chosen: Sequence[Mapping[str, Any]], marks: Sequence[Element], passwords: Mapping[str, str]
) -> str:
    """A value of the clause that no step puts in, and that names or holds no control that a step is on; "" if none."""
    context, intent = sight.context, sight.intent
    wanted = {context.said(atom) for atom in re.findall(ATOM, intent.clause)}
    done = [str(item.get("value", "")) for item in chosen]
    for item in chosen:
        element = marks[item["mark"] - 1]
        done += [element.name, *(around.name for around in sight.screen.ancestors(element))]
    for said in map(context.words, (*intent.pairs, intent.value or "")):
        if left := words_beyond(said, done):
            return left
    if unused := next((name for name in passwords if name not in done), ""):
        return unused
    plain = (value for value in wanted if value and not MARK.search(value))
    return next((value for value in plain if not any(said_in(value, text) for text in done)), "")


def _downloading(sight: Sight, steps: list[Step]) -> list[Step]:
    """An export ends with the click that must start a download."""
    if not steps or steps[-1].kind != "click":
        raise Missing("its steps start no download")
    suffix = suffix_of(sight.intent.detail)
    return [*steps[:-1], steps[-1].model_copy(update={"signal": Download(expect=DownloadExpect(suffix=suffix))})]


def marks_of(screen: Screen) -> list[Element]:
    """What can be acted on, in reading order: mark 1 is the first."""
    acting = [e for e in screen.elements if e.interactive and not e.state.disabled and not e.state.blocked]
    return acting[:MOST_MARKS]


def marked(cascade: Cascade, marks: Sequence[Element]) -> Picture:
    """The veiled picture with the numbers on it."""
    import numpy as np

    from perception.capture import Picture
    from perception.marks import annotate

    numbered = tuple(replace(element, id=f"e{number}") for number, element in enumerate(marks, 1))
    seen = cascade.seen
    drawn = annotate(seen, replace(cascade.screen, elements=numbered)).crop((0, 0, seen.width, seen.height))
    return Picture(np.asarray(drawn), seen.source, "")


def said_of(element: Element, secrets: Sequence[str] | Any) -> str:
    """A control as the prompt lists it: data between quotes, on one line, and nothing that ends a turn."""
    words = f"{element.role} {_quoted(name_for_model(element, secrets))}"
    value = element.state.value
    if value and not holds_secret(element, secrets):
        words += f", holds {_quoted(value)}"
    if element.state.checked is not None:
        words += ", on" if element.state.checked else ", off"
    return words


def _quoted(text: str) -> str:
    plain = _line(text).replace('"', "'").replace("<", "‹").replace(">", "›")
    return f'"{plain[: _NAME - 1]}…"' if len(plain) > _NAME else f'"{plain}"'


def _line(text: str) -> str:
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def worded(clause: str) -> tuple[str, dict[str, str]]:
    """The clause with a name for each password's mark, and the marks by those names."""
    names: dict[str, str] = {}

    def name(found: re.Match[str]) -> str:
        known = next((said for said, mark in names.items() if mark == found[0]), "")
        names[known or f"SECRET_{len(names) + 1}"] = found[0]
        return known or f"SECRET_{len(names)}"

    return MARK.sub(name, clause), names


def _check_value(sight: Sight, item: Mapping[str, Any], element: Element, passwords: Mapping[str, str]) -> None:
    """What goes in is the goal's own or one of the page's choices; passwords and their fields go together."""
    value, kind = item["value"], item["kind"]
    secret_field = is_secret_field(f"{element.name} {element.state.placeholder or ''}")
    if _SECRET.search(value) or HIDDEN in value:
        if value not in passwords or not secret_field:
            raise Missing(f"a password belongs in a password's field, not in {element}", [element])
        return
    if secret_field:
        raise Missing(f"{element} takes a password, and the goal says none", [element])
    if kind == "press":
        if not said_in(value, sight.why):
            raise Missing("it presses a key that nobody asked for", [element])
    elif not said_in(value, sight.why) and not _is_choice(sight, element, value):
        raise Missing(f"what it puts into {element} stands neither in the goal nor among the page's choices", [element])


def _is_choice(sight: Sight, element: Element, value: str) -> bool:
    """Whether the page offers the value, in a field that the goal names."""
    return asks_for(element, sight.why) and value in fields.shown_options(sight, element)


def _steps(sight: Sight, item: Mapping[str, Any], element: Element, passwords: Mapping[str, str]) -> list[Step]:
    """One chosen step as steps of a plan, checks included. Raises Missing where the control is of another kind."""
    kind, value = item["kind"], passwords.get(item.get("value", ""), item.get("value"))
    fits = {"fill": (*FIELDS, "listbox"), "select": (*LISTS, *FIELDS), "check": CHECKS, "uncheck": CHECKS}.get(kind)
    if fits is not None and element.role not in fits:
        raise Missing(f"{element} is nothing to {kind}", [element])
    match kind:
        case "click":
            made = fields.press_or_tick(sight, element)
            acts.after(sight, element)
            return made
        case "check" | "uncheck":
            return fields.ticked(sight, element, kind == "check")
        case "hover":
            return [sight.step(Hover, element)]
        case "press":
            return [sight.step(Press, element, key=_key(value or ""))]
        case _:
            return fields.put(sight, element, value, choosing=kind == "select")


def _key(said: str) -> str:
    key = said.strip().capitalize()
    if key not in ("Enter", "Escape", "Tab", "Space"):
        raise Missing("it presses a key that it may not")
    return key
