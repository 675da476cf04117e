"""The select tool on vertices: which are chosen, and what drags, strokes and boxes do to them."""

from __future__ import annotations

import pytest

from labeler.core.edits.shapes import DeleteShapes, set_class
from labeler.core.errors import ToolError
from labeler.core.handles import Handle
from labeler.core.shapes import Shape, ShapeKind, polygon
from labeler.tools.select import SelectTool
from tests.tools.desk import Desk

ROAD = ((10, 10), (50, 10), (50, 50), (10, 50))
CAR = ((60, 20), (90, 20), (90, 60), (60, 60))
HOLE = ((20, 20), (40, 20), (40, 40), (20, 40))


def with_tool(*shapes: Shape) -> Desk:
    desk = Desk(*shapes)
    desk.tool = SelectTool(desk)
    desk.options.snaps = False
    return desk


@pytest.fixture
def desk() -> Desk:
    desk = with_tool(polygon("road", ROAD), polygon("car", CAR))
    desk.select((0,))
    return desk


def chosen(desk: Desk) -> list[tuple[int, int, int]]:
    return [tuple(handle) for handle in desk.tool.chosen.handles]


def points(desk: Desk, position: int = 0) -> list[list[float]]:
    return desk.shapes[position].points.tolist()


class TestChoosing:
    def test_a_click_on_a_vertex_of_the_selected_shape_chooses_it_alone(self, desk):
        desk.click(50, 50)
        assert chosen(desk) == [(0, 0, 2)]
        desk.click(10, 10)
        assert chosen(desk) == [(0, 0, 0)]
        assert desk.steps == []

    def test_a_first_click_near_a_vertex_is_meant_for_the_shape(self, desk):
        desk.click(62, 22)
        assert desk.selection == (1,)
        assert chosen(desk) == []
        desk.click(62, 22)
        assert chosen(desk) == [(1, 0, 0)]

    def test_ctrl_click_adds_a_vertex_and_takes_it_out_again(self, desk):
        desk.click(50, 50)
        desk.click(10, 10, held="ctrl")
        assert chosen(desk) == [(0, 0, 2), (0, 0, 0)]
        desk.click(50, 50, held="ctrl")
        assert chosen(desk) == [(0, 0, 0)]
        assert desk.selection == (0,)

    def test_ctrl_click_on_a_vertex_of_another_shape_selects_that_too(self, desk):
        desk.click(62, 22, held="ctrl")
        assert desk.selection == (0, 1)
        assert chosen(desk) == []

    def test_a_click_on_the_shape_chooses_none(self, desk):
        desk.click(50, 50)
        desk.click(30, 30)
        assert chosen(desk) == []
        assert desk.selection == (0,)

    def test_what_is_dragged_is_chosen_from_then_on(self, desk):
        desk.drag((50, 50), (55, 55))
        assert chosen(desk) == [(0, 0, 2)]
        desk.drag((30, 10), (30, 5))
        assert chosen(desk) == [(0, 0, 1)]

    def test_vertices_of_shapes_that_are_not_selected_any_more_are_not_chosen(self, desk):
        desk.click(50, 50)
        desk.select((1,))
        assert chosen(desk) == []
        desk.select((0,))
        assert chosen(desk) == []

    def test_they_are_shown_with_what_lies_under_the_pointer(self, desk):
        desk.click(50, 50)
        desk.move(30, 30)
        assert desk.tool.hover.position == 0
        assert desk.tool.hover.vertices == (Handle(0, 0, 2),)

    def test_they_follow_their_shape_through_the_list(self, desk):
        desk.select((0, 1))
        desk.click(90, 60)
        assert chosen(desk) == [(1, 0, 2)]
        desk.push(DeleteShapes((0,), (desk.shapes[0],)))
        assert chosen(desk) == [(0, 0, 2)]
        desk.undo()
        assert chosen(desk) == [(1, 0, 2)]

    def test_they_stay_chosen_when_the_shape_gets_another_class(self, desk):
        desk.click(50, 50)
        desk.push(set_class(desk.annotation, (0,), "car"))
        assert chosen(desk) == [(0, 0, 2)]

    def test_they_are_forgotten_when_an_undo_gives_the_shape_other_vertices(self, desk):
        desk.drag((30, 10), (30, 5))
        desk.undo()
        assert chosen(desk) == []


class TestBox:
    def test_a_box_chooses_vertices_of_the_selected_shapes_when_so_set(self, desk):
        desk.options.boxes_vertices = True
        desk.drag((3, 3), (70, 30))
        assert chosen(desk) == [(0, 0, 0), (0, 0, 1)]
        assert desk.selection == (0,)

    def test_and_with_alt_held_while_it_is_drawn(self, desk):
        desk.press(3, 3)
        desk.move(30, 20)
        desk.move(70, 30, held="alt")
        assert "vertices" in desk.tool.hint
        desk.release(70, 30, held="alt")
        assert chosen(desk) == [(0, 0, 0), (0, 0, 1)]

    def test_with_ctrl_it_adds_wherever_it_begins(self, desk):
        desk.options.boxes_vertices = True
        desk.click(50, 50)
        desk.drag((25, 25), (5, 5), held="ctrl")
        assert chosen(desk) == [(0, 0, 2), (0, 0, 0)]

    def test_vertices_of_holes_are_chosen_too(self):
        desk = with_tool(polygon("road", ROAD, [HOLE]))
        desk.select((0,))
        desk.options.boxes_vertices = True
        desk.drag((3, 30), (45, 60))
        assert chosen(desk) == [(0, 0, 3), (0, 1, 2), (0, 1, 3)]

    def test_with_nothing_selected_it_selects_shapes(self, desk):
        desk.select(())
        desk.options.boxes_vertices = True
        desk.drag((3, 3), (55, 55))
        assert desk.selection == (0,)
        assert chosen(desk) == []

    def test_locked_shapes_have_no_vertices_to_choose(self, desk):
        desk.locked = {0}
        desk.options.boxes_vertices = True
        desk.drag((3, 3), (70, 60))
        assert chosen(desk) == []

    def test_the_hint_tells_of_alt_while_something_is_selected(self, desk):
        desk.press(3, 3)
        desk.move(30, 20)
        assert "hold Alt" in desk.tool.hint
        desk.release(30, 20)
        desk.select(())
        desk.press(3, 3)
        desk.move(30, 20)
        assert "Alt" not in desk.tool.hint


class TestDraggingSeveral:
    def test_all_chosen_vertices_go_along_in_one_step(self, desk):
        desk.click(10, 10)
        desk.click(50, 10, held="ctrl")
        desk.drag((50, 10), (52, 15), (54, 16))
        assert points(desk) == [[14, 16], [54, 16], [50, 50], [10, 50]]
        assert [step.text for step in desk.steps] == ["Move 2 vertices"]
        assert set(chosen(desk)) == {(0, 0, 0), (0, 0, 1)}

    def test_of_several_shapes_too(self, desk):
        desk.select((0, 1))
        desk.click(50, 50)
        desk.click(60, 60, held="ctrl")
        desk.drag((60, 60), (60, 65))
        assert points(desk)[2] == [50, 55]
        assert points(desk, 1)[3] == [60, 65]

    def test_they_stop_together_at_the_border(self, desk):
        desk.click(10, 10)
        desk.click(50, 10, held="ctrl")
        desk.drag((50, 10), (20, -40))
        assert points(desk)[:2] == [[0, 0], [40, 0]]

    def test_a_vertex_that_is_not_chosen_goes_alone(self, desk):
        desk.click(10, 10)
        desk.drag((50, 50), (55, 55))
        assert points(desk)[0] == [10, 10]
        assert chosen(desk) == [(0, 0, 2)]

    def test_esc_puts_all_back(self, desk):
        before = desk.shapes[0]
        desk.click(10, 10)
        desk.click(50, 10, held="ctrl")
        desk.press(50, 10)
        desk.move(70, 20)
        desk.push(desk.tool.cancel())
        assert desk.shapes[0] is before
        assert desk.steps == []


class TestStroke:
    def test_a_stroke_with_alt_deletes_what_it_passes_over_in_one_step(self):
        many = [(x, 10) for x in range(10, 91, 10)] + [(90, 70), (10, 70)]
        desk = with_tool(polygon("road", many))
        desk.select((0,))
        desk.press(30, 10, held="alt")
        desk.move(52, 11, held="alt")
        assert "delete" in desk.tool.hint
        assert [vertex for _, _, vertex in desk.tool.hover.vertices] == [2, 3, 4]
        assert desk.steps == []
        desk.move(60, 25, held="alt")
        desk.release(60, 25, held="alt")
        assert [x for x, y in points(desk) if y == 10] == [10, 20, 60, 70, 80, 90]
        assert [step.text for step in desk.steps] == ["Delete 3 vertices"]
        desk.undo()
        assert len(points(desk)) == 11

    def test_it_deletes_in_all_selected_shapes(self, desk):
        road, car = ((x, y) for x, y in ROAD), CAR
        desk = with_tool(polygon("road", [*road, (5, 30)]), polygon("car", [*car, (55, 40)]))
        desk.select((0, 1))
        desk.drag((50, 50), (60, 60), held="alt")
        assert len(points(desk, 0)) == len(points(desk, 1)) == 4

    def test_esc_keeps_them(self, desk):
        desk.press(50, 50, held="alt")
        desk.move(50, 10, held="alt")
        assert desk.tool.cancel() is None
        desk.release(50, 10, held="alt")
        assert len(points(desk)) == 4

    def test_a_ring_is_left_with_three(self, desk):
        with pytest.raises(ToolError, match="at least three"):
            desk.drag((50, 50), (50, 10), held="alt")
        assert len(points(desk)) == 4
        assert not desk.tool.is_busy


class TestMenu:
    def test_all_chosen_vertices_can_be_deleted(self):
        desk = with_tool(polygon("road", [*ROAD, (5, 30)]))
        desk.select((0,))
        desk.click(5, 30)
        desk.click(50, 50, held="ctrl")
        (offer,) = desk.tool.offers(desk.at(50, 50))
        assert offer.text == "Delete 2 vertices"
        desk.push(offer.act())
        assert points(desk) == [[10, 10], [50, 10], [10, 50]]

    def test_a_vertex_that_is_not_chosen_is_meant_alone(self):
        desk = with_tool(polygon("road", [*ROAD, (5, 30)]))
        desk.select((0,))
        desk.click(5, 30)
        desk.click(50, 50, held="ctrl")
        (offer,) = desk.tool.offers(desk.at(10, 10))
        assert offer.text == "Delete vertex"

    def test_a_handle_of_a_circle_is_none_to_delete(self):
        desk = with_tool(Shape("car", [(50, 40), (60, 40)], ShapeKind.CIRCLE))
        desk.select((0,))
        desk.click(60, 40)
        assert chosen(desk) == [(0, 0, 1)]
        assert desk.tool.offers(desk.at(60, 40)) == []
