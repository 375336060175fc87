"""Spans of a goal that nothing may split: quoted text, addresses, files, dates, numbers, names on the screen."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

# Each span becomes one private-use character, so that the grammars below are plain regular expressions.
FIRST, LAST = 0xE000, 0xEFFF
ATOM = "[\ue000-\uefff]"
VALUE = "[\ue000-\uefff\uf000-\uf0ff]"  # an atom or the mark of a secret

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_SPANS = re.compile(
    "|".join(
        (
            r"(?P<quoted>“[^”]+”|‘[^’]+’|「[^」]+」|『[^』]+』|【[^】]+】|«[^»]+»|\"[^\"]+\"|`[^`]+`|"
            r"(?:(?<=[\s(:=,，、：])|(?<=[\u4e00-\u9fff])|(?<![\s\S]))'[^']+(?:'(?=\w)[^']+)*'(?!\w))",
            r"(?P<url>https?://[^\s\u4e00-\u9fff，。；、]*[^\s\u4e00-\u9fff，。；、.,;!?)])",
            r"(?P<email>[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)",
            r"(?P<file>(?:[~.]{0,2}/)?(?:[\w-]+/)*[\w-]+(?:\.[\w-]+)*\."
            r"(?:csv|tsv|xlsx?|pdf|docx?|pptx?|txt|md|json|xml|zip|gz|png|jpe?g|gif|webp|svg|bmp|mp[34]|html?)\b)",
            rf"(?P<date>\d{{4}}-\d{{1,2}}-\d{{1,2}}|\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{2,4}}|\d{{4}}/\d{{1,2}}/\d{{1,2}}|"
            rf"\d{{4}}年\d{{1,2}}月(?:\d{{1,2}}[日号])?|\b{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?,\s\d{{4}}|"
            rf"\b\d{{1,2}}\s{_MONTH}\s\d{{4}})",
            r"(?P<time>\b\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]m)?\b)",
            r"(?P<number>[$€£¥]\s?\d[\d,]*(?:\.\d+)?|[-+]?\b\d{1,3}(?:,\d{3})+(?:\.\d+)?|[-+]?\b\d+\.\d+%?|\b\d+%)",
            r"(?P<phone>\+?\d[\d-]{5,}\d)",
        )
    ),
    re.IGNORECASE,
)
_SEPARATES = re.compile(r"[,，、;；。&/:]|\band\b|\bthen\b|和|并|再", re.IGNORECASE)


@dataclass
class Atoms:
    """The spans taken out of one goal, in the order found."""

    raw: list[str] = field(default_factory=list)
    inner: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)

    def protect(self, text: str, names: Iterable[str] = ()) -> str:
        """`text` with one character for each span; `names` are texts on the screen that hold a separator."""
        text = _SPANS.sub(lambda match: self._add(match[0], match.lastgroup or ""), text)
        for name in sorted({name for name in names if _SEPARATES.search(name)}, key=len, reverse=True):
            if len(name) > 0.9 * len(text):
                continue  # the page repeats the goal
            whole = rf"(?<!\w){re.escape(name)}(?!\w)"
            text = re.sub(whole, lambda match: self._add(match[0], "name"), text, flags=re.IGNORECASE)
        return text

    def _add(self, raw: str, kind: str) -> str:
        if len(self.raw) > LAST - FIRST:
            return raw
        self.raw.append(raw)
        self.inner.append(raw[1:-1] if kind == "quoted" else raw)
        self.kinds.append(kind)
        return chr(FIRST + len(self.raw) - 1)

    def kind(self, character: str) -> str:
        index = ord(character) - FIRST
        return self.kinds[index] if 0 <= index < len(self.kinds) else ""

    def restore(self, text: str) -> str:
        """The goal's own words."""
        return self._each(text, self.raw)

    def plain(self, text: str) -> str:
        """The same without the quotes around a value that is quoted whole; those inside it stay."""
        text = text.strip()
        return self._each(text, self.inner).strip() if len(text) == 1 else self._each(text, self.raw).strip()

    def _each(self, text: str, table: list[str]) -> str:
        # Names may hold spans in their turn ("Save 'A' and close"): until nothing is left.
        for _ in range(3):
            text = re.sub(ATOM, lambda match: table[ord(match[0]) - FIRST], text)
        return text
