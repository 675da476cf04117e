"""How many pixels differ from what they were, counted rectangle by rectangle."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core import changed_pixels
from labeler.core.changed_pixels import ChangedPixels
from labeler.core.geometry import PixelRect

WIDTH, HEIGHT = 9, 7


@st.composite
def rects(draw):
    left, right = sorted(draw(st.tuples(st.integers(0, WIDTH), st.integers(0, WIDTH))))
    top, bottom = sorted(draw(st.tuples(st.integers(0, HEIGHT), st.integers(0, HEIGHT))))
    return PixelRect(left, top, right, bottom)


@given(st.lists(st.tuples(rects(), st.integers(0, 2)), max_size=8), st.integers(0, 99))
@settings(max_examples=80, deadline=None)
def test_it_is_the_number_of_pixels_that_differ_from_the_beginning(steps, seed):
    label_map = np.random.default_rng(seed).integers(0, 3, (HEIGHT, WIDTH), np.uint8)
    start = label_map.copy()
    changed = ChangedPixels(label_map)
    for rect, index in steps:
        changed.expect(rect)
        label_map[rect.top : rect.bottom, rect.left : rect.right] = index
        changed.follow(rect)
        assert changed.count == np.count_nonzero(label_map != start)


def test_pixels_that_come_back_count_no_more():
    label_map = np.zeros((HEIGHT, WIDTH), np.uint8)
    changed = ChangedPixels(label_map)
    rect = PixelRect(2, 1, 5, 4)
    changed.expect(rect)
    label_map[1:4, 2:5] = 7
    changed.follow(rect)
    assert changed.count == 9
    label_map[1:4, 2:4] = 0
    changed.follow(PixelRect(2, 1, 4, 4))
    assert changed.count == 3


def test_drawing_may_lag_behind_several_announcements():
    label_map = np.zeros((HEIGHT, WIDTH), np.uint8)
    changed = ChangedPixels(label_map)
    changed.expect(PixelRect(0, 0, 2, 2))
    changed.expect(PixelRect(4, 4, 6, 6))
    label_map[0:2, 0:2] = 1
    label_map[4:6, 4:6] = 1
    changed.follow(PixelRect(0, 0, 6, 6))
    assert changed.count == 8


def test_what_was_not_announced_is_not_remembered_and_not_counted():
    label_map = np.zeros((HEIGHT, WIDTH), np.uint8)
    changed = ChangedPixels(label_map)
    label_map[:] = 1
    changed.follow(PixelRect(0, 0, WIDTH, HEIGHT))
    assert changed.count == 0


def test_of_more_than_memory_allows_nothing_is_counted(monkeypatch):
    monkeypatch.setattr(changed_pixels, "MOST", 20)
    label_map = np.zeros((HEIGHT, WIDTH), np.uint8)
    changed = ChangedPixels(label_map)
    changed.expect(PixelRect(0, 0, 4, 4))
    changed.expect(PixelRect(0, 0, 9, 4))
    label_map[:] = 1
    changed.follow(PixelRect(0, 0, 9, 4))
    assert changed.count is None
    changed.expect(PixelRect(0, 0, 1, 1))
    assert changed.count is None
