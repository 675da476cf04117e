"""Grey label images whose values are class indices: checked against the class table before they count."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from labeler.core.class_colors import OnUnknown, checked_index
from labeler.core.classes import VOID, ClassTable
from labeler.core.errors import LabelImageError
from labeler.core.pixel_counts import count_pixels

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.arrays import LabelMap

_NAMED = 5


def values_to_indices(
    values: NDArray[np.uint8] | NDArray[np.uint16],
    classes: ClassTable,
    *,
    on_unknown: OnUnknown = "error",
    where: object = "The array",
) -> LabelMap:
    """The label map, (H, W) uint8, of an (H, W) array whose values are class indices.

    Values that no class has are an error that names them and counts their pixels, or become the index
    `on_unknown`. `where` begins the words of errors. Raises LabelImageError, OptionError.
    """
    stand_in = None if on_unknown == "error" else checked_index(on_unknown)
    counts = _count(values)
    unknown = {value: count for value, count in counts.items() if value > VOID or classes.at(value) is None}
    if not unknown:
        return values.astype(np.uint8)
    if stand_in is None:
        raise LabelImageError(
            f"{where}: has grey values that are the index of no class: {_told(unknown)}. "
            f"Add the classes to the class table, or choose the index that unknown pixels get; "
            f"if the greys are class colours, convert them as colours."
        )
    table = np.arange(max(*counts, VOID) + 1).astype(np.uint8)
    table[list(unknown)] = stand_in
    indices = np.empty(values.shape, np.uint8)
    for row, translated in zip(values, indices, strict=True):  # numpy spends 8 bytes on each index it follows
        translated[:] = table[row]
    return indices


def _count(values: NDArray[np.uint8] | NDArray[np.uint16]) -> dict[int, int]:
    """The number of pixels of each value that occurs."""
    if values.dtype == np.uint8:
        return count_pixels(values.astype(np.uint8, copy=False))
    found, counts = np.unique(values, return_counts=True)
    return dict(zip(found.tolist(), counts.tolist(), strict=True))


def _told(unknown: dict[int, int]) -> str:
    told = ", ".join(f"{value} ({count:,} px)" for value, count in list(unknown.items())[:_NAMED])
    return f"{told} and {len(unknown) - _NAMED} more" if len(unknown) > _NAMED else told
