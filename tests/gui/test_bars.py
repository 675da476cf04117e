"""The status line and the row above the canvas say what they are told, and keep their places."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMainWindow, QWidget

from labeler.core.classes import ClassTable
from labeler.gui import status_bar, theme
from labeler.gui.actions import Actions
from labeler.gui.autosave import SaveState
from labeler.gui.context_row import ContextRow
from labeler.gui.status_bar import StatusBar

TABLE = ClassTable().with_names(["cat", "dog"])


@pytest.fixture
def status(qtbot) -> StatusBar:
    status = StatusBar()
    qtbot.addWidget(status)
    status.resize(1000, 24)
    status.show()
    return status


@pytest.fixture
def row(qtbot, qapp) -> ContextRow:
    theme.apply(qapp, "dark")
    window = QMainWindow()
    qtbot.addWidget(window)
    row = ContextRow(Actions(window))
    window.addToolBar(row)
    window.resize(1000, 300)
    window.show()
    row.keeps_alive = window
    return row


def test_the_pointer_shows_place_index_and_class(status: StatusBar) -> None:
    status.show_pointer((412, 207), 2, TABLE)
    assert status.place.text() == "x 412  y 207"
    assert status.class_name.text() == "2  dog"
    assert not status._swatch.pixmap().isNull()
    status.show_pointer((1, 1), 99, TABLE)
    assert status.class_name.text() == "99  no class"
    status.show_pointer(None, 0, TABLE)
    assert status.place.text() == ""
    assert status._swatch.pixmap().isNull()


@pytest.mark.parametrize(
    ("scale", "text"), [(1.0, "100 %"), (0.0312, "3.1 %"), (64.0, "6400 %"), (0.5, "50 %")]
)
def test_the_zoom_is_told_in_per_cent(status: StatusBar, scale: float, text: str) -> None:
    status.show_zoom(scale)
    assert status.zoom.text() == text


def test_the_size_and_the_save_state_are_told(status: StatusBar) -> None:
    status.show_size((1920, 1080))
    assert status.size_text.text() == "1920 × 1080"
    assert status.zoom.isVisible()
    status.show_size(None)
    assert status.size_text.text() == ""
    assert not status.zoom.isVisible()
    status.show_save_state(SaveState.FAILED)
    assert status.save_state.text() == "not saved: writing failed"
    assert status.save_state.property("tone") == "danger"
    status.show_save_state(SaveState.SAVED)
    assert status.save_state.property("tone") == ""
    status.show_save_state(None)
    assert status.save_state.text() == ""


def test_texts_follow_the_theme(qapp, status: StatusBar) -> None:
    status.show_save_state(SaveState.SAVED)
    status.show()
    for name in ("light", "dark"):
        colors = theme.apply(qapp, name)
        assert status.save_state.palette().color(QPalette.ColorRole.WindowText) == colors.dim_text
    status.show_save_state(SaveState.FAILED)
    assert status.save_state.palette().color(QPalette.ColorRole.WindowText) == colors.danger


def test_a_long_hint_makes_the_window_no_wider(status: StatusBar) -> None:
    before = status.minimumSizeHint().width()
    status.show_hint("a hint that goes on and on " * 40)
    assert status.minimumSizeHint().width() == before


def test_a_refusal_stays_until_it_has_been_read(status: StatusBar, qtbot, monkeypatch) -> None:
    monkeypatch.setattr(status_bar, "_REFUSAL_MILLISECONDS", 50)
    status.show_hint("Click")
    status.show_refusal("A polygon needs at least three vertices.")
    status.show_hint("Click again")
    assert status.hint.text() == "A polygon needs at least three vertices."
    assert status.hint.property("tone") == "warning"
    qtbot.waitUntil(lambda: status.hint.text() == "Click again")
    assert status.hint.property("tone") == ""


def test_numbers_do_not_move_their_neighbours(status: StatusBar) -> None:
    def places() -> list[int]:
        return [
            each.mapTo(status, each.rect().topLeft()).x()
            for each in (status.place, status.zoom, status.size_text)
        ]

    status.show_pointer((1, 1), 1, TABLE)
    status.show_zoom(1)
    before = places()
    status.show_pointer((29_999, 29_999), 255, TABLE)
    status.show_zoom(64)
    assert places() == before


def test_the_row_looks_the_same_after_another_theme(row: ContextRow, qapp) -> None:
    def places() -> list[QRect]:
        qapp.processEvents()
        return [each.geometry() for each in row.findChildren(QWidget) if each.isVisible()]

    before = places()
    theme.apply(qapp, "light")
    during = places()
    theme.apply(qapp, "dark")
    assert before == during == places()


def test_the_chip_shows_the_current_class(row: ContextRow) -> None:
    row.chip.show_class("dog", TABLE)
    assert row.chip.text().strip() == "2  dog"
    assert not row.chip.icon().isNull()
    row.chip.show_class(None, TABLE)
    assert row.chip.text() == "No class chosen"
    row.chip.show_class("cow", TABLE)
    assert row.chip.text() == "No class chosen"


def test_the_chip_lists_all_classes_with_their_keys(row: ContextRow, qtbot) -> None:
    row.chip.show_class(None, TABLE)
    row.chip._fill()
    texts = [action.text() for action in row.chip.menu().actions()]
    assert texts == ["0  background\t", "1  cat\t1", "2  dog\t2", "255  void\t", "", "New class…"]
    with qtbot.waitSignal(row.chip.class_chosen) as signal:
        row.chip.menu().actions()[2].trigger()
    assert signal.args == ["dog"]
    with qtbot.waitSignal(row.chip.new_class_wanted):
        row.chip.menu().actions()[-1].trigger()


def test_the_slider_tells_what_the_user_sets_only(row: ContextRow, qtbot) -> None:
    with qtbot.assertNotEmitted(row.opacity_changed):
        row.show_opacity(0.3)
    assert row._percent.text() == "30 %"
    with qtbot.waitSignal(row.opacity_changed) as signal:
        QTest.keyClick(row._slider, Qt.Key.Key_Right)
    assert signal.args == [0.31]
    assert row._percent.text() == "31 %"


def test_the_line_does_not_keep_a_window_from_being_narrow(status: StatusBar) -> None:
    status.show_pointer((29_999, 29_999), 255, TABLE)
    status.show_hint("a hint that goes on and on " * 4)
    assert status.minimumSizeHint().width() == 0


def test_a_hint_that_does_not_fit_ends_in_an_ellipsis(status: StatusBar, qtbot) -> None:
    text = "Click a shape to select it · drag to select all in a box"
    label, plain = status.hint, QLabel(text)
    qtbot.addWidget(plain)
    for each in (label, plain):
        each.setFixedSize(160, 20)
        each.setStyleSheet("color: black; background: white; padding: 0")

    def look(widget: QWidget) -> QImage:
        return widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)

    status.show_hint(text)
    assert look(label) != look(plain)
    assert label.toolTip() == text
    status.show_hint("Click")
    plain.setText("Click")
    assert look(label) == look(plain)
