"""A picture from a file, standard input, bytes or the desktop; and files written whole or not at all."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import stat
import sys
import uuid
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from perception.types import ImageError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL import Image

    Pixels = NDArray[np.uint8]

FORMATS = ("PNG", "JPEG", "WEBP", "BMP", "GIF")
MEGAPIXELS = 80  # more is refused by the header, before anything is decoded
MEGABYTES = 256


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """`pixels` is height x width x 3, RGB, uint8; `sha256` is of the bytes it came from (a desktop: of its pixels)."""

    pixels: Pixels
    source: str
    sha256: str

    @property
    def width(self) -> int:
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        return int(self.pixels.shape[0])

    def png(self) -> bytes:
        from PIL import Image

        stream = io.BytesIO()
        Image.fromarray(self.pixels).save(stream, format="PNG")
        return stream.getvalue()


def open_picture(given: str | os.PathLike[str] | bytes, *, source: str | None = None) -> Picture:
    """Reads a picture: a path, standard input (`-`), the desktop (`screen:`, `screen:2`), or the bytes of a file.

    EXIF rotation is applied, transparency is laid over white, and an animation gives its first frame. `source` is
    what the picture is called. Raises ImageError, one sentence, on whatever is no picture.
    """
    if isinstance(given, str) and given.startswith("screen:"):
        return grab_desktop(_screen_number(given))
    if isinstance(given, bytes):
        data, name = given, source or "the input"
    elif str(given) == "-":
        data, name = _standard_input(), source or "standard input"
    else:
        data, name = _file(Path(given)), source or str(given)
    if not data:
        raise ImageError(f"{name} is empty (0 bytes): give a {_KINDS} picture")
    if len(data) > MEGABYTES << 20:
        raise ImageError(f"{name} is larger than {MEGABYTES} MB, the limit for a picture")
    return Picture(_decode(data, name), name, hashlib.sha256(data).hexdigest())


def _screen_number(given: str) -> int | None:
    number = given.removeprefix("screen:")
    if number and not (number.isascii() and number.isdigit()):
        raise ImageError(f"{given!r} names no screen: use screen: for all of them, or screen:1, screen:2, ...")
    return int(number) if number else None


_KINDS = "PNG, JPEG, WebP, BMP or GIF"


def _file(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read((MEGABYTES << 20) + 1)
    except IsADirectoryError:
        raise ImageError(f"{path} is a folder: give a picture in it") from None
    except FileNotFoundError:
        raise ImageError(f"there is no file {path}") from None
    except PermissionError:
        if path.is_dir():  # as Windows says it
            raise ImageError(f"{path} is a folder: give a picture in it") from None
        raise ImageError(f"{path} cannot be read: no permission (chmod +r gives it)") from None
    except (OSError, ValueError) as fault:  # ValueError: a null byte in the path
        reason = fault.strerror if isinstance(fault, OSError) and fault.strerror else str(fault)
        raise ImageError(f"{str(path)!r} cannot be read: {reason}") from None


def _standard_input() -> bytes:
    if sys.stdin is None or sys.stdin.isatty():
        raise ImageError("standard input is a terminal: pipe a picture into it, or give a path")
    return sys.stdin.buffer.read((MEGABYTES << 20) + 1)


def _decode(data: bytes, name: str) -> Pixels:
    import struct
    import zlib

    import numpy as np
    from PIL import Image, ImageOps, UnidentifiedImageError

    too_large = f"{name} has more than {MEGAPIXELS} megapixels, the limit: scale it down or cut out a part"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image: Image.Image = Image.open(io.BytesIO(data), formats=FORMATS)
        if image.width * image.height > MEGAPIXELS * 1_000_000:
            raise ImageError(too_large)
        image.load()
        return np.array(_rgb(ImageOps.exif_transpose(image)))
    except UnidentifiedImageError:
        raise ImageError(f"{name} is not a picture, or is damaged: give a {_KINDS} file") from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise ImageError(too_large) from None
    except ImageError:
        raise
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, struct.error, zlib.error):
        raise ImageError(f"{name} is cut off or damaged: save or download it again") from None


def _rgb(image: Image.Image) -> Image.Image:
    import numpy as np
    from PIL import Image

    if image.mode.startswith("I"):  # 16 bits of gray; convert() would clip them to 255
        gray = np.asarray(image).astype(np.uint32)
        return Image.fromarray((gray // 257).clip(0, 255).astype(np.uint8)).convert("RGB")
    if not image.has_transparency_data:
        return image.convert("RGB")
    image = image.convert("RGBA")
    white = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(white, image).convert("RGB")


def grab_desktop(screen: int | None = None) -> Picture:
    """The desktop: monitor `screen`, counted from 1, or all of them side by side as they stand.

    Raises ImageError where there is no desktop, or no such monitor.
    """
    import mss
    import numpy as np
    from mss.exception import ScreenShotError

    try:
        with mss.MSS() as desktop:
            shot = desktop.grab(_monitor(desktop.monitors, screen))
            colours = np.frombuffer(shot.bgra, np.uint8).reshape(shot.height, shot.width, 4)
    except ScreenShotError as fault:
        raise ImageError(
            f"there is no desktop to read: run this in a desktop session, with DISPLAY set, or give a file ({fault})"
        ) from None
    pixels = np.ascontiguousarray(colours[:, :, 2::-1])
    source = "screen:" if screen is None else f"screen:{screen}"
    return Picture(pixels, source, hashlib.sha256(pixels.tobytes()).hexdigest())


def _monitor(monitors: list[dict[str, Any]], screen: int | None) -> dict[str, Any]:
    """One of mss's list: all of them together come first, then each."""
    if screen is None:
        return monitors[0]
    if not 1 <= screen < len(monitors):
        there = ", ".join(f"screen:{n} ({m['width']}x{m['height']})" for n, m in enumerate(monitors[1:], 1))
        raise ImageError(f"there is no screen:{screen}; this desktop has {there or 'no monitor'}")
    return monitors[screen]


def save_png(path: str | os.PathLike[str], picture: Picture) -> None:
    """Writes a picture as PNG, whole or not at all. Raises OSError."""
    write_whole(path, picture.png())


def write_whole(path: str | os.PathLike[str], data: bytes) -> None:
    """Writes a file whole or not at all: to a new file beside it, which then takes its place. Raises OSError."""
    target = Path(path).resolve()  # a link stays a link, what it points to is replaced
    if target.exists() and not stat.S_ISREG(target.stat().st_mode):
        if target.is_dir():
            raise IsADirectoryError(21, "it is a folder", str(path))
        target.write_bytes(data)  # a pipe or a device takes no other's place
        return
    beside = target.with_name(f".{target.name[:200]}.{uuid.uuid4().hex}.part")
    try:
        with beside.open("xb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if target.exists():
            shutil.copymode(target, beside)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
