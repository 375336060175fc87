"""Renders HTML that nobody has looked at yet: without a network, without scripts, and asks what came of it."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from perception.score_types import Structure
from perception.types import BBox, Colour, TextLine, box_from
from sandbox.browser import PageError, Size, session

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

Site = Path | Mapping[str, bytes]  # a folder, or its files by their path below it
NARROW = (360, 768)
SHIFT = 50  # what the second false colour of a text is above the first, in each channel, modulo 256
_PATIENCE_MS = 120_000  # a busy machine draws slowly
_ORIGIN = "http://page.invalid/"  # a host that exists nowhere: all that it serves comes from the site
# The kinds of elements that Design2Code paints; what stands in others (strong, em, label) is painted with its parent.
_PAINTED = "p,h1,h2,h3,h4,h5,h6,div,span,a,b,li,table,td,th,button,footer,header,figcaption"


@dataclass(frozen=True)
class Rendering:
    """A page as it was drawn: a PNG of all of it, its lines of text, the boxes of its marked elements and of their own
    texts by the mark, and how much of it stands in normal flow and in elements that mean something (0 to 1)."""

    png: bytes
    lines: tuple[TextLine, ...]
    boxes: Mapping[str, BBox]
    texts: Mapping[str, BBox]
    structure: Structure


@dataclass(frozen=True)
class Painted:
    """One page drawn three times: as it is, and with each text in a false colour, the second `SHIFT` above the first.
    `texts` has each text with its first colour."""

    plain: bytes
    first: bytes
    second: bytes
    texts: tuple[tuple[str, Colour], ...]


@dataclass(frozen=True)
class Narrow:
    """A page in a window of `width` pixels: by how many pixels it is wider, and what (tag and classes) sticks out of
    the window or is cut off by its box."""

    width: int
    overflow: int
    beyond: tuple[str, ...] = ()
    cut: tuple[str, ...] = ()


class Renderer:
    """One open browser that draws one page after the other. Boxes and sizes are CSS pixels, one device pixel each."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._site: Site = {}
        page.set_default_timeout(_PATIENCE_MS)
        page.route("**/*", self._answer)

    def show(self, site: Site, size: Size, page: str = "index.html", mark: str = "data-node") -> Rendering:
        """The whole of a page in a window of `size`; `mark` is the attribute that names elements. Raises PageError."""
        self._open(site, size, page)
        lines = tuple(TextLine(line["text"], box_from(line["box"])) for line in self._ask("lines"))
        marked = self._ask("boxes", mark)
        boxes = {name: box_from(box) for name, box, _ in marked}
        texts = {name: box_from(text) for name, _, text in marked if text}
        shares = self._ask("structure")
        return Rendering(
            self._picture(), lines, boxes, texts, Structure(float(shares["flow"]), float(shares["semantic"]))
        )

    def paint(self, site: Site, size: Size, page: str = "index.html") -> Painted:
        """The page in its own and in false colours. Raises PageError."""
        self._open(site, size, page)
        plain = self._picture()
        self._ask("paint", {"colors": [_shifted(color, SHIFT) for color in _palette()], "tags": _PAINTED})
        second = self._picture()
        texts = self._ask("paint", {"colors": _palette(), "tags": _PAINTED})
        return Painted(plain, self._picture(), second, tuple((text, tuple(color)) for text, color in texts))

    def narrow(self, site: Site, width: int, page: str = "index.html") -> Narrow:
        """What happens to the page in a narrow window. Raises PageError."""
        self._open(site, (width, 800), page)
        seen = self._ask("overflow")
        return Narrow(width, round(seen["wide"]), tuple(seen["beyond"]), tuple(seen["cut"]))

    def _open(self, site: Site, size: Size, page: str) -> None:
        from playwright.sync_api import Error

        self._site = site
        try:
            self._page.set_viewport_size({"width": size[0], "height": size[1]})
            answer = self._page.goto(_ORIGIN + page, wait_until="load")
            if answer is None or answer.status != 200:
                raise PageError(f"{page} is not among the page's files")
            self._ask("still")
        except Error as fault:
            raise PageError(f"{page} cannot be drawn: {str(fault).splitlines()[0]}") from None

    def _ask(self, task: str, argument: object = None) -> Any:
        return self._page.evaluate(f"([task, argument]) => ({_script()})(task, argument)", [task, argument])

    def _picture(self) -> bytes:
        return self._page.screenshot(full_page=True, animations="disabled", caret="hide")

    def _answer(self, route: Route) -> None:
        """The site's own files alone; every other request comes to nothing."""
        asked = urlsplit(route.request.url)
        data = None
        if f"{asked.scheme}://{asked.netloc}/" == _ORIGIN:
            data = _file(self._site, unquote(asked.path).lstrip("/"))
        if data is None:
            route.abort()
        else:
            kind = mimetypes.guess_type(asked.path)[0] or "application/octet-stream"
            route.fulfill(status=200, body=data, content_type=f"{kind}; charset=utf-8" if "text" in kind else kind)


@contextmanager
def renderer() -> Iterator[Renderer]:
    """A browser to draw pages in: no network, no scripts, no downloads. Raises BrowserMissing."""
    with session(
        loopback_only=True, java_script_enabled=False, accept_downloads=False, service_workers="block"
    ) as context:
        yield Renderer(context.new_page())


def _file(site: Site, path: str) -> bytes | None:
    """A file of the site; None where there is none, or where the path leads out of it."""
    if not isinstance(site, Path):
        return site.get(path)
    if ".." in PurePosixPath(path).parts:
        return None
    place = (site / path).resolve()
    return place.read_bytes() if place.is_file() and place.is_relative_to(site.resolve()) else None


@cache
def _script() -> str:
    return Path(__file__).with_name("render.js").read_text(encoding="utf-8").rstrip().rstrip(";")


@cache
def _palette() -> list[Colour]:
    """4,096 colours that keep 16 apart, the brightest first."""
    steps = range(250, 9, -16)
    return [(red, green, blue) for red in steps for green in steps for blue in steps]


def _shifted(color: Colour, by: int) -> Colour:
    red, green, blue = ((value + by) % 256 for value in color)
    return red, green, blue
