"""Deleting vertices that shapes share: a tiling stays one, and what cannot be deleted rightly is refused."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core.edits.shared_deletion import delete_shared
from labeler.core.errors import GeometryError
from labeler.core.handles import Handle
from labeler.core.shapes import Shape, ShapeKind, polygon
from tests.core.edits.test_shared import BELOW, LEFT, RIGHT, Board, anything, rings
from tests.core.framed_tilings import are_sound, is_tiling, tilings


def deleted(board: Board, *handles: Handle, is_allowed=anything):
    edit = delete_shared(board.annotation, board.index, handles, is_allowed)
    board.do(edit)
    return edit


@settings(max_examples=60, deadline=None)
@given(tilings, st.data())
def test_a_tiling_stays_one_after_vertices_were_deleted(shapes, data):
    board = Board(*shapes)
    handles = [board.a_handle(data.draw) for _ in range(data.draw(st.integers(1, 3)))]
    try:
        edit = deleted(board, *handles)
    except GeometryError:
        assert all(now is shape for now, shape in zip(board.shapes, shapes, strict=True))
        return
    assert is_tiling(board.shapes)
    assert are_sound(board.shapes)
    board.undo(edit)
    assert all(now is shape for now, shape in zip(board.shapes, shapes, strict=True))


BENT_LEFT = polygon("car", [(0, 0), (10, 0), (13, 5), (10, 10), (0, 10)])
BENT_RIGHT = polygon("car", [(10, 0), (20, 0), (20, 10), (10, 10), (13, 5)])


def test_a_vertex_on_a_border_goes_from_both_sides():
    board = Board(BENT_LEFT, BENT_RIGHT)
    edit = deleted(board, Handle(1, 0, 4))
    assert edit.text == "Delete vertex"
    assert rings(*board.shapes) == rings(LEFT, RIGHT)


def test_two_vertices_go_at_once_as_one_step():
    board = Board(BENT_LEFT, BENT_RIGHT)
    assert deleted(board, Handle(0, 0, 2), Handle(0, 0, 0)).text == "Delete 2 vertices"
    assert rings(*board.shapes) == [[(10, 0), (10, 10), (0, 10)], rings(RIGHT)[0]]


def test_where_borders_meet_the_vertex_is_drawn_into_the_end_that_changes_least():
    board = Board(LEFT, RIGHT, BELOW)
    deleted(board, Handle(0, 0, 2))
    # Along the straight border of the shape below, not up into the border of the two above.
    assert rings(*board.shapes) == [
        [(0, 0), (10, 0), (0, 10)],
        [(10, 0), (20, 0), (20, 10), (0, 10)],
        rings(BELOW)[0],
    ]


def test_shapes_that_only_touch_in_a_corner_each_lose_it():
    far = polygon("car", LEFT.points + 10)
    board = Board(LEFT, far)
    deleted(board, Handle(0, 0, 2))
    assert rings(*board.shapes) == [[(0, 0), (10, 0), (0, 10)], [(20, 10), (20, 20), (10, 20)]]


def test_a_ring_keeps_three_vertices():
    board = Board(polygon("car", [(0, 0), (10, 0), (10, 10)]), LEFT)
    with pytest.raises(GeometryError, match="needs at least three vertices"):
        deleted(board, Handle(0, 0, 1))
    assert rings(*board.shapes)[1] == rings(LEFT)[0]


def test_what_would_make_neighbours_cross_is_refused():
    above = polygon("car", [(0, 0), (20, 0), (20, 10), (10, 2), (0, 10)])
    notched = polygon("car", [(0, 10), (10, 2), (20, 10), (20, 20), (12, 20), (10, 5), (8, 20), (0, 20)])
    board = Board(above, notched)
    with pytest.raises(GeometryError, match=r"would cross each other; drag it"):
        deleted(board, Handle(0, 0, 3))


def test_a_doubled_vertex_goes_with_its_double():
    doubled = polygon("car", [(0, 0), (10, 0), (13, 5), (13, 5), (10, 10), (0, 10)])
    board = Board(doubled, BENT_RIGHT)
    deleted(board, Handle(0, 0, 2))
    assert rings(*board.shapes) == rings(LEFT, RIGHT)


def test_a_locked_neighbour_keeps_its_vertex_and_so_does_the_shape():
    board = Board(BENT_LEFT, BENT_RIGHT)
    with pytest.raises(GeometryError, match="locked or hidden"):
        deleted(board, Handle(0, 0, 2), is_allowed=lambda position: position == 0)


def test_a_corner_of_a_lone_rectangle_leaves_a_triangle():
    board = Board(Shape("car", np.array([(2.0, 2.0), (8.0, 8.0)]), ShapeKind.RECTANGLE))
    deleted(board, Handle(0, 0, 2))
    assert board.shapes[0].kind is ShapeKind.POLYGON
    assert rings(*board.shapes) == [[(2, 2), (8, 2), (2, 8)]]


def test_several_vertices_of_a_line_go_and_nothing_that_lies_there():
    line = Shape("car", np.array([(0.0, 0.0), (5.0, 5.0), (10.0, 10.0), (20.0, 20.0)]), ShapeKind.LINESTRIP)
    board = Board(line, LEFT)
    deleted(board, Handle(0, 0, 0), Handle(0, 0, 2))
    assert rings(*board.shapes) == [[(5, 5), (20, 20)], rings(LEFT)[0]]


def test_a_circle_has_no_vertex_to_delete():
    board = Board(Shape("car", np.array([(10.0, 10.0), (15.0, 10.0)]), ShapeKind.CIRCLE))
    with pytest.raises(GeometryError, match="no vertices to delete"):
        deleted(board, Handle(0, 0, 1))


def test_the_vertex_of_a_hole_goes_with_that_of_the_shape_in_it():
    hole = BENT_LEFT.points + 5
    board = Board(polygon("car", [(0, 0), (30, 0), (30, 30), (0, 30)], [hole]), polygon("car", hole))
    deleted(board, Handle(1, 0, 2))
    assert board.shapes[0].holes[0].tolist() == board.shapes[1].points.tolist() == (LEFT.points + 5).tolist()
