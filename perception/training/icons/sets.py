"""The icon sets that the reader learns from, and those that it is tested on and never sees before.

Each is an npm package of SVG files; `npm install` them into one folder, which `data` is given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class IconSet:
    """`folders`: glob patterns below node_modules; `licence` as its package says; `held_out`: for the test alone."""

    name: str
    folders: tuple[str, ...]
    licence: str
    held_out: bool = False
    pattern: str = "*.svg"


@dataclass(frozen=True)
class IconFile:
    """`stem`: the file's name without its style, in lower case, with single hyphens."""

    set: str
    stem: str
    path: Path


SETS = (
    IconSet("lucide", ("lucide-static/icons",), "ISC"),
    IconSet("feather", ("feather-icons/dist/icons",), "MIT"),
    IconSet("mdi", ("@mdi/svg/svg",), "Apache-2.0"),
    IconSet("material", ("@material-design-icons/svg/*",), "Apache-2.0"),
    IconSet("phosphor", ("@phosphor-icons/core/assets/*",), "MIT"),
    IconSet("remix", ("remixicon/icons/*",), "Apache-2.0"),
    IconSet("fontawesome", ("@fortawesome/fontawesome-free/svgs/*",), "CC-BY-4.0"),
    IconSet("bootstrap", ("bootstrap-icons/icons",), "MIT"),
    IconSet("octicons", ("@primer/octicons/build/svg",), "MIT"),
    IconSet("boxicons", ("boxicons/svg/*",), "MIT"),
    IconSet("iconoir", ("iconoir/icons/*",), "MIT"),
    IconSet("carbon", ("@carbon/icons/svg/32",), "Apache-2.0"),
    IconSet("antd", ("@ant-design/icons-svg/inline-svg/*",), "MIT"),
    IconSet("heroicons", ("heroicons/24/*", "heroicons/20/*", "heroicons/16/*"), "MIT"),
    IconSet("eva", ("eva-icons/*/svg",), "MIT"),
    IconSet("cssgg", ("css.gg/icons/svg",), "MIT"),
    IconSet("typicons", ("typicons.font/src/svg",), "MIT"),
    IconSet("simple-line", ("simple-line-icons/src/svgs",), "MIT"),
    IconSet("codicons", ("@vscode/codicons/src/icons",), "CC-BY-4.0"),
    IconSet("line-awesome", ("line-awesome/svg",), "MIT"),
    IconSet("coreui", ("@coreui/icons/svg/*",), "CC0-1.0"),
    IconSet("teenyicons", ("teenyicons/outline", "teenyicons/solid"), "MIT"),
    IconSet("jam", ("jam-icons/svg",), "MIT"),
    IconSet("pixelart", ("pixelarticons/svg",), "MIT"),
    IconSet("majesticons", ("majesticons/*",), "MIT"),
    IconSet("simple-icons", ("simple-icons/icons",), "CC0-1.0"),
    IconSet("fluent", ("@fluentui/svg-icons/icons",), "MIT", pattern="*_24_[rf]*.svg"),
    IconSet("tdesign", ("tdesign-icons-svg/src",), "MIT"),
    IconSet("mynaui", ("@mynaui/icons/icons", "@mynaui/icons/icons-solid"), "MIT"),
    IconSet("zondicons", ("zondicons",), "CC-BY-4.0"),
    IconSet("ikonate", ("ikonate/icons",), "MIT"),
    IconSet("bytesize", ("bytesize-icons/dist/icons",), "MIT"),
    IconSet("evil", ("evil-icons/assets/icons",), "MIT"),
    IconSet("grommet", ("grommet-icons/img",), "Apache-2.0"),
    IconSet("tabler", ("@tabler/icons/icons/*",), "MIT", held_out=True),
    IconSet("element-plus", ("@element-plus/icons-svg",), "MIT", held_out=True),
    IconSet("ionicons", ("ionicons/dist/svg",), "MIT", held_out=True),
    IconSet("unicons", ("@iconscout/unicons/svg/line", "@iconscout/unicons/svg/solid"), "Apache-2.0", held_out=True),
    IconSet("open-iconic", ("open-iconic/svg",), "MIT", held_out=True),
)
HELD_OUT = frozenset(one.name for one in SETS if one.held_out)

_STYLE = re.compile(
    r"[-_](outlined?|filled|fill|line|solid|regular|light|thin|bold|duotone|sharp|round|rounded|twotone|two-tone"
    r"|(?:12|16|20|24|28|32|48)|alt|o)$"
)
# "chart-line" and "format-bold" are no styles.
_NOUNS = frozenset("chart format text trend graph line-chart type font arrow-bar paint status".split())
_PREFIX = re.compile(r"^(bx[sl]?|cil|cib|cis|gg|uil?|icon)[-_](?=\w)")
_WHOLE = frozenset({"share-alt", "more-alt", "settings-alt", "save-alt"})


def stem_of(name: str) -> str:
    """ "bxs-trash-alt.svg" and "trash_24_filled.svg" -> "trash"."""
    stem = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name.removesuffix(".svg")).lower().replace(" ", "-")
    stem = _PREFIX.sub("", re.sub(r"^ei-", "", stem))
    while (shorter := _STYLE.sub("", stem)) != stem and len(shorter) > 1 and shorter not in _NOUNS:
        if stem in _WHOLE:
            break
        stem = shorter
    return re.sub("[-_]+", "-", stem)


def files(root: Path, *, held_out: bool) -> Iterator[IconFile]:
    """All SVG files of the sets, below `root`/node_modules, in a stable order."""
    for one in SETS:
        if one.held_out is not held_out:
            continue
        for pattern in one.folders:
            for folder in sorted((root / "node_modules").glob(pattern)):
                for path in sorted(folder.glob(one.pattern)):
                    yield IconFile(one.name, stem_of(path.name), path)
