"""The tool that repaints borders: presses on a border in, shapes with a new border out."""

from __future__ import annotations

import json

import pytest

from labeler.core.errors import ToolError
from labeler.core.shapes import polygon
from labeler.tools.base import Cursor
from labeler.tools.border import BorderTool
from tests.tools.desk import Desk

LEFT = polygon("car", [(10, 10), (40, 10), (40, 50), (10, 50)])
RIGHT = polygon("road", [(40, 10), (70, 10), (70, 50), (40, 50)])
BELOW = polygon("sky", [(10, 50), (70, 50), (70, 70), (10, 70)])


def desk_with(*shapes) -> Desk:
    desk = Desk(*shapes)
    desk.tool = BorderTool(desk)
    return desk


@pytest.fixture
def desk() -> Desk:
    return desk_with(LEFT, RIGHT, BELOW)


def ring(desk: Desk, position: int = 0) -> list[tuple[float, float]]:
    return [tuple(place) for place in desk.shapes[position].points.tolist()]


def test_clicks_from_border_to_border_replace_the_shorter_part_in_both_shapes(desk):
    for place in [(40, 10), (50, 30), (40, 50)]:
        desk.click(*place)
    assert ring(desk) == [(10, 10), (40, 10), (50, 30), (40, 50), (10, 50)]
    assert ring(desk, 1) == [(40, 10), (70, 10), (70, 50), (40, 50), (50, 30)]
    assert not desk.tool.is_busy
    assert [step.text for step in desk.steps] == ["Repaint border"]
    desk.undo()
    assert desk.shapes == [LEFT, RIGHT, BELOW]


def test_the_ends_are_brought_onto_the_border(desk):
    for place in [(41, 20.5), (50, 30), (39, 40)]:
        desk.click(*place)
    assert ring(desk) == [(10, 10), (40, 10), (40, 20.5), (50, 30), (40, 40), (40, 50), (10, 50)]


def test_the_part_that_goes_is_shown_and_can_be_the_other_one(desk):
    desk.select((0,))
    desk.click(40, 20)
    desk.move(48, 40)
    assert desk.tool.draft.run == ((40, 20), (40, 40))
    assert desk.tool.flip()
    assert desk.tool.draft.run == ((40, 20), (40, 10), (10, 10), (10, 50), (40, 50), (40, 40))
    desk.click(48, 30)
    desk.click(40, 40)
    assert sorted(ring(desk)) == [(40, 20), (40, 40), (48, 30)]
    assert not desk.tool.flip()


def test_a_press_drawn_along_and_released_on_the_border_is_enough(desk):
    desk.drag((40, 15), (46, 20), (50, 30), (46, 40), (41, 45))
    assert ring(desk)[:3] == [(10, 10), (40, 10), (40, 15)]
    assert (50, 30) in ring(desk)
    assert (40, 45) in ring(desk)
    assert len(desk.steps) == 1


def test_shift_draws_freehand_between_clicks(desk):
    desk.click(40, 10)
    for place in [(44, 14), (50, 30), (46, 45)]:
        desk.move(*place, held="shift")
    assert desk.tool.draft.trail
    desk.move(46, 45)
    desk.click(40, 50)
    assert ring(desk) == [(10, 10), (40, 10), (44, 14), (50, 30), (46, 45), (40, 50), (10, 50)]


def test_letting_go_of_shift_on_the_border_ends_the_line(desk):
    desk.click(40, 10)
    for place in [(48, 20), (50, 30), (48, 40), (41, 48)]:
        desk.move(*place, held="shift")
    desk.move(41, 48)
    assert len(desk.steps) == 1
    assert (40, 50) in ring(desk)


def test_enter_goes_on_to_the_nearest_place_of_the_border(desk):
    desk.click(40, 20)
    desk.click(50, 35)
    desk.push(desk.tool.finish())
    assert ring(desk) == [(10, 10), (40, 10), (40, 20), (50, 35), (40, 35), (40, 50), (10, 50)]


def test_a_double_click_does_so_too(desk):
    desk.click(40, 20)
    desk.double_click(50, 35)
    assert (40, 35) in ring(desk)
    assert not desk.tool.is_busy


def test_enter_without_a_vertex_is_refused(desk):
    assert desk.tool.finish() is None
    desk.click(40, 20)
    with pytest.raises(ToolError, match="no vertex yet"):
        desk.tool.finish()


def test_ctrl_sets_a_vertex_beside_the_border_without_ending_there(desk):
    desk.click(40, 20)
    desk.click(41, 30, held="ctrl")
    assert desk.tool.draft.points == ((40, 20), (41, 30))
    desk.click(40, 40)
    assert ring(desk) == [(10, 10), (40, 10), (40, 20), (41, 30), (40, 40), (40, 50), (10, 50)]


def test_the_border_of_the_selected_shape_goes_before_the_topmost(desk):
    desk.select((0,))
    desk.click(40, 20)
    assert desk.selection == (0,)
    desk.push(desk.tool.cancel())
    desk.select(())
    desk.click(40, 20)
    assert desk.selection == (1,)


def test_a_press_beside_all_borders_is_refused_and_so_is_one_on_a_locked_shape(desk):
    with pytest.raises(ToolError, match="no border of a shape that can be changed"):
        desk.click(25, 30)
    desk.locked = {0}
    with pytest.raises(ToolError, match="no border"):
        desk.click(10, 30)


def test_a_locked_neighbour_is_named_and_the_line_stays(desk):
    desk.locked = {1}
    desk.click(40, 20)
    desk.click(48, 30)
    with pytest.raises(ToolError, match='class "road" would have to follow'):
        desk.click(40, 40)
    assert desk.tool.draft.points == ((40, 20), (48, 30))
    desk.locked = set()
    desk.click(40, 40)
    assert (48, 30) in ring(desk, 1)


def test_a_line_that_crosses_itself_or_the_rest_is_refused(desk):
    desk.click(40, 20)
    for place in [(52, 40), (52, 30), (46, 44)]:
        desk.click(*place)
    with pytest.raises(ToolError, match="crosses itself"):
        desk.click(40, 40)
    desk.push(desk.tool.cancel())
    desk.select((0,))
    desk.click(40, 20)
    for place in [(5, 20), (5, 35)]:
        desk.click(*place, held="ctrl")
    with pytest.raises(ToolError, match="part of the border that stays"):
        desk.click(40, 40)


def test_a_line_back_to_its_start_is_refused(desk):
    desk.click(40, 20)
    for place in [(50, 20), (50, 30)]:
        desk.click(*place)
    with pytest.raises(ToolError, match="ends where it began"):
        desk.click(40, 20)


def test_a_second_click_on_the_start_does_nothing(desk):
    desk.double_click(40, 20)
    assert desk.tool.draft.points == ((40, 20),)


def test_steps_are_taken_back_one_by_one(desk):
    desk.click(40, 20)
    desk.click(50, 30)
    assert desk.tool.take_back()
    assert desk.tool.draft.points == ((40, 20),)
    assert desk.tool.take_back()
    assert not desk.tool.is_busy
    assert not desk.tool.take_back()


def test_the_line_is_dropped_when_its_shape_changes(desk):
    desk.click(40, 10)
    desk.click(50, 30)
    desk.click(40, 50)
    desk.click(40, 10)
    desk.undo()
    assert not desk.tool.is_busy


def test_a_hole_is_repainted_with_the_shape_that_fills_it():
    outer = polygon("road", [(0, 0), (90, 0), (90, 80), (0, 80)], [LEFT.points])
    desk = desk_with(outer, LEFT)
    desk.select((0,))
    for place in [(40, 20), (50, 30), (40, 40)]:
        desk.click(*place)
    assert ring(desk, 1) == [(10, 10), (40, 10), (40, 20), (50, 30), (40, 40), (40, 50), (10, 50)]
    assert sorted(map(tuple, desk.shapes[0].holes[0].tolist())) == sorted(ring(desk, 1))


@pytest.mark.parametrize(
    ("places", "words"),
    [
        ([], "Press on the border of a shape"),
        ([(40, 20)], "the border or Enter ends"),
        ([(40, 20), (50, 30)], "{other_way} other part"),
    ],
)
def test_the_hint_says_what_the_next_click_does(desk, places, words):
    for place in places:
        desk.click(*place)
    desk.move(55, 25)
    assert words in desk.tool.hint
    assert desk.tool.cursor is Cursor.CROSS


def test_on_the_border_the_hint_and_the_mark_say_so(desk):
    desk.move(41, 20)
    assert desk.tool.draft.snap == (40, 20)
    assert desk.tool.hover.position == 1
    assert "draw the new border from here" in desk.tool.hint
    desk.click(40, 20)
    desk.click(50, 30)
    desk.move(41, 40)
    assert desk.tool.draft.snap == (40, 40)
    assert "put the line in place" in desk.tool.hint
    desk.tool.leave()
    assert desk.tool.draft.snap is None


def test_a_begun_line_is_taken_up_again_on_its_border(desk):
    desk.select((0,))
    for place in [(40, 20), (50, 30)]:
        desk.click(*place)
    desk.tool.flip()
    state = json.loads(json.dumps(desk.tool.draft_state()))
    other = desk_with(LEFT, RIGHT, BELOW)
    other.tool.restore(state)
    assert other.tool.draft_state() == state
    assert other.selection == (0,)
    for each in (desk, other):
        each.click(40, 40)
    assert ring(other) == ring(desk)
    assert len(ring(other)) == 3  # of the other part


@pytest.mark.parametrize(
    "state",
    [
        {"points": [[40, 20]]},
        {"points": [[40, 20]], "position": 9, "ring": 0},
        {"points": [[40, 20]], "position": 0, "ring": 1},
        {"points": [[41, 20]], "position": 0, "ring": 0},
        {"points": [], "position": 0, "ring": 0},
        {"points": [[40, 20]], "position": "first", "ring": None},
    ],
)
def test_a_line_whose_border_is_gone_is_not_taken_up(desk, state):
    with pytest.raises(ValueError, match="border"):
        desk.tool.restore(state)
    assert not desk.tool.is_busy


def test_a_line_on_what_has_been_locked_meanwhile_is_not_taken_up(desk):
    desk.click(40, 20)
    state = desk.tool.draft_state()
    other = desk_with(LEFT, RIGHT, BELOW)
    other.locked = {0, 1}
    with pytest.raises(ValueError, match="gone"):
        other.tool.restore(state)
