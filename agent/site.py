"""A layout as the files of a page: HTML, style sheet, and the parts of the picture that it shows."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from perception.capture import Picture
    from perception.types import Layout


def site_of(layout: Layout, picture: Picture, marked: bool = False) -> dict[str, bytes]:
    """The files by their path in the page's folder; `marked` puts each node's id on its element as `data-node`."""
    from codegen.page import CSS, HTML, write_page

    page = write_page(layout, marked)
    return {HTML: page.html.encode(), CSS: page.css.encode(), **assets(layout, picture)}


def assets(layout: Layout, picture: Picture) -> dict[str, bytes]:
    """The layout's pictures, cut out, as PNG files by their path."""
    from PIL import Image

    whole = Image.fromarray(picture.pixels)
    files = {}
    for asset in layout.assets:
        stream = io.BytesIO()
        whole.crop((asset.box.x1, asset.box.y1, asset.box.x2, asset.box.y2)).save(stream, format="PNG", optimize=True)
        files[asset.name] = stream.getvalue()
    return files
