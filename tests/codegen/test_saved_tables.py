"""What a script asserts of a table that it saved."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codegen.plan import PlanError
from codegen.script import TARGETS, write_script
from sandbox.check import check_script
from tests.codegen.plans import button, plan, step


def export(**expect: object) -> dict[str, object]:
    return step("click", button("Export CSV"), signal={"kind": "download", "expect": {"suffix": ".csv", **expect}})


@settings(max_examples=15)
@given(st.text(min_size=1, max_size=60), st.integers(1, 5))
def test_the_header_and_the_rows_are_asserted_by_both(header: str, rows: int) -> None:
    made = plan(export(header=header, rows=rows))
    for target in TARGETS:
        source = write_script(made, target).source
        assert not check_script(source)
        assert "lines_of(file)" in source
        assert f"len(lines) > {rows}" in source


@pytest.mark.parametrize("target", TARGETS)
def test_without_a_header_no_line_is_read(target: str) -> None:
    assert "lines_of" not in write_script(plan(export()), target).source


def test_rows_without_a_header_are_refused() -> None:
    with pytest.raises(PlanError, match="'rows' are those below the 'header'"):
        plan(export(rows=3))
