"""The scanline kernel: fills shapes by the exact pixel rule.

For each edge and each row whose centre it crosses, the first column whose centre lies at or right of the
crossing is toggled in a bit matrix of the shape's box; between two toggles of a row lies the shape. An edge's
crossing is one whole number, so rounding can only matter where the float64 crossing lies within its error
of a pixel centre: there `exact.crosses_left` decides. Work grows with crossings, box / 64 and filled
pixels, never with the number of edges squared.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from labeler.core.compiled import compiled, inlined
from labeler.core.exact import CROSSING_ERROR, crosses_left, first_centre

# Words of the bit matrix: one band of rows fits the second-level cache.
BAND_WORDS = 1 << 16

_ZERO = np.uint64(0)
_ONE = np.uint64(1)
# Bit number of a power of two: times this constant its upper six bits are unique (a de Bruijn sequence).
_DE_BRUIJN = np.uint64(0x03F79D71B4CB0A89)
_BIT_NUMBER = np.zeros(64, np.int64)
for _bit in range(64):
    _BIT_NUMBER[((0x03F79D71B4CB0A89 << _bit) & (2**64 - 1)) >> 58] = _bit


@compiled(
    "uint8[:, :], int64[:], float64[:, :], int64[:, :], uint64[:], float64[:]",
    "uint16[:, :], int64[:], float64[:, :], int64[:, :], uint64[:], float64[:]",
)
def paint_rings(canvas: Any, frame: Any, points: Any, rings: Any, words: Any, terms: Any) -> None:
    """Paint shapes in order into `canvas`, an (H, W) uint8 or uint16 array.

    `frame` is (left, top) of the canvas and (left, top, right, bottom) of the pixels that may be painted,
    all inside of it. `points` (n, 2) holds the vertices of all rings one after another. A row of `rings` is
    the end of a ring in `points` and the value to paint, -1 where the shape goes on with the next ring.
    `words` (a multiple of the words of a row, at least) and `terms` (exact.TERMS) are working room.
    """
    begin = 0
    first_ring = 0
    for ring in range(rings.shape[0]):
        if rings[ring, 1] < 0:
            continue
        box = _box_of(points, begin, rings[ring, 0], frame)
        begin = rings[ring, 0]
        left, top, right, bottom = box
        if left < right:
            height = max(1, words.shape[0] // ((right - left + 63) >> 6))
            for row in range(top, bottom, height):
                band = (left, row, right, min(row + height, bottom))
                _clear(words, band)
                for each in range(first_ring, ring + 1):
                    start = rings[each - 1, 0] if each > 0 else 0
                    _toggle_ring(points, (start, rings[each, 0]), band, words, terms)
                _fill(canvas, frame, band, words, rings[ring, 1])
        first_ring = ring + 1


@inlined
def _box_of(points: Any, begin: int, end: int, frame: Any) -> Any:
    """(left, top, right, bottom): the pixels of the frame that points[begin:end] can reach."""
    x_low, y_low, x_high, y_high = np.inf, np.inf, -np.inf, -np.inf
    for place in range(begin, end):
        x, y = points[place, 0], points[place, 1]
        x_low, x_high = min(x_low, x), max(x_high, x)
        y_low, y_high = min(y_low, y), max(y_high, y)
    if begin >= end:
        return 0, 0, 0, 0
    return (
        max(frame[2], int(first_centre(x_low))),
        max(frame[3], int(first_centre(y_low))),
        min(frame[4], int(first_centre(x_high))),
        min(frame[5], int(first_centre(y_high))),
    )


@inlined
def _clear(words: Any, band: Any) -> None:
    left, top, right, bottom = band
    for place in range(((right - left + 63) >> 6) * (bottom - top)):
        words[place] = _ZERO


@inlined
def _toggle_ring(points: Any, part: Any, band: Any, words: Any, terms: Any) -> None:
    begin, end = part
    left, top, right, bottom = band
    for place in range(begin, end):
        before = place - 1 if place > begin else end - 1
        x0, y0 = points[before, 0], points[before, 1]
        x1, y1 = points[place, 0], points[place, 1]
        if y0 > y1:
            x0, y0, x1, y1 = x1, y1, x0, y0
        if y1 <= top + 0.5 or y0 > bottom - 0.5 or min(x0, x1) > right - 0.5:
            continue
        first = max(top, int(first_centre(y0)))
        last = min(bottom, int(first_centre(y1)))
        if first < last:
            if x0 == x1 or max(x0, x1) <= left + 0.5:
                _toggle_column(int(first_centre(max(x0, x1))), first, last, band, words)
            else:
                _toggle_edge((x0, y0, x1, y1), (first, last), band, words, terms)


@inlined
def _toggle_column(column: int, first: int, last: int, band: Any, words: Any) -> None:
    """Toggle one column in the rows first..last-1; columns left of the band count as its first one."""
    left, top, right, _ = band
    row_words = (right - left + 63) >> 6
    bit = max(column, left) - left
    if column < right:
        mask = _ONE << np.uint64(bit & 63)
        for row in range(first, last):
            words[(row - top) * row_words + (bit >> 6)] ^= mask


@inlined
def _toggle_edge(edge: Any, rows: Any, band: Any, words: Any, terms: Any) -> None:
    """Toggle, in each row that an edge crosses, the first column whose centre is not left of it."""
    x0, y0, x1, y1 = edge
    left, top, right, _ = band
    row_words = (right - left + 63) >> 6
    slope = (x1 - x0) / (y1 - y0)
    certain = 0.5 - CROSSING_ERROR * (abs(x0) + abs(x1) + 1.0)
    for row in range(rows[0], rows[1]):
        crossing = x0 + (row + 0.5 - y0) * slope - 0.5
        above = np.ceil(crossing)
        gap = above - crossing
        column = np.int64(above)
        if abs(gap - 0.5) > certain:
            whole = column if gap < 0.5 else column - 1
            column = whole if crosses_left(edge, whole + 0.5, row + 0.5, terms) else whole + 1
        if column < right:
            bit = max(column, left) - left
            # An unsigned place cannot count from the end, which would cost a comparison.
            words[np.uint64((row - top) * row_words + (bit >> 6))] ^= _ONE << np.uint64(bit & 63)


@inlined
def _fill(canvas: Any, frame: Any, band: Any, words: Any, value: int) -> None:
    """Paint what lies between the toggles of each row; a row that ends inside reaches the band's right."""
    left, top, right, bottom = band
    row_words = (right - left + 63) >> 6
    place = 0
    for row in range(top - frame[1], bottom - frame[1]):
        is_inside = False
        start = 0
        base = left - frame[0]
        for _ in range(row_words):
            word = words[place]
            place += 1
            while word != _ZERO:
                lowest = word & (~word + _ONE)
                word ^= lowest
                column = base + _BIT_NUMBER[(lowest * _DE_BRUIJN) >> np.uint64(58)]
                if is_inside:
                    canvas[row, start:column] = value
                start = column
                is_inside = not is_inside
            base += 64
        if is_inside:
            canvas[row, start : right - frame[0]] = value
