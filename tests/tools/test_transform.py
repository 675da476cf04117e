"""The transform tool: presses and drags on the frame in, scaled, turned and moved shapes out."""

from __future__ import annotations

import numpy as np
import pytest

from labeler.core.edits.shapes import set_class
from labeler.core.shapes import Shape, ShapeKind, as_points, polygon
from labeler.tools.base import Cursor, Hover
from labeler.tools.transform import TransformTool
from tests.tools.desk import Desk

# The box is 20..60 x 20..40, its centre (40, 30).
ROAD = ((20, 20), (60, 20), (60, 40), (20, 40))
CAR = ((70, 50), (90, 50), (90, 70), (70, 70))


@pytest.fixture
def desk() -> Desk:
    desk = Desk(polygon("road", ROAD), polygon("car", CAR))
    desk.tool = TransformTool(desk)
    desk.select((0,))
    return desk


def box(desk: Desk, position: int = 0) -> tuple[float, float, float, float]:
    return tuple(round(value, 6) for value in desk.shapes[position].bounds)


SCALES = [
    # handle, where it is dragged to, keys held, the box afterwards
    ((60, 40), (80, 50), "", (20, 20, 80, 50)),
    ((20, 20), (30, 10), "", (30, 10, 60, 40)),
    ((60, 30), (50, 70), "", (20, 20, 50, 40)),
    ((40, 20), (0, 30), "", (20, 30, 60, 40)),
    ((20, 30), (10, 0), "", (10, 20, 60, 40)),
    ((40, 40), (0, 60), "", (20, 20, 60, 60)),
    ((60, 40), (70, 45), "alt", (10, 15, 70, 45)),
    ((60, 30), (70, 30), "alt", (10, 20, 70, 40)),
    ((60, 40), (80, 41), "shift", (20, 20, 80, 50)),
    ((60, 40), (61, 60), "shift", (20, 20, 100, 60)),
    ((60, 30), (80, 30), "shift", (20, 15, 80, 45)),
    ((40, 40), (40, 50), "shift", (10, 20, 70, 50)),
    ((60, 40), (80, 41), "shift alt", (0, 10, 80, 50)),
]


@pytest.mark.parametrize(("handle", "target", "held", "expected"), SCALES)
def test_a_handle_scales(desk, handle, target, held, expected):
    desk.press(*handle, scale=2)
    desk.move(*target, held=held, scale=2)
    desk.release(*target, held=held, scale=2)
    assert box(desk) == expected
    assert len(desk.steps) == 1
    assert desk.steps[0].text == "Scale shape"
    desk.undo()
    assert desk.shapes[0].points.tolist() == [list(map(float, place)) for place in ROAD]


class TestScaling:
    def test_past_the_opposite_side_it_is_mirrored(self, desk):
        desk.drag((60, 30), (40, 30), (0, 30), scale=2)
        assert box(desk) == (0, 20, 20, 40)
        assert desk.shapes[0].points[0].tolist() == [20, 20]
        assert desk.shapes[0].points[1].tolist() == [0, 20]

    def test_no_drag_comes_to_nothing_and_back_it_is_as_it_was(self, desk):
        desk.press(60, 40)
        desk.move(20, 20)
        left, top, right, bottom = box(desk)
        assert (right - left, bottom - top) == (0.5, 0.5)
        desk.move(60, 40)
        assert box(desk) == (20, 20, 60, 40)
        desk.release(60, 40)

    def test_the_draft_says_by_how_much(self, desk):
        desk.press(60, 40)
        desk.move(70, 36)
        assert desk.tool.draft.text == "1.25 × 0.80"
        assert desk.tool.draft.frame.corners == ((20, 20), (70, 20), (70, 36), (20, 36))

    def test_several_shapes_are_scaled_together(self, desk):
        desk.select((0, 1))
        desk.drag((90, 70), (55, 45))
        assert box(desk) == (20, 20, 40, 30)
        assert box(desk, 1) == (45, 35, 55, 45)
        assert desk.steps[0].text == "Scale 2 shapes"

    def test_what_has_no_height_is_scaled_across_only(self):
        desk = Desk(Shape("road", as_points(((20, 30), (60, 30))), ShapeKind.LINE))
        desk.tool = TransformTool(desk)
        desk.select((0,))
        desk.drag((60, 30), (80, 50))
        assert desk.shapes[0].points.tolist() == [[20, 30], [80, 30]]

    def test_handles_in_the_middle_of_short_sides_leave_room_for_those_of_the_corners(self, desk):
        desk.press(40, 20, scale=0.5)  # 20 pixels on screen: no handle there, the frame is moved
        desk.move(50, 25, scale=0.5)
        assert box(desk) == (30, 25, 70, 45)

    def test_what_is_tiny_on_screen_is_moved_and_not_scaled(self):
        desk = Desk(Shape("road", as_points(((40, 30),)), ShapeKind.POINT))
        desk.tool = TransformTool(desk)
        desk.select((0,))
        desk.drag((40, 30), (50, 35))
        assert desk.shapes[0].points.tolist() == [[50, 35]]


class TestTurning:
    # There is no room in the image for the 24 screen pixels of the knob above, so it stands below.

    def test_the_knob_turns_about_the_centre(self, desk):
        desk.drag((40, 64), (50, 60), (80, 30))
        assert box(desk) == (30, 10, 50, 50)
        assert desk.steps[0].text == "Turn shape"

    def test_it_stands_as_far_out_on_screen_at_any_zoom(self, desk):
        desk.drag((40, 14), (50, 29), (60, 30), scale=4)
        assert box(desk) == (30, 10, 50, 50)

    def test_it_stands_inside_where_the_image_has_no_room_for_it(self):
        desk = Desk(polygon("road", ((10, 5), (90, 5), (90, 75), (10, 75))))
        desk.tool = TransformTool(desk)
        desk.select((0,))
        desk.move(50, 29)
        assert desk.tool.hint.startswith("Drag to turn")

    def test_shift_turns_by_steps(self, desk):
        desk.press(40, 64)
        desk.move(20, 60, held="shift")
        assert desk.tool.draft.text == "30°"
        desk.move(20, 60)
        assert desk.tool.draft.text == "34°"
        desk.release(20, 60)

    def test_the_text_counts_from_the_press_both_ways(self, desk):
        desk.press(40, 64)
        desk.move(74, 30)
        assert desk.tool.draft.text == "-90°"
        desk.move(39.5, -4)
        assert desk.tool.draft.text == "179°"

    def test_the_frame_turns_along_and_stands_upright_again_after(self, desk):
        desk.press(40, 64)
        desk.move(16, 54)
        (x0, y0), (x1, y1), _, _ = desk.tool.draft.frame.corners
        assert np.degrees(np.arctan2(y1 - y0, x1 - x0)) == pytest.approx(45)
        assert desk.tool.draft.cursor == (16, 54)
        desk.release(16, 54)
        (_, y0), (_, y1), _, _ = desk.tool.draft.frame.corners
        assert y0 == y1

    def test_a_rectangle_becomes_an_oriented_one(self):
        desk = Desk(Shape("road", as_points(((20, 20), (60, 40))), ShapeKind.RECTANGLE))
        desk.tool = TransformTool(desk)
        desk.select((0,))
        desk.drag((40, 64), (16, 54))
        assert desk.shapes[0].kind is ShapeKind.ORIENTED_RECTANGLE


class TestMoving:
    def test_a_drag_inside_moves_within_the_image(self, desk):
        desk.drag((30, 30), (35, 33))
        assert box(desk) == (25, 23, 65, 43)
        desk.drag((30, 30), (-90, 30))
        assert box(desk)[0] == 0

    def test_a_drag_inside_moves_what_is_selected_whatever_lies_there(self, desk):
        desk.push(set_class(desk.annotation, (0,), "sky"))
        desk.shapes.append(polygon("car", ((30, 25), (40, 25), (40, 35))))
        desk.index.__init__(desk.shapes)
        desk.drag((38, 28), (48, 28))
        assert box(desk) == (30, 20, 70, 40)
        assert desk.selection == (0,)
        desk.click(39, 28)
        assert desk.selection == (2,)

    def test_a_drag_on_another_shape_selects_and_moves_it(self, desk):
        desk.drag((80, 60), (75, 55))
        assert desk.selection == (1,)
        assert box(desk, 1) == (65, 45, 85, 65)
        assert box(desk) == (20, 20, 60, 40)

    def test_arrow_keys_move_the_selection(self, desk):
        desk.push(desk.tool.nudge(1, 0))
        desk.push(desk.tool.nudge(10, 0))
        assert box(desk) == (31, 20, 71, 40)
        assert len(desk.steps) == 1


class TestSelecting:
    def test_with_nothing_selected_a_click_selects(self, desk):
        desk.select(())
        assert desk.tool.draft is None
        assert desk.tool.hint.startswith("Click a shape")
        desk.click(30, 30)
        assert desk.selection == (0,)
        assert desk.tool.draft.frame.corners[0] == (20, 20)

    @pytest.mark.parametrize("key", ["ctrl", "shift"])
    def test_ctrl_or_shift_adds_and_takes_out(self, desk, key):
        desk.click(80, 60, held=key)
        assert desk.selection == (0, 1)
        assert desk.tool.draft.frame.corners[2] == (90, 70)
        desk.click(80, 60, held=key)
        desk.click(5, 75, held=key)
        assert desk.selection == (0,)

    def test_a_click_beside_everything_selects_nothing(self, desk):
        desk.click(5, 75)
        assert desk.selection == ()

    def test_a_click_in_the_frame_beside_the_shape_changes_nothing(self, desk):
        desk.shapes[0] = polygon("road", ((20, 20), (60, 20), (20, 40)))
        desk.index.__init__(desk.shapes)
        desk.click(55, 35)
        assert desk.selection == (0,)

    def test_what_a_click_would_select_is_hovered(self, desk):
        desk.move(80, 60)
        assert desk.tool.hover == Hover(1)
        desk.tool.leave()
        assert desk.tool.hover is None

    def test_what_is_locked_has_no_part_in_it(self, desk):
        desk.locked = {0}
        desk.select((0, 1))
        assert desk.tool.draft.frame.corners[0] == (70, 50)
        desk.drag((90, 70), (95, 75))
        assert box(desk) == (20, 20, 60, 40)
        desk.select((0,))
        assert desk.tool.draft is None
        desk.click(30, 30)
        assert desk.selection == ()


class TestGoingBack:
    @pytest.mark.parametrize("handle", [(60, 40), (40, 64), (30, 30)])
    def test_esc_puts_back_what_was_dragged_and_leaves_no_step(self, desk, handle):
        desk.press(*handle)
        desk.move(handle[0] + 9, handle[1] + 7)
        assert desk.tool.is_busy
        desk.push(desk.tool.cancel())
        assert not desk.tool.is_busy
        assert box(desk) == (20, 20, 60, 40)
        assert desk.steps == []

    def test_esc_without_a_drag_changes_nothing(self, desk):
        assert desk.tool.cancel() is None
        desk.press(60, 40)
        assert desk.tool.cancel() is None

    def test_a_drag_lets_go_of_what_something_else_has_changed(self, desk):
        desk.press(60, 40)
        desk.move(70, 50)
        desk.push(set_class(desk.annotation, (0,), "sky"))
        assert not desk.tool.is_busy
        desk.move(80, 60)
        assert box(desk) == (20, 20, 70, 50)


class TestWords:
    @pytest.mark.parametrize(
        ("place", "cursor", "words"),
        [
            ((60, 40), Cursor.HANDLE, "Drag to scale"),
            ((40, 64), Cursor.HANDLE, "Drag to turn"),
            ((30, 30), Cursor.MOVE, "Drag to move"),
            ((5, 75), Cursor.ARROW, "Drag a handle"),
        ],
    )
    def test_cursor_and_hint_say_what_a_press_does(self, desk, place, cursor, words):
        desk.move(*place)
        assert desk.tool.cursor is cursor
        assert desk.tool.hint.startswith(words)

    @pytest.mark.parametrize(
        ("handle", "words"),
        [((60, 40), "Shift keeps"), ((40, 64), "Shift turns"), ((30, 30), "Release to drop")],
    )
    def test_during_a_drag_the_hint_says_what_it_obeys(self, desk, handle, words):
        desk.press(*handle)
        desk.move(handle[0] + 5, handle[1] + 5)
        assert desk.tool.hint.startswith(words)

    def test_nothing_is_under_a_pointer_that_left(self, desk):
        desk.move(30, 30)
        desk.tool.leave()
        assert desk.tool.cursor is Cursor.ARROW
