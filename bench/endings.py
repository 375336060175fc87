"""`python -m bench.endings [CACHE] [FOLDER] [only=REGEX]`: whether both scripts of a plan leave the same behind.

Each goal is done live once; its Playwright and its Selenium script then run in plain pytest, and what they leave is
compared: the page's address, fields, text and storage, and the files that were saved. The goals are those of the drift
suite's apps (npm packages, fetched into CACHE) and, where FOLDER is given, its tasks/*.json on its serve.py's apps.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agent.following import Task, follow
from agent.policy import Hosts
from bench.drift import served
from bench.drift_apps import APPS, fetch
from bench.report import head
from codegen.script import TARGETS, write_script
from sandbox.browser import find_browser

_LEFT = """
  const said = (e) => e.labels?.[0]?.innerText.trim() || e.name || e.id || e.placeholder || e.type;
  const held = (e) => e.type === "file" ? [...e.files].map((file) => file.name) :
    e.matches("select") ? [...e.selectedOptions].map((each) => each.text.trim()) :
    ["checkbox", "radio"].includes(e.type) ? e.checked : e.value;
  const fields = [...document.querySelectorAll("input, select, textarea")].map((e) => [said(e), held(e)]);
  const drawn = [...document.querySelectorAll("[aria-checked], [aria-selected=true], [aria-pressed=true]")]
    .map((e) => [e.innerText.trim(), e.ariaChecked ?? "on"]);
  return JSON.stringify({address: location.pathname + location.hash, title: document.title, fields, drawn,
    lines: document.body.innerText.split("\\n").map((line) => line.trim()).filter(Boolean),
    kept: {...localStorage}, session: {...sessionStorage}});
"""
_TELL = {
    "playwright": "    page.wait_for_timeout(1000)\n    told = page.evaluate({script!r})\n",
    "selenium": '    __import__("time").sleep(1)\n    told = driver.execute_script({script!r})\n',
}
_MAIN = '\n\n\nif __name__ == "__main__":'


@dataclass(frozen=True)
class Goal:
    name: str
    url: str
    words: str


def telling(source: str, target: str) -> str:
    """The script, which writes down at its end what it leaves on the page."""
    script = f"(() => {{{_LEFT}}})()" if target == "playwright" else _LEFT
    tell = _TELL[target].format(script=script) + '    __import__("pathlib").Path(os.environ["LEFT"]).write_text(told)'
    body, found, rest = source.partition(_MAIN)
    assert found, "the script has no block that runs it"
    return f"{body}\n\n{tell}{found}{rest}"


def left(source: str, target: str, url: str, given: Mapping[str, str], folder: Path) -> dict[str, Any] | str:
    """What a script leaves behind; the last line that pytest said where it did not come to its end."""
    folder.mkdir()
    (folder / "test_it.py").write_text(telling(source, target), encoding="utf-8")
    downloads = folder / "downloads"
    downloads.mkdir()
    origin = re.match(r"https?://[^/]+", url)
    env = os.environ | given | {
        "LEFT": str(folder / "left.json"), "DOWNLOAD_DIR": str(downloads), "BASE_URL": origin[0] if origin else url,
        "BROWSER_PATH": str(find_browser().path), "TIMEOUT": "30",
    }  # fmt: skip
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", ".", "test_it.py"]
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        return next((line for line in reversed(done.stdout.splitlines()) if line.startswith("E ")), "it failed")
    found: dict[str, Any] = json.loads((folder / "left.json").read_text(encoding="utf-8"))
    return found | {"files": {path.name: path.read_bytes() for path in sorted(downloads.iterdir())}}


def differences(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    """What is not the same, a line for each part."""
    found = []
    for part in one:
        if one[part] != other[part]:
            first, second = ([item for item in given[part] if item not in rival[part]]
                             for given, rival in ((one, other), (other, one)))  # fmt: skip
            told = (one[part], other[part]) if isinstance(one[part], str) else (first, second)
            found.append(f"{part}: {str(told[0])[:200]} / {str(told[1])[:200]}")
    return found


def compared(goal: Goal, folder: Path) -> str:
    """One word or a line: the same, what differs, or why there is nothing to compare."""
    followed = follow(Task(goal.words, goal.url, Hosts(goal.url), (1280, 800)), lambda words: None)
    plan = followed.plan
    if plan.unresolved or not plan.steps:
        return "refused: " + "; ".join(item.reason for item in plan.unresolved)[:160]
    ends = {
        target: left(write_script(plan, target).source, target, goal.url, followed.given, folder / target)
        for target in sorted(TARGETS)
    }
    if failed := [f"{target} failed: {end}" for target, end in ends.items() if isinstance(end, str)]:
        return "; ".join(failed)
    first, second = (end for end in ends.values() if isinstance(end, dict))
    return "; ".join(differences(first, second)) or "the same"


def goals(cache: Path, folder: Path | None, stack: ExitStack) -> Iterator[Goal]:
    for app in APPS:
        site = stack.enter_context(served(fetch(app.package, cache)))
        yield Goal(f"{app.name}: {app.goal}", f"{site}/{app.page}", app.goal)
    for path in sorted((folder / "tasks").glob("*.json")) if folder else ():
        task = json.loads(path.read_text(encoding="utf-8"))
        site = stack.enter_context(serving(folder, task["app"]))  # type: ignore[arg-type]
        yield Goal(task["id"], site + task["path"], task["goal"])


@contextmanager
def serving(folder: Path, app: str) -> Iterator[str]:
    """The address of one app of the folder's own server."""
    process = subprocess.Popen([sys.executable, str(folder / "serve.py"), app], stdout=subprocess.PIPE, text=True)
    try:
        yield process.stdout.readline().strip() if process.stdout else ""
    finally:
        process.terminate()
        process.wait()


def main() -> None:
    given = [argument for argument in sys.argv[1:] if not argument.startswith("only=")]
    only = next((argument.partition("=")[2] for argument in sys.argv[1:] if argument.startswith("only=")), "")
    cache = Path(given[0]) if given else Path.home() / ".cache" / "sightwright-drift"
    head("What both scripts of a plan leave behind")
    ends = []
    with ExitStack() as stack, tempfile.TemporaryDirectory() as scratch:
        for number, goal in enumerate(goals(cache, Path(given[1]) if len(given) > 1 else None, stack)):
            if re.search(only, goal.name):
                place = Path(scratch, str(number))
                place.mkdir()
                ends.append(compared(goal, place))
                print(f"{goal.name[:70]:70} {ends[-1]}", flush=True)
    print(f"\n{len(ends)} goals: {ends.count('the same')} leave the same, {sum(e.startswith('refused') for e in ends)} "
          "were refused")  # fmt: skip


if __name__ == "__main__":
    main()
