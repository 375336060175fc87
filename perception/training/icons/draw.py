"""Masters -> pictures of icons as screens show them, and from these what the reader sees. All from one seed."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from perception.icon_ink import SIDE, cut
from perception.training.icons.masters import SIZE
from perception.types import BBox

Patch = NDArray[np.uint8]
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWYZabdefghkmnpqrstuyz0123456789&%$#@!?"
_FONTS = (cv2.FONT_HERSHEY_SIMPLEX, cv2.FONT_HERSHEY_DUPLEX, cv2.FONT_HERSHEY_COMPLEX, cv2.FONT_HERSHEY_TRIPLEX)


def seen(master: Patch, chance: np.random.Generator) -> Patch | None:
    """One look at an icon: SIDE x SIDE, uint8; None where the cutting finds nothing."""
    picture, box = picture_of(master, chance)
    found = cut(picture, box)
    return None if found is None else (found.ink * 255 + 0.5).astype(np.uint8)


def picture_of(master: Patch, chance: np.random.Generator) -> tuple[Patch, BBox]:
    """An RGB picture with the icon on some surface, and the box that a detector might give for it."""
    size = int(np.exp(chance.uniform(np.log(10), np.log(52))))
    alpha = _drawn(master, size, chance)
    pad = int(chance.integers(3, max(5, round(1.1 * size))))
    side = size + 2 * pad
    paper, ink = _colours(chance)
    canvas = np.empty((side, side, 3), np.float32)
    canvas[:] = paper
    button = chance.random()
    box = BBox(pad, pad, pad + size, pad + size)
    if button < 0.4 and pad >= 4:
        box = _button(canvas, paper, ink, pad, size, filled=button < 0.28, chance=chance)
        paper = canvas[side // 2, box.x1 + max(2, (box.width - size) // 4)].copy()
        if np.abs(ink - paper).max() < 60:
            ink = np.array(0.0 if paper.mean() > 128 else 255.0, np.float32).repeat(3)
    elif chance.random() < 0.25:
        _neighbours(canvas, paper, ink, pad, size, chance)
    strength = chance.uniform(0.55, 1.0) if chance.random() < 0.2 else 1.0
    over = (alpha * strength)[..., None]
    place = canvas[pad : pad + size, pad : pad + size]
    place[:] = place * (1 - over) + ink * over
    if chance.random() < 0.06:
        _badge(canvas, pad, size, chance)
    if chance.random() < 0.3:
        canvas += chance.normal(0, chance.uniform(0.5, 4), canvas.shape)
    picture = np.clip(canvas + 0.5, 0, 255).astype(np.uint8)
    if chance.random() < 0.08:
        picture = cv2.GaussianBlur(picture, (3, 3), float(chance.uniform(0.3, 0.8)))
    return picture, _jittered(_tightened(box, alpha, pad, size, chance, button), side, chance)


def _drawn(master: Patch, size: int, chance: np.random.Generator) -> NDArray[np.float32]:
    """The coverage at that size, off the pixel grid by a part of a pixel, its strokes a little thicker or thinner."""
    weight = chance.random()
    if weight < 0.16:
        width = int(chance.integers(2, 5))
        kernel = np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (width, width)), np.uint8)
        master = np.asarray(cv2.dilate(master, kernel), np.uint8) if weight < 0.11 else _thinner(master, kernel)
    step = SIZE / size
    shift = chance.uniform(0, step, 2) if chance.random() < 0.5 else (0.0, 0.0)
    grown = np.zeros((SIZE + int(2 * step) + 2,) * 2, np.uint8)
    x, y = int(shift[0]), int(shift[1])
    grown[y : y + SIZE, x : x + SIZE] = master
    alpha = cv2.resize(grown[:SIZE, :SIZE], (size, size), interpolation=cv2.INTER_AREA)
    return np.asarray(alpha, np.float32) / np.float32(255)


def _thinner(master: Patch, kernel: Patch) -> Patch:
    thin = np.asarray(cv2.erode(master, kernel), np.uint8)
    return thin if (thin > 128).sum() > 0.45 * (master > 128).sum() else master


def _colours(chance: np.random.Generator) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Paper and ink: grey on white, white on dark, coloured on either, white on a colour."""
    kind = chance.random()
    if kind < 0.45:
        paper = np.full(3, chance.uniform(235, 255)) - chance.uniform(0, 8, 3)
        ink = np.full(3, chance.uniform(0, 150)) + chance.uniform(-15, 15, 3)
    elif kind < 0.65:
        paper = np.full(3, chance.uniform(0, 60)) + chance.uniform(0, 25, 3)
        ink = np.full(3, chance.uniform(140, 255))
    elif kind < 0.85:
        paper = chance.uniform(225, 255, 3)
        ink = chance.uniform(0, 235, 3)
    else:
        paper = chance.uniform(0, 200, 3)
        ink = chance.uniform(220, 255, 3)
    if np.abs(paper - ink).max() < 45:
        ink = np.full(3, 20.0 if paper.mean() > 128 else 240.0)
    return np.clip(paper, 0, 255).astype(np.float32), np.clip(ink, 0, 255).astype(np.float32)


def _button(
    canvas: NDArray[np.float32],
    paper: NDArray[np.float32],
    ink: NDArray[np.float32],
    pad: int,
    size: int,
    *,
    filled: bool,
    chance: np.random.Generator,
) -> BBox:
    """Draws a round or square button around the icon's place."""
    room = int(chance.integers(3, pad)) if pad > 3 else 3
    left, right = pad - room, pad + size + room
    shade = chance.random()
    colour = paper * (0.93 if paper.mean() > 128 else 1.0) + (0 if paper.mean() > 128 else chance.uniform(12, 30))
    if shade < 0.5:
        colour = chance.uniform(0, 220, 3)
    colour = np.clip(colour, 0, 255).astype(np.float32)
    edge = np.clip(paper * 0.5 + ink * 0.5 if shade < 0.5 else paper * 0.82 + ink * 0.18, 0, 255)
    over = 4
    mask = np.zeros((canvas.shape[0] * over,) * 2, np.uint8)
    a, b = left * over, right * over
    radius = int(chance.choice([0, 0.15, 0.25, 0.5]) * (b - a))
    _rounded(mask, a, b, radius)
    inner = np.zeros_like(mask)
    thick = int(chance.integers(1, 3)) * over
    _rounded(inner, a + thick, b - thick, max(0, radius - thick))
    outer_part = cv2.resize(mask, canvas.shape[:2], interpolation=cv2.INTER_AREA).astype(np.float32)[..., None] / 255
    inner_part = cv2.resize(inner, canvas.shape[:2], interpolation=cv2.INTER_AREA).astype(np.float32)[..., None] / 255
    if filled:
        canvas[:] = canvas * (1 - outer_part) + colour * outer_part
    else:
        ring = np.clip(outer_part - inner_part, 0, 1)
        canvas[:] = canvas * (1 - ring) + edge.astype(np.float32) * ring
    return BBox(left, left, right, right)


def _rounded(mask: Patch, a: int, b: int, radius: int) -> None:
    if b <= a:
        return
    radius = min(radius, (b - a) // 2)
    cv2.rectangle(mask, (a + radius, a), (b - 1 - radius, b - 1), 255, -1)
    cv2.rectangle(mask, (a, a + radius), (b - 1, b - 1 - radius), 255, -1)
    for x in (a + radius, b - 1 - radius):
        for y in (a + radius, b - 1 - radius):
            cv2.circle(mask, (x, y), radius, 255, -1)


def _neighbours(
    canvas: NDArray[np.float32],
    paper: NDArray[np.float32],
    ink: NDArray[np.float32],
    pad: int,
    size: int,
    chance: np.random.Generator,
) -> None:
    """Bits of text or a rule at the sides."""
    side = canvas.shape[0]
    tone = (paper * 0.4 + ink * 0.6).tolist()
    if chance.random() < 0.6 and pad > 4:
        text = "".join(chance.choice(list(_LETTERS), 4))
        scale = size / 44 * chance.uniform(0.7, 1.1)
        x = pad + size + int(chance.integers(1, max(2, pad - 2)))
        _written(canvas, text, (x, side // 2 + size // 4), int(chance.choice(_FONTS)), scale, tone, 1)
    else:
        y = int(chance.integers(0, max(1, pad - 2)))
        cv2.line(canvas, (0, y), (side, y), tone, 1)


def _written(
    canvas: NDArray[np.float32],
    text: str,
    at: tuple[int, int],
    font: int,
    scale: float,
    tone: Sequence[float],
    thick: int,
) -> None:
    layer = np.clip(canvas, 0, 255).astype(np.uint8)
    cv2.putText(layer, text, at, font, scale, tone, thick, cv2.LINE_AA)
    canvas[:] = layer


def _badge(canvas: NDArray[np.float32], pad: int, size: int, chance: np.random.Generator) -> None:
    """A small coloured dot at the upper right."""
    radius = max(2, round(size * chance.uniform(0.12, 0.24)))
    place = (pad + size - radius + int(chance.integers(-1, 2)), pad + radius - int(chance.integers(0, 3)))
    cv2.circle(canvas, place, radius, chance.uniform([180, 20, 20], [255, 90, 90]).tolist(), -1, cv2.LINE_AA)


def _tightened(
    box: BBox, alpha: NDArray[np.float32], pad: int, size: int, chance: np.random.Generator, button: float
) -> BBox:
    """Detectors give a drawing's own bounds where there is no button."""
    if button < 0.4 and box.width > size:
        return box
    drawn = alpha > 0.3
    if not drawn.any() or chance.random() < 0.3:
        return box.grow(int(chance.integers(0, pad)))
    columns, rows = np.flatnonzero(drawn.any(axis=0)), np.flatnonzero(drawn.any(axis=1))
    tight = BBox(pad + int(columns[0]), pad + int(rows[0]), pad + int(columns[-1]) + 1, pad + int(rows[-1]) + 1)
    longest = max(tight.width, tight.height)
    if longest > 3 * min(tight.width, tight.height):
        more = (longest // 2 - min(tight.width, tight.height)) // 2 + 1
        tight = tight.grow(max(1, more))
    return tight.grow(int(chance.integers(0, max(1, pad // 2) + 1)))


def _jittered(box: BBox, side: int, chance: np.random.Generator) -> BBox:
    off = chance.integers(-1, 3, 4)
    x1, y1 = max(0, box.x1 - int(off[0])), max(0, box.y1 - int(off[1]))
    return BBox(x1, y1, min(side, box.x2 + int(off[2])), min(side, box.y2 + int(off[3])))


def nothing(chance: np.random.Generator) -> Patch | None:
    """What is no icon: letters, initials in circles, bits of pictures, empty and ticked boxes, plain shapes."""
    side = int(chance.integers(12, 56))
    paper, ink = _colours(chance)
    canvas = np.empty((side + 12, side + 12, 3), np.float32)
    canvas[:] = paper
    box, kind = BBox(6, 6, 6 + side, 6 + side), chance.random()
    tone: Sequence[float] = ink.tolist()
    if kind < 0.45:
        if kind > 0.2:
            cv2.circle(canvas, (6 + side // 2,) * 2, side // 2, (paper * 0.5 + ink * 0.5).tolist(), -1, cv2.LINE_AA)
        text = "".join(chance.choice(list(_LETTERS), int(chance.integers(1, 4))))
        font, thick = int(chance.choice(_FONTS)), int(chance.integers(1, 3))
        (width, height), _ = cv2.getTextSize(text, font, 1.0, thick)
        scale = side / max(width, height) * chance.uniform(0.55, 0.95)
        at = (6 + round((side - width * scale) / 2), 6 + round((side + height * scale) / 2))
        _written(canvas, text, at, font, scale, tone, thick)
    elif kind < 0.8:
        rough = chance.uniform(0, 255, (int(chance.integers(2, 9)), int(chance.integers(2, 9)), 3)).astype(np.float32)
        flags = int(chance.choice([cv2.INTER_CUBIC, cv2.INTER_NEAREST, cv2.INTER_LINEAR]))
        canvas[6 : 6 + side, 6 : 6 + side] = np.clip(cv2.resize(rough, (side, side), interpolation=flags), 0, 255)
    else:
        points = chance.uniform(6, 6 + side, (int(chance.integers(2, 7)), 2)).astype(np.int32)
        closed, thick = bool(chance.random() < 0.5), int(chance.integers(1, max(2, side // 8)))
        cv2.polylines(canvas, [points], closed, tone, thick, cv2.LINE_AA)
    found = cut(np.clip(canvas + 0.5, 0, 255).astype(np.uint8), _jittered(box, side + 12, chance))
    return None if found is None else (found.ink * 255 + 0.5).astype(np.uint8)


def montage(looks: Sequence[Patch], columns: int = 40) -> Patch:
    """Looks side by side, ink dark, to be viewed."""
    rows = -(-len(looks) // columns)
    sheet = np.full((rows * (SIDE + 2), columns * (SIDE + 2)), 255, np.uint8)
    for at, look in enumerate(looks):
        y, x = divmod(at, columns)
        sheet[y * (SIDE + 2) : y * (SIDE + 2) + SIDE, x * (SIDE + 2) : x * (SIDE + 2) + SIDE] = 255 - look
    return sheet
