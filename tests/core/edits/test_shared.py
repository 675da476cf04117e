"""Edits of shared vertices: a tiling stays one whatever is moved or added, and undo brings all of it back."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from labeler.core.annotation import Annotation
from labeler.core.edits.shared import insert_shared, join, join_edge, move_vertices
from labeler.core.errors import GeometryError
from labeler.core.geometry import Bounds, ellipse_ring
from labeler.core.handles import Handle, handle_rings
from labeler.core.rasterizer import rasterize
from labeler.core.shape_index import ShapeIndex
from labeler.core.shapes import Ellipse, Shape, ShapeKind, polygon
from tests.core.framed_tilings import SIZE, are_sound, cover, is_tiling, tilings, turns

halves = st.integers(2, 78).map(lambda count: count / 2)
places = st.tuples(halves, halves)


def anything(position: int) -> bool:
    return True


class Board:
    """An annotation with its index, on which edits are carried out as a document does."""

    def __init__(self, *shapes: Shape) -> None:
        self.annotation = Annotation(SIZE, list(shapes))
        self.index = ShapeIndex(self.annotation.shapes)

    @property
    def shapes(self) -> list[Shape]:
        return self.annotation.shapes

    def join(self, *handles: Handle, is_allowed=anything):
        return join(self.annotation, self.index, handles, is_allowed)

    def join_edge(self, handle: Handle, place, is_allowed=anything):
        return join_edge(self.annotation, self.index, handle, place, is_allowed)

    def move(self, joint, *places, gesture=None):
        edit = move_vertices(self.annotation, joint, places, gesture=gesture)
        self.do(edit)
        return edit

    def do(self, edit) -> None:
        """Carry out an edit, and check that nothing changes outside of the box that it names, if it does."""
        before = self.pixels()
        self.index.update(edit.apply(self.annotation))
        if getattr(edit, "dirty", None) is None:
            return
        rows, columns = np.nonzero((self.pixels() != before).any(axis=0))
        if len(rows):
            rect = edit.dirty.pixels(SIZE)
            assert rect.left <= columns.min()
            assert columns.max() < rect.right
            assert rect.top <= rows.min()
            assert rows.max() < rect.bottom

    def undo(self, edit) -> None:
        self.index.update(edit.revert(self.annotation))

    def pixels(self) -> np.ndarray:
        """The mask of each shape."""
        return np.array([rasterize([shape], SIZE, {"car": 1}) for shape in self.shapes])

    def a_handle(self, draw) -> Handle:
        position = draw(st.integers(0, len(self.shapes) - 1))
        rings = handle_rings(self.shapes[position])
        # The outer ring of the frame is the border of the image.
        ring = len(rings) - 1
        return Handle(position, ring, draw(st.integers(0, len(rings[ring]) - 1)))


LEFT = polygon("car", [(0, 0), (10, 0), (10, 10), (0, 10)])
RIGHT = polygon("car", [(10, 0), (20, 0), (20, 10), (10, 10)])
BELOW = polygon("car", [(0, 10), (20, 10), (20, 20), (0, 20)])


def rings(*shapes: Shape) -> list:
    return [[tuple(place) for place in shape.points.tolist()] for shape in shapes]


@settings(max_examples=50, deadline=None)
@given(tilings, st.data())
def test_a_tiling_has_no_gap_and_no_overlap_after_a_vertex_was_moved(shapes, data):
    board = Board(*shapes)
    assert is_tiling(shapes)
    before = board.pixels()
    joint = board.join(board.a_handle(data.draw))
    directions = turns(list(joint.base))
    edit = board.move(joint, data.draw(places))
    assert (cover(board.shapes) % 2 == 1).all()
    if are_sound(board.shapes) and turns([board.shapes[place] for place in joint.positions]) == directions:
        assert is_tiling(board.shapes)
    board.undo(edit)
    assert np.array_equal(board.pixels(), before)


@settings(max_examples=30, deadline=None)
@given(tilings, st.data(), st.tuples(st.integers(-2, 2), st.integers(-2, 2)))
def test_a_tiling_stays_one_within_the_reach_of_a_vertex(shapes, data, offset):
    board = Board(*shapes)
    joint = board.join(board.a_handle(data.draw))
    ((x, y),) = joint.places
    directions = turns(list(joint.base))
    board.move(joint, (x + offset[0] / 4, y + offset[1] / 4))
    assume(are_sound(board.shapes))
    assume(turns([board.shapes[place] for place in joint.positions]) == directions)
    assert is_tiling(board.shapes)


@settings(max_examples=30, deadline=None)
@given(tilings, st.data())
def test_many_vertices_are_moved_at_once_and_in_several_moves(shapes, data):
    board = Board(*shapes)
    handles = [board.a_handle(data.draw) for _ in range(data.draw(st.integers(2, 4)))]
    joint = board.join(*handles)
    first = board.move(joint, *(data.draw(places) for _ in joint.places), gesture="drag")
    assert (cover(board.shapes) % 2 == 1).all()
    goals = tuple(data.draw(places) for _ in joint.places)
    second = board.move(joint, *goals, gesture="drag")
    assert (cover(board.shapes) % 2 == 1).all()
    merged = first.merged(second)
    assert merged is not None
    assert merged.positions == joint.positions
    for group, goal in zip(joint.handles, goals, strict=True):
        for position, ring, vertex in group:
            assert tuple(board.shapes[position].rings[ring][vertex]) == goal
    board.undo(merged)
    assert all(now is shape for now, shape in zip(board.shapes, shapes, strict=True))


@settings(max_examples=50, deadline=None)
@given(tilings, st.data(), st.integers(1, 7))
def test_a_tiling_stays_one_after_a_vertex_was_added_and_dragged(shapes, data, share):
    board = Board(*shapes)
    handle = board.a_handle(data.draw)
    ring = handle_rings(board.shapes[handle.position])[handle.ring]
    x, y = (ring[handle.vertex - 1] + (ring[handle.vertex] - ring[handle.vertex - 1]) * share / 8).tolist()
    joint = board.join_edge(handle, (x, y))
    edit = insert_shared(board.annotation, joint, gesture="drag")
    board.do(edit)
    assert is_tiling(board.shapes)
    moved = board.move(joint, data.draw(places), gesture="drag")
    assert (cover(board.shapes) % 2 == 1).all()
    board.undo(edit.merged(moved))
    assert all(now is shape for now, shape in zip(board.shapes, shapes, strict=True))


def test_a_vertex_is_moved_in_all_shapes_that_have_it():
    board = Board(LEFT, RIGHT)
    joint = board.join(Handle(0, 0, 1))
    assert joint.is_shared
    board.move(joint, (12, 1))
    assert rings(*board.shapes) == [
        [(0, 0), (12, 1), (10, 10), (0, 10)],
        [(12, 1), (20, 0), (20, 10), (10, 10)],
    ]


def test_an_edge_that_passes_a_vertex_gets_it_at_the_first_move():
    board = Board(LEFT, RIGHT, BELOW)
    board.move(board.join(Handle(1, 0, 3)), (11, 8))
    assert rings(BELOW) != rings(board.shapes[2]) == [[(0, 10), (11, 8), (20, 10), (20, 20), (0, 20)]]


def test_an_edge_that_moves_keeps_to_the_vertices_that_lie_on_it():
    board = Board(LEFT, RIGHT, BELOW)
    board.move(board.join(Handle(2, 0, 0)), (0, 12))
    assert rings(board.shapes[2]) == [[(0, 12), (10, 10), (20, 10), (20, 20), (0, 20)]]


def test_where_a_drag_passes_another_vertex_both_stay_apart():
    board = Board(LEFT, RIGHT, BELOW)
    joint = board.join(Handle(0, 0, 1))
    board.move(joint, (10, 10))
    board.move(joint, (10, 2))
    assert rings(board.shapes[2]) == rings(BELOW)
    assert rings(board.shapes[0]) == [[(0, 0), (10, 2), (10, 10), (0, 10)]]


def test_a_locked_neighbour_is_not_torn_off_but_named():
    board = Board(LEFT, RIGHT)
    with pytest.raises(GeometryError, match='class "car" that is locked or hidden'):
        board.join(Handle(0, 0, 1), is_allowed=lambda position: position == 0)
    assert not board.join(Handle(0, 0, 0), is_allowed=lambda position: position == 0).is_shared


def test_a_rectangle_that_nothing_touches_stays_one():
    lone = Shape("car", np.array([(2.0, 2.0), (8.0, 8.0)]), ShapeKind.RECTANGLE)
    board = Board(lone, RIGHT)
    edit = board.move(board.join(Handle(0, 0, 2)), (9, 6))
    assert board.shapes[0].kind is ShapeKind.RECTANGLE
    assert board.shapes[0].points.tolist() == [[2, 2], [9, 6]]
    assert edit.dirty == Bounds(2, 2, 9, 8)


@pytest.mark.parametrize("vertex", [0, 1, 2, 3])
def test_a_rectangle_with_a_neighbour_becomes_a_polygon_so_that_its_other_corners_stay(vertex):
    board = Board(Shape("car", np.array([(2.0, 2.0), (10.0, 8.0)]), ShapeKind.RECTANGLE), RIGHT)
    corners = rings(Shape("car", board.shapes[0].rings[0]))[0]
    board.move(board.join(Handle(0, 0, vertex)), (9, 6))
    corners[vertex] = (9, 6)
    # The edge beside the neighbour does not leave the vertices that the neighbour has.
    assert board.shapes[0].kind is ShapeKind.POLYGON
    assert rings(board.shapes[0]) == [corners]


def test_an_ellipse_becomes_a_polygon_only_when_its_border_moves():
    ring = ellipse_ring(20, 20, 8, 6)
    round_one = Shape("car", ring, ShapeKind.ELLIPSE, ellipse=Ellipse(20, 20, 8, 6))
    beside = polygon("car", [ring[0], ring[1], (36, 30), (36, 10)])
    board = Board(round_one, beside)
    alone = board.join(Handle(0, 0, 1))
    assert not alone.is_shared
    assert alone.places == ((20, 26),)
    board.move(alone, (20, 28))
    assert board.shapes[0].kind is ShapeKind.ELLIPSE
    assert board.shapes[0].ellipse.radius_y == 8
    board = Board(round_one, beside)
    board.move(board.join(Handle(1, 0, 0)), (30, 20))
    assert board.shapes[0].kind is ShapeKind.POLYGON
    assert board.shapes[0].ellipse is None
    assert board.shapes[0].points[0].tolist() == [30, 20]
    assert np.array_equal(board.shapes[0].points[1:], ring[1:])


def test_points_and_lines_move_alone():
    line = Shape("car", np.array([(10.0, 0.0), (30.0, 30.0)]), ShapeKind.LINE)
    board = Board(LEFT, line)
    assert not board.join(Handle(0, 0, 1)).is_shared
    board.move(board.join(Handle(1, 0, 0)), (12, 1))
    assert rings(*board.shapes) == [rings(LEFT)[0], [(12, 1), (30, 30)]]


def test_a_line_takes_a_vertex_too():
    line = Shape("car", np.array([(10.0, 0.0), (30.0, 20.0)]), ShapeKind.LINE)
    board = Board(line)
    joint = board.join_edge(Handle(0, 0, 1), (20, 10))
    board.do(insert_shared(board.annotation, joint))
    board.move(joint, (21, 9))
    assert rings(*board.shapes) == [[(10, 0), (21, 9), (30, 20)]]
    assert board.shapes[0].kind is ShapeKind.LINESTRIP


def test_the_vertex_of_a_hole_is_shared_with_the_shape_that_fills_it():
    outer = polygon("car", [(0, 0), (30, 0), (30, 30), (0, 30)], [LEFT.points + 5])
    board = Board(outer, polygon("car", LEFT.points + 5))
    board.move(board.join(Handle(0, 1, 2)), (18, 17))
    assert board.shapes[0].holes[0][2].tolist() == board.shapes[1].points[2].tolist() == [18, 17]
    assert np.array_equal(board.shapes[0].points, outer.points)


def test_the_box_of_a_move_is_that_of_the_edges_that_move():
    board = Board(LEFT, RIGHT, BELOW)
    joint = board.join(Handle(0, 0, 1))
    assert board.move(joint, (9, 1)).dirty == Bounds(0, 0, 20, 10)
    assert board.move(joint, (11, -3)).dirty == Bounds(0, -3, 20, 10)
