"""Finds a secret in whatever was written: in every file of a folder, and in the archives among them."""

from __future__ import annotations

import base64
import html
import json
import zipfile
from pathlib import Path
from urllib.parse import quote, quote_plus


def spellings(secret: str) -> dict[str, bytes]:
    coded = json.dumps(secret, ensure_ascii=False)[1:-1]
    found = {
        "raw": secret, "json": coded, "json in json": json.dumps(coded)[1:-1], "ascii json": json.dumps(secret)[1:-1],
        "url": quote(secret, safe=""), "path": quote(secret), "form": quote_plus(secret), "html": html.escape(secret),
        "text": html.escape(secret, quote=False), "basic": base64.b64encode(f"ada:{secret}".encode()).decode(),
    }  # fmt: skip
    return {name: words.encode() for name, words in found.items()}


def leaks(folder: Path, secret: str) -> list[str]:
    """Where a secret stands in the files of a folder, or in the archives among them."""
    found = []
    for path in (path for path in sorted(folder.rglob("*")) if path.is_file()):
        parts = {"": path.read_bytes()}
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                parts |= {name: archive.read(name) for name in archive.namelist()}
        found += [
            f"{path.name} {part}: {name}" for part, data in parts.items()
            for name, spelt in spellings(secret).items() if spelt in data
        ]  # fmt: skip
    return found
