"""The select tool on borders that shapes share: what goes along, what stays, and where vertices catch."""

from __future__ import annotations

import pytest

from labeler.core.edits.shapes import DeleteShapes
from labeler.core.errors import ToolError
from labeler.core.handles import Handle
from labeler.core.shapes import Shape, ShapeKind, as_points, polygon
from labeler.tools.select import SelectTool
from tests.tools.desk import Desk

LEFT = ((10, 10), (50, 10), (50, 50), (10, 50))
RIGHT = ((50, 10), (90, 10), (90, 50), (50, 50))


def with_tool(*shapes: Shape, snaps=False) -> Desk:
    desk = Desk(*shapes)
    desk.tool = SelectTool(desk)
    desk.options.snaps = snaps
    desk.select((0,))
    return desk


@pytest.fixture
def desk() -> Desk:
    """Two squares beside each other; the left one is selected."""
    return with_tool(polygon("road", LEFT), polygon("car", RIGHT))


def points(desk: Desk, position: int = 0) -> list[list[float]]:
    return desk.shapes[position].points.tolist()


class TestMoving:
    def test_a_shared_vertex_is_moved_in_both_shapes_in_one_step(self, desk):
        desk.drag((50, 50), (53, 52), (55, 57))
        assert points(desk, 0)[2] == points(desk, 1)[3] == [55, 57]
        assert len(desk.steps) == 1
        desk.undo()
        assert points(desk, 1) == [list(map(float, place)) for place in RIGHT]

    def test_no_pixel_is_lost_or_doubled(self, desk):
        assert (desk.pixels() > 0).sum() == 80 * 40
        desk.drag((50, 50), (55, 57.5))
        inner = desk.pixels()[10:50, 10:90]
        assert (inner > 0).all()

    def test_with_alt_only_this_one(self, desk):
        desk.press(50, 50)
        desk.move(55, 57)
        desk.move(55, 58, held="alt")
        assert points(desk, 0)[2] == [55, 58]
        assert points(desk, 1)[3] == [50, 50]
        desk.move(56, 58)
        assert points(desk, 0)[2] == points(desk, 1)[3] == [56, 58]
        desk.release(56, 58)
        assert len(desk.steps) == 1

    def test_alone_when_so_set(self, desk):
        desk.options.moves_neighbours = False
        desk.drag((50, 50), (55, 57))
        assert points(desk, 0)[2] == [55, 57]
        assert points(desk, 1)[3] == [50, 50]

    def test_the_hint_tells_how_many_shapes_it_concerns(self, desk):
        desk.move(50, 50)
        assert "vertex of 2 shapes" in desk.tool.hint
        assert desk.tool.hover.others == (Handle(1, 0, 3),)
        desk.move(10, 50)
        assert desk.tool.hint.startswith("Drag to move the vertex ·")
        desk.options.moves_neighbours = False
        desk.move(50, 50)
        assert desk.tool.hover.others == ()

    def test_what_goes_along_is_shown_while_it_is_dragged(self, desk):
        desk.press(50, 50)
        desk.move(55, 57)
        assert desk.tool.hover.others == (Handle(1, 0, 3),)
        assert "Alt: only of this shape" in desk.tool.hint
        desk.move(55, 57, held="alt")
        assert desk.tool.hover.others == ()

    def test_a_locked_neighbour_is_not_torn_off_in_silence(self, desk):
        desk.locked = {1}
        with pytest.raises(ToolError, match="locked or hidden"):
            desk.drag((50, 50), (55, 57))
        assert points(desk, 0)[2] == [50, 50]

    def test_but_with_alt_it_may_be(self, desk):
        desk.locked = {1}
        desk.press(50, 50)
        desk.move(55, 57, held="alt")
        desk.release(55, 57, held="alt")
        assert points(desk, 0)[2] == [55, 57]
        assert points(desk, 1)[3] == [50, 50]

    def test_where_only_an_edge_of_the_neighbour_lies_it_gets_a_vertex(self):
        beside = ((50, 0), (90, 0), (90, 70), (50, 70))
        desk = with_tool(polygon("road", LEFT), polygon("car", beside))
        desk.drag((50, 50), (55, 52))
        assert points(desk, 0)[2] == [55, 52]
        assert [55, 52] in points(desk, 1)
        assert (desk.pixels()[10:50, 10:90] > 0).all()

    def test_what_is_chosen_afterwards_is_the_same_vertex_whatever_its_number(self):
        low = ((10, 10), (50, 10), (50, 70), (10, 70))
        small = ((50, 30), (90, 30), (90, 50), (50, 50))
        desk = with_tool(polygon("road", low), polygon("car", small))
        desk.drag((50, 70), (54, 70))
        handle = desk.tool.chosen.handles[0]
        assert points(desk)[handle.vertex] == [54, 70]

    def test_esc_puts_the_neighbour_back_too(self, desk):
        before = list(desk.shapes)
        desk.press(50, 50)
        desk.move(55, 57)
        desk.push(desk.tool.cancel())
        assert desk.shapes == before
        assert desk.steps == []

    def test_a_change_of_the_neighbour_in_the_middle_ends_the_drag(self, desk):
        desk.press(50, 50)
        desk.move(55, 57)
        desk.push(DeleteShapes((1,), (desk.shapes[1],)))
        assert not desk.tool.is_busy

    def test_a_rectangle_alone_stays_one(self):
        desk = with_tool(Shape("car", as_points(((10, 10), (50, 50))), ShapeKind.RECTANGLE))
        desk.drag((50, 50), (60, 60))
        assert desk.shapes[0].kind is ShapeKind.RECTANGLE

    def test_a_rectangle_with_a_neighbour_becomes_a_polygon_and_the_border_stays_closed(self):
        box = Shape("car", as_points(((50, 10), (90, 50))), ShapeKind.RECTANGLE)
        desk = with_tool(polygon("road", LEFT), box)
        desk.drag((50, 50), (55, 57))
        assert desk.shapes[1].kind is ShapeKind.POLYGON
        assert [55, 57] in points(desk, 1)


class TestAddingAndDeleting:
    def test_a_vertex_is_added_in_both_shapes(self, desk):
        desk.click(50, 24, held="alt")
        assert [50, 24] in points(desk, 0)
        assert [50, 24] in points(desk, 1)
        assert [step.text for step in desk.steps] == ["Add vertex"]

    def test_a_dragged_midpoint_bends_the_border_of_both(self, desk):
        desk.drag((50, 30), (55, 30), (57, 32))
        assert [57, 32] in points(desk, 0)
        assert [57, 32] in points(desk, 1)
        assert len(desk.steps) == 1

    def test_alt_at_the_press_adds_and_does_not_mean_this_one_only(self, desk):
        desk.drag((50, 24), (57, 24), held="alt")
        assert [57, 24] in points(desk, 0)
        assert [57, 24] in points(desk, 1)

    def test_a_vertex_is_deleted_in_both(self, desk):
        desk.click(50, 24, held="alt")
        desk.click(50, 24, held="alt")
        assert [50, 24] not in points(desk, 0)
        assert [50, 24] not in points(desk, 1)
        assert len(desk.steps) == 2

    def test_alone_when_so_set(self, desk):
        desk.options.moves_neighbours = False
        desk.click(50, 24, held="alt")
        assert [50, 24] in points(desk, 0)
        assert len(points(desk, 1)) == 4
        desk.click(50, 24, held="alt")
        assert len(points(desk, 0)) == 4

    def test_esc_takes_an_added_vertex_out_of_both(self, desk):
        desk.press(50, 30)
        desk.move(57, 32)
        desk.push(desk.tool.cancel())
        assert len(points(desk, 0)) == len(points(desk, 1)) == 4
        assert desk.steps == []


class TestSnapping:
    def test_a_dragged_vertex_catches_on_one_of_another_shape(self):
        far = ((70, 20.25), (90, 20), (90, 60), (70, 60))
        desk = with_tool(polygon("road", LEFT), polygon("car", far), snaps=True)
        desk.press(50, 10)
        desk.move(68, 19)
        assert desk.tool.draft.snap == (70, 20.25)
        desk.release(68, 19)
        assert points(desk)[1] == [70, 20.25]

    def test_not_with_ctrl_and_not_when_switched_off(self):
        far = ((70, 20), (90, 20), (90, 60), (70, 60))
        desk = with_tool(polygon("road", LEFT), polygon("car", far), snaps=True)
        desk.press(50, 10)
        desk.move(68, 19, held="ctrl")
        assert points(desk)[1] == [68, 19]
        desk.options.snaps = False
        desk.move(69, 19)
        assert points(desk)[1] == [69, 19]

    def test_not_on_its_own_shape_nor_on_those_that_go_along(self, desk):
        desk.options.snaps = True
        desk.drag((50, 50), (50, 46))
        assert points(desk, 0)[2] == points(desk, 1)[3] == [50, 46]

    def test_the_border_of_the_image_is_caught_exactly(self):
        desk = with_tool(polygon("road", LEFT), snaps=True)
        desk.drag((10, 10), (2.6, 12))
        assert points(desk)[0] == [0, 12]

    def test_the_mark_is_gone_after_the_drag(self):
        desk = with_tool(polygon("road", LEFT), snaps=True)
        desk.press(10, 10)
        desk.move(2, 12)
        assert desk.tool.draft is not None
        desk.release(2, 12)
        assert desk.tool.draft is None

    def test_the_handle_of_an_ellipse_does_not_catch(self):
        circle = Shape("car", [(50, 40), (60, 40)], ShapeKind.CIRCLE)
        other = polygon("road", ((70, 38), (90, 38), (90, 60), (70, 60)))
        desk = with_tool(circle, other, snaps=True)
        desk.drag((60, 40), (69, 40))
        assert points(desk)[1] == [69, 40]


class TestCuttingOut:
    INNER = ((60, 55), (70, 55), (70, 65), (60, 65))

    def test_a_shape_dropped_with_alt_is_cut_out_of_the_one_it_lies_on(self):
        desk = with_tool(polygon("road", LEFT), polygon("car", self.INNER))
        desk.select((1,))
        desk.press(65, 60)
        desk.move(35, 30)
        assert "cut out" in desk.tool.hint
        desk.move(35, 30, held="alt")
        desk.release(35, 30, held="alt")
        assert len(desk.shapes[0].holes) == 1
        assert desk.selection == (1,)
        assert [step.text for step in desk.steps] == ["Cut out shape"]
        desk.undo()
        assert desk.shapes[0].holes == ()
        assert points(desk, 1)[0] == [60, 55]

    def test_the_next_drag_is_a_step_of_its_own(self):
        desk = with_tool(polygon("road", LEFT), polygon("car", self.INNER))
        desk.drag((65, 60), (35, 30), held="alt")
        desk.drag((35, 30), (41, 30))
        assert [step.text for step in desk.steps] == ["Cut out shape", "Move shape"]

    def test_without_alt_it_only_lies_there(self):
        desk = with_tool(polygon("road", LEFT), polygon("car", self.INNER))
        desk.drag((65, 60), (35, 30))
        assert desk.shapes[0].holes == ()

    def test_over_nothing_it_says_so(self):
        desk = with_tool(polygon("road", LEFT), polygon("car", self.INNER))
        with pytest.raises(ToolError, match="nothing below"):
            desk.drag((65, 60), (75, 65), held="alt")

    def test_a_locked_shape_is_not_cut(self):
        desk = with_tool(polygon("road", LEFT), polygon("car", self.INNER))
        desk.locked = {0}
        with pytest.raises(ToolError, match="nothing below"):
            desk.drag((65, 60), (35, 30), held="alt")
        assert desk.shapes[0].holes == ()
