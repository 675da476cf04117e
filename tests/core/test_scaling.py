"""Shapes keep their place in the image when it is scaled."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeler.core.geometry import ellipse_ring
from labeler.core.rasterizer import rasterize
from labeler.core.scaling import scaled
from labeler.core.shapes import Bitmap, Ellipse, Shape, ShapeKind, polygon
from tests.core.shape_edits import shapes

WIDTH, HEIGHT = BEFORE = (12, 9)
sizes = st.tuples(st.integers(1, 40), st.integers(1, 40))


def mask(left: int, top: int, pixels) -> Shape:
    pixels = np.array(pixels, bool)
    height, width = pixels.shape
    corners = [(left, top), (left + width - 1, top + height - 1)]
    return Shape("car", corners, ShapeKind.MASK, bitmap=Bitmap(pixels))


@st.composite
def masks(draw):
    width, height = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    bits = draw(st.lists(st.booleans(), min_size=width * height, max_size=width * height))
    return mask(draw(st.integers(-3, 10)), draw(st.integers(-3, 8)), np.array(bits).reshape(height, width))


@given(shapes, sizes, sizes)
def test_every_vertex_keeps_its_share_of_the_image(shape, before, after):
    shape = replace(shape, holes=(shape.points + 1,))
    now = scaled(shape, before, after)
    for ring, was in zip(now.rings, shape.rings, strict=True):
        assert np.allclose(ring / after, was / before)


@given(sizes, sizes)
def test_the_border_of_the_image_stays_its_border(before, after):
    width, height = before
    now = scaled(polygon("car", [(0, 0), (width, 0), (width, height), (0, height)]), before, after)
    assert (rasterize([now], after, {"car": 1}) == 1).all()


@given(masks(), st.integers(1, 4), st.integers(1, 4))
def test_a_bitmap_scaled_up_by_whole_numbers_repeats_its_pixels(shape, across, down):
    size = (WIDTH * across, HEIGHT * down)
    before = rasterize([shape], BEFORE, {"car": 1})
    after = rasterize([scaled(shape, BEFORE, size)], size, {"car": 1})
    assert (after == np.kron(before, np.ones((down, across), np.uint8))).all()


@given(masks(), sizes)
def test_a_bitmap_keeps_its_corners_in_step_with_its_pixels(shape, size):
    now = scaled(shape, BEFORE, size)
    (left, top), (right, bottom) = now.points.tolist()
    assert now.bitmap.pixels.shape == (bottom - top + 1, right - left + 1)
    assert now.bitmap.pixels.size > 0
    assert set(now.bitmap.pixels.flat) <= set(shape.bitmap.pixels.flat)


@pytest.mark.parametrize("kind", [ShapeKind.RECTANGLE, ShapeKind.CIRCLE, ShapeKind.ORIENTED_RECTANGLE])
def test_scaled_evenly_every_kind_stays_what_it_is(kind):
    points = [(2, 2), (6, 4), (5, 6), (1, 4)][: 4 if kind is ShapeKind.ORIENTED_RECTANGLE else 2]
    now = scaled(Shape("car", points, kind, group_id=7), BEFORE, (24, 18))
    assert now.kind is kind
    assert now.group_id == 7
    assert np.array_equal(now.points, 2 * np.array(points))


def test_a_circle_scaled_unevenly_is_an_ellipse():
    now = scaled(Shape("car", [(4, 4), (7, 4)], ShapeKind.CIRCLE), BEFORE, (24, 9))
    assert now.kind is ShapeKind.ELLIPSE
    assert now.ellipse[:4] == pytest.approx((8, 4, 6, 3))
    assert np.array_equal(now.points, ellipse_ring(*now.ellipse))


def test_an_oriented_rectangle_scaled_unevenly_is_a_polygon():
    corners = [(4, 1), (7, 4), (4, 7), (1, 4)]
    now = scaled(Shape("car", corners, ShapeKind.ORIENTED_RECTANGLE), BEFORE, (24, 9))
    assert now.kind is ShapeKind.POLYGON
    assert now.points.tolist() == [[8, 1], [14, 4], [8, 7], [2, 4]]


@given(st.floats(0.5, 5), st.floats(0.5, 5), st.floats(-180, 180), st.integers(3, 30), st.integers(3, 30))
def test_an_ellipse_is_the_curve_of_its_scaled_points(across, down, angle, width, height):
    ellipse, size = Ellipse(5, 4, across, down, angle), (width, height)
    shape = Shape("car", ellipse_ring(*ellipse), ShapeKind.ELLIPSE, ellipse=ellipse)
    now = scaled(shape, BEFORE, size).ellipse
    turn = np.radians(now.angle)
    offsets = shape.points * size / BEFORE - (now.x, now.y)
    along = offsets @ (np.cos(turn), np.sin(turn)) / now.radius_x
    beside = offsets @ (-np.sin(turn), np.cos(turn)) / now.radius_y
    assert np.allclose(along**2 + beside**2, 1)
