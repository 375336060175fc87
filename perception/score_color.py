"""How far apart two colours look: CIEDE2000 (Sharma, Wu and Dalal, 2005), for whole arrays of them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Values = NDArray[np.float64]
_TO_XYZ = np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
                    [0.0193339, 0.1191920, 0.9503041]])  # fmt: skip
_WHITE = _TO_XYZ.sum(axis=1)  # D65, as sRGB has it


def lab(rgb: ArrayLike) -> Values:
    """CIE L*a*b* (D65) of sRGB colours, ... x 3, 0 to 255."""
    share = np.asarray(rgb, np.float64) / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    xyz = linear @ _TO_XYZ.T / _WHITE
    root = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    x, y, z = root[..., 0], root[..., 1], root[..., 2]
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)


def difference(one: ArrayLike, other: ArrayLike) -> Values:
    """CIEDE2000 between sRGB colours, ... x 3, 0 to 255: 0 is the same, 1 can just be told apart."""
    (l1, a1, b1), (l2, a2, b2) = (np.moveaxis(lab(colour), -1, 0) for colour in (one, other))
    mean7 = ((np.hypot(a1, b1) + np.hypot(a2, b2)) / 2) ** 7
    stretch = 1 + 0.5 * (1 - np.sqrt(mean7 / (mean7 + 25.0**7)))
    chroma1, chroma2 = np.hypot(a1 * stretch, b1), np.hypot(a2 * stretch, b2)
    hue1 = np.degrees(np.arctan2(b1, a1 * stretch)) % 360
    hue2 = np.degrees(np.arctan2(b2, a2 * stretch)) % 360
    gray = chroma1 * chroma2 == 0
    turn = np.where(gray, 0, (hue2 - hue1 + 180) % 360 - 180)
    lightness, chroma = (l1 + l2) / 2, (chroma1 + chroma2) / 2
    hue = np.where(gray, hue1 + hue2, _middle(hue1, hue2))
    weight = 1 - 0.17 * _cos(hue - 30) + 0.24 * _cos(2 * hue) + 0.32 * _cos(3 * hue + 6) - 0.20 * _cos(4 * hue - 63)
    d_light = (l2 - l1) / (1 + 0.015 * (lightness - 50) ** 2 / np.sqrt(20 + (lightness - 50) ** 2))
    d_chroma = (chroma2 - chroma1) / (1 + 0.045 * chroma)
    d_hue = 2 * np.sqrt(chroma1 * chroma2) * np.sin(np.radians(turn / 2)) / (1 + 0.015 * chroma * weight)
    bend = 2 * np.sqrt(chroma**7 / (chroma**7 + 25.0**7)) * np.sin(np.radians(60 * np.exp(-(((hue - 275) / 25) ** 2))))
    squared = d_light**2 + d_chroma**2 + d_hue**2 - bend * d_chroma * d_hue
    result: Values = np.sqrt(np.maximum(squared, 0))
    return result


def _middle(hue1: Values, hue2: Values) -> Values:
    """The angle half-way between two, on the short side."""
    total = hue1 + hue2
    wide = np.abs(hue1 - hue2) > 180
    middle: Values = np.where(wide, np.where(total < 360, total + 360, total - 360), total) / 2
    return middle


def _cos(degrees: Any) -> Values:
    result: Values = np.cos(np.radians(degrees))
    return result


def likeness(one: ArrayLike, other: ArrayLike) -> Values:
    """1 for the same colour, 0 for black against white: what Design2Code makes of CIEDE2000."""
    result: Values = np.maximum(0.0, 1 - difference(one, other) / 100)
    return result
