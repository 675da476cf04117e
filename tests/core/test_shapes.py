from __future__ import annotations

import numpy as np
import pytest

from labeler.core.geometry import Bounds
from labeler.core.shapes import (
    Bitmap,
    Ellipse,
    Shape,
    ShapeKind,
    as_points,
    bounds_around,
    boxes_of,
    polygon,
)

SQUARE = [[0, 0], [10, 0], [10, 10], [0, 10]]
HOLE = [[2, 2], [4, 2], [4, 4]]


def test_points_become_read_only_float64_pairs():
    points = as_points([[1, 2], [3, 4]])
    assert points.dtype == np.float64
    assert points.flags.c_contiguous
    with pytest.raises(ValueError, match="read-only"):
        points[0] = 0


def test_points_of_another_array_are_copied():
    array = np.array(SQUARE, float)
    shape = polygon("car", array, [array])
    array[:] = 99
    assert shape.points.tolist() == SQUARE
    assert shape.holes[0].tolist() == SQUARE


def test_points_that_are_right_already_are_not_copied():
    points = as_points(SQUARE)
    assert as_points(points) is points
    assert polygon("car", points).points is points


def test_points_in_another_order_of_memory_are_put_in_rows():
    columns = np.asfortranarray(np.array(SQUARE, float))
    columns.setflags(write=False)
    assert as_points(columns).flags.c_contiguous
    assert as_points(columns).tolist() == SQUARE


def test_no_points_are_an_empty_list_of_pairs():
    assert as_points([]).shape == (0, 2)


@pytest.mark.parametrize("points", [[1, 2, 3, 4], [[1, 2, 3], [4, 5, 6]], [[[1, 2]]], 5])
def test_points_that_are_no_pairs_are_refused(points):
    with pytest.raises(ValueError, match="pairs of x and y"):
        as_points(points)


def test_points_and_lines_are_not_rasterized():
    not_rasterized = {kind for kind in ShapeKind if not kind.is_rasterized}
    assert not_rasterized == {ShapeKind.POINT, ShapeKind.POINTS, ShapeKind.LINE, ShapeKind.LINESTRIP}


@pytest.mark.parametrize("kind", [ShapeKind.POLYGON, ShapeKind.ORIENTED_RECTANGLE, ShapeKind.ELLIPSE])
def test_rings_of_a_polygon_are_its_points_and_holes(kind):
    shape = Shape("car", SQUARE, kind, holes=(HOLE,))
    assert [ring.tolist() for ring in shape.rings] == [SQUARE, HOLE]


@pytest.mark.parametrize("corners", [[[0, 0], [10, 5]], [[10, 5], [0, 0]], [[0, 5], [10, 0]]])
def test_the_ring_of_a_rectangle_goes_round_its_corners(corners):
    shape = Shape("car", corners, ShapeKind.RECTANGLE, holes=(HOLE,))
    ring, hole = shape.rings
    assert sorted(ring.tolist()) == [[0, 0], [0, 5], [10, 0], [10, 5]]
    assert all(np.count_nonzero(step) == 1 for step in np.diff(ring, axis=0))
    assert hole.tolist() == HOLE


def test_the_ring_of_a_circle_lies_on_it():
    shape = Shape("car", [[10, 20], [13, 24]], ShapeKind.CIRCLE)
    [ring] = shape.rings
    assert np.allclose(np.hypot(*(ring - [10, 20]).T), 5)
    assert shape.bounds == pytest.approx((5, 15, 15, 25))


@pytest.mark.parametrize("kind", [kind for kind in ShapeKind if not kind.is_rasterized] + [ShapeKind.MASK])
def test_masks_points_and_lines_have_no_rings(kind):
    assert Shape("car", SQUARE, kind).rings == ()


def test_bounds_hold_all_points():
    assert polygon("car", SQUARE).bounds == Bounds(0, 0, 10, 10)
    assert Shape("car", [[3, 4]], ShapeKind.POINT).bounds == Bounds(3, 4, 3, 4)


def test_bounds_hold_a_hole_that_reaches_out_and_adds_pixels():
    assert polygon("car", SQUARE, [[[5, 5], [30, 5], [5, -7]]]).bounds == Bounds(0, -7, 30, 10)


def test_bounds_of_a_mask_end_behind_its_last_pixel():
    shape = Shape("car", [[3, 4], [7, 5]], ShapeKind.MASK, bitmap=Bitmap(np.ones((2, 5), bool)))
    assert shape.bounds == Bounds(3, 4, 8, 6)


def test_an_ellipse_holds_its_parameters_beside_the_ring():
    ellipse = Ellipse(1, 2, 3, 4)
    assert ellipse.angle == 0
    assert Shape("car", SQUARE, ShapeKind.ELLIPSE, ellipse=ellipse).ellipse == (1, 2, 3, 4, 0)


def test_the_boxes_of_many_shapes_are_their_bounds():
    ring = [[1, 2], [8, 3], [4, 9]]
    shapes = [
        polygon("car", ring),
        polygon("car", ring, [[[2, 3], [30, 4], [3, 5]]]),
        Shape("car", as_points([[9, 9], [2, 3]]), ShapeKind.RECTANGLE),
        Shape("car", as_points([[5, 5], [5, 7]]), ShapeKind.CIRCLE),
        Shape("car", as_points([[5, 5]]), ShapeKind.POINT),
        polygon("car", [[-3, -4], [0, 0], [5, -4]]),
        polygon("car", []),
    ]
    assert boxes_of(shapes).tolist() == [list(shape.bounds) for shape in shapes]
    assert bounds_around(shapes) == Bounds.around(shape.bounds for shape in shapes)


def test_around_no_shapes_there_is_no_box():
    assert boxes_of([]).shape == (0, 4)
    assert bounds_around([]).is_empty
