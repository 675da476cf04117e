"""The stand-in for the scanline kernel: the same pixels by whole-array numpy, about ten times slower.

The window paints with it while the kernel is being compiled or loaded, and for good where it cannot be.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from labeler.core.exact import CROSSING_ERROR, TERMS, crosses_left, first_centre

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.arrays import InstanceMap, Points

    Edges = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]
    Integers = NDArray[np.int64]

# Pixels, and crossings, that one band of rows holds at most, as far as one row does not hold more.
_BAND_SIZE = 1 << 22


def paint_rings_plainly(
    canvas: InstanceMap, frame: Integers, points: Points, rings: Integers, shapes: Integers
) -> None:
    """Paint shapes in order into `canvas`; the arguments are those of `scanline.paint_rings`."""
    starts = [0, *rings.tolist()]
    first = 0
    for end, value in shapes[:, :2].tolist():
        if first < end:
            _paint_shape(canvas, frame, _upward_edges(points, starts[first : end + 1]), value)
        first = end


def _upward_edges(points: Points, starts: list[int]) -> Edges:
    """x0, y0, x1, y1 with y0 <= y1 of all edges of rings; each begins where the one before ends."""
    begin, end = starts[0], starts[-1]
    before = np.arange(begin - 1, end - 1)
    for start, stop in pairwise(starts):
        if start < stop:
            before[start - begin] = stop - 1
    here, there = points[before], points[begin:end]
    is_downward = here[:, 1] > there[:, 1]
    low = np.where(is_downward[:, None], there, here)
    high = np.where(is_downward[:, None], here, there)
    return low[:, 0], low[:, 1], high[:, 0], high[:, 1]


def _paint_shape(canvas: InstanceMap, frame: Integers, edges: Edges, value: int) -> None:
    x0, y0, x1, y1 = edges
    if len(x0) == 0:
        return
    left = max(frame[2], int(first_centre(min(x0.min(), x1.min()))))
    right = min(frame[4], int(first_centre(max(x0.max(), x1.max()))))
    top = max(frame[3], int(first_centre(y0.min())))
    bottom = min(frame[5], int(first_centre(y1.max())))
    if left >= right or top >= bottom:
        return
    crossings = np.clip(y1, top, bottom) - np.clip(y0, top, bottom) + 1
    size = max((right - left) * (bottom - top), int(crossings.sum()))
    height = max(1, (bottom - top) * _BAND_SIZE // size)
    for row in range(top, bottom, height):
        stop = min(row + height, bottom)
        is_inside = _inside(edges, (left, row, right, stop))
        part = canvas[row - frame[1] : stop - frame[1], left - frame[0] : right - frame[0]]
        np.copyto(part, canvas.dtype.type(value), where=is_inside)


def _inside(edges: Edges, band: tuple[int, int, int, int]) -> NDArray[np.bool_]:
    """Which pixels of the band (left, top, right, bottom) lie inside: the parity of toggles to the left."""
    left, top, right, bottom = band
    rows, columns = _crossings(edges, band)
    toggles = np.zeros((bottom - top, right - left), np.uint8)
    places = (rows - top) * (right - left) + np.maximum(columns, left) - left
    np.bitwise_xor.at(toggles.reshape(-1), places[columns < right], np.uint8(1))
    return np.bitwise_xor.accumulate(toggles, axis=1).view(np.bool_)


def _crossings(edges: Edges, band: tuple[int, int, int, int]) -> tuple[Integers, Integers]:
    """For each edge and each row of the band that it crosses: the row, and the first column right of it."""
    _, top, right, bottom = band
    first = np.maximum(first_centre(edges[1]).astype(np.int64), top)
    last = np.minimum(first_centre(edges[3]).astype(np.int64), bottom)
    is_met = (first < last) & (np.minimum(edges[0], edges[2]) <= right - 0.5)
    x0, y0, x1, y1 = (coordinates[is_met] for coordinates in edges)
    first, count = first[is_met], (last - first)[is_met]
    edge = np.repeat(np.arange(len(count)), count)
    rows = np.arange(len(edge)) + (first - (np.cumsum(count) - count))[edge]
    slope = (x1 - x0) / (y1 - y0)
    crossing = x0[edge] + (rows + 0.5 - y0[edge]) * slope[edge] - 0.5
    columns = np.ceil(crossing)
    gap = columns - crossing
    certain = 0.5 - CROSSING_ERROR * (np.abs(x0) + np.abs(x1) + 1.0)
    doubtful = np.flatnonzero(np.abs(gap - 0.5) > certain[edge])
    if len(doubtful):
        whole = columns[doubtful] - (gap[doubtful] >= 0.5)
        at = edge[doubtful]
        terms = np.zeros((TERMS, len(at)))
        is_left = crosses_left((x0[at], y0[at], x1[at], y1[at]), whole + 0.5, rows[doubtful] + 0.5, terms)
        columns[doubtful] = whole + ~is_left
    return rows, columns.astype(np.int64)
