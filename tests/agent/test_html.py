"""`agent html` as a user meets it: a folder with a page, or one line that says why not."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from PIL import Image

from tests.agent.conftest import one_line

PAGES = Path(__file__).parents[1] / "pages"


def written(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.slow
def test_a_screenshot_becomes_a_page_and_the_same_one_again(agent, tmp_path: Path) -> None:
    code, out, err = agent("html", PAGES / "login.png", "-o", tmp_path / "one", "--no-refine")
    assert (code, err) == (0, "")
    assert str(tmp_path / "one" / "index.html") in out
    files = written(tmp_path / "one")
    page = files["index.html"].decode()
    assert page.count("<h1") == 1
    assert page.count("<label for=") == 3
    assert "<button" in page
    assert 0.85 < json.loads(files["score.json"])["mean4"] <= 1
    agent("html", PAGES / "login.png", "-o", tmp_path / "two", "--no-refine")
    again = written(tmp_path / "two")
    assert {name: data for name, data in again.items() if name != "score.json"} == {
        name: data for name, data in files.items() if name != "score.json"
    }


@pytest.mark.slow
@pytest.mark.parametrize(("framework", "app"), [("react", "src/App.jsx"), ("vue", "src/App.vue")])
def test_a_framework_gets_a_project(agent, tmp_path: Path, framework: str, app: str) -> None:
    code, out, err = agent("html", PAGES / "login.png", "-o", tmp_path, "--framework", framework, "--no-refine")
    assert (code, err) == (0, "")
    assert f"Wrote {tmp_path / app} with " in out
    assert "npm install" in out
    files = written(tmp_path)
    assert {"package.json", "vite.config.js", "index.html", "src/style.css", "score.json", "diff.png"} <= files.keys()
    assert b"<button" in files[app]
    assert 0.85 < json.loads(files["score.json"])["mean4"] <= 1


def test_a_framework_that_is_not_there_is_refused(agent, tmp_path: Path) -> None:
    code, _, err = agent("html", PAGES / "login.png", "-o", tmp_path / "out", "--framework", "svelte")
    assert code == 2
    assert "svelte" in one_line(err)
    assert not (tmp_path / "out").exists()


def a_picture(path: Path, image: Image.Image) -> Path:
    data = io.BytesIO()
    image.save(data, "PNG")
    path.write_bytes(data.getvalue())
    return path


@pytest.mark.parametrize("size", [(640, 400), (4000, 30)], ids=["blank", "a wide strip"])
def test_nothing_to_write_is_said(agent, tmp_path: Path, size: tuple[int, int]) -> None:
    picture = a_picture(tmp_path / "blank.png", Image.new("RGB", size, (250, 250, 250)))
    code, _, err = agent("html", picture, "-o", tmp_path / "out")
    assert code == 2
    assert "shows no page" in one_line(err)


def test_a_picture_larger_than_a_page_is_refused(agent, tmp_path: Path) -> None:
    picture = a_picture(tmp_path / "high.png", Image.new("RGB", (60, 20_001), (250, 250, 250)))
    code, _, err = agent("html", picture, "-o", tmp_path / "out")
    assert code == 2
    assert "cut it into parts" in one_line(err)
