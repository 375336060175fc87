"""How pytest runs scripts inside the guard: the command, the environment, and what of the machine it may see."""

from __future__ import annotations

import os
import shlex
import site
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from sandbox.browser import Browser, fetch_driver, flags, playwright_cache
from sandbox.jail import Guard, Outcome

MEMORY_MB = 3072  # for each script that runs at a time
KILLED = {
    "memory": f"it used more than {MEMORY_MB} MB of memory",
    "processes": "it started too many processes",
    "stopped": "it was stopped",
}


def with_driver(browser: Browser, sources: Sequence[str]) -> Browser:
    """Selenium gets its driver from the network where there is none: before the guard closes it off."""
    if browser.driver is None and any("selenium" in source for source in sources):
        return replace(browser, driver=fetch_driver(browser.path))
    return browser


def environment(folder: Path, browser: Browser | None, guard: Guard, *, loopback_only: bool) -> dict[str, str]:
    """The environment of pytest in `folder`, apart from the scripts' own inputs; no browser where all are remote."""
    settings = {
        "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent.parent), *_user_packages()]),
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "PLAYWRIGHT_BROWSERS_PATH": str(playwright_cache()),
        "SE_AVOID_STATS": "true",
        "WITNESS_FOLDER": str(folder),
    }
    if browser is None:
        return settings
    settings["BROWSER_PATH"] = str(_wrapped(browser, folder, guard, loopback_only))
    if browser.snapped:
        settings["HOME"] = str(Path.home())  # a snap starts in no other
    if browser.driver:
        settings |= {"SE_CHROMEDRIVER": str(browser.driver), "SE_OFFLINE": "true"}
    return settings


def command(folder: Path, scripts: Sequence[str], *options: str) -> list[str]:
    """pytest on scripts below `folder`, with the witness and nothing of the user's own configuration."""
    (folder / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    return [
        sys.executable, "-m", "pytest", *scripts, "-p", "sandbox.witness", "-p", "no:cacheprovider", "--noconftest",
        "-c", "pytest.ini", "--rootdir", ".", "--basetemp", "pytest-tmp", "-q", "--no-header", "--tb=short",
        "--color=no", *options,
    ]  # fmt: skip


def needed(browser: Browser | None) -> list[Path]:
    """What pytest must be able to read of the browser."""
    if browser is None:
        return [playwright_cache()]
    programs = [browser.path, *([browser.driver] if browser.driver else [])]
    return [playwright_cache(), *(program.resolve().parent for program in programs), *programs]


def existing_files(env: Mapping[str, str]) -> list[Path]:
    """Inputs that are paths of files: a script that uploads one must be able to read it."""
    paths = (Path(value) for value in env.values() if value.startswith(("/", "~")) and len(value) < 1000)
    return [path for path in paths if path.is_file()]


def download_folder(env: Mapping[str, str]) -> list[Path]:
    """The folder that the user names for downloads, where there is one."""
    named = env.get("DOWNLOAD_DIR")
    return [Path(named)] if named and Path(named).is_dir() else []


def last_words(outcome: Outcome) -> str:
    """How pytest itself ended, where it left no record."""
    if outcome.returncode == 5:
        return "it holds no test"
    said = (outcome.stderr or outcome.stdout).strip().splitlines()
    return f"pytest ended with {outcome.returncode}" + (f": {said[-1]}" if said else "")


def _user_packages() -> list[str]:
    """Packages installed for one user: found by the home folder, which a guarded process has another of."""
    return [site.getusersitepackages()] if site.ENABLE_USER_SITE else []


def _wrapped(browser: Browser, folder: Path, guard: Guard, loopback_only: bool) -> Path:
    """A start script that adds our flags, whichever framework starts the browser. (Windows starts none: no flags.)

    Under bubblewrap the browser's own sandbox may lack the namespaces that it wants, and the guard stands in for it.
    """
    if os.name != "posix":
        return browser.path
    added = flags(loopback_only=loopback_only)
    if guard == "bwrap" and "--no-sandbox" not in added:
        added.append("--no-sandbox")
    starter = folder / "browser"
    starter.write_text(f'#!/bin/sh\nexec {shlex.join([str(browser.path), *added])} "$@"\n', encoding="utf-8")
    starter.chmod(0o755)
    return starter
