"""The front door: one command of `agent.commands`, its exit code, and every error as one line."""

from __future__ import annotations

import re
import sys
import traceback
from collections.abc import Sequence

import typer

from agent import signals, talk
from agent.commands import app
from agent.errors import AgentError


def ordered(words: Sequence[str]) -> list[str]:
    """Puts --debug first, and a sentence that starts with a dash ("- filter orders") behind `--`, as an argument."""
    end = words.index("--") if "--" in words else len(words)
    head, tail = list(words[:end]), list(words[end + 1 :])
    flags = [word for word in head if word in ("--debug", "--version")]
    sentences = [word for word in head if _is_sentence(word)]
    rest = [word for word in head if word not in flags and word not in sentences]
    return [*flags, *rest, *(["--", *sentences, *tail] if sentences or end < len(words) else [])]


def _is_sentence(word: str) -> bool:
    return len(word) > 1 and word.startswith("-") and not re.match(r"--?[A-Za-z][A-Za-z-]*(=|$)", word)


def run(words: Sequence[str]) -> int:
    """Runs one command and gives its exit code; every error ends here, as one line on standard error."""
    words = ordered(words) or ["--help"]
    try:
        with signals.guarded():
            code = _started(words)
        return signals.exit_code() if signals.received() else code  # Typer swallows the interrupt itself
    except KeyboardInterrupt:
        return signals.exit_code()
    except (typer.TyperException, AgentError) as fault:
        return _fail(fault, getattr(fault, "exit_code", 2), debug="--debug" in words)
    except BrokenPipeError:
        return talk.pipe_closed()
    except Exception as fault:  # the last door: a fault of the product's own ends as one line, too
        if signals.received():  # an interrupt may come as another error: Python wraps it while it makes a class
            return signals.exit_code()
        where = f"{type(fault).__name__}: {fault}"
        return _fail(AgentError(f"a fault in the product itself ({where}); --debug shows it"), 1, "--debug" in words)


def _started(words: list[str]) -> int:
    if "--version" in words[:2]:
        from agent import __version__

        talk.out(f"sightwright {__version__}\n")
        return 0
    result = app(words, prog_name="agent", standalone_mode=False)
    return result if isinstance(result, int) else 0


def _fail(fault: Exception, exit_code: int, debug: bool) -> int:
    if debug:
        traceback.print_exc()
    message = fault.format_message() if isinstance(fault, typer.TyperException) else str(fault)
    message = message.replace("Value error, ", "")  # Typer's own words for a choice that is none
    if message:
        talk.error(message)
    return exit_code


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
