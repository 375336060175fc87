"""A vision-language model's HTML for the parts of a page that are drawn least like their mockup.

Each proposal is cleaned before any browser sees it, tried, scored, and kept only where the whole page scores higher.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from agent.errors import UsageError
from codegen.page_clean import clean
from codegen.page_fragments import text_of
from perception.layout_types import Layout, Node, Style, changed
from perception.types import BBox
from perception.vlm import questions
from perception.vlm.types import CannotDo, Eye, Question, Reply

if TYPE_CHECKING:
    from agent.adjusting import Adjusted, Adjuster
    from agent.eyes.cascade import Cascade
    from agent.talk import Tell
    from perception.capture import Picture

MOST = 3  # parts of a page that each model is asked for
_APART = 48  # of 255: a pixel that differs so much is another
_SHARE = 0.05  # of a part's pixels that differ, from where it is worth a question
_LEAST, _LARGEST = 0.004, 0.45  # of the page's area
_TOKENS = 3072  # of an answer
_KINDS = ("group", "section", "article", "header", "footer", "aside", "nav", "list", "table")


@dataclass(frozen=True)
class Part:
    """A part of the page, and the share of its pixels that differ from the mockup."""

    node: Node
    share: float


def improved(adjuster: Adjuster, done: Adjusted, cascade: Cascade, tell: Tell) -> Adjusted:
    """The page with the proposals that make it more like its mockup. Raises UsageError where a model cannot work."""
    for eye in cascade.eyes:
        for part in worst(done, adjuster.source.pixels):
            tell(f"asking {eye.name} for {_said(part.node)}")
            html = proposal(eye, cascade, part.node, done.layout)
            if html:
                done = adjuster.proposed(
                    done, with_fragment(done.layout, part.node, html), f"{eye.name}: {_said(part.node)}"
                )
    return done


def worst(done: Adjusted, source: object) -> list[Part]:
    """The parts that differ most from the mockup, none within another."""
    import numpy as np

    from perception.score_picture import apart

    one, other = np.asarray(source, np.uint8), done.page.pixels
    height, width = min(one.shape[0], other.shape[0]), min(one.shape[1], other.shape[1])
    far = apart(one[:height, :width], other[:height, :width]) > _APART
    area = height * width

    def share(box: BBox) -> float:
        inside = far[max(0, box.y1) : box.y2, max(0, box.x1) : box.x2]
        return float(inside.mean()) if inside.size else 0.0

    parts = [
        Part(node, share(node.box))
        for node in done.layout.nodes()
        if node.kind in _KINDS and node.children and _LEAST * area <= node.box.area <= _LARGEST * area
    ]
    return list(_apart(sorted(parts, key=lambda part: (-part.share, part.node.id))))[:MOST]


def _apart(parts: Sequence[Part]) -> Iterator[Part]:
    taken: list[Node] = []
    for part in parts:
        ids = {node.id for node in part.node.walk()}
        if part.share >= _SHARE and not any(node.id in ids or part.node in node.walk() for node in taken):
            taken.append(part.node)
            yield part


def proposal(eye: Eye, cascade: Cascade, node: Node, layout: Layout) -> str:
    """The model's clean HTML for a part; "" where it wrote none, or none with a word or a picture in it."""
    pictures = {inner.asset for inner in node.walk() if inner.asset}
    reply = asked(cascade, eye, _cut(cascade.seen, node.box), _question(eye, node, layout, pictures))
    if reply is None:
        return ""
    html = clean(reply.text, pictures).html
    return html if text_of(html) or "<img" in html else ""


def asked(cascade: Cascade, eye: Eye, picture: Picture, question: Question) -> Reply | None:
    """One reply, from a thread of its own: the browser that is open here holds this one's event loop."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(cascade.ask, eye, [picture], question).result()


def _question(eye: Eye, node: Node, layout: Layout, pictures: set[str]) -> Question:
    about = f"{node.box.width} x {node.box.height} pixels, a part of a page"
    sizes = {asset.name: f"{asset.name} ({asset.box.width} x {asset.box.height})" for asset in layout.assets}
    if shown := ", ".join(sizes[name] for name in sorted(pictures) if name in sizes):
        about += f"; its pictures are the files {shown}, and there are no others"
    try:
        return replace(questions.html(eye.profile, about), max_new_tokens=_TOKENS)
    except CannotDo as fault:
        raise UsageError(str(fault)) from None


def with_fragment(layout: Layout, node: Node, html: str) -> Layout:
    """The layout with clean HTML in place of what stands in a node."""

    def change(one: Node) -> Node:
        return replace(one, children=(), fragment=html, style=Style()) if one.id == node.id else one

    return changed(layout, change)


def _cut(picture: Picture, box: BBox) -> Picture:
    from perception.capture import Picture

    inside = picture.pixels[max(0, box.y1) : box.y2, max(0, box.x1) : box.x2]
    return Picture(inside.copy(), picture.source, "")


def _said(node: Node) -> str:
    """A part as people know it: by its first words."""
    words = next((inner.text for inner in node.walk() if inner.text.strip()), "")
    return f"the {node.kind} at {node.box.x1}, {node.box.y1}" + (f" ('{words[:30]}')" if words else "")
