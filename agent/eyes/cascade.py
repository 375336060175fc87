"""One description and several eyes -> one element, or a refusal.

The embedded eyes answer first. Where they are sure that is all, unless what was found cannot be undone; else the models
are asked in turn, until two eyes agree, or until one sees what the embedded eyes do not and what can be undone. Where
eyes disagree nothing is chosen: no eye is so good that the other is likelier wrong.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from agent import grounding
from agent.deeds import DEEDS, deed_of, is_asked_for
from agent.eyes.gazing import Look
from agent.eyes.opening import answered
from agent.eyes.placing import FREE, Placed, called, placed
from agent.eyes.veil import HIDDEN, veiled
from agent.grounding import Grounding
from agent.planners.secrets import shown
from codegen.plan import Answered
from perception.types import FIELD_ROLES, BBox, Element, Screen
from perception.vlm import questions, zoom
from perception.vlm.coordinates import numbers, place
from perception.vlm.types import Eye, Question, Reply

if TYPE_CHECKING:
    from perception.capture import Picture

SURE = 0.8  # the embedded eyes need no second opinion from here
AGREED = 0.7  # how far an eye that agrees lessens the doubt that is left
ALONE = 0.7  # how sure an answer is that one model alone gives
APART = 48  # px: so far from the first look's place the second one's may lie, on a picture that the model sees whole
LARGE = 1.3  # times the pixels that a model sees: then it is shown a part of the picture as well


@dataclass(frozen=True)
class Opinion:
    """What one model says: an element that is there; or `nowhere`; or neither, and `reason` why not."""

    element: Element | None = None
    nowhere: bool = False
    reason: str = ""


@dataclass
class Cascade:
    """The eyes of one command on one picture. `answers` is who was asked, and what it cost; `look` is the last
    question that was answered on a single picture.

    `secrets` are texts that no model may read, neither in the picture nor in a prompt.
    """

    picture: Picture
    screen: Screen
    eyes: Sequence[Eye] = ()
    secrets: Collection[str] = ()
    answers: list[Answered] = field(default_factory=list)
    look: Look | None = None
    _seen: Picture | None = None

    @property
    def seen(self) -> Picture:
        """The picture as models may see it."""
        if self._seen is None:
            self._seen = veiled(self.picture, self.screen, self.secrets)
        return self._seen

    def locate(self, description: str) -> Grounding:
        first = grounding.locate(self.screen, description)
        final = cannot_be_undone(first.element, description)
        if not self.pointing or (first.element and first.confidence >= SURE and not final):
            return first
        before = len(self.answers)
        found = self._asked(first, description, final)
        return replace(found, answered=tuple(self.answers[before:]))

    def _asked(self, first: Grounding, description: str, final: bool) -> Grounding:
        """The models' turn, one after the other, until one is enough."""
        opinions: list[Opinion] = []
        for eye in self.pointing:
            opinion = self.opinion(eye, description)
            believed = [first.element, *(earlier.element for earlier in opinions)]
            opinions.append(opinion)
            if opinion.element is None:
                continue
            if agreed := next((one for one in believed if one and same(one, opinion.element)), None):
                return _agreed(first, agreed)
            final = final or cannot_be_undone(opinion.element, description)
            if first.element is None and not final and not any(believed):
                break  # enough for what can be undone; the next eye may cost more
        return _decided(first, opinions, final)

    @property
    def pointing(self) -> list[Eye]:
        return [eye for eye in self.eyes if eye.profile.grounds]

    def opinion(self, eye: Eye, description: str) -> Opinion:
        """Where this eye sees it; it looks again, closer, where that is small to it or two things are near."""
        words = self.hidden(description)
        reply = self.ask(eye, [self.seen], questions.locate(eye.profile, words))
        if reply is None or eye.profile.coordinates is None:
            return Opinion(reason=f"{eye.name} gave no answer that could be read")
        box = place(reply.parsed, eye.profile.coordinates, self.seen.width, self.seen.height)
        if box is None and numbers(reply.parsed, eye.profile.coordinates):
            return Opinion(reason=f"{eye.name} points at no place within the picture")
        if box is None:
            return Opinion(nowhere=True, reason=f"{eye.name} does not see it")
        found = placed(self.picture, self.screen, box, description)
        pixels = self.seen.width * self.seen.height
        if found.close or found.element is None or found.element.id == FREE or pixels > LARGE * eye.profile.pixels[1]:
            found = self._closer(eye, words, description, box) or found
        if found.element is None:
            return Opinion(reason=f"{eye.name} points where {found.reason}")
        return Opinion(found.element)

    def _closer(self, eye: Eye, words: str, description: str, first: BBox) -> Placed | None:
        """A second look at a part of the picture; None where it tells no more. One that points at another place than
        the first makes both worthless."""
        assert eye.profile.coordinates
        part = zoom.around(first, self.seen.width, self.seen.height)
        picture = zoom.cut(self.seen, part)
        reply = self.ask(eye, [picture], questions.locate(eye.profile, words), "locate again", part.region)
        if reply is None:
            return None
        box = place(reply.parsed, eye.profile.coordinates, picture.width, picture.height)
        if box is None:
            return None
        coarse = max(1.0, (self.seen.width * self.seen.height / eye.profile.pixels[1]) ** 0.5)
        if not first.grow(round(APART * coarse)).contains(*part.back(box).centre):
            return Placed(None, "a closer look does not")
        return placed(self.picture, self.screen, part.back(box), description)

    def ask(
        self, eye: Eye, pictures: Sequence[Picture], question: Question, task: str = "", region: BBox | None = None
    ) -> Reply | None:
        """One reply, kept in `answers`; None where it fits no form. `region` is the part that the picture shows."""
        (reply,) = answered(eye, [(pictures, question)])
        self.note(eye, task or question.name, reply)
        if reply is not None and len(pictures) == 1:
            whole = BBox(0, 0, self.picture.width, self.picture.height)
            self.look = Look(eye, pictures[0], question, reply, region or whole)
        return reply

    def note(self, eye: Eye, task: str, reply: Reply | None) -> None:
        if reply is None:
            self.answers.append(Answered(model=eye.name, task=task, read=False))
            return
        prompt, new, seconds = reply.prompt_tokens, reply.new_tokens, round(reply.seconds, 3)
        self.answers.append(
            Answered(model=reply.model, task=task, prompt_tokens=prompt, new_tokens=new, seconds=seconds)
        )

    def hidden(self, text: str) -> str:
        """Words for a prompt: no secret is in them, and nothing that a model takes for the end of a turn."""
        for secret in sorted(self.secrets, key=len, reverse=True):
            text = text.replace(secret, HIDDEN) if secret else text
        return shown(text).replace("<|", "< |")


def cannot_be_undone(element: Element | None, description: str) -> bool:
    """Whether the element, or what is asked for, does what cannot be undone."""
    if element is not None and deed_of(called(element)):
        return True
    return element is None and any(is_asked_for(deed, description) for deed in DEEDS[:2])


def same(one: Element, other: Element) -> bool:
    """One thing, though it may be two elements: a cell and the link in it, a sign in its button or column's header."""
    if one.id == other.id:
        return True
    if FREE in (one.id, other.id):
        return False
    inner, outer = sorted((one, other), key=lambda element: element.box.area)
    within = inner.box.inside(outer.box) > 0.9 and inner.interactive != outer.interactive
    return one.box.iou(other.box) > 0.7 or (within and outer.role not in FIELD_ROLES)


def _agreed(first: Grounding, element: Element) -> Grounding:
    if first.element is None or not same(first.element, element):  # two models
        return Grounding(element, round(ALONE + (1 - ALONE) * AGREED, 3), "", (element, *first.candidates[:4]))
    sure = first.confidence + (1 - first.confidence) * AGREED
    return replace(first, confidence=round(min(0.99, sure), 3))


def _decided(first: Grounding, opinions: Sequence[Opinion], final: bool) -> Grounding:
    """What follows where no two eyes agree: nothing, unless one eye alone sees what can be undone."""
    named = [opinion.element for opinion in opinions if opinion.element is not None]
    told = "; ".join(opinion.reason for opinion in opinions if opinion.reason)
    candidates = tuple(dict.fromkeys([*([first.element] if first.element else []), *named, *first.candidates]))[:5]
    silent = not named and not any(opinion.nowhere for opinion in opinions)
    if silent and first.element and (first.confidence >= SURE or not final):  # nobody spoke against it
        return first
    if first.element is None and len(named) == 1 and not final:
        return Grounding(named[0], ALONE, "", candidates)
    if final and (named or first.element):
        what = "the eyes disagree on what it is" if named and first.element else "only one eye sees it"
        what += ", and it cannot be undone"
    elif named:
        what = "the eyes disagree: " + ", ".join(str(one) for one in candidates[: len(named) + bool(first.element)])
    else:
        what = "the embedded eyes are not sure" if first.element else first.reason
    return Grounding(None, 0.0, f"{what} ({told})" if told else what, candidates)
