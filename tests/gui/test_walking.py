"""From shape to shape and from vertex to vertex by keys, in the real window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from labeler.core.edits.shapes import InsertShapes
from labeler.core.handles import Handle
from labeler.core.shapes import polygon
from labeler.tools.select import SelectTool
from tests.datasets import CLASSES, write_photograph
from tests.windows import Desk

CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
LARGE = polygon("cat", [(5, 5), (60, 5), (60, 40), (5, 40)])
SMALL = polygon("dog", [(10, 10), (30, 10), (30, 30), (10, 30)])
TINY = polygon("cat", [(15, 15), (20, 15), (20, 20)])


@pytest.fixture
def opened(desk: Desk, tmp_path: Path) -> Desk:
    """A window on an image with three shapes one over another, nothing selected, the keys with the canvas."""
    folder = tmp_path / "data"
    write_photograph(folder / "a1.jpg")
    (folder / "classes.csv").write_text(CLASSES)
    desk.open(folder)
    desk.document.push(InsertShapes((0, 1, 2), (LARGE, SMALL, TINY)))
    desk.document.select(())
    desk.choose("sky")
    desk.window.view.setFocus()
    return desk


def tool(desk: Desk) -> SelectTool:
    found = desk.window.view.tool
    assert isinstance(found, SelectTool)
    return found


def walked(desk: Desk, key: Qt.Key, times: int) -> list[int]:
    found: list[int] = []
    for _ in range(times):
        desk.key(key, CTRL)
        found += desk.document.selection
    return found


class TestShapes:
    def test_ctrl_down_goes_down_the_list_and_round(self, opened):
        assert walked(opened, Qt.Key.Key_Down, 4) == [2, 1, 0, 2]

    def test_ctrl_up_goes_up(self, opened):
        assert walked(opened, Qt.Key.Key_Up, 4) == [0, 1, 2, 0]

    def test_hidden_shapes_are_passed_by(self, opened):
        opened.window.visibility.hide_class("cat", True)
        assert walked(opened, Qt.Key.Key_Down, 2) == [1, 1]

    def test_with_nothing_to_be_seen_it_says_so(self, opened):
        opened.window.visibility.hide_class("cat", True)
        opened.window.visibility.hide_class("dog", True)
        opened.key(Qt.Key.Key_Down, CTRL)
        assert "no shape to be seen" in opened.window.status.hint.text()

    def test_the_view_goes_to_what_is_out_of_sight(self, opened):
        view = opened.window.view
        view.zoom_to(64.0)
        view.scene.viewport.pan(-10_000, -10_000)
        opened.key(Qt.Key.Key_Down, CTRL)
        x, y = view.scene.viewport.to_device(17, 17)
        assert 0 < x < view.scene.viewport.size[0]
        assert 0 < y < view.scene.viewport.size[1]

    def test_from_a_drawing_tool_it_goes_back_to_selecting(self, opened):
        opened.window.actions_["tool_polygon"].trigger()
        opened.window.view.setFocus()
        opened.key(Qt.Key.Key_Down, CTRL)
        assert opened.document.selection == (2,)
        tool(opened)

    def test_a_shape_that_is_begun_is_not_lost(self, opened):
        opened.window.actions_["tool_polygon"].trigger()
        opened.window.view.setFocus()
        opened.click(50, 30)
        opened.key(Qt.Key.Key_Down, CTRL)
        assert opened.window.view.tool.is_busy
        assert opened.document.selection == ()

    def test_in_a_text_field_the_keys_are_those_of_the_field(self, opened):
        field = opened.window.class_panel.new_name
        field.setFocus()
        for key in (Qt.Key.Key_Down, Qt.Key.Key_Right):
            QTest.keyClick(field, key, CTRL)
        QTest.keyClick(field, Qt.Key.Key_Insert)
        assert opened.document.selection == ()


class TestVertices:
    def test_ctrl_right_and_left_walk_the_vertices(self, opened):
        opened.document.select((2,))
        opened.key(Qt.Key.Key_Right, CTRL)
        opened.key(Qt.Key.Key_Right, CTRL)
        assert tool(opened).chosen.handles == (Handle(2, 0, 1),)
        opened.key(Qt.Key.Key_Left, CTRL)
        opened.key(Qt.Key.Key_Left, CTRL)
        assert tool(opened).chosen.handles == (Handle(2, 0, 2),)

    def test_another_shape_begins_anew(self, opened):
        opened.key(Qt.Key.Key_Down, CTRL)
        opened.key(Qt.Key.Key_Right, CTRL)
        opened.key(Qt.Key.Key_Down, CTRL)
        assert tool(opened).chosen.handles == ()

    def test_the_chosen_vertex_is_painted(self, opened):
        view = opened.window.view
        opened.document.select((0,))
        before = view.grab().toImage()
        opened.key(Qt.Key.Key_Right, CTRL)
        place = opened.place(5, 5)
        assert view.grab().toImage().pixel(place) != before.pixel(place)

    def test_esc_goes_from_vertices_to_the_shape_to_nothing(self, opened):
        opened.key(Qt.Key.Key_Down, CTRL)
        opened.key(Qt.Key.Key_Right, CTRL)
        opened.key(Qt.Key.Key_Escape)
        assert tool(opened).chosen.handles == ()
        assert opened.document.selection == (2,)
        opened.key(Qt.Key.Key_Escape)
        assert opened.document.selection == ()


class TestStack:
    def test_alt_down_goes_down_under_the_pointer(self, opened):
        QTest.mouseMove(opened.window.view, opened.place(18.6, 16.4))
        found = []
        for _ in range(4):
            opened.key(Qt.Key.Key_Down, ALT)
            found += opened.document.selection
        assert found == [2, 1, 0, 2]

    def test_the_hint_tells_how_many_lie_there(self, opened):
        QTest.mouseMove(opened.window.view, opened.place(50, 35))
        QTest.mouseMove(opened.window.view, opened.place(18.6, 16.4))
        opened.window.actions_["walk_stack"].trigger()
        assert tool(opened).hint.startswith("1 of 3 here")

    def test_with_the_mouse_elsewhere_it_says_what_to_do(self, opened):
        view = opened.window.view
        view.input._mouse_at = None
        opened.window.actions_["walk_stack"].trigger()
        assert "Point at shapes" in opened.window.status.hint.text()
