"""The void border: a ring of void along every boundary between two values, as in Pascal VOC 2012.

A boundary is the pixel edge between two neighbours (left and right, or above and below) of different
values. A pixel whose centre lies within the radius of a boundary becomes void; the border of the image is no
boundary.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numpy as np

from labeler.core.classes import VOID
from labeler.core.compiled import compiled, inlined
from labeler.core.errors import OptionError
from labeler.core.geometry import PixelRect

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.arrays import InstanceMap

    Map = TypeVar("Map", bound=InstanceMap)

# Void in a 16-bit instance map, where 255 is the number of an object.
WIDE_VOID = 65535

# Pixels of a row that are looked at together: long runs are quickly found equal, short ones quickly searched.
_RUN = 128
_SHORT_RUN = 16


def add_void_border(
    label_map: Map, radius: float, out: Map | None = None, *, window: PixelRect | None = None
) -> Map:
    """A label map or instance map with a void border; `label_map` itself stays as it is.

    `label_map` is (H, W) uint8 (void is 255) or uint16 (void is 65535), `radius` in pixels (0: no border).
    With a `window` only that part is made, equal to the same part of the whole. The result is written into
    `out` (of the window's shape, and the type of the map) when it is given, and returned. Work grows with the
    length of the boundaries and the radius.

    Raises OptionError for a radius that is negative or not a number, and for a map or `out` that do not fit.
    """
    if label_map.ndim != 2 or label_map.dtype not in (np.uint8, np.uint16):
        raise OptionError("A void border needs a two-dimensional uint8 or uint16 map.")
    height, width = label_map.shape
    if not radius >= 0:
        raise OptionError(f"A void border of {radius} pixels is not possible; give 0 or more.")
    frame = PixelRect(0, 0, width, height)
    frame = frame if window is None else frame.intersected(PixelRect(*window))
    part = label_map[frame.top : frame.top + frame.height, frame.left : frame.left + frame.width]
    if out is not None and (out.shape != part.shape or out.dtype != label_map.dtype):
        raise OptionError(f"The void border needs an array of {part.shape} {label_map.dtype} to write into.")
    result = part.copy()
    void = VOID if label_map.dtype == np.uint8 else WIDE_VOID
    across, along = _reaches(min(radius, height + width))
    if len(across) and not frame.is_empty:
        _paint_borders(
            np.ascontiguousarray(label_map), result, np.array(frame, np.int64), across, along, void
        )
    if out is None:
        return cast("Map", result)
    out[...] = result
    return out


def _reaches(radius: float) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """How far a boundary edge of one pixel reaches, decided without rounding.

    across[d]: the pixels on each side of the edge, d pixels further along its line, that lie within the
    radius. along[k]: the largest such d for the (k + 1)-th pixel beside the edge.
    """
    # Twice the distances: 2k + 1 across the edge, 2d - 1 beyond its end, 0 beside it.
    limit = math.floor(4 * Fraction(radius) ** 2)
    across: list[int] = []
    while (rest := limit - max(0, 2 * len(across) - 1) ** 2) >= 1:
        across.append((math.isqrt(rest) + 1) // 2)
    along = [sum(count > beside for count in across) - 1 for beside in range(across[0] if across else 0)]
    return np.array(across, np.int64), np.array(along, np.int64)


@compiled(
    "uint8[:, :], uint8[:, :], int64[:], int64[:], int64[:], int64",
    "uint16[:, :], uint16[:, :], int64[:], int64[:], int64[:], int64",
)
def _paint_borders(source: Any, result: Any, frame: Any, across: Any, along: Any, void: int) -> None:
    """Paint `void` into `result`, the part `frame` (left, top, right, bottom) of `source`."""
    height, width = source.shape
    reach = max(across.shape[0], along.shape[0])
    left, right = max(0, frame[0] - reach - 1), min(width, frame[2] + reach + 1)
    for row in range(max(0, frame[1] - reach - 1), min(height, frame[3] + reach + 1)):
        below = min(row + 1, height - 1)
        for start in range(left, right, _RUN):
            stop = min(start + _RUN, right)
            if not _differs(source, row, below, start, stop):
                continue
            for begin in range(start, stop, _SHORT_RUN):
                end = min(begin + _SHORT_RUN, stop)
                if _differs(source, row, below, begin, end):
                    _paint_upright(source, result, (row, begin, end), frame, across, void)
                    _paint_level(source, result, (row, below, begin, end), frame, along, void)


@inlined
def _differs(source: Any, row: int, below: int, start: int, stop: int) -> Any:
    """Whether a pixel of the run differs from the next one or from the one below."""
    # Unsigned places cannot count from the end; with them LLVM compares 64 pixels at a time.
    here, under = np.uint64(row), np.uint64(below)
    last = source.shape[1] - 1
    found = np.uint8(0)
    for column in range(start, min(stop, last)):
        pixel = source[here, np.uint64(column)]
        found |= (pixel ^ source[here, np.uint64(column + 1)]) | (pixel ^ source[under, np.uint64(column)])
    return found != 0 or (stop > last and source[row, last] != source[below, last])


@inlined
def _paint_upright(source: Any, result: Any, run: Any, frame: Any, across: Any, void: int) -> None:
    """Paint along the edges between left and right neighbours of one run of a row."""
    row, start, stop = run
    for column in range(start, min(stop, source.shape[1] - 1)):
        if source[row, column] != source[row, column + 1]:
            for away in range(-across.shape[0] + 1, across.shape[0]):
                count = across[abs(away)]
                _paint_run(result, frame, (row + away, column + 1 - count, column + 1 + count), void)


@inlined
def _paint_level(source: Any, result: Any, run: Any, frame: Any, along: Any, void: int) -> None:
    """Paint along the edges between one run of a row and the row below, neighbouring edges at once."""
    row, below, start, stop = run
    column = start
    while column < stop:
        if source[row, column] == source[below, column]:
            column += 1
            continue
        first = column
        while column < stop and source[row, column] != source[below, column]:
            column += 1
        for beside in range(along.shape[0]):
            begin, end = first - along[beside], column + along[beside]
            _paint_run(result, frame, (row - beside, begin, end), void)
            _paint_run(result, frame, (row + 1 + beside, begin, end), void)


@inlined
def _paint_run(result: Any, frame: Any, run: Any, void: int) -> None:
    """Paint the columns begin..end-1 of a row, as far as they lie in the frame."""
    row, begin, end = run
    begin, end = max(begin, frame[0]), min(end, frame[2])
    if frame[1] <= row < frame[3] and begin < end:
        result[row - frame[1], begin - frame[0] : end - frame[0]] = void
