"""Palettes: the 256 colours that show class indices, and the colour map of Pascal VOC.

A palette is a (256, 3) uint8 array of RGB rows; row i is the colour of index i.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

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
