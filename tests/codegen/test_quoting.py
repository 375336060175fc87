"""No text of a goal, a label or a page gets out of its quotes, its comment or its docstring."""

from __future__ import annotations

import ast
import io
import tokenize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codegen.script import TARGETS, write_script
from sandbox.check import check_script
from templates import comment, docstring, literal
from tests.codegen.plans import button, by, expect, plan, step

TEXTS = st.text(st.characters(), max_size=60) | st.sampled_from(
    [
        '"""',
        "'''",
        "\\",
        '\\"""',
        '"',
        "a\nimport os",
        "\r",
        "\u2028x",
        "\u202e",
        "\x00",
        "{{ x }}",
        "{% x %}",
        "# fmt: off",
    ]
)


@given(TEXTS)
def test_a_literal_is_its_text(text: str) -> None:
    assert ast.literal_eval(literal(text)) == text
    assert literal(text).isprintable()


@given(TEXTS)
def test_a_comment_stays_on_its_line(text: str) -> None:
    tokens = list(tokenize.generate_tokens(io.StringIO(f"# Step 1: {comment(text)}\n").readline))
    assert [token.type for token in tokens if token.type != tokenize.NL] == [tokenize.COMMENT, tokenize.ENDMARKER]


@given(TEXTS)
def test_a_docstring_ends_where_it_should(text: str) -> None:
    tree = ast.parse(f'"""{docstring(text)}\n"""\n')
    assert len(tree.body) == 1
    assert isinstance(tree.body[0], ast.Expr)
    assert "".join(ast.literal_eval(tree.body[0].value).split()) == "".join(
        "".join(char if char.isprintable() else " " for char in text).split()
    )


@settings(max_examples=15, deadline=None)
@given(goal=TEXTS, why=TEXTS, text=TEXTS.filter(bool), target=st.sampled_from(sorted(TARGETS)))
def test_any_text_makes_a_script_that_passes_the_check(goal: str, why: str, text: str, target: str) -> None:
    try:
        goal.encode(), why.encode(), text.encode()
    except UnicodeEncodeError:
        return  # a plan file cannot hold half a character
    made = plan(
        step("click", button(text), by("text", text, match="ignore_case"), why=why),
        step("fill", by("label", text), value=text),
        expect("text", by("id", text, scope={"kind": "card", "text": text}), value=text),
        goal=goal,
    )
    script = write_script(made, target)
    assert check_script(script.source) == []
    strings = {node.value for node in ast.walk(ast.parse(script.source)) if isinstance(node, ast.Constant)}
    assert text in strings


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("text", ['"""', "'\"\\", "a\nb", "\u202e\u2066", "{{ 7*7 }}", "订单 #1042"])
def test_awkward_texts_by_name(text: str, target: str) -> None:
    source = write_script(plan(step("click", button(text), why=text), goal=text), target).source
    assert check_script(source) == []
    assert text in {node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant)}
