"""Who may import whom: the table of the house, held against every import in the packages."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("agent", "perception", "codegen", "templates", "sandbox")
PAGE_TYPES = {"perception.types", "perception.layout_types"}
PAGE_PARTS = ("boxes", "classes", "fragments", "links", "looks", "markup", "names", "paint", "sheet")
# What a room may import of the other rooms: a whole room, or one module of it.
MAY_IMPORT = {
    "agent": {"codegen", "perception", "sandbox", "templates"},
    "codegen": {"templates"},
    "codegen.page": {"templates", *PAGE_TYPES},
    "codegen.page_components": {"templates", *PAGE_TYPES},
    **{f"codegen.page_{part}": PAGE_TYPES for part in PAGE_PARTS},
    "sandbox": {"templates", "perception.types", "perception.score_types"},
    "perception": set(),
    "templates": set(),
}
# Inside agent: cli -> commands | server -> jobs -> planners | live -> grounding. A room names who must not import it.
NEVER = {
    "agent.jobs": {"agent.cli", "agent.commands", "agent.server"},
    "agent.planners": {"agent.cli", "agent.commands", "agent.server", "agent.jobs", "agent.live"},
    "agent.grounding": {"agent.cli", "agent.commands", "agent.server", "agent.jobs", "agent.live", "agent.planners"},
}
FILES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py") if "training" not in path.parts)


def imports(path: Path) -> Iterator[str]:
    """Every module that the file imports, also inside functions, in full: `from a import b` gives "a.b"."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}:{node.lineno}: a relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def within(name: str, allowed: set[str]) -> bool:
    return any(name == part or name.startswith(part + ".") for part in allowed)


@pytest.mark.parametrize("path", FILES, ids=module_of)
def test_a_file_imports_only_what_its_room_may(path: Path) -> None:
    module = module_of(path)
    room = module.split(".")[0]
    allowed = MAY_IMPORT.get(module, MAY_IMPORT[room]) | {room}
    never = next((rooms for name, rooms in NEVER.items() if within(module, {name})), set())
    for name in imports(path):
        if name.split(".")[0] in (*ROOMS, "tests", "bench"):
            assert within(name, allowed), f"{module} imports {name}"
            assert not within(name, never), f"{module} imports {name}"


@pytest.mark.parametrize("path", FILES, ids=module_of)
def test_only_the_last_doors_catch_everything(path: Path) -> None:
    if module_of(path) in ("agent.cli", "agent.server"):
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ExceptHandler):
            name = getattr(node.type, "id", None)
            if isinstance(node.body[-1], ast.Raise):
                continue  # it cleans up and lets the error go on
            assert node.type is not None, f"{path.name}:{node.lineno}: a bare except"
            assert name not in ("Exception", "BaseException"), f"{path.name}:{node.lineno}: except {name}"
