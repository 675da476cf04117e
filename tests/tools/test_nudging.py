"""Arrow keys with the select tool: places in, steps out."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core.errors import ToolError
from labeler.core.handles import Handle
from labeler.core.shapes import Shape, ShapeKind, as_points, polygon
from labeler.tools import nudging
from labeler.tools.select import SelectTool
from tests.tools.desk import SIZE, Desk

LEFT = ((10, 10), (50, 10), (50, 50), (10, 50))
RIGHT = ((50, 10), (90, 10), (90, 50), (50, 50))


def with_tool(*shapes: Shape) -> Desk:
    desk = Desk(*shapes)
    desk.tool = SelectTool(desk)
    desk.select((0,))
    return desk


@pytest.fixture
def desk() -> Desk:
    return with_tool(polygon("road", LEFT), polygon("car", RIGHT))


def nudge(desk: Desk, *steps: tuple[float, float]) -> None:
    for dx, dy in steps:
        desk.push(desk.tool.nudge(dx, dy))


def points(desk: Desk, position: int = 0) -> list[list[float]]:
    return desk.shapes[position].points.tolist()


class TestShapes:
    def test_the_selected_shapes_go_by_that_much_and_the_others_stay(self, desk):
        nudge(desk, (1, 0), (0, 10))
        assert points(desk)[0] == [11, 20]
        assert points(desk, 1)[0] == [50, 10]

    def test_a_row_of_arrow_keys_is_one_step(self, desk):
        nudge(desk, (1, 0), (1, 0), (0, 1))
        assert len(desk.steps) == 1
        desk.undo()
        assert points(desk)[0] == [10, 10]

    def test_another_selection_begins_another_step(self, desk):
        nudge(desk, (1, 0))
        desk.select((1,))
        nudge(desk, (0, 1))
        desk.select((0,))
        nudge(desk, (1, 0))
        assert len(desk.steps) == 3

    def test_a_drag_in_between_ends_the_row(self, desk):
        nudge(desk, (1, 0))
        desk.drag((30, 30), (35, 30))
        nudge(desk, (1, 0))
        assert len(desk.steps) == 3

    def test_all_stop_at_the_border_and_go_back_at_once(self, desk):
        desk.select((0, 1))
        nudge(desk, (10, 0), (10, 0), (-1, 0))
        assert points(desk, 1)[1] == [99, 10]
        assert points(desk)[0] == [19, 10]

    def test_at_the_border_there_is_no_step(self, desk):
        nudge(desk, (-10, 0))
        count = len(desk.steps)
        assert desk.tool.nudge(-1, 0) is None
        assert len(desk.steps) == count

    def test_at_the_border_no_shape_is_copied_only_to_be_dropped(self, desk, monkeypatch):
        nudge(desk, (-10, 0))
        monkeypatch.setattr(nudging, "move_shapes", None)
        assert desk.tool.nudge(-1, 0) is None

    def test_locked_shapes_stay(self, desk):
        desk.select((0, 1))
        desk.locked = {1}
        nudge(desk, (1, 0))
        assert points(desk, 1)[0] == [50, 10]
        desk.locked = {0, 1}
        with pytest.raises(ToolError, match="locked or hidden"):
            desk.tool.nudge(1, 0)

    def test_with_nothing_selected_it_says_what_to_do(self, desk):
        desk.select(())
        with pytest.raises(ToolError, match="Select a shape first"):
            desk.tool.nudge(1, 0)

    def test_nothing_is_nudged_out_of_the_hand_of_the_mouse(self, desk):
        desk.press(30, 30)
        assert desk.tool.nudge(1, 0) is None

    @settings(max_examples=30, deadline=None)
    @given(st.lists(st.tuples(st.integers(-30, 30), st.integers(-30, 30)), max_size=8))
    def test_whatever_the_way_the_shape_stays_in_the_image_as_it_is(self, steps):
        desk = with_tool(polygon("road", LEFT))
        nudge(desk, *steps)
        left, top, right, bottom = desk.shapes[0].bounds
        assert left >= 0
        assert top >= 0
        assert right <= SIZE[0]
        assert bottom <= SIZE[1]
        assert (right - left, bottom - top) == (40, 40)


class TestVertices:
    def test_the_chosen_vertices_go_and_the_rest_of_the_shape_stays(self, desk):
        desk.tool.chosen.choose((Handle(0, 0, 0), Handle(0, 0, 3)))
        nudge(desk, (-1, 0), (-1, 0))
        assert points(desk) == [[8, 10], [50, 10], [50, 50], [8, 50]]
        assert len(desk.steps) == 1
        assert len(desk.tool.chosen.handles) == 2

    def test_neighbours_go_along(self, desk):
        desk.tool.chosen.choose((Handle(0, 0, 2),))
        nudge(desk, (1, 0), (0, 10))
        assert points(desk, 0)[2] == points(desk, 1)[3] == [51, 60]
        assert len(desk.steps) == 1

    def test_a_vertex_that_is_passed_over_is_not_taken_along(self):
        far = ((53, 10), (90, 10), (90, 50), (53, 50))
        desk = with_tool(polygon("road", LEFT), polygon("car", far))
        desk.tool.chosen.choose((Handle(0, 0, 2),))
        nudge(desk, *[(1, 0)] * 5)
        assert points(desk)[2] == [55, 50]
        assert points(desk, 1)[3] == [53, 50]

    def test_other_vertices_begin_another_step(self, desk):
        desk.tool.chosen.choose((Handle(0, 0, 0),))
        nudge(desk, (1, 0))
        desk.tool.chosen.choose((Handle(0, 0, 3),))
        nudge(desk, (1, 0))
        assert len(desk.steps) == 2
        assert points(desk)[0] == [11, 10]

    def test_after_an_undo_it_goes_on_from_what_is_there(self, desk):
        desk.tool.chosen.choose((Handle(0, 0, 0),))
        nudge(desk, (5, 0))
        desk.undo()
        nudge(desk, (1, 0))
        assert points(desk)[0] == [11, 10]

    def test_a_neighbour_that_gets_a_vertex_takes_it_from_the_first_step_on(self):
        beside = ((50, 0), (90, 0), (90, 70), (50, 70))
        desk = with_tool(polygon("road", LEFT), polygon("car", beside))
        desk.tool.chosen.choose((Handle(0, 0, 2),))
        nudge(desk, (1, 0), (1, 0))
        assert [52, 50] in points(desk, 1)
        assert len(desk.steps) == 1
        (handle,) = desk.tool.chosen.handles
        assert points(desk)[handle.vertex] == [52, 50]

    def test_they_stop_at_the_border(self, desk):
        desk.tool.chosen.choose((Handle(0, 0, 0), Handle(0, 0, 1)))
        nudge(desk, (0, -10))
        assert desk.tool.nudge(0, -10) is None
        assert points(desk)[:2] == [[0 + 10, 0], [50, 0]]

    def test_a_corner_keeps_a_rectangle_a_rectangle(self):
        desk = with_tool(Shape("car", as_points(((10, 10), (50, 50))), ShapeKind.RECTANGLE))
        desk.tool.chosen.choose((Handle(0, 0, 2),))
        nudge(desk, (1, 0), (0, 1))
        assert desk.shapes[0].kind is ShapeKind.RECTANGLE
        assert points(desk) == [[10, 10], [51, 51]]

    def test_a_locked_shape_keeps_its_vertices(self, desk):
        desk.tool.chosen.choose((Handle(0, 0, 0),))
        desk.locked = {0}
        with pytest.raises(ToolError, match="locked or hidden"):
            desk.tool.nudge(1, 0)
