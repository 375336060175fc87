"""Addresses: what of them is the base URL, and what a script adds to it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit, urlunsplit


def origin(url: str | None) -> str:
    """ "https://shop.example" of "https://shop.example/orders?page=2"; "" where no site is known."""
    parts = urlsplit(url or "")
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme in ("http", "https") and parts.netloc else ""


def path(url: str | None) -> str:
    """What follows the origin: "/orders?page=2", or ""."""
    parts = urlsplit(url or "")
    return urlunsplit(("", "", parts.path, parts.query, parts.fragment))


def on_base(url: str, start: str | None) -> str | None:
    """The part of `url` that a script adds to its base URL; None where it is on another site."""
    if not urlsplit(url).scheme:
        return url if url.startswith("/") else "/" + url
    return path(url) if origin(url) == origin(start) else None


def glob_pattern(glob: str, start: str | None) -> str:
    """A regular expression for an address glob: `**` any text, `*` any text within a path's part, `{a,b}` one of both.

    A glob on the start's own site, or a bare path, holds for any base URL.
    """
    own = origin(start)
    if own and glob.startswith(own):
        glob = glob[len(own) :]
    anchored = "^" if "://" in glob else ""
    body = re.sub(r"\\\*\\\*|\\\*|\\\{[^{}]*\\\}", _wildcard, re.escape(glob))
    return f"{anchored}{body}$".replace(r"\-", "-")


def _wildcard(found: re.Match[str]) -> str:
    token = found[0]
    if token.startswith(r"\{"):
        return "(" + token[2:-2].replace(",", "|") + ")"
    return ".*" if token == r"\*\*" else "[^/]*"
