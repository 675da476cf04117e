"""Where the objects of an instance map lie: the smallest rectangle around the pixels of each number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from labeler.core.compiled import compiled
from labeler.core.geometry import PixelRect

if TYPE_CHECKING:
    from labeler.core.arrays import InstanceMap


def object_extents(instances: InstanceMap, count: int) -> list[PixelRect]:
    """The rectangle around all pixels of each of the objects 1..count of an (H, W) uint8 or uint16 array.

    A number that has no pixel has an empty rectangle.
    """
    height, width = instances.shape
    pixels = np.ascontiguousarray(instances).reshape(-1)
    extents = np.empty((count + 1, 4), np.int64)
    extents[:] = (width, height, 0, 0)
    split = pixels.size - pixels.size % 8
    _grow_extents(pixels, pixels[:split].view(np.uint64), width, extents)
    extents[extents[:, 2] == 0] = 0
    return [PixelRect(*row) for row in extents[1:].tolist()]


@compiled("uint8[:], uint64[:], int64, int64[:, :]", "uint16[:], uint64[:], int64, int64[:, :]")
def _grow_extents(pixels: Any, words: Any, width: int, extents: Any) -> None:
    """Let rows of extents (left, top, right, bottom) take in every run of equal pixels.

    `words` are the same pixels eight bytes at a time, by which long runs are passed over.
    """
    per_word = 8 // pixels.itemsize
    ones = np.uint64(0x0101010101010101 if per_word == 8 else 0x0001000100010001)
    place = 0
    while place < pixels.size:
        start = place
        value = pixels[place]
        pattern = np.uint64(value) * ones
        place += 1
        while place < pixels.size and pixels[place] == value:
            place += 1
            if place % per_word == 0:
                word = place // per_word
                while word < words.size and words[word] == pattern:
                    word += 1
                place = word * per_word
        if 0 < value < extents.shape[0]:
            top = start // width
            bottom = (place - 1) // width
            # A run that goes on in the next row has the last column of one and the first of the other.
            left = start % width if top == bottom else 0
            right = (place - 1) % width + 1 if top == bottom else width
            extents[value, 0] = min(extents[value, 0], left)
            extents[value, 1] = min(extents[value, 1], top)
            extents[value, 2] = max(extents[value, 2], right)
            extents[value, 3] = max(extents[value, 3], bottom + 1)
