"""Scripts are parsed by several rehearsals at once."""

from __future__ import annotations

import ast
from concurrent.futures import ThreadPoolExecutor

from sandbox.syntax import parse

SOURCE = "\n".join(
    f"def f{n}(a, b=[{{1: (2, [3, {{4}}])}}]): return [x for x in (a, b) if x and (x or {n})]" for n in range(400)
)


def test_two_threads_may_ask_at_once() -> None:
    with ThreadPoolExecutor(4) as pool:
        trees = list(pool.map(parse, [SOURCE] * 24))
    assert {len(tree.body) for tree in trees} == {400}
    assert all(isinstance(tree, ast.Module) for tree in trees)
