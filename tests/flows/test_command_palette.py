"""Any command, from the keyboard alone: Ctrl+Shift+P, some letters, Enter."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from labeler.gui.dialogs.command_palette import CommandPalette
from labeler.settings import RECENT_COMMANDS
from tests.datasets import make_dataset
from tests.windows import Desk

Key = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def command_desk(desk: Desk, tmp_path: Path) -> Desk:
    desk.open(make_dataset(tmp_path / "set", 2))
    desk.window.view.setFocus()
    return desk


def palette(desk: Desk) -> CommandPalette:
    """The palette, opened by its key."""
    desk.window.activateWindow()  # without a desktop nothing does that when a popup closes
    desk.qtbot.waitUntil(desk.window.isActiveWindow)
    desk.key(Key.Key_P, CTRL | SHIFT)
    found = QApplication.activePopupWidget()
    assert isinstance(found, CommandPalette)
    return found


def do(desk: Desk, typed: str, *keys: Qt.Key) -> None:
    found = palette(desk)
    QTest.keyClicks(found.field, typed)
    for key in (*keys, Key.Key_Return):
        QTest.keyClick(found.field, key)
    desk.qtbot.wait(10)  # the command follows once the keys belong to the window again


def names(found: CommandPalette, count: int) -> list[str]:
    return [found.rows.command(found.rows.index(row)).name for row in range(count)]


def test_shapes_are_edited_by_typing(command_desk: Desk) -> None:
    do(command_desk, "select all")
    assert command_desk.document.selection == (0, 1, 2)
    do(command_desk, "duplic")
    assert len(command_desk.shapes) == 6
    do(command_desk, "undo")
    assert len(command_desk.shapes) == 3


def test_a_tool_is_taken_up_and_an_image_gone_to(command_desk: Desk) -> None:
    do(command_desk, "polyg")
    assert command_desk.window.actions_["tool_polygon"].isChecked()
    do(command_desk, "next image")
    command_desk.wait_for_image()
    assert command_desk.document.image.name == "a2.jpg"


def test_what_was_used_last_stands_first(command_desk: Desk) -> None:
    do(command_desk, "select all")
    do(command_desk, "coverage")
    assert names(palette(command_desk), 2) == ["coverage", "select_all"]
    assert command_desk.window.settings.get(RECENT_COMMANDS) == ["coverage", "select_all"]
    QTest.keyClick(QApplication.activePopupWidget(), Key.Key_Escape)


def test_what_cannot_be_done_now_says_what_is_missing(command_desk: Desk) -> None:
    found = palette(command_desk)
    QTest.keyClicks(found.field, "ungroup")
    assert found.hint.text() == "Select a shape first."
    QTest.keyClick(found.field, Key.Key_Return)
    assert found.isVisible()
    QTest.keyClick(found.field, Key.Key_Escape)
    assert not found.isVisible()
    command_desk.document.select([0])
    found = palette(command_desk)
    QTest.keyClicks(found.field, "ungroup")
    assert found.hint.text() == "Each selected shape becomes an instance."
    QTest.keyClick(found.field, Key.Key_Escape)


def test_the_keys_go_back_to_where_they_were(command_desk: Desk) -> None:
    focused = command_desk.window.focusWidget()
    do(command_desk, "zoom in")
    assert command_desk.window.focusWidget() is focused


def test_a_begun_shape_is_kept_whatever_is_picked(command_desk: Desk) -> None:
    command_desk.choose("cat")
    command_desk.window.actions_["tool_polygon"].trigger()
    command_desk.click(5, 5)
    command_desk.click(30, 5)
    do(command_desk, "next image")
    assert len(command_desk.window.view.tool.draft.points) == 2
    assert command_desk.document.image.name == "a1.jpg"


def test_a_dock_and_a_theme_are_commands_too(command_desk: Desk) -> None:
    window = command_desk.window
    do(command_desk, "images view")
    assert not window.file_dock.isVisible()
    found = palette(command_desk)
    QTest.keyClicks(found.field, "fill classes")
    command = found.rows.command(found.rows.index(0))
    assert command.action.isChecked()  # and shown with a tick
    QTest.keyClick(found.field, Key.Key_Escape)


def test_it_is_made_once_however_often_it_is_opened(command_desk: Desk) -> None:
    first = palette(command_desk)
    for _ in range(5):
        QTest.keyClick(first.field, Key.Key_Escape)
        assert palette(command_desk) is first
    assert len(command_desk.window.findChildren(CommandPalette)) == 1
    QTest.keyClick(first.field, Key.Key_Escape)


def test_without_a_dataset_it_says_to_open_one(desk: Desk) -> None:
    found = palette(desk)
    QTest.keyClicks(found.field, "export")
    assert found.hint.text() == "Open a folder of images first."
    QTest.keyClick(found.field, Key.Key_Escape)
