"""What the decoders that trainers use make of a label image: its indices, its colours, or their luma.

The rules are those of Pillow 12, OpenCV 4.14 and TensorFlow 2.21, measured; the tests compare them with the
decoders themselves where these are installed. Nothing is decoded here: header and stored values are enough.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from labeler.core.png_chunks import GREY, GREY_ALPHA, PALETTE, RGB, RGBA

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.png_chunks import Header

# libpng's weights of red, green and blue for 0.299 and 0.587, in 1/32768 (pngrtran.c, png_set_rgb_to_gray);
# OpenCV and TensorFlow make grey by it, and leave what is grey as it is.
_RED, _GREEN, _BLUE = 9797, 19234, 3737

_CHANNELS = {GREY: 1, RGB: 3, PALETTE: 3, GREY_ALPHA: 2, RGBA: 4}
_NAMED = 6


class Gets(StrEnum):
    """What arrives in a trainer's array."""

    INDEX = "index"
    SCALED = "scaled"
    COLORS = "colours"
    LUMA = "luma"
    DEEP = "16 bits"
    TRUTH = "true, false"
    NUMBERS = "numbers"
    NOTHING = "an error"


@dataclass(frozen=True, slots=True)
class Reading:
    """What one decoder, called in one way, returns: shape, dtype, what the values are, and the first ones.

    `values` are those of the first stored values, in their order; empty where there is no single value.
    """

    reader: str
    call: str
    gets: Gets
    shape: tuple[int, ...] = ()
    dtype: str = ""
    values: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Stored:
    """What a PNG stores: header, whether it has tRNS, the values in use, and the palette, (n, 3) uint8.

    `values` are indices, or greys as they stand in the file; empty for colours.
    """

    header: Header
    has_transparency: bool = False
    values: Sequence[int] = ()
    palette: NDArray[np.uint8] | None = None


PILLOW, OPENCV, TENSORFLOW = "Pillow", "OpenCV", "TensorFlow"
_OPEN, _UNCHANGED, _GRAYSCALE = "np.array(Image.open())", "IMREAD_UNCHANGED", "IMREAD_GRAYSCALE"
_DECODE_0, _DECODE_1 = "decode_png channels=0", "decode_png channels=1"


def luma(colors: NDArray[np.uint8]) -> list[int]:
    """The greys, 0..255, that libpng makes of (n, 3) uint8 colours."""
    red, green, blue = colors.astype(np.int64).T
    grey = (_RED * red + _GREEN * green + _BLUE * blue) >> 15
    values: list[int] = np.where((red == green) & (red == blue), red, grey).tolist()
    return values


def readings_of_png(stored: Stored) -> tuple[Reading, ...]:
    """What Pillow, OpenCV and TensorFlow make of a PNG that is not damaged."""
    header = stored.header
    if header.color_type == PALETTE:
        return _of_palette(stored)
    if header.color_type == GREY:
        return _of_grey(stored)
    return _of_colors(stored)


def readings_of_image(
    format_name: str, bands: int, size: tuple[int, int], *, is_palette: bool
) -> tuple[Reading, ...]:
    """What they make of an image of 8 bits that is no PNG: `bands` of 1, 3 or 4, of Pillow's format."""
    width, height = size
    flat = (height, width)
    own = Gets.INDEX if bands == 1 else Gets.COLORS
    has_colors = is_palette or bands > 1
    colored = (*flat, 3) if has_colors else flat
    grey = Gets.LUMA if has_colors else Gets.INDEX
    readings = [
        Reading(PILLOW, _OPEN, own, flat if bands == 1 else (*flat, bands), "uint8"),
        Reading(OPENCV, _UNCHANGED, Gets.COLORS if has_colors else own, colored, "uint8"),
        Reading(OPENCV, _GRAYSCALE, grey, flat, "uint8"),
    ]
    if format_name != "JPEG":
        return (*readings, Reading(TENSORFLOW, _DECODE_0, Gets.NOTHING))
    colored = (*flat, 3 if has_colors else 1)
    return (
        *readings,
        Reading(TENSORFLOW, _DECODE_0, Gets.COLORS if has_colors else own, colored, "uint8"),
        Reading(TENSORFLOW, _DECODE_1, grey, (*flat, 1), "uint8"),
    )


def readings_of_array(
    shape: tuple[int, ...], dtype: str, values: Iterable[int], *, is_index: bool
) -> tuple[Reading, ...]:
    """What numpy and the image readers make of a `.npy` file."""
    return (
        Reading("numpy", "np.load()", Gets.INDEX if is_index else Gets.NUMBERS, shape, dtype, _first(values)),
        Reading(PILLOW, _OPEN, Gets.NOTHING),
        Reading(OPENCV, _UNCHANGED, Gets.NOTHING),
        Reading(TENSORFLOW, _DECODE_0, Gets.NOTHING),
    )


def _of_palette(stored: Stored) -> tuple[Reading, ...]:
    flat, values = _flat(stored), _first(stored.values)
    channels = 4 if stored.has_transparency else 3
    palette = np.zeros((256, 3), np.uint8)  # decoders show black where the palette ends
    if stored.palette is not None:
        palette[: len(stored.palette)] = stored.palette
    greys = tuple(luma(palette[list(values)])) if values else ()
    return (
        Reading(PILLOW, _OPEN, Gets.INDEX, flat, "uint8", values),
        Reading(OPENCV, _UNCHANGED, Gets.COLORS, (*flat, channels), "uint8"),
        Reading(OPENCV, _GRAYSCALE, Gets.LUMA, flat, "uint8", greys),
        Reading(TENSORFLOW, _DECODE_0, Gets.COLORS, (*flat, channels), "uint8"),
        Reading(TENSORFLOW, _DECODE_1, Gets.LUMA, (*flat, 1), "uint8", greys),
    )


def _of_grey(stored: Stored) -> tuple[Reading, ...]:
    flat, values, depth = _flat(stored), _first(stored.values), stored.header.depth
    if depth == 16:
        high = tuple(value >> 8 for value in values)
        return (
            Reading(PILLOW, _OPEN, Gets.DEEP, flat, "uint16", values),
            Reading(OPENCV, _UNCHANGED, Gets.DEEP, flat, "uint16", values),
            Reading(OPENCV, _GRAYSCALE, Gets.SCALED, flat, "uint8", high),
            Reading(TENSORFLOW, _DECODE_0, Gets.SCALED, (*flat, 1), "uint8", high),
            Reading(TENSORFLOW, _DECODE_1, Gets.SCALED, (*flat, 1), "uint8", high),
        )
    gets = Gets.INDEX if depth == 8 else Gets.SCALED
    shown = tuple(value * (255 // (2**depth - 1)) for value in values)
    pillow = Reading(PILLOW, _OPEN, gets, flat, "uint8", shown)
    if depth == 1:
        pillow = Reading(PILLOW, _OPEN, Gets.TRUTH, flat, "bool", values)
    return (
        pillow,
        Reading(OPENCV, _UNCHANGED, gets, flat, "uint8", shown),
        Reading(OPENCV, _GRAYSCALE, gets, flat, "uint8", shown),
        Reading(TENSORFLOW, _DECODE_0, gets, (*flat, 1), "uint8", shown),
        Reading(TENSORFLOW, _DECODE_1, gets, (*flat, 1), "uint8", shown),
    )


def _of_colors(stored: Stored) -> tuple[Reading, ...]:
    flat, header = _flat(stored), stored.header
    channels = _CHANNELS[header.color_type]
    is_grey, is_deep = header.color_type == GREY_ALPHA, header.depth == 16
    # Pillow has no grey of 16 bits with alpha; OpenCV has none with alpha at all.
    by_pillow = 4 if is_grey and is_deep else channels
    by_opencv = 4 if is_grey or stored.has_transparency else channels
    gray = Gets.LUMA if not is_grey else Gets.SCALED if is_deep else Gets.INDEX
    return (
        Reading(PILLOW, _OPEN, Gets.COLORS, (*flat, by_pillow), "uint8"),
        Reading(OPENCV, _UNCHANGED, Gets.COLORS, (*flat, by_opencv), "uint16" if is_deep else "uint8"),
        Reading(OPENCV, _GRAYSCALE, gray, flat, "uint8"),
        Reading(TENSORFLOW, _DECODE_0, Gets.COLORS, (*flat, channels), "uint8"),
        Reading(TENSORFLOW, _DECODE_1, gray, (*flat, 1), "uint8"),
    )


def _flat(stored: Stored) -> tuple[int, int]:
    return (stored.header.height, stored.header.width)


def _first(values: Iterable[int]) -> tuple[int, ...]:
    return tuple(values)[:_NAMED]
