"""The polygon tool: clicks in, a shape out."""

from __future__ import annotations

import json

import pytest

from labeler.core.edits.shapes import InsertShapes
from labeler.core.errors import NoCurrentClassError, ToolError
from labeler.core.shapes import ShapeKind, polygon
from labeler.tools.base import Cursor, Draft
from labeler.tools.polygon import PolygonTool
from labeler.tools.select import SelectTool
from tests.tools.desk import Desk

TRIANGLE = ((10, 10), (40, 10), (40, 30))


@pytest.fixture
def desk() -> Desk:
    desk = Desk()
    desk.tool = PolygonTool(desk)
    return desk


def click_all(desk: Desk, *places) -> None:
    for place in places:
        desk.click(*place)


def vertices(desk: Desk) -> list[tuple[float, float]]:
    (shape,) = desk.shapes
    assert shape.kind is ShapeKind.POLYGON
    return [tuple(point) for point in shape.points.tolist()]


def test_enter_closes_the_ring(desk):
    click_all(desk, *TRIANGLE)
    desk.push(desk.tool.finish())
    assert vertices(desk) == list(TRIANGLE)
    assert desk.shapes[0].class_name == "car"
    assert not desk.tool.is_busy


def test_a_click_on_the_first_vertex_closes_the_ring(desk):
    click_all(desk, *TRIANGLE, (12, 11))
    assert vertices(desk) == list(TRIANGLE)


def test_a_double_click_closes_the_ring_without_doubling_its_last_vertex(desk):
    click_all(desk, *TRIANGLE)
    desk.double_click(20, 40)
    assert vertices(desk) == [*TRIANGLE, (20, 40)]


def test_a_double_click_on_the_first_vertex_does_not_begin_another_polygon(desk):
    click_all(desk, *TRIANGLE)
    desk.double_click(10, 10)
    assert vertices(desk) == list(TRIANGLE)
    assert not desk.tool.is_busy


def test_the_finished_shape_is_one_step_on_top_of_all_others(desk):
    desk.push(InsertShapes((0,), (polygon("road", TRIANGLE),)))
    click_all(desk, *TRIANGLE)
    desk.push(desk.tool.finish())
    assert [shape.class_name for shape in desk.shapes] == ["road", "car"]
    assert desk.steps[-1].text == "Add polygon"
    desk.undo()
    assert [shape.class_name for shape in desk.shapes] == ["road"]


def test_the_class_is_the_one_chosen_at_the_end(desk):
    click_all(desk, *TRIANGLE)
    desk.current_class = "road"
    desk.push(desk.tool.finish())
    assert desk.shapes[0].class_name == "road"


def test_without_a_class_the_first_click_is_refused(desk):
    desk.current_class = None
    with pytest.raises(NoCurrentClassError, match="No class is chosen"):
        desk.click(10, 10)
    assert not desk.tool.is_busy


def test_a_class_that_went_while_drawing_keeps_the_draft(desk):
    click_all(desk, *TRIANGLE)
    desk.current_class = None
    with pytest.raises(NoCurrentClassError):
        desk.tool.finish()
    assert desk.tool.draft is not None
    assert desk.tool.draft.points == TRIANGLE


@pytest.mark.parametrize(
    ("click", "vertex"),
    [((-7, 5), (0, 5)), ((50, 99), (50, 80)), ((100, 80), (100, 80)), ((100.4, -0.1), (100, 0))],
)
def test_vertices_stay_in_the_image_and_reach_its_borders_exactly(desk, click, vertex):
    desk.click(*click)
    assert desk.tool.draft is not None
    assert desk.tool.draft.points == (vertex,)


def test_two_clicks_on_one_place_set_one_vertex(desk):
    click_all(desk, (10, 10), (10, 10), (40, 10), (40, 10), (40, 30))
    desk.push(desk.tool.finish())
    assert vertices(desk) == list(TRIANGLE)


@pytest.mark.parametrize("count", [1, 2])
def test_fewer_than_three_vertices_do_not_close_and_are_kept(desk, count):
    click_all(desk, *TRIANGLE[:count])
    with pytest.raises(ToolError, match="at least three vertices"):
        desk.push(desk.tool.double_press(desk.at(40, 10)))
    assert desk.tool.draft is not None
    assert desk.tool.draft.points == TRIANGLE[:count]


def test_a_ring_that_goes_back_and_forth_has_too_few_vertices(desk):
    click_all(desk, (10, 10), (40, 10), (70, 10), (40, 10), (80, 10))
    with pytest.raises(ToolError, match="no area"):
        desk.tool.finish()


def test_a_ring_without_area_is_refused(desk):
    click_all(desk, (10, 10), (30, 20), (50, 30))
    with pytest.raises(ToolError, match="lie on one line"):
        desk.tool.finish()
    assert desk.shapes == []


def test_enter_before_the_first_vertex_does_nothing(desk):
    assert desk.tool.finish() is None


def test_the_last_vertices_are_taken_back_one_by_one(desk):
    click_all(desk, *TRIANGLE[:2])
    assert desk.tool.take_back()
    assert desk.tool.draft.points == TRIANGLE[:1]
    assert desk.tool.take_back()
    assert not desk.tool.is_busy
    assert not desk.tool.take_back()


def test_esc_drops_the_draft(desk):
    click_all(desk, *TRIANGLE)
    assert desk.tool.cancel() is None
    assert not desk.tool.is_busy
    assert desk.shapes == []


def test_the_first_vertex_clears_the_selection_so_that_a_digit_means_the_new_shape(desk):
    desk.push(InsertShapes((0,), (polygon("road", TRIANGLE),)))
    desk.select((0,))
    desk.click(60, 60)
    assert desk.selection == ()


def test_the_draft_follows_the_pointer_and_says_when_a_click_closes(desk):
    click_all(desk, *TRIANGLE)
    desk.move(60, 60)
    assert desk.tool.draft == Draft(TRIANGLE, (60, 60))
    desk.move(13, 10)
    assert desk.tool.draft == Draft(TRIANGLE, (13, 10), closes=True)


def test_closing_reaches_as_far_on_screen_at_every_zoom(desk):
    for place in TRIANGLE:
        desk.click(*place, scale=8.0)
    desk.move(13, 10, scale=8.0)
    assert not desk.tool.draft.closes
    desk.move(10.5, 10, scale=8.0)
    assert desk.tool.draft.closes


def test_two_vertices_do_not_close(desk):
    click_all(desk, *TRIANGLE[:2])
    desk.move(10, 10)
    assert not desk.tool.draft.closes


def test_the_rubber_line_ends_when_the_pointer_leaves(desk):
    click_all(desk, *TRIANGLE)
    desk.tool.leave()
    assert desk.tool.draft == Draft(TRIANGLE)


def test_alt_shows_length_and_angle(desk):
    desk.click(10, 10)
    desk.move(20, 20, held="alt")
    assert desk.tool.draft.is_measured


def test_the_hint_says_what_the_next_click_does(desk):
    hints = [desk.tool.hint]
    for place in TRIANGLE:
        desk.click(*place)
        hints.append(desk.tool.hint)
    desk.move(10, 10)
    hints.append(desk.tool.hint)
    assert [hint.split(" ·")[0] for hint in hints] == [
        "Click to set the first vertex",
        "Click to add a vertex",
        "Click to add a vertex",
        "Click to add a vertex",
        "Click to close the polygon",
    ]
    assert "Enter closes" in hints[3]


def test_it_draws_with_a_cross_and_shows_the_class(desk):
    assert desk.tool.cursor is Cursor.CROSS
    assert PolygonTool.is_drawing


def test_a_draft_goes_into_another_tool_and_on_from_there(desk):
    click_all(desk, (10.1, 31 / 3), (40, 10))
    state = json.loads(json.dumps(desk.tool.draft_state()))
    other = Desk()
    other.tool = PolygonTool(other)
    other.tool.restore(state)
    assert other.tool.is_busy
    assert other.tool.draft_state() == desk.tool.draft_state()
    assert other.tool.draft.points == ((10.1, 31 / 3), (40, 10))
    other.click(40, 30)
    other.push(other.tool.finish())
    assert vertices(other) == [(10.1, 31 / 3), (40, 10), (40, 30)]


def test_without_vertices_there_is_no_draft_to_keep(desk):
    assert desk.tool.draft_state() is None
    click_all(desk, (10, 10))
    assert desk.tool.draft_state() is not None
    desk.tool.cancel()
    assert desk.tool.draft_state() is None


def test_a_draft_of_a_larger_image_is_brought_into_this_one(desk):
    desk.tool.restore({"points": [[5, 5], [500, -3]]})
    assert desk.tool.draft.points == ((5, 5), (100, 0))


@pytest.mark.parametrize(
    "state",
    [
        {},
        {"points": None},
        {"points": "abc"},
        {"points": [[1, 2, 3]]},
        {"points": [[1, None]]},
        {"points": {}},
    ],
    ids=str,
)
def test_what_is_no_draft_is_refused_and_changes_nothing(desk, state):
    click_all(desk, (10, 10))
    with pytest.raises(ValueError, match="a draft"):
        desk.tool.restore(state)
    assert len(desk.tool.draft.points) == 1


def test_a_tool_without_drafts_takes_none(desk):
    tool = SelectTool(desk)
    assert tool.draft_state() is None
    with pytest.raises(ValueError, match="keeps no unfinished work"):
        tool.restore({"points": []})
