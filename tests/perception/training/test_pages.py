"""Composed pages: the same for the same seed, and nothing of the unseen in what is trained on."""

from __future__ import annotations

import json
import re
from pathlib import Path
from random import Random

import pytest

from perception.training.pages import house, real, sources
from perception.training.pages.__main__ import units
from perception.training.pages.blocks import Blocks
from perception.training.pages.compose import compose
from perception.training.pages.icons import CONCEPTS, Icons
from perception.training.pages.kit import Kit, attributes
from perception.training.pages.page import any_window
from perception.training.pages.screens import PHONE_SCREENS, SCREENS
from perception.training.pages.serve import on_this_host
from perception.training.pages.words import Words, any_language

SEEDS = range(12)


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder like the cache, whose icon sets hold one icon each."""
    root = tmp_path_factory.mktemp("packages")
    for name in sources.ICON_SETS:
        folder = root / "@iconify-json" / name
        folder.mkdir(parents=True)
        icons = {"prefix": name, "width": 24, "height": 24, "icons": {"dot": {"body": '<path d="M4 4h16v16H4z"/>'}}}
        (folder / "icons.json").write_text(json.dumps(icons), encoding="utf-8")
    return root


def test_a_seed_gives_the_same_page_again(packages: Path) -> None:
    assert compose("train-1", "train", packages) == compose("train-1", "train", packages)


def test_seeds_give_different_pages(packages: Path) -> None:
    assert len({compose(f"train-{seed}", "train", packages)[0].html for seed in SEEDS}) == len(SEEDS)


def test_every_view_of_a_page_shows_the_same_document(packages: Path) -> None:
    first, second = compose("train-2", "train", packages)
    assert first.html == second.html


def test_nothing_unseen_is_trained_on() -> None:
    assert not {kit.name for kit in sources.kits_of("train")} & {kit.name for kit in sources.kits_of("unseen")}
    assert not set(sources.icons_of("train")) & set(sources.icons_of("unseen"))
    assert not set(sources.fonts_of("train")) & set(sources.fonts_of("unseen"))
    assert not {s.package for s in real.sites_of("train")} & {s.package for s in real.sites_of("unseen")}


def test_pages_of_the_seen_split_come_from_what_is_trained_on() -> None:
    assert sources.packages_of("seen") == sources.packages_of("train")


def test_the_unseen_are_among_what_there_is() -> None:
    assert set(sources.KITS) > sources.UNSEEN_KITS
    assert set(sources.ICON_SETS) > sources.UNSEEN_ICONS
    assert {site.package for site in real.SITES} > real.UNSEEN_SITES


@pytest.mark.parametrize("split", ["train", "unseen"])
def test_every_kit_of_a_split_has_its_turn(packages: Path, monkeypatch: pytest.MonkeyPatch, split: str) -> None:
    monkeypatch.setattr(real.Site, "pages", lambda site, root: [f"{site.package}/index.html"])
    drawn = {views[0].kit for _, (_, views) in zip(range(2500), units(split, 0, packages), strict=False)}
    assert drawn >= {kit.name for kit in sources.kits_of(split)}
    assert drawn >= {site.package for site in real.sites_of(split)}


@pytest.mark.parametrize("split", sources.SPLITS)
def test_every_package_that_is_needed_has_a_version(split: str) -> None:
    assert sources.packages_of(split) <= set(sources.PACKAGES)
    assert all(spec.rpartition("@")[2][0].isdigit() for spec in sources.PACKAGES.values())


def test_an_unseen_page_is_drawn_by_an_unseen_kit(packages: Path) -> None:
    assert {compose(f"u{seed}", "unseen", packages)[0].kit for seed in SEEDS} <= sources.UNSEEN_KITS


@pytest.mark.parametrize("kit", sources.KITS.values(), ids=lambda kit: kit.name)
def test_a_kit_can_write_every_screen_and_leaves_no_blank(packages: Path, kit: Kit) -> None:
    for screen in {**SCREENS, **PHONE_SCREENS}:
        rng = Random(screen.__name__)
        icons = Icons(rng, packages / "@iconify-json" / "mdi" / "icons.json")
        html = screen(Blocks(rng, Words(rng, any_language(rng)), icons, kit), 1280, 800)
        assert re.findall(r"\$[a-z]\w*", html) == [], screen.__name__


@pytest.mark.parametrize("seed", SEEDS)
def test_a_window_is_one_that_people_have(seed: int) -> None:
    window = any_window(Random(seed))
    assert 360 <= window.width <= 1920
    assert 1 <= window.scale <= 3


def test_fonts_that_are_named_are_there_to_load() -> None:
    assert "work-sans" in house.font_face("work-sans")
    assert "'Work Sans'" in house.font_face("work-sans")


def test_an_icon_is_drawn_for_what_a_set_does_not_have(packages: Path) -> None:
    icons = Icons(Random(0), packages / "@iconify-json" / "mdi" / "icons.json")
    assert all('data-icon="mdi:dot"' in icons.of(concept) for concept in CONCEPTS)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("cdn.jsdelivr.net/npm/bootstrap@5.2.3/dist/js/b.js", "bootstrap/dist/js/b.js"),
        ("unpkg.com/@popperjs/core@2/dist/umd/popper.js", "@popperjs/core/dist/umd/popper.js"),
        ("use.fontawesome.com/releases/v6.3.0/js/all.js", "fontawesome6/js/all.js"),
        ("fonts.googleapis.com/css?family=Roboto|Material+Icons", "material-icons/iconfont/material-icons.css"),
        ("www.google-analytics.com/analytics.js", ""),
    ],
)
def test_what_a_page_asks_of_other_hosts_is_looked_for_here(asked: str, found: str) -> None:
    assert on_this_host(asked) == found


def test_attributes_are_escaped_and_false_ones_left_out() -> None:
    assert attributes(value='a"<b', disabled=True, checked=False, aria_label=None) == 'value="a&quot;&lt;b" disabled'
