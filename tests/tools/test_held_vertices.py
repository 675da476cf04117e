"""Vertices in the hand: the shapes they take along, and the steps they make."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core.errors import ToolError
from labeler.core.handles import Handle
from labeler.core.shapes import polygon
from labeler.tools.held_vertices import HeldVertices
from labeler.tools.vertex_edits import MOST, delete_vertices
from tests.tools.desk import SIZE, Desk

LEFT = ((10, 10), (50, 10), (50, 50), (10, 50))
RIGHT = ((50, 10), (90, 10), (90, 50), (50, 50))
BELOW = ((10, 50), (50, 50), (90, 50), (90, 75), (10, 75))


@pytest.fixture
def desk() -> Desk:
    return Desk(polygon("road", LEFT), polygon("car", RIGHT), polygon("sky", BELOW))


def test_all_shapes_with_a_vertex_there_are_held(desk):
    held = HeldVertices(desk, (Handle(0, 0, 2),))
    assert held.positions == (0, 1, 2)
    assert held.home == (50, 50)
    assert held.others == ()
    desk.push(held.moved_to((52, 53)))
    assert {handle.position for handle in held.others} == {1, 2}
    assert not held.is_stale


def test_the_place_is_kept_bit_for_bit(desk):
    place = (52.1 + 1e-13, 1 / 3)
    held = HeldVertices(desk, (Handle(0, 0, 2), Handle(0, 0, 1)))
    desk.push(held.moved_to(place))
    assert tuple(desk.shapes[0].points[2].tolist()) == place
    assert tuple(desk.shapes[1].points[3].tolist()) == place


def test_with_and_without_neighbours_it_stays_one_step_of_the_same_shapes(desk):
    before = [shape.points.tolist() for shape in desk.shapes]
    held = HeldVertices(desk, (Handle(0, 0, 2),))
    for is_alone in (False, True, False, True):
        desk.push(held.moved_to((55, 55), is_alone=is_alone))
    assert len(desk.steps) == 1
    assert desk.shapes[1].points.tolist() == before[1]
    desk.undo()
    assert [shape.points.tolist() for shape in desk.shapes] == before


def test_what_the_neighbours_leave_behind_is_drawn_anew(desk):
    held = HeldVertices(desk, (Handle(0, 0, 2),))
    desk.push(held.moved_to((30, 30)))
    edit = held.moved_to((45, 45), is_alone=True)
    dirty = edit.apply(desk.annotation).bounds
    assert dirty.left <= 30
    assert dirty.right >= 90


def test_a_change_from_elsewhere_makes_it_stale(desk):
    held = HeldVertices(desk, (Handle(0, 0, 2),))
    desk.shapes[2] = polygon("sky", BELOW)
    assert held.is_stale
    del desk.shapes[2]
    assert held.is_stale


def test_a_handle_outside_the_image_is_stopped_by_nothing():
    desk = Desk(polygon("road", ((-5, 10), (50, 10), (50, 50))))
    held = HeldVertices(desk, (Handle(0, 0, 0),))
    assert held.within((-8, 10), SIZE) == (-8, 10)


@settings(max_examples=50, deadline=None)
@given(st.floats(-300, 300), st.floats(-300, 300))
def test_several_stop_together_at_the_border(dx, dy):
    desk = Desk(polygon("road", LEFT))
    held = HeldVertices(desk, (Handle(0, 0, 2), Handle(0, 0, 0)))
    x, y = held.within((50 + dx, 50 + dy), SIZE)
    assert 40 <= x <= SIZE[0]
    assert 40 <= y <= SIZE[1]
    if abs(dx) < 10:
        assert x == 50 + dx


def test_very_many_are_refused_in_words():
    ring = [(x, 10 + x % 2) for x in range(MOST + 1)] + [(MOST, 70), (0, 70)]
    desk = Desk(polygon("road", ring), size=(2000, 80))
    handles = [Handle(0, 0, vertex) for vertex in range(MOST + 1)]
    with pytest.raises(ToolError, match="1,000 vertices at once"):
        HeldVertices(desk, handles)
    with pytest.raises(ToolError, match="1,000 vertices at once"):
        delete_vertices(desk, handles)


class TestDeleting:
    def test_alone_the_neighbours_keep_theirs(self, desk):
        desk.options.moves_neighbours = False
        desk.push(delete_vertices(desk, (Handle(0, 0, 2), Handle(2, 0, 1), Handle(2, 0, 2))))
        assert desk.shapes[0].points.tolist() == [[10, 10], [50, 10], [10, 50]]
        assert desk.shapes[2].points.tolist() == [[10, 50], [90, 75], [10, 75]]
        assert len(desk.shapes[1].points) == 4
        assert [step.text for step in desk.steps] == ["Delete 3 vertices"]

    def test_alone_too_few_are_refused_as_a_whole(self, desk):
        desk.options.moves_neighbours = False
        with pytest.raises(ToolError, match="at least three"):
            delete_vertices(desk, [Handle(2, 0, 0), Handle(0, 0, 0), Handle(0, 0, 1)])

    def test_locked_shapes_keep_theirs(self, desk):
        desk.locked = {0}
        with pytest.raises(ToolError, match="locked or hidden"):
            delete_vertices(desk, (Handle(0, 0, 0),))

    def test_the_pixels_told_of_are_all_that_change(self, desk):
        desk.options.moves_neighbours = False
        before = desk.pixels()
        edit = delete_vertices(desk, (Handle(0, 0, 0),))
        box = edit.apply(desk.annotation).bounds
        changed = before != desk.pixels()
        changed[int(box.top) : int(box.bottom) + 1, int(box.left) : int(box.right) + 1] = False
        assert not changed.any()
