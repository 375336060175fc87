"""What a file that was saved shows of itself: its kind, and of a table that is text its header and that it has rows."""

from __future__ import annotations

import re
from pathlib import Path

from codegen.steps import DownloadExpect

_TABLES = frozenset({".csv", ".tsv"})
_MOST = 1_000_000  # bytes that are looked at
_LONGEST = 500  # characters; a longer line is no header


def expectation(file: Path) -> DownloadExpect:
    """What every later download of it has to be like. Raises OSError."""
    suffix = re.fullmatch(r"\.[a-z0-9]{1,16}", file.suffix.lower())
    expect = DownloadExpect(suffix=suffix[0] if suffix else None, not_empty=file.stat().st_size > 0)
    if expect.suffix not in _TABLES:
        return expect
    with file.open("rb") as stream:
        text = stream.read(_MOST).decode("utf-8-sig", "replace")
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines or not _is_header(lines[0]):
        return expect
    return expect.model_copy(update={"header": lines[0], "rows": 1 if len(lines) > 1 else None})


def _is_header(line: str) -> bool:
    """Names of columns hold no number: a first line that does may be data, or tell the date."""
    return "�" not in line and len(line) <= _LONGEST and not re.search(r"\d{2}", line) and any(map(str.isalpha, line))
