"""How many pixels of each class index a label map has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from labeler.core.compiled import compiled, needs_stand_in

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.arrays import LabelMap


def count_pixels(label_map: LabelMap) -> dict[int, int]:
    """The number of pixels of every index that occurs in an (H, W) uint8 array, by index, ascending."""
    counts = pixel_counts(label_map)
    return {int(index): int(counts[index]) for index in np.flatnonzero(counts)}


def pixel_counts(label_map: LabelMap) -> NDArray[np.int64]:
    """(256,) int64: how many pixels of an (H, W) uint8 array each index has."""
    flat = np.ascontiguousarray(label_map).reshape(-1)
    split = flat.size - flat.size % 8
    counts = np.bincount(flat[split:], minlength=256).astype(np.int64)
    if needs_stand_in(_count_words):
        counts += np.bincount(flat[:split], minlength=256)
    else:
        _count_words(flat[:split].view(np.uint64), counts)
    return counts


@compiled("uint64[:], int64[:]")
def _count_words(words: Any, counts: Any) -> None:
    """Add the bytes of uint64 words to 256 counts. Runs of eight equal bytes are the rule in label maps."""
    last = np.uint64(0)
    run = 0
    for word in words:
        if word == last:
            run += 8
        elif word == (word & np.uint64(255)) * np.uint64(0x0101010101010101):
            counts[last & np.uint64(255)] += run
            last = word
            run = 8
        else:
            for byte in range(8):
                counts[(word >> np.uint64(8 * byte)) & np.uint64(255)] += 1
    counts[last & np.uint64(255)] += run
