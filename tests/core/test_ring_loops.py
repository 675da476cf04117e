"""Rings that touch themselves come apart into loops that cover the same."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core.areas import area_of, area_of_mask, mask_of
from labeler.core.geometry import PixelRect
from labeler.core.rasterizer import rasterize
from labeler.core.ring_loops import polygon_of_loops, simple_loops
from labeler.core.shapes import polygon
from labeler.core.vectorizer import mask_polygons

SQUARE = [(0, 0), (8, 0), (8, 8), (0, 8)]
# Two triangles that meet at (4, 4).
HOURGLASS = [(0, 0), (4, 4), (8, 0), (8, 8), (4, 4), (0, 8)]
# A square with a bite that only its corner (8, 4) opens.
BITTEN = [(0, 0), (8, 0), (8, 4), (4, 2), (4, 6), (8, 4), (8, 8), (0, 8)]


def loops(ring: list) -> list[list]:
    return [loop.tolist() for loop in simple_loops(np.array(ring, float))]


def test_a_ring_without_a_vertex_twice_stays_what_it_is() -> None:
    ring = np.array(SQUARE, float)
    (loop,) = simple_loops(ring)
    assert loop is ring


def test_each_coming_back_is_a_loop() -> None:
    assert loops(HOURGLASS) == [[[4, 4], [8, 0], [8, 8]], [[0, 0], [4, 4], [0, 8]]]
    assert sorted(map(len, loops(BITTEN))) == [3, 5]


def test_a_way_there_and_back_is_no_loop() -> None:
    assert loops([(0, 0), (8, 0), (8, 8), (12, 8), (8, 8), (0, 8)]) == [
        [[0, 0], [8, 0], [8, 8], [0, 8]],
    ]


def test_a_bite_that_a_corner_opens_is_a_hole() -> None:
    region = polygon_of_loops([np.array(BITTEN, float)])
    assert region is not None
    assert region.is_valid
    assert len(region.interiors) == 1
    assert region.area == 64 - 8


@pytest.mark.parametrize("ring", [SQUARE, HOURGLASS, [(0, 0), (8, 8), (8, 0), (0, 8)]])
def test_rings_of_another_sort_are_left_to_others(ring) -> None:
    assert polygon_of_loops([np.array(ring, float)]) is None


@given(st.integers(0, 10**6), st.floats(0.3, 0.8))
@settings(max_examples=60, deadline=None)
def test_the_area_of_any_mask_is_valid_and_covers_its_pixels(seed, share) -> None:
    mask = np.random.default_rng(seed).random((14, 17)) < share
    area = area_of_mask(mask)
    assert all(part.is_valid for part in area.geoms)
    assert area.area == np.count_nonzero(mask)
    assert (mask_of(area, PixelRect(0, 0, 17, 14)) == mask).all()


@given(st.integers(0, 10**6))
@settings(max_examples=40, deadline=None)
def test_polygons_along_pixels_have_the_area_of_their_pixels(seed) -> None:
    mask = np.random.default_rng(seed).random((14, 17)) < 0.6
    for exterior, holes in mask_polygons(mask):
        shape = polygon("car", exterior, holes)
        area = area_of(shape)
        assert area.is_valid
        assert area.area == np.count_nonzero(rasterize([shape], (17, 14), {"car": 1}))
