"""A layout as the files of a page: HTML, style sheet, and the parts of the picture that it shows."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from perception.capture import Picture
    from perception.ink import Pixels
    from perception.layout_both import Both
    from perception.layout_types import Asset, Layout


def site_of(layout: Layout, picture: Picture, marked: bool = False) -> dict[str, bytes]:
    """The files by their path in the page's folder; `marked` puts each node's id on its element as `data-node`."""
    from codegen.page import CSS, HTML, write_page

    page = write_page(layout, marked)
    return {HTML: page.html.encode(), CSS: page.css.encode(), **assets(layout, picture)}


def site_of_both(both: Both, pictures: tuple[Picture, Picture], marked: bool = False) -> dict[str, bytes]:
    """The files of a page with two arrangements; `pictures` are its wide and its narrow one."""
    from codegen.page import CSS, HTML, write_both

    page = write_both(both.whole, both.wide, both.narrow, marked)
    files = {HTML: page.html.encode(), CSS: page.css.encode()}
    for picture, shown in zip(pictures, both.assets(), strict=True):
        files |= assets(replace(both.whole, assets=shown), picture)
    return files


def project_of(layout: Layout, picture: Picture, framework: str) -> dict[str, bytes]:
    """The files of the page as components of a framework, a project for Vite, by their path in its folder."""
    from codegen.page_components import PUBLIC, write_components

    sources = {name: text.encode() for name, text in write_components(layout, framework).items()}
    return sources | {PUBLIC + name: data for name, data in assets(layout, picture).items()}


def sites_of(pages: Mapping[str, tuple[Layout, Picture]]) -> dict[str, bytes]:
    """The files of several pages with one style sheet; a picture that more than one shows is one file."""
    from codegen.page import write_site

    pictures: dict[bytes, str] = {}
    layouts = {}
    for page, (layout, picture) in pages.items():
        named = {}
        for name, data in assets(layout, picture).items():
            stem = re.sub(r"-\d+\.png$", "", name)
            number = 1 + sum(known.startswith(f"{stem}-") for known in pictures.values())
            named[name] = pictures.setdefault(data, f"{stem}-{number}.png")
        layouts[page] = _with_pictures(layout, named)
    texts = {name: text.encode() for name, text in write_site(layouts).items()}
    return texts | {name: data for data, name in pictures.items()}


def _with_pictures(layout: Layout, named: Mapping[str, str]) -> Layout:
    """The layout with its pictures under other names."""
    from perception.layout_types import changed

    renamed = changed(layout, lambda node: replace(node, asset=named.get(node.asset or "", node.asset)))
    return replace(renamed, assets=tuple(replace(asset, name=named[asset.name]) for asset in layout.assets))


def is_ours(folder: Path) -> bool:
    """Whether the page in a folder, where there is one, was written by us."""
    from codegen.page import GENERATOR, HTML

    page = folder / HTML
    return not page.exists() or f'<meta name="generator" content="{GENERATOR}">' in _text(page)


def stale(folder: Path) -> set[str]:
    """The pictures that an earlier page of ours in this folder shows: what a new page does not show, goes."""
    from codegen.page_components import PUBLIC

    sources = [*sorted(folder.glob("*.html")), *(folder / "src").rglob("*.jsx"), *(folder / "src").rglob("*.vue")]
    shown = {
        name
        for page in sources
        for name in re.findall(r'"(images/(?:narrow-)?(?:icon|picture)-\d+\.png)"', _text(page))
    }
    return {name for shown_name in shown for name in (shown_name, PUBLIC + shown_name) if (folder / name).is_file()}


def page_files(folder: Path) -> dict[str, bytes]:
    """The page in a folder, its style sheet and its pictures, by their path in it."""
    from codegen.page import CSS, HTML

    pictures = (path for path in sorted((folder / "images").glob("*.png")) if path.is_file())
    files = [folder / HTML, folder / CSS, *pictures]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def _text(page: Path) -> str:
    return page.read_text(encoding="utf-8", errors="replace") if page.is_file() else ""


def assets(layout: Layout, picture: Picture) -> dict[str, bytes]:
    """The layout's pictures, cut out, as PNG files by their path."""
    from PIL import Image

    files = {}
    for asset in layout.assets:
        stream = io.BytesIO()
        Image.fromarray(_without_texts(picture, asset)).save(stream, format="PNG", optimize=True)
        files[asset.name] = stream.getvalue()
    return files


def _without_texts(picture: Picture, asset: Asset) -> Pixels:
    """The pixels of an asset; texts that lie on it are painted over from around them."""
    import numpy as np

    box = asset.box
    pixels = picture.pixels[box.y1 : box.y2, box.x1 : box.x2]
    if not asset.holes:
        return pixels
    import cv2

    mask = np.zeros(pixels.shape[:2], np.uint8)
    for hole in asset.holes:
        top, left = max(0, hole.y1 - box.y1 - 2), max(0, hole.x1 - box.x1 - 2)
        mask[top : max(0, hole.y2 - box.y1 + 2), left : max(0, hole.x2 - box.x1 + 2)] = 255
    return np.asarray(cv2.inpaint(np.ascontiguousarray(pixels), mask, 5, cv2.INPAINT_TELEA), np.uint8)
