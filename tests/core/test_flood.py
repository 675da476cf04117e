"""Floods against a search that goes from pixel to pixel."""

from __future__ import annotations

from collections import deque

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from labeler.core import flood as module
from labeler.core.flood import Flood, flood, similar_pixels, without_small_holes

maps = arrays.arrays(np.bool_, st.tuples(st.integers(1, 12), st.integers(1, 12)))


def searched(is_open, column: int, row: int) -> np.ndarray:
    """The same pixels, one by one, as an array of the size of the whole."""
    height, width = is_open.shape
    found = np.zeros_like(is_open)
    found[row, column] = True
    waiting = deque([(row, column)])
    while waiting:
        at = waiting.popleft()
        for down, across in ((0, 1), (0, -1), (1, 0), (-1, 0)):
            y, x = at[0] + down, at[1] + across
            if 0 <= y < height and 0 <= x < width and is_open[y, x] and not found[y, x]:
                found[y, x] = True
                waiting.append((y, x))
    return found


def whole(found: Flood, size: tuple[int, int]) -> np.ndarray:
    """A flood as an array of (height, width)."""
    pixels = np.zeros(size, np.bool_)
    height, width = found.pixels.shape
    pixels[found.top : found.top + height, found.left : found.left + width] = found.pixels
    return pixels


def seed_of(is_open: np.ndarray, number: int) -> tuple[int, int] | None:
    """One of the open pixels, (column, row)."""
    rows, columns = np.nonzero(is_open)
    return None if len(rows) == 0 else (int(columns[number % len(rows)]), int(rows[number % len(rows)]))


@given(maps, st.integers(0, 200))
@settings(max_examples=80, deadline=None)
def test_a_flood_is_what_a_search_from_pixel_to_pixel_finds(is_open, number):
    seed = seed_of(is_open, number)
    if seed is None:
        return
    found = flood(is_open.copy(), *seed)
    np.testing.assert_array_equal(whole(found, is_open.shape), searched(is_open, *seed))
    for edge in (found.pixels[0], found.pixels[-1], found.pixels[:, 0], found.pixels[:, -1]):
        assert edge.any(), "the box is larger than what was flooded"


@given(maps, st.integers(0, 200))
@settings(max_examples=40, deadline=None)
def test_regions_give_the_same_flood_where_the_kernel_cannot(is_open, number):
    seed = seed_of(is_open, number)
    if seed is None:
        return
    by_region = module._of_region(is_open.copy().view(np.uint8), *seed)
    found = flood(is_open.copy(), *seed)
    assert (by_region.left, by_region.top) == (found.left, found.top)
    np.testing.assert_array_equal(by_region.pixels, found.pixels)


def test_without_a_compiler_the_flood_is_the_same(monkeypatch: pytest.MonkeyPatch):
    is_open = np.random.default_rng(1).random((30, 40)) < 0.7
    is_open[10, 20] = True
    expected = searched(is_open, 20, 10)
    monkeypatch.setattr(module, "needs_stand_in", lambda _: True)
    np.testing.assert_array_equal(whole(flood(is_open.copy(), 20, 10), is_open.shape), expected)


def test_a_flood_of_more_runs_than_there_is_room_for_is_found_all_the_same(monkeypatch: pytest.MonkeyPatch):
    # A comb: every tooth is a run of its own.
    is_open = np.ones((3, 41), np.bool_)
    is_open[1:, 1::2] = False
    monkeypatch.setattr(module, "_MOST_RUNS", 4)
    found = flood(is_open.copy(), 0, 0)
    np.testing.assert_array_equal(whole(found, is_open.shape), is_open)


def test_pixels_that_touch_at_a_corner_only_do_not_hang_together():
    is_open = np.array([[1, 0], [0, 1]], np.bool_)
    found = flood(is_open, 1, 1)
    assert (found.left, found.top, found.pixels.tolist()) == (1, 1, [[True]])


photographs = arrays.arrays(np.uint8, st.tuples(st.integers(1, 8), st.integers(1, 8), st.just(4)))


@given(photographs, st.integers(0, 255), st.integers(0, 63))
@settings(max_examples=60, deadline=None)
def test_similar_is_what_differs_in_no_channel_by_more_than_the_tolerance(photograph, tolerance, number):
    height, width = photograph.shape[:2]
    row, column = number % height, number // 8 % width
    wide = photograph.astype(int)
    expected = (abs(wide[:, :, :3] - wide[row, column, :3]) <= tolerance).all(axis=2)
    found = similar_pixels(photograph, column, row, tolerance)
    np.testing.assert_array_equal(found, expected)
    assert found[row, column]


def test_similar_pixels_are_the_same_without_a_compiler_and_in_a_part_of_an_image(
    monkeypatch: pytest.MonkeyPatch,
):
    photograph = np.random.default_rng(2).integers(0, 256, (9, 11, 4), np.uint8)
    expected = similar_pixels(photograph, 5, 4, 60)
    part = similar_pixels(photograph[2:, 3:], 2, 2, 60)
    np.testing.assert_array_equal(part, expected[2:, 3:])
    monkeypatch.setattr(module, "needs_stand_in", lambda _: True)
    np.testing.assert_array_equal(similar_pixels(photograph, 5, 4, 60), expected)


RING = np.array([list(row) for row in ("......", ".####.", ".#..#.", ".####.", "#.....")]) == "#"


@pytest.mark.parametrize(("below", "is_filled"), [(0, False), (2, False), (3, True), (100, True)])
def test_holes_smaller_than_a_number_of_pixels_are_filled(below, is_filled):
    found = without_small_holes(Flood(7, 8, RING.copy()), below)
    assert (found.left, found.top) == (7, 8)
    expected = RING.copy()
    expected[2, 2:4] = is_filled
    np.testing.assert_array_equal(found.pixels, expected)


@given(maps, st.integers(0, 30))
@settings(max_examples=60, deadline=None)
def test_holes_are_the_same_by_regions_and_where_runs_have_no_room(pixels, below):
    if pixels.all():
        return
    found = Flood(3, 4, pixels)
    filled = without_small_holes(found, below)
    framed = np.pad(pixels, 1).view(np.uint8)
    expected = module._closed_by_regions(framed, below)[1:-1, 1:-1]
    np.testing.assert_array_equal(filled.pixels, expected)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_MOST_RUNS", 2)
        np.testing.assert_array_equal(without_small_holes(found, below).pixels, expected)
    assert filled.pixels[pixels].all()


def test_what_is_open_to_the_side_is_no_hole():
    bay = np.array([[1, 1, 1], [1, 0, 0], [1, 1, 1]], np.bool_)
    np.testing.assert_array_equal(without_small_holes(Flood(0, 0, bay), 100).pixels, bay)
