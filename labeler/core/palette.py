"""Palettes: the 256 colours that show class indices, and the colour map of Pascal VOC.

A palette is a (256, 3) uint8 array of RGB rows; row i is the colour of index i.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from labeler.core.errors import OptionError

if TYPE_CHECKING:
    from labeler.core.arrays import Palette

Color: TypeAlias = tuple[int, int, int]


def voc_palette() -> Palette:
    """The colour map of Pascal VOC, (256, 3) uint8 RGB; a fresh array at each call.

    Rule: the bits of the index, three at a time, fill the channels from the highest bit down
    (VOCdevkit, VOCcode/VOClabelcolormap.m).
    """
    index = np.arange(256)
    palette = np.zeros((256, 3), np.uint8)
    for step in range(3):
        for channel in range(3):
            bit = (index >> (3 * step + channel)) & 1
            palette[:, channel] |= (bit << (7 - step)).astype(np.uint8)
    return palette


def checked_palette(palette: Palette) -> Palette:
    """A palette as (n, 3) uint8; raises OptionError for all but 1 to 256 rows of whole numbers 0..255."""
    rows = np.asarray(palette)
    if rows.ndim != 2 or rows.shape[1] != 3 or not 0 < len(rows) <= 256:
        raise OptionError(f"A palette has 1 to 256 rows of 3 values; this one has the shape {rows.shape}.")
    if rows.dtype.kind not in "ui":
        raise OptionError(f"A palette holds whole numbers 0..255; this one holds {rows.dtype}.")
    if rows.dtype != np.uint8 and (rows.min() < 0 or rows.max() > 255):
        raise OptionError(f"A palette holds values 0..255; this one holds {rows.min()} to {rows.max()}.")
    return rows.astype(np.uint8)


def full_palette(palette: Palette | None) -> Palette:
    """256 colours, (256, 3) uint8: the rows given, and those of the VOC colour map for all further indices.

    Raises OptionError as `checked_palette` does.
    """
    rows = None if palette is None else checked_palette(palette)
    if rows is not None and len(rows) == 256:
        return rows
    full = voc_palette()
    if rows is not None:
        full[: len(rows)] = rows
    return full


@cache
def voc_color(index: int) -> Color:
    """The colour (r, g, b) of one index in the VOC colour map."""
    r, g, b = voc_palette()[index].tolist()
    return (r, g, b)


def color_to_hex(color: Color) -> str:
    """`#rrggbb` for a colour of three values 0..255."""
    return "#{:02x}{:02x}{:02x}".format(*color)


def color_from_hex(text: str) -> Color:
    """The colour that `#rrggbb` names; raises ValueError for anything else."""
    digits = text.strip().removeprefix("#")
    if len(digits) != 6:
        raise ValueError(f"{text!r} is not a colour like #rrggbb")
    try:
        r, g, b = bytes.fromhex(digits)
    except ValueError:
        raise ValueError(f"{text!r} is not a colour like #rrggbb") from None
    return (r, g, b)


def color_from_text(text: str) -> Color:
    """The colour that a person types: `#rrggbb`, `rrggbb`, `#rgb`, or three numbers 0..255 (`255, 0, 128`).

    Raises ValueError with a sentence for anything else.
    """
    numbers = text.replace("rgb", " ").translate(str.maketrans("(),;", "    ")).split()
    if len(numbers) == 3 and all(each.isascii() and each.isdigit() for each in numbers):
        r, g, b = map(int, numbers)
        if max(r, g, b) <= 255:
            return (r, g, b)
    digits = text.strip().removeprefix("#")
    if len(digits) == 3:
        digits = "".join(2 * digit for digit in digits)
    try:
        return color_from_hex(digits)
    except ValueError:
        raise ValueError(f"{text!r} is no colour; type one like #ff8000 or 255, 128, 0.") from None
