"""Whether words of a person mention a text: "delete order 1003" mentions 1003, and not 100."""

from __future__ import annotations

import re

_PARTS = re.compile(r"[^\s()\[\]（）【】,;:，；：|#№]+")
_MOST_PARTS = 12


def mentions(words: str, text: str) -> bool:
    """Whether the text stands in the words, whatever its case, with no letter or digit of its script beside it."""
    text = " ".join(text.split())
    if (len(text) < 2 and not text.isdigit()) or (len(text) == 2 and text.isascii() and text.isalpha()):
        return False
    return re.search(_bounded(text), " ".join(words.split()), re.IGNORECASE) is not None


def longest_mention(words: str, text: str) -> int:
    """How many characters of the text the words mention in a row; 0 for none."""
    parts = _PARTS.findall(text)
    if len(parts) > _MOST_PARTS:
        return len(text) if mentions(words, text) else 0
    runs = (" ".join(parts[i:j]) for i in range(len(parts)) for j in range(i + 1, len(parts) + 1))
    return max((len(run) for run in runs if mentions(words, run)), default=0)


def _bounded(text: str) -> str:
    """Latin letters and digits make words; other scripts put no space between them."""
    before = r"(?<![a-z0-9])" if re.match(r"[a-z0-9]", text, re.IGNORECASE) else ""
    after = r"(?![a-z0-9])" if re.search(r"[a-z0-9]$", text, re.IGNORECASE) else ""
    return before + re.escape(text) + after
