"""Repainting a border: all who share it follow vertex for vertex, and a tiling stays one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from labeler.core.border_faces import Repainting
from labeler.core.edits.repaint import repaint
from labeler.core.edits.sequence import parts_of
from labeler.core.errors import GeometryError
from labeler.core.geometry import Bounds
from labeler.core.shapes import Shape, ShapeKind, polygon
from labeler.tools.tracing import runs, spot_on
from tests.core.edits.test_shared import BELOW, LEFT, RIGHT, Board, anything, places, rings
from tests.core.framed_tilings import cover, is_tiling, tilings


def repainting(shape: Shape, position: int, line, ring: int = 0, *, takes_longer: bool = False) -> Repainting:
    ends = line[0], line[-1]
    spots = [spot_on(shape, ring, place) for place in ends]
    ways = runs(shape.rings[ring], *ends, spots, is_closed=True)
    run, kept = reversed(ways) if takes_longer else ways
    return Repainting(position, ring, np.array(line, float), run, kept)


def painted(board: Board, position: int, *line, is_allowed=anything, **how):
    what = repainting(board.shapes[position], position, line, **how)
    edit = repaint(board.annotation, board.index, what, is_allowed)
    for part in parts_of(edit):
        board.index.update(part.apply(board.annotation))
    return edit


def undo(board: Board, edit) -> None:
    for part in reversed(parts_of(edit)):
        board.undo(part)


@st.composite
def repaintings(draw, shapes):
    position = draw(st.integers(0, len(shapes) - 1))
    found = shapes[position].rings
    number = len(found) - 1
    ring = found[number]

    def a_place():
        edge, share = draw(st.integers(0, len(ring) - 1)), draw(st.sampled_from([0, 0.25, 0.5, 0.7]))
        start, end = ring[edge], ring[(edge + 1) % len(ring)]
        return tuple((start + (end - start) * share).tolist())

    line = [a_place(), *(draw(places) for _ in range(draw(st.integers(0, 3)))), a_place()]
    assume(line[0] != line[-1])
    return repainting(shapes[position], position, line, number, takes_longer=draw(st.booleans()))


@settings(max_examples=60, deadline=None)
@given(tilings, st.data())
def test_a_tiling_has_no_gap_and_no_overlap_after_a_border_was_repainted(shapes, data):
    board = Board(*shapes)
    assert is_tiling(shapes)
    what = data.draw(repaintings(shapes))
    try:
        edit = repaint(board.annotation, board.index, what, anything)
    except GeometryError:
        assume(False)
    for part in parts_of(edit):
        board.do(part)
    assert is_tiling(board.shapes)
    undo(board, edit)
    assert all(now is shape for now, shape in zip(board.shapes, shapes, strict=True))


def test_both_sides_follow_vertex_for_vertex():
    board = Board(LEFT, RIGHT)
    painted(board, 0, (10, 0), (13, 3), (12, 7), (10, 10))
    assert rings(*board.shapes) == [
        [(0, 0), (10, 0), (13, 3), (12, 7), (10, 10), (0, 10)],
        [(10, 0), (20, 0), (20, 10), (10, 10), (12, 7), (13, 3)],
    ]


def areas(board: Board) -> list[int]:
    return board.pixels().sum(axis=(1, 2)).tolist()


def test_what_the_shape_loses_goes_to_the_neighbour_that_had_the_border_there():
    board = Board(BELOW, LEFT, RIGHT)
    painted(board, 0, (0, 16), (20, 16), takes_longer=True)
    # Where the borders of the two above met the old one, they go straight on to the new one.
    assert areas(board) == [80, 160, 160]
    assert is_same_border(board, 1, 2, (10, 16))


def is_same_border(board: Board, first: int, second: int, end) -> bool:
    places_of = [set(map(tuple, board.shapes[place].points.tolist())) for place in (first, second)]
    return end in places_of[0] & places_of[1]


def test_what_the_shape_gains_is_taken_from_all_that_had_the_border():
    board = Board(BELOW, LEFT, RIGHT)
    painted(board, 0, (0, 10), (0, 4), (20, 4), (20, 10))
    assert areas(board) == [320, 40, 40]
    assert is_same_border(board, 1, 2, (10, 4))


def test_a_line_that_weaves_across_the_border_gives_and_takes():
    board = Board(LEFT, RIGHT)
    painted(board, 0, (10, 0), (14, 2), (6, 8), (10, 10))
    assert areas(board)[0] + areas(board)[1] == 200
    assert rings(board.shapes[0]) != rings(LEFT)
    assert not any(map(np.array_equal, board.pixels()[:1], board.pixels()[1:]))


def test_what_lies_beside_both_gives_way_too():
    far = polygon("car", RIGHT.points + np.array((10, 0)))
    board = Board(LEFT, RIGHT, far)
    painted(board, 0, (10, 2), (25, 2), (25, 8), (10, 8))
    assert areas(board) == [190, 20, 20, 70]


def test_a_neighbour_that_is_cut_in_two_becomes_a_group():
    board = Board(LEFT, RIGHT)
    edit = painted(board, 0, (10, 2), (20, 2), (20, 8), (10, 8))
    assert [shape.group_id for shape in board.shapes] == [None, 1, 1]
    assert edit.selects == (0,)
    assert areas(board) == [160, 20, 20]
    undo(board, edit)
    assert board.shapes == [LEFT, RIGHT]


def test_a_neighbour_that_nothing_is_left_of_goes():
    board = Board(LEFT, RIGHT)
    edit = painted(board, 0, (10, 0), (20, 0), (20, 10), (10, 10))
    assert areas(board) == [200]
    undo(board, edit)
    assert board.shapes == [LEFT, RIGHT]


def test_what_lies_on_top_of_a_neighbour_or_below_the_shape_stays_as_it_is():
    ground = polygon("car", [(0, 0), (40, 0), (40, 40), (0, 40)])
    on_top = polygon("car", [(12, 2), (16, 2), (16, 8), (12, 8)])
    board = Board(ground, LEFT, RIGHT, on_top)
    painted(board, 1, (10, 0), (14, 5), (10, 10))
    assert board.shapes[0] is ground
    assert board.shapes[3] is on_top
    assert areas(board)[1] + areas(board)[2] == 200


def test_what_overlaps_a_little_because_it_was_drawn_loosely_gives_way_all_the_same():
    loose = polygon("car", [(19.9, 0), (30, 0), (30, 10), (19.9, 10)])
    board = Board(LEFT, RIGHT, loose)
    painted(board, 0, (10, 0), (25, 0), (25, 10), (10, 10))
    assert areas(board) == [250, 50]


def test_without_a_neighbour_only_the_shape_changes():
    board = Board(LEFT, polygon("car", RIGHT.points + np.array((5, 0))))
    edit = painted(board, 0, (10, 0), (12, 5), (10, 10))
    assert edit.positions == (0,)
    assert rings(board.shapes[0]) == [[(0, 0), (10, 0), (12, 5), (10, 10), (0, 10)]]


def test_a_rectangle_and_an_ellipse_become_polygons():
    board = Board(Shape("car", np.array([(0.0, 0.0), (10.0, 10.0)]), ShapeKind.RECTANGLE), RIGHT)
    painted(board, 0, (10, 0), (12, 5), (10, 10))
    assert board.shapes[0].kind is ShapeKind.POLYGON


def test_a_neighbour_with_a_vertex_more_on_the_border_is_one():
    right = polygon("car", [(10, 0), (20, 0), (20, 10), (10, 10), (10, 4)])
    board = Board(LEFT, right)
    painted(board, 0, (10, 0), (13, 5), (10, 10))
    assert areas(board)[0] + areas(board)[1] == 200
    assert cover(board.shapes).max() == 1


def test_the_longer_part_can_go_instead():
    board = Board(LEFT, RIGHT)
    painted(board, 0, (10, 2), (6, 5), (10, 8), takes_longer=True)
    assert rings(board.shapes[0])[0] != rings(LEFT)[0]
    assert areas(board)[0] == 12
    assert areas(board)[1] == 100


def test_the_box_of_the_edit_is_that_of_the_edges_that_went_or_came():
    board = Board(LEFT, RIGHT)
    assert painted(board, 0, (10, 2), (13, 5), (10, 8)).dirty == Bounds(10, 0, 13, 10)


def test_a_line_along_the_border_itself_changes_nothing_and_is_refused():
    board = Board(LEFT, RIGHT)
    with pytest.raises(GeometryError, match="runs where the border is already"):
        painted(board, 0, (10, 2), (10, 5), (10, 8))


def test_a_line_along_the_border_of_what_crosses_itself_is_refused_too():
    """Of such a shape something would be lost although no part of its border goes."""
    outer = [(-1.5, -0.9), (0.3, -1), (3, -2), (-1, -1.4), (-1, 2)]
    board = Board(polygon("car", outer, [[(-1.5, 2), (1, 1), (3, 2), (1, -1), (-2.7, 1)]]))
    with pytest.raises(GeometryError, match="runs where the border is already"):
        painted(board, 0, (1, -1), (-2.7, 1), ring=1)


def test_a_hole_and_what_fills_it_follow():
    outer = polygon("car", [(0, 0), (30, 0), (30, 30), (0, 30)], [LEFT.points + 5])
    board = Board(outer, polygon("car", LEFT.points + 5))
    painted(board, 0, (15, 5), (18, 10), (15, 15), ring=1)
    assert areas(board)[0] + areas(board)[1] == 900
    assert (18, 10) in map(tuple, board.shapes[1].points.tolist())


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ([(10, 2), (16, 6), (16, 4), (10, 8)], "crosses itself"),
        ([(10, 2), (-4, 3), (-4, 6), (10, 8)], "part of the border that stays"),
        ([(10, 2), (0, 5), (10, 8)], "part of the border that stays"),
    ],
)
def test_what_would_make_the_shape_cross_itself_is_refused(line, words):
    board = Board(LEFT, RIGHT)
    with pytest.raises(GeometryError, match=words):
        painted(board, 0, *line)
    assert board.shapes == [LEFT, RIGHT]


def test_a_locked_neighbour_holds_the_border():
    board = Board(LEFT, RIGHT)
    with pytest.raises(GeometryError, match='class "car" would have to follow'):
        painted(board, 0, (10, 2), (13, 5), (10, 8), is_allowed=lambda position: position == 0)


def test_a_locked_shape_that_is_not_touched_is_no_reason_to_refuse():
    far = polygon("car", RIGHT.points + np.array((15, 0)))
    board = Board(LEFT, RIGHT, far)
    painted(board, 0, (10, 2), (13, 5), (10, 8), is_allowed=lambda position: position != 2)
    assert board.shapes[2] is far
