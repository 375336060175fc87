"""`agent ci`: ready files that replay the scripts of a repository in its CI."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from agent.errors import UsageError
from agent.jobs.files import read, write

PLACES = {"github": Path(".github/workflows/sightwright.yml"), "gitlab": Path(".gitlab-ci.yml")}


@dataclass(frozen=True)
class CiFile:
    """A file for one CI: where it goes, its text, and what became of it ("", "written", "replaced", "unchanged")."""

    path: Path
    text: str
    state: str = ""


@dataclass(frozen=True)
class CiOrder:
    """`kinds` of PLACES (empty: what the repository here uses), the folder of the scripts (None: where they are found),
    the line that installs the product (None: from the package index), whether to write, and over what is there."""

    kinds: tuple[str, ...] = ()
    scripts: Path | None = None
    install: str | None = None
    write: bool = False
    replace: bool = False


def ci(order: CiOrder) -> list[CiFile]:
    """The files for these kinds of CI. Where one is there and says something else, it is kept, unless `replace`."""
    folder = order.scripts or scripts_here()
    if order.write and not (folder.exists() and (order.scripts or any(folder.rglob("test_*.py")))):
        raise UsageError(f"there is no script to replay in {folder.absolute()}: write some with agent run or agent "
                         "plan, or name the folder that holds them; nothing was written")  # fmt: skip
    scripts = folder.as_posix()
    files = [CiFile(PLACES[kind], text(kind, scripts, order.install)) for kind in order.kinds or kinds_here()]
    if not order.write:
        return files
    states = [_state(file, order.replace) for file in files]
    for file, state in zip(files, states, strict=True):
        if state != "unchanged":
            write(file.path, file.text)
    return [CiFile(file.path, file.text, state) for file, state in zip(files, states, strict=True)]


def text(kind: str, scripts: str, install: str | None = None) -> str:
    """The file's text; `scripts` is the folder that they stand in."""
    from agent import __version__
    from templates import render

    install = install or f"pip install 'sightwright=={__version__}'"
    for said, of in ((scripts, "a folder's name"), (install, "an install line")):
        if not said.strip() or any(not char.isprintable() or char in '"\\`{}' for char in said):
            raise UsageError(f"{said!r} is not {of} that a CI file can hold: leave out double quotes and braces")
    if "'" in scripts or "$" in scripts:
        raise UsageError(f"{scripts!r} is not a folder's name that a CI file can hold: leave out quotes and $")
    return render(f"ci/{kind}.yml.jinja", scripts=scripts, install=install, version=__version__)


def scripts_here() -> Path:
    """The folder that holds every script below this one; "scripts" where there is none."""
    found = [path.parent for target in ("playwright", "selenium") for path in Path().glob(f"**/test_*_{target}.py")
             if not any(part.startswith(".") or part == "node_modules" for part in path.parts)]  # fmt: skip
    return Path(os.path.commonpath(found)) if found else Path("scripts")


def kinds_here() -> tuple[str, ...]:
    """Which CI the repository here uses, by its files and its remotes; GitHub's where nothing says."""
    config = Path(".git/config")
    remotes = read(config) if config.is_file() else ""
    gitlab = Path(".gitlab-ci.yml").exists() or "gitlab" in remotes
    return ("gitlab",) if gitlab and not Path(".github").exists() else ("github",)


def _state(file: CiFile, replace: bool) -> str:
    if not file.path.exists():
        return "written"
    if read(file.path) == file.text:
        return "unchanged"
    if not replace:
        raise UsageError(
            f"{file.path} is there already and says something else: nothing was written; "
            "--force replaces it, and without --write the text goes to standard output"
        )
    return "replaced"
