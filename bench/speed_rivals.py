"""The same pages before all that can read them, in one run: this version, an earlier one, other readers of text.

Each works in a process of its own. They take turns page by page, so that what else the machine does falls on all alike.
"""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

from PIL import Image

from bench import speed_stages
from bench.report import head, table

EARLIER = "d7704df"  # the first version with figures: OpenCV alone, text models in 32-bit floats
ROOT = Path(__file__).parent.parent
ROUNDS = 3
# Reads the paths of pictures, line by line, and answers with what a look at each cost.
WORKER = """
import contextlib, json, os, resource, sys, time
out = os.fdopen(os.dup(1), "w"); os.dup2(2, 1)
sys.path.insert(0, sys.argv[1])
def cpu():
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
def eyes():
    from perception.capture import open_picture
    from perception.screen import parse
    def look(path):
        with contextlib.suppress(ImportError):
            from perception.reread import forget
            forget()
        picture = open_picture(path)
        started.append((time.perf_counter(), cpu()))
        return len(parse(picture).elements)
    return look
def reader(name):
    import numpy as np
    from PIL import Image
    from bench.ocr import READERS
    read = READERS[name]()
    def look(path):
        pixels = np.asarray(Image.open(path).convert("RGB"))
        started.append((time.perf_counter(), cpu()))
        return len(read(pixels))
    return look
started = []
look = eyes() if sys.argv[2] == "eyes" else reader(sys.argv[2])
for line in sys.stdin:
    found = look(line.strip())
    wall, used = started.pop()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps([time.perf_counter() - wall, cpu() - used, peak, found]), file=out, flush=True)
"""


class Rival:
    """A process that looks at pictures when it is told to."""

    def __init__(self, name: str, root: Path, what: str) -> None:
        self.name = name
        argv = [sys.executable, "-c", WORKER, str(root), what]
        self._process = subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root)
        self.costs: list[tuple[float, float]] = []
        self.peak, self.found = 0.0, 0

    def look(self, path: Path, count: bool = True) -> None:
        given, answered = _pipes(self._process)
        print(path, file=given, flush=True)
        answer = answered.readline()
        if not answer:
            raise SystemExit(f"{self.name} ended with {self._process.wait()}")
        wall, cpu, self.peak, found = json.loads(answer)
        if count:
            self.costs.append((wall, cpu))
            self.found += found

    def row(self) -> tuple[str, ...]:
        walls, cpus = zip(*self.costs, strict=True)
        return (
            self.name, f"{statistics.mean(walls):.2f}", f"{max(walls):.2f}", f"{statistics.mean(cpus):.2f}",
            f"{self.peak:.0f}", f"{self.found / len(self.costs):.0f}",
        )  # fmt: skip

    def stop(self) -> None:
        _pipes(self._process)[0].close()
        self._process.wait()


def _pipes(process: subprocess.Popen[str]) -> tuple[IO[str], IO[str]]:
    if process.stdin is None or process.stdout is None:
        raise RuntimeError("the process was started without pipes")
    return process.stdin, process.stdout


@contextmanager
def earlier(commit: str) -> Iterator[Path | None]:
    """An earlier version of this repository in a folder of its own; None where its history is not there."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "earlier"
        add = ["git", "-C", str(ROOT), "worktree", "add", "--detach", str(folder), commit]
        if not shutil.which("git") or subprocess.run(add, capture_output=True).returncode:
            yield None
            return
        try:
            yield folder
        finally:
            subprocess.run(["git", "-C", str(ROOT), "worktree", "remove", "--force", str(folder)], check=True)


def rivals(commit: str = EARLIER) -> None:
    head("The same pages, taking turns (warm; every page three times)")
    with ExitStack() as stack:
        before = stack.enter_context(earlier(commit))
        those = [Rival("Sightwright, whole parse", ROOT, "eyes")]
        if before is not None:
            those.append(Rival(f"Sightwright at {commit}, whole parse", before, "eyes"))
        those.append(Rival("RapidOCR's own pipeline, text alone", ROOT, "RapidOCR"))
        if shutil.which("tesseract"):
            those.append(Rival("tesseract, text alone", ROOT, "tesseract"))
        for rival in those:
            stack.callback(rival.stop)
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        paths = []
        for at, (_, pixels) in enumerate(speed_stages.pages()):
            paths.append(folder / f"{at}.png")
            Image.fromarray(pixels).save(paths[-1], compress_level=1)
        for turn in range(ROUNDS + 1):
            for path in paths if turn else paths[:1]:  # the first look opens the models: it is not counted
                for rival in those:
                    rival.look(path, count=bool(turn))
        rows = [rival.row() for rival in those]
    print(table(("reader", "mean, s", "worst, s", "processor, s", "memory, MiB", "found a page"), rows), "\n")
    if before is None:
        print(f"The version {commit} is not there: this is no clone with its history.\n")
    if not shutil.which("tesseract"):
        print("tesseract is not installed here.\n")
