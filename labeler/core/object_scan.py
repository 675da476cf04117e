"""One pass over an instance map that finds what else an export needs: label map, pixel counts, extents.

Each object is of one class, so the label map follows from the instance map number by number; that takes a
third of the time of rasterizing the shapes again.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from labeler.core.classes import BACKGROUND, VOID
from labeler.core.compiled import compiled, inlined
from labeler.core.geometry import PixelRect
from labeler.core.void_border import WIDE_VOID

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.arrays import InstanceMap, LabelMap

_MIXED = np.uint64(1 << 63)

# Whether the first pixel of eight is the lowest byte of their word, as on nearly every processor.
_IS_LITTLE = sys.byteorder == "little"
_ALL_BITS = np.uint64(2**64 - 1)


class ObjectScan(NamedTuple):
    """What a pass over an instance map found.

    `label_map`: (H, W) uint8 class indices. `pixels`: the number of pixels of each index that occurs,
    ascending. `extents`: the rectangle around all pixels of each object, empty for one that has none.
    """

    label_map: LabelMap
    pixels: dict[int, int]
    extents: list[PixelRect]


def scan_objects(instances: InstanceMap, indices: Sequence[int]) -> ObjectScan:
    """Scan an (H, W) instance map in C order whose objects 1, 2, ... have these class indices.

    0 is background, the highest number of the type void, as `instance_map` makes them.
    """
    height, width = instances.shape
    numbers = _in_eights(instances)
    void = VOID if numbers.dtype == np.uint8 else WIDE_VOID
    class_of = np.zeros(void + 1, np.uint8)
    class_of[1 : len(indices) + 1] = indices
    class_of[0], class_of[void] = BACKGROUND, VOID
    label_map = np.empty(numbers.shape, np.uint8)
    counts = np.zeros(256, np.int64)
    extents = np.empty((len(indices) + 1, 4), np.int64)
    extents[:] = (width, height, 0, 0)
    _scan(numbers, _words(numbers), class_of, label_map, label_map.view(np.uint64), counts, extents)
    extents[extents[:, 2] == 0] = 0
    return ObjectScan(
        np.ascontiguousarray(label_map[:, :width]),
        {int(index): int(counts[index]) for index in np.flatnonzero(counts)},
        [PixelRect(*row) for row in extents[1:].tolist()],
    )


def _in_eights(instances: InstanceMap) -> InstanceMap:
    """The map in rows of a multiple of eight pixels; the last pixel of a row is repeated as needed."""
    height, width = instances.shape
    if width % 8 == 0:
        return instances
    numbers = np.empty_like(instances, shape=(height, width + -width % 8))
    numbers[:, :width] = instances
    numbers[:, width:] = instances[:, -1:]
    return numbers


def _words(numbers: InstanceMap) -> NDArray[np.uint64]:
    """A word for every eight pixels that tells whether all are the same number, see `_scan`."""
    if numbers.dtype == np.uint8:
        return numbers.view(np.uint64)
    eights = numbers.reshape(len(numbers), -1, 8)
    first = eights[:, :, 0]
    return np.where((eights == first[:, :, None]).all(axis=2), first.astype(np.uint64), _MIXED)


@compiled(
    "uint8[:, :], uint64[:, :], uint8[:], uint8[:, :], uint64[:, :], int64[:], int64[:, :]",
    "uint16[:, :], uint64[:, :], uint8[:], uint8[:, :], uint64[:, :], int64[:], int64[:, :]",
)
def _scan(  # noqa: PLR0913, PLR0917 (a kernel)
    numbers: Any,
    number_words: Any,
    class_of: Any,
    label_map: Any,
    label_words: Any,
    counts: Any,
    extents: Any,
) -> None:
    """Go through each row by eight pixels, and one by one where they differ from the pixel before them.

    A word of `label_words` is the memory of eight pixels. So is one of `number_words` for numbers of 8 bits;
    for those of 16 bits it is the number that eight pixels share. `extents` are rows of left, top, right,
    bottom, which grow; row 0 begins with the width.
    """
    width = extents[0, 0]
    ones = np.uint64(0x0101010101010101 if numbers.itemsize == 1 else 1)
    for row in range(numbers.shape[0]):
        left = 0
        number = numbers[row, 0]
        pattern = np.uint64(number) * ones
        fill = np.uint64(class_of[number]) * np.uint64(0x0101010101010101)
        for eight in range(label_words.shape[1]):
            word = number_words[row, eight]
            if word == pattern:
                label_words[row, eight] = fill
                continue
            same = _same_bits(word ^ pattern) if numbers.itemsize == 1 and _IS_LITTLE else -1
            after = numbers[row, 8 * eight + (max(same, 0) >> 3)]
            next_pattern = np.uint64(after) * ones
            if same >= 0 and (word ^ next_pattern) >> np.uint64(same) == 0:
                # One boundary within the eight pixels: by far the most common case.
                column = 8 * eight + (same >> 3)
                counts[class_of[number]] += column - left
                _grow(extents, number, row, left, column)
                left, number, pattern = column, after, next_pattern
                above = _ALL_BITS << np.uint64(same)
                next_fill = np.uint64(class_of[number]) * np.uint64(0x0101010101010101)
                label_words[row, eight] = (fill & ~above) | (next_fill & above)
                fill = next_fill
                continue
            for step in range(8):
                column = 8 * eight + step
                here = numbers[row, column]
                if here != number:
                    counts[class_of[number]] += column - left
                    _grow(extents, number, row, left, column)
                    left = column
                    number = here
                label_map[row, column] = class_of[number]
            pattern = np.uint64(number) * ones
            fill = np.uint64(class_of[number]) * np.uint64(0x0101010101010101)
        counts[class_of[number]] += width - left
        _grow(extents, number, row, left, width)


@inlined
def _same_bits(difference: Any) -> int:
    """How many bits the first bytes that are 0 have, of a word that is not 0."""
    bits = 0
    if difference & np.uint64(0xFFFFFFFF) == 0:
        bits, difference = 32, difference >> np.uint64(32)
    if difference & np.uint64(0xFFFF) == 0:
        bits, difference = bits + 16, difference >> np.uint64(16)
    if difference & np.uint64(0xFF) == 0:
        bits += 8
    return bits


@inlined
def _grow(extents: Any, number: int, row: int, left: int, right: int) -> None:
    """Let the extent of an object take in columns left..right-1 of a row."""
    if 0 < number < extents.shape[0]:
        extents[number, 0] = min(extents[number, 0], left)
        extents[number, 1] = min(extents[number, 1], row)
        extents[number, 2] = max(extents[number, 2], right)
        extents[number, 3] = row + 1
