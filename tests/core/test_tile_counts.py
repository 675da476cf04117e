"""Counts that follow a label map tile by tile."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core import pixel_counts as pixel_counts_module
from labeler.core import tile_counts
from labeler.core.geometry import PixelRect
from labeler.core.tile_counts import TileCounts


@pytest.fixture(autouse=True, scope="module")
def small_tiles() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tile_counts, "TILE", 8)
        yield


def plainly(label_map: np.ndarray) -> list[int]:
    return np.bincount(label_map.reshape(-1), minlength=256).tolist()


def label_map_of(height: int, width: int) -> np.ndarray:
    return np.random.default_rng(0).integers(0, 256, (height, width), np.uint8)


@pytest.mark.parametrize("size", [(1, 1), (8, 8), (7, 25), (33, 16)])
def test_at_first_the_whole_map_is_counted(size):
    label_map = label_map_of(*size)
    counts = TileCounts(label_map)
    assert not counts.total.any()
    found = counts.counts()
    assert found.dtype == np.int64
    assert found.tolist() == plainly(label_map)
    assert counts.marked_count == 0


rects = st.tuples(*[st.integers(0, 40)] * 4).map(
    lambda box: PixelRect(min(box[0], box[2]), min(box[1], box[3]), max(box[0], box[2]), max(box[1], box[3]))
)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(rects, st.integers(0, 255), st.booleans()), max_size=8))
def test_after_any_edits_the_counts_are_those_of_the_map(edits):
    label_map = label_map_of(30, 37)
    counts = TileCounts(label_map)
    for rect, value, is_asked in edits:
        label_map[rect.top : rect.bottom, rect.left : rect.right] = value
        counts.mark(rect)
        if is_asked:
            assert counts.counts().tolist() == plainly(label_map)
    assert counts.counts().tolist() == plainly(label_map)


def test_only_what_was_marked_is_counted_again():
    label_map = label_map_of(64, 64)
    counts = TileCounts(label_map)
    counts.counts()
    counts.mark(PixelRect(8, 0, 16, 9))
    assert counts.marked_count == 2
    assert counts.take_marked() == [(1, 0), (1, 1)]
    counts.mark(PixelRect(5, 5, 5, 9))
    assert counts.marked_count == 0


def test_an_edit_while_another_thread_counts_is_not_missed():
    label_map = label_map_of(16, 16)
    counts = TileCounts(label_map)
    tiles = counts.take_marked()
    found = counts.counted(tiles)
    label_map[3, 3] ^= 1
    counts.mark(PixelRect(3, 3, 4, 4))
    counts.put(tiles, found)
    assert counts.total.sum() == 256
    assert counts.counts().tolist() == plainly(label_map)


def test_what_is_asked_for_does_not_change_any_more():
    label_map = label_map_of(8, 8)
    counts = TileCounts(label_map)
    before = counts.counts()
    kept = before.tolist()
    label_map[:] = 3
    counts.mark(PixelRect(0, 0, 8, 8))
    counts.counts()
    assert before.tolist() == kept


def test_without_its_kernel_the_counts_are_the_same(monkeypatch):
    monkeypatch.setattr(pixel_counts_module, "needs_stand_in", lambda kernel: True)
    label_map = label_map_of(31, 17)
    assert TileCounts(label_map).counts().tolist() == plainly(label_map)
