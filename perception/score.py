"""How like its source a page is. Two ways in: against a reference page, and against a picture alone.

Against a reference page the texts of both come from false colours (`painted_blocks`), and the four text figures are the
published ones. Against a picture they come from what was read in it, line by line, and from the page's own lines
(`line_blocks`): that needs no reference, but a word that was misread is misread on both sides and costs nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from perception.score_blocks import Pixels
from perception.score_match import Ratios, quick_ratios, text_score
from perception.score_pixels import pixel_scores
from perception.score_types import Structure, TextBlock, VisualScore


@dataclass(frozen=True, eq=False)
class View:
    """A page as it is seen: its picture (H x W x 3, RGB) and the blocks of its texts."""

    pixels: Pixels
    blocks: tuple[TextBlock, ...]

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return int(self.pixels.shape[1]), int(self.pixels.shape[0])


def visual_score(
    source: View, page: View, structure: Structure | None = None, ratios: Ratios = quick_ratios
) -> VisualScore:
    """Scores `page` against `source`; `published_ratios` makes the text figures the published ones to the digit."""
    texts = text_score(source.blocks, page.blocks, source.size, page.size, ratios)
    pixels = pixel_scores(source.pixels, page.pixels, [block.box for block in (*source.blocks, *page.blocks)])
    return VisualScore(texts.block, texts.text, texts.position, texts.color, pixels, structure)
