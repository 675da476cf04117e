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

# Words of the bit matrix at most; a shape that needs more is done in bands of rows.
BAND_WORDS = 1 << 16
# Pixels of a strip of the canvas: as many as stay in the second-level cache.
STRIP_PIXELS = 1 << 21

_ZERO = np.uint64(0)
_ONE = np.uint64(1)
# Bit number of a power of two: times this constant its upper six bits are unique (a de Bruijn sequence).
_DE_BRUIJN = np.uint64(0x03F79D71B4CB0A89)
_BIT_NUMBER = np.zeros(64, np.int64)
for _bit in range(64):
    _BIT_NUMBER[((0x03F79D71B4CB0A89 << _bit) & (2**64 - 1)) >> 58] = _bit


@compiled(
    "uint8[:, :], int64[:], float64[:, :], int64[:], int64[:, :], uint64[:], float64[:]",
    "uint16[:, :], int64[:], float64[:, :], int64[:], int64[:, :], uint64[:], float64[:]",
)
def paint_rings(  # noqa: PLR0913, PLR0917 (kernels take plain arrays)
    canvas: Any, frame: Any, points: Any, rings: Any, shapes: Any, words: Any, terms: Any
) -> None:
    """Paint shapes in order into `canvas`, an (H, W) uint8 or uint16 array.

    `frame` is (left, top) of the canvas and (left, top, right, bottom) of the pixels that may be painted,
    all inside of it. `points` (n, 2) holds the vertices of all rings one after another, `rings` (r,) the end
    of each ring in `points`. A row of `shapes` (s, 6) is the end of the shape's rings in `rings`, the value
    to paint, and room for its box. `words` (at least those of one row) and `terms` (exact.TERMS) are
    working room.
    """
    first = 0
    for number in range(shapes.shape[0]):
        begin = rings[first - 1] if first > 0 else 0
        first = shapes[number, 0]
        box = _box_of(points, begin, rings[first - 1] if first > 0 else 0, frame)
        shapes[number, 2], shapes[number, 3], shapes[number, 4], shapes[number, 5] = box
    outlines, room = (points, rings, shapes), (words, terms)
    height = _strip_height(frame, points.shape[0], shapes.shape[0])
    for top in range(frame[3], frame[5], height):
        bottom = min(top + height, frame[5])
        for number in range(shapes.shape[0]):
            if shapes[number, 3] < bottom and shapes[number, 5] > top:
                _paint_shape(canvas, frame, outlines, (number, top, bottom), room)


@inlined
def _strip_height(frame: Any, vertices: int, count: int) -> Any:
    """Rows that are painted with all shapes before the next ones, so that they stay in the cache.

    All rows where there is little to gain: for a small canvas, one shape, or more vertices than pixels (each
    strip looks at all edges of the shapes that it meets).
    """
    width, height = frame[4] - frame[2], frame[5] - frame[3]
    strips = min(width * height // STRIP_PIXELS, width * height // (16 * vertices + 1), count - 1)
    return max(1, height // (max(strips, 0) + 1) + 1)


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
    left, right = max(frame[2], int(first_centre(x_low))), min(frame[4], int(first_centre(x_high)))
    top, bottom = max(frame[3], int(first_centre(y_low))), min(frame[5], int(first_centre(y_high)))
    return (left, top, right, bottom) if left < right else (0, 0, 0, 0)


@inlined
def _paint_shape(canvas: Any, frame: Any, outlines: Any, part: Any, room: Any) -> None:
    """Paint the rows of one shape that lie in a strip; `part` is (shape, top, bottom)."""
    points, rings, shapes = outlines
    words, terms = room
    number, top, bottom = part
    first = shapes[number - 1, 0] if number > 0 else 0
    left, right = shapes[number, 2], shapes[number, 4]
    top, bottom = max(top, shapes[number, 3]), min(bottom, shapes[number, 5])
    height = max(1, words.shape[0] // ((right - left + 63) >> 6))
    for row in range(top, bottom, height):
        band = (left, row, right, min(row + height, bottom))
        clear_band(words, band)
        for ring in range(first, shapes[number, 0]):
            begin = rings[ring - 1] if ring > 0 else 0
            _toggle_ring(points, (begin, rings[ring]), band, words, terms)
        fill_band(canvas, frame, band, words, shapes[number, 1])


@inlined
def clear_band(words: Any, band: Any) -> None:
    """Let no column of a band (left, top, right, bottom) be toggled."""
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
def fill_band(canvas: Any, frame: Any, band: Any, words: Any, value: int) -> None:
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
