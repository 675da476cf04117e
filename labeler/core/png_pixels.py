"""The inside of a label PNG: rows of numbers to and from its zlib stream (PNG specification, ISO 15948).

Writing uses the Up filter and isal's fastest level, which for label maps is over ten times as fast as zlib
and hardly larger. Reading undoes the filters of rows of whole bytes; all else is Pillow's.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from isal import isal_zlib

from labeler.core.png_chunks import PALETTE, SIGNATURE, Header, Png, chunk
from labeler.core.png_filters import GROUP, is_available, room_for_rows, undo_filters

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.arrays import LabelMap

_NONE, _UP = 0, 2  # filters: a byte as it is; its difference to the byte above
_STRIP = 1 << 18  # bytes treated at a time: they stay in the processor's cache
_WIDE = 4096  # bytes in a row

# Rows of a wide label map are long runs of zeros after the Up filter. A small deflate window keeps the
# compressor from reaching far back for them: a fifth smaller at 10,000 px, a tenth larger at 1,920.
_WINDOW_BITS, _WINDOW_BITS_WIDE = 12, 9

# Left, top, and distances of the pixels of each pass of an interlaced image (8.2).
_PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))


# What deflate makes of a byte at most (zlib, "Technical Details": 1032), and some room for its last block.
_MOST_OF_A_BYTE = 1100


class UndecodableError(Exception):
    """Pixel data that is not what the header promises."""


def compressed(pixels: NDArray[np.uint8] | NDArray[np.uint16]) -> Iterator[bytes]:
    """The zlib stream of all rows of an (H, W) array, in pieces; memory does not grow with the array."""
    height, width = pixels.shape
    row_bytes = width * pixels.itemsize
    rows = max(1, _STRIP // (row_bytes + 1))
    filtered = np.empty((min(rows, height), row_bytes + 1), np.uint8)
    filtered[:, 0] = _UP
    above = np.zeros(row_bytes, np.uint8)
    window = _WINDOW_BITS_WIDE if row_bytes > _WIDE else _WINDOW_BITS
    compressor = isal_zlib.compressobj(level=1, wbits=window)
    for top in range(0, height, rows):
        strip = _as_bytes(pixels[top : top + rows])
        part = filtered[: len(strip)]
        np.subtract(strip[0], above, out=part[0, 1:])
        np.subtract(strip[1:], strip[:-1], out=part[1:, 1:])
        above = strip[-1]
        yield compressor.compress(part)
    yield compressor.flush()


def stored_numbers(png: Png) -> LabelMap:
    """The numbers that a palette or grey PNG of 1 to 8 bits stores, (H, W) uint8.

    Raises UndecodableError for pixel data that is damaged or too short, MemoryError for a size beyond memory.
    """
    header = png.header
    if header.depth == 8 and not header.is_interlaced:
        label_map = _of_rows(png)
        if label_map is not None:
            return label_map
    check_length(png)  # Pillow would fill missing rows with zeros
    return _by_pillow(png)


def stored_samples(png: Png) -> NDArray[np.uint8] | NDArray[np.uint16] | None:
    """The samples of a PNG of 8 or 16 bits a channel, (H, W, channels); None where Pillow must help.

    Raises UndecodableError for pixel data that is damaged or too short, MemoryError.
    """
    header = png.header
    if header.depth < 8 or header.is_interlaced:
        return None
    rows = _of_rows(png)
    if rows is None:
        return None
    # numbers of two bytes have the high byte first
    samples = rows if header.depth == 8 else rows.view(np.dtype(">u2")).astype(np.uint16)
    return samples.reshape(header.height, header.width, header.pixel_bits // header.depth)


def check_length(png: Png) -> None:
    """Raise UndecodableError unless a PNG of any kind has all the pixel data that its header promises."""
    _compare_length(sum(map(len, _inflated(png, _STRIP))), png.header)


def _as_bytes(strip: NDArray[np.uint8] | NDArray[np.uint16]) -> NDArray[np.uint8]:
    """Rows as PNG stores them: numbers of two bytes have the high byte first."""
    if strip.itemsize == 1:
        return strip.view(np.uint8)
    return np.ascontiguousarray(strip, np.dtype(">u2")).view(np.uint8)


def _of_rows(png: Png) -> NDArray[np.uint8] | None:
    """The bytes of a PNG, (H, bytes of a row), strip by strip; None where a filter cannot be undone."""
    _check_possible(png)
    header = png.header
    step = header.pixel_bits // 8
    row_bytes = header.width * step
    rows = max(1, _STRIP // (row_bytes + 1))
    is_whole = row_bytes % GROUP == 0  # then rows are unpacked where they stay
    room = room_for_rows(header.height if is_whole else min(rows, header.height), row_bytes)
    pixels = room[1:] if is_whole else np.empty((header.height, row_bytes), np.uint8)
    undo = undo_filters if is_available() else _undo_simple_filters
    total = y = 0
    for block in _inflated(png, rows * (row_bytes + 1)):
        total += len(block)
        count = min(len(block) // (row_bytes + 1), header.height - y)
        strip = np.frombuffer(block, np.uint8, count * (row_bytes + 1)).reshape(count, row_bytes + 1)
        if not undo(strip, room[y:] if is_whole else room, step):
            return None
        if not is_whole:
            pixels[y : y + count] = room[1 : count + 1, :row_bytes]
            room[0] = room[count]
        y += count
    _compare_length(total, header)
    return pixels


def _undo_simple_filters(rows: NDArray[np.uint8], room: NDArray[np.uint8], _pixel_bytes: int) -> bool:
    """What `undo_filters` does, for the filters None and Up only."""
    width = rows.shape[1] - 1
    for y, row in enumerate(rows, 1):
        if row[0] == _UP:
            np.add(room[y - 1, :width], row[1:], out=room[y, :width])
        elif row[0] == _NONE:
            room[y, :width] = row[1:]
        else:
            return False
    return True


def _by_pillow(png: Png) -> LabelMap:
    from PIL.PngImagePlugin import PngImageFile

    # Pillow scales grey values of less than 8 bits, and never indices: so every file is shown to it as a
    # palette PNG. The other chunks (text, time, transparency) cannot matter, nor hinder it.
    old = png.header
    header = Header(old.width, old.height, old.depth, PALETTE, old.is_interlaced)
    data = b"".join(each.data for each in png.of_kind(b"IDAT"))
    parts = [SIGNATURE, header.chunk(), chunk(b"PLTE", bytes(768)), chunk(b"IDAT", data), chunk(b"IEND", b"")]
    try:
        # The class itself and not Image.open, which refuses more than 179 megapixels.
        with PngImageFile(io.BytesIO(b"".join(parts))) as image:
            return np.array(image, np.uint8)
    except (OSError, SyntaxError, ValueError) as error:
        raise UndecodableError(str(error)) from error


def _inflated(png: Png, size: int) -> Iterator[bytes]:
    """The bytes of the zlib stream in blocks of `size`; the last may be shorter."""
    inflater = isal_zlib.decompressobj()
    parts: list[bytes] = []
    left = size
    try:
        for each in png.of_kind(b"IDAT"):
            data: bytes | memoryview = each.data
            while not inflater.eof:
                parts.append(inflater.decompress(data, left))
                left -= len(parts[-1])
                data = inflater.unconsumed_tail
                if left == 0:
                    yield _joined(parts)
                    parts, left = [], size
                elif not data:
                    break
    except isal_zlib.error as error:  # type: ignore[misc]  # isal's stub declares an instance
        raise UndecodableError(str(error)) from error
    yield _joined(parts)


def _joined(parts: list[bytes]) -> bytes:
    """The parts in one piece, without a copy of a single one."""
    return parts[0] if len(parts) == 1 else b"".join(parts)


def _check_possible(png: Png) -> None:
    """Raise UndecodableError for a header that claims more than the file can hold, before memory is taken."""
    stored, claimed = sum(len(each.data) for each in png.of_kind(b"IDAT")), _length_of(png.header)
    if claimed > _MOST_OF_A_BYTE * max(stored, 1):
        raise UndecodableError(f"{stored} bytes cannot hold the {claimed} bytes of pixels that belong there")


def _compare_length(length: int, header: Header) -> None:
    expected = _length_of(header)
    if length != expected:
        raise UndecodableError(f"{length} bytes of pixels where {expected} belong")


def _length_of(header: Header) -> int:
    """The bytes of all rows, with the filter byte of each."""
    expected = 0
    for left, top, across, down in _PASSES if header.is_interlaced else ((0, 0, 1, 1),):
        width, height = -((left - header.width) // across), -((top - header.height) // down)
        if width > 0 and height > 0:
            expected += height * (1 + (width * header.pixel_bits + 7) // 8)
    return expected
