"""Where shapes touch: vertices at a place, edges through it, and rings that take in what lies on them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeler.core.geometry import ellipse_ring
from labeler.core.handles import Handle
from labeler.core.shape_index import ShapeIndex
from labeler.core.shapes import Bitmap, Shape, ShapeKind, polygon
from labeler.core.topology import (
    coincident,
    divided,
    edges_through,
    is_same,
    on_edges,
    places_between,
    ring_with,
    vertices_on,
    with_inserted,
    with_rings,
)

LEFT = polygon("car", [(0, 0), (10, 0), (10, 10), (0, 10)])
RIGHT = polygon("car", [(10, 0), (20, 0), (20, 10), (10, 10)])
BELOW = polygon("car", [(0, 10), (20, 10), (20, 20), (0, 20)])
SHAPES = [LEFT, RIGHT, BELOW]


def index() -> ShapeIndex:
    return ShapeIndex(SHAPES)


def test_all_vertices_at_a_place_are_found():
    assert coincident(SHAPES, index(), (10, 0)) == [Handle(0, 0, 1), Handle(1, 0, 0)]
    assert coincident(SHAPES, index(), (10, 10), among=(1,)) == [Handle(1, 0, 3)]
    assert coincident(SHAPES, index(), (10.01, 0)) == []


def test_places_that_differ_by_what_arithmetic_leaves_are_one():
    assert coincident(SHAPES, index(), (10 + 1e-9, 0)) == coincident(SHAPES, index(), (10, 0))
    assert is_same((1, 2), (1 + 1e-9, 2))
    assert not is_same((1, 2), (1.001, 2))


def test_edges_that_pass_a_place_are_found_and_those_that_end_there_are_not():
    assert on_edges(SHAPES, index(), (10, 10)) == [Handle(2, 0, 1)]
    assert on_edges(SHAPES, index(), (10, 5)) == [Handle(0, 0, 2), Handle(1, 0, 4)]
    assert on_edges(SHAPES, index(), (10, 5), among={1}) == [Handle(1, 0, 4)]
    assert on_edges(SHAPES, index(), (9.99, 5)) == []


@pytest.mark.parametrize(
    "shape",
    [
        Shape("car", np.array([(0.0, 0.0), (10.0, 0.0)]), ShapeKind.LINE),
        Shape("car", np.array([(10.0, 0.0)]), ShapeKind.POINT),
        Shape("car", np.array([(0, 0), (9, 9)]), ShapeKind.MASK, bitmap=Bitmap(np.ones((10, 10), bool))),
    ],
)
def test_lines_points_and_masks_share_nothing(shape):
    shapes = [shape]
    assert coincident(shapes, ShapeIndex(shapes), (10, 0)) == []
    assert on_edges(shapes, ShapeIndex(shapes), (5, 0)) == []
    assert vertices_on(shapes, ShapeIndex(shapes), (0, 0), (20, 0)) == []


def test_the_ring_that_rasterizes_counts_for_rectangles_circles_and_holes():
    circle = Shape("car", np.array([(50.0, 50.0), (60.0, 50.0)]), ShapeKind.CIRCLE)
    holed = polygon("car", [(0, 0), (99, 0), (99, 99), (0, 99)], [LEFT.points + 20])
    corners = Shape("car", np.array([(30.0, 30.0), (40.0, 40.0)]), ShapeKind.RECTANGLE)
    shapes = [circle, holed, corners]
    found = ShapeIndex(shapes)
    assert coincident(shapes, found, (60, 50)) == [Handle(0, 0, 0)]
    assert coincident(shapes, found, (30, 30)) == [Handle(1, 1, 2), Handle(2, 0, 0)]
    assert len(ellipse_ring(50, 50, 10, 10)) == len(circle.rings[0])


def test_vertices_on_a_segment_come_in_its_order_and_once():
    assert vertices_on(SHAPES, index(), (0, 10), (20, 10)) == [(10, 10)]
    assert vertices_on(SHAPES, index(), (30, 10), (-5, 10)) == [(20, 10), (10, 10), (0, 10)]
    assert vertices_on([], ShapeIndex([]), (0, 0), (1, 1)) == []


@given(st.integers(-5, 25), st.integers(-5, 25))
def test_a_place_lies_between_the_ends_of_a_slanting_segment_or_it_does_not(x, y):
    is_between = x == y and 0 < x < 20
    assert bool(places_between((0, 0), (20, 20), np.array([(x, y)], float))) == is_between


def test_a_segment_without_length_has_nothing_on_it():
    assert places_between((5, 5), (5, 5), np.array([(5.0, 5.0)])) == []


def test_places_become_vertices_in_the_order_along_their_edge():
    ring = ring_with(LEFT.points, [(10, 8), (4, 0), (10, 2), (3, 3), (0, 0)])
    assert ring.tolist() == [[0, 0], [4, 0], [10, 0], [10, 2], [10, 8], [10, 10], [0, 10]]
    assert ring_with(LEFT.points, [(3, 3)]) is LEFT.points
    assert with_inserted(LEFT.points, {3: [(0, 4)]}).tolist()[-1] == [0, 4]


def test_the_edge_from_the_last_vertex_to_the_first_is_one_too():
    assert edges_through(LEFT.points, (0, 5)) == [3]
    assert ring_with(LEFT.points, [(0, 5)]).tolist()[-1] == [0, 5]


def test_a_ring_is_divided_where_its_edges_at_a_place_pass_other_vertices():
    assert divided(SHAPES, index(), BELOW.points, [(0, 10)]).tolist() == [
        [0, 10],
        [10, 10],
        [20, 10],
        [20, 20],
        [0, 20],
    ]
    assert divided(SHAPES, index(), BELOW.points, [(20, 20)]) is BELOW.points


def test_a_shape_of_other_rings_is_a_polygon_and_keeps_the_rest():
    corners = Shape("car", np.array([(0.0, 0.0), (10.0, 10.0)]), ShapeKind.RECTANGLE, group_id=4)
    made = with_rings(corners, [LEFT.points, RIGHT.points])
    assert made.kind is ShapeKind.POLYGON
    assert made.group_id == 4
    assert len(made.holes) == 1
