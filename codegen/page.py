"""Layout -> a page that people keep: semantic HTML, one style sheet, no outside address.

    page = write_page(layout)          # page.html, page.css; the assets' files are the caller's to cut out
    texts = write_site({"index.html": home, "orders.html": orders})

The same layout gives the same bytes. `marked` adds `data-node` with each node's id, to find it in a browser.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from markupsafe import Markup

from codegen.page_classes import Classes
from codegen.page_fragments import elements_of, styled
from codegen.page_html import html_of
from codegen.page_links import Links, links_from
from codegen.page_markup import elements
from codegen.page_sheet import Sheet, sheet_of, sheet_of_both
from codegen.page_tree import Tag
from perception.layout_types import Layout, Node, changed
from perception.types import BBox
from templates import render

_WORD = re.compile(r"[\w-]+")
HTML, CSS = "index.html", "style.css"
GENERATOR = "Sightwright"


@dataclass(frozen=True, slots=True)
class Page:
    """The text of both files; the page names the sheet as `style.css`."""

    html: str
    css: str


def write_page(layout: Layout, marked: bool = False) -> Page:
    files = write_site({HTML: layout}, marked)
    return Page(files[HTML], files[CSS])


def write_both(whole: Layout, wide: Layout, narrow: Layout, marked: bool = False) -> Page:
    """One page with two arrangements of its nodes: `whole` has all, the others those that a picture shows."""
    sheet = sheet_of_both(whole, wide, narrow)
    return Page(_document(whole, sheet, Links(), marked), render("html/style.css.jinja", sheet=sheet) + "\n")


def edited(body: str, css: str, lang: str, title: str) -> Page:
    """A page that a model changed: clean HTML as the body's inside, and its clean style sheet. Inline styles that are
    left become classes of the sheet."""
    whole = Node("edit", "page", BBox(0, 0, 1, 1), fragment=body)
    classes = Classes()
    for part, kind, told in styled(whole):
        classes.give(part, kind, told)
    looks = classes.named({}, avoid=set(_WORD.findall(body + css)))
    names = {node.id: look.name for look in looks for node in look.nodes}
    rules = "".join(
        f"\n\n.{look.name} {{\n" + "".join(f"  {name}: {value};\n" for name, value in look.declarations) + "}"
        for look in looks
    )
    inside = Markup(html_of([tag for tag in elements_of(whole, lambda node: names[node.id]) if isinstance(tag, Tag)]))
    about = {"lang": lang, "title": title, "generator": GENERATOR}
    return Page(render("html/page.html.jinja", **about, body=inside, mark="", look="") + "\n", css + rules + "\n")


def write_site(pages: Mapping[str, Layout], marked: bool = False) -> dict[str, str]:
    """Pages by their file's name, with one sheet for all: what says the name of another page, leads to it."""
    layouts = [_apart(layout, place) for place, layout in enumerate(pages.values())]
    sheet = sheet_of(*layouts)
    files = {
        name: _document(layout, sheet, links_from(name, pages), marked)
        for name, layout in zip(pages, layouts, strict=True)
    }
    return {**files, CSS: render("html/style.css.jinja", sheet=sheet) + "\n"}


def _document(layout: Layout, sheet: Sheet, links: Links, marked: bool) -> str:
    body = Markup(html_of(elements(layout, sheet, marked, links)))
    about = {"lang": layout.lang, "title": layout.title, "generator": GENERATOR}
    mark, look = layout.root.id if marked else "", sheet.classes_of(layout.root)
    return render("html/page.html.jinja", **about, body=body, mark=mark, look=look) + "\n"


def _apart(layout: Layout, place: int) -> Layout:
    """The layout with ids that no page before it has."""
    return changed(layout, lambda node: replace(node, id=f"p{place + 1}-{node.id}")) if place else layout
