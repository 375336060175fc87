"""Takes secrets out of what a run leaves behind: texts, the page's source, Playwright's trace.

A page writes what was typed in many ways: as JSON, inside JSON again, in an address, a form's body, HTML, base64. Each
character of a secret is looked for in every such spelling, so that mixtures of them are found too.
"""

from __future__ import annotations

import base64
import re
import xml.etree.ElementTree as ET
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote, quote_plus

from sandbox.report import Fault, ScriptResult

HIDDEN = "•••"
SHORTEST = 4  # characters: what is shorter stands in every file by chance
_CUT = 500  # a text of so many characters may have been cut in the middle of a secret
_NAMED = {'"': "quot", "&": "amp", "<": "lt", ">": "gt", "'": "apos"}
_BROKEN = (OSError, zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, ValueError)


class Mask:
    """Hides these values wherever they are found; one that is shorter than SHORTEST only where it stands alone."""

    def __init__(self, values: Iterable[str]) -> None:
        found = sorted({value for value in values if value}, key=lambda value: (-len(value), value))
        self._long = [value for value in found if len(value) >= SHORTEST]
        self._short = [value for value in found if len(value) < SHORTEST]
        patterns = [pattern for value in self._long for pattern in _patterns(value)]
        self._whole = re.compile(b"|".join(patterns), re.DOTALL) if patterns else None
        alone = "|".join(map(re.escape, self._short))
        self._alone = re.compile(rf"(?<!\w)(?:{alone})(?!\w)") if alone else None

    def __bool__(self) -> bool:
        return bool(self._long or self._short)

    def data(self, data: bytes) -> bytes:
        """The bytes without the longer secrets."""
        return self._whole.sub(HIDDEN.encode(), data) if self._whole else data

    def text(self, words: str) -> str:
        if self._whole:
            words = self.data(words.encode("utf-8", "surrogatepass")).decode("utf-8", "replace")
        if len(words) >= _CUT:
            words = self._without_ends(words)
        return self._alone.sub(HIDDEN, words) if self._alone else words

    def result(self, result: ScriptResult) -> ScriptResult:
        """The result without secrets; its trace and the page's source are rewritten where they are, or dropped."""
        if not self:
            return result
        notes = [self.text(note) for note in result.notes]
        trace = self._rewritten(result.trace, self._archive, "trace", notes)
        source = self._rewritten(result.source, self._file, "page's source", notes)
        return replace(
            result, reason=self.text(result.reason), fault=self._fault(result.fault), output=self.text(result.output),
            console=tuple(map(self.text, result.console)), state=self.text(result.state), trace=trace, source=source,
            properties={self.text(name): self.text(value) for name, value in result.properties.items()},
            downloads=tuple(self._clean_files(result.downloads, notes)), notes=tuple(notes),
        )  # fmt: skip

    def element(self, element: ET.Element) -> None:
        """Hides them in an XML element and all below it, in place."""
        for part in element.iter():
            part.attrib = {name: self.text(value) for name, value in part.attrib.items()}
            part.text, part.tail = (self.text(said) if said else said for said in (part.text, part.tail))

    def _fault(self, fault: Fault | None) -> Fault | None:
        if fault is None:
            return None
        return replace(
            fault, message=self.text(fault.message), code=self.text(fault.code), url=self.text(fault.url),
            expected=self.text(fault.expected), seen=self.text(fault.seen),
        )  # fmt: skip

    def _rewritten(
        self, path: Path | None, rewrite: Callable[[Path], None], what: str, notes: list[str]
    ) -> Path | None:  # fmt: skip
        """The file, rewritten; None where it cannot be: then it is gone, and a note says why."""
        if path is None or not path.is_file():
            return None
        why = f"a secret of less than {SHORTEST} characters cannot be taken out of it" if self._short else ""
        try:
            if not why:
                rewrite(path)
                return path
        except _BROKEN as fault:
            why = f"the secrets could not be taken out of it ({self.text(str(fault))})"
        path.unlink(missing_ok=True)
        notes.append(f"the {what} was not kept: {why}")
        return None

    def _archive(self, path: Path) -> None:
        draft = path.with_name(f"{path.name}.masked")
        try:
            with zipfile.ZipFile(path) as was, zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as now:
                for member in was.infolist():
                    now.writestr(member.filename, self.data(was.read(member)))
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)

    def _file(self, path: Path) -> None:
        words = path.read_text(encoding="utf-8", errors="replace")
        path.write_text(self.text(words), encoding="utf-8", errors="replace")

    def _clean_files(self, files: Iterable[Path], notes: list[str]) -> Iterator[Path]:
        """Those without a secret: a download is a user's own, and not to be rewritten."""
        for path in files:
            try:
                held = self._whole is not None and self._whole.search(path.read_bytes()) is not None
            except OSError:
                held = True
            if held:
                notes.append(f"the download {self.text(path.name)} was not kept: it holds a secret")
            else:
                yield path

    def _without_ends(self, words: str) -> str:
        """Without the part of a secret that a cut may have left at either end."""
        for value in self._long:
            for size in range(len(value) - 1, SHORTEST - 2, -1):
                if words.endswith(value[:size]):
                    words = words[:-size] + HIDDEN
                if words.startswith(value[-size:]):
                    words = HIDDEN + words[size:]
        return words


def _patterns(value: str) -> Iterator[bytes]:
    yield b"".join(_spelt(part) for part in re.findall(r"\\+|.", value, re.DOTALL))
    for words in dict.fromkeys((value, _in_json(value), quote(value, safe=""), quote_plus(value))):
        raw = words.encode("utf-8", "surrogatepass")
        for offset in range(3):
            if len(core := _in_base64(raw, offset)) >= SHORTEST:
                yield b"".join(map(_base64_spelling, core))


def _in_json(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"')


def _in_base64(raw: bytes, offset: int) -> str:
    """The characters that the bytes alone make, where `offset` bytes stand before them; the others' neighbours vary."""
    coded = base64.b64encode(bytes(offset) + raw).decode("ascii")
    return coded[-(-offset * 8 // 6) : (offset + len(raw)) * 8 // 6]


def _base64_spelling(char: str) -> bytes:
    also = {"+": "-", "/": "_"}.get(char)
    return b"(?:" + _spellings(char) + (b"|" + re.escape(also.encode()) if also else b"") + b")"


def _spelt(part: str) -> bytes:
    """A pattern of one character, or of several backslashes: as one run, lest it be tried in all ways to divide it."""
    if part[0] != "\\":
        return _spellings(part)
    return rb"(?:u005[cC]|%%(?:25)*5[cC]|&#0*92;|&#[xX]0*5[cC];|\\){%d,}" % len(part)


def _spellings(char: str) -> bytes:
    """A pattern of all that one character may be written as, the longer ones first."""
    code = ord(char)
    units = char.encode("utf-16-be", "surrogatepass")
    escaped = b"".join(rb"\\+u" + _any_case(f"{units[at]:02x}{units[at + 1]:02x}") for at in range(0, len(units), 2))
    forms = [escaped, b"&#0*%d;" % code, b"&#[xX]0*" + _any_case(f"{code:x}") + b";"]
    plain: list[bytes] = []
    for coding in ("utf-8", "latin-1", "gb18030"):
        try:
            raw = char.encode(coding)
        except UnicodeEncodeError:
            continue
        plain.append(re.escape(raw))
        forms.append(b"".join(b"%(?:25)*" + _any_case(f"{byte:02x}") for byte in raw))
    if char in _NAMED:
        forms.append(b"&(?:amp;)*" + _NAMED[char].encode() + b";")
    if char == " ":
        forms += [rb"\+", b"&nbsp;", re.escape("\u00a0".encode())]
    if char in "\"'/`&<>":
        forms.append(rb"\\+" + re.escape(char.encode()))
    if short := {"\n": b"n", "\r": b"r", "\t": b"t", "\b": b"b", "\f": b"f"}.get(char):
        forms.append(rb"\\+" + short)
    return b"(?:" + b"|".join(dict.fromkeys((*forms, *plain))) + b")"


def _any_case(digits: str) -> bytes:
    return "".join(f"[{d}{d.upper()}]" if d.isalpha() else d for d in digits).encode()
