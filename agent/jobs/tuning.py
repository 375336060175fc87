"""A local model taught on a user's own plans: each step's element, by its name, on the picture it was planned on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from agent.errors import UsageError
from agent.jobs.files import make_folder, read_plan, read_screen
from agent.jobs.models import model_faults

if TYPE_CHECKING:
    from agent.talk import Tell
    from perception.capture import Picture
    from perception.types import BBox
    from perception.vlm.local.tuning import Example

_ROLES = {"textbox": "field", "searchbox": "search field", "combobox": "list", "spinbutton": "number field"}


@dataclass(frozen=True)
class TuneOrder:
    """`plans` are plan files; `output` is the folder of the adapter; `rate` is how fast it learns (None: as fits the
    model)."""

    plans: Sequence[Path]
    output: Path
    model: str = "qwen3-vl-2b"
    epochs: int = 6
    rate: float | None = None


@dataclass(frozen=True)
class Tuned:
    """`before` and `after` are the shares of the `held` examples that were pointed at right (None: none was held)."""

    output: Path
    taught: int
    held: int
    before: float | None
    after: float | None


def tune(order: TuneOrder, tell: Tell) -> Tuned:
    """Builds the examples, teaches, and examines before and after."""
    examples = list(examples_of(order.plans))
    if not examples:
        raise UsageError("the plans name no element on a picture that is still there: plan on pictures that you keep")
    make_folder(order.output)
    with model_faults():
        from perception.vlm.local import open_eye, tuning

        taught, held = tuning.parted(examples)
        course = tuning.Course(order.epochs, order.rate)
        eye = open_eye(order.model)
        tell(f"asking {order.model} about {len(held)} things before")
        before = tuning.pointed(eye, held) if held else None
        tuning.tune(eye, taught, order.output, course, tell)
        tell("asking it again")
        after = tuning.pointed(open_eye(str(order.output)), held) if held else None
    return Tuned(order.output, len(taught), len(held), before, after)


def examples_of(plans: Sequence[Path]) -> Iterator[Example]:
    """What plans and the pictures they were made on teach: every element by its name, and
    on each picture one thing of another that it has not."""
    from perception.vlm.local.tuning import Example

    known = [(picture, said) for path in plans for picture, said in [_said(path)] if picture is not None]
    for picture, said in known:
        for words, box in said.items():
            yield Example(picture, words, box)
        elsewhere = sorted({words for _, other in known for words in other if words.startswith("the ")} - set(said))
        if elsewhere:
            yield Example(picture, elsewhere[len(said) % len(elsewhere)], None)


def _said(path: Path) -> tuple[Picture | None, dict[str, BBox]]:
    from perception.types import BBox

    plan, screen = read_plan(path), read_screen(path)
    picture = _picture(path, screen.source, screen.sha256)
    said: dict[str, BBox] = {}
    for step in plan.steps:
        target = getattr(step, "target", None)
        element = screen.by_id.get(target.element) if target else None
        if target is None or element is None or not element.name:
            continue
        role = _ROLES.get(element.role, element.role)
        said[f"the {element.name} {role}"] = BBox(*target.box)
    return picture, said


def _picture(plan: Path, source: str, sha256: str) -> Picture | None:
    """The picture that a plan was made on, where it lies as it did, or beside the plan; never another one."""
    from perception.capture import open_picture
    from perception.types import ImageError

    for path in (Path(source), plan.parent / Path(source).name):
        try:
            picture = open_picture(path)
        except ImageError:
            continue
        if picture.sha256 == sha256:
            return picture
    return None
