"""The select tool: presses and drags in, selections and edits out."""

from __future__ import annotations

import pytest

from labeler.core.edits.shapes import DeleteShapes, ReplaceShapes, set_class
from labeler.core.errors import ToolError
from labeler.core.handles import Handle
from labeler.core.shapes import Shape, ShapeKind, as_points, polygon
from labeler.tools.base import Cursor, Hover
from labeler.tools.select import SelectTool
from tests.tools.desk import Desk

ROAD = ((10, 10), (50, 10), (50, 50), (10, 50))
CAR = ((60, 20), (90, 20), (90, 60), (60, 60))
HOLE = ((20, 20), (40, 20), (40, 40), (20, 40))


@pytest.fixture
def desk() -> Desk:
    desk = Desk(polygon("road", ROAD), polygon("car", CAR))
    desk.tool = SelectTool(desk)
    return desk


def with_tool(*shapes: Shape) -> Desk:
    desk = Desk(*shapes)
    desk.tool = SelectTool(desk)
    return desk


def points(desk: Desk, position: int = 0) -> list[list[float]]:
    return desk.shapes[position].points.tolist()


class TestSelecting:
    def test_a_click_selects_the_shape_under_the_pointer_alone(self, desk):
        desk.click(30, 30)
        assert desk.selection == (0,)
        desk.click(75, 40)
        assert desk.selection == (1,)

    def test_a_click_on_nothing_clears_the_selection(self, desk):
        desk.select((0, 1))
        desk.click(5, 75)
        assert desk.selection == ()

    @pytest.mark.parametrize("key", ["ctrl", "shift"])
    def test_ctrl_or_shift_toggles(self, desk, key):
        desk.click(30, 30)
        desk.click(75, 40, held=key)
        assert desk.selection == (0, 1)
        desk.click(30, 30, held=key)
        assert desk.selection == (1,)
        desk.click(5, 75, held=key)
        assert desk.selection == (1,)

    def test_a_click_on_one_of_several_selected_shapes_leaves_it_alone(self, desk):
        desk.select((0, 1))
        desk.click(75, 40)
        assert desk.selection == (1,)

    def test_a_drag_on_nothing_selects_what_lies_in_the_box(self, desk):
        desk.drag((55, 5), (70, 50), (95, 65))
        assert desk.selection == (1,)

    def test_a_drag_with_ctrl_adds_even_when_it_begins_on_a_shape(self, desk):
        desk.select((0,))
        desk.drag((12, 52), (95, 15), held="ctrl")
        desk.drag((59, 61), (95, 15), held="ctrl")
        assert desk.selection == (0, 1)

    def test_the_box_is_shown_while_it_is_drawn_and_gone_after(self, desk):
        desk.press(95, 70)
        assert desk.tool.draft is None
        desk.move(55, 5)
        assert desk.tool.draft.box == (55, 5, 95, 70)
        assert desk.tool.hint.startswith("Release to select")
        desk.release(55, 5)
        assert desk.tool.draft is None

    def test_esc_drops_the_box(self, desk):
        desk.press(55, 5)
        desk.move(95, 70)
        assert desk.tool.cancel() is None
        desk.release(95, 70)
        assert desk.selection == ()

    def test_a_locked_shape_is_not_selected(self, desk):
        desk.locked = {1}
        desk.click(75, 40)
        assert desk.selection == ()

    def test_selecting_is_no_step_of_the_history(self, desk):
        desk.click(30, 30)
        desk.drag((55, 5), (95, 65))
        assert desk.steps == []


class TestMoving:
    def test_a_drag_moves_the_shape_in_one_step(self, desk):
        desk.drag((30, 30), (33, 31), (36, 33), (35, 34))
        assert points(desk)[0] == [15, 14]
        assert len(desk.steps) == 1
        desk.undo()
        assert points(desk) == [list(map(float, place)) for place in ROAD]

    def test_all_selected_shapes_go_along(self, desk):
        desk.select((0, 1))
        desk.drag((75, 40), (78, 45))
        assert points(desk, 0)[0] == [13, 15]
        assert points(desk, 1)[0] == [63, 25]
        assert desk.selection == (0, 1)

    def test_a_locked_shape_stays(self, desk):
        desk.select((0, 1))
        desk.locked = {0}
        desk.drag((75, 40), (78, 45))
        assert points(desk, 0)[0] == [10, 10]

    def test_the_move_stops_at_the_border(self, desk):
        desk.drag((30, 30), (0, 0), (-50, -50))
        assert points(desk)[0] == [0, 0]
        desk.drag((20, 20), (90, 90))
        assert points(desk)[2] == [100, 80]

    def test_a_shaky_click_moves_nothing(self, desk):
        desk.drag((30, 30), (31, 31))
        assert desk.steps == []

    def test_a_drag_begins_at_the_same_distance_on_screen_at_every_zoom(self, desk):
        desk.drag((30, 30), (30.5, 30), scale=8.0)
        assert points(desk)[0] == [10.5, 10]

    def test_esc_puts_the_shape_back_and_leaves_no_step(self, desk):
        before = desk.shapes[0]
        desk.press(30, 30)
        desk.move(40, 40)
        desk.move(44, 40)
        desk.push(desk.tool.cancel())
        assert desk.shapes[0] is before
        assert desk.steps == []
        desk.move(60, 70)
        desk.release(60, 70)
        assert desk.shapes[0] is before

    def test_two_drags_are_two_steps(self, desk):
        desk.drag((30, 30), (35, 30))
        desk.drag((35, 30), (40, 30))
        assert len(desk.steps) == 2

    def test_a_drag_lets_go_of_a_shape_that_something_else_changed(self, desk):
        desk.press(30, 30)
        desk.move(35, 30)
        desk.push(set_class(desk.annotation, (0,), "car"))
        desk.move(45, 30)
        desk.release(45, 30)
        assert points(desk)[0] == [15, 10]

    def test_a_drag_lets_go_of_a_shape_that_is_gone(self, desk):
        desk.press(75, 40)
        desk.move(80, 40)
        desk.push(DeleteShapes((1,), (desk.shapes[1],)))
        assert not desk.tool.is_busy
        desk.release(85, 40)
        assert len(desk.shapes) == 1

    def test_an_undo_in_the_middle_of_a_drag_ends_it(self, desk):
        desk.press(30, 30)
        desk.move(35, 30)
        desk.undo()
        assert not desk.tool.is_busy
        assert points(desk)[0] == [10, 10]


class TestVertices:
    def test_a_vertex_goes_with_the_pointer_from_where_it_was_grabbed(self, desk):
        desk.select((0,))
        desk.drag((51, 49), (55, 60), (57, 62))
        assert points(desk)[2] == [56, 63]
        assert [step.text for step in desk.steps] == ["Move vertex"]

    def test_a_vertex_of_the_shape_under_the_pointer_can_be_dragged_without_selecting_it_first(self, desk):
        desk.drag((49, 49), (45, 44))
        assert points(desk)[2] == [46, 45]
        assert desk.selection == (0,)

    def test_a_vertex_stays_in_the_image(self, desk):
        desk.select((0,))
        desk.drag((10, 10), (-20, -3))
        assert points(desk)[0] == [0, 0]

    def test_a_click_on_a_vertex_moves_nothing(self, desk):
        desk.select((0,))
        desk.click(51, 49)
        assert desk.steps == []
        assert desk.selection == (0,)

    def test_a_vertex_of_a_hole_can_be_dragged(self):
        desk = with_tool(polygon("road", ROAD, [HOLE]))
        desk.select((0,))
        desk.drag((20, 20), (15, 24))
        assert desk.shapes[0].holes[0][0].tolist() == [15, 24]

    def test_a_corner_keeps_a_rectangle_a_rectangle(self):
        desk = with_tool(Shape("car", as_points(((10, 10), (50, 50))), ShapeKind.RECTANGLE))
        desk.select((0,))
        desk.drag((50, 10), (60, 5))
        assert desk.shapes[0].kind is ShapeKind.RECTANGLE
        assert points(desk) == [[10, 5], [60, 50]]

    def test_the_selected_shape_goes_first_where_vertices_meet(self):
        beside = ((50, 10), (90, 10), (90, 50), (50, 50))
        desk = with_tool(polygon("road", ROAD), polygon("car", beside))
        desk.options.moves_neighbours = desk.options.snaps = False
        desk.select((0,))
        desk.drag((50, 10), (55, 14))
        assert points(desk, 0)[1] == [55, 14]
        assert points(desk, 1)[0] == [50, 10]

    def test_esc_puts_the_vertex_back(self, desk):
        before = desk.shapes[0]
        desk.select((0,))
        desk.press(50, 50)
        desk.move(70, 70)
        desk.push(desk.tool.cancel())
        assert desk.shapes[0] is before
        assert desk.steps == []

    def test_alt_click_deletes_a_vertex(self, desk):
        desk.select((0,))
        desk.click(50, 50, held="alt")
        assert points(desk) == [[10, 10], [50, 10], [10, 50]]
        assert [step.text for step in desk.steps] == ["Delete vertex"]

    def test_a_triangle_keeps_its_vertices(self):
        desk = with_tool(polygon("car", CAR[:3]))
        desk.select((0,))
        with pytest.raises(ToolError, match="at least three vertices"):
            desk.click(60, 20, held="alt")

    def test_a_menu_offers_what_alt_click_does(self, desk):
        (offer,) = desk.tool.offers(desk.at(24, 11))
        desk.push(offer.act())
        assert points(desk)[:3] == [[10, 10], [24, 10], [50, 10]]
        (offer,) = desk.tool.offers(desk.at(24, 11))
        desk.push(offer.act())
        assert len(points(desk)) == 4
        assert [step.text for step in desk.steps] == ["Add vertex", "Delete vertex"]
        assert desk.tool.offers(desk.at(30, 30)) == []

    def test_no_vertex_of_a_circle_is_offered_to_be_deleted(self):
        desk = with_tool(Shape("car", [(50, 40), (60, 40)], ShapeKind.CIRCLE))
        desk.select((0,))
        assert desk.tool.offers(desk.at(60, 40)) == []

    def test_alt_click_on_an_edge_adds_a_vertex_there(self, desk):
        desk.select((0,))
        desk.click(24, 11, held="alt")
        assert points(desk)[:3] == [[10, 10], [24, 10], [50, 10]]
        assert [step.text for step in desk.steps] == ["Add vertex"]

    def test_alt_click_adds_a_vertex_to_the_shape_under_the_pointer_too(self, desk):
        desk.click(24, 11, held="alt")
        assert len(points(desk)) == 5
        assert desk.selection == (0,)

    def test_an_added_vertex_is_dragged_on_in_the_same_step(self, desk):
        desk.select((0,))
        desk.drag((24, 11), (24, 20), (24, 25), held="alt")
        assert points(desk)[1] == [24, 24]
        assert len(desk.steps) == 1
        desk.undo()
        assert len(points(desk)) == 4

    def test_a_dragged_midpoint_becomes_a_vertex_in_one_step(self, desk):
        desk.select((0,))
        desk.drag((30, 10), (30, 2), (31, 5))
        assert points(desk)[:3] == [[10, 10], [31, 5], [50, 10]]
        assert [step.text for step in desk.steps] == ["Add vertex"]

    def test_a_click_on_a_midpoint_adds_nothing(self, desk):
        desk.select((0,))
        desk.click(30, 10)
        assert desk.steps == []

    def test_esc_takes_an_added_vertex_away_again(self, desk):
        desk.select((0,))
        desk.press(30, 10)
        desk.move(30, 20)
        desk.push(desk.tool.cancel())
        assert len(points(desk)) == 4
        assert desk.steps == []

    def test_the_closing_edge_takes_its_vertex_at_the_end_of_the_ring(self, desk):
        desk.select((0,))
        desk.drag((10, 30), (5, 31))
        assert points(desk)[4] == [5, 31]

    def test_edges_of_shapes_that_are_not_selected_have_no_midpoints(self, desk):
        desk.drag((30, 11), (30, 16))
        assert len(points(desk)) == 4
        assert points(desk)[0] == [10, 15]

    def test_a_midpoint_of_a_hole_makes_a_vertex_of_the_hole(self):
        desk = with_tool(polygon("road", ROAD, [HOLE]))
        desk.select((0,))
        desk.drag((30, 20), (30, 14))
        assert desk.shapes[0].holes[0].tolist()[:3] == [[20, 20], [30, 14], [40, 20]]


class TestHover:
    def test_the_topmost_shape_is_hovered(self, desk):
        desk.move(30, 30)
        assert desk.tool.hover == Hover(0)

    def test_a_handle_goes_before_an_edge_and_an_edge_before_a_shape(self, desk):
        desk.select((0,))
        desk.move(11, 11)
        assert desk.tool.hover == Hover(0, Handle(0, 0, 0))
        desk.move(24, 11)
        assert desk.tool.hover == Hover(0, None, Handle(0, 0, 1), (30, 10))
        desk.move(31, 9)
        assert desk.tool.hover == Hover(None, None, Handle(0, 0, 1), (30, 10), (30, 10))

    def test_nothing_is_hovered_once_the_pointer_has_left(self, desk):
        desk.move(30, 30)
        desk.tool.leave()
        assert desk.tool.hover == Hover()

    def test_a_deleted_shape_is_not_hovered_any_more(self, desk):
        desk.move(75, 40)
        desk.push(DeleteShapes((1,), (desk.shapes[1],)))
        assert desk.tool.hover == Hover()

    def test_a_deleted_vertex_is_not_hovered_any_more(self, desk):
        desk.select((0,))
        desk.click(10, 50, held="alt")
        assert desk.tool.hover == Hover()

    def test_the_dragged_vertex_stays_hovered(self, desk):
        desk.select((0,))
        desk.press(30, 10)
        desk.move(30, 30)
        assert desk.tool.hover == Hover(0, Handle(0, 0, 1), vertices=(Handle(0, 0, 1),))
        assert desk.tool.hint.startswith("Release to set the vertex")

    @pytest.mark.parametrize(
        ("place", "held", "hint", "cursor"),
        [
            ((5, 75), "", "Click a shape to select it", Cursor.ARROW),
            ((75, 40), "", "Click to select", Cursor.ARROW),
            ((30, 30), "", "Drag to move ·", Cursor.MOVE),
            ((50, 50), "", "Drag to move the vertex", Cursor.HANDLE),
            ((24, 9), "", "Drag the midpoint", Cursor.ARROW),
            ((30, 10), "", "Drag the midpoint", Cursor.HANDLE),
            ((24, 10), "alt", "Drag the midpoint", Cursor.HANDLE),
        ],
    )
    def test_hint_and_cursor_say_what_a_press_would_do(self, desk, place, held, hint, cursor):
        desk.select((0,))
        desk.move(*place, held=held)
        assert desk.tool.hint.startswith(hint)
        assert desk.tool.cursor is cursor


def test_a_refused_edit_ends_the_drag(desk):
    desk.press(30, 30)
    assert isinstance(desk.tool.move(desk.at(40, 30)), ReplaceShapes)
    assert desk.tool.move(desk.at(45, 30)) is None
    assert not desk.tool.is_busy
