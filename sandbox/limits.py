"""Sets this process's limits and becomes another program: python -I -S limits.py MEMORY CPU_S FILE_SIZE -- ARGV...

Runs by itself, before anything of a guarded process: the parent is threaded, and Python code between its fork and
exec would not be safe. Sizes are in bytes; 0 leaves a limit as it is.
"""

from __future__ import annotations

import os
import sys


def main(arguments: list[str]) -> None:
    import resource

    memory, cpu, file_size = (int(text) for text in arguments[:3])
    # Address space is no measure of memory: browsers reserve terabytes. Private writable memory is one.
    for kind, limit in (("RLIMIT_DATA", memory), ("RLIMIT_CPU", cpu), ("RLIMIT_FSIZE", file_size), ("RLIMIT_CORE", 1)):
        if limit and hasattr(resource, kind):
            _, hard = resource.getrlimit(getattr(resource, kind))
            limit = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
            resource.setrlimit(getattr(resource, kind), (0 if kind == "RLIMIT_CORE" else limit, hard))
    argv = arguments[arguments.index("--") + 1 :]
    os.execvp(argv[0], argv)


if __name__ == "__main__":
    main(sys.argv[1:])
