"""`agent html` with a model behind a server of this machine: what it proposes is tried, and kept where it is better."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from agent.adjusting import Adjuster
from agent.eyes.cascade import Cascade
from agent.proposing import improved, worst
from perception.capture import Picture, save_png
from perception.layout_types import Layout, Node, Style, changed
from perception.types import BBox, Screen
from perception.vlm.types import Question, Reply
from sandbox.render import Renderer, renderer
from tests.agent.conftest import one_line
from tests.agent.eyes.fake_eye import FakeEye
from tests.codegen.test_page import page, text
from tests.perception.painting import BOLD, Painting
from tests.perception.vlm.fake_server import serving

BLUE = (30, 60, 160)


@pytest.fixture
def drawing() -> Any:
    with renderer() as one:
        yield one


def the_card(*words: str) -> Layout:
    lines = tuple(text(f"n{4 + n}", said, BBox(60, 60 + 30 * n, 500, 84 + 30 * n)) for n, said in enumerate(words))
    card = Node("n3", "group", BBox(40, 40, 760, 180), Style(background=BLUE), children=lines)
    return page(card, text("n9", "What came in and what went out", BBox(40, 220, 760, 244)))


class Writes(FakeEye):
    """Answers with the same HTML again and again."""

    def ask(self, pictures: Any, question: Question) -> Reply:
        self.asked.append(question)
        return Reply(self.answers["html"], None, 10, 10, 0.1, self.name)


def adjusted(drawing: Renderer, wanted: Layout, made: Layout, html: str) -> tuple[Any, Any]:
    from agent.site import site_of
    from perception.capture import open_picture

    blank = Picture(np.full((400, 800, 3), 255, np.uint8), "blank", "")
    shown = drawing.show(site_of(wanted, blank), (800, 400))
    picture = open_picture(shown.png)
    screen = Screen(picture.width, picture.height, (), lines=shown.lines)
    adjuster = Adjuster(picture, screen, drawing)
    before = adjuster.adjust(made, lambda _: None, 0)
    eye = Writes({"html": html})
    return before, improved(adjuster, before, Cascade(picture, screen, (eye,)), lambda _: None)


RIGHT = ('<div style="background: #1e3ca0; height: 140px; padding: 20px; color: #1e1e1e; font: 16px/30px Arial">'
         '<p style="margin-top: -3px">Orders of the week</p><p>Forty-two were shipped</p></div>')  # fmt: skip


def test_a_better_proposal_is_kept_and_a_worse_one_is_not(drawing: Renderer) -> None:
    wanted = the_card("Orders of the week", "Forty-two were shipped")
    wrong = changed(wanted, lambda node: node if node.id != "n3" else Node("n3", "group", node.box, Style(),
                    (text("n4", "0rdefs", BBox(300, 60, 500, 84)),)))  # fmt: skip
    before, after = adjusted(drawing, wanted, wrong, RIGHT)
    assert after.score.overall > before.score.overall + 0.01
    assert [tried.kept for tried in after.rounds][-1]
    assert next(node for node in after.layout.nodes() if node.id == "n3").fragment
    before, after = adjusted(drawing, wanted, wrong, "<p>nothing of the kind</p><script>alert(1)</script>")
    assert after.score.overall == before.score.overall
    assert after.layout == before.layout
    assert not after.rounds[-1].kept


def test_only_what_is_off_is_asked_for(drawing: Renderer) -> None:
    wanted = the_card("Orders of the week")
    before, after = adjusted(drawing, wanted, wanted, RIGHT)
    assert after.rounds == before.rounds
    assert worst(before, before.page.pixels) == []


@pytest.fixture(scope="module")
def mockup(tmp_path_factory: pytest.TempPathFactory) -> Path:
    painting = Painting(640, 240)
    painting.text("Orders of the week", 24, 46, 20, BOLD)
    painting.text("What came in and what went out again", 24, 110)
    path = tmp_path_factory.mktemp("mockup") / "orders.png"
    save_png(path, Picture(np.asarray(painting._image), "orders.png", ""))
    return path


def changing(old: str, new: str) -> Any:
    """Answers with the page that was sent, a text of it replaced, a script and a foreign sheet put in."""

    def answer(document: dict[str, Any]) -> str:
        said = next(part["text"] for part in document["messages"][-1]["content"] if part["type"] == "text")
        html, css = (re.search(rf"<{name}>\n(.*)\n</{name}>", said, re.DOTALL)[1] for name in ("page", "sheet"))  # type: ignore[index]
        sheet = f"<style>{css}</style><script>alert(1)</script><link rel=stylesheet href=//evil>"
        return f"```html\n{html.replace('</head>', sheet + '</head>').replace(old, new)}\n```"

    return answer


def test_an_instruction_changes_the_page_and_its_score_is_shown(agent, mockup: Path, tmp_path: Path) -> None:
    with serving(changing("Orders of the week", "Bestellungen der Woche")) as server:
        order = ("html", mockup, "-o", tmp_path / "out", "--model", "openai:tiny", "--endpoint", server.address)
        code, out, err = agent(*order, "--no-refine", "--instruction", "translate the heading to German")
    assert (code, err) == (0, "")
    html = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert "Bestellungen der Woche</h1>" in html
    assert "evil" not in html
    assert "alert" not in html
    told = json.loads((tmp_path / "out" / "score.json").read_text(encoding="utf-8"))
    assert told["before"] > told["overall"] > 0.5
    assert told["removed"] == ["1 script", "1 linked file"]
    assert "taken out of what the model wrote: 1 script, 1 linked file" in out


@pytest.mark.parametrize("reply", ["I cannot do that.", "```html\n<p></p>\n```"])
def test_what_is_no_page_leaves_the_page_as_it_was(agent, mockup: Path, tmp_path: Path, reply: str) -> None:
    agent("html", mockup, "-o", tmp_path, "--no-refine")
    before = (tmp_path / "index.html").read_bytes()
    with serving(reply) as server:
        code, _, err = agent("html", mockup, "-o", tmp_path, "--model", "openai:tiny", "--endpoint", server.address,
                             "--instruction", "make the table sortable")  # fmt: skip
    assert code == 1
    assert "stays as it was" in one_line(err)
    assert (tmp_path / "index.html").read_bytes() == before


@pytest.mark.parametrize(("more", "why"), [
    (("--instruction", "make the table sortable"), "needs a model"),
    (("--instruction", "x", "--model", "openai:tiny", "--framework", "vue"), "one page of HTML"),
    (("--model", "openai:tiny", "--endpoint", "http://models.example/v1"), "--allow-remote"),
])  # fmt: skip
def test_what_does_not_go_together_is_refused(agent, mockup: Path, tmp_path: Path, more: tuple[str, ...], why: str,
                                              monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    monkeypatch.setenv("OPENAI_API_KEY", "none")
    code, _, err = agent("html", mockup, "-o", tmp_path / "out", *more)
    assert code == 2
    assert why in one_line(err)
    assert not (tmp_path / "out").exists()
