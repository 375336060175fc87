"""What a model wrote, cleaned: no script, no handler, no outside address, whatever was in it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codegen.page import edited, write_page
from codegen.page_clean import clean
from perception.layout_types import Node
from perception.types import BBox
from tests.codegen.test_page import Reader, page, text

HOSTILE = [
    "<p onclick=alert(1)>a</p>", "<script>alert(1)</script><p>a</p>", "<p>a<img src=x onerror=alert(1)></p>",
    "<svg onload=alert(1)><path d='M0 0'/></svg><p>a</p>", "<p>a</p><iframe src=//evil></iframe>",
    "<a href='javascript:alert(1)'>a</a>", "<a href='jAvAscript&#58;alert(1)'>a</a>",
    "<p style='background:url(//evil/x)'>a</p>",
    "<p style='background:u\\72l(//evil)'>a</p>", "<form action=//evil><button formaction=//evil>a</button></form>",
    "<style>@import url(//evil); p{background:url('//evil')} </style><p>a</p>",
    "<link rel=stylesheet href=//evil><p>a</p>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></table></mtext></math><p>a</p>",
    "<p>a</p><!--<script>x</script>--><base href=//evil>", "<style>p{color:expression(alert(1))}</style><p>a</p>",
    "<style>p{background:image-set('//evil' 1x)}</style><p>a</p>",
    "<p>a</p><meta http-equiv=refresh content='0;url=//evil'>",
    "<style></style<p>a</p><style>p{}</style><script>alert(1)//",
    "<template><script>alert(1)</script></template><p>a</p>",
]  # fmt: skip


def is_harmless(html: str) -> bool:
    read = Reader(f"<body>{html}")
    told = [(tag, name, value or "") for tag, attributes in read.tags for name, value in attributes.items()]
    tags = {"script", "style", "iframe", "object", "embed", "link", "base", "meta"}
    named = {name for _, name, _ in told}
    if tags & {tag for tag, _ in read.tags} or named & {"action", "formaction", "srcdoc", "srcset"}:
        return False
    where = [value.replace("images/", "") for _, name, value in told if name in ("href", "src")]
    return not any(name.startswith("on") for name in named) and not any(re.search(r"[:/\\]", value) for value in where)


@pytest.mark.parametrize("reply", HOSTILE)
def test_nothing_hostile_is_left(reply: str) -> None:
    cleaned = clean(f"```html\n{reply}\n```", {"images/picture-1.png"})
    assert is_harmless(cleaned.html)
    for word in ("evil", "alert", "expression", "javascript", "@import", "url("):
        assert word not in cleaned.html + cleaned.css


@given(
    st.lists(
        st.sampled_from([*HOSTILE, "<div>", "</div>", "'", '"', ">", "<", "<!--", "-->", "a", "</style>", "<p "]),
        max_size=8,
    )
)
def test_nothing_hostile_is_left_of_any_mixture(parts: list[str]) -> None:
    cleaned = clean("".join(parts))
    assert is_harmless(cleaned.html)
    assert "url(" not in cleaned.css
    node = Node("n3", "group", BBox(0, 0, 80, 40), fragment=cleaned.html)
    written = write_page(page(node, text("n4", "b", BBox(0, 50, 80, 74))))
    assert is_harmless(written.html.partition("<body")[2])
    assert " style=" not in written.html.partition("<body")[2].replace("&quot;", "")


def test_what_is_taken_out_is_counted() -> None:
    reply = "<p style='color: red; background: url(//x)'>a</p><script>1</script><script>2</script><img src='//x/y.png'>"
    assert clean(reply).removed == ("2 scripts", "2 outside addresses")
    assert clean("no page at all").html == ""


def test_its_own_pictures_and_anchors_stay() -> None:
    cleaned = clean(
        '<a href="#top">Up</a><a href="orders.html">Orders</a><img src="images/a.png" alt="A">', {"images/a.png"}
    )
    assert cleaned.html == '<a href="#top">Up</a><a href="orders.html">Orders</a><img src="images/a.png" alt="A">'
    assert cleaned.removed == ()


def test_a_fragment_stands_in_the_page_with_its_styles_in_the_sheet() -> None:
    html = clean('<h2 style="font-size: 20px">Totals</h2><p style="color: #123456">Nine <b>open</b> orders</p>').html
    written = write_page(page(Node("n3", "group", BBox(40, 40, 400, 200), fragment=html)))
    assert '<h2 class="headline">Totals</h2>' in written.html
    assert re.search(r'<p class="[a-z-]+">Nine <b>open</b> orders</p>', written.html)
    assert ".headline {\n  font-size: 20px;\n}" in written.css


def test_an_edited_page_is_one_of_ours_with_one_sheet() -> None:
    css = ".main { color: red }\n@media (max-width: 600px) { .main { color: #00f } }"
    body = "<main class='main' style='margin: 4px'><p>Totals</p></main>"
    cleaned = clean(f"<html><head><style>{css}</style></head><body>{body}</body></html>")
    made = edited(cleaned.html, cleaned.css, "en", "Totals <b>")
    assert made.html.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert "<title>Totals &lt;b&gt;</title>" in made.html
    assert 'name="generator" content="Sightwright"' in made.html
    assert " style=" not in made.html
    name = re.findall(r'<main class="main ([a-z-]+)">', made.html)[0]
    assert f".{name} {{\n  margin: 4px;\n}}" in made.css
    assert "@media (max-width: 600px) {\n  .main {\n    color: #00f;\n  }\n}" in made.css
