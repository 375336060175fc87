"""What is drawn: a page, and the window that it is seen through."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Window:
    """Size in CSS px, and how many pixels of the screenshot make one."""

    width: int
    height: int
    scale: float
    phone: bool


@dataclass(frozen=True)
class Page:
    """A page to draw. `path` is an address below the server's root, or "" where `html` is the page."""

    kit: str
    source: str
    theme: str
    language: str
    window: Window
    html: str = ""
    path: str = ""
    scroll: float = 0.0
    focus: int = -1
    texts: tuple[str, ...] = ()  # what the page's own words are replaced with
    zoom: float = 1.0


def any_window(rng: Random, *, phone: bool | None = None) -> Window:
    phone = rng.random() < 0.15 if phone is None else phone
    if phone:
        return Window(
            rng.choice([360, 375, 390, 393, 412, 414, 430]),
            rng.choice([640, 720, 780, 844, 896]),
            rng.choices([1, 1.5, 2, 3], [35, 15, 35, 15])[0],
            True,
        )
    width = rng.choice(
        [
            1024,
            1152,
            1280,
            1280,
            1280,
            1366,
            1366,
            1440,
            1440,
            1024,
            1100,
            rng.randint(768, 1920),
            rng.choice([768, 834, 1536, 1600, 1680, 1920]),
        ]
    )
    scale = rng.choices([1, 1.25, 1.5, 2], [74, 9, 8, 9])[0]
    return Window(
        width, round(width * rng.choice([0.56, 0.6, 0.625, 0.65, 0.75])), scale if width * scale < 2900 else 1, False
    )
