"""The class panel marks the current class, takes new names, and tells what is clicked."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QTableView

from labeler.core.classes import ClassTable
from labeler.gui import theme
from labeler.gui.icons import SMALL
from labeler.gui.models.class_model import COLOR, EYE, INDEX, LOCK, NAME, SHAPES, SHARE, WARNING_ROLE
from labeler.gui.panels.class_panel import ClassPanel
from tests.flows.class_table import drop_on

LEFT = Qt.MouseButton.LeftButton
TABLE = ClassTable().with_names(["cat", "dog", "sky"])


@pytest.fixture
def panel(qtbot) -> ClassPanel:
    panel = ClassPanel()
    qtbot.addWidget(panel)
    panel.resize(280, 300)
    panel.set_open(is_open=True)
    panel.set_classes(TABLE)
    panel.show()
    qtbot.waitExposed(panel)
    return panel


def marked(panel: ClassPanel) -> str | None:
    rows = panel.table.selectionModel().selectedRows()
    return panel.model.class_at(rows[0].row()).name if rows else None


def click(panel: ClassPanel, row: int, column: int = NAME) -> None:
    place = panel.table.visualRect(panel.model.index(row, column)).center()
    QTest.mouseClick(panel.table.viewport(), LEFT, pos=place)


def test_a_click_picks_the_class(panel: ClassPanel, qtbot) -> None:
    panel.class_clicked.connect(panel.show_current)
    assert marked(panel) is None
    with qtbot.waitSignals([panel.left, panel.class_clicked]), qtbot.assertNotEmitted(panel.class_chosen):
        click(panel, 2)
    assert marked(panel) == "dog"


def test_a_double_click_on_a_name_edits_it_and_takes_its_click_back(panel: ClassPanel, qtbot) -> None:
    place = panel.table.visualRect(panel.model.index(2, NAME)).center()
    with qtbot.waitSignals([panel.class_clicked, panel.click_taken_back], order="strict"):
        click(panel, 2)
        QTest.mouseDClick(panel.table.viewport(), LEFT, pos=place)
    assert panel.table.findChild(QLineEdit).text() == "dog"


def test_a_double_click_on_what_cannot_be_edited_is_a_click(panel: ClassPanel, qtbot) -> None:
    place = panel.table.visualRect(panel.model.index(0, INDEX)).center()
    with qtbot.assertNotEmitted(panel.click_taken_back):
        QTest.mouseDClick(panel.table.viewport(), LEFT, pos=place)


def test_a_click_on_the_marked_class_picks_it_too(panel: ClassPanel, qtbot) -> None:
    panel.show_current("dog")
    with qtbot.waitSignal(panel.class_clicked) as signal:
        click(panel, 2)
    assert signal.args == ["dog"]


def test_the_mark_stays_with_the_next_shape_when_a_click_is_for_the_selection(panel: ClassPanel) -> None:
    panel.show_current("cat")
    click(panel, 2)  # nobody makes it the current class
    assert marked(panel) == "cat"


def test_a_right_press_chooses_the_class_that_its_menu_is_about(panel: ClassPanel, qtbot) -> None:
    place = panel.table.visualRect(panel.model.index(2, NAME)).center()
    with qtbot.waitSignal(panel.class_chosen) as signal, qtbot.assertNotEmitted(panel.class_clicked):
        QTest.mouseClick(panel.table.viewport(), Qt.MouseButton.RightButton, pos=place)
    assert signal.args == ["dog"]


def test_the_arrow_keys_pick_too(panel: ClassPanel, qtbot) -> None:
    panel.show_current("cat")
    with qtbot.waitSignal(panel.class_chosen) as signal:
        QTest.keyClick(panel.table, Qt.Key.Key_Down)
    assert signal.args == ["dog"]


def test_what_is_shown_from_outside_is_not_told_again(panel: ClassPanel, qtbot) -> None:
    with qtbot.assertNotEmitted(panel.class_chosen):
        panel.show_current("sky")
        assert marked(panel) == "sky"
        panel.show_current(None)
        assert marked(panel) is None


def test_the_mark_stays_when_the_table_changes(panel: ClassPanel, qtbot) -> None:
    panel.show_current("sky")
    with qtbot.assertNotEmitted(panel.class_chosen):
        panel.set_classes(TABLE.without(1))
        assert marked(panel) == "sky"
        panel.set_classes(TABLE.with_class("cow"))
        assert marked(panel) == "sky"


def test_a_click_on_the_swatch_asks_for_a_colour(panel: ClassPanel, qtbot) -> None:
    with qtbot.waitSignal(panel.recolor_wanted) as signal:
        click(panel, 2, COLOR)
    assert signal.args == [2]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_enter_and_escape_leave_the_field_of_a_new_name(panel: ClassPanel, qtbot, key) -> None:
    QTest.keyClicks(panel.new_name, "cow")
    with qtbot.waitSignal(panel.left):
        QTest.keyClick(panel.new_name, key)


def test_a_name_is_added_by_enter_and_by_the_button(panel: ClassPanel, qtbot) -> None:
    QTest.keyClicks(panel.new_name, "  cow ")
    with qtbot.waitSignal(panel.class_added) as signal:
        QTest.keyClick(panel.new_name, Qt.Key.Key_Return)
    assert signal.args == ["cow"]
    assert panel.new_name.text() == ""
    QTest.keyClicks(panel.new_name, "pig")
    with qtbot.waitSignal(panel.class_added) as signal:
        QTest.mouseClick(panel._add, LEFT)
    assert signal.args == ["pig"]


def test_an_empty_name_adds_nothing_and_asks(panel: ClassPanel, qtbot) -> None:
    with qtbot.assertNotEmitted(panel.class_added):
        QTest.mouseClick(panel._add, LEFT)
    assert panel.new_name.hasFocus()


def test_the_current_name_is_edited_in_its_row(panel: ClassPanel, qtbot) -> None:
    panel.show_current("dog")
    panel.edit_current(NAME)
    editor = panel.table.findChild(QLineEdit)
    assert editor.text() == "dog"
    editor.setText("wolf")
    with qtbot.waitSignal(panel.model.rename_wanted) as signal:
        QTest.keyClick(editor, Qt.Key.Key_Return)
    assert signal.args == [2, "wolf"]


def test_without_a_current_class_nothing_is_edited(panel: ClassPanel) -> None:
    panel.edit_current(INDEX)
    assert panel.table.findChild(QLineEdit) is None


def test_with_nothing_open_there_is_nothing_to_change(panel: ClassPanel) -> None:
    panel.set_open(is_open=False)
    assert not panel.new_name.isVisible()
    assert not panel.table.isVisible()


# Eye, lock, and what is painted


def alt_click(panel: ClassPanel, row: int, column: int = NAME) -> None:
    place = panel.table.visualRect(panel.model.index(row, column)).center()
    QTest.mouseClick(panel.table.viewport(), LEFT, Qt.KeyboardModifier.AltModifier, place)


def test_a_click_on_the_eye_or_the_lock_is_no_pick(panel: ClassPanel, qtbot) -> None:
    panel.show_current("cat")
    with qtbot.assertNotEmitted(panel.class_clicked), qtbot.assertNotEmitted(panel.class_chosen):
        with qtbot.waitSignal(panel.eye_clicked) as signal:
            click(panel, 2, EYE)
        assert signal.args == ["dog"]
        with qtbot.waitSignal(panel.lock_clicked) as signal:
            click(panel, 2, LOCK)
        assert signal.args == [2]
    assert marked(panel) == "cat"


def test_two_quick_clicks_on_an_eye_are_two_clicks(panel: ClassPanel, qtbot) -> None:
    seen: list[str] = []
    panel.eye_clicked.connect(seen.append)
    place = panel.table.visualRect(panel.model.index(2, EYE)).center()
    click(panel, 2, EYE)
    QTest.mouseDClick(panel.table.viewport(), LEFT, pos=place)
    assert seen == ["dog"] * 2


@pytest.mark.parametrize("column", [COLOR, NAME, EYE])
def test_alt_and_a_click_on_a_row_want_its_class_alone(panel: ClassPanel, qtbot, column) -> None:
    with qtbot.waitSignal(panel.alone_wanted) as signal, qtbot.assertNotEmitted(panel.class_clicked):
        alt_click(panel, 3, column)
    assert signal.args == ["sky"]


class Image:
    """An image that is half sky."""

    def shapes_of(self, class_name: str) -> int:
        return 3 if class_name == "sky" else 0

    def pixels_of(self, index: int) -> int | None:
        return 800 if index == 3 else 0

    def share_of(self, index: int) -> float | None:
        return 0.5 if index == 3 else 0.0


def picture(panel: ClassPanel, row: int, column: int) -> QImage:
    """What a cell looks like."""
    rect = panel.table.visualRect(panel.model.index(row, column))
    return panel.table.viewport().grab(rect).toImage()


def pixels(panel: ClassPanel, row: int, column: int) -> set[str]:
    """The colours in a cell."""
    image = picture(panel, row, column)
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}


def test_counts_share_and_bar_are_painted_for_what_the_image_holds(panel: ClassPanel) -> None:
    before = {column: picture(panel, 3, column) for column in (NAME, SHAPES, SHARE)}
    panel.model.set_numbers(Image())
    for column in (NAME, SHAPES, SHARE):
        assert picture(panel, 3, column) != before[column]
    assert len(pixels(panel, 1, SHARE)) == 1


def test_eye_and_lock_show_on_the_row_under_the_mouse_or_when_they_are_shut(panel: ClassPanel, qtbot) -> None:
    assert len(pixels(panel, 1, EYE) | pixels(panel, 1, LOCK)) == 1
    QTest.mouseMove(panel.table.viewport(), panel.table.visualRect(panel.model.index(1, NAME)).center())
    qtbot.waitUntil(lambda: panel.table.hovered == 1)
    assert len(pixels(panel, 1, EYE)) > 2
    assert len(pixels(panel, 2, EYE)) == 1
    panel.model.set_hidden(frozenset({"dog"}))
    assert len(pixels(panel, 2, EYE)) > 2
    assert len(pixels(panel, 2, LOCK)) == 1
    panel.set_classes(TABLE.with_row(3, TABLE.at(3).with_lock(True)))
    assert len(pixels(panel, 3, LOCK)) > 2


def test_the_marked_row_has_the_colour_of_marks(panel: ClassPanel) -> None:
    panel.show_current("dog")
    assert theme.current().marked.name() in pixels(panel, 2, NAME)
    assert theme.current().marked.name() not in pixels(panel, 1, NAME)


def test_larger_text_has_wider_columns(panel: ClassPanel) -> None:
    before = panel.table.columnWidth(SHARE)
    font = panel.table.font()
    font.setPointSizeF(2 * font.pointSizeF())
    # Not that of the panel: under a style sheet, which other tests leave behind, it would stay there.
    panel.table.setFont(font)
    assert panel.table.columnWidth(SHARE) > before


def test_numbers_of_many_shapes_are_whole(panel: ClassPanel) -> None:
    class Crowd(Image):
        def shapes_of(self, class_name: str) -> int:
            return 3_334 if class_name == "cat" else 7

    usual = panel.table.columnWidth(SHAPES)
    panel.model.set_numbers(Crowd())
    assert panel.table.columnWidth(SHAPES) >= panel.table.fontMetrics().horizontalAdvance("3334") + 2 > usual
    panel.model.set_numbers(Image())
    assert panel.table.columnWidth(SHAPES) == usual


@pytest.mark.parametrize("size", [8, 9, 10, 11, 12, 13])
def test_numbers_are_whole_where_a_width_is_rounded_down(panel: ClassPanel, size: int) -> None:
    class Crowd(Image):
        def shapes_of(self, class_name: str) -> int:
            return 3_334

    font = panel.table.font()
    font.setPointSizeF(size)
    panel.table.setFont(font)
    panel.model.set_numbers(Crowd())
    room = panel.table.columnWidth(SHAPES) - 2
    assert panel.table.fontMetrics().elidedText("3334", Qt.TextElideMode.ElideRight, room) == "3334"


def test_every_name_of_usual_length_is_whole_in_a_narrow_panel(panel: ClassPanel) -> None:
    room = panel.table.columnWidth(NAME) - 8
    width = panel.table.fontMetrics().horizontalAdvance
    assert all(width(name) <= room for name in ("background", "vegetation", "aeroplane", "traffic light"))


# Order, typed colours, warnings


def test_a_row_dropped_between_others_asks_for_that_order(panel: ClassPanel, qtbot) -> None:
    with qtbot.waitSignal(panel.model.move_wanted) as signal:
        drop_on(panel.table, 3, 1)
    assert signal.args == [[3], 1]
    with qtbot.waitSignal(panel.model.move_wanted) as signal:
        drop_on(panel.table, 1, 4, below=True)
    assert signal.args == [[1], 5]


def test_with_a_search_a_row_goes_before_what_is_seen(panel: ClassPanel, qtbot) -> None:
    panel.model.set_search("o")
    assert panel.model.class_at(1).name == "dog"
    with qtbot.waitSignal(panel.model.move_wanted) as signal:
        drop_on(panel.table, 0, 1)
    assert signal.args == [[0], 2]


def test_after_a_drag_the_mark_is_on_the_class_of_the_next_shape(panel: ClassPanel, qtbot, monkeypatch):
    panel.show_current("cat")
    monkeypatch.setattr(QTableView, "startDrag", lambda *_: None)  # the real one waits for a hand
    QTest.mousePress(
        panel.table.viewport(), LEFT, pos=panel.table.visualRect(panel.model.index(3, NAME)).center()
    )
    assert marked(panel) == "sky"
    with qtbot.assertNotEmitted(panel.class_clicked):
        panel.table.startDrag(Qt.DropAction.MoveAction)
    assert marked(panel) == "cat"
    assert not panel.table.is_clicked


def test_a_colour_is_typed_over_the_name(panel: ClassPanel, qtbot) -> None:
    panel.show_current("dog")
    panel.edit_current(COLOR)
    editor = panel.table.findChild(QLineEdit)
    assert editor.text() == "#008000"
    assert editor.geometry() == panel.table.visualRect(panel.model.index(2, NAME))
    editor.setText("#ff8000")
    with qtbot.waitSignal(panel.model.color_typed) as signal:
        QTest.keyClick(editor, Qt.Key.Key_Return)
    assert signal.args == [2, "#ff8000"]


def test_a_double_click_on_a_swatch_opens_no_field(panel: ClassPanel) -> None:
    place = panel.table.visualRect(panel.model.index(2, COLOR)).center()
    QTest.mouseDClick(panel.table.viewport(), LEFT, pos=place)
    assert panel.table.findChild(QLineEdit) is None


def test_a_warning_is_a_sign_beside_the_name_and_a_tooltip(panel: ClassPanel) -> None:
    before = picture(panel, 2, NAME)
    panel.model.set_warnings({2: "dog and cat have the same colour."})
    assert picture(panel, 2, NAME) != before
    index = panel.model.index(2, NAME)
    assert index.data(WARNING_ROLE) == "dog and cat have the same colour."
    tip = index.data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "dog and cat have the same colour.\nA right click offers what to do."
    panel.model.set_warnings({})
    assert picture(panel, 2, NAME) == before


@pytest.mark.parametrize("letter", ["t", "W"])
def test_a_name_of_any_length_ends_before_the_sign(panel: ClassPanel, letter: str) -> None:
    for length in range(8, 26):
        panel.set_classes(ClassTable().with_names([letter * length]))
        panel.model.set_warnings({1: "Easily mixed up."})
        image = picture(panel, 1, NAME)
        sign = image.width() - SMALL - 1
        gap = {image.pixel(x, y) for x in range(sign - 2, sign) for y in range(image.height())}
        assert gap == {image.pixel(0, 0)}, length
