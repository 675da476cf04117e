"""Mouse and keys on the canvas: pan, zoom, modifiers, and what belongs to the tool."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from labeler.core.shapes import polygon
from labeler.gui.canvas.view import CanvasView
from labeler.tools.brush import BrushTool
from labeler.tools.polygon import PolygonTool
from labeler.tools.select import SelectTool
from tests.gui.canvas.conftest import LEFT, MIDDLE, RIGHT, Hand

SQUARE = ((10, 10), (40, 10), (40, 30), (10, 30))
CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


@pytest.fixture
def zoomed(view: CanvasView) -> CanvasView:
    view.zoom_to(16.0)
    return view


def origin(view: CanvasView) -> tuple[int, int]:
    return view.scene.viewport.origin


def key(view: CanvasView, code: Qt.Key, modifiers=Qt.KeyboardModifier.NoModifier, kind=None) -> bool:
    """Send one key event; whether the canvas took it."""
    event = QKeyEvent(kind or QEvent.Type.KeyPress, code, modifiers)
    event.setAccepted(kind is not QEvent.Type.ShortcutOverride)  # as Qt sends them
    QApplication.sendEvent(view, event)
    return event.isAccepted()


def context_menu(view: CanvasView, reason=QContextMenuEvent.Reason.Mouse) -> None:
    event = QContextMenuEvent(reason, QPoint(50, 60), view.mapToGlobal(QPoint(50, 60)))
    QApplication.sendEvent(view, event)


def test_a_middle_drag_pans_by_as_much_as_the_mouse_moves(zoomed, hand):
    before = origin(zoomed)
    hand.drag((100, 100), (130, 90), (150, 120), button=MIDDLE)
    assert origin(zoomed) == (before[0] + 50, before[1] + 20)


def test_space_and_a_left_drag_pan_instead_of_drawing(zoomed, hand, take):
    take(tool=PolygonTool)
    before = origin(zoomed)
    assert key(zoomed, Qt.Key.Key_Space)
    assert zoomed.cursor().shape() is Qt.CursorShape.OpenHandCursor
    hand.press(100, 100)
    assert zoomed.cursor().shape() is Qt.CursorShape.ClosedHandCursor
    hand.move(120, 110, LEFT)
    hand.release(120, 110)
    key(zoomed, Qt.Key.Key_Space, kind=QEvent.Type.KeyRelease)
    assert origin(zoomed) == (before[0] + 20, before[1] + 10)
    assert not zoomed.tool.is_busy
    assert zoomed.cursor().shape() is Qt.CursorShape.CrossCursor


def test_a_middle_drag_pans_while_drawing_and_the_draft_stays_where_it_is(zoomed, hand, take):
    take(tool=PolygonTool)
    hand.click(*hand.at(20, 20))
    hand.click(*hand.at(30, 20))
    draft = zoomed.tool.draft.points
    hand.drag((200, 150), (180, 130), button=MIDDLE)
    assert zoomed.tool.draft.points == draft
    hand.click(*hand.at(30, 26))
    hand.drag((200, 150), (260, 170), button=MIDDLE)
    hand.move(*hand.at(22, 25))
    assert zoomed.tool.draft.cursor == pytest.approx((22, 25), abs=0.1)
    key(zoomed, Qt.Key.Key_Return)
    (shape,) = zoomed.scene.document.annotation.shapes
    assert shape.points.tolist() == [[20, 20], [30, 20], [30, 26]]


def test_losing_the_focus_lets_go_of_the_space_key(zoomed, hand, take):
    take(tool=PolygonTool)
    key(zoomed, Qt.Key.Key_Space)
    QApplication.sendEvent(zoomed, QFocusEvent(QEvent.Type.FocusOut))
    hand.click(*hand.at(20, 20))
    assert zoomed.tool.is_busy


def test_a_repeated_space_key_does_not_let_go(zoomed):
    key(zoomed, Qt.Key.Key_Space)
    repeat = QKeyEvent(
        QEvent.Type.KeyRelease, Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier, " ", autorep=True
    )
    QApplication.sendEvent(zoomed, repeat)
    assert zoomed.input.is_space_down


def test_the_wheel_zooms_at_the_cursor(view, hand, qtbot):
    before = view.scene.viewport.to_image(120, 80)
    with qtbot.waitSignal(view.zoom_changed) as zoomed:
        hand.wheel(120, 80, 240)
    assert zoomed.args == [view.scene.viewport.scale]
    assert view.scene.viewport.to_image(120, 80) == pytest.approx(before, abs=0.1)


def test_three_notches_double_the_zoom(view, hand):
    view.zoom_to(8.0)
    for _ in range(3):
        hand.wheel(200, 150)
    assert view.scene.viewport.scale == pytest.approx(16.0)
    for _ in range(3):
        hand.wheel(200, 150, -120)
    assert view.scene.viewport.scale == pytest.approx(8.0)


def test_the_wheel_scrolls_and_ctrl_zooms_when_so_set(zoomed, hand):
    zoomed.input.wheel_zooms = False
    before, scale = origin(zoomed), zoomed.scene.viewport.scale
    hand.wheel(200, 150, -120)
    assert origin(zoomed) == (before[0], before[1] - 60)
    hand.wheel(200, 150, 0, across=120)
    assert origin(zoomed) == (before[0] + 60, before[1] - 60)
    hand.held = SHIFT
    hand.wheel(200, 150, -120)
    assert origin(zoomed) == (before[0], before[1] - 60)
    hand.held = CTRL
    hand.wheel(200, 150)
    assert zoomed.scene.viewport.scale > scale


def test_the_rubber_line_follows_when_the_view_is_zoomed_under_the_mouse(view, hand, take):
    take(tool=PolygonTool)
    hand.click(100, 100)
    hand.move(200, 150)
    hand.wheel(200, 150, 360)
    assert view.tool.draft.cursor == pytest.approx(view.scene.viewport.to_image(200, 150), abs=0.2)


def test_modifiers_reach_the_tool_without_a_move_of_the_mouse(zoomed, hand, take):
    take(polygon("car", SQUARE), tool=SelectTool)
    zoomed.scene.document.select((0,))
    hand.move(*hand.at(27, 10))
    assert zoomed.tool.hover.insertion is None
    key(zoomed, Qt.Key.Key_Alt)
    assert zoomed.tool.hover.insertion == pytest.approx((27, 10))
    key(zoomed, Qt.Key.Key_Alt, ALT, QEvent.Type.KeyRelease)
    assert zoomed.tool.hover.insertion is None


@pytest.mark.parametrize("held", [CTRL, SHIFT])
def test_modifiers_of_a_press_reach_the_tool(zoomed, hand, take, held):
    document = take(polygon("car", SQUARE), polygon("road", SQUARE), tool=SelectTool)
    document.select((0,))
    hand.held = held
    hand.click(*hand.at(25, 20))
    assert document.selection == (0, 1)


@pytest.mark.parametrize("code", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_closes_the_polygon(view, hand, take, code):
    document = take(tool=PolygonTool)
    for place in SQUARE[:3]:
        hand.click(*hand.at(*place))
    assert key(view, code)
    assert len(document.annotation.shapes) == 1


def test_backspace_takes_a_vertex_back_and_esc_all_of_them(view, hand, take):
    take(tool=PolygonTool)
    for place in SQUARE:
        hand.click(*hand.at(*place))
    assert key(view, Qt.Key.Key_Backspace)
    assert len(view.tool.draft.points) == 3
    assert key(view, Qt.Key.Key_Escape)
    assert not view.tool.is_busy


def test_escape_with_nothing_to_cancel_is_told(view, take, qtbot):
    take(tool=PolygonTool)
    with qtbot.waitSignal(view.escaped):
        assert key(view, Qt.Key.Key_Escape)


@pytest.mark.parametrize("code", [Qt.Key.Key_Return, Qt.Key.Key_Backspace, Qt.Key.Key_A])
def test_keys_are_left_to_the_window_when_there_is_no_unfinished_work(view, take, code):
    take(tool=PolygonTool)
    assert not key(view, code)
    assert not key(view, code, kind=QEvent.Type.ShortcutOverride)


def test_keys_of_unfinished_work_come_before_shortcuts_of_the_window(view, hand, take):
    take(tool=PolygonTool)
    hand.click(100, 100)
    assert key(view, Qt.Key.Key_Escape, kind=QEvent.Type.ShortcutOverride)
    assert key(view, Qt.Key.Key_Backspace, kind=QEvent.Type.ShortcutOverride)
    assert not key(view, Qt.Key.Key_D, kind=QEvent.Type.ShortcutOverride)


def test_esc_in_the_middle_of_a_drag_puts_the_shape_back_and_leaves_no_step(view, hand, take):
    document = take(polygon("car", SQUARE), tool=SelectTool)
    before = document.annotation.shapes[0]
    start, end = hand.at(25, 20), hand.at(30, 22)
    hand.press(*start)
    hand.move(*end, LEFT)
    assert document.annotation.shapes[0] is not before
    key(view, Qt.Key.Key_Escape)
    hand.move(*start, LEFT)
    hand.release(*start)
    assert document.annotation.shapes[0] is before
    assert document.undo_stack.count() == 0
    assert not document.is_dirty


@pytest.mark.parametrize("leaves", [False, True])
def test_what_is_held_is_let_go_where_it_was_when_the_button_went_up_elsewhere(view, hand, take, leaves):
    document = take(polygon("car", SQUARE), tool=SelectTool)
    hand.press(*hand.at(20, 20))
    hand.move(*hand.at(22, 25), LEFT)
    if leaves:  # as when a dialog opens over it
        QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
    assert view.tool.is_busy
    hand.move(*hand.at(40, 5))
    assert not view.tool.is_busy
    assert [tuple(place) for place in document.annotation.shapes[0].points] == [
        (x + 2, y + 5) for x, y in SQUARE
    ]
    assert document.undo_stack.count() == 1


def test_a_stroke_whose_end_was_missed_is_kept_and_the_next_press_begins_another(view, hand, take):
    document = take(tool=BrushTool)
    hand.press(*hand.at(20, 20))
    hand.press(*hand.at(40, 20))
    assert len(document.annotation.shapes) == 1
    assert view.tool.is_busy


def test_a_pan_whose_end_was_missed_ends(zoomed, hand):
    hand.press(100, 100, MIDDLE)
    hand.move(110, 110, MIDDLE)
    before = origin(zoomed)
    hand.move(150, 150)
    assert origin(zoomed) == before


def test_a_right_click_takes_a_vertex_back_and_then_asks_for_no_menu(view, hand, take, qtbot):
    take(tool=PolygonTool)
    hand.click(100, 100)
    with qtbot.assertNotEmitted(view.context_menu_requested):
        hand.click(150, 100, RIGHT)
        context_menu(view)
    assert not view.tool.is_busy


def test_a_right_click_without_unfinished_work_asks_for_a_menu(view, hand, take, qtbot):
    take(tool=PolygonTool)
    hand.click(100, 100)
    hand.click(150, 100, RIGHT)
    hand.click(150, 100, RIGHT)
    with qtbot.waitSignal(view.context_menu_requested) as asked:
        context_menu(view)
    assert asked.args == [view.mapToGlobal(QPoint(50, 60))]


def test_the_menu_key_asks_for_a_menu_even_while_drawing(view, hand, take, qtbot):
    take(tool=PolygonTool)
    hand.click(100, 100)
    hand.click(150, 100, RIGHT)
    with qtbot.waitSignal(view.context_menu_requested):
        context_menu(view, QContextMenuEvent.Reason.Keyboard)


def test_qtest_makes_no_menu_of_a_right_click_so_tests_must_send_it(view, qtbot):
    with qtbot.assertNotEmitted(view.context_menu_requested):
        QTest.mouseClick(view, RIGHT, pos=QPoint(50, 60))


def test_a_quick_second_press_is_a_press_to_the_select_tool(view, hand, take):
    document = take(polygon("car", SQUARE), tool=SelectTool)
    start, end = hand.at(25, 20), hand.at(30, 20)
    hand.click(*start)
    hand.send(QEvent.Type.MouseButtonDblClick, *start, LEFT, LEFT)
    hand.move(*end, LEFT)
    hand.release(*end)
    assert document.annotation.shapes[0].points[0].tolist() == pytest.approx([15, 10], abs=0.2)


def test_the_tool_forgets_the_pointer_when_the_mouse_leaves(view, hand, take):
    take(polygon("car", SQUARE), tool=SelectTool)
    hand.move(*hand.at(25, 20))
    assert view.tool.hover.position == 0
    QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
    assert view.tool.hover.position is None
    assert view.input.pointer() is None


def test_the_pointer_reaches_as_far_on_screen_at_every_zoom(view, hand):
    hand.move(200, 150)
    reaches = []
    for scale in (2.0, 16.0):
        view.zoom_to(scale)
        pointer = view.input.pointer()
        reaches.append(pointer.tolerance * pointer.scale)
    assert reaches == [8, 8]


def test_without_document_and_tool_the_mouse_does_no_harm(view):
    view.set_tool(None)
    hand = Hand(view)
    hand.double_click(100, 100)
    hand.click(100, 100, RIGHT)
    key(view, Qt.Key.Key_Return)
    assert view.input.pointer() is not None
