"""Rows of numbers to and from the zlib stream of a PNG."""

from __future__ import annotations

import tracemalloc
import zlib
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from labeler.core import png_pixels
from labeler.core.png_chunks import GREY, PALETTE, RGB, SIGNATURE, Header, Png, chunk, parse_png
from labeler.core.png_pixels import UndecodableError, check_length, compressed, stored_numbers

NUMBERS = np.random.default_rng(0).integers(0, 256, (19, 23)).astype(np.uint8)
ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def png_of(header: Header, stream: bytes, pieces: int = 1) -> Png:
    cuts = [len(stream) * piece // pieces for piece in range(pieces + 1)]
    data = [chunk(b"IDAT", stream[start:end]) for start, end in pairwise(cuts)]
    return parse_png("a.png", SIGNATURE + header.chunk() + b"".join(data) + chunk(b"IEND", b""))


def header_of(numbers: np.ndarray, depth: int = 8, *, is_interlaced: bool = False) -> Header:
    return Header(numbers.shape[1], numbers.shape[0], depth, PALETTE, is_interlaced)


def packed(row: np.ndarray, depth: int) -> bytes:
    bits = row[:, None] >> np.arange(depth)[::-1] & 1
    return np.packbits(bits.astype(np.uint8).reshape(-1)).tobytes()


def unfiltered(numbers: np.ndarray, depth: int = 8, *, is_interlaced: bool = False) -> bytes:
    """Rows without filters, pass by pass."""
    passes = ADAM7 if is_interlaced else [(0, 0, 1, 1)]
    parts = [numbers[top::down, left::across] for left, top, across, down in passes]
    return b"".join(b"\0" + packed(row, depth) for part in parts if part.shape[1] for row in part)


def filtered(numbers: np.ndarray, kinds: list[int]) -> bytes:
    """Rows with the filters that are named, by the letter of the specification (9.2)."""
    above, rows = np.zeros(numbers.shape[1], int), []
    for row, kind in zip(numbers.astype(int), kinds, strict=True):
        left, corner = np.r_[0, row[:-1]], np.r_[0, above[:-1]]
        estimate = left + above - corner
        near = np.stack([abs(estimate - left), abs(estimate - above), abs(estimate - corner)]).argmin(0)
        paeth = np.choose(near, [left, above, corner])
        guess = [0 * row, left, above, (left + above) // 2, paeth][kind]
        rows.append(bytes([kind]) + ((row - guess) % 256).astype(np.uint8).tobytes())
        above = row
    return b"".join(rows)


@given(arrays.arrays(np.uint8, arrays.array_shapes(min_dims=2, max_dims=2, max_side=30)))
@settings(max_examples=40, deadline=None)
def test_zlib_undoes_the_compression_and_finds_the_up_filter(numbers):
    stream = zlib.decompress(b"".join(compressed(numbers)))
    assert stream == filtered(numbers, [2] * len(numbers))


@pytest.mark.parametrize("width", [4095, 4097])
def test_narrow_and_wide_rows_have_windows_of_their_own_and_both_are_read(width):
    numbers = np.kron(np.arange(8, dtype=np.uint8).reshape(2, 4), np.ones((20, 1100), np.uint8))[:, :width]
    stream = b"".join(compressed(numbers))
    np.testing.assert_array_equal(stored_numbers(png_of(header_of(numbers), stream)), numbers)


def test_memory_does_not_grow_with_the_map():
    numbers = np.kron(np.random.default_rng(0).integers(0, 21, (40, 50)), np.ones((100, 100), int)).astype(
        np.uint8
    )
    tracemalloc.start()
    size = sum(map(len, compressed(numbers)))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size > 0
    assert peak < numbers.size / 10


@pytest.mark.parametrize("strip", [1, 50, 1 << 18])
@pytest.mark.parametrize("pieces", [1, 3, 50])
def test_pieces_and_strips_of_any_size_give_the_same_numbers(monkeypatch, strip, pieces):
    stream = b"".join(compressed(NUMBERS))
    monkeypatch.setattr(png_pixels, "_STRIP", strip)
    np.testing.assert_array_equal(stored_numbers(png_of(header_of(NUMBERS), stream, pieces)), NUMBERS)


@given(st.lists(st.integers(0, 4), min_size=19, max_size=19))
@settings(max_examples=30, deadline=None)
def test_rows_with_any_filters_are_read(kinds):
    stream = zlib.compress(filtered(NUMBERS, kinds))
    np.testing.assert_array_equal(stored_numbers(png_of(header_of(NUMBERS), stream)), NUMBERS)


@pytest.mark.parametrize("depth", [1, 2, 4, 8])
@pytest.mark.parametrize("is_interlaced", [False, True])
@pytest.mark.parametrize("size", [(19, 23), (1, 1), (3, 2), (8, 5)])
def test_every_depth_and_interlacing_gives_the_stored_numbers(depth, is_interlaced, size):
    numbers = NUMBERS[: size[0], : size[1]] & ((1 << depth) - 1)
    stream = zlib.compress(unfiltered(numbers, depth, is_interlaced=is_interlaced))
    png = png_of(header_of(numbers, depth, is_interlaced=is_interlaced), stream)
    check_length(png)
    np.testing.assert_array_equal(stored_numbers(png), numbers)


@pytest.mark.parametrize("is_interlaced", [False, True])
@pytest.mark.parametrize("change", [-24, -1, 1, 24])
def test_too_little_and_too_much_pixel_data_is_an_error(is_interlaced, change):
    raw = unfiltered(NUMBERS, is_interlaced=is_interlaced)
    raw = raw[:change] if change < 0 else raw + bytes(change)
    with pytest.raises(UndecodableError, match="bytes of pixels where"):
        stored_numbers(png_of(header_of(NUMBERS, is_interlaced=is_interlaced), zlib.compress(raw)))


@pytest.mark.parametrize("stream", [b"", b"no zlib stream", zlib.compress(bytes(456))[:-9]])
def test_a_broken_stream_is_an_error(stream):
    with pytest.raises(UndecodableError):
        stored_numbers(png_of(header_of(NUMBERS), stream))


def test_a_filter_that_does_not_exist_is_an_error():
    with pytest.raises(UndecodableError):
        stored_numbers(png_of(header_of(NUMBERS[:1]), zlib.compress(b"\5" + NUMBERS[0].tobytes())))


def test_the_length_is_checked_for_other_kinds_of_images_too():
    check_length(png_of(Header(3, 2, 8, RGB), zlib.compress(bytes(20))))
    check_length(png_of(Header(3, 2, 16, GREY), zlib.compress(bytes(14))))
    with pytest.raises(UndecodableError, match="19 bytes of pixels where 20 belong"):
        check_length(png_of(Header(3, 2, 8, RGB), zlib.compress(bytes(19))))
