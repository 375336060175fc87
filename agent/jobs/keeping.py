"""The plans of `agent run` in `.sightwright/`: taken from there where nothing changed, put there where green."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agent.jobs.orders import RunOrder
from agent.project import locator_rules

if TYPE_CHECKING:
    from agent.following import Followed
    from agent.kept import Kept, Key
    from agent.rehearsal import Verdict


class Keeping:
    """The kept plan of one order, below the current folder."""

    def __init__(self, order: RunOrder) -> None:
        from agent.kept import Key
        from agent.planners import secrets

        self._order, self._folder = order, Path()
        self._key: Key = Key(secrets.shown(secrets.hide(order.goal)), order.url, "", _settings(order))

    def known(self, screen: str) -> Kept | None:
        """The plan that was kept for a start that showed this; None where the user wants another, or to be asked."""
        from agent.kept import kept

        self._key = replace(self._key, screen=screen)
        if self._order.fresh or self._order.confirm is not None:
            return None
        return kept(self._key, self._folder)

    def ended(self, followed: Followed, verdicts: tuple[Verdict, ...]) -> str:
        """Keeps what ran green in every script, forgets what no longer does, and tells of a kept plan."""
        from agent.kept import Kept, forget, keep, numbered
        from agent.receipt import is_verified

        path = self._folder / self._key.file
        if not is_verified(verdicts):
            if followed.is_kept:
                forget(self._key, self._folder)
                return f"The plan kept in {path} no longer runs green and was forgotten: run again to plan anew."
            return ""
        if followed.plan.unresolved:
            return ""
        passwords = numbered(self._order.goal, followed.given, followed.plan)
        found = Kept(followed.plan, followed.noticed, passwords, followed.places)
        try:
            keep(self._key, found, self._folder)
        except OSError:  # it is only kept for the next time
            return ""
        return f"Nothing was planned: the plan was kept in {path} (--fresh plans anew)." if followed.is_kept else ""


def _settings(order: RunOrder) -> dict[str, Any]:
    """The options that a plan hangs on; the inputs' values as a hash, for they are nobody's business."""
    given = sorted((name, value) for name, value in order.given.items() if name not in order.secrets)
    return {
        "allow_host": sorted(order.hosts), "locators": locator_rules().model_dump(mode="json"),
        "inputs": hashlib.sha256(repr(given).encode()).hexdigest()[:16] if given else "",
        "secrets": sorted(order.secrets),
    }  # fmt: skip
