"""The filters of PNG rows undone, for pixels of whole bytes (PNG specification, 9.2).

A label image is regions of one colour, so after filtering nearly all of its bytes are zero. Rows are treated
in groups of 24 bytes, which hold whole pixels of any kind: a group of zeros is a copy of the row above or a
repetition of the pixel before it, as the filter's arithmetic would give, and only what is left is computed
byte by byte.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from labeler.core.compiled import compiled, inlined, needs_stand_in

if TYPE_CHECKING:
    from numpy.typing import NDArray

GROUP = 24


def is_available() -> bool:
    """Whether `undo_filters` runs as machine code."""
    return not needs_stand_in(_undo)


def room_for_rows(count: int, row_bytes: int) -> NDArray[np.uint8]:
    """Where `undo_filters` works: (count + 1, a width of whole groups) uint8, of which row 0 is zero."""
    room = np.empty((count + 1, -(-row_bytes // GROUP) * GROUP), np.uint8)
    room[0] = 0
    return room


def undo_filters(rows: NDArray[np.uint8], room: NDArray[np.uint8], pixel_bytes: int) -> bool:
    """Put the bytes of filtered rows, (n, 1 + row bytes), into the rows 1 to n of a room.

    Row 0 of the room is the finished row above the first, zeros at the top of an image. Returns whether all
    rows had one of the five filters.
    """
    part = room[: len(rows) + 1]
    return bool(_undo(np.ascontiguousarray(rows), part, part.view(np.uint64), pixel_bytes))


@compiled("uint8[:, :], uint8[:, :], uint64[:, :], int64")
def _undo(filtered: Any, rows: Any, words: Any, step: int) -> bool:
    """Undo filters, each row of `filtered` into the next row of `rows`; `words` is the same memory as that.

    `step`: bytes of a pixel.
    """
    width = filtered.shape[1] - 1
    for y in range(1, rows.shape[0]):
        kind = filtered[y - 1, 0]
        if kind > 4:
            return False
        for x in range(width):  # row by row: it is in the nearest cache for what follows
            rows[y, x] = filtered[y - 1, x + 1]
        if kind == 1:
            _undo_sub(rows, words, y, step)
        elif kind == 2:
            for x in range(rows.shape[1]):
                rows[y, x] = (rows[y, x] + rows[y - 1, x]) & 255
        elif kind == 3:
            _undo_average(rows, words, y, step)
        elif kind == 4:
            _undo_paeth(rows, words, y, step)
    return True


@inlined
def _undo_sub(rows: Any, words: Any, y: int, step: int) -> None:
    first = second = third = np.uint64(0)  # a group filled with the pixel before the next one
    for start in range(0, words.shape[1], 3):
        if _is_zero(words, y, start):
            words[y, start] = first
            words[y, start + 1] = second
            words[y, start + 2] = third
        else:
            for x in range(start * 8, (start + 3) * 8):
                if x >= step:
                    rows[y, x] = (rows[y, x] + rows[y, x - step]) & 255
            pixel = _last_pixel(rows, y, (start + 3) * 8, step)
            first = _repeated(pixel, 0, step)
            second = _repeated(pixel, 8 % step, step)
            third = _repeated(pixel, 16 % step, step)


@inlined
def _undo_average(rows: Any, words: Any, y: int, step: int) -> None:
    first = second = third = np.uint64(0)
    for start in range(0, words.shape[1], 3):
        # The mean of equal bytes is that byte: left and all above must be one pixel.
        is_above = words[y - 1, start] == first and words[y - 1, start + 1] == second
        if is_above and words[y - 1, start + 2] == third and _is_zero(words, y, start):
            words[y, start] = first
            words[y, start + 1] = second
            words[y, start + 2] = third
        else:
            for x in range(start * 8, (start + 3) * 8):
                left = np.int64(rows[y, x - step]) if x >= step else np.int64(0)
                rows[y, x] = (rows[y, x] + ((left + rows[y - 1, x]) >> 1)) & 255
            pixel = _last_pixel(rows, y, (start + 3) * 8, step)
            first = _repeated(pixel, 0, step)
            second = _repeated(pixel, 8 % step, step)
            third = _repeated(pixel, 16 % step, step)


@inlined
def _undo_paeth(rows: Any, words: Any, y: int, step: int) -> None:
    is_same = True  # whether the pixel before the group and the one above that are equal
    for start in range(0, words.shape[1], 3):
        is_zero = _is_zero(words, y, start)
        if is_zero and is_same:
            # The gradient leads to the pixel above, and so on along the group.
            for word in range(start, start + 3):
                words[y, word] = words[y - 1, word]
        else:
            pixel = _last_pixel(rows, y, start * 8, step)
            # Where the row above does not change, the gradient leads to the pixel on the left.
            if is_zero and _is_filled(words, y - 1, start, _last_pixel(rows, y - 1, start * 8, step), step):
                _fill(words, y, start, pixel, step)
            else:
                for x in range(start * 8, (start + 3) * 8):
                    left = np.int64(rows[y, x - step]) if x >= step else np.int64(0)
                    beyond = np.int64(rows[y - 1, x - step]) if x >= step else np.int64(0)
                    rows[y, x] = (rows[y, x] + _nearest(left, np.int64(rows[y - 1, x]), beyond)) & 255
                end = (start + 3) * 8
                is_same = _last_pixel(rows, y, end, step) == _last_pixel(rows, y - 1, end, step)


@inlined
def _nearest(left: Any, above: Any, corner: Any) -> Any:
    """The one of three neighbours that is nearest to left + above - corner: Paeth's choice (9.4)."""
    to_left, to_above = abs(above - corner), abs(left - corner)
    to_corner = abs(left + above - 2 * corner)
    if to_left <= to_above and to_left <= to_corner:
        return left
    return above if to_above <= to_corner else corner


@inlined
def _is_zero(words: Any, y: int, start: int) -> Any:
    return words[y, start] | words[y, start + 1] | words[y, start + 2] == 0


@inlined
def _last_pixel(rows: Any, y: int, end: int, step: int) -> Any:
    """The pixel before a byte as a number, its first byte the lowest; zero to the left of a row."""
    pixel = np.uint64(0)
    if end > 0:
        for byte in range(step):
            pixel |= np.uint64(rows[y, end - step + byte]) << np.uint64(8 * byte)
    return pixel


@inlined
def _fill(words: Any, y: int, start: int, pixel: Any, step: int) -> None:
    """Fill a group with one pixel."""
    words[y, start] = _repeated(pixel, 0, step)
    words[y, start + 1] = _repeated(pixel, 8 % step, step)
    words[y, start + 2] = _repeated(pixel, 16 % step, step)


@inlined
def _is_filled(words: Any, y: int, start: int, pixel: Any, step: int) -> Any:
    """Whether a group is filled with one pixel."""
    return (
        words[y, start] == _repeated(pixel, 0, step)
        and words[y, start + 1] == _repeated(pixel, 8 % step, step)
        and words[y, start + 2] == _repeated(pixel, 16 % step, step)
    )


@inlined
def _repeated(pixel: Any, skipped: int, step: int) -> Any:
    """A word of eight bytes that repeats a pixel; one of three or six bytes from its byte `skipped` on."""
    if step == 1:
        return pixel * np.uint64(0x0101010101010101)
    if step == 2:
        return pixel * np.uint64(0x0001000100010001)
    if step == 4:
        return pixel | pixel << np.uint64(32)
    if step == 8:
        return pixel
    if step == 6:
        turned = pixel >> np.uint64(8 * skipped) | pixel << np.uint64(48 - 8 * skipped)
        turned &= np.uint64(0xFFFFFFFFFFFF)
        return turned | turned << np.uint64(48)
    turned = pixel >> np.uint64(8 * skipped) | (pixel << np.uint64(24 - 8 * skipped)) & np.uint64(0xFFFFFF)
    return turned | turned << np.uint64(24) | turned << np.uint64(48)
