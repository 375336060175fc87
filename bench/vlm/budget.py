"""What fewer pixels cost and save: `python -m bench.vlm.budget MODEL`, for a model of `bench.vlm.pointing`.

Fresh pages, which it never saw, are asked about with the whole of their pixels and with shares of them
(`SIGHTWRIGHT_VLM_MAX_PIXELS`), each once with one look and once with a second one at the part around the first answer.
Every budget's turn comes on every page, so that what else the machine does falls on all of them alike. A second look
shows more only where the page is larger than the part: so pages of four times the size are asked about, too.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from bench.vlm.drawing import Page, draw
from bench.vlm.pointing import FRESH, SHARES, STYLES
from perception.capture import Picture
from perception.types import BBox
from perception.vlm import questions, zoom
from perception.vlm.coordinates import place
from perception.vlm.local import LocalSettings
from perception.vlm.local.eye import LocalEye
from perception.vlm.local.store import find


@dataclass
class Line:
    """One budget: tokens of a picture, seconds of each question that was the first on its page, and of each question
    whether the answer was right, by kind. The second look's are beside the first's."""

    share: float
    eye: LocalEye
    tokens: int = 0
    once: list[float] = field(default_factory=list)
    twice: list[float] = field(default_factory=list)
    right: dict[str, list[bool]] = field(default_factory=dict)
    closer: dict[str, list[bool]] = field(default_factory=dict)

    def ask(self, page: Page) -> None:
        """About everything that is on a page, and two things that are not."""
        asked: list[tuple[str, BBox | None]] = [(thing.said, thing.box) for thing in page.things]
        for number, (said, wanted) in enumerate([*asked, *((said, None) for said in page.absent)]):
            begun = perf_counter()
            first = looked(self.eye, page.picture, said)
            seen = perf_counter()
            second = looked_closer(self.eye, page.picture, said, first) if first else None
            if number == 0:
                self.once.append(seen - begun)
                self.twice.append(perf_counter() - begun)
            kind = said.split()[-1] if wanted and said.endswith("button") else "field" if wanted else "absent"
            for marks, found in ((self.right, first), (self.closer, second or first)):
                hit = found is None if wanted is None else found is not None and wanted.contains(*found.centre)
                marks.setdefault(kind, []).append(hit)
        self.tokens = tokens_of(self.eye, page.picture)


def looked(eye: LocalEye, picture: Picture, said: str) -> BBox | None:
    assert eye.profile.coordinates is not None
    reply = eye.ask([picture], questions.locate(eye.profile, said))
    return place(reply.parsed, eye.profile.coordinates, picture.width, picture.height)


def looked_closer(eye: LocalEye, picture: Picture, said: str, first: BBox) -> BBox | None:
    """The second of two looks, in the whole picture's pixels; None where it sees nothing in the part."""
    part = zoom.around(first, picture.width, picture.height)
    found = looked(eye, zoom.cut(picture, part), said)
    return part.back(found) if found else None


def tokens_of(eye: LocalEye, picture: Picture) -> int:
    """How many tokens a picture is to the model."""
    sight = eye.load(silent=True).sight
    assert sight is not None
    loaded = eye.load().loaded
    _, (features,) = sight.encoded(loaded.processor.image_token, [picture])
    return len(features.tokens)


def measure(model: str, pages: Sequence[Page], shares: Sequence[float] = SHARES) -> list[Line]:
    """A line per share of the pages' pixels."""
    picture = pages[0].picture
    profile, checkpoint = find(model)
    lines = []
    for share in shares:
        budget = LocalSettings("float32", "cpu", max_pixels=int(share * picture.width * picture.height))
        lines.append(Line(share, LocalEye(profile, checkpoint, budget)))
        lines[-1].eye.load(silent=True)
    for page in pages:
        for line in lines:
            line.ask(page)
    return lines


def share_of(marks: dict[str, list[bool]], kind: str | None = None) -> float:
    of = marks.get(kind, []) if kind else [hit for one in marks.values() for hit in one]
    return sum(of) / len(of) if of else 0.0


def table(lines: Sequence[Line]) -> str:
    """As Markdown; times are medians, as shares of the first line's single look."""
    kinds = sorted({kind for line in lines for kind in line.right})
    head = ["pixels", "tokens", "time", "right", *kinds, "two looks: time", "right", *kinds]
    rows = [head, ["---"] * len(head)]
    whole = _median(lines[0].once)
    for line in lines:
        cells = [f"{line.share:.3g}", str(line.tokens)]
        for seconds, marks in ((line.once, line.right), (line.twice, line.closer)):
            cells += [f"{_median(seconds) / whole:.2f}", f"{share_of(marks):.3f}"]
            cells += [f"{share_of(marks, kind):.3f}" for kind in kinds]
        rows.append(cells)
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _median(seconds: Sequence[float]) -> float:
    return sorted(seconds)[len(seconds) // 2]


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("model", type=Path)
    reader.add_argument("--profile", default="ui-venus-1.5-2b")
    reader.add_argument("--pages", type=int, default=30)
    given = reader.parse_args()
    for name, shares in (("light", SHARES), ("large", (1 / 4,))):
        style = STYLES[name]
        pages = [draw(4 * FRESH + number, style) for number in range(given.pages)]
        lines = measure(f"{given.profile}={given.model}", pages, shares)
        asked = sum(len(one) for one in lines[0].right.values())
        first = f"{_median(lines[0].once):.3f} s for the first of them at the first budget"
        print(f"{given.pages} pages of {style.width} x {style.height}, {asked} questions, {first}")
        print(table(lines), flush=True)


if __name__ == "__main__":
    main()
