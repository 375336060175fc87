"""A picture as areas of even colour, and what their outlines are: the geometry below every control.

Screens are painted in flat areas. Cutting the picture where neighbouring pixels differ gives each of them once,
whatever the theme: the inside of an outlined field is an area of its own even if its border is one pale pixel.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from perception.types import BBox, TextLine

Pixels = npt.NDArray[np.uint8]  # H x W x 3, RGB
Colour = tuple[int, int, int]
Outline = Literal["rect", "pill", "circle"]

STEP = 3  # neighbours that differ by more in any channel lie in two areas; soft shadows and gradients stay below
TEXT_HEIGHT = 11.0  # median height of a line's ink at 14 px, which "1x" means here
SIGN_LETTERS = set("vVyYoOcCQDxXlLIrJTtUuKk口回日目田")  # what OCR makes of ticks, dots, rings and boxes
SCALES = (17.5, 27.0, 38.0)  # from these heights on a picture is taken as 2x, 3x and 4x


@dataclass(frozen=True)
class Canvas:
    """A picture brought to about 1x, cut into areas of even colour.

    `words` are the lines that are text, not a sign read as a letter. `labels` is H x W: an area's number, or 0 on an
    edge. `stats` is one row per area (x, y, width, height, pixels). `factor` maps a box back to the picture, `unit` is
    what text is taller than at 1x.
    """

    pixels: Pixels
    lines: tuple[TextLine, ...]
    words: tuple[TextLine, ...]
    labels: npt.NDArray[np.int32]
    stats: npt.NDArray[np.int32]
    factor: int
    unit: float

    @property
    def width(self) -> int:
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        return int(self.pixels.shape[0])


@dataclass(frozen=True)
class Shape:
    """A closed outline: `box` with its border, `inner` without. `contents` are groups of ink inside, left to right."""

    label: int
    outline: Outline
    box: BBox
    inner: BBox
    fill: Colour
    outside: Colour
    borders: tuple[int, int, int, int]  # thickness left, top, right, bottom; 0: none
    border: Colour | None
    contents: tuple[BBox, ...]

    @property
    def outlined(self) -> bool:
        return self.border is not None and sum(thickness > 0 for thickness in self.borders) >= 3

    @property
    def content(self) -> BBox | None:
        if not self.contents:
            return None
        xs1, ys1, xs2, ys2 = zip(*self.contents, strict=True)
        return BBox(min(xs1), min(ys1), max(xs2), max(ys2))


def difference(one: Colour, two: Colour) -> int:
    """The largest difference in a channel, 0 to 255."""
    return max(abs(a - b) for a, b in zip(one, two, strict=True))


def saturation(colour: Colour) -> int:
    return max(colour) - min(colour)


def canvas_of(pixels: Pixels, lines: Sequence[TextLine]) -> Canvas:
    """Brings a picture of 2x or 3x to 1x by its text, and cuts it into areas."""
    import cv2

    heights: list[float] = [line.box.height for line in lines if len(line.text) > 1]
    height = median(heights) if len(heights) >= 2 else TEXT_HEIGHT
    factor = 1 + sum(height >= limit for limit in SCALES)
    if factor > 1:
        size = (max(1, pixels.shape[1] // factor), max(1, pixels.shape[0] // factor))
        pixels = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
        lines = [TextLine(line.text, scaled(line.box, 1 / factor), line.confidence) for line in lines]
    if is_noisy(pixels):
        pixels = np.asarray(cv2.bilateralFilter(pixels, 5, 14, 3), np.uint8)
    flat = np.logical_not(edges(pixels)).view(np.uint8)
    _, numbers, table, _ = cv2.connectedComponentsWithStats(flat, connectivity=4, ltype=cv2.CV_32S)
    labels, stats = np.asarray(numbers, np.int32), np.asarray(table, np.int32)
    words = tuple(line for line in lines if is_text(line.text))
    return Canvas(pixels, tuple(lines), words, labels, stats, factor, max(1.0, min(1.3, height / TEXT_HEIGHT / factor)))


def is_text(text: str) -> bool:
    """Whether a line read is text: OCR also reads boxes, circles, crosses and chevrons as a letter."""
    kept = [char for char in text if char.isalnum()]
    if len(kept) == 1:
        return kept[0].isdigit() or len(text) > 2 or kept[0] not in SIGN_LETTERS
    return len(kept) >= 2


def scaled(box: BBox, by: float) -> BBox:
    return BBox(round(box.x1 * by), round(box.y1 * by), round(box.x2 * by), round(box.y2 * by))


def edges(pixels: Pixels) -> npt.NDArray[np.bool_]:
    """Pixels that differ from their right or lower neighbour."""
    import cv2

    marked = np.zeros(pixels.shape[:2], np.bool_)
    low, high = (0, 0, 0), (STEP, STEP, STEP)
    marked[:, :-1] = cv2.inRange(cv2.absdiff(pixels[:, 1:], pixels[:, :-1]), low, high) == 0
    marked[:-1] |= cv2.inRange(cv2.absdiff(pixels[1:], pixels[:-1]), low, high) == 0
    return marked


def is_noisy(pixels: Pixels) -> bool:
    """Whether the picture was compressed with loss: faint steps, rare on a drawn screen, lie around every letter."""
    import cv2

    rows = pixels[::3]
    steps = cv2.absdiff(rows[:, 1:], rows[:, :-1])
    visible = int(np.count_nonzero(cv2.inRange(steps, (0, 0, 0), (STEP, STEP, STEP)) == 0))
    strong = int(np.count_nonzero(cv2.inRange(steps, (0, 0, 0), (10, 10, 10)) == 0))
    return bool(visible - strong > 0.26 * max(1, strong))


def groups_of(mask: npt.NDArray[np.uint8]) -> list[tuple[int, int, int, int]]:
    """x, y, width and height of each group of set pixels that touch, by their first row; quick where few are set."""
    import cv2

    outlines, tree = cv2.findContours(mask, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    outer = [outline for outline, node in zip(outlines, tree[0], strict=True) if node[3] < 0] if outlines else []
    found = [cv2.boundingRect(outline) for outline in outer]
    return sorted(((x, y, width, height) for x, y, width, height in found), key=lambda box: (box[1], box[0]))


def find_shapes(canvas: Canvas) -> list[Shape]:
    """Every rectangle, pill and circle of 9 px or more, smallest first."""
    stats = canvas.stats
    width, height, pixels = stats[:, 2], stats[:, 3], stats[:, 4]
    possible = (width >= 7) & (height >= 7) & (pixels * 5 >= width * height)
    possible[0] = False
    found = []
    for label in np.flatnonzero(possible):
        shape = _shape(canvas, int(label))
        if shape is not None:
            found.append(shape)
    return sorted(found, key=lambda shape: shape.box.area)


def _shape(canvas: Canvas, label: int) -> Shape | None:
    import cv2

    x, y, width, height, _ = (int(value) for value in canvas.stats[label])
    own = (canvas.labels[y : y + height, x : x + width] == label).view(np.uint8)
    if not _reaches_its_sides(own, cut=y + height >= canvas.height - 1):
        return None
    contours, _ = cv2.findContours(own, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    contour = max(contours, key=cv2.contourArea)
    filled = cv2.contourArea(contour)
    hull = cv2.contourArea(cv2.convexHull(contour))
    box_area = (width - 1) * (height - 1)
    if hull == 0 or filled / hull < 0.93:
        return None
    outline = _outline(width, height, filled / box_area)
    if outline is None:
        return None
    inner = BBox(x, y, min(canvas.width, x + width + 1), min(canvas.height, y + height + 1))
    borders, border, outside = _surroundings(canvas.pixels, inner)
    across = np.flatnonzero(own[height // 2])
    at = (height // 2, int(across[len(across) // 2])) if len(across) else np.argwhere(own)[0]
    fill = _colour(canvas.pixels[y + at[0], x + at[1]])
    box = BBox(inner.x1 - borders[0], inner.y1 - borders[1], inner.x2 + borders[2], inner.y2 + borders[3])
    if border is not None and _is_blend(border, fill, outside):
        border = None
    if outline != "pill" and 0.8 <= width / height <= 1.25 and max(width, height) <= 40 and filled < 0.95 * box_area:
        outline = "circle" if _is_round(canvas.pixels, box, outside, border or fill) else "rect"
    contents = _contents(own, contour, x, y, canvas.unit) if height <= 80 * canvas.unit else ()
    return Shape(label, outline, box, inner, fill, outside, borders, border, contents)


def _reaches_its_sides(own: Any, cut: bool) -> bool:
    """Cheap test before the contour: a closed shape touches the middle of each side of its box.

    Where the picture ends (`cut`), what stands in a shape may lie over its lower side.
    """
    height, width = own.shape
    h, w = max(1, height // 5), max(1, width // 5)
    middle_x, middle_y = (
        slice(width // 2 - w // 2, width // 2 + w // 2 + 1),
        slice(height // 2 - h // 2, height // 2 + h // 2 + 1),
    )
    return all(
        side.mean() > 0.5
        for side in (
            own[:2, middle_x].max(axis=0), own[-2:, middle_x].max(axis=0), own[middle_y, :2].max(axis=1),
            own[middle_y, -2:].max(axis=1),
        )
    )  # fmt: skip


def _outline(width: int, height: int, share: float) -> Outline | None:
    square = 0.8 <= width / height <= 1.25
    if square and share < 0.87 and width <= 90:
        return "circle" if share > 0.66 else None
    if not square and width > height:
        rounded = 1 - 0.215 * height / width  # the share of a pill's box that it fills
        if share < rounded + 0.35 * (1 - rounded) and share > rounded - 0.06:
            return "pill"
    return "rect" if share >= (0.8 if min(width, height) < 24 else 0.9) else None


def _colour(pixel: Any) -> Colour:
    red, green, blue = (int(value) for value in pixel)
    return red, green, blue


def _middle(colours: Any) -> Colour:
    """The median by brightness: one of the colours that are there."""
    return _colour(colours[np.argsort(colours.sum(axis=1, dtype=np.int32))[len(colours) // 2]])


def _middles(lines: Any) -> list[Colour]:
    """`_middle` of each column of N x columns x 3 colours."""
    order = np.argsort(lines.sum(axis=2, dtype=np.int32), axis=0)
    picked = lines[order[len(order) // 2], np.arange(lines.shape[1])].tolist()
    return [(red, green, blue) for red, green, blue in picked]


def _surroundings(pixels: Pixels, inner: BBox) -> tuple[tuple[int, int, int, int], Colour | None, Colour]:
    """Each side's border thickness (0 to 3), the borders' colour, and the colour beyond."""
    xs = np.linspace(inner.x1 + inner.width * 0.25, inner.x2 - inner.width * 0.25 - 1, 9).astype(np.intp)
    ys = np.linspace(inner.y1 + inner.height * 0.25, inner.y2 - inner.height * 0.25 - 1, 9).astype(np.intp)
    height, width = pixels.shape[:2]
    profiles = [
        _middles(pixels[ys, max(0, inner.x1 - 5) : inner.x1][:, ::-1]),
        _middles(pixels[max(0, inner.y1 - 5) : inner.y1, xs][::-1].swapaxes(0, 1)),
        _middles(pixels[ys, inner.x2 : min(width, inner.x2 + 5)]),
        _middles(pixels[inner.y2 : min(height, inner.y2 + 5), xs].swapaxes(0, 1)),
    ]
    beyond = [profile[-1] for profile in profiles if profile]
    outside = _middle(np.array(beyond)) if beyond else (0, 0, 0)
    thickness, colours = [], []
    for profile in profiles:
        count = 0
        while count < min(3, len(profile) - 1) and difference(profile[count], profile[-1]) > 2 * STEP:
            count += 1
        thickness.append(count)
        if count:
            colours.append(profile[0])
    border = _middle(np.array(colours)) if colours else None
    return (thickness[0], thickness[1], thickness[2], thickness[3]), border, outside


def _is_blend(colour: Colour, one: Colour, two: Colour) -> bool:
    """Whether a colour is only the soft edge between two others."""
    if difference(one, two) < 24:
        return False
    return all(min(a, b) - 8 <= value <= max(a, b) + 8 for value, a, b in zip(colour, one, two, strict=True))


def _is_round(pixels: Pixels, box: BBox, outside: Colour, edge: Colour) -> bool:
    """Whether a small square's corners are missing, as a circle's are, not only rounded."""
    inset = max(1, round(0.09 * max(box.width, box.height)))
    far = 0.6 * difference(edge, outside)
    corners = [(x, y) for x in (box.x1 + inset, box.x2 - 1 - inset) for y in (box.y1 + inset, box.y2 - 1 - inset)]
    return sum(difference(_colour(pixels[y, x]), edge) >= far for x, y in corners) >= 3


def _contents(own: Any, contour: Any, x: int, y: int, unit: float) -> tuple[BBox, ...]:
    """Ink inside the outline, in groups parted by a gap as wide as a letter."""
    import cv2

    filled = np.zeros_like(own)
    cv2.drawContours(filled, [contour], 0, 1, cv2.FILLED)
    ink = (filled > own)[1:-1, 1:-1]
    columns = np.flatnonzero(ink.any(axis=0))
    if not len(columns):
        return ()
    breaks = np.flatnonzero(np.diff(columns) > 7 * unit)
    groups = []
    for start, stop in zip([0, *(breaks + 1)], [*breaks, len(columns) - 1], strict=True):
        left, right = int(columns[start]), int(columns[stop])
        rows = np.flatnonzero(ink[:, left : right + 1].any(axis=1))
        # an edge is marked one pixel before the ink begins
        groups.append(BBox(x + left + 2, y + int(rows[0]) + 2, x + right + 2, y + int(rows[-1]) + 2))
    return tuple(group for group in groups if group.width and group.height and group.width + group.height > 2)
