"""SVG files -> masters: each icon's coverage (alpha) at 112 px, with the concept that it shows, or none."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from dataclasses import dataclass
from importlib.resources import files as resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from perception.training.icons.sets import IconFile, files

SIZE = 112
UNKNOWN = ""  # shows none of the concepts
# What a set of logos may show: its "box" is a company's.
_LOGOS = "simple-icons"
_BRANDS = frozenset(
    "github gitlab facebook twitter x-twitter google apple linkedin youtube instagram whatsapp telegram slack discord "
    "microsoft android dribbble pinterest tiktok reddit wechat paypal figma dropbox spotify".split()
)


@dataclass(frozen=True)
class Masters:
    """`alpha`: N x SIZE x SIZE, uint8; `concept`, `set` and `stem` of each."""

    alpha: NDArray[np.uint8]
    concept: list[str]
    set: list[str]
    stem: list[str]


def names() -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """Concept -> the stems that show it, and those ("set/stem") that do not."""
    text = (resources("perception.training.icons") / "names.txt").read_text(encoding="utf-8")
    found: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
    for line in text.splitlines():
        if line.startswith(("//", "?")):
            continue
        concept, _, words = line.partition(":")
        said = words.split()
        found[concept] = (
            frozenset(word for word in said if word[0] != "!"),
            frozenset(word[1:] for word in said if word[0] == "!"),
        )
    return found


def look_alikes() -> frozenset[str]:
    """Stems of no concept whose drawings look like one."""
    text = (resources("perception.training.icons") / "names.txt").read_text(encoding="utf-8")
    return frozenset(next(line for line in text.splitlines() if line.startswith("?")).split()[1:])


class Namer:
    """File -> concept, "" for what shows none, None for what may be mistaken for one."""

    def __init__(self) -> None:
        self._names = names()
        self._stems: dict[str, list[str]] = defaultdict(list)
        for concept, (stems, _) in self._names.items():
            for stem in stems:
                self._stems[stem].append(concept)
        self._alike = look_alikes()
        plain = {stem for stem in self._stems if "/" not in stem}
        self._words = {word for stem in plain for word in stem.split("-") if len(word) > 1}

    def concept(self, file: IconFile) -> str | None:
        own = f"{file.set}/{file.stem}"
        if own in self._stems:
            return self._stems[own][0]
        found = [c for c in self._stems.get(file.stem, ()) if own not in self._names[c][1]]
        if file.set == _LOGOS:
            return found[0] if found and found[0] in _BRANDS else UNKNOWN
        if found:
            return found[0] if len(found) == 1 else None
        alike = (
            not self._words.isdisjoint(re.split("[-/]", file.stem))
            or file.stem in self._stems
            or file.stem in self._alike
        )
        return None if alike else UNKNOWN


def doubles() -> list[str]:
    """Stems that two concepts claim: there should be none."""
    claimed: dict[str, list[str]] = defaultdict(list)
    for concept, (stems, _) in names().items():
        for stem in stems:
            claimed[stem].append(concept)
    return [f"{stem}: {', '.join(by)}" for stem, by in claimed.items() if len(by) > 1]


def render(path: Path) -> NDArray[np.uint8] | None:
    """An icon's coverage, SIZE x SIZE, its drawing in the middle as its set places it; None where it draws nothing."""
    import io

    import resvg_py
    from PIL import Image

    text = path.read_text(encoding="utf-8", errors="replace")
    text = re.sub(r"^.*?(?=<svg)", "", text, flags=re.S)
    if "<image" in text or "<svg" not in text:
        return None
    try:
        png = resvg_py.svg_to_bytes(svg_string=text, width=SIZE, height=SIZE, skip_system_fonts=True)
    except ValueError:
        return None
    alpha = np.asarray(Image.open(io.BytesIO(png)).convert("RGBA"))[..., 3]
    square = np.zeros((SIZE, SIZE), np.uint8)
    height, width = min(SIZE, alpha.shape[0]), min(SIZE, alpha.shape[1])
    top, left = (SIZE - height) // 2, (SIZE - width) // 2
    square[top : top + height, left : left + width] = alpha[:height, :width]
    ink = square > 60
    return square if 12 < ink.sum() < 0.93 * SIZE * SIZE else None


def _bars(drawn: NDArray[np.uint8]) -> int:
    """How many bars stand one above the other."""
    rows = np.concatenate([[False], (drawn > 128).any(axis=1), [False]])
    return int((np.diff(rows.astype(np.int8)) == 1).sum())


def masters(root: Path, *, held_out: bool, unknown: int, seed: int = 0) -> Masters:
    """Every icon of a concept once (equal drawings of one set are dropped), and `unknown` others, picked by chance."""
    namer = Namer()
    known: list[tuple[IconFile, str]] = []
    others: list[tuple[IconFile, str]] = []
    for file in files(root, held_out=held_out):
        concept = namer.concept(file)
        if concept is not None:
            (known if concept else others).append((file, concept))
    chance = np.random.default_rng(seed)
    picked = [others[i] for i in sorted(chance.permutation(len(others))[:unknown])]
    alpha: list[NDArray[np.uint8]] = []
    kept: list[tuple[IconFile, str]] = []
    seen: set[str] = set()
    for file, concept in known + picked:
        drawn = render(file.path)
        if drawn is None or (concept == "align-justify" and _bars(drawn) < 4):
            continue  # three bars are a menu
        print_of = hashlib.blake2b(drawn[::2, ::2].tobytes(), digest_size=12).hexdigest()
        if print_of not in seen:
            seen.add(print_of)
            alpha.append(drawn)
            kept.append((file, concept))
    if not held_out:
        from perception.training.icons.css import signs

        for at, (concept, drawn) in enumerate(signs(chance)):
            alpha.append(drawn)
            kept.append((IconFile("css", f"{concept}-{at}", Path()), concept))
    return Masters(
        np.stack(alpha), [c for _, c in kept], [f.set for f, _ in kept], [f.stem for f, _ in kept]
    )  # fmt: skip
