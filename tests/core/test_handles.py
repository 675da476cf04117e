"""What of each kind of shape can be dragged, and what comes of it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core.errors import GeometryError
from labeler.core.geometry import ellipse_ring
from labeler.core.handles import (
    edge_rings,
    handle_rings,
    has_closed_edges,
    has_corners,
    moved,
    with_handle_moved,
    with_vertex_deleted,
    with_vertex_inserted,
)
from labeler.core.shapes import Bitmap, Ellipse, Shape, ShapeKind, as_points, polygon

SQUARE = ((2, 2), (10, 2), (10, 10), (2, 10))
HOLE = ((4, 4), (6, 4), (6, 6), (4, 6))


def of_kind(kind: ShapeKind, points, **fields) -> Shape:
    return Shape("car", as_points(points), kind, **fields)


def ellipse(x=20.0, y=20.0, radius_x=8.0, radius_y=4.0, angle=0.0) -> Shape:
    parameters = Ellipse(x, y, radius_x, radius_y, angle)
    return of_kind(ShapeKind.ELLIPSE, ellipse_ring(*parameters), ellipse=parameters)


def mask() -> Shape:
    return of_kind(ShapeKind.MASK, ((3, 4), (7, 6)), bitmap=Bitmap(np.ones((3, 5), bool)))


def test_handles_of_a_polygon_are_its_vertices_and_those_of_its_holes():
    rings = handle_rings(polygon("car", SQUARE, [HOLE]))
    assert [ring.tolist() for ring in rings] == [
        [list(map(float, xy)) for xy in SQUARE],
        [list(map(float, xy)) for xy in HOLE],
    ]


def test_handles_of_a_rectangle_are_its_four_corners():
    (corners,) = handle_rings(of_kind(ShapeKind.RECTANGLE, ((9, 8), (2, 3))))
    assert corners.tolist() == [[9, 8], [2, 8], [2, 3], [9, 3]]


def test_handles_of_an_ellipse_are_the_ends_of_its_axes():
    (ends,) = handle_rings(ellipse(angle=90))
    assert np.allclose(ends, [(20, 28), (16, 20), (20, 12), (24, 20)])


def test_a_mask_has_neither_handles_nor_edges():
    assert handle_rings(mask()) == ()
    assert edge_rings(mask()) == ()


def test_lines_are_open_and_everything_else_is_closed():
    assert not has_closed_edges(of_kind(ShapeKind.LINE, ((0, 0), (5, 5))))
    assert has_closed_edges(polygon("car", SQUARE))


def test_curves_and_points_have_no_midpoints_to_show():
    assert has_corners(polygon("car", SQUARE))
    assert not has_corners(ellipse())
    assert not has_corners(of_kind(ShapeKind.POINT, ((1, 1),)))


@pytest.mark.parametrize("vertex", range(4))
def test_a_dragged_corner_of_a_rectangle_leaves_the_opposite_one(vertex):
    before = of_kind(ShapeKind.RECTANGLE, ((2, 3), (9, 8)))
    after = with_handle_moved(before, 0, vertex, 5.5, 6.5)
    corners = handle_rings(after)[0]
    assert after.kind is ShapeKind.RECTANGLE
    assert corners[vertex].tolist() == [5.5, 6.5]
    assert corners[(vertex + 2) % 4].tolist() == handle_rings(before)[0][(vertex + 2) % 4].tolist()


@given(
    vertex=st.integers(0, 3),
    x=st.floats(-50, 50),
    y=st.floats(-50, 50),
    angle=st.floats(0, 6.28),
    width=st.floats(1, 30),
    height=st.floats(1, 30),
)
@settings(max_examples=100)
def test_an_oriented_rectangle_stays_one_and_keeps_its_direction(vertex, x, y, angle, width, height):
    along = np.array((np.cos(angle), np.sin(angle)))
    across = np.array((-along[1], along[0]))
    corners = np.array((0 * along, along * width, along * width + across * height, across * height))
    before = of_kind(ShapeKind.ORIENTED_RECTANGLE, corners)
    points = with_handle_moved(before, 0, vertex, x, y).points
    assert points[vertex].tolist() == [x, y]
    assert np.allclose(points[(vertex + 2) % 4], corners[(vertex + 2) % 4])
    sides = np.roll(points, -1, axis=0) - points
    assert np.allclose(sides[0], -sides[2], atol=1e-6)
    assert np.allclose(sides[0] @ across, 0, atol=1e-6)
    assert np.allclose(sides[1] @ along, 0, atol=1e-6)


def test_an_oriented_rectangle_without_width_can_be_opened_again():
    flat = of_kind(ShapeKind.ORIENTED_RECTANGLE, ((0, 0), (0, 0), (0, 5), (0, 5)))
    opened = with_handle_moved(flat, 0, 0, -3, -1)
    assert opened.points.tolist() == [[-3, -1], [0, -1], [0, 5], [-3, 5]]


def test_the_centre_of_a_circle_takes_it_along_and_the_edge_point_changes_its_radius():
    circle = of_kind(ShapeKind.CIRCLE, ((10, 10), (13, 10)))
    assert with_handle_moved(circle, 0, 0, 20, 30).points.tolist() == [[20, 30], [23, 30]]
    assert with_handle_moved(circle, 0, 1, 10, 15).points.tolist() == [[10, 10], [10, 15]]


@pytest.mark.parametrize(
    ("vertex", "place", "radii"), [(0, (30, 99), (10, 4)), (2, (9, 20), (11, 4)), (3, (0, 13), (8, 7))]
)
def test_an_axis_end_of_an_ellipse_changes_that_radius_only(vertex, place, radii):
    after = with_handle_moved(ellipse(), 0, vertex, *place)
    assert after.ellipse is not None
    assert np.allclose((after.ellipse.radius_x, after.ellipse.radius_y), radii)
    assert np.allclose(after.points, ellipse_ring(*after.ellipse))


def test_a_vertex_of_a_hole_moves_alone():
    before = polygon("car", SQUARE, [HOLE])
    after = with_handle_moved(before, 1, 2, 7, 8)
    assert after.holes[0].tolist() == [[4, 4], [6, 4], [7, 8], [4, 6]]
    assert after.points is before.points


def test_a_vertex_inserted_after_the_last_stands_at_the_end_of_the_ring():
    after = with_vertex_inserted(polygon("car", SQUARE), 0, 4, 2, 6)
    assert after.points[-1].tolist() == [2, 6]
    assert len(after.points) == 5


def test_a_rectangle_with_a_new_vertex_is_a_polygon():
    after = with_vertex_inserted(of_kind(ShapeKind.RECTANGLE, ((2, 3), (9, 8))), 0, 1, 5, 1)
    assert after.kind is ShapeKind.POLYGON
    assert after.points.tolist() == [[2, 3], [5, 1], [9, 3], [9, 8], [2, 8]]


def test_an_ellipse_with_a_new_vertex_is_the_polygon_that_rasterized_before():
    before = ellipse()
    after = with_vertex_inserted(before, 0, 1, 29, 20.5)
    assert after.kind is ShapeKind.POLYGON
    assert after.ellipse is None
    assert np.delete(after.points, 1, axis=0).tolist() == before.points.tolist()


def test_a_line_with_a_new_vertex_is_a_linestrip():
    after = with_vertex_inserted(of_kind(ShapeKind.LINE, ((0, 0), (8, 8))), 0, 1, 5, 3)
    assert after.kind is ShapeKind.LINESTRIP
    assert after.points.tolist() == [[0, 0], [5, 3], [8, 8]]


def test_a_point_takes_no_vertex():
    with pytest.raises(GeometryError, match="A point has no edge"):
        with_vertex_inserted(of_kind(ShapeKind.POINT, ((1, 1),)), 0, 1, 2, 2)


def test_a_rectangle_without_a_corner_is_a_triangle():
    after = with_vertex_deleted(of_kind(ShapeKind.RECTANGLE, ((2, 3), (9, 8))), 0, 0)
    assert after.kind is ShapeKind.POLYGON
    assert after.points.tolist() == [[9, 3], [9, 8], [2, 8]]


@pytest.mark.parametrize(
    ("shape", "ring", "sentence"),
    [
        (polygon("car", SQUARE[:3]), 0, "A polygon needs at least three vertices; delete the shape"),
        (polygon("car", SQUARE, [HOLE[:3]]), 1, "A hole needs at least three vertices"),
        (of_kind(ShapeKind.LINE, ((0, 0), (1, 1))), 0, "A line needs at least two vertices"),
        (of_kind(ShapeKind.POINT, ((0, 0),)), 0, "A point needs at least one vertex"),
        (of_kind(ShapeKind.CIRCLE, ((5, 5), (7, 5))), 0, "A circle has no vertices to delete"),
    ],
)
def test_a_shape_keeps_the_vertices_it_needs(shape, ring, sentence):
    with pytest.raises(GeometryError, match=sentence):
        with_vertex_deleted(shape, ring, 0)


def test_points_lose_vertices_down_to_one():
    after = with_vertex_deleted(of_kind(ShapeKind.POINTS, ((0, 0), (4, 4))), 0, 0)
    assert after.kind is ShapeKind.POINTS
    assert after.points.tolist() == [[4, 4]]


def test_a_moved_shape_takes_holes_and_parameters_along():
    assert moved(polygon("car", SQUARE, [HOLE]), 1.5, -2).holes[0][0].tolist() == [5.5, 2]
    parameters = moved(ellipse(), 1.5, -2).ellipse
    assert parameters is not None
    assert parameters[:2] == (21.5, 18)


def test_a_mask_moves_by_whole_pixels():
    assert moved(mask(), 1.4, -2.6).points.tolist() == [[4, 1], [8, 3]]
