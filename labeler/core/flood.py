"""Floods: the connected pixels around a place, of unlabelled ones or of those of a similar colour.

Pixels hang together when they share an edge. A flood is found row by row and costs what it covers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from labeler.core.compiled import compiled, inlined, needs_stand_in
from labeler.core.geometry import PixelRect
from labeler.core.regions import find_regions

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.arrays import Mask

# Runs of pixels that wait at once; floods that need more are found by their regions, which takes longer.
_MOST_RUNS = 1 << 20

_OPEN, _FLOODED = 1, 2


class Flood(NamedTuple):
    """What was flooded: `pixels` (h, w) bool, whose top left item is the pixel (left, top) of the array."""

    left: int
    top: int
    pixels: Mask

    @property
    def rect(self) -> PixelRect:
        """The box of its pixels."""
        height, width = self.pixels.shape
        return PixelRect(self.left, self.top, self.left + width, self.top + height)

    def within(self, rect: PixelRect) -> Mask:
        """(rect.height, rect.width) bool: its pixels in a part of its box."""
        left, top = rect.left - self.left, rect.top - self.top
        return self.pixels[top : top + rect.height, left : left + rect.width]

    def holds(self, column: int, row: int) -> bool:
        """Whether a pixel was flooded."""
        height, width = self.pixels.shape
        across, down = column - self.left, row - self.top
        return 0 <= across < width and 0 <= down < height and bool(self.pixels[down, across])


def flood(is_open: Mask, column: int, row: int) -> Flood:
    """The open pixels of an (H, W) bool array that hang together with one of them, which must be open.

    `pixels` is their box. The array itself is used up.
    """
    cells = is_open.view(np.uint8)
    box = np.array((column, row, column + 1, row + 1), np.int64)
    is_done = not needs_stand_in(_spread)
    if is_done:
        is_done = bool(_spread(cells, column, row, _room_for_runs(cells), box))
    if not is_done:
        return _of_region(np.minimum(cells, _OPEN), column, row)
    left, top, right, bottom = box.tolist()
    return Flood(left, top, cells[top:bottom, left:right] == _FLOODED)


def similar_pixels(photograph: NDArray[np.uint8], column: int, row: int, tolerance: int) -> Mask:
    """(H, W) bool: where no channel differs by more than `tolerance` (0..255) from the pixel (column, row).

    `photograph` is (H, W, 4) uint8 whose last channel does not count.
    """
    height, width = photograph.shape[:2]
    found = np.empty((height, width), np.bool_)
    pressed = photograph[row, column, :3].astype(np.int64)
    low = np.clip(pressed - tolerance, 0, 255).astype(np.uint8)
    high = np.clip(pressed + tolerance, 0, 255).astype(np.uint8)
    if needs_stand_in(_compare) or not photograph.flags.c_contiguous:
        _compare_plainly(photograph, low, high, found)
    else:
        _compare(photograph, low, high, found)
    return found


def without_small_holes(found: Flood, below: int) -> Flood:
    """The flood with its enclosed holes of fewer than `below` pixels filled."""
    if below < 2 or found.pixels.all():
        return found
    # What lies around is one region with all that reaches the edge of the box.
    framed = np.pad(found.pixels, 1).view(np.uint8)
    is_done = not needs_stand_in(_close_holes)
    if is_done:
        is_done = bool(_close_holes(framed, below, _room_for_runs(framed), np.zeros(4, np.int64)))
        framed &= _OPEN
    pixels = framed.view(np.bool_) if is_done else _closed_by_regions(framed, below)
    return found._replace(pixels=pixels[1:-1, 1:-1])


def _room_for_runs(cells: NDArray[np.uint8]) -> NDArray[np.int32]:
    height, width = cells.shape
    return np.empty((min(_MOST_RUNS, height * (width // 2 + 1)), 3), np.int32)


def _closed_by_regions(framed: NDArray[np.uint8], below: int) -> Mask:
    """The pixels with small holes filled, from all regions of the array; its first one lies outside."""
    regions = find_regions(framed)
    is_hole = (regions.indices[regions.first_runs] == 0) & (regions.pixels < below)
    is_hole[0] = False
    fills = regions.indices.view(np.bool_) | is_hole[regions.region]
    return np.repeat(fills, np.diff(regions.starts)).reshape(framed.shape)


def _of_region(cells: NDArray[np.uint8], column: int, row: int) -> Flood:
    """The same flood from all regions of the array."""
    regions = find_regions(cells)
    width = cells.shape[1]
    run = int(np.searchsorted(regions.starts, row * width + column, side="right")) - 1
    runs = np.flatnonzero(regions.region == regions.region[run])
    lefts, rights = (columns[runs] for columns in regions.columns)
    rows = regions.rows[runs]
    left, top, right, bottom = int(lefts.min()), int(rows[0]), int(rights.max()), int(rows[-1]) + 1
    is_flooded = np.repeat(regions.region == regions.region[run], np.diff(regions.starts))
    return Flood(left, top, is_flooded.reshape(cells.shape)[top:bottom, left:right])


@compiled("uint8[:, :], int64, int64, int32[:, :], int64[:]")
def _spread(cells: Any, column: int, row: int, runs: Any, box: Any) -> int:
    """Mark the open cells around one, and let `box` take them in; 0 when `runs` have no room."""
    return 1 if _mark(cells, (row, column), (_OPEN, _FLOODED), runs, box) > 0 else 0


@compiled("uint8[:, :], int64, int32[:, :], int64[:]")
def _close_holes(cells: Any, below: int, runs: Any, box: Any) -> int:
    """Fill holes of fewer than `below` cells; 0 when `runs` have no room. The frame of all cells is empty.

    What stays empty is marked as flooded. `box` is working room.
    """
    for row in range(cells.shape[0]):
        for column in range(cells.shape[1]):
            if cells[row, column] != 0:
                continue
            count = _mark(cells, (row, column), (0, _FLOODED), runs, box)
            if count == 0:
                return 0
            # The first one is what lies around.
            if count < below and row > 0:
                _mark(cells, (row, column), (_FLOODED, _OPEN), runs, box)
    return 1


@inlined
def _mark(cells: Any, place: Any, values: Any, runs: Any, box: Any) -> Any:
    """Give the cells around a place (row, column) that have the first of `values` the second one; how many.

    A row of `runs` is the row of a run and its columns; each run is marked as it is put there. 0 when they
    have no room. `box` takes in all runs.
    """
    left, right = _mark_run(cells, place[0], place[1], values)
    runs[0, 0], runs[0, 1], runs[0, 2] = place[0], left, right
    waiting, count = 1, right - left
    while waiting > 0:
        waiting -= 1
        here = np.int64(runs[waiting, 0])
        first, last = np.int64(runs[waiting, 1]), np.int64(runs[waiting, 2])
        box[0], box[2] = min(box[0], first), max(box[2], last)
        box[1], box[3] = min(box[1], here), max(box[3], here + 1)
        for beside in (here - 1, here + 1):
            at = first if 0 <= beside < cells.shape[0] else last
            while at < last:
                if cells[beside, at] != values[0]:
                    at += 1
                    continue
                if waiting == runs.shape[0]:
                    return 0
                left, right = _mark_run(cells, beside, at, values)
                runs[waiting, 0], runs[waiting, 1], runs[waiting, 2] = beside, left, right
                waiting += 1
                count += right - left
                at = right
    return count


@inlined
def _mark_run(cells: Any, row: Any, column: Any, values: Any) -> Any:
    """Mark the cells of one value in a row around one of them; the columns (left, right) that they span."""
    left, right = column, column
    while left > 0 and cells[row, left - 1] == values[0]:
        left -= 1
        cells[row, left] = values[1]
    while right < cells.shape[1] and cells[row, right] == values[0]:
        cells[row, right] = values[1]
        right += 1
    return left, right


@compiled("uint8[:, :, :], uint8[:], uint8[:], bool[:, :]")
def _compare(photograph: Any, low: Any, high: Any, found: Any) -> None:
    """Mark the pixels whose first three channels lie between two colours."""
    low_0, low_1, low_2 = low[0], low[1], low[2]
    high_0, high_1, high_2 = high[0], high[1], high[2]
    for row in range(found.shape[0]):
        for column in range(found.shape[1]):
            one, two = photograph[row, column, 0], photograph[row, column, 1]
            three = photograph[row, column, 2]
            is_similar = (one >= low_0) & (one <= high_0) & (two >= low_1) & (two <= high_1)
            found[row, column] = is_similar & (three >= low_2) & (three <= high_2)


def _compare_plainly(
    photograph: NDArray[np.uint8], low: NDArray[np.uint8], high: NDArray[np.uint8], found: Mask
) -> None:
    """`_compare` without machine code."""
    colors = photograph[:, :, :3]
    np.all((colors >= low) & (colors <= high), axis=2, out=found)
