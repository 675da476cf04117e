"""Which shape the pixels of an image belong to, as far as they are seen: what a label map cannot tell.

Only the pixels that a screen samples are computed, by the exact pixel rule, so that a view of a large image
costs no more than one of a small image.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from labeler.core.compiled import compiled, inlined, needs_stand_in
from labeler.core.exact import CROSSING_ERROR, TERMS, crosses_left, first_centre
from labeler.core.rasterizer import flattened, paint, rings_of
from labeler.core.scanline import BAND_WORDS, clear_band, fill_band

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.shapes import Shape

    Integers = NDArray[np.int64]

_ONE = np.uint64(1)

# Sampled rows that are painted at once where a shape is painted whole before it is sampled.
_STRIP_ROWS = 64


def topmost(shapes: Sequence[Shape], rows: NDArray[np.intp], columns: NDArray[np.intp]) -> NDArray[np.int32]:
    """(len(rows), len(columns)) int32: 1 + the place of the last shape that covers each pixel, 0 for none.

    `rows` and `columns` are those of the pixels that are wanted, ascending; some may come several times.
    Raises GeometryError for a shape that cannot be drawn.
    """
    return FlatShapes(shapes).topmost(np.arange(len(shapes)), rows, columns)


class FlatShapes:
    """Shapes laid out as the kernel takes them: of thousands that takes longer than to look at them.

    Raises GeometryError for a shape that cannot be drawn.
    """

    def __init__(self, shapes: Sequence[Shape]) -> None:
        parts, masks = rings_of(shapes)
        self._shapes = list(shapes)
        self._outlines = flattened(parts, range(len(shapes)))
        self._masks = frozenset(masks)

    def topmost(
        self, places: NDArray[np.intp], rows: NDArray[np.intp], columns: NDArray[np.intp]
    ) -> NDArray[np.int32]:
        """As the function `topmost`, of the shapes at these places, in this order."""
        if not len(rows) or not len(columns):
            return np.zeros((len(rows), len(columns)), np.int32)
        own_rows, row_of = _without_repeats(rows)
        own_columns, column_of = _without_repeats(columns)
        canvas = np.zeros((len(own_rows), len(own_columns)), np.int32)
        if needs_stand_in(_paint_sampled):
            for number, place in enumerate(places.tolist()):
                _paint_whole(canvas, self._shapes[place], number + 1, own_rows, own_columns)
        else:
            self._paint(canvas, places, own_rows, own_columns)
        if len(own_columns) < len(columns):
            canvas = canvas.take(column_of, axis=1)
        return canvas.take(row_of, axis=0) if len(own_rows) < len(rows) else canvas

    def _paint(
        self, canvas: NDArray[np.int32], places: NDArray[np.intp], rows: Integers, columns: Integers
    ) -> None:
        """Outlines by the kernel, bitmaps one by one where their turn comes."""
        which = places.astype(np.int64)
        samples = (rows, _starts(rows), _starts(columns))
        words = np.empty(max(BAND_WORDS, canvas.shape[1] // 64 + 1), np.uint64)
        room = (words, np.empty(TERMS))
        bitmaps = np.flatnonzero(np.isin(which, list(self._masks))).tolist() if self._masks else []
        begin = 0
        for number in [*bitmaps, len(which)]:
            if begin < number:
                frame = np.array((begin, number, columns[0]), np.int64)
                _paint_sampled(canvas, frame, which, *samples, *self._outlines, *room)
            if number < len(which):
                _paint_whole(canvas, self._shapes[which[number]], number + 1, rows, columns)
            begin = number + 1


def recolor(
    words: NDArray[np.uint32],
    top: NDArray[np.int32],
    table: NDArray[np.uint32],
    is_kept: NDArray[np.bool_],
) -> None:
    """Give each of (h, w) words the one of its shape, `table[top]`, unless `is_kept[top]`.

    `top` is what `topmost` has found; `table` and `is_kept` begin with the entry for no shape.
    """
    if needs_stand_in(_recolor):
        np.copyto(words, table[top], where=~is_kept[top])
    else:
        _recolor(words, top, table, is_kept)


@compiled("uint32[:, :], int32[:, :], uint32[:], bool[:]")
def _recolor(words: Any, top: Any, table: Any, is_kept: Any) -> None:
    for row in range(words.shape[0]):
        for column in range(words.shape[1]):
            place = top[row, column]
            if not is_kept[place]:
                words[row, column] = table[place]


def _without_repeats(places: NDArray[np.intp]) -> tuple[Integers, NDArray[np.intp]]:
    """Each place once, and where each of the given ones stands among them."""
    is_new = np.ones(len(places), np.bool_)
    np.not_equal(places[1:], places[:-1], out=is_new[1:])
    return places[is_new].astype(np.int64), np.cumsum(is_new) - 1


def _starts(places: Integers) -> Integers:
    """For each pixel from the first place on, and one past the last: the first sample at or after it."""
    return np.searchsorted(places, np.arange(places[0], places[-1] + 2)).astype(np.int64)


def _paint_whole(
    canvas: NDArray[np.int32], shape: Shape, value: int, rows: Integers, columns: Integers
) -> None:
    """Paint every pixel of one shape in its box, and take those that are sampled."""
    box = shape.bounds
    first_column, last_column = np.searchsorted(columns, (np.floor(box.left), np.ceil(box.right))).tolist()
    first_row, last_row = np.searchsorted(rows, (np.floor(box.top), np.ceil(box.bottom))).tolist()
    if first_column >= last_column:
        return
    across = columns[first_column:last_column]
    for begin in range(first_row, last_row, _STRIP_ROWS):
        down = rows[begin : min(begin + _STRIP_ROWS, last_row)]
        strip = np.zeros((down[-1] - down[0] + 1, across[-1] - across[0] + 1), np.uint8)
        paint(strip, [shape], [1], origin=(int(across[0]), int(down[0])))
        is_in = strip[down - down[0]][:, across - across[0]] == 1
        part = canvas[begin : begin + len(down), first_column:last_column]
        np.copyto(part, np.int32(value), where=is_in)


@compiled(
    "int32[:, :], int64[:], int64[:], int64[:], int64[:], int64[:], float64[:, :], int64[:], int64[:, :], "
    "uint64[:], float64[:]"
)
def _paint_sampled(  # noqa: PLR0913, PLR0917 (kernels take plain arrays)
    canvas: Any,
    frame: Any,
    which: Any,
    rows: Any,
    row_starts: Any,
    column_starts: Any,
    points: Any,
    rings: Any,
    shapes: Any,
    words: Any,
    terms: Any,
) -> None:
    """Paint `which` shapes in order into the sampled pixels, each in 1 + its place in `which`.

    `frame` is the first place that is painted, the end of them, and the column of the first sample.
    """
    samples = (rows, row_starts, frame[2], column_starts)
    for place in range(frame[0], frame[1]):
        number = which[place]
        first = shapes[number - 1, 0] if number > 0 else 0
        last = shapes[number, 0]
        begin = rings[first - 1] if first > 0 else 0
        end = rings[last - 1] if last > 0 else 0
        left, top, right, bottom = _box_of(points, begin, end, samples)
        if left >= right or top >= bottom:
            continue
        height = max(1, words.shape[0] // ((right - left + 63) >> 6))
        for row in range(top, bottom, height):
            band = (left, row, right, min(row + height, bottom))
            clear_band(words, band)
            for ring in range(first, last):
                start = rings[ring - 1] if ring > 0 else 0
                _toggle_ring(points, (start, rings[ring]), band, samples, words, terms)
            fill_band(canvas, (0, 0), band, words, place + 1)


@inlined
def _sample_at(starts: Any, first: Any, pixel: Any) -> Any:
    """The first sample at or after a pixel; `first` is the pixel of the first sample."""
    return starts[min(max(pixel - first, 0), starts.shape[0] - 1)]


@inlined
def _box_of(points: Any, begin: Any, end: Any, samples: Any) -> Any:
    """(left, top, right, bottom): the samples that points[begin:end] can reach."""
    rows, row_starts, first_column, column_starts = samples
    x_low, y_low, x_high, y_high = np.inf, np.inf, -np.inf, -np.inf
    for place in range(begin, end):
        x, y = points[place, 0], points[place, 1]
        x_low, x_high = min(x_low, x), max(x_high, x)
        y_low, y_high = min(y_low, y), max(y_high, y)
    if begin >= end:
        return 0, 0, 0, 0
    return (
        _sample_at(column_starts, first_column, int(first_centre(x_low))),
        _sample_at(row_starts, rows[0], int(first_centre(y_low))),
        _sample_at(column_starts, first_column, int(first_centre(x_high))),
        _sample_at(row_starts, rows[0], int(first_centre(y_high))),
    )


@inlined
def _toggle_ring(points: Any, part: Any, band: Any, samples: Any, words: Any, terms: Any) -> None:
    """Toggle, in each sampled row that an edge crosses, the first sample that is not left of it."""
    rows, row_starts, first_column, column_starts = samples
    begin, end = part
    left, top, right, bottom = band
    row_words = (right - left + 63) >> 6
    for place in range(begin, end):
        before = place - 1 if place > begin else end - 1
        x0, y0 = points[before, 0], points[before, 1]
        x1, y1 = points[place, 0], points[place, 1]
        if y0 > y1:
            x0, y0, x1, y1 = x1, y1, x0, y0
        first = max(top, _sample_at(row_starts, rows[0], int(first_centre(y0))))
        last = min(bottom, _sample_at(row_starts, rows[0], int(first_centre(y1))))
        if first >= last:
            continue
        slope = (x1 - x0) / (y1 - y0)
        certain = 0.5 - CROSSING_ERROR * (abs(x0) + abs(x1) + 1.0)
        for sample in range(first, last):
            row = rows[sample]
            crossing = x0 + (row + 0.5 - y0) * slope - 0.5
            above = np.ceil(crossing)
            gap = above - crossing
            column = np.int64(above)
            if abs(gap - 0.5) > certain:
                whole = column if gap < 0.5 else column - 1
                edge = (x0, y0, x1, y1)
                column = whole if crosses_left(edge, whole + 0.5, row + 0.5, terms) else whole + 1
            at = _sample_at(column_starts, first_column, column)
            if at < right:
                bit = max(at, left) - left
                words[np.uint64((sample - top) * row_words + (bit >> 6))] ^= _ONE << np.uint64(bit & 63)
