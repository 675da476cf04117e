"""Hiding, showing alone and locking classes in the window: panel, canvas, actions and chip keep in step."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from labeler.core.class_file import read_classes
from labeler.gui.hidden_chip import HiddenChip
from labeler.gui.models.class_model import EYE, LOCK, NAME, SHUT_ROLE
from tests.datasets import make_dataset
from tests.windows import LEFT, Desk

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def open_desk(desk: Desk, tmp_path: Path) -> Desk:
    """A window on three images, the canvas in the focus; the classes are cat, dog and sky."""
    desk.open(make_dataset(tmp_path / "set", 3))
    desk.choose("cat")
    desk.window.view.setFocus()
    return desk


def click_row(desk: Desk, class_name: str, column: int, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
    panel = desk.window.class_panel
    row = panel.model.row_of(class_name)
    assert row is not None
    place = panel.table.visualRect(panel.model.index(row, column)).center()
    QTest.mouseClick(panel.table.viewport(), LEFT, modifiers, place)


def shut(desk: Desk, column: int) -> list[str]:
    model = desk.window.class_panel.model
    rows = range(model.rowCount())
    return [model.class_at(row).name for row in rows if model.data(model.index(row, column), SHUT_ROLE)]


def chip(desk: Desk) -> str:
    found = desk.window.view.findChild(HiddenChip)
    return found.text.text() if found.isVisible() else ""


def hidden_indices(desk: Desk) -> set[int]:
    return set(desk.window.view.scene.base.labels.hidden)


def test_an_eye_hides_its_class_and_shows_it_again(open_desk: Desk) -> None:
    click_row(open_desk, "dog", EYE)
    assert shut(open_desk, EYE) == ["dog"]
    assert hidden_indices(open_desk) == {2}
    assert chip(open_desk) == "1 class hidden"
    click_row(open_desk, "dog", EYE)
    assert shut(open_desk, EYE) == []
    assert chip(open_desk) == ""


def test_alt_and_a_click_on_a_row_show_its_class_alone_and_again_all(open_desk: Desk) -> None:
    click_row(open_desk, "dog", NAME, ALT)
    assert hidden_indices(open_desk) == {0, 1, 7, 255}
    assert chip(open_desk) == "Only dog is shown"
    click_row(open_desk, "dog", EYE, ALT)
    assert hidden_indices(open_desk) == set()


def test_the_keys_are_for_the_current_class(open_desk: Desk) -> None:
    actions = open_desk.window.actions_
    open_desk.key("h", CTRL)
    assert shut(open_desk, EYE) == ["cat"]
    assert actions["hide_class"].isChecked()
    open_desk.key("h", CTRL | SHIFT)
    assert open_desk.window.visibility.solo_class == "cat"
    assert actions["solo_class"].isChecked()
    assert not actions["hide_class"].isChecked()
    open_desk.choose("dog")
    assert not actions["solo_class"].isChecked()
    assert actions["hide_class"].isChecked()
    open_desk.key("h", SHIFT)
    assert open_desk.window.visibility.hides_nothing
    assert not actions["show_all"].isEnabled()


def test_the_chip_counts_what_is_hidden_and_its_button_shows_all(open_desk: Desk) -> None:
    visibility = open_desk.window.visibility
    visibility.hide_class("cat", True)
    visibility.hide_class("sky", True)
    visibility.hide_shapes([1], True)
    assert chip(open_desk) == "2 classes and 1 shape hidden"
    visibility.solo("dog")
    assert chip(open_desk) == "Only dog is shown · 1 shape hidden"
    button = open_desk.window.view.findChild(HiddenChip).button
    QTest.mouseClick(button, LEFT)
    assert chip(open_desk) == ""


def test_the_chip_stays_in_its_corner(open_desk: Desk) -> None:
    view = open_desk.window.view
    open_desk.window.visibility.hide_class("cat", True)
    found = view.findChild(HiddenChip)
    for size in ((1280, 800), (1000, 700)):
        open_desk.window.resize(*size)
        open_desk.qtbot.waitUntil(lambda: found.geometry().bottom() == view.height() - 13)
        assert found.x() == 12


def test_the_pointer_goes_through_what_is_hidden(open_desk: Desk) -> None:
    open_desk.click(10, 10)
    selected = open_desk.document.selection
    assert [open_desk.shapes[place].class_name for place in selected] == ["dog"]
    open_desk.window.visibility.hide_class("dog", True)
    assert open_desk.document.selection == ()
    open_desk.click(10, 10)
    selected = open_desk.document.selection
    assert [open_desk.shapes[place].class_name for place in selected] == ["cat"]


def test_what_is_hidden_while_the_mouse_is_on_it_is_hovered_no_longer(open_desk: Desk) -> None:
    QTest.mouseMove(open_desk.window.view, open_desk.place(42, 22))
    open_desk.qtbot.waitUntil(lambda: open_desk.window.view.tool.hover.position == 2)
    open_desk.window.visibility.hide_class("void", True)
    assert open_desk.window.view.tool.hover.position is None


def test_a_new_shape_of_a_hidden_class_is_told_of(open_desk: Desk) -> None:
    status = open_desk.window.status
    open_desk.choose("sky")
    open_desk.draw((30, 30), (60, 30), (60, 46))
    assert "hidden" not in status.hint.text()
    open_desk.window.visibility.hide_class("sky", True)
    open_desk.draw((30, 32), (60, 32), (60, 46))
    open_desk.qtbot.waitUntil(
        lambda: status.hint.text() == "sky is hidden, and so is the new shape. Shift+H shows all."
    )


def test_a_lock_is_written_to_the_class_table_and_can_be_undone(open_desk: Desk) -> None:
    session = open_desk.window.session
    click_row(open_desk, "dog", LOCK)
    assert shut(open_desk, LOCK) == ["dog"]
    assert read_classes(session.dataset.class_file).find("dog").is_locked
    open_desk.click(14, 14)
    assert open_desk.document.selection == ()
    assert session.class_history.undoText() == "Lock class"
    session.class_history.undo()
    assert shut(open_desk, LOCK) == []
    open_desk.click(14, 14)
    assert len(open_desk.document.selection) == 1


def test_the_key_locks_and_unlocks_the_current_class(open_desk: Desk) -> None:
    action = open_desk.window.actions_["lock_class"]
    open_desk.key("l", CTRL)
    assert shut(open_desk, LOCK) == ["cat"]
    assert action.isChecked()
    open_desk.key("l", CTRL)
    assert shut(open_desk, LOCK) == []
    assert not action.isChecked()


def test_a_dataset_that_is_read_only_takes_no_lock_and_says_why(open_desk: Desk) -> None:
    open_desk.window.session.read_only_reason = "The dataset is open in another window."
    open_desk.key("l", CTRL)
    assert shut(open_desk, LOCK) == []
    assert not open_desk.window.actions_["lock_class"].isChecked()
    assert open_desk.window.status.hint.text() == "The dataset is open in another window."


def test_without_a_current_class_there_is_nothing_to_hide(open_desk: Desk) -> None:
    open_desk.choose(None)
    for name in ("hide_class", "solo_class", "lock_class"):
        assert not open_desk.window.actions_[name].isEnabled()


def test_another_image_keeps_hidden_classes_and_shows_its_shapes(open_desk: Desk) -> None:
    visibility = open_desk.window.visibility
    visibility.hide_class("dog", True)
    visibility.hide_shapes([0], True)
    open_desk.go_to(1)
    assert chip(open_desk) == "1 class hidden"


def test_the_panel_shows_what_the_image_holds_live(open_desk: Desk) -> None:
    model = open_desk.window.class_panel.model

    def cells(class_name: str) -> list[str]:
        row = model.row_of(class_name)
        return [model.data(model.index(row, column)) for column in (NAME + 1, NAME + 2)]

    open_desk.qtbot.waitUntil(lambda: cells("dog") == ["1", "3.3 %"])
    assert cells("sky") == ["", ""]
    open_desk.choose("sky")
    open_desk.draw((30, 30), (60, 30), (60, 46), (30, 46))
    open_desk.qtbot.waitUntil(lambda: cells("sky") == ["1", "16 %"])
    open_desk.window.actions_["undo"].trigger()
    open_desk.qtbot.waitUntil(lambda: cells("sky") == ["", ""])


def test_a_class_is_found_by_its_name_from_anywhere(open_desk: Desk) -> None:
    window = open_desk.window
    window.class_dock.hide()
    open_desk.key("f", CTRL | SHIFT)
    finder = window.class_panel.finder
    assert finder.hasFocus()
    QTest.keyClicks(finder, "sk")
    QTest.keyClick(finder, Qt.Key.Key_Return)
    assert window.session.current_class == "sky"
    assert window.view.hasFocus()
