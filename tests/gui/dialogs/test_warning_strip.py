"""Warnings in a dialog: as many lines as there is room for, each with its buttons, folded to a title."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from labeler.gui.dialogs.warning_strip import StripLine, WarningStrip
from labeler.gui.messages import Remedy


@pytest.fixture
def strip(qtbot) -> WarningStrip:
    window = QWidget()
    qtbot.addWidget(window)
    strip = WarningStrip()
    layout = QVBoxLayout(window)
    layout.addWidget(strip)
    window.resize(700, 300)
    window.show()
    qtbot.waitExposed(window)
    strip.window_of_test = window
    return strip


def lines(count: int) -> list[StripLine]:
    return [StripLine(f"Warning {number}.") for number in range(count)]


def test_without_a_warning_there_is_no_strip(strip: WarningStrip) -> None:
    assert not strip.isVisible()
    strip.show_lines(lines(1))
    assert strip.isVisible()
    assert strip.title.text() == "1 warning"
    strip.show_lines([])
    assert not strip.isVisible()


def test_a_remedy_is_a_button_that_does_it(strip: WarningStrip) -> None:
    done: list[str] = []
    remedies = (Remedy("Repair", lambda: done.append("repair")), Remedy("Show", lambda: done.append("show")))
    strip.show_lines([StripLine("It is broken.", remedies)])
    for button in strip.rows[0].buttons:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert done == ["repair", "show"]


def test_some_are_seen_at_once_and_the_rest_by_scrolling(strip: WarningStrip) -> None:
    strip.show_lines(lines(2))
    low = strip._scroll.height()
    strip.show_lines(lines(3))
    three = strip._scroll.height()
    strip.show_lines(lines(30))
    assert low < three < strip._scroll.height() < 2 * three
    assert strip.title.text() == "30 warnings"
    assert len(strip.rows) == 30


def test_the_same_warnings_stay_as_they_are(strip: WarningStrip) -> None:
    strip.show_lines(lines(3))
    before = list(strip.rows)
    strip.show_lines(lines(3))
    assert strip.rows == before
    strip.show_lines(lines(2))
    assert not set(strip.rows) & set(before)


def test_it_folds_to_its_title_and_back(strip: WarningStrip) -> None:
    strip.show_lines(lines(3))
    QTest.mouseClick(strip.fold, Qt.MouseButton.LeftButton)
    assert not strip._scroll.isVisible()
    assert strip.fold.text() == "Show"
    QTest.mouseClick(strip.fold, Qt.MouseButton.LeftButton)
    assert strip._scroll.isVisible()
