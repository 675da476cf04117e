"""Every list can be reached, used and left by the keyboard alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from tests.datasets import make_dataset
from tests.windows import Desk

SHIFT = Qt.KeyboardModifier.ShiftModifier
F6 = Qt.Key.Key_F6


@pytest.fixture
def open_desk(desk: Desk, tmp_path: Path) -> Desk:
    """A window on two images, the keys on the canvas."""
    desk.open(make_dataset(tmp_path / "set", 2))
    desk.window.activateWindow()
    desk.window.view.setFocus()
    return desk


def stops(desk: Desk) -> list[QWidget]:
    window = desk.window
    return [window.class_panel.table, window.shape_panel.table, window.file_panel.table, window.view]


def test_one_key_leads_through_all_parts_and_back(open_desk: Desk) -> None:
    for stop in stops(open_desk):
        open_desk.key(F6)
        assert stop.hasFocus()
    for stop in reversed(stops(open_desk)[:-1]):
        open_desk.key(F6, SHIFT)
        assert stop.hasFocus()


def test_from_a_field_it_goes_on_to_the_next_list(open_desk: Desk) -> None:
    open_desk.window.class_panel.new_name.setFocus()
    open_desk.key(F6)
    assert open_desk.window.shape_panel.table.hasFocus()


def test_a_panel_that_is_closed_is_left_out(open_desk: Desk) -> None:
    open_desk.window.shape_dock.close()
    open_desk.key(F6)
    open_desk.key(F6)
    assert open_desk.window.file_panel.table.hasFocus()


def test_the_list_of_gaps_stands_for_the_shapes_that_it_covers(open_desk: Desk) -> None:
    open_desk.window.actions_["coverage"].trigger()
    QTest.qWait(50)
    open_desk.window.class_panel.table.setFocus()
    open_desk.key(F6)
    assert open_desk.window.gap_panel.table.hasFocus()


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return])
@pytest.mark.parametrize("name", ["class_panel", "shape_panel", "file_panel"])
def test_a_list_is_left_for_the_canvas(open_desk: Desk, name: str, key: Qt.Key) -> None:
    getattr(open_desk.window, name).table.setFocus()
    open_desk.key(key)
    assert open_desk.window.view.hasFocus()


def test_the_title_shows_which_list_has_the_keys(open_desk: Desk) -> None:
    window = open_desk.window
    titles = {dock: dock.titleBarWidget() for dock in (window.class_dock, window.file_dock)}
    window.file_panel.table.setFocus()
    QApplication.processEvents()
    assert titles[window.file_dock].property("focused")
    assert not titles[window.class_dock].property("focused")
    window.view.setFocus()
    assert not titles[window.file_dock].property("focused")


def test_shapes_are_chosen_by_the_keyboard_alone(open_desk: Desk) -> None:
    open_desk.window.shape_panel.table.setFocus()
    open_desk.key(Qt.Key.Key_Down)
    assert len(open_desk.document.selection) == 1
    first = open_desk.document.selection
    open_desk.key(Qt.Key.Key_Down)
    assert open_desk.document.selection != first
    count = len(open_desk.shapes)
    open_desk.key(Qt.Key.Key_Delete)
    assert len(open_desk.shapes) == count - 1


def test_a_class_is_chosen_by_the_keyboard_alone(open_desk: Desk) -> None:
    table = open_desk.window.class_panel.table
    table.setFocus()
    before = open_desk.window.session.current_class
    open_desk.key(Qt.Key.Key_Down)
    open_desk.key(Qt.Key.Key_Down)
    assert open_desk.window.session.current_class != before


@pytest.mark.parametrize("letter", ["p", "d", "m", "u", "i", "w", "q"])
def test_letters_that_are_typed_do_nothing_else(open_desk: Desk, letter: str) -> None:
    window = open_desk.window
    window.shape_panel.properties.fold.setChecked(True)
    open_desk.document.select((0,))
    checked = {name: window.actions_[name].isChecked() for name in ("coverage", "mark_done", "swipe")}
    fields = [window.class_panel.new_name, window.file_panel.filter.field]
    fields += [window.shape_panel.properties.note, window.shape_panel.properties.flags]
    for field in fields:
        field.setFocus()
        open_desk.key(letter)
        assert field.text() == letter
        field.clear()
    assert window.opening.position == 0
    assert window.drawing._name == "tool_select"
    assert checked == {name: window.actions_[name].isChecked() for name in checked}


def test_enter_in_a_name_that_is_typed_ends_the_name(open_desk: Desk) -> None:
    open_desk.choose("cat")
    open_desk.window.actions_["rename_class"].trigger()
    editor = open_desk.window.class_panel.table.findChild(QLineEdit)
    editor.setText("tiger")
    QTest.keyClick(editor, Qt.Key.Key_Return)  # a warning of Qt fails the test
    open_desk.qtbot.waitUntil(lambda: open_desk.window.session.current_class == "tiger")
    open_desk.wait_for_jobs()
    assert [shape.class_name for shape in open_desk.shapes].count("tiger") == 1


def test_a_folder_that_is_opened_gives_the_keys_to_the_canvas(desk: Desk, tmp_path: Path) -> None:
    # As when the program starts on a folder: nothing has had the keys yet.
    desk.window.activateWindow()
    desk.window.welcome.clearFocus()
    assert QApplication.focusWidget() is None
    desk.open(make_dataset(tmp_path / "set", 2))
    assert desk.window.view.hasFocus()
    desk.key("P")
    desk.key(Qt.Key.Key_Right)
    assert desk.window.status.hint.text().startswith("Arrows move, Enter clicks")
