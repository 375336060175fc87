"""What `html` says of its own page: the score as the contract has it, the difference picture, the verdict."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from agent.comparing import without_pictured
from agent.errors import UsageError
from agent.jobs import PageOrder, PageOutcome, html
from agent.talk import page as verdict
from perception.capture import Picture, open_picture, save_png
from perception.layout_types import changed
from perception.types import BBox
from tests.perception.painting import BOLD, Painting


@pytest.fixture(scope="module")
def mockup(tmp_path_factory: pytest.TempPathFactory) -> Path:
    painting = Painting(640, 320)
    painting.box(BBox(0, 0, 640, 56), (30, 60, 120))
    painting.text("Orders of the week", 24, 36, 20, BOLD, (255, 255, 255))
    painting.text("What came in and what went out again", 24, 110)
    painting.box(BBox(24, 150, 616, 240), (228, 234, 245))
    painting.text("Forty-two were shipped today", 44, 200)
    path = tmp_path_factory.mktemp("mockup") / "orders.png"
    save_png(path, Picture(np.asarray(painting._image), "orders.png", ""))
    return path


@pytest.fixture(scope="module")
def outcome(mockup: Path) -> PageOutcome:
    return html(PageOrder((str(mockup),), mockup.parent / "page"), lambda _: None)


def score(outcome: PageOutcome) -> dict[str, object]:
    found: dict[str, object] = json.loads((outcome.folder / "score.json").read_text(encoding="utf-8"))
    return found


def test_the_score_file_is_as_the_contract_has_it(outcome: PageOutcome) -> None:
    told = score(outcome)
    assert {
        "block",
        "text",
        "position",
        "color",
        "mean4",
        "pixel",
        "structure",
        "rounds",
        "warnings",
        "took_ms",
    } <= set(told)
    structure = told["structure"]
    assert isinstance(structure, dict)
    assert structure.keys() == {"flow_share", "semantic_share", "overflow"}
    assert structure["overflow"] == {"360": 0, "768": 0}
    four = [told[name] for name in ("block", "text", "position", "color")]
    assert told["mean4"] == pytest.approx(sum(four) / 4, abs=1e-4)  # type: ignore[arg-type]


def test_pictures_of_text_mean_nothing(outcome: PageOutcome) -> None:
    adjusted = outcome.adjusted
    assert adjusted is not None
    assert adjusted.score.structure is not None
    pictured = changed(
        adjusted.layout, lambda node: replace(node, kind="image", role="text", spans=()) if node.spans else node
    )
    assert without_pictured(adjusted.score.structure, pictured).semantic_share == 0
    assert without_pictured(adjusted.score.structure, adjusted.layout) == adjusted.score.structure


def test_a_plain_mockup_is_met(outcome: PageOutcome) -> None:
    told = score(outcome)
    assert told["mean4"] > 0.95  # type: ignore[operator]
    assert told["overall"] > 0.9  # type: ignore[operator]
    assert outcome.exit_code == 0


def test_the_difference_picture_shows_three_panels(outcome: PageOutcome) -> None:
    sheet = open_picture(outcome.folder / "diff.png")
    assert sheet.width > 3 * 640
    assert "diff.png" in outcome.files


def test_the_verdict_is_one_line(outcome: PageOutcome) -> None:
    wrote, like, *warnings = verdict(outcome).splitlines()
    assert wrote.startswith("Wrote ")
    assert "% like the mockup" in like
    assert "fits 360 and 768 px" in like
    assert len(warnings) == len(score(outcome)["warnings"])  # type: ignore[arg-type]


def test_what_is_kept_bears_no_marks(outcome: PageOutcome) -> None:
    assert "data-node" not in (outcome.folder / "index.html").read_text(encoding="utf-8")


def test_without_a_browser_the_page_is_written_and_that_is_said(
    mockup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BROWSER_PATH", str(tmp_path / "none"))
    outcome = html(PageOrder((str(mockup),), tmp_path / "page"), lambda _: None)
    assert (outcome.folder / "index.html").is_file()
    assert not (outcome.folder / "score.json").exists()
    assert outcome.exit_code == 2
    assert "BROWSER_PATH" in verdict(outcome)


def test_a_picture_that_the_new_page_does_not_show_goes_and_a_persons_own_stays(mockup: Path, tmp_path: Path) -> None:
    folder = tmp_path / "page"
    (folder / "images").mkdir(parents=True)
    for name in ("picture-7.png", "picture-8.png", "mine.png"):
        (folder / "images" / name).write_bytes(b"old")
    shown = '<img src="images/picture-7.png"><img src="images/mine.png">'
    (folder / "index.html").write_text(f'<meta name="generator" content="Sightwright">{shown}', encoding="utf-8")
    html(PageOrder((str(mockup),), folder, refine=False), lambda _: None)
    assert sorted(path.name for path in (folder / "images").glob("*.png")) == ["mine.png", "picture-8.png"]


def test_a_page_that_is_not_ours_is_not_overwritten(mockup: Path, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<h1>mine</h1>", encoding="utf-8")
    with pytest.raises(UsageError, match="name another folder"):
        html(PageOrder((str(mockup),), tmp_path, refine=False), lambda _: None)
    assert [path.name for path in tmp_path.iterdir()] == ["index.html"]
    assert (tmp_path / "index.html").read_text(encoding="utf-8") == "<h1>mine</h1>"


def test_a_fault_leaves_no_empty_folder(tmp_path: Path) -> None:
    blank = tmp_path / "blank.png"
    save_png(blank, Picture(np.full((200, 300, 3), 255, np.uint8), "blank.png", ""))
    with pytest.raises(UsageError):
        html(PageOrder((str(blank),), tmp_path / "new" / "page"), lambda _: None)
    assert not (tmp_path / "new").exists()
