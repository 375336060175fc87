"""Reads pieces of lines: a network gives a letter for each few columns, CTC (Graves et al., 2006) joins them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from perception import text_models
from perception.reread import Memory

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]
    Floats = NDArray[np.float32]

HEIGHT = 48  # the network's input height
SHORT, STRETCH = 96, 1.25  # short words are read wider: narrow letters ("ll") need a step of the network each
LONG, SQUEEZE = 160, 0.93  # long lines are read a little narrower: less work, and as many right
# A common letter with such a score is the best of all in a line of common letters. Of 60,000 steps along lines of real
# pages, where another letter was the best no common one had more than 14.9.
SURE = 15.5


@dataclass(frozen=True, slots=True)
class Reading:
    """The letters, spaces included; where each stands, as a share of the width; the mean certainty, 0 to 1."""

    letters: str = ""
    places: tuple[float, ...] = ()
    confidence: float = 0.0


_read: Memory[Reading] = Memory(4096)


def read_pieces(pieces: Iterable[Pixels]) -> list[Reading]:
    """Reads each different piece (H x W x 3 RGB) once, on the workers, while the next pieces are still being cut."""
    begun, keys = {}, []
    for piece in pieces:
        view = _view(piece)
        keys.append((view.shape[1], view.tobytes()))
        if keys[-1] not in begun:
            begun[keys[-1]] = text_models.workers().submit(_reading, view)
    return [begun[key].result() for key in keys]


def _view(piece: Pixels) -> Pixels:
    """The piece at the network's height, its width near to true: nothing is padded."""
    import cv2

    width = round(piece.shape[1] * HEIGHT / piece.shape[0])
    if width > LONG:
        width = max(LONG, round(width * SQUEEZE))
    elif width < SHORT:
        width = min(SHORT, max(8, round(width * STRETCH)))
    return cv2.resize(piece, (width, HEIGHT), interpolation=cv2.INTER_LINEAR)  # type: ignore[return-value]


def _reading(view: Pixels) -> Reading:
    return _read.recall(view, lambda: _recognise(view))


def _recognise(view: Pixels) -> Reading:
    import numpy as np

    best, chance = _best(*text_models.steps(view))
    kept = np.flatnonzero((best != 0) & np.concatenate(([True], best[1:] != best[:-1])))
    if not kept.size:
        return Reading()
    alphabet = text_models.characters()
    letters = "".join(alphabet[best[step]] for step in kept)
    places = tuple(((kept + 0.5) / len(best)).tolist())
    return Reading(letters, places, float(chance[kept].mean()))


def _best(features: Floats, scores: Floats) -> tuple[NDArray[np.intp], Floats]:
    """The likeliest letter of each step and its chance; all letters are asked only where no common one is sure."""
    import numpy as np

    among, chance = _likeliest(scores)
    best = text_models.common()[among]
    unsure = np.flatnonzero(scores.max(axis=1) < SURE)
    if unsure.size:
        best[unsure], chance[unsure] = _likeliest(text_models.letters(features[unsure]))
        if not np.isin(best[unsure], text_models.common()).all():  # a line in another script
            return _likeliest(text_models.letters(features))
    return best, chance


def _likeliest(scores: Floats) -> tuple[NDArray[np.intp], Floats]:
    """The best of each row and its softmax."""
    import numpy as np

    best = scores.argmax(axis=1)
    top = scores[np.arange(len(scores)), best]
    chance: Floats = 1 / np.exp(scores - top[:, None]).sum(axis=1)
    return best, chance
