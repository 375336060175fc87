"""What a model wrote as a page, less everything that a page of ours never has: scripts, handlers, outside addresses.

    cleaned = clean(reply, pictures={"images/picture-1.png"})
    cleaned.html, cleaned.css, cleaned.removed      # ("2 scripts", "1 outside address")

HTML goes through nh3's allow-list, each declaration of CSS through an allow-list of the functions that its value calls.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

_TAGS = frozenset(
    "a abbr address article aside b blockquote br button caption cite code col colgroup dd details dfn div dl dt em"
    " fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr i img input ins kbd label legend li main mark"
    " meter nav ol optgroup option p pre progress q s samp section select small span strong sub summary sup table tbody"
    " td textarea tfoot th thead time tr u ul var svg g path circle ellipse rect line polyline polygon".split()
)
_EMPTIED = frozenset("script style title template noscript iframe object embed math canvas video audio".split())
_ANYWHERE = frozenset("class id role title lang dir style hidden".split())
_DRAWN = frozenset("d cx cy r rx ry x y x1 y1 x2 y2 points width height fill stroke stroke-width stroke-linecap"
                   " stroke-linejoin transform viewbox viewBox".split())  # fmt: skip
_OWN = {
    "a": {"href"}, "img": {"src", "alt", "width", "height"}, "label": {"for"}, "li": {"value"},
    "ol": {"start", "reversed"}, "time": {"datetime"}, "option": {"value", "selected"},
    "button": {"type", "disabled", "name", "value"}, "select": {"name", "disabled", "multiple", "required"},
    "input": {"type", "name", "value", "placeholder", "checked", "disabled", "required", "readonly", "min", "max",
              "step", "autocomplete"},
    "textarea": {"name", "placeholder", "rows", "cols", "disabled", "required", "readonly"},
    "progress": {"value", "max"}, "meter": {"value", "min", "max"}, "details": {"open"}, "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"}, "col": {"span"}, "colgroup": {"span"},
    **{tag: set(_DRAWN) for tag in "svg g path circle ellipse rect line polyline polygon".split()},
}  # fmt: skip
_INNER = re.compile(r"#[\w-]*|[\w-]+\.html(?:#[\w-]*)?")  # addresses within the page's own folder
_FUNCTIONS = frozenset(
    "rgb rgba hsl hsla hwb oklch oklab lab lch color-mix calc min max clamp var repeat minmax fit-content"
    " linear-gradient radial-gradient conic-gradient repeating-linear-gradient translate translatex translatey scale"
    " rotate blur brightness contrast grayscale saturate opacity drop-shadow cubic-bezier steps counter not is where"
    " nth-child nth-of-type nth-last-child has inset".split()
)
_NEVER = frozenset({"behavior", "-moz-binding"})
_MEDIA = frozenset({"media", "supports"})
_FENCE = re.compile(r"```(?:html|HTML)?[ \t]*\n(.*?)(?:\n```|\Z)", re.DOTALL)
_STYLE = re.compile(r"<style\b[^>]*>(.*?)</style\s*>", re.DOTALL | re.IGNORECASE)
_BODY = re.compile(r"<body\b[^>]*>(.*?)(?:</body\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_GONE = {
    "script": re.compile(r"<script\b", re.IGNORECASE), "handler": re.compile(r"<[^>]*\son\w+\s*=", re.IGNORECASE),
    "embedded page": re.compile(r"<(?:iframe|object|embed|frame)\b", re.IGNORECASE),
    "linked file": re.compile(
        r"<(?:link|base|meta)\b(?![^>]*\bhref=\"style\.css\")[^>]*\b(?:href|http-equiv)\s*=", re.IGNORECASE
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Cleaned:
    """The inside of a body, a style sheet, and what was taken out, counted ("1 script")."""

    html: str
    css: str
    removed: tuple[str, ...]


def clean(reply: str, pictures: Collection[str] = ()) -> Cleaned:
    """The page or fragment in a model's reply; `pictures` are the only files that it may show."""
    source = _source(reply)
    counts = Counter({what: len(sign.findall(source)) for what, sign in _GONE.items()})
    css = clean_css("\n".join(_STYLE.findall(source)), counts)
    body = _BODY.search(source)
    html = _clean_html(body[1] if body else _STYLE.sub("", source), pictures, counts)
    removed = tuple(f"{count} {what}{'' if count == 1 else 's' if what[-1] != 's' else 'es'}"
                    for what, count in counts.items() if count)  # fmt: skip
    return Cleaned(html.strip(), css, removed)


def _source(reply: str) -> str:
    """What of a reply is HTML: a fenced block, else from the first tag to the last."""
    fenced = _FENCE.search(reply)
    text = fenced[1] if fenced else reply
    start, stop = text.find("<"), text.rfind(">")
    return text[start : stop + 1] if 0 <= start < stop else ""


def _clean_html(html: str, pictures: Collection[str], counts: Counter[str]) -> str:
    import nh3

    def kept(tag: str, name: str, value: str) -> str | None:
        if name in ("href", "src") or "url(" in value.lower():
            inner = value in pictures if name == "src" else name == "href" and _INNER.fullmatch(value)
            counts["outside address"] += not inner
            return value if inner else ("#" if name == "href" else None)
        return _clean_style(value, counts) or None if name == "style" else value

    return nh3.clean(
        html, tags=set(_TAGS), clean_content_tags=set(_EMPTIED), strip_comments=True, link_rel=None, url_schemes=set(),
        attributes={"*": set(_ANYWHERE), **{tag: set(names) for tag, names in _OWN.items()}},
        attribute_filter=kept, generic_attribute_prefixes={"aria-"},
    )  # fmt: skip


def _clean_style(text: str, counts: Counter[str]) -> str:
    import tinycss2

    return "; ".join(f"{name}: {value}" for name, value in _declared(
        tinycss2.parse_blocks_contents(text, skip_comments=True, skip_whitespace=True), counts))  # fmt: skip


def clean_css(text: str, counts: Counter[str]) -> str:
    """A style sheet without imports, outside addresses and functions that nobody knows, as a person lays it out."""
    import tinycss2

    rules = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    return "\n\n".join(_rules(rules, counts, ""))


def _rules(rules: Any, counts: Counter[str], pad: str) -> Iterator[str]:
    import tinycss2

    for rule in rules:
        if rule.type == "at-rule" and rule.lower_at_keyword in _MEDIA and rule.content is not None and not pad:
            inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            blocks = "\n\n".join(_rules(inner, counts, "  "))
            if blocks:
                yield f"@{rule.lower_at_keyword} {_told(rule.prelude)} {{\n{blocks}\n}}"
        elif rule.type == "qualified-rule" and (selector := _told(rule.prelude)) and "<" not in selector:
            told = _declared(
                tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True), counts
            )
            lines = "\n".join(f"{pad}  {name}: {value};" for name, value in told)
            if lines:
                listed = selector if "(" in selector else selector.replace(", ", f",\n{pad}")
                yield f"{pad}{listed} {{\n{lines}\n{pad}}}"
        elif rule.type == "at-rule" and rule.lower_at_keyword in ("import", "font-face", "namespace"):
            counts["outside address"] += 1


def _declared(parts: Any, counts: Counter[str]) -> Iterator[tuple[str, str]]:
    for part in parts:
        if part.type != "declaration" or part.lower_name in _NEVER:
            continue
        told = _told(part.value)
        if _is_safe(part.value) and not set(told) & set("<>@\\;{}"):
            yield part.lower_name, told + (" !important" if part.important else "")
        else:
            counts["outside address" if "url(" in told.lower() else "unknown style"] += 1


def _is_safe(tokens: Any) -> bool:
    for token in tokens:
        if token.type in ("url", "error", "{} block"):
            return False
        if token.type == "function":
            if token.lower_name not in _FUNCTIONS or not _is_safe(token.arguments):
                return False
        elif token.type in ("() block", "[] block") and not _is_safe(token.content):
            return False
    return True


def _told(tokens: Any) -> str:
    import tinycss2

    return " ".join(tinycss2.serialize(tokens).split())
