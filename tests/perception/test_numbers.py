"""What the models do to the arithmetic of the process that they run in: nothing."""

from __future__ import annotations

import subprocess
import sys

ASKED = """
from perception.text_models import LETTERS, session
session(LETTERS)
assert 2.0**-1073 / 2 > 0, "the smallest numbers have become zero"
"""


def test_the_smallest_numbers_stay_what_they_are() -> None:
    """A process's first session may set its thread to take them for zero, and everything else that runs there."""
    subprocess.run([sys.executable, "-c", ASKED], check=True)
