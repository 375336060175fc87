"""What looks on while a run acts, and may object: nothing here; `guard.py` holds the rules of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from codegen.steps import Step


class Watch:
    """The stage asks it around each step; a reason is one sentence, "" where there is none."""

    def refuses(self, step: Step, page: Page) -> str:
        """Why the step must not be done."""
        return ""

    def objection(self) -> str:
        """Why what the step set off was stopped."""
        return ""

    def agrees(self, question: str) -> bool:
        """Whether a question that the page asks (a JavaScript dialog) may be answered with yes."""
        return True

    def did(self, step: Step, page: Page) -> None:
        """The step was done, and this is what it came to."""
