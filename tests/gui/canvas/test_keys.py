"""Arrow keys and Enter on the canvas: they move what is selected, or point and click for others."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from labeler.core.shapes import polygon
from labeler.gui.canvas.view import CanvasView
from labeler.tools.base import Tool
from labeler.tools.polygon import PolygonTool
from labeler.tools.rectangle import RectangleTool
from labeler.tools.select import SelectTool

SQUARE = ((10, 10), (40, 10), (40, 30), (10, 30))
NONE = Qt.KeyboardModifier.NoModifier
CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
ENTER = Qt.Key.Key_Return
LEFT, RIGHT, UP, DOWN = Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down


def key(view: CanvasView, code: Qt.Key, modifiers=NONE, kind=QEvent.Type.KeyPress, *, repeats=False) -> bool:
    """Send one key event; whether the canvas took it."""
    event = QKeyEvent(kind, code, modifiers, "", repeats)
    event.setAccepted(kind is not QEvent.Type.ShortcutOverride)  # as Qt sends them
    QApplication.sendEvent(view, event)
    return event.isAccepted()


def go(view: CanvasView, x: float, y: float) -> None:
    """Bring the pointer of the keys to a place of the image, in whole steps of 10 and 1."""
    for axis, (back, on), goal in ((0, (LEFT, RIGHT), x), (1, (UP, DOWN), y)):
        while view.scene.aim is None or view.scene.aim[axis] != goal:
            away = goal - (view.scene.aim or (999, 999))[axis]
            key(view, on if away > 0 else back, SHIFT if abs(away) >= 10 else NONE)


class Log(Tool):
    """Tells what reached it."""

    name = "log"

    def __init__(self, context) -> None:
        super().__init__(context)
        self.seen: list[tuple] = []

    def press(self, pointer):
        self.seen.append(("press", pointer.x, pointer.y))

    def release(self, pointer):
        self.seen.append(("release", pointer.x, pointer.y))

    def move(self, pointer):
        self.seen.append(("move", pointer.x, pointer.y, pointer.shift, pointer.ctrl, pointer.alt))


class TestPointing:
    def test_without_a_mouse_it_begins_in_the_middle(self, view, take):
        take(tool=PolygonTool)
        key(view, RIGHT)
        assert view.scene.aim == (31, 20)

    def test_else_where_the_mouse_is_between_the_pixels(self, view, hand, take):
        take(tool=PolygonTool)
        hand.move(*hand.at(12.3, 7.8))
        key(view, UP)
        assert view.scene.aim == (12, 7)

    def test_with_shift_by_ten(self, view, take):
        take(tool=PolygonTool)
        key(view, LEFT, SHIFT)
        key(view, DOWN, SHIFT)
        assert view.scene.aim == (20, 30)

    def test_it_stays_in_the_image_and_reaches_its_border(self, view, take):
        take(tool=PolygonTool)
        for _ in range(10):
            key(view, RIGHT, SHIFT)
            key(view, UP, SHIFT)
        assert view.scene.aim == (60, 0)

    def test_the_tool_gets_the_exact_place_and_no_modifier(self, view, take):
        take(tool=Log)
        key(view, RIGHT, SHIFT)
        assert view.tool.seen[-1] == ("move", 40, 20, False, False, False)

    def test_a_moved_mouse_takes_over(self, view, hand, take):
        take(tool=PolygonTool)
        hand.move(*hand.at(10, 10))
        key(view, RIGHT)
        hand.move(*hand.at(10, 10))
        assert view.scene.aim is not None  # it only seemed to move
        hand.move(*hand.at(14, 10))
        assert view.scene.aim is None
        assert view.input.pointer().x == pytest.approx(14, abs=0.2)

    def test_so_does_a_click(self, view, hand, take):
        take(tool=PolygonTool)
        hand.move(*hand.at(10, 10))
        key(view, RIGHT)
        hand.press(*hand.at(10, 10))
        assert view.scene.aim is None
        assert view.tool.draft.points == ((pytest.approx(10, abs=0.2), pytest.approx(10, abs=0.2)),)

    def test_a_mouse_that_leaves_the_canvas_changes_nothing(self, view, take):
        take(tool=PolygonTool)
        key(view, RIGHT)
        QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
        assert view.input.pointer() is not None

    def test_the_view_follows_where_it_would_go_out_of_sight(self, view, take):
        take(tool=PolygonTool)
        view.zoom_to(16.0)
        before = view.scene.viewport.origin
        key(view, RIGHT)
        assert view.scene.viewport.origin == before
        key(view, RIGHT, SHIFT)
        key(view, RIGHT, SHIFT)
        assert view.scene.viewport.origin != before
        x, y = view.scene.viewport.to_device(*view.scene.aim)
        assert 0 < x < 400
        assert 0 < y < 300

    def test_it_is_drawn_where_it_points(self, view, take):
        take(tool=PolygonTool)
        plain = view.grab().toImage()
        key(view, RIGHT)
        aimed = view.grab().toImage()
        x, y = (round(length) for length in view.scene.viewport.to_device(31, 20))
        assert aimed.pixel(x + 10, y) != plain.pixel(x + 10, y)
        assert aimed.pixel(x, y - 10) != plain.pixel(x, y - 10)

    def test_the_hint_says_what_the_keys_do(self, view, take, qtbot):
        take(tool=PolygonTool)
        with qtbot.waitSignal(view.hint_changed) as changed:
            key(view, RIGHT)
        assert changed.args[0].startswith("Arrows move, Enter clicks · Click to set the first vertex")

    def test_it_goes_with_the_tool_that_selects_and_stays_with_another_that_draws(self, view, take):
        document = take(tool=PolygonTool)
        key(view, RIGHT)
        view.set_tool(RectangleTool(document))
        assert view.scene.aim == (31, 20)
        view.set_tool(SelectTool(document))
        assert view.scene.aim is None

    def test_it_goes_with_the_image(self, view, take):
        take(tool=PolygonTool)
        key(view, RIGHT)
        view.set_document(None)
        assert view.scene.aim is None

    def test_without_a_tool_arrows_do_nothing(self, view):
        view.set_tool(None)
        key(view, RIGHT)
        key(view, ENTER)
        assert view.scene.aim is None


class TestClicking:
    def test_a_polygon_is_drawn_and_closed_at_the_last_vertex(self, view, take):
        document = take(tool=PolygonTool)
        for place in ((20, 10), (40, 10), (40, 30)):
            go(view, *place)
            key(view, ENTER)
        assert view.tool.is_busy
        key(view, ENTER)
        (shape,) = document.annotation.shapes
        assert shape.points.tolist() == [[20, 10], [40, 10], [40, 30]]
        assert not view.tool.is_busy

    def test_or_on_the_first_vertex(self, view, take):
        document = take(tool=PolygonTool)
        for place in ((20, 10), (40, 10), (40, 30), (20, 10)):
            go(view, *place)
            key(view, ENTER)
        assert len(document.annotation.shapes[0].points) == 3

    def test_or_with_ctrl_from_anywhere(self, view, take):
        document = take(tool=PolygonTool)
        for place in ((20, 10), (40, 10), (40, 30)):
            go(view, *place)
            key(view, ENTER)
        go(view, 10, 10)
        key(view, ENTER, CTRL)
        assert len(document.annotation.shapes[0].points) == 3

    def test_the_next_shape_begins_where_the_last_one_ended(self, view, take):
        document = take(tool=PolygonTool)
        for place in ((20, 10), (40, 10), (40, 30)):
            go(view, *place)
            key(view, ENTER)
        key(view, ENTER)
        key(view, ENTER)
        assert view.tool.draft.points == ((40, 30),)
        assert len(document.annotation.shapes) == 1

    def test_a_rectangle_takes_two_clicks(self, view, take):
        document = take(tool=RectangleTool)
        for place in ((20, 10), (40, 30)):
            go(view, *place)
            key(view, ENTER)
        (shape,) = document.annotation.shapes
        assert sorted(map(tuple, shape.points.tolist())) == [(20, 10), (40, 30)]

    def test_enter_presses_and_releases(self, view, take):
        take(tool=Log)
        key(view, RIGHT)
        key(view, ENTER)
        assert [name for name, *_ in view.tool.seen[-2:]] == ["press", "release"]

    def test_shift_enter_holds_until_the_next_enter(self, view, take):
        take(tool=Log)
        key(view, RIGHT)
        key(view, ENTER, SHIFT)
        assert view.tool.seen[-1][0] == "press"
        key(view, RIGHT, SHIFT)
        key(view, ENTER)
        assert view.tool.seen[-1] == ("release", 41, 20)

    def test_a_mouse_that_takes_over_lets_go_first(self, view, hand, take):
        take(tool=Log)
        key(view, RIGHT)
        key(view, ENTER, SHIFT)
        hand.move(*hand.at(5, 5))
        assert ("release", 31, 20) in view.tool.seen

    def test_esc_lets_go_too(self, view, take):
        document = take(tool=RectangleTool)
        go(view, 20, 10)
        key(view, ENTER, SHIFT)
        key(view, RIGHT, SHIFT)
        key(view, Qt.Key.Key_Escape)
        key(view, ENTER, SHIFT)
        assert document.annotation.shapes == []
        assert view.tool.is_busy

    def test_another_tool_is_not_held_by_it(self, view, take):
        document = take(tool=Log)
        key(view, RIGHT)
        key(view, ENTER, SHIFT)
        view.set_tool(Log(document))
        key(view, ENTER)
        assert [name for name, *_ in view.tool.seen] == ["move", "press", "release"]

    def test_a_held_enter_clicks_once(self, view, take):
        take(tool=Log)
        key(view, RIGHT)
        key(view, ENTER)
        count = len(view.tool.seen)
        assert key(view, ENTER, repeats=True)
        assert len(view.tool.seen) == count

    def test_backspace_takes_a_vertex_back(self, view, take):
        take(tool=PolygonTool)
        for place in ((20, 10), (40, 10)):
            go(view, *place)
            key(view, ENTER)
        key(view, Qt.Key.Key_Backspace)
        assert view.tool.draft.points == ((20, 10),)

    def test_while_the_mouse_points_enter_finishes(self, view, hand, take):
        document = take(tool=PolygonTool)
        for place in ((20, 10), (40, 10), (40, 30)):
            hand.click(*hand.at(*place))
        key(view, ENTER)
        assert len(document.annotation.shapes) == 1


class TestNudging:
    def test_arrows_move_what_is_selected(self, view, take):
        document = take(polygon("car", SQUARE), tool=SelectTool)
        document.select((0,))
        key(view, RIGHT)
        key(view, DOWN)
        key(view, LEFT, SHIFT)
        assert document.annotation.shapes[0].points[0].tolist() == [1, 11]
        assert view.scene.aim is None

    def test_a_row_of_them_is_one_step_to_undo_and_redo(self, view, take):
        document = take(polygon("car", SQUARE), tool=SelectTool)
        document.select((0,))
        for _ in range(5):
            key(view, RIGHT)
        assert document.undo_stack.count() == 1
        document.undo_stack.undo()
        assert document.annotation.shapes[0].points[0].tolist() == [10, 10]
        document.undo_stack.redo()
        assert document.annotation.shapes[0].points[0].tolist() == [15, 10]

    def test_what_cannot_be_moved_is_said(self, view, take, qtbot):
        take(polygon("car", SQUARE), tool=SelectTool)
        with qtbot.waitSignal(view.tool_refused) as refused:
            key(view, RIGHT)
        assert "Select a shape first" in str(refused.args[0])


class TestWhoGetsAKey:
    @pytest.mark.parametrize("code", [LEFT, RIGHT, UP, DOWN])
    @pytest.mark.parametrize("modifiers", [NONE, SHIFT, Qt.KeyboardModifier.KeypadModifier])
    def test_arrows_are_the_canvas_s(self, view, take, code, modifiers):
        take(tool=PolygonTool)
        assert key(view, code, modifiers, QEvent.Type.ShortcutOverride)

    @pytest.mark.parametrize("modifiers", [CTRL, ALT, CTRL | SHIFT])
    def test_but_not_with_ctrl_or_alt(self, view, take, modifiers):
        take(tool=PolygonTool)
        assert not key(view, RIGHT, modifiers, QEvent.Type.ShortcutOverride)
        key(view, RIGHT, modifiers)
        assert view.scene.aim is None

    def test_enter_only_while_it_means_something_here(self, view, take):
        take(tool=PolygonTool)
        assert not key(view, ENTER, kind=QEvent.Type.ShortcutOverride)
        key(view, RIGHT)
        assert key(view, ENTER, kind=QEvent.Type.ShortcutOverride)
