"""Label maps as they are seen: sampled for each pixel of a screen, coloured, blended over what it shows.

Colours are premultiplied ARGB32 words, pixels of the screen RGB32 words. A pixel becomes
word + pixel * (255 - a) / 255, where `a` is the alpha of the word and each product p is rounded as
(p + (p >> 8) + 128) >> 8, as Qt does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from labeler.core.classes import VOID
from labeler.core.compiled import compiled, inlined, needs_stand_in

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.arrays import LabelMap

# Every other byte of a word: two channels are multiplied at once, each with a byte free above it.
_EVEN = 0x00FF00FF
_ODD = 0xFF00FF00
_HALVES = 0x00800080
_OPAQUE = 0xFF000000


class Hatch(NamedTuple):
    """Stripes at 45 degrees over void: where (column + row + phase) % period < width, the word is `color`.

    Column and row count from the first pixel that is coloured.
    """

    period: int
    width: int
    phase: int
    color: int


def sample(
    source: NDArray[Any],
    rows: NDArray[np.intp],
    columns: NDArray[np.intp],
    target: NDArray[Any],
    place: tuple[int, int] = (0, 0),
) -> None:
    """Give each pixel of `target` from `place` (left, top) on the item of `source` in its row and column.

    `source` and `target` are (h, w) uint8 or uint32; `rows` and `columns` ascend.
    """
    if not len(rows) or not len(columns):
        return
    left, top = place
    block = source[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    if block.shape == (len(rows), len(columns)):
        target[top : top + len(rows), left : left + len(columns)] = block
    elif needs_stand_in(_sample) or not source.flags.c_contiguous:
        block = block.take(rows - rows[0], axis=0).take(columns - columns[0], axis=1)
        target[top : top + len(rows), left : left + len(columns)] = block
    else:
        _sample(source, rows, columns, target, np.array(place, np.int64))


def color(indices: LabelMap, table: NDArray[np.uint32], hatch: Hatch) -> NDArray[np.uint32]:
    """(h, w) words: what `table` (256,) holds for each class index, with void hatched."""
    period, width, phase, stripe = hatch
    # The table a second time, as it is on stripes: a column adds 0 or 256 to its index.
    tables = np.concatenate((table, table))
    tables[256 + VOID] = stripe
    steps = np.where(np.arange(indices.shape[1] + period) % period < width, 256, 0)
    phases = (np.arange(indices.shape[0]) + phase) % period
    words = np.empty(indices.shape, np.uint32)
    if needs_stand_in(_color):
        for row, start in enumerate(phases.tolist()):
            words[row] = tables[indices[row] + steps[start : start + indices.shape[1]]]
    else:
        _color(indices, tables, steps, phases, words)
    return words


def blend(pixels: NDArray[np.uint32], words: NDArray[np.uint32], place: tuple[int, int] = (0, 0)) -> None:
    """Blend (h, w) words over `pixels` (C order) from `place` (left, top) on."""
    if needs_stand_in(_blend):
        (left, top), (height, width) = place, words.shape
        below = pixels[top : top + height, left : left + width]
        below[:] = words + _times(below, np.uint32(255) - (words >> np.uint32(24)))
    else:
        _blend(pixels, words, np.array(place, np.int64))


def shift_tones(
    pixels: NDArray[np.uint32],
    rows: NDArray[np.bool_],
    columns: NDArray[np.bool_],
    tone: int,
    place: tuple[int, int] = (0, 0),
) -> None:
    """Darken each channel of some rows and columns by `tone`, or lighten it where it is darker than that.

    It becomes |channel - tone|. `rows` and `columns` say which, an item for each from `place` (left, top) on.
    """
    (left, top), (height, width) = place, (len(rows), len(columns))
    if needs_stand_in(_shift_tones):
        below = pixels[top : top + height, left : left + width]
        is_shifted = rows[:, None] | columns
        below[is_shifted] = _shifted(below[is_shifted], np.uint32(tone))
    else:
        lines = rows.astype(np.uint8), columns.astype(np.uint8)
        _shift_tones(pixels, *lines, np.array((*place, tone), np.int64))


def draw_frames(words: NDArray[np.uint32], boxes: NDArray[np.int64], word: int, thickness: int = 1) -> None:
    """Draw the frames of (n, 4) boxes left, top, right, bottom (the last two exclusive) in one word.

    They lie inside of their boxes; what lies off `words` is left out.
    """
    if not needs_stand_in(_draw_frames):
        _draw_frames(words, np.ascontiguousarray(boxes, np.int64), np.array((word, thickness), np.int64))
        return
    for left, top, right, bottom in boxes.tolist():
        across, down = slice(max(0, left), max(0, right)), slice(max(0, top), max(0, bottom))
        for start, end in ((top, min(top + thickness, bottom)), (max(bottom - thickness, top), bottom)):
            words[max(0, start) : max(0, end), across] = word
        for start, end in ((left, min(left + thickness, right)), (max(right - thickness, left), right)):
            words[down, max(0, start) : max(0, end)] = word


@compiled(
    "uint8[:, :], int64[:], int64[:], uint8[:, :], int64[:]",
    "uint32[:, :], int64[:], int64[:], uint32[:, :], int64[:]",
)
def _sample(source: Any, rows: Any, columns: Any, target: Any, place: Any) -> None:
    left, top = place[0], place[1]
    for row in range(rows.shape[0]):
        if row > 0 and rows[row] == rows[row - 1]:
            for column in range(columns.shape[0]):
                target[top + row, left + column] = target[top + row - 1, left + column]
        else:
            line = rows[row]
            for column in range(columns.shape[0]):
                target[top + row, left + column] = source[line, np.uint64(columns[column])]


@compiled("uint8[:, :], uint32[:], int64[:], int64[:], uint32[:, :]")
def _color(indices: Any, tables: Any, steps: Any, phases: Any, words: Any) -> None:
    for row in range(indices.shape[0]):
        start = np.uint64(phases[row])
        for column in range(np.uint64(indices.shape[1])):
            words[row, column] = tables[np.uint64(steps[start + column] + indices[row, column])]


@compiled("uint32[:, :], uint32[:, :], int64[:]")
def _blend(pixels: Any, words: Any, place: Any) -> None:
    left, top = np.uint64(place[0]), np.uint64(place[1])
    for row in range(np.uint64(words.shape[0])):
        for column in range(np.uint64(words.shape[1])):
            word = words[row, column]
            below = pixels[top + row, left + column]
            pixels[top + row, left + column] = word + _times(below, np.uint32(255) - (word >> np.uint32(24)))


@inlined
def _times(word: Any, factor: Any) -> Any:
    """Each byte of a word times factor / 255, in 32 bits throughout: of those processors do many at once."""
    even, odd = np.uint32(_EVEN), np.uint32(_ODD)
    half, eight = np.uint32(_HALVES), np.uint32(8)
    low = np.uint32((word & even) * factor)
    low = np.uint32(np.uint32(low + np.uint32((low >> eight) & even)) + half)
    high = np.uint32(((word >> eight) & even) * factor)
    high = np.uint32(np.uint32(high + np.uint32((high >> eight) & even)) + half)
    return np.uint32(((low >> eight) & even) | (high & odd))


@compiled("uint32[:, :], uint8[:], uint8[:], int64[:]")
def _shift_tones(pixels: Any, rows: Any, columns: Any, numbers: Any) -> None:
    left, top, tone = np.uint64(numbers[0]), np.uint64(numbers[1]), np.uint32(numbers[2])
    for row in range(np.uint64(rows.shape[0])):
        for column in range(np.uint64(columns.shape[0])):
            if rows[row] | columns[column]:
                pixels[top + row, left + column] = _shifted(pixels[top + row, left + column], tone)


@inlined
def _shifted(word: Any, tone: Any) -> Any:
    """|channel - tone| of each of the three channels of an RGB32 word: the larger less the smaller."""
    eight, sixteen, byte = np.uint32(8), np.uint32(16), np.uint32(255)
    red, green, blue = (word >> sixteen) & byte, (word >> eight) & byte, word & byte
    red = np.maximum(red, tone) - np.minimum(red, tone)
    green = np.maximum(green, tone) - np.minimum(green, tone)
    blue = np.maximum(blue, tone) - np.minimum(blue, tone)
    return np.uint32(np.uint32(_OPAQUE) | (red << sixteen) | (green << eight) | blue)


@compiled("uint32[:, :], int64[:, :], int64[:]")
def _draw_frames(words: Any, boxes: Any, look: Any) -> None:
    word, thickness = np.uint32(look[0]), look[1]
    height, width = words.shape[0], words.shape[1]
    for number in range(boxes.shape[0]):
        left, top, right, bottom = boxes[number, 0], boxes[number, 1], boxes[number, 2], boxes[number, 3]
        for row in range(max(0, top), min(height, bottom)):
            is_border = row < top + thickness or row >= bottom - thickness
            first_end = right if is_border else min(left + thickness, right)
            for column in range(max(0, left), min(width, first_end)):
                words[row, column] = word
            if not is_border:
                for column in range(max(0, right - thickness, left), min(width, right)):
                    words[row, column] = word
