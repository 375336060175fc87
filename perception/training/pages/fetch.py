"""Gets the npm packages that pages are made from: each one's own tarball at its pinned version and nothing else."""

from __future__ import annotations

import os
import shutil
import subprocess
import tarfile
from collections.abc import Iterable
from pathlib import Path

from perception.training.pages.sources import PACKAGES


def cache_folder() -> Path:
    """Where packages are kept between runs: $SIGHTWRIGHT_TRAINING_CACHE, or a folder below the user's cache."""
    return Path(os.environ.get("SIGHTWRIGHT_TRAINING_CACHE") or Path.home() / ".cache" / "sightwright-training") / "npm"


def fetch(folders: Iterable[str], cache: Path) -> None:
    """Puts each package at cache/FOLDER. Raises CalledProcessError where npm cannot get one."""
    cache.mkdir(parents=True, exist_ok=True)
    missing = [folder for folder in sorted(set(folders)) if not _has(cache / folder, PACKAGES[folder])]
    for start in range(0, len(missing), 25):
        batch = missing[start : start + 25]
        command = ["npm", "pack", "--silent", "--ignore-scripts", "--pack-destination", str(cache)]
        command += [PACKAGES[folder] for folder in batch]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL, cwd=cache)
        for folder in batch:
            _unpack(cache, folder, PACKAGES[folder])


def _has(folder: Path, spec: str) -> bool:
    mark = folder / ".spec"
    return mark.is_file() and mark.read_text(encoding="utf-8") == spec


def _unpack(cache: Path, name: str, spec: str) -> None:
    package, version = spec.rsplit("@", 1)
    tarball = cache / f"{package.removeprefix('@').replace('/', '-')}-{version}.tgz"
    folder, aside = cache / name, cache / ".unpacking"
    shutil.rmtree(aside, ignore_errors=True)
    with tarfile.open(tarball) as archive:
        archive.extractall(aside, filter="data")
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    next(aside.iterdir()).rename(folder)  # the tarball's single folder, mostly "package"
    (folder / ".spec").write_text(spec, encoding="utf-8")
    shutil.rmtree(aside, ignore_errors=True)
    tarball.unlink()
