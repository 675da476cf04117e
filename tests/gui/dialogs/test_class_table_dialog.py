"""The window of the class table by itself: what it shows, what stays selected, and what it asks for."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QToolButton

from labeler.core.change import ClassesChanged
from labeler.core.classes import ClassTable
from labeler.core.several_classes import changed_rows, moved_rows
from labeler.gui import theme
from labeler.gui.dialogs.class_table_dialog import ClassTableDialog
from labeler.gui.messages import Remedy
from labeler.gui.models.class_table_model import (
    COLOR,
    INDEX,
    KEY,
    LOCKED,
    NAME,
    NOTES,
    PROTECTED,
    SHAPES,
    SHOWN,
)
from tests.flows.class_table import drop_on

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
TABLE = ClassTable().with_names(["cat", "dog", "sky"])


@pytest.fixture
def dialog(qtbot) -> ClassTableDialog:
    theme.apply(QApplication.instance(), "dark")
    undo = QAction("Undo")
    dialog = ClassTableDialog((undo,))
    dialog.undo_of_test = undo
    qtbot.addWidget(dialog)
    dialog.set_classes(TABLE)
    dialog.resize(960, 640)
    dialog.show()
    qtbot.waitExposed(dialog)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.table.setFocus()
    return dialog


def names(dialog: ClassTableDialog) -> list[str]:
    return [dialog.model.class_at(row).name for row in range(dialog.model.rowCount())]


def selected(dialog: ClassTableDialog) -> list[str]:
    return [row.name for row in dialog.selected_rows()]


def go_to(dialog: ClassTableDialog, row: int, column: int) -> None:
    """The cursor of the keys in a cell, with its row selected alone."""
    dialog.table.setCurrentIndex(dialog.model.index(row, column))


def click(dialog: ClassTableDialog, row: int, column: int, held: Qt.KeyboardModifier = NONE) -> None:
    place = dialog.table.visualRect(dialog.model.index(row, column)).center()
    QTest.mouseClick(dialog.table.viewport(), LEFT, held, place)


def picture(dialog: ClassTableDialog, row: int, column: int) -> QImage:
    rect = dialog.table.visualRect(dialog.model.index(row, column))
    return dialog.table.viewport().grab(rect).toImage()


# What is selected


def test_selected_classes_stay_selected_by_their_names(dialog: ClassTableDialog) -> None:
    dialog.select([1, 3])
    dialog.set_classes(moved_rows(TABLE, {3}, 0))
    assert selected(dialog) == ["sky", "cat"]
    renamed = TABLE.renamed(1, "lion")
    dialog.set_classes(renamed, ClassesChanged(TABLE, renamed, ("cat", "lion")))
    assert selected(dialog) == ["lion", "sky"]
    dialog.set_classes(renamed.with_class("cow"))
    assert selected(dialog) == ["lion", "sky"]
    dialog.set_classes(renamed.without(1))
    assert selected(dialog) == ["sky"]


def test_the_cursor_of_the_keys_stays_in_its_cell(dialog: ClassTableDialog) -> None:
    go_to(dialog, 2, NOTES)
    dialog.set_classes(moved_rows(TABLE, {2}, 0))
    assert (dialog.table.currentIndex().row(), dialog.table.currentIndex().column()) == (0, NOTES)


def test_where_a_class_was_deleted_the_next_is_selected(dialog: ClassTableDialog) -> None:
    go_to(dialog, 3, NAME)
    dialog.set_classes(TABLE.without(3))
    assert dialog.table.currentIndex().row() == 3
    dialog.set_classes(TABLE.without(3).without(2).without(1))
    assert dialog.table.currentIndex().row() == 1


def test_select_leaves_a_search_that_hides_the_class(dialog: ClassTableDialog) -> None:
    dialog.search.setText("sky")
    assert names(dialog) == ["sky"]
    dialog.select([3])
    assert dialog.search.text() == "sky"
    dialog.select([1])
    assert dialog.search.text() == ""
    assert selected(dialog) == ["cat"]
    dialog.select([99])
    assert selected(dialog) == ["cat"]


def test_a_search_keeps_what_it_leaves_selected_and_else_takes_the_first(dialog: ClassTableDialog) -> None:
    dialog.select([2])
    dialog.search.setText("o")
    assert names(dialog) == ["background", "dog", "void"]
    assert selected(dialog) == ["dog"]
    dialog.search.setText("cat")
    assert selected(dialog) == ["cat"]
    dialog.search.setText("nothing like it")
    assert names(dialog) == []
    assert not dialog.bar.buttons["Delete"].isVisible()


# What is asked for


@pytest.mark.parametrize(
    ("column", "is_shared"), [(COLOR, True), (NOTES, True), (NAME, False), (INDEX, False)]
)
def test_colours_and_notes_are_typed_for_all_and_names_and_indices_for_one(
    dialog: ClassTableDialog, qtbot, column: int, is_shared: bool
) -> None:
    dialog.select([1, 2])
    with qtbot.waitSignal(dialog.edited) as signal:
        dialog.model.setData(dialog.model.index(2, column), "77")
    assert signal.args == [[1, 2] if is_shared else [2], column, "77"]
    with qtbot.waitSignal(dialog.edited) as signal:
        dialog.model.setData(dialog.model.index(3, column), "77")
    assert signal.args[0] == [3]


@pytest.mark.parametrize("column", [SHOWN, LOCKED, PROTECTED])
def test_switches_ask_for_the_other_state(dialog: ClassTableDialog, qtbot, column: int) -> None:
    dialog.select([1, 2])
    with qtbot.waitSignal(dialog.switched) as signal:
        click(dialog, 1, column)
    assert signal.args == [[1, 2], column, True]
    changes = {SHOWN: lambda row: row.with_visibility(False), LOCKED: lambda row: row.with_lock(True)}
    change = changes.get(column, lambda row: row.with_protection(True))
    dialog.set_classes(changed_rows(TABLE, {3}, change))
    with qtbot.waitSignal(dialog.switched) as signal:
        click(dialog, 3, column)
    assert signal.args == [[3], column, False]


def test_two_quick_clicks_on_a_switch_are_two_clicks(dialog: ClassTableDialog) -> None:
    seen: list[bool] = []
    dialog.switched.connect(lambda _indices, _column, is_on: seen.append(is_on))
    place = dialog.table.visualRect(dialog.model.index(2, LOCKED)).center()
    click(dialog, 2, LOCKED)
    QTest.mouseDClick(dialog.table.viewport(), LEFT, NONE, place)
    assert len(seen) == 2


def test_a_click_with_ctrl_on_a_switch_selects(dialog: ClassTableDialog, qtbot) -> None:
    dialog.select([1])
    with qtbot.assertNotEmitted(dialog.switched):
        click(dialog, 2, LOCKED, CTRL)
    assert selected(dialog) == ["cat", "dog"]


def test_keys_switch_type_move_and_delete(dialog: ClassTableDialog, qtbot) -> None:
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Return):
        go_to(dialog, 1, LOCKED)
        with qtbot.waitSignal(dialog.switched) as signal:
            QTest.keyClick(dialog.table, key)
        assert signal.args == [[1], LOCKED, True]
    for key, by in ((Qt.Key.Key_Up, -1), (Qt.Key.Key_Down, 1)):
        with qtbot.waitSignal(dialog.shifted) as signal:
            QTest.keyClick(dialog.table, key, ALT)
        assert signal.args == [[1], by]
    with qtbot.waitSignal(dialog.delete_wanted) as signal:
        QTest.keyClick(dialog.table, Qt.Key.Key_Delete)
    assert signal.args == [[1]]


def test_a_digit_in_the_column_of_keys_is_a_key_and_elsewhere_a_search(
    dialog: ClassTableDialog, qtbot
) -> None:
    go_to(dialog, 2, KEY)
    for typed, key in (("7", "7"), (Qt.Key.Key_Backspace, "")):
        with qtbot.waitSignal(dialog.edited) as signal:
            QTest.keyClick(dialog.table, typed)
        assert signal.args == [[2], KEY, key]
    go_to(dialog, 2, NAME)
    with qtbot.assertNotEmitted(dialog.edited):
        QTest.keyClick(dialog.table, "3")
    assert dialog.search.hasFocus()
    assert names(dialog) == ["sky"]


@pytest.mark.parametrize("key", [Qt.Key.Key_F2, Qt.Key.Key_Return])
def test_a_key_opens_a_cell_with_its_text(dialog: ClassTableDialog, qtbot, key: Qt.Key) -> None:
    go_to(dialog, 1, COLOR)
    QTest.keyClick(dialog.table, key)
    field = dialog.table.findChild(QLineEdit)
    assert field.text() == "#800000"
    assert field.geometry().left() > dialog.table.visualRect(dialog.model.index(1, COLOR)).left() + 16
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert dialog.isVisible()


def test_enter_where_nothing_can_be_typed_does_nothing(dialog: ClassTableDialog, qtbot) -> None:
    go_to(dialog, 0, INDEX)
    with qtbot.assertNotEmitted(dialog.edited):
        QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    go_to(dialog, 0, SHAPES)
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert dialog.table.findChild(QLineEdit) is None


def test_a_click_on_a_swatch_asks_for_a_colour_for_all_that_are_selected(dialog, qtbot) -> None:
    dialog.select([1, 2])
    place = dialog.table.visualRect(dialog.model.index(2, COLOR)).topLeft() + QPoint(14, 12)
    with qtbot.waitSignal(dialog.color_wanted) as signal:
        QTest.mouseClick(dialog.table.viewport(), LEFT, NONE, place)
    assert signal.args == [[1, 2]]
    QTest.mouseDClick(dialog.table.viewport(), LEFT, NONE, place)
    assert dialog.table.findChild(QLineEdit) is None


def test_rows_are_dropped_together(dialog: ClassTableDialog, qtbot) -> None:
    dialog.select([1, 3])
    with qtbot.waitSignal(dialog.moved) as signal:
        drop_on(dialog.table, 3, 0)
    assert signal.args == [[1, 3], 0]


def test_buttons_ask_for_the_selected_classes(dialog: ClassTableDialog, qtbot) -> None:
    dialog.bar.can_pick = True
    dialog.select([1, 2])
    for text, wanted in {
        "Colour…": dialog.color_wanted,
        "Take from image": dialog.pick_wanted,
        "Distinct colour": dialog.distinct_wanted,
        "Merge…": dialog.merge_wanted,
        "Delete": dialog.delete_wanted,
    }.items():
        with qtbot.waitSignal(wanted) as signal:
            dialog.bar.buttons[text].click()
        assert signal.args == [[1, 2]]


def test_only_buttons_that_can_do_something_are_there(dialog: ClassTableDialog) -> None:
    def there() -> list[str]:
        return [text for text, button in dialog.bar.buttons.items() if button.isVisible()]

    dialog.table.clearSelection()
    assert there() == []
    dialog.select([1])
    assert there() == ["Colour…", "Distinct colour", "Delete"]
    assert dialog.bar.text.text() == "cat"
    dialog.select([0, 255])
    assert there() == ["Colour…", "Distinct colour", "Merge…"]
    assert dialog.bar.text.text() == "2 classes: what is changed in one is changed in all"
    assert dialog.bar.text.toolTip() == "background, void"


def test_names_are_added_by_enter_and_by_the_button(dialog: ClassTableDialog, qtbot) -> None:
    QTest.keyClick(dialog, Qt.Key.Key_N, CTRL)
    assert dialog.new_name.hasFocus()
    QTest.keyClicks(dialog.new_name, "  cow ")
    with qtbot.waitSignal(dialog.added) as signal:
        QTest.keyClick(dialog.new_name, Qt.Key.Key_Return)
    assert signal.args == ["cow"]
    assert dialog.new_name.text() == ""
    with qtbot.assertNotEmitted(dialog.added):
        dialog.add.click()
    assert dialog.isVisible()


def test_escape_leaves_a_field_first_and_then_the_window(dialog: ClassTableDialog) -> None:
    for field in (dialog.search, dialog.new_name):
        field.setFocus()
        QTest.keyClicks(field, "x")
        QTest.keyClick(field, Qt.Key.Key_Escape)
        assert field.text() == ""
        assert dialog.table.hasFocus()
    QTest.keyClick(dialog.table, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_undo_is_a_button_of_the_window_too(dialog: ClassTableDialog, qtbot) -> None:
    undo = dialog.undo_of_test
    button = next(each for each in dialog.findChildren(QToolButton) if each.defaultAction() is undo)
    with qtbot.waitSignal(undo.triggered):
        button.click()


# What is said and painted


def test_an_answer_has_its_remedy_and_goes_with_the_next(dialog: ClassTableDialog) -> None:
    done: list[str] = []
    hint = dialog.answer.sentence.text()
    assert "Space switches" in hint
    dialog.answer.say("It is used.", is_problem=True, remedy=Remedy("Everywhere…", lambda: done.append("x")))
    assert dialog.answer.sentence.text() == "It is used."
    assert dialog.answer.sentence.property("error")
    dialog.answer.button.click()
    assert done == ["x"]
    dialog.answer.say("")
    assert dialog.answer.sentence.text() == hint
    assert not dialog.answer.sentence.property("error")
    assert not dialog.answer.button.isVisible()
    dialog.answer.button.click()
    assert done == ["x"]


def test_what_is_switched_is_seen(dialog: ClassTableDialog) -> None:
    before = {column: picture(dialog, 3, column) for column in (SHOWN, LOCKED, PROTECTED, COLOR, NAME)}
    dialog.set_classes(
        changed_rows(
            TABLE.recolored(3, (1, 200, 3)),
            {3},
            lambda row: row.with_visibility(False).with_lock(True).with_protection(True),
        )
    )
    dialog.model.set_warnings({3: "sky is like something."})
    for column, was in before.items():
        assert picture(dialog, 3, column) != was


def test_it_comes_back_where_it_stood(dialog: ClassTableDialog) -> None:
    place = dialog.pos()
    dialog.make_room()
    assert not dialog.isVisible()
    dialog.come_back()
    assert dialog.isVisible()
    assert dialog.pos() == place


def test_larger_text_has_wider_columns(dialog: ClassTableDialog) -> None:
    before = [dialog.table.columnWidth(column) for column in (COLOR, INDEX, NAME, KEY, SHAPES)]
    font = dialog.table.font()
    font.setPointSizeF(2 * font.pointSizeF())
    dialog.table.setFont(font)
    after = [dialog.table.columnWidth(column) for column in (COLOR, INDEX, NAME, KEY, SHAPES)]
    assert all(wide > narrow for wide, narrow in zip(after, before, strict=True))


def test_every_colour_and_title_is_whole(dialog: ClassTableDialog) -> None:
    width = dialog.table.fontMetrics().horizontalAdvance
    assert dialog.table.columnWidth(COLOR) >= width("#dddddd") + 8 + 16 + 4 + 4 + 8
    for column in (INDEX, NAME, KEY, SHAPES):
        title = dialog.model.headerData(column, Qt.Orientation.Horizontal)
        assert dialog.table.columnWidth(column) >= width(title) + 12
