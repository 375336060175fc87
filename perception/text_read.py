"""Reads pieces of lines: a network gives a letter for each few columns, CTC (Graves et al., 2006) joins them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from perception import text_models

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]

HEIGHT = 48  # the network's input height
SHORT, STRETCH = 96, 1.25  # short words are read wider: narrow letters ("ll") need a step of the network each
LONG, SQUEEZE = 160, 0.88  # long lines are read a little narrower: less work, and as many right


@dataclass(frozen=True, slots=True)
class Reading:
    """The letters, spaces included; where each stands, as a share of the width; the mean certainty, 0 to 1."""

    letters: str = ""
    places: tuple[float, ...] = ()
    confidence: float = 0.0


def read_pieces(pieces: Sequence[Pixels]) -> list[Reading]:
    """Reads each different piece (H x W x 3 RGB) once, the longest first so that both workers end together."""
    views = [_view(piece) for piece in pieces]
    keys = [(view.shape[1], view.tobytes()) for view in views]
    different = dict(zip(keys, views, strict=True))
    order = sorted(different, key=lambda key: -key[0])
    read = dict(zip(order, text_models.workers().map(_recognise, (different[key] for key in order)), strict=True))
    return [read[key] for key in keys]


def _view(piece: Pixels) -> Pixels:
    """The piece at the network's height, its width near to true: nothing is padded."""
    import cv2

    width = round(piece.shape[1] * HEIGHT / piece.shape[0])
    if width > LONG:
        width = max(LONG, round(width * SQUEEZE))
    elif width < SHORT:
        width = min(SHORT, max(8, round(width * STRETCH)))
    return cv2.resize(piece, (width, HEIGHT), interpolation=cv2.INTER_LINEAR)  # type: ignore[return-value]


def _recognise(view: Pixels) -> Reading:
    import numpy as np

    steps = text_models.run(text_models.RECOGNISER, text_models.batch_of(view))[0]
    best = steps.argmax(axis=1)
    kept = np.flatnonzero((best != 0) & np.concatenate(([True], best[1:] != best[:-1])))
    if not kept.size:
        return Reading()
    alphabet = text_models.characters()
    letters = "".join(alphabet[best[step]] for step in kept)
    places = tuple(((kept + 0.5) / len(best)).tolist())
    return Reading(letters, places, float(steps[kept, best[kept]].mean()))
