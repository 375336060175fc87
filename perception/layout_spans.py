"""The text of a block as runs: what is a link, what is bold, what has a colour of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from perception.ink import Ink, distance
from perception.layout_lines import Line, Piece
from perception.layout_types import Span
from perception.types import Colour


def spans_of(lines: Sequence[Line], breaks: Sequence[bool], colour: Colour, bold: bool) -> tuple[Span, ...]:
    """The runs of a block; `breaks[i]`: the line i ends where it ends whatever the width; `bold`: all of it is bold.
    Neighbours that are alike are one run."""
    spans: list[Span] = []
    for number, line in enumerate(lines):
        for place, piece in enumerate(line.pieces):
            own = None if _same_paint(piece.ink, colour) else piece.ink.colour
            for part, (text, strong) in enumerate(_runs(piece)):
                before = spans[-1].text if spans and spans[-1].kind != "break" else ""
                joint = " " if before and (part or not _unspaced(before, piece, place)) else ""
                kind = "link" if piece.link else "strong" if strong and not bold else "text"
                _add(spans, Span(text, kind, own, piece.ink.underlined), joint, apart=piece.link and place > 0)
        if breaks[number] and number < len(lines) - 1:
            spans.append(Span("", "break"))
    return _merged(spans)


def _add(spans: list[Span], span: Span, joint: str, apart: bool) -> None:
    """Links that stand side by side in a line are two; one that goes on in the next line is one."""
    last = spans[-1] if spans else None
    alike = last and (last.kind, last.color) == (span.kind, span.color)
    if last and alike and not apart and (last.underline == span.underline or span.kind == "link"):
        under = last.underline or span.underline  # letters that reach below the rule break it
        spans[-1] = replace(last, text=last.text + joint + span.text, underline=under)
        return
    if joint:
        spans.append(Span(" "))
    spans.append(span)


def _runs(piece: Piece) -> Iterator[tuple[str, bool]]:
    """A piece's words, those of one weight together."""
    words, marks = piece.text.split(), piece.strong
    if len(marks) != len(words):
        yield piece.text, False
        return
    start = 0
    for place in range(1, len(words) + 1):
        if place == len(words) or marks[place] != marks[start]:
            yield " ".join(words[start:place]), marks[start]
            start = place


def _merged(spans: Sequence[Span]) -> tuple[Span, ...]:
    """A space of its own goes to the text beside it."""
    merged: list[Span] = []
    for span in spans:
        last = merged[-1] if merged else None
        if last and span.text == " " and span.kind == "text" and last.kind == "text":
            merged[-1] = replace(last, text=last.text + " ")
        elif last and last.text == " " and last.kind == span.kind == "text":
            merged[-1] = replace(span, text=" " + span.text)
        else:
            merged.append(span)
    return tuple(merged)


def _unspaced(before: str, piece: Piece, place: int) -> bool:
    """Whether no space stands before a piece: after a Chinese letter, or where it touches the word before it."""
    full = bool(before) and 0x2E80 <= ord(before[-1]) <= 0xFFEF and 0x2E80 <= ord(piece.text[0]) <= 0xFFEF
    return full or (place > 0 and piece.text[0] in ",.;:!?)]»”")


def _same_paint(ink: Ink, colour: Colour) -> bool:
    """Whether an ink is a colour, or that colour made paler by thin strokes."""
    if distance(ink.colour, colour) < 36:
        return True
    blend = [round(0.7 * a + 0.3 * b) for a, b in zip(colour, ink.paper, strict=True)]
    return distance(ink.colour, (blend[0], blend[1], blend[2])) < 30
