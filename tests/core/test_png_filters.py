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
from labeler.core.png_filters import undo_filters
from labeler.core.png_pixels import stored_numbers
from tests.core.test_png_pixels import filtered, header_of, png_of

maps = st.builds(
    lambda height, width, seed, high: np.random.default_rng(seed).integers(
        0, high, (height, width), np.uint8, endpoint=True
    ),
    st.integers(1, 9),
    st.integers(1, 12),
    st.integers(0, 99),
    st.sampled_from([1, 20, 255]),
)


def rows_of(numbers: np.ndarray, kinds: list[int]) -> np.ndarray:
    return np.frombuffer(filtered(numbers, kinds), np.uint8).reshape(len(numbers), -1)


@given(maps, st.data())
@settings(max_examples=60, deadline=None)
def test_every_filter_is_undone_in_strips_of_any_height(numbers, data):
    kinds = data.draw(st.lists(st.integers(0, 4), min_size=len(numbers), max_size=len(numbers)))
    cut = data.draw(st.integers(0, len(numbers)))
    rows, out = rows_of(numbers, kinds), np.zeros_like(numbers)
    assert undo_filters(rows[:cut], out, 0)
    assert undo_filters(rows[cut:], out, cut)
    np.testing.assert_array_equal(out, numbers)


@given(maps, st.data())
@settings(max_examples=20, deadline=None)
def test_plain_python_undoes_them_too(numbers, data):
    kinds = data.draw(st.lists(st.integers(0, 4), min_size=len(numbers), max_size=len(numbers)))
    out = np.zeros_like(numbers)
    assert png_filters._undo.function(rows_of(numbers, kinds).astype(int), out, 0)
    np.testing.assert_array_equal(out, numbers)


def test_a_filter_that_does_not_exist_is_told():
    rows = np.array([[0, 1, 2], [5, 1, 2]], np.uint8)
    assert not undo_filters(rows, np.zeros((2, 2), np.uint8), 0)


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


@pytest.mark.parametrize("kinds", [[0, 2, 0], [2, 2, 2], [0, 1, 4]])
def test_the_way_without_a_kernel_gives_the_same_numbers(monkeypatch, kinds):
    numbers = np.arange(15, dtype=np.uint8).reshape(3, 5) * 17
    monkeypatch.setattr(png_pixels, "is_available", lambda: False)
    png = png_of(header_of(numbers), zlib.compress(filtered(numbers, kinds)))
    np.testing.assert_array_equal(stored_numbers(png), numbers)
