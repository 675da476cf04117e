"""How many pixels of each colour an image has: a look at label images before anybody knows their classes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from labeler.core.compiled import compiled, needs_stand_in

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.arrays import ColorImage
    from labeler.core.palette import Color

_SLOTS = 1 << 14
_SHIFT = 32 - 14
_FACTOR = 0x9E3779B1  # 2^32 divided by the golden ratio: neighbouring colours scatter
_LOW = 0xFFFFFFFF


def count_colors(pixels: ColorImage) -> dict[Color, int]:
    """The number of pixels of every colour (r, g, b) that occurs in an (H, W, 3|4) uint8 array.

    The commonest colour comes first, equally common ones in the order of their values. Alpha is passed over.
    """
    flat = np.ascontiguousarray(pixels).reshape(-1, pixels.shape[2])
    keys, counts = np.full(_SLOTS, -1, np.int64), np.zeros(_SLOTS, np.int64)
    if needs_stand_in(_count) or not _count(flat, keys, counts):
        keys, counts = _counted_by_sorting(flat)
    found = np.flatnonzero(counts)
    numbers, counts = keys[found], counts[found]
    order = np.lexsort((numbers, -counts))
    colors = np.stack([numbers >> 16, numbers >> 8 & 255, numbers & 255], axis=1)[order].tolist()
    return {(r, g, b): count for (r, g, b), count in zip(colors, counts[order].tolist(), strict=True)}


def _counted_by_sorting(flat: NDArray[np.uint8]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Colours as whole numbers with their counts: for photographs, whose colours fill every table."""
    numbers = flat[:, 0].astype(np.uint32) << 16 | flat[:, 1].astype(np.uint32) << 8 | flat[:, 2]
    keys, counts = np.unique(numbers, return_counts=True)
    return keys.astype(np.int64), counts.astype(np.int64)


@compiled("uint8[:, :], int64[:], int64[:]")
def _count(pixels: Any, keys: Any, counts: Any) -> bool:
    """Count n pixels into an empty hash table (-1: no colour); says whether all colours found a place."""
    used = 0
    slot = np.int64(0)
    last = np.int64(-1)
    for pixel in range(pixels.shape[0]):
        red, green, blue = pixels[pixel, 0], pixels[pixel, 1], pixels[pixel, 2]
        color = np.int64(red) << 16 | np.int64(green) << 8 | np.int64(blue)
        if color != last:
            last = color
            slot = ((color * _FACTOR) & _LOW) >> _SHIFT
            while keys[slot] >= 0 and keys[slot] != color:
                slot = (slot + 1) & (_SLOTS - 1)
            if keys[slot] < 0:
                used += 1
                if used > _SLOTS // 2:
                    return False
                keys[slot] = color
        counts[slot] += 1
    return True
