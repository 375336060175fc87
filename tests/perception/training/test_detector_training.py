"""Training, export and scores, from pages drawn here to an ONNX file that sees."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")

from PIL import Image, ImageDraw  # noqa: E402

from perception.detect_learned import ROLES, STATES, Sighting, look, peaks, sightings  # noqa: E402
from perception.training.detector.calibrate import calibrate  # noqa: E402
from perception.training.detector.export import Calibration, export  # noqa: E402
from perception.training.detector.losses import generalised_iou, losses  # noqa: E402
from perception.training.detector.network import Detector  # noqa: E402
from perception.training.detector.pages import Page, load_page  # noqa: E402
from perception.training.detector.score import Score, matched  # noqa: E402
from perception.training.detector.targets import batch_of  # noqa: E402
from perception.training.detector.train import CHECKPOINT, Plan, averaged, schedule, train  # noqa: E402
from perception.training.detector.views import random_view  # noqa: E402
from perception.types import BBox  # noqa: E402


def draw_pages(folder: Path, count: int) -> None:
    """Pages with filled buttons and ticked or empty boxes."""
    chance = np.random.default_rng(0)
    for number in range(count):
        image = Image.new("RGB", (320, 256), "white")
        draw, elements = ImageDraw.Draw(image), []
        for place in range(6):
            x, y = 20 + 150 * (place % 2) + int(chance.integers(20)), 20 + 70 * (place // 2) + int(chance.integers(20))
            if chance.random() < 0.5:
                draw.rectangle((x, y, x + 79, y + 29), "navy")
                elements.append({"role": "button", "box": [x, y, x + 80, y + 30], "state": {"disabled": False}})
            else:
                ticked = bool(chance.random() < 0.5)
                draw.rectangle((x, y, x + 19, y + 19), "black" if ticked else "white", "black")
                elements.append({"role": "checkbox", "box": [x, y, x + 20, y + 20], "state": {"checked": ticked}})
        image.save(folder / f"{number}.png")
        truth = {"width": 320, "height": 256, "scale": 1, "elements": elements, "lines": []}
        (folder / f"{number}.json").write_text(json.dumps(truth))


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """(pages, the folder of a checkpoint after a short training)."""
    pages, out = tmp_path_factory.mktemp("pages"), tmp_path_factory.mktemp("out")
    draw_pages(pages, 12)
    train(Plan(pages, out, steps=60, views=4, processes=1, side=128, minutes=60))
    return pages, out


@pytest.mark.slow
def test_a_short_training_learns_what_is_drawn(trained: tuple[Path, Path], tmp_path: Path) -> None:
    pages, out = trained
    net, state = averaged(out / CHECKPOINT)
    assert state["steps"] == 60
    page = load_page(pages / "0.png")
    rarity = torch.ones(len(ROLES))
    views = [random_view(page, np.random.default_rng(1), rarity.numpy(), side=128) for _ in range(4)]
    batch = batch_of(views, np.random.default_rng(1))
    pixels = batch.pixels.permute(0, 3, 1, 2).float() / 255
    with torch.no_grad():
        before, after = (losses(one.eval()(pixels), batch, rarity) for one in (Detector(), net))
    assert after.heat < 0.7 * before.heat
    assert after.box < before.box
    assert after.role < before.role


@pytest.mark.slow
def test_training_goes_on_from_its_checkpoint(trained: tuple[Path, Path], tmp_path: Path) -> None:
    pages, out = trained
    (tmp_path / CHECKPOINT).write_bytes((out / CHECKPOINT).read_bytes())
    train(Plan(pages, tmp_path, steps=63, views=2, processes=1, side=64, minutes=60, resume=True))
    assert averaged(tmp_path / CHECKPOINT)[1]["steps"] == 63


@pytest.mark.slow
def test_the_exported_network_gives_what_the_trained_one_does(trained: tuple[Path, Path], tmp_path: Path) -> None:
    _, out = trained
    weights = export(out / CHECKPOINT, tmp_path / "detector.onnx", Calibration(1.5, -0.25, 2.0))
    assert weights.stat().st_size < 12_000_000
    net, _ = averaged(out / CHECKPOINT)
    pixels = np.random.default_rng(0).integers(0, 256, (128, 192, 3), np.uint8)
    with torch.no_grad():
        found = net(torch.from_numpy(pixels).permute(2, 0, 1)[None].float() / 255)
    maps = look(pixels, weights)
    assert np.allclose(maps.heat, (1.5 * found.heat - 0.25).sigmoid()[0, 0], atol=1e-4)
    assert np.allclose(maps.roles, found.roles[0] / 2, atol=1e-3)
    assert np.allclose(maps.boxes, found.boxes[0], rtol=1e-3)
    assert np.allclose(maps.text, found.text.sigmoid()[0, 0], atol=1e-4)
    assert peaks(maps) == sightings(pixels, weights)


def test_training_without_pages_says_so(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no pages in"):
        train(Plan(tmp_path, tmp_path / "out", steps=1))


def test_the_learning_rate_rises_and_falls() -> None:
    rates = [schedule(step / 100) for step in range(101)]
    assert rates[0] < rates[2] == pytest.approx(1.0)
    assert rates[2:] == sorted(rates[2:], reverse=True)
    assert rates[-1] == pytest.approx(0.01)


def test_generalised_iou_tells_near_from_far() -> None:
    true = torch.tensor([[0.0, 0.0, 10.0, 10.0]] * 3)
    ours = torch.tensor([[0.0, 0.0, 10.0, 10.0], [12.0, 0.0, 22.0, 10.0], [90.0, 0.0, 100.0, 10.0]])
    same, near, far = generalised_iou(ours, true).tolist()
    assert same == pytest.approx(1)
    assert 0 > near > far > -1


def sighting(box: tuple[int, int, int, int], role: str = "button", confidence: float = 0.9) -> Sighting:
    roles = tuple(0.9 if name == role else 0.1 / (len(ROLES) - 1) for name in ROLES)
    return Sighting(BBox(*box), confidence, roles, (0.1,) * len(STATES))


def test_scores_count_hits_misses_and_what_is_wrong() -> None:
    page = Page(
        "page", np.zeros((100, 200, 3), np.uint8), np.float32([[0, 0, 40, 20], [60, 0, 80, 20], [100, 0, 120, 20]]),
        np.array([ROLES.index(role) for role in ("button", "link", "img")]), -np.ones((3, len(STATES)), np.float32),
        np.zeros((0, 4), np.float32),
    )  # fmt: skip
    total = Score()
    total.add(page, [sighting((0, 0, 40, 21)), sighting((150, 50, 170, 60)), sighting((100, 0, 120, 20), "img")])
    assert (total.true.total(), total.middle_hits.total(), total.found, total.right_middle) == (2, 1, 2, 1)
    assert total.lines()[0].split()[4] == "0.500"


def test_of_two_on_one_place_one_is_matched() -> None:
    boxes = [BBox(0, 0, 40, 20)]
    assert matched(boxes, [sighting((0, 0, 40, 30)), sighting((0, 0, 40, 21))], near=False) == [(0, 1)]


def test_confidences_that_promise_too_much_are_lowered() -> None:
    page = Page(
        "page", np.zeros((100, 200, 3), np.uint8), np.float32([[0, 0, 40, 20]]), np.array([0]),
        -np.ones((1, len(STATES)), np.float32), np.zeros((0, 4), np.float32),
    )  # fmt: skip
    seen = [sighting((0, 0, 40, 20), confidence=0.95), sighting((100, 50, 140, 70), confidence=0.95),
            sighting((150, 80, 190, 99), confidence=0.2)]  # fmt: skip
    found = calibrate([(page, seen)] * 20)
    chance = 1 / (1 + np.exp(-(found.slope * np.log(0.95 / 0.05) + found.shift)))
    assert chance == pytest.approx(0.5, abs=0.1)
