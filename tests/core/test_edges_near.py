"""Vertices and edges near a place, among many rings."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core.edges_near import edges_near
from labeler.core.geometry import nearest_on_ring
from labeler.core.handles import Handle
from labeler.core.shapes import Bitmap, Shape, ShapeKind, as_points, polygon

SQUARE = polygon("car", ((10, 10), (50, 10), (50, 50), (10, 50)), [((20, 20), (40, 20), (40, 40), (20, 40))])


def test_the_vertices_and_edges_of_all_rings_are_named():
    near = edges_near([SQUARE], [0], (20, 20), 1)
    assert near.vertices.tolist() == [[20, 20]]
    assert near.vertex(0) == Handle(0, 1, 0)
    edges = {near.edge(row): (near.starts[row].tolist(), near.ends[row].tolist()) for row in range(2)}
    assert edges == {Handle(0, 1, 1): ([20, 20], [40, 20]), Handle(0, 1, 4): ([20, 40], [20, 20])}
    assert [near.end_of(row) for row in range(2)] == [Handle(0, 1, 1), Handle(0, 1, 0)]


def test_an_edge_between_two_far_vertices_is_found():
    near = edges_near([polygon("sky", ((0, 0), (9, 0), (9, 9))), SQUARE], [0, 1], (30, 11), 2)
    assert near.vertices.size == 0
    assert [near.edge(row) for row in range(len(near.starts))] == [Handle(1, 0, 1)]


def test_the_positions_of_shapes_are_kept():
    near = edges_near([SQUARE, SQUARE, SQUARE], [2], (10, 50), 1)
    assert near.vertex(0) == Handle(2, 0, 3)


def test_a_line_is_not_joined_and_a_mask_has_no_edges():
    line = Shape("car", as_points(((10, 10), (50, 10), (50, 50))), ShapeKind.LINESTRIP)
    assert edges_near([line], [0], (30, 30), 2).starts.size == 0
    assert len(edges_near([line], [0], (50, 30), 2).starts) == 1
    mask = Shape("car", as_points(((1, 1), (2, 2))), ShapeKind.MASK, bitmap=Bitmap(np.ones((2, 2), bool)))
    assert edges_near([mask], [0], (1, 1), 2).vertices.size == 0
    assert edges_near([], [], (1, 1), 2).rings == ()


def test_a_circle_has_the_ring_that_rasterizes():
    circle = Shape("car", as_points(((30, 30), (40, 30))), ShapeKind.CIRCLE)
    near = edges_near([circle], [0], (40, 30), 0.5)
    assert (near.vertices == circle.rings[0][0]).all(axis=1).any()


PLACES = st.tuples(st.integers(0, 20), st.integers(0, 20))


@settings(max_examples=60)
@given(st.lists(st.lists(PLACES, min_size=3, max_size=7), min_size=1, max_size=4), PLACES, st.integers(1, 5))
def test_nothing_within_reach_is_missed(rings, place, reach):
    shapes = [polygon("car", ring) for ring in rings]
    near = edges_near(shapes, range(len(shapes)), place, reach)
    found = {near.edge(row) for row in range(len(near.starts))}
    for position, shape in enumerate(shapes):
        *_, distance = nearest_on_ring(*map(float, place), shape.points)
        if distance <= reach:
            assert any(handle.position == position for handle in found)
        ring = shape.points
        assert len({handle for handle in found if handle.position == position}) <= len(ring)
    for row in range(len(near.starts)):
        position, _, vertex = near.edge(row)
        ring = shapes[position].points
        assert (near.starts[row] == ring[vertex - 1]).all()
        assert (near.ends[row] == ring[vertex % len(ring)]).all()
        assert (near.ends[row] == ring[near.end_of(row).vertex]).all()
    for row, vertex_at in enumerate(near.vertices):
        position, _, vertex = near.vertex(row)
        assert (shapes[position].points[vertex] == vertex_at).all()
