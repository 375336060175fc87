"""Layout -> a page that people keep: semantic HTML, one style sheet, no outside address.

    page = write_page(layout)          # page.html, page.css; the assets' files are the caller's to cut out

The same layout gives the same bytes. `marked` adds `data-node` with each node's id, to find it in a browser.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from codegen.page_html import html_of
from codegen.page_markup import elements
from codegen.page_sheet import Sheet, sheet_of
from perception.layout_types import Layout
from templates import render

HTML, CSS = "index.html", "style.css"
GENERATOR = "Sightwright"


@dataclass(frozen=True, slots=True)
class Page:
    """The text of both files; the page names the sheet as `style.css`."""

    html: str
    css: str


def write_page(layout: Layout, marked: bool = False) -> Page:
    sheet: Sheet = sheet_of(layout)
    body = Markup(html_of(elements(layout, sheet, marked)))
    mark = layout.root.id if marked else ""
    html = render(
        "html/page.html.jinja", lang=layout.lang, title=layout.title, body=body, mark=mark, generator=GENERATOR
    )
    return Page(html + "\n", render("html/style.css.jinja", sheet=sheet) + "\n")
