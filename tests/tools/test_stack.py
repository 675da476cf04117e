"""Clicks on one place go down through the shapes there."""

from __future__ import annotations

import pytest

from labeler.core.shapes import polygon
from labeler.tools.select import SelectTool
from labeler.tools.stack import Stack
from tests.tools.desk import Desk

LARGE = ((10, 10), (90, 10), (90, 70), (10, 70))
MIDDLE = ((20, 20), (80, 20), (80, 60), (20, 60))
SMALL = ((30, 30), (60, 30), (60, 50), (30, 50))


@pytest.fixture
def desk() -> Desk:
    desk = Desk(polygon("road", LARGE), polygon("sky", MIDDLE), polygon("car", SMALL))
    desk.tool = SelectTool(desk)
    return desk


def test_a_repeated_click_goes_down_and_round(desk):
    found = []
    for _ in range(4):
        desk.click(45, 40)
        found += desk.selection
    assert found == [2, 1, 0, 2]


def test_the_hint_says_which_of_how_many(desk):
    desk.click(45, 40)
    assert desk.tool.hint.startswith("1 of 3 here")
    desk.click(45, 40)
    assert desk.tool.hint.startswith("2 of 3 here")
    desk.click(15, 15)
    assert "here" not in desk.tool.hint


def test_after_a_move_the_topmost_shape_is_meant_again(desk):
    desk.click(45, 40)
    desk.click(45, 40)
    desk.move(50, 44)
    assert desk.tool.hover.position == 2
    desk.click(45, 40)
    assert desk.selection == (2,)


def test_the_one_that_was_reached_is_hovered_and_dragged(desk):
    desk.click(45, 40)
    desk.click(45, 40)
    assert desk.tool.hover.position == 1
    desk.drag((45, 40), (50, 40))
    assert desk.shapes[1].points.tolist()[0] == [25, 20]
    assert desk.shapes[2].points.tolist()[0] == [30, 30]


def test_a_hand_that_trembles_by_a_pixel_still_clicks_on_the_same_place(desk):
    desk.click(45, 40)
    desk.click(46, 41)
    assert desk.selection == (1,)


def test_ctrl_click_adds_and_does_not_walk(desk):
    desk.click(45, 40)
    desk.click(45, 40, held="ctrl")
    assert desk.selection == ()


def test_a_shape_selected_elsewhere_is_no_step_of_the_way(desk):
    desk.click(45, 40)
    desk.select((0, 1))
    desk.click(45, 40)
    assert desk.selection == (2,)


def test_a_change_of_shapes_begins_anew(desk):
    desk.click(45, 40)
    desk.push(desk.tool.nudge(1, 0))
    desk.click(45, 40)
    assert desk.selection == (2,)


def test_locked_shapes_are_passed_by(desk):
    desk.locked = {1}
    desk.click(45, 40)
    desk.click(45, 40)
    assert desk.selection == (0,)


def test_a_shape_alone_is_not_counted(desk):
    desk.click(15, 15)
    assert desk.tool.stack.text == ""
    desk.click(15, 15)
    assert desk.selection == (0,)


class TestByKey:
    def test_it_goes_down_from_what_is_selected(self, desk):
        stack = Stack(desk)
        pointer = desk.at(45, 40)
        stack.go_down(pointer)
        assert desk.selection == (2,)
        stack.go_down(pointer)
        stack.go_down(pointer)
        assert desk.selection == (0,)
        assert stack.text == "3 of 3 here"

    def test_it_need_not_have_been_clicked_before(self, desk):
        desk.select((1,))
        Stack(desk).go_down(desk.at(45, 40))
        assert desk.selection == (0,)

    def test_over_nothing_the_selection_stays(self, desk):
        desk.select((1,))
        Stack(desk).go_down(desk.at(3, 3))
        assert desk.selection == (1,)


def test_it_goes_on_where_an_edge_of_the_selected_shape_is_near(desk):
    found = []
    for _ in range(4):
        desk.click(38, 32)
        found += desk.selection
    assert found == [2, 1, 0, 2]
