"""Docks and bars stand where they were left, go back to where they began, and survive the full screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow

from labeler.gui.window_state import WindowState
from labeler.settings import WINDOW_GEOMETRY, WINDOW_STATE, Settings
from tests.datasets import make_dataset
from tests.windows import Desk

LEFT, RIGHT = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea


@pytest.fixture
def open_desk(desk: Desk, tmp_path: Path) -> Desk:
    desk.open(make_dataset(tmp_path / "photographs"))
    return desk


def places(desk: Desk) -> list[tuple]:
    """Where each dock stands, and how large it is if it is shown."""
    window = desk.window
    docks = (window.class_dock, window.shape_dock, window.file_dock)
    return [
        (window.dockWidgetArea(dock), dock.isVisible(), dock.isFloating(), dock.isVisible() and dock.size())
        for dock in docks
    ]


def full_screen(desk: Desk, *, is_on: bool) -> None:
    desk.window.actions_["full_screen"].setChecked(is_on)


def test_at_first_the_docks_stand_at_the_right_and_are_narrow(open_desk: Desk) -> None:
    assert [(area, is_shown) for area, is_shown, _, _ in places(open_desk)] == [(RIGHT, True)] * 3
    assert 240 <= open_desk.window.class_dock.width() <= 320


def test_the_layout_can_be_reset(open_desk: Desk) -> None:
    window = open_desk.window
    before = places(open_desk)
    window.addDockWidget(LEFT, window.file_dock)
    window.class_dock.setFloating(True)
    window.shape_dock.hide()
    window.actions_["reset_layout"].trigger()
    open_desk.qtbot.waitUntil(lambda: places(open_desk) == before)


def test_a_reset_in_full_screen_shows_afterwards(open_desk: Desk) -> None:
    window = open_desk.window
    window.addDockWidget(LEFT, window.file_dock)
    full_screen(open_desk, is_on=True)
    window.actions_["reset_layout"].trigger()
    assert not window.file_dock.isVisible()
    full_screen(open_desk, is_on=False)
    assert window.dockWidgetArea(window.file_dock) == RIGHT
    assert window.file_dock.isVisible()


def test_full_screen_leaves_canvas_and_hint_and_the_keys(open_desk: Desk) -> None:
    window = open_desk.window
    full_screen(open_desk, is_on=True)
    assert window.isFullScreen()
    assert window.view.isVisible()
    assert window.status.isVisible()
    for part in (window.menuBar(), window.context_row, window.tool_column, window.class_dock):
        assert not part.isVisible()
    assert window.focusWidget() is window.view
    QTest.keyClick(window.view, Qt.Key.Key_P)
    assert window.actions_["tool_polygon"].isChecked()


def test_the_docks_come_back_exactly(open_desk: Desk) -> None:
    window = open_desk.window
    window.addDockWidget(LEFT, window.file_dock)
    window.shape_dock.hide()
    window.resizeDocks([window.file_dock], [333], Qt.Orientation.Horizontal)
    open_desk.qtbot.wait(20)
    before = places(open_desk)
    full_screen(open_desk, is_on=True)
    full_screen(open_desk, is_on=False)
    open_desk.qtbot.waitUntil(lambda: places(open_desk) == before)
    assert window.menuBar().isVisible()


def test_a_maximized_window_is_maximized_again(open_desk: Desk) -> None:
    window = open_desk.window
    window.showMaximized()
    full_screen(open_desk, is_on=True)
    assert window.isFullScreen()
    full_screen(open_desk, is_on=False)
    assert window.isMaximized()
    assert not window.isFullScreen()


def test_f11_leads_in_and_out(open_desk: Desk) -> None:
    window = open_desk.window
    window.view.setFocus()
    QTest.keyClick(window.view, Qt.Key.Key_F11)
    assert window.isFullScreen()
    QTest.keyClick(window.view, Qt.Key.Key_F11)
    assert not window.isFullScreen()


def test_docks_have_their_sizes_again_after_any_number_of_full_screens(open_desk: Desk) -> None:
    window = open_desk.window
    docks = [window.class_dock, window.shape_dock, window.file_dock]
    window.resizeDocks(docks, [300, 100, 300], Qt.Orientation.Vertical)
    before = [dock.size() for dock in docks]
    for _ in range(3):
        full_screen(open_desk, is_on=True)
        full_screen(open_desk, is_on=False)
        open_desk.qtbot.waitUntil(lambda: [dock.size() for dock in docks] == before)


def test_escape_leaves_the_full_screen_last(open_desk: Desk) -> None:
    window = open_desk.window
    full_screen(open_desk, is_on=True)
    open_desk.document.select([0])
    window.actions_["tool_polygon"].trigger()
    window.view.setFocus()
    QTest.keyClick(window.view, Qt.Key.Key_Escape)
    assert window.actions_["tool_select"].isChecked()
    assert window.isFullScreen()
    open_desk.document.select([0])
    QTest.keyClick(window.view, Qt.Key.Key_Escape)
    assert open_desk.document.selection == ()
    assert window.isFullScreen()
    QTest.keyClick(window.view, Qt.Key.Key_Escape)
    assert not window.isFullScreen()
    assert not window.actions_["full_screen"].isChecked()


def test_quitting_in_full_screen_remembers_the_window_as_it_was(open_desk: Desk, settings: Settings) -> None:
    window = open_desk.window
    window.addDockWidget(LEFT, window.file_dock)
    full_screen(open_desk, is_on=True)
    assert window.close()
    assert settings.get(WINDOW_GEOMETRY)
    other = QMainWindow()
    open_desk.qtbot.addWidget(other)
    other.restoreGeometry(QByteArray.fromBase64(settings.get(WINDOW_GEOMETRY).encode()))
    assert not other.isFullScreen()
    assert settings.get(WINDOW_STATE)


def test_the_next_window_has_the_layout_of_the_last(make_desk, tmp_path: Path) -> None:
    folder = make_dataset(tmp_path / "photographs")
    first = make_desk()
    first.open(folder)
    first.window.addDockWidget(LEFT, first.window.file_dock)
    full_screen(first, is_on=True)
    assert first.window.close()
    second = make_desk()
    second.open(folder)
    assert second.window.dockWidgetArea(second.window.file_dock) == LEFT
    assert second.window.class_dock.isVisible()
    assert not second.window.isFullScreen()


def test_on_a_screen_of_another_width_the_window_is_as_large_as_at_first(qtbot, settings: Settings) -> None:
    def placed() -> QMainWindow:
        window = QMainWindow()
        qtbot.addWidget(window)
        WindowState(window, settings).restore_place()
        return window

    first = placed()
    data = bytearray(first.saveGeometry().data())
    at = 46  # where Qt keeps the width of the screen
    width = int.from_bytes(data[at : at + 4], "big")
    assert width == first.screen().geometry().width()
    data[at : at + 4] = (2 * width).to_bytes(4, "big")
    for kept in (bytes(data), b"nothing"):
        settings.set(WINDOW_GEOMETRY, bytes(QByteArray(kept).toBase64().data()).decode())
        second = placed()
        assert second.size() == first.size()
        assert second.isMaximized() == first.isMaximized()
