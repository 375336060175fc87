"""Drawn icons as inline SVG, from whole open icon sets (the iconify JSON form: one file holds a set)."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from random import Random

# What screens show most, and what icon sets call it.
CONCEPTS = {
    "search": "search magnifying-glass magnify",
    "close": "x close times xmark",
    "menu": "menu bars hamburger list",
    "settings": "settings gear cog setting",
    "delete": "trash delete bin trash-2 trash-can",
    "edit": "pencil edit pen edit-2",
    "add": "plus add",
    "download": "download arrow-down-to-line",
    "upload": "upload",
    "filter": "filter funnel",
    "user": "user person account",
    "bell": "bell notification",
    "mail": "mail envelope email",
    "calendar": "calendar",
    "home": "home house",
    "star": "star",
    "heart": "heart favorite",
    "eye": "eye visibility view",
    "lock": "lock",
    "copy": "copy content-copy",
    "link": "link",
    "attach": "paperclip attachment attach",
    "refresh": "refresh refresh-cw reload sync arrow-clockwise",
    "play": "play play-arrow",
    "more": "more dots-vertical ellipsis more-vertical more-horizontal dots-three three-dots",
    "help": "help question help-circle circle-help",
    "share": "share share-2",
    "print": "printer print",
    "cart": "cart shopping-cart shopping-bag bag",
    "back": "arrow-left chevron-left caret-left",
    "forward": "arrow-right chevron-right caret-right",
    "up": "chevron-up caret-up arrow-up expand-less",
    "down": "chevron-down caret-down arrow-down expand-more",
    "check": "check done tick",
    "folder": "folder",
    "file": "file document file-text",
    "chat": "message-circle chat message comment",
    "phone": "phone call",
    "camera": "camera",
    "image": "image picture photo",
    "bold": "bold format-bold text-bold type-bold",
    "italic": "italic format-italic",
    "list": "list-ul format-list-bulleted list",
    "chart": "bar-chart chart chart-bar activity",
    "globe": "globe earth language",
    "info": "info information info-circle",
    "sun": "sun",
    "moon": "moon",
    "send": "send paper-plane",
    "clock": "clock time history",
    "pin": "map-pin location pin",
}
_STYLES = (
    "", "-outline", "-line", "-fill", "-solid", "-regular", "-24", "-24-regular", "-outlined", "-rounded", "-bold",
    "-linear",
)  # fmt: skip


@cache
def _load(path: Path) -> tuple[dict[str, str], int, int, str]:
    """Bodies by name, the set's width and height, its prefix."""
    data = json.loads(path.read_text(encoding="utf-8"))
    bodies = {
        name: icon["body"] for name, icon in data["icons"].items()
        if "fill=\"#" not in icon["body"] and icon.get("width", data.get("width", 16)) == data.get("width", 16)
        and not icon.get("hidden") and "<animate" not in icon["body"] and len(icon["body"]) < 1500
    }  # fmt: skip
    return bodies, data.get("width", data.get("height", 16)), data.get("height", 16), data["prefix"]


class Icons:
    """The icons of one set in one of its styles."""

    def __init__(self, rng: Random, path: Path) -> None:
        self.rng = rng
        self._bodies, self._width, self._height, self.set = _load(path)
        self._styles = [*rng.sample(_STYLES[1:], len(_STYLES) - 1)]
        if rng.random() < 0.5:
            self._styles.insert(0, "")
        self._size = rng.choice(["1em", "1em", "1.25em", "1.2em", "16px", "18px", "20px", "24px"])
        self._stroke = rng.choice(["", "", "", ' stroke-width="1.5"', ' stroke-width="1"'])
        self._names: list[str] = []
        self._found: dict[str, str | None] = {}

    def of(self, concept: str, size: str = "", alt: str = "") -> str:
        """The concept's icon; another icon of the set where it has none of that name."""
        if concept not in self._found:
            names = CONCEPTS.get(concept, concept).split()
            self._found[concept] = next(
                (name + style for style in [*self._styles, ""] for name in names if name + style in self._bodies), None
            )
        return self._svg(self._found[concept] or self.any_name(), size, alt)

    def any_name(self) -> str:
        if not self._names:
            self._names = sorted(self._bodies)
        return self.rng.choice(self._names)

    def any(self, size: str = "") -> str:
        return self._svg(self.any_name(), size, "")

    def _svg(self, name: str, size: str, alt: str) -> str:
        size = size or self._size
        stroke = "" if "stroke-width" in self._bodies[name] else self._stroke
        label = f' role="img" aria-label="{alt}"' if alt else ' aria-hidden="true"'
        return (
            f'<svg class="ic" xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}" '
            f'viewBox="0 0 {self._width} {self._height}"{stroke}'
            f'{label} data-icon="{self.set}:{name}">{self._bodies[name]}</svg>'
        )
