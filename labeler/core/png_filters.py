"""The filters of PNG rows undone, for pixels of one byte (PNG specification, 9.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from labeler.core.compiled import compiled, needs_stand_in

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.arrays import LabelMap


def is_available() -> bool:
    """Whether `undo_filters` runs as machine code."""
    return not needs_stand_in(_undo)


def undo_filters(rows: NDArray[np.uint8], out: LabelMap, top: int) -> bool:
    """Write the numbers of filtered rows, (n, 1 + width), to the rows of `out` from `top` on.

    The rows above `top` must be finished. Returns whether all rows had one of the five filters.
    """
    return bool(_undo(rows, out, top))


@compiled("uint8[:, :], uint8[:, :], int64")
def _undo(rows: Any, out: Any, top: int) -> bool:
    """Undo the filters of rows; plain Python needs `rows` of a wider type than uint8."""
    width = out.shape[1]
    for place in range(rows.shape[0]):
        kind = rows[place, 0]
        y = top + place
        if kind > 4:
            return False
        left = np.int64(0)
        corner = np.int64(0)
        for x in range(width):
            above = np.int64(out[y - 1, x]) if y > 0 else np.int64(0)
            expected = np.int64(0)
            if kind == 1:
                expected = left
            elif kind == 2:
                expected = above
            elif kind == 3:
                expected = (left + above) >> 1
            elif kind == 4:
                to_left, to_above = abs(above - corner), abs(left - corner)
                to_corner = abs(left + above - 2 * corner)
                if to_left <= to_above and to_left <= to_corner:
                    expected = left
                elif to_above <= to_corner:
                    expected = above
                else:
                    expected = corner
            left = (np.int64(rows[place, x + 1]) + expected) & 255
            corner = above
            out[y, x] = left
    return True
