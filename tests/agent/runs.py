"""Runs on the pages of a test, in a browser that is open already: what `agent run` does before it writes scripts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from agent.fence import Fence
from agent.following import Followed, Following, Task, opened
from agent.policy import Hosts, Resolve, addresses

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from perception.vlm.types import Eye


def follow(
    browser: Browser, folder: Path, url: str, goal: str, allowed: tuple[str, ...] = (), resolve: Resolve = addresses,
    confirm: Callable[[str], str] | None = None, hidden: tuple[str, ...] = (), eyes: Sequence[Eye] = (),
    viewport: tuple[int, int] = (1280, 800), **given: str,
) -> Followed:  # fmt: skip
    """Raises PageError where the start is refused."""
    task = Task(goal, url, Hosts(url, allowed, resolve), viewport, given, hidden, confirm, eyes=eyes)
    context = browser.new_context(viewport={"width": viewport[0], "height": viewport[1]})
    try:
        fence = Fence(context, task.hosts)
        page = opened(fence, url)
        return Following(task, page, folder, fence, lambda: None).run(lambda words: None, lambda: False)
    finally:
        context.close()
