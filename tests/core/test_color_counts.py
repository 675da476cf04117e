"""Counting the colours of an image, against numpy."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from labeler.core import color_counts
from labeler.core.color_counts import count_colors


def by_numpy(pixels: np.ndarray) -> dict[tuple[int, int, int], int]:
    colors, counts = np.unique(pixels[..., :3].reshape(-1, 3), axis=0, return_counts=True)
    return {tuple(color): int(count) for color, count in zip(colors.tolist(), counts, strict=True)}


@settings(max_examples=40, deadline=None)
@given(
    arrays.arrays(
        np.uint8,
        st.tuples(st.integers(1, 9), st.integers(1, 9), st.sampled_from([3, 4])),
        elements=st.sampled_from([0, 1, 255]),
    )
)
def test_every_colour_is_counted_once_and_the_commonest_comes_first(pixels):
    counts = count_colors(pixels)
    assert counts == by_numpy(pixels)
    assert list(counts.values()) == sorted(counts.values(), reverse=True)


@pytest.mark.parametrize("is_wide", [False, True])
def test_colours_that_fill_the_table_are_counted_all_the_same(is_wide):
    pixels = np.random.default_rng(0).integers(0, 256, (200, 100, 3)).astype(np.uint8)
    pixels[::2] = pixels[:1]
    if is_wide:
        pixels = pixels[:, ::2]
    assert count_colors(pixels) == by_numpy(pixels)


def test_the_stand_in_counts_the_same(monkeypatch):
    pixels = np.random.default_rng(1).integers(0, 3, (20, 30, 3)).astype(np.uint8)
    counts = count_colors(pixels)
    monkeypatch.setattr(color_counts, "needs_stand_in", lambda _kernel: True)
    assert list(count_colors(pixels).items()) == list(counts.items())


def test_machine_code_and_python_agree():
    flat = np.random.default_rng(2).integers(0, 2, (500, 3)).astype(np.uint8)
    results = []
    for run in (color_counts._count, color_counts._count.function):
        keys, counts = np.full(1 << 14, -1, np.int64), np.zeros(1 << 14, np.int64)
        results.append((run(flat, keys, counts), keys.tolist(), counts.tolist()))
    assert results[0] == results[1]
