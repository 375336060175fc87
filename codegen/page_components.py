"""A page in parts as the sources of a Vite project: React (JSX) or Vue (single-file components).

    files = write_components(layout, "react")     # text by path: package.json, index.html, src/App.jsx, ...

Pictures are the caller's to add, under `public/`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import escape

from codegen.page import GENERATOR
from codegen.page_markup import elements
from codegen.page_parts import Parts, parts_of
from codegen.page_sheet import sheet_of
from codegen.page_tree import Each, Hole, Syntax, Tag, written
from perception.layout_types import Layout
from templates import render

PUBLIC = "public/"
_JSX_NAMES = {"class": "className", "for": "htmlFor"}
_PLAIN = re.compile(r"[A-Za-z_$][\w$]*")


class Jsx:
    """React's names of attributes; a field's content is where it starts, not what it must stay."""

    def attribute(self, tag: str, name: str, value: str | bool | Hole) -> str:
        if tag == "input" and name in ("value", "checked"):
            name = f"default{name.capitalize()}"
        name = _JSX_NAMES.get(name) or _camel(name)
        if isinstance(value, Hole):
            return f"{name}={{{value.prop}}}"
        return name if value is True else f'{name}="{escape(value)}"'

    def text(self, words: str) -> str:
        return str(escape(words)).replace("{", "&#123;").replace("}", "&#125;")

    def hole(self, hole: Hole) -> str:
        return f"{{{hole.prop}}}"

    def each(self, each: Each, pad: str) -> str:
        one = f"{pad}  <{each.component} key={{place}} {{...props}} />"
        return f"{pad}{{{each.items}.map((props, place) => (\n{one}\n{pad}))}}"

    def void(self) -> str:
        return " />"


def _camel(name: str) -> str:
    """React's name of a drawing's attribute: stroke-width is strokeWidth; what is said to readers stays."""
    return name if name.startswith(("aria-", "data-")) else re.sub(r"-(\w)", lambda found: found[1].upper(), name)


class Vue:
    """Vue's templates are HTML with bindings."""

    def attribute(self, tag: str, name: str, value: str | bool | Hole) -> str:
        if isinstance(value, Hole):
            return f':{name}="{value.prop}"'
        return name if value is True else f'{name}="{escape(value)}"'

    def text(self, words: str) -> str:
        return str(escape(words)).replace("{{", "&#123;&#123;")

    def hole(self, hole: Hole) -> str:
        return f"{{{{ {hole.prop} }}}}"

    def each(self, each: Each, pad: str) -> str:
        return f'{pad}<{each.component} v-for="(props, place) in {each.items}" :key="place" v-bind="props" />'

    def void(self) -> str:
        return " />"


@dataclass(frozen=True)
class Framework:
    """A framework's part of a Vite project: the packages it needs, and the element that its page goes into; how its
    sources are called and written, and how deep a component's and the page's elements stand in them."""

    name: str
    packages: tuple[tuple[str, str], ...]
    plugin: tuple[str, str]
    main: str
    root: str
    suffix: str
    syntax: Syntax
    depths: tuple[int, int]


FRAMEWORKS = {
    made.name: made
    for made in (
        Framework("react", (("react", "^19.2.0"), ("react-dom", "^19.2.0")), ("@vitejs/plugin-react", "^6.0.0"),
                  "main.jsx", "root", "jsx", Jsx(), (2, 3)),
        Framework("vue", (("vue", "^3.5.0"),), ("@vitejs/plugin-vue", "^6.0.0"),
                  "main.js", "app", "vue", Vue(), (1, 1)),
    )
}  # fmt: skip


def write_components(layout: Layout, framework: str) -> dict[str, str]:
    """The project's files as text, by their path."""
    made, sheet = FRAMEWORKS[framework], sheet_of(layout)
    parts = parts_of(elements(layout, sheet, marked=False))
    page = {"lang": layout.lang, "title": layout.title, "generator": GENERATOR, "root": made.root, "main": made.main}
    files = {
        **_sources(parts, made),
        "src/style.css": render("html/style.css.jinja", sheet=sheet) + f"\n#{made.root} {{\n  display: contents;\n}}",
        f"src/{made.main}": render(f"{framework}/main.js.jinja"),
        "index.html": render("vite/index.html.jinja", **page),
        "package.json": render("vite/package.json.jinja", packages=made.packages, plugin=made.plugin),
        "vite.config.js": render("vite/vite.config.js.jinja", framework=framework, plugin=made.plugin),
    }
    return {name: text + "\n" for name, text in files.items()}


def _sources(parts: Parts, made: Framework) -> dict[str, str]:
    """The page and each component as a file of its own."""

    def inner(element: Tag | Each, depth: int) -> str:
        return written(element, made.syntax, depth)

    own, page = made.depths
    files = {
        f"src/components/{part.name}.{made.suffix}": render(
            f"{made.name}/component.{made.suffix}.jinja", part=part, body=inner(part.root, own)
        )
        for part in parts.components
    }
    app = render(f"{made.name}/App.{made.suffix}.jinja", **_page(parts, inner, page))
    return {f"src/App.{made.suffix}": app, **files}


def _page(parts: Parts, inner: Callable[[Tag | Each, int], str], depth: int) -> dict[str, object]:
    body = "\n".join(inner(element, depth) for element in parts.elements)
    return {"components": parts.components, "lists": [(name, _items(told)) for name, told in parts.lists], "body": body}


def _items(told: tuple[dict[str, str], ...]) -> list[str]:
    """Each thing's props as an object of JavaScript; no text of it can end the script that it stands in."""
    return ["{ " + ", ".join(f"{_key(name)}: {_string(said)}" for name, said in props.items()) + " }" for props in told]


def _key(name: str) -> str:
    return name if _PLAIN.fullmatch(name) else _string(name)


def _string(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("</", "<\\/").replace("<!--", "<\\!--")
