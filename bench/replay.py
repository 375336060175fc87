"""`python -m bench.replay [overhead] [many]`: what replaying costs beside plain pytest, and whether it grows.

`overhead` runs the same scripts in turns through plain pytest and through `agent replay` with a report, JUnit and
traces; `overhead=N` takes N scripts of each framework. `many=N` (200 by default) runs N scripts on two workers.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import psutil

from bench.report import head, table

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"
TIMES = 3
EVERY_S = 1.0


@contextmanager
def site() -> Iterator[str]:
    """The examples' folder on a loopback port."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(EXAMPLES)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()


def write_scripts(folder: Path, count: int, targets: Sequence[str]) -> None:
    """`count` scripts of one plan for each target: choose, look, export."""
    from codegen.locator import Locator
    from codegen.plan import Plan, Start
    from codegen.script import write_script
    from codegen.steps import Click, Download, Expect, LiteralValue, Select

    status, shipped = Locator(by="label", value="Status"), LiteralValue(literal="Shipped")
    steps = (
        Select(id="s1", locator=status, value=shipped, why="choose Shipped"),
        Expect(id="s2", that="value", locator=status, value=shipped, why="it is chosen"),
        Click(id="s3", locator=Locator(by="role", value="button", name="Export CSV"), signal=Download(), why="export"),
    )
    plan = Plan(goal="filter and export", start=Start(url="http://127.0.0.1/orders.html"), steps=steps)
    folder.mkdir()
    for target in targets:
        source = write_script(plan, target).source
        for number in range(count):
            (folder / f"test_{target}_{number:03}.py").write_text(source, encoding="utf-8")


def overhead(folder: Path, count: int) -> None:
    """The same scripts in turns, so that a busy minute strikes both."""
    head(f"Replay beside plain pytest: {count} Playwright and {count} Selenium scripts, one run each")
    write_scripts(folder / "scripts", count, ("playwright", "selenium"))
    rows = []
    with site() as url:
        for workers in (1, 2):
            plain = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--import-mode=importlib"]
            plain += [str(folder / "scripts"), "--base-url", url, *(["-n", "2"] if workers == 2 else [])]
            ours = [sys.executable, "-m", "agent", "replay", str(folder / "scripts"), "--base-url", url]
            ours += ["--workers", str(workers), "--report", str(folder / "report"), "--junit", str(folder / "j.xml")]
            turns = [(_seconds(plain), _seconds(ours), _seconds(ours[:9])) for _ in range(TIMES)]
            plain_s, ours_s, bare_s = (statistics.median(column) for column in zip(*turns, strict=True))
            more, least = (statistics.median(turn[i] / turn[0] - 1 for turn in turns) for i in (1, 2))
            rows.append((
                f"{workers}", f"{plain_s:.1f}", f"{ours_s:.1f}", f"{100 * more:+.0f} %", f"{bare_s:.1f}",
                f"{100 * least:+.0f} %",
            ))  # fmt: skip
    print(table(("workers", "plain pytest, s", "replay, s", "more", "without report, s", "more"), rows), "\n")


def _seconds(argv: Sequence[str]) -> float:
    from sandbox.browser import find_browser

    env, started = {**os.environ, "BROWSER_PATH": str(find_browser().path)}, time.perf_counter()
    done = subprocess.run(argv, capture_output=True, text=True, check=False, cwd=ROOT, env=env)
    if done.returncode:
        raise SystemExit(f"{' '.join(argv[:4])} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return time.perf_counter() - started


def many(folder: Path, count: int) -> None:
    """Memory of the command and of its workers, at every quarter of the run."""
    head(f"{count} scripts on 2 workers, in one report")
    write_scripts(folder / "scripts", count // 2, ("playwright", "selenium"))
    with site() as url:
        argv = [sys.executable, "-m", "agent", "replay", str(folder / "scripts"), "--base-url", url, "--workers", "2"]
        argv += ["--report", str(folder / "report"), "--junit", str(folder / "j.xml")]
        started = time.perf_counter()
        process = subprocess.Popen(argv, stdout=subprocess.PIPE, text=True, cwd=ROOT)
        samples: list[tuple[float, float, float]] = []
        sampler = threading.Thread(target=_sample, args=(process, samples))
        sampler.start()
        said, _ = process.communicate()
        sampler.join()
    wall, size = time.perf_counter() - started, (folder / "report" / "report.html").stat().st_size
    print(f"{said.strip().splitlines()[-1]}; {wall:.0f} s; report.html {size / 1024:.0f} KiB\n")
    quarters = [samples[len(samples) * part // 20 : len(samples) * (part + 2) // 20] for part in (2, 6, 10, 14, 18)]
    rows = [
        (f"{share} %", *(f"{statistics.median(column):.0f}" for column in zip(*quarter, strict=True)))
        for share, quarter in zip((10, 30, 50, 70, 90), quarters, strict=True)
    ]
    print(table(("of the run", "command, MiB", "Python below it, MiB", "everything, MiB"), rows), "\n")


def _sample(process: subprocess.Popen[str], samples: list[tuple[float, float, float]]) -> None:
    """Every second: resident memory of the command, of the Python processes below it, of all (shared pages once)."""
    while process.poll() is None:
        with suppress(psutil.Error):
            root = psutil.Process(process.pid)
            own, python, everything = root.memory_info().rss, 0, root.memory_full_info().pss
            for child in root.children(recursive=True):
                with suppress(psutil.Error):
                    python += child.memory_info().rss if "python" in child.name() else 0
                    everything += child.memory_full_info().pss
            samples.append((own / 2**20, python / 2**20, everything / 2**20))
        time.sleep(EVERY_S)


def main() -> None:
    for part in sys.argv[1:] or ["overhead", "many"]:
        kind, _, given = part.partition("=")
        with tempfile.TemporaryDirectory() as name:
            if kind == "overhead":
                overhead(Path(name), int(given or 4))
            else:
                many(Path(name), int(given or 200))


if __name__ == "__main__":
    main()
