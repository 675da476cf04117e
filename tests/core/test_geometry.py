from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeler.core import geometry
from labeler.core.geometry import (
    CURVE_TOLERANCE,
    Bounds,
    PixelRect,
    ellipse_ring,
    is_in_rings,
    nearest_on_ring,
    points_in_rings,
)

SQUARE = np.array([[0, 0], [10, 0], [10, 10], [0, 10]], float)
numbers = st.floats(-1e6, 1e6)
boxes = st.tuples(numbers, numbers, numbers, numbers).map(
    lambda box: Bounds(min(box[0], box[2]), min(box[1], box[3]), max(box[0], box[2]), max(box[1], box[3]))
)


def test_a_rectangle_of_pixels_knows_its_size():
    rect = PixelRect(2, 3, 5, 9)
    assert (rect.width, rect.height, rect.is_empty) == (3, 6, False)
    assert PixelRect(5, 3, 2, 9).is_empty
    assert PixelRect(5, 3, 2, 9).width == 0


def test_two_rectangles_share_what_both_hold():
    assert PixelRect(0, 0, 5, 5).intersected(PixelRect(3, -2, 9, 4)) == PixelRect(3, 0, 5, 4)
    assert PixelRect(0, 0, 5, 5).intersected(PixelRect(5, 0, 9, 5)).is_empty


def test_bounds_of_nothing_are_empty_and_touch_no_pixel():
    for nothing in (Bounds.of_points(np.empty((0, 2))), Bounds.around([])):
        assert nothing.is_empty
        assert nothing.pixels((100, 100)).is_empty


def test_bounds_of_a_point_are_not_empty():
    assert not Bounds.of_points(np.array([[3.0, 4.0]])).is_empty


def test_bounds_hold_what_they_go_round():
    assert Bounds.of_points(SQUARE) == (0, 0, 10, 10)
    assert Bounds.around([Bounds(0, 5, 1, 6), Bounds(-2, 7, 0, 8)]) == (-2, 5, 1, 8)
    assert Bounds(0, 0, 10, 10).grown(2.5) == (-2.5, -2.5, 12.5, 12.5)


@given(boxes, st.tuples(st.integers(1, 500), st.integers(1, 500)))
def test_pixels_of_a_box_are_those_in_the_image_that_it_touches(box, size):
    rect = box.pixels(size)
    for column in {rect.left - 1, rect.left, rect.right - 1, rect.right}:
        if 0 <= column < size[0] and not rect.is_empty:
            touches = column < box.right and column + 1 > box.left
            assert (rect.left <= column < rect.right) == touches or box.left == box.right
    assert 0 <= rect.left <= size[0]
    assert 0 <= rect.bottom <= size[1]


@given(
    st.floats(-1000, 1000),
    st.floats(0, 20_000),
    st.floats(0, 20_000),
    st.floats(0, 360),
)
def test_the_ring_of_an_ellipse_stays_within_the_tolerance_of_the_curve(x, radius_x, radius_y, angle):
    ring = ellipse_ring(x, 7, radius_x, radius_y, angle)
    assert len(ring) % 4 == 0
    turn = np.arange(len(ring)) * (2 * math.pi / len(ring))
    # Between two vertices the curve is farthest from the edge half way.
    half = turn + math.pi / len(ring)
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    across, down = radius_x * np.cos(half), radius_y * np.sin(half)
    curve = np.column_stack((x + across * cos - down * sin, 7 + across * sin + down * cos))
    middle = (ring + np.roll(ring, -1, axis=0)) / 2
    assert np.hypot(*(curve - middle).T).max() <= CURVE_TOLERANCE * 1.01 + 1e-9


def test_the_ends_of_both_axes_are_vertices():
    ring = ellipse_ring(100, 50, 30, 10)
    for end in ((130, 50), (70, 50), (100, 60), (100, 40)):
        assert np.abs(ring - end).sum(axis=1).min() < 1e-9


def test_the_first_axis_turns_clockwise_on_screen():
    assert np.allclose(ellipse_ring(0, 0, 10, 1, 90)[0], (0, 10))


@pytest.mark.parametrize("radius", [1e6, 1e13, 1e300])
def test_an_ellipse_has_no_more_than_65536_vertices(radius):
    assert len(ellipse_ring(0, 0, radius, 1)) <= 65536


def test_an_ellipse_of_no_size_is_a_point():
    assert np.allclose(ellipse_ring(3, 4, 0, 0), (3, 4))


def test_points_on_the_left_and_top_boundary_are_in_and_on_the_others_out():
    points = np.array([[0, 5], [5, 0], [10, 5], [5, 10], [0, 0], [10, 10]], float)
    assert points_in_rings(points, [SQUARE]).tolist() == [True, True, False, False, True, False]


def test_a_point_in_a_hole_is_out():
    hole = SQUARE / 2 + 2
    assert points_in_rings(np.array([[4.0, 4.0], [1.0, 1.0]]), [SQUARE, hole]).tolist() == [False, True]


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), min_size=3, max_size=7))
def test_points_are_in_where_the_boundary_winds_an_odd_number_of_times_around(vertices):
    ring = np.array(vertices, float)
    grid = np.stack(np.meshgrid(np.arange(8) + 0.3, np.arange(8) + 0.4), axis=-1).reshape(-1, 2)
    angles = np.arctan2(ring[:, 1] - grid[:, 1:], ring[:, 0] - grid[:, :1])
    steps = (np.roll(angles, -1, axis=1) - angles + math.pi) % (2 * math.pi) - math.pi
    # No vertex and no edge between whole coordinates passes these points.
    apart = np.array([nearest_on_ring(*point, ring)[3] for point in grid]) > 1e-9
    winding = np.rint(steps.sum(axis=1) / (2 * math.pi)).astype(int)
    inside = points_in_rings(grid, [ring])
    assert np.array_equal(inside[apart], winding[apart] % 2 == 1)


@given(
    st.lists(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=7), min_size=1, max_size=3),
    st.sampled_from([0, 3, 100]),
)
def test_one_point_lies_inside_exactly_when_it_does_among_many(rings, few):
    arrays = [np.array(ring, float).reshape(-1, 2) for ring in rings]
    points = np.stack(np.meshgrid(np.arange(13) / 2, np.arange(13) / 2), axis=-1).reshape(-1, 2)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(geometry, "_FEW_VERTICES", few)
        one_by_one = [is_in_rings(x, y, arrays) for x, y in points.tolist()]
    assert one_by_one == points_in_rings(points, arrays).tolist()


@pytest.mark.parametrize(
    ("point", "expected"),
    [
        ((5, -3), (0, 5, 0, 3)),
        ((12, 4), (1, 10, 4, 2)),
        ((3, 11), (2, 3, 10, 1)),
        ((1, 5), (3, 0, 5, 1)),
        ((13, 14), (1, 10, 10, 5)),
    ],
)
def test_the_nearest_place_on_a_ring_is_found_with_its_edge(point, expected):
    assert nearest_on_ring(*point, SQUARE) == pytest.approx(expected)


def test_a_line_is_not_closed():
    assert nearest_on_ring(1, 5, SQUARE, is_closed=False)[0] != 3
    assert nearest_on_ring(3, 4, np.zeros((1, 2)), is_closed=False) == (0, 0, 0, 5)


def test_an_edge_of_no_length_is_a_point():
    assert nearest_on_ring(3, 4, np.zeros((3, 2)))[3] == 5


@given(st.integers(0, 2**32 - 1), st.integers(0, 5))
def test_of_many_points_each_is_found_as_it_is_alone(seed: int, count: int) -> None:
    rng = np.random.default_rng(seed)
    rings = [rng.integers(0, 12, (length, 2)).astype(float) for length in (3, 40, 7)]
    points = rng.integers(-1, 13, (count, 2)).astype(float)
    alone = [is_in_rings(x, y, rings) for x, y in points.tolist()]
    assert points_in_rings(points, rings).tolist() == alone
