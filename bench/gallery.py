"""`python -m bench.gallery`: ten designs of this repository beside the pages written of them, in docs/gallery/."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

from agent.jobs import PageOrder, PageOutcome, html
from bench.report import machine, table

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "gallery"
DESIGNS = (
    "orders",
    "dashboard",
    "shop",
    "mail",
    "calendar",
    "settings",
    "signup",
    "users-dark",
    "dashboard-zh",
    "shop-zh",
)
QUALITY = 82  # of WebP: letters stay sharp


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    rows = []
    for name in DESIGNS:
        with tempfile.TemporaryDirectory(prefix="gallery-") as folder:
            outcome = html(PageOrder((str(ROOT / "tests" / "pages" / f"{name}.png"),), Path(folder)), lambda _: None)
            _keep(Path(folder) / "diff.png", FOLDER / f"{name}.webp")
        rows.append(_row(name, outcome))
        print(*rows[-1], flush=True)
    (FOLDER / "README.md").write_text(_page(rows), encoding="utf-8")


def _keep(sheet: Path, place: Path) -> None:
    from PIL import Image

    data = io.BytesIO()
    Image.open(sheet).save(data, "WEBP", quality=QUALITY, method=6)
    place.write_bytes(data.getvalue())


def _row(name: str, outcome: PageOutcome) -> list[str]:
    assert outcome.adjusted is not None, outcome.missing
    score = outcome.adjusted.score
    figures = (score.overall, score.mean4, score.pixel)
    structure = score.structure
    assert structure is not None
    wide = max(structure.overflow.values())
    return [f"[{name}](#{name})", *(f"{figure:.3f}" for figure in figures), f"{structure.flow_share:.2f}", str(wide)]


def _page(rows: list[list[str]]) -> str:
    heads = ("design", "overall", "texts", "all else", "in normal flow", "px too wide at 360 or 768")
    pictures = "\n\n".join(
        f"## {name}\n\n![{name}: the design, the page, the difference]({name}.webp)" for name in DESIGNS
    )
    return (
        "# Ten designs and the pages that `agent html` wrote of them\n\n"
        "Each picture: the design, the page as a browser draws it, and where they differ. Written by\n"
        f"`python -m bench.gallery` on {machine()}; the pages were written from the pictures alone.\n\n"
        f"{table(heads, rows)}\n\n{pictures}\n"
    )


if __name__ == "__main__":
    main()
