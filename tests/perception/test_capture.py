"""Pictures come in as a person sees them, or are refused in one sentence; files are written whole or not at all."""

from __future__ import annotations

import io
import os
import shutil
import stat
import struct
import subprocess
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from perception.capture import Picture, grab_desktop, open_picture, save_png, write_whole
from perception.types import ImageError


def encoded(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def noise(mode: str = "RGB") -> Image.Image:
    values = np.random.default_rng(1).integers(0, 256, (48, 64, 3), dtype=np.uint8)
    return Image.fromarray(values).convert(mode)


def header_only(width: int, height: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    size = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "BMP", "GIF"])
def test_every_format_is_read(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "a picture.bin"
    data = encoded(Image.new("RGB", (30, 20), (200, 40, 40)), kind)
    path.write_bytes(data)
    picture = open_picture(path)
    assert (picture.width, picture.height, picture.source) == (30, 20, str(path))
    assert picture.pixels.dtype == np.uint8
    assert picture.pixels.shape == (20, 30, 3)
    assert np.abs(picture.pixels.astype(int) - (200, 40, 40)).max() < 6
    assert open_picture(data).sha256 == picture.sha256


@pytest.mark.parametrize(
    ("image", "colour"),
    [
        (Image.new("L", (4, 4), 90), (90, 90, 90)),
        (Image.new("1", (4, 4), 1), (255, 255, 255)),
        (Image.new("LA", (4, 4), (0, 0)), (255, 255, 255)),
        (Image.new("RGBA", (4, 4), (255, 0, 0, 128)), (255, 127, 127)),
        (Image.new("RGBA", (4, 4), (0, 0, 0, 0)), (255, 255, 255)),
        (Image.fromarray(np.full((4, 4), 40_000, np.uint16)), (155, 155, 155)),
    ],
    ids=["gray", "one bit", "clear gray", "half clear", "clear", "16 bits"],
)
def test_modes_look_as_drawn(image: Image.Image, colour: tuple[int, int, int]) -> None:
    assert np.abs(open_picture(encoded(image)).pixels.astype(int) - colour).max() <= 1


def test_a_clear_palette_colour_is_white() -> None:
    image = Image.new("P", (4, 4))
    image.putpalette([9, 8, 7] * 256)
    assert open_picture(encoded(image)).pixels[0, 0].tolist() == [9, 8, 7]
    assert open_picture(encoded(image, transparency=0)).pixels[0, 0].tolist() == [255, 255, 255]


def test_cmyk_is_converted() -> None:
    red = open_picture(encoded(Image.new("CMYK", (8, 8), (0, 255, 255, 0)), "JPEG")).pixels[4, 4]
    assert red[0] > 200
    assert max(red[1], red[2]) < 60


def test_exif_rotation_is_applied() -> None:
    image = Image.new("RGB", (40, 20), "white")
    image.paste("black", (0, 0, 20, 20))
    exif = Image.Exif()
    exif[0x0112] = 6  # turn right
    pixels = open_picture(encoded(image, "JPEG", exif=exif)).pixels
    assert pixels.shape == (40, 20, 3)
    assert pixels[:18].max() < 60
    assert pixels[22:].min() > 200


def test_an_animation_gives_its_first_frame() -> None:
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    data = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert open_picture(data).pixels[0, 0].tolist() == [255, 0, 0]


def test_the_smallest_picture() -> None:
    assert open_picture(encoded(Image.new("RGB", (1, 1), "white"))).pixels.tolist() == [[[255, 255, 255]]]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "0 bytes"),
        (b"%PDF-1.7 and more", "not a picture"),
        (b"\x89PNG\r\n\x1a\n", "not a picture"),
        (header_only(30_000, 30_000), "more than 80 megapixels"),
        (header_only(10_000, 9_000), "more than 80 megapixels"),
        (header_only(800, 600), "cut off"),
    ],
)
def test_what_is_no_picture_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(ImageError, match=words) as refused:
        open_picture(data, source="orders.png")
    assert str(refused.value).startswith("orders.png ")
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "BMP", "GIF"])
def test_half_a_file_is_refused(kind: str) -> None:
    data = encoded(noise(), kind)
    with pytest.raises(ImageError, match="cut off"):
        open_picture(data[: len(data) // 2])


@given(kind=st.sampled_from(["PNG", "JPEG", "WEBP", "BMP", "GIF"]), at=st.floats(0, 1), patch=st.binary(max_size=8))
def test_damage_never_escapes_as_another_error(kind: str, at: float, patch: bytes) -> None:
    data = encoded(noise("L"), kind)
    start = int(at * len(data))
    try:
        picture = open_picture(data[:start] + patch + data[start + len(patch) :])
    except ImageError as refused:
        assert str(refused)  # noqa: PT017
    else:
        assert picture.pixels.ndim == 3


def test_paths_that_hold_no_picture(tmp_path: Path) -> None:
    with pytest.raises(ImageError, match="no file"):
        open_picture(tmp_path / "none.png")
    with pytest.raises(ImageError, match="is a folder"):
        open_picture(tmp_path)
    with pytest.raises(ImageError, match="cannot be read"):
        open_picture("a\0b.png")
    with pytest.raises(ImageError, match="names no screen"):
        open_picture("screen:left")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission(tmp_path: Path) -> None:
    path = tmp_path / "secret.png"
    path.write_bytes(encoded(noise()))
    path.chmod(0)
    with pytest.raises(ImageError, match="no permission"):
        open_picture(path)


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(encoded(Image.new("RGB", (5, 4))))))
    picture = open_picture("-")
    assert (picture.width, picture.height, picture.source) == (5, 4, "standard input")


def test_a_saved_picture_is_the_same(tmp_path: Path) -> None:
    picture = open_picture(encoded(noise()))
    save_png(tmp_path / "out.png", picture)
    assert np.array_equal(open_picture(tmp_path / "out.png").pixels, picture.pixels)
    assert [file.name for file in tmp_path.iterdir()] == ["out.png"]


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "plan.json"
    target.write_bytes(b"old")

    def interrupted(descriptor: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_whole(target, b"new")
    assert target.read_bytes() == b"old"
    assert [file.name for file in tmp_path.iterdir()] == ["plan.json"]


def test_a_written_file_keeps_its_mode_and_its_link(tmp_path: Path) -> None:
    target, link = tmp_path / "real.json", tmp_path / "link.json"
    target.write_bytes(b"old")
    target.chmod(0o640)
    link.symlink_to(target)
    write_whole(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    with pytest.raises(IsADirectoryError):
        write_whole(tmp_path, b"new")


@pytest.fixture
def desktop(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A blue desktop of 640 x 400, in two monitors side by side: the left one has 400 columns."""
    for program in ("Xvfb", "xsetroot", "xrandr"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "640x400x24", "-noreset", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    try:
        with os.fdopen(read) as answer:
            number = answer.readline().strip()
        assert number, "Xvfb did not start"
        monkeypatch.setenv("DISPLAY", f":{number}")
        subprocess.run(["xsetroot", "-solid", "#3366cc"], check=True)
        subprocess.run(["xrandr", "--setmonitor", "left", "400/100x400/100+0+0", "screen"], check=True)
        subprocess.run(["xrandr", "--setmonitor", "right", "240/60x400/100+400+0", "none"], check=True)
        yield
    finally:
        server.terminate()
        server.wait()


@pytest.mark.usefixtures("desktop")
def test_the_desktop_is_grabbed() -> None:
    def seen(picture: Picture) -> tuple[int, int, list[int]]:
        return picture.width, picture.height, picture.pixels[200, 100].tolist()

    blue = [0x33, 0x66, 0xCC]
    assert seen(open_picture("screen:")) == (640, 400, blue)
    assert seen(open_picture("screen:1")) == (400, 400, blue)
    assert seen(grab_desktop(2)) == (240, 400, blue)
    with pytest.raises(ImageError, match=r"no screen:3; this desktop has screen:1 \(400x400\), screen:2 \(240x400\)"):
        grab_desktop(3)


def test_without_a_display_the_cure_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    with pytest.raises(ImageError, match="DISPLAY"):
        grab_desktop()
