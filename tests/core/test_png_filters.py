"""The filters of PNG rows undone, beside the letter of the specification and beside Pillow."""

from __future__ import annotations

import io
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from labeler.core import png_filters, png_pixels
from labeler.core.png_chunks import parse_png
from labeler.core.png_filters import room_for_rows, undo_filters
from labeler.core.png_pixels import stored_numbers
from tests.core.test_png_pixels import filtered, header_of, png_of

STEPS = (1, 2, 3, 4, 6, 8)


def regions(height: int, width: int, step: int, seed: int, size: int) -> np.ndarray:
    """Rows of bytes, (height, width * step): squares of one value each, as label images have them."""
    random = np.random.default_rng(seed)
    small = random.integers(0, 4, (height // size + 1, width // size + 1, step)) * 85
    large = small.repeat(size, axis=0).repeat(size, axis=1)
    return large[:height, :width].reshape(height, -1).astype(np.uint8)


images = st.sampled_from(STEPS).flatmap(
    lambda step: st.tuples(
        st.just(step),
        st.builds(
            regions,
            st.integers(1, 9),
            st.integers(1, 40),
            st.just(step),
            st.integers(0, 99),
            st.sampled_from([1, 3, 13]),
        ),
    )
)


def filtered_rows(numbers: np.ndarray, kinds: list[int], step: int) -> np.ndarray:
    """Rows with the filters of the specification (9.2), each behind the byte that names it."""
    height, width = numbers.shape
    framed = np.zeros((height + 1, width + step), int)
    framed[1:, step:] = numbers
    left, above, corner = framed[1:, :-step], framed[:-1, step:], framed[:-1, :-step]
    to = np.stack([abs(above - corner), abs(left - corner), abs(left + above - 2 * corner)])
    paeth = np.choose(to.argmin(axis=0), [left, above, corner])
    expected = [np.zeros_like(left), left, above, (left + above) // 2, paeth]
    rows = [numbers[y] - expected[kind][y] for y, kind in enumerate(kinds)]
    return np.column_stack([kinds, np.array(rows)]).astype(np.uint8)


@given(images, st.data())
@settings(max_examples=120, deadline=None)
def test_every_filter_is_undone_in_strips_of_any_height(image, data):
    step, numbers = image
    kinds = data.draw(st.lists(st.integers(0, 4), min_size=len(numbers), max_size=len(numbers)))
    cut = data.draw(st.integers(0, len(numbers)))
    rows, width = filtered_rows(numbers, kinds, step), numbers.shape[1]
    room = room_for_rows(len(rows), width)
    assert undo_filters(rows[:cut], room, step)
    np.testing.assert_array_equal(room[1 : cut + 1, :width], numbers[:cut])
    room[0] = room[cut]
    assert undo_filters(rows[cut:], room, step)
    np.testing.assert_array_equal(room[1 : len(rows) - cut + 1, :width], numbers[cut:])


@pytest.mark.parametrize("kind", range(5))
@pytest.mark.parametrize("step", STEPS)
def test_machine_code_and_python_agree(step, kind):
    numbers = regions(6, 40, step, kind, 5)
    rows = filtered_rows(numbers, [kind] * 6, step)
    room = room_for_rows(6, numbers.shape[1])
    with np.errstate(over="ignore"):
        assert png_filters._undo.function(rows, room, room.view(np.uint64), step)
    np.testing.assert_array_equal(room[1:, : numbers.shape[1]], numbers)


def test_noise_is_undone_too():
    random = np.random.default_rng(5)
    numbers = random.integers(0, 256, (60, 90)).astype(np.uint8)
    kinds = random.integers(0, 5, 60).tolist()
    room = room_for_rows(60, 90)
    assert undo_filters(filtered_rows(numbers, kinds, 3), room, 3)
    np.testing.assert_array_equal(room[1:, :90], numbers)


def test_a_filter_that_does_not_exist_is_told():
    rows = np.array([[0, 1, 2], [5, 1, 2]], np.uint8)
    assert not undo_filters(rows, room_for_rows(2, 2), 1)


@pytest.mark.parametrize("mode", ["L", "P"])
@pytest.mark.parametrize("is_available", [True, False])
def test_what_pillow_writes_is_read_with_and_without_the_kernel(monkeypatch, mode, is_available):
    numbers = np.random.default_rng(3).integers(0, 7, (40, 60)).astype(np.uint8)
    numbers = np.repeat(np.repeat(numbers, 3, 0), 3, 1)
    image = Image.fromarray(numbers)
    if mode == "P":
        image.putpalette(bytes(768))
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    monkeypatch.setattr(png_pixels, "is_available", lambda: is_available)
    np.testing.assert_array_equal(stored_numbers(parse_png("a.png", buffer.getvalue())), numbers)


@pytest.mark.parametrize("width", [24, 47, 48, 100])
@pytest.mark.parametrize("is_available", [True, False])
@pytest.mark.parametrize("rows", [7, 10])
def test_rows_of_any_width_are_unpacked_in_several_strips(monkeypatch, width, is_available, rows):
    numbers = np.random.default_rng(width).integers(0, 256, (50, width)).astype(np.uint8)
    kinds = [0, 2, 2, 0, 2] * 10
    png = png_of(header_of(numbers), zlib.compress(filtered(numbers, kinds)))
    monkeypatch.setattr(png_pixels, "is_available", lambda: is_available)
    monkeypatch.setattr(png_pixels, "_STRIP", rows * (width + 1))
    read = stored_numbers(png)
    np.testing.assert_array_equal(read, numbers)
    assert read.flags.c_contiguous
    assert read.flags.writeable


@pytest.mark.parametrize("kinds", [[0, 2, 0], [2, 2, 2], [0, 1, 4]])
def test_the_way_without_a_kernel_gives_the_same_numbers(monkeypatch, kinds):
    numbers = np.arange(15, dtype=np.uint8).reshape(3, 5) * 17
    monkeypatch.setattr(png_pixels, "is_available", lambda: False)
    png = png_of(header_of(numbers), zlib.compress(filtered(numbers, kinds)))
    np.testing.assert_array_equal(stored_numbers(png), numbers)
