"""`python -m bench.speed [processes] [warm] [stages] [change] [rivals] [cost]`: what looking costs, in time and memory.

`stages` is also run on the PNG files of a folder, where one is named (`stages=FOLDER`), `rivals` against another
commit (`rivals=COMMIT`).
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bench import drawn, speed_rivals, speed_stages
from bench.process import Run, watch
from bench.report import head, table

EXAMPLE = Path(__file__).parent.parent / "examples" / "orders.png"
GOAL = "filter orders by status Shipped and export CSV"
TIMES = 3
ELEMENTS = (50, 100, 200, 500, 1000, 2000)
MEGAPIXELS = (0.5, 1, 2, 4, 8, 16, 30)


def processes(folder: Path) -> None:
    """The commands as a user starts them: cold, with everything that they start."""
    head("Commands as whole processes, on examples/orders.png (1280 x 800)")
    plan = ["plan", str(EXAMPLE), GOAL, "-o", str(folder / "plan.json"), "--script-dir", str(folder)]
    rows = [
        _process("agent parse", ["parse", str(EXAMPLE), "--json", str(folder / "screen.json")]),
        _process("agent locate", ["locate", str(EXAMPLE), "the Export button"]),
        _process("agent plan, no rehearsal", [*plan, "--no-rehearsal"]),
        _process("agent plan, one rehearsal", [*plan, "--script", "playwright"]),
        _process("agent plan, both rehearsed", plan),
    ]
    print(table(("command", f"median of {TIMES}, s", "worst, s", "own memory, MiB", "with children, MiB"), rows), "\n")


def _process(name: str, arguments: Sequence[str]) -> tuple[str, ...]:
    runs: list[Run] = []
    for _ in range(TIMES):
        runs.append(watch([sys.executable, "-m", "agent", *arguments]))
        if runs[-1].returncode:
            raise SystemExit(f"{name} ended with {runs[-1].returncode}:\n{runs[-1].stdout}")
    walls = [run.wall_s for run in runs]
    return (
        name, f"{statistics.median(walls):.2f}", f"{max(walls):.2f}", f"{max(run.own_mib for run in runs):.0f}",
        f"{max(run.all_mib for run in runs):.0f}",
    )  # fmt: skip


def warm() -> None:
    """Parsing in a process that has looked before."""
    from perception.capture import open_picture
    from perception.reread import forget
    from perception.screen import parse

    def look() -> None:
        forget()
        parse(picture)

    head("Warm parse of examples/orders.png")
    picture = open_picture(str(EXAMPLE))
    parse(picture)
    walls, cpus = zip(*(_timed(look) for _ in range(2 * TIMES + 1)), strict=True)
    row = (f"{statistics.median(walls):.2f}", f"{max(walls):.2f}", f"{statistics.median(cpus):.2f}")
    print(table((f"median of {len(walls)}, s", "worst, s", "processor, s"), [row]), "\n")


def cost(folder: Path) -> None:
    """Drawn pages: more elements at a desktop's density, then more pixels with the same 200 elements."""
    head("Cost against the number of elements (drawn pages, warm)")
    rows = [_cost(folder, count, None) for count in ELEMENTS]
    print(table(("elements", "megapixels", "found", "wall, s", "processor, s", "ms an element"), rows), "\n")
    head("Cost against pixels (drawn pages of 200 elements, warm)")
    rows = [_cost(folder, 200, round(size * 1e6)) for size in MEGAPIXELS]
    print(table(("elements", "megapixels", "found", "wall, s", "processor, s", "ms an element"), rows), "\n")


def _cost(folder: Path, elements: int, pixels: int | None) -> tuple[str, ...]:
    from perception.capture import open_picture
    from perception.reread import forget
    from perception.screen import parse

    def look() -> None:
        forget()
        parse(picture)

    drawing = drawn.page(elements, pixels)
    drawing.save(folder / "drawn.png", compress_level=1)
    picture = open_picture(str(folder / "drawn.png"))
    found = sum(element.role == "button" for element in parse(picture).elements)
    wall, cpu = min(_timed(look) for _ in range(TIMES))
    size = drawing.width * drawing.height / 1e6
    return (str(elements), f"{size:.1f}", str(found), f"{wall:.2f}", f"{cpu:.2f}", f"{wall / elements * 1000:.1f}")


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def main() -> None:
    wanted = sys.argv[1:] or ["processes", "warm", "stages", "change", "rivals", "cost"]
    with tempfile.TemporaryDirectory() as name:
        for part in wanted:
            kind, _, given = part.partition("=")
            {
                "processes": lambda: processes(Path(name)), "warm": warm, "cost": lambda: cost(Path(name)),
                "stages": lambda given=given: speed_stages.stages(Path(given) if given else None),
                "change": speed_stages.change,
                "rivals": lambda given=given: speed_rivals.rivals(given or speed_rivals.EARLIER),
            }[kind]()  # fmt: skip


if __name__ == "__main__":
    main()
