"""Makes training or test pages: PNG and truth, into OUT/SPLIT."""

from __future__ import annotations

import argparse
import asyncio
import json
import time
from collections.abc import Iterator
from hashlib import blake2b
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

from perception.training.pages import sources
from perception.training.pages.compose import compose
from perception.training.pages.fetch import cache_folder, fetch
from perception.training.pages.page import Page
from perception.training.pages.real import ALIASES, visits
from perception.training.pages.render import Tab, tabs

_LEAST = 3  # a screen with fewer things on it teaches nothing
_REAL = 0.25  # the share of pages that people made; each gives several views
_VIEWS = 3


def save(folder: Path, name: str, png: bytes, truth: dict[str, Any]) -> None:
    """The truth comes last and whole: who sees the .json may read both."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.png").write_bytes(png)
    aside = folder / f".{name}.json"
    aside.write_text(json.dumps(truth, ensure_ascii=False), encoding="utf-8")
    aside.rename(folder / f"{name}.json")


def units(split: str, seed: int, cache: Path) -> Iterator[tuple[str, list[Page]]]:
    """Without end: a name, and one document as it is seen in one or more ways."""
    for number in count():
        key = f"{split}-{seed}-{number}"
        real = Random(f"{key}: which kind").random() < _REAL  # a draw apart from the page's own
        yield key, visits(key, split, cache, _VIEWS) if real else compose(key, split, cache)


async def draw(tab: Tab, views: list[Page]) -> list[tuple[bytes, dict[str, Any]]]:
    """Picture and truth of each view; fewer where the page does not load."""
    from playwright.async_api import Error

    taken = []
    try:
        for number, page in enumerate(views):
            await (tab.move(page) if number else tab.open(page))
            taken.append(await tab.take(page))
    except Error as error:
        print(f"{views[0].path or views[0].kit}: {str(error).splitlines()[0]}", flush=True)
        await tab.start()
    return taken


async def make(options: argparse.Namespace, cache: Path) -> None:
    """Draws `options.count` pages, several at a time."""
    made, began, source = 0, time.monotonic(), units(options.split, options.seed, cache)

    async def work(tab: Tab) -> None:
        nonlocal made
        while made < options.count:
            key, views = next(source)
            for number, (png, truth) in enumerate(await draw(tab, views)):
                if len(truth["elements"]) >= _LEAST and made < options.count:
                    name = blake2b(f"{key}-{number}".encode(), digest_size=8).hexdigest()
                    save(options.out / options.split, name, png, truth)
                    made += 1
                    if made % 50 == 0:
                        print(f"{made} pages, {made / (time.monotonic() - began):.2f} a second", flush=True)

    async with tabs(cache, ALIASES, options.tabs) as opened:
        await asyncio.gather(*(work(tab) for tab in opened))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m perception.training.pages", description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--count", type=int, required=True)
    parser.add_argument("--split", choices=sources.SPLITS, default="train")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--tabs", type=int, default=2, help="pages drawn at a time")
    options = parser.parse_args()
    cache = cache_folder()
    fetch(sources.packages_of(options.split), cache)
    asyncio.run(make(options, cache))


if __name__ == "__main__":
    main()
