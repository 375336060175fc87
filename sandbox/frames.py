"""Pictures of steps, out of the trace that Playwright recorded of a run."""

from __future__ import annotations

import base64
import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

from sandbox.report import ScriptResult

_FRAME = re.compile(r"page@[0-9a-f]+-(\d{13})\.jpe?g$")  # the clock in milliseconds
_WIDTH = 480  # pixels: a picture beside its step, not instead of the page
_FULL = 1280


def step_pictures(result: ScriptResult) -> dict[int, str]:
    """For each step that ended: what the page looked like then, as a data URL. Empty where there is no trace."""
    if result.trace is None:
        return {}
    found: dict[int, str] = {}
    try:
        with zipfile.ZipFile(result.trace) as archive:
            frames = {int(match[1]): name for name in archive.namelist() if (match := _FRAME.search(name))}
            for number, time in _ends(result).items():
                if before := [clock for clock in frames if clock <= time]:
                    found[number] = _data_url(archive.read(frames[max(before)]), _WIDTH)
    except (OSError, zipfile.BadZipFile, KeyError):
        return found
    return found


def picture_url(path: Path | None) -> str:
    """The picture as a data URL, small enough for many to stand in one report; "" where there is none."""
    if path is None:
        return ""
    try:
        return _data_url(path.read_bytes(), _FULL)
    except OSError:
        return ""


def _ends(result: ScriptResult) -> Mapping[int, int]:
    return {
        step.number: round(step.ended * 1000) for step in result.steps
        if step.ended is not None and step.status == "passed"
    }  # fmt: skip


def _data_url(picture: bytes, width: int) -> str:
    from PIL import Image, UnidentifiedImageError

    try:
        image = Image.open(io.BytesIO(picture)).convert("RGB")
    except (UnidentifiedImageError, OSError):
        return ""
    if image.width > width:
        image = image.resize((width, round(image.height * width / image.width)), Image.Resampling.LANCZOS)
    packed = io.BytesIO()
    image.save(packed, "WEBP", quality=80, method=2)
    return "data:image/webp;base64," + base64.b64encode(packed.getvalue()).decode()
