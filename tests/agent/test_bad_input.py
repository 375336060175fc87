"""Pictures and goals that nobody wishes for: one clear line and the right exit code, or a right answer."""

from __future__ import annotations

import io
import json
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from codegen.plan import load_plan
from tests.agent.conftest import Agent, one_line

EXAMPLE = Path(__file__).parents[2] / "examples" / "orders.png"
WORD = "Invoices"


def drawing(size: tuple[int, int] = (360, 120)) -> Image.Image:
    """A white picture with one large word."""
    picture = Image.new("RGB", size, "white")
    ImageDraw.Draw(picture).text((40, 36), WORD, "black", ImageFont.load_default(36))
    return picture


def encoded(picture: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    data = io.BytesIO()
    picture.save(data, kind, **options)
    return data.getvalue()


def bomb(side: int = 30_000) -> bytes:
    """A PNG of side x side white pixels, in a few kilobytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    pack, row = zlib.compressobj(9), bytes(1) + b"\xff" * ((side + 7) // 8)
    pixels = b"".join(pack.compress(row * 500) for _ in range(side // 500)) + pack.flush()
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


UNREADABLE: dict[str, Callable[[], bytes]] = {
    "nothing at all": lambda: b"",
    "text": lambda: b"no picture, but a sentence\n",
    "a PNG cut off": lambda: encoded(drawing())[:400],
    "a JPEG cut off": lambda: encoded(drawing(), "JPEG")[:700],
    "a head alone": lambda: b"\x89PNG\r\n\x1a\n",
    "a PDF": lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    "an SVG": lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "a bomb": bomb,
}


@pytest.mark.parametrize("kind", UNREADABLE)
def test_what_is_no_picture_is_refused_in_one_line(agent: Agent, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "input.png"
    path.write_bytes(UNREADABLE[kind]())
    code, out, err = agent("parse", path, "--json", "-", "--annotate", tmp_path / "marks.png")
    assert (code, out) == (2, "")
    assert "input.png" in one_line(err)
    assert [file.name for file in tmp_path.iterdir()] == ["input.png"]


@pytest.mark.parametrize("where", ["missing.png", "folder", "screen:99", "screen:x", "http://127.0.0.1:9/"])
def test_a_place_without_a_picture_is_named(agent: Agent, tmp_path: Path, monkeypatch, where: str) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DISPLAY", raising=False)
    Path("folder").mkdir()
    code, out, err = agent("parse", where)
    assert (code, out) == (2, "")
    assert one_line(err)


def sixteen_bits() -> bytes:
    grey = drawing().convert("L").point(lambda value: value * 257, "I").convert("I;16")
    return encoded(grey)


def animated() -> bytes:
    other = Image.new("RGB", (360, 120), "black")
    return encoded(drawing(), "GIF", save_all=True, append_images=[other], duration=50)


def turned() -> bytes:
    """A picture on its side, with the orientation in its EXIF data that sets it upright."""
    exif = Image.Exif()
    exif[0x0112] = 6
    return encoded(drawing().transpose(Image.Transpose.ROTATE_90), "JPEG", exif=exif, quality=95)


def transparent() -> bytes:
    """Black text whose paper is transparent black: as a person sees it, on white."""
    picture = Image.new("RGBA", (360, 120), (0, 0, 0, 0))
    ImageDraw.Draw(picture).text((40, 36), WORD, (0, 0, 0, 255), ImageFont.load_default(36))
    return encoded(picture)


ODD: dict[str, Callable[[], bytes]] = {
    "JPEG": lambda: encoded(drawing(), "JPEG", quality=95),
    "WebP": lambda: encoded(drawing(), "WEBP"),
    "BMP": lambda: encoded(drawing(), "BMP"),
    "CMYK": lambda: encoded(drawing().convert("CMYK"), "JPEG", quality=95),
    "16 bits": sixteen_bits,
    "grey": lambda: encoded(drawing().convert("L")),
    "palette": lambda: encoded(drawing().quantize(8)),
    "one bit": lambda: encoded(drawing().convert("1", dither=Image.Dither.NONE)),
    "animated": animated,
    "turned by EXIF": turned,
    "transparent": transparent,
}


@pytest.mark.parametrize("kind", ODD)
def test_every_kind_of_picture_is_read(agent: Agent, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "input"
    path.write_bytes(ODD[kind]())
    code, out, err = agent("parse", path, "--json", "-")
    assert (code, err) == (0, "")
    screen = json.loads(out)
    assert (screen["image"]["width"], screen["image"]["height"]) == (360, 120)
    assert WORD in " ".join(element["text"] for element in screen["elements"])


def test_a_single_pixel_has_no_elements(agent: Agent, tmp_path: Path) -> None:
    path = tmp_path / "one.png"
    path.write_bytes(encoded(Image.new("RGB", (1, 1), "red")))
    code, out, _ = agent("parse", path, "--json", "-")
    assert code == 0
    assert json.loads(out)["elements"] == []


def test_a_picture_comes_through_standard_input() -> None:
    command = [sys.executable, "-m", "agent", "parse", "-", "--json", "-"]
    ended = subprocess.run(command, input=encoded(drawing()), capture_output=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert WORD in ended.stdout.decode()


def test_nothing_on_standard_input_is_said() -> None:
    ended = subprocess.run([sys.executable, "-m", "agent", "parse", "-"], input=b"", capture_output=True, check=False)
    assert ended.returncode == 2
    assert "standard input" in one_line(ended.stderr.decode())


GOALS = {
    "nonsense": "colourless green ideas sleep furiously",
    "marks": "!!! ??? ...",
    "long": "filter orders by status Shipped and " * 278,
    "one long word": "x" * 10_000,
    "control characters": "export \x1b[31mthe\x07 moon\x00\x7f",
    "mixed scripts": "点击 frobnicate Кнопка زر 🚀",
    "markup": "[red]paint[/red] the [/] fence",
}


@pytest.mark.parametrize("kind", GOALS)
def test_a_goal_that_cannot_be_planned_is_refused_with_a_plan_file(agent: Agent, tmp_path: Path, kind: str) -> None:
    plan = tmp_path / "plan.json"
    code, out, err = agent(
        "plan", EXAMPLE, GOALS[kind].replace("\0", ""), "-o", plan, "--script-dir", tmp_path, "--no-rehearsal"
    )
    assert (code, err) == (3, "")
    assert load_plan(plan.read_text()).unresolved
    assert all(char.isprintable() or char == "\n" for char in out)


def test_a_folder_that_cannot_be_written_is_named_before_any_work(agent: Agent, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    for words in (
        ["plan", EXAMPLE, "export CSV", "-o", tmp_path / "file" / "plan.json"],
        ["plan", EXAMPLE, "export CSV", "-o", tmp_path / "plan.json", "--script-dir", tmp_path / "file"],
        ["capture", "-o", tmp_path / "file" / "out.png"],
    ):
        code, out, err = agent(*words)
        assert (code, out) == (2, "")
        assert "cannot be written" in one_line(err)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_an_output_that_is_a_folder_is_named(agent: Agent, tmp_path: Path) -> None:
    code, _, err = agent("parse", EXAMPLE, "--json", tmp_path)
    assert code == 2
    assert "cannot be written" in one_line(err)


def test_without_a_browser_the_plan_is_written_and_the_cure_is_named(agent: Agent, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("BROWSER_PATH", str(tmp_path / "no-browser"))
    code, out, err = agent(
        "plan", EXAMPLE, "export CSV", "-o", tmp_path / "plan.json", "--script-dir", tmp_path, "--script", "selenium"
    )
    assert code == 2
    assert "BROWSER_PATH" in one_line(err)
    assert load_plan((tmp_path / "plan.json").read_text()).steps
    assert [path.suffix for path in tmp_path.glob("test_*")] == [".py"]
    assert "plan.json" in out
