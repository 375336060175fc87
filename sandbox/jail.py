"""One guarded process: its own group and folder, a clean environment, limits, and an end for all its children.

Where bubblewrap works, the process sees only what it needs of the file system (read-only, but for its own folder), has
its own process table, and, with network="loopback", a network of its own in which there is nobody but itself: it
reaches not even this machine's loopback, so what it needs there must be served from inside. Elsewhere (macOS, Windows,
containers without user namespaces) a process group and resource limits remain: they end it and bound it, but hide
neither files nor network. `Outcome.guard` says which of the two ran.
"""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal

import psutil

from sandbox.processes import MARK, kill, kill_marked, tree

Guard = Literal["bwrap", "process group"]
Network = Literal["loopback", "any"]
OUTPUT_CAP = 200_000  # bytes of each stream that are kept: the first half and the last half
MOST_PROCESSES = 200
_COUNT_EVERY_S = 0.3
FILE_SIZE_MB = 1024
_PASSED = ("PATH", "LANG", "LANGUAGE", "LC_ALL", "LC_CTYPE", "TZ", "SYSTEMROOT", "COMSPEC", "PATHEXT", "WINDIR",
           "LD_LIBRARY_PATH", "FONTCONFIG_FILE", "FONTCONFIG_PATH")  # fmt: skip
_PASSED_TO_NETWORK = ("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy",
                      "SSL_CERT_FILE", "SSL_CERT_DIR", "NODE_EXTRA_CA_CERTS")  # fmt: skip
_ETC = ("fonts", "chromium", "chromium.d", "alternatives", "ld.so.cache", "ld.so.conf", "ld.so.conf.d", "localtime",
        "passwd", "group", "nsswitch.conf", "hosts", "resolv.conf", "ssl", "pki", "ca-certificates", "mime.types",
        "crypto-policies", "gai.conf", "machine-id")  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """How a guarded process ended. `killed_for` is "", "time", "memory", "processes" or "stopped"."""

    returncode: int | None
    stdout: str
    stderr: str
    seconds: float
    killed_for: str
    guard: Guard

    @property
    def timed_out(self) -> bool:
        return self.killed_for == "time"


def run_guarded(
    argv: Sequence[str], *, workdir: Path, env: Mapping[str, str] | None = None, timeout_s: float = 60,
    memory_mb: int = 3072, writable: Iterable[Path] = (), readable: Iterable[Path] = (), network: Network = "loopback",
    guard: Guard | None = None, stop: threading.Event | None = None, shares: int = 1,
    on_tick: Callable[[], None] | None = None,
) -> Outcome:  # fmt: skip
    """Runs `argv` in `workdir` (an existing folder, writable) and returns when it and all its children are gone.

    `env` is added to a clean environment; `readable` and `writable` are further files and folders it may see; `stop`
    ends it from another thread. `guard` asks for less than the best there is. The limits hold for each process by
    itself, and `shares` times as much for all of them together. `on_tick` is called ten times a second while it runs.
    Raises OSError where it cannot start.
    """
    workdir, token = workdir.absolute(), uuid.uuid4().hex
    guard = guard or best_guard()
    # A browser puts a socket into the temporary folder, and a socket's path has 108 characters at most.
    temporary = Path("/tmp") if guard == "bwrap" else Path(tempfile.mkdtemp(prefix="jail-"))
    environment = _environment(workdir, temporary, network) | dict(env or {}) | {MARK: token}
    command = list(argv)
    if guard == "bwrap":
        command = [*_bubble(workdir, writable, readable, network, memory_mb * shares), "--", *command]
    started = time.monotonic()
    try:
        process = subprocess.Popen(
            _limited(command, memory_mb, timeout_s), cwd=workdir, env=environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip
        outputs = [_Capped(stream) for stream in (process.stdout, process.stderr) if stream]
        try:
            killed_for = _watch(process, started + timeout_s, memory_mb * 1_000_000, shares, stop, on_tick)
        finally:
            _end(process, token, guard)
    finally:
        if guard != "bwrap":
            shutil.rmtree(temporary, ignore_errors=True)
    stdout, stderr = (output.text() for output in outputs)
    return Outcome(process.returncode, stdout, stderr, time.monotonic() - started, killed_for, guard)


@functools.cache
def best_guard() -> Guard:
    """ "bwrap" where bubblewrap is there and may make its namespaces, else "process group"."""
    if not sys.platform.startswith("linux") or not shutil.which("bwrap"):
        return "process group"
    probe = [*_bubble(Path("/usr"), (), (), "loopback", 64, probe=True), "--", "/usr/bin/env", "true"]
    try:
        ended = subprocess.run(probe, capture_output=True, stdin=subprocess.DEVNULL, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return "process group"
    return "bwrap" if ended.returncode == 0 else "process group"


def _environment(workdir: Path, temporary: Path, network: Network) -> dict[str, str]:
    names = _PASSED + (_PASSED_TO_NETWORK if network == "any" else ())
    kept = {name: os.environ[name] for name in names if name in os.environ}
    home = workdir / "home"
    home.mkdir(exist_ok=True)
    places = {"HOME": home, "USERPROFILE": home, "TMPDIR": temporary, "TEMP": temporary, "TMP": temporary}
    return kept | {name: str(folder) for name, folder in places.items()} | {"PYTHONDONTWRITEBYTECODE": "1"}


def _limited(command: list[str], memory_mb: int, timeout_s: float) -> list[str]:
    if os.name != "posix":
        return command
    limits = (memory_mb * 1_000_000, int(timeout_s * 4) + 10, FILE_SIZE_MB * 1_000_000)
    launcher = [sys.executable, "-I", "-S", str(Path(__file__).with_name("limits.py"))]
    return [*launcher, *map(str, limits), "--", *command]


def _bubble(
    workdir: Path, writable: Iterable[Path], readable: Iterable[Path], network: Network, memory_mb: int,
    probe: bool = False,
) -> list[str]:  # fmt: skip
    """The bwrap command line: what the process needs of the system, and nothing of the user's."""
    size = str(memory_mb * 500_000)
    line = ["bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL", "--hostname", "jail"]
    line += ["--share-net"] if network == "any" else []
    line += ["--ro-bind", "/usr", "/usr"]
    for folder in map(Path, ("/bin", "/sbin", "/lib", "/lib64", "/lib32")):
        if folder.is_symlink():
            line += ["--symlink", str(folder.readlink()), str(folder)]
        elif folder.exists():
            line += ["--ro-bind", str(folder), str(folder)]
    line += [
        "--dev",
        "/dev",
        "--proc",
        "/proc",
        "--size",
        size,
        "--tmpfs",
        "/tmp",
        "--size",
        size,
        "--tmpfs",
        "/dev/shm",
    ]
    names = Path("/etc/resolv.conf").resolve()  # often a link to where a service keeps it
    for path in [*(Path("/etc") / name for name in _ETC), names, Path("/nix/store")]:
        line += ["--ro-bind-try", str(path), str(path)]
    for path in _distinct([*_python(), *readable]):
        line += ["--ro-bind-try", str(path), str(path)]
    for path in [] if probe else _distinct([workdir, *writable]):
        line += ["--bind", str(path), str(path)]
    return [*line, "--remount-ro", "/", "--chdir", str(workdir)]


def _python() -> list[Path]:
    """Where this interpreter and its packages live."""
    packages = [Path(path) for path in sys.path if Path(path).name in ("site-packages", "dist-packages")]
    return [Path(sys.prefix), Path(sys.base_prefix), Path(sys.base_prefix).resolve(), Path(__file__).parent, *packages]


def _distinct(paths: Iterable[Path]) -> list[Path]:
    """Absolute, without what lies in /usr (it is there) or stands twice; the outer before the inner."""
    found = {path.absolute() for path in paths}
    return sorted(path for path in found if not path.is_relative_to("/usr") and path != Path("/"))


def _watch(
    process: subprocess.Popen[bytes], deadline: float, memory: int, shares: int, stop: threading.Event | None,
    on_tick: Callable[[], None] | None,
) -> str:  # fmt: skip
    """Waits for the end; what it must be killed for, or ""."""
    counted = 0.0
    while True:
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.1)
            return ""
        if on_tick is not None:
            on_tick()
        now = time.monotonic()
        if now > deadline:
            return "time"
        if stop is not None and stop.is_set():
            return "stopped"
        if now > counted + _COUNT_EVERY_S:  # looking at every process of the machine costs some milliseconds
            counted, family = now, tree(process.pid)
            if len(family) > MOST_PROCESSES * shares:
                return "processes"
            if sum(map(_private_bytes, family)) > memory * shares:
                return "memory"


def _private_bytes(process: psutil.Process) -> int:
    """Resident memory that is not shared with others, nearly: a browser's processes share most of theirs."""
    try:
        used = process.memory_info()
    except psutil.Error:
        return 0
    return int(used.rss) - int(getattr(used, "shared", 0))


def _end(process: subprocess.Popen[bytes], token: str, guard: Guard) -> None:
    if process.returncode is None:  # else its number may be another's by now
        kill(tree(process.pid))
    with suppress(subprocess.TimeoutExpired):
        process.wait(5)
    if guard != "bwrap":  # bubblewrap's process table dies with its first process; a group can be left
        kill_marked(token)


class _Capped:
    """Reads a stream to its end in the background and keeps its first and its last part."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self._head, self._tail, self._lost = stream, b"", b"", 0
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        half = OUTPUT_CAP // 2
        with suppress(ValueError, OSError):
            while chunk := self._stream.read1(65536):  # type: ignore[attr-defined]
                room = half - len(self._head)
                self._head += chunk[:room]
                self._tail += chunk[room:]
                self._lost += max(0, len(self._tail) - half)
                self._tail = self._tail[-half:]

    def text(self) -> str:
        self._reader.join(timeout=2)
        if not self._reader.is_alive():
            self._stream.close()
        cut = f"\n... {self._lost} bytes left out ...\n".encode() if self._lost else b""
        return (self._head + cut + self._tail).decode(errors="replace")
