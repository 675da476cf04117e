"""Each type of setting has its field; what the user does to it is told, what is shown in it is not."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QDoubleSpinBox, QLineEdit, QSpinBox

from labeler.gui.dialogs.path_field import PathField
from labeler.gui.dialogs.setting_fields import Field, field_of
from labeler.settings import Setting

SWITCH = Setting("switch", True, "On or off.")
CHOICE = Setting("choice", "b", "One of them.", choices=("a", "b"), words=("First", "Second"))
SIZE = Setting("size", 10, "How large.", choices=(10, 20))
COUNT = Setting("count", 5, "How many.", low=1, high=9, unit="px")
DELAY = Setting("delay", 1.5, "How long.", low=0.0, high=60.0, unit="s")
SHARE = Setting("share", 0.45, "How much.", low=0.0, high=1.0, unit="%")
WORDS = Setting("words", "abc", "What is said.")
FOLDER = Setting("folder", "", "Where.", is_folder=True)


@pytest.fixture
def told() -> list[Any]:
    return []


@pytest.fixture
def make(qtbot, told: list[Any]):
    def make(setting: Setting[Any]) -> Field:
        field = field_of(setting, told.append)
        qtbot.addWidget(field.widget)
        field.show_value(setting.default)
        return field

    return make


@pytest.mark.parametrize(
    ("setting", "kind", "other"),
    [
        (SWITCH, QCheckBox, False),
        (CHOICE, QComboBox, "a"),
        (SIZE, QComboBox, 20),
        (COUNT, QSpinBox, 7),
        (DELAY, QDoubleSpinBox, 3.0),
        (SHARE, QDoubleSpinBox, 0.8),
        (WORDS, QLineEdit, "xyz"),
        (FOLDER, PathField, "/somewhere"),
    ],
)
def test_the_type_makes_the_field_and_showing_tells_nobody(make, told, setting, kind, other) -> None:
    field = make(setting)
    assert isinstance(field.widget, kind)
    field.show_value(other)
    field.show_value(setting.default)
    assert told == []
    assert field.widget.accessibleName() == setting.title
    assert field.widget.accessibleDescription() == setting.text


def test_a_click_switches(make, told: list[Any]) -> None:
    box = make(SWITCH).widget
    box.click()
    assert told == [False]


def test_a_choice_is_told_by_its_value_and_shown_by_its_word(make, told: list[Any]) -> None:
    box = make(CHOICE).widget
    assert [box.itemText(row) for row in range(box.count())] == ["First", "Second"]
    assert box.currentText() == "Second"
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Up)
    assert told == ["a"]


def test_choices_without_words_are_called_as_they_are(make) -> None:
    assert make(SIZE).widget.itemText(1) == "20"


def test_a_number_keeps_to_its_bounds_and_shows_its_unit(make, told: list[Any]) -> None:
    box = make(COUNT).widget
    assert (box.minimum(), box.maximum(), box.text()) == (1, 9, "5 px")
    box.setValue(8)
    assert told == [8]
    assert type(told[0]) is int


def test_a_number_is_told_when_it_is_typed_whole(make, told: list[Any], qtbot) -> None:
    box = make(DELAY).widget
    box.show()
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, "12")
    assert told == []
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert told == [12.0]


def test_a_share_is_shown_in_per_cent(make, told: list[Any]) -> None:
    box = make(SHARE).widget
    assert box.text() == "45 %"
    assert box.maximum() == 100
    box.setValue(50)
    assert told == [0.5]


def test_text_is_told_as_it_is_typed_and_the_cursor_stays(make, told: list[Any]) -> None:
    field = make(WORDS)
    field.widget.setCursorPosition(1)
    QTest.keyClicks(field.widget, "x")
    assert told == ["axbc"]
    field.show_value("axbc")
    assert field.widget.cursorPosition() == 2


def test_a_folder_can_be_typed(make, told: list[Any]) -> None:
    field = make(FOLDER)
    QTest.keyClicks(field.widget.edit, "/x")
    assert told == ["/", "/x"]
    field.show_value("/x")
    assert told == ["/", "/x"]


@pytest.mark.parametrize("setting", [CHOICE, COUNT, DELAY])
def test_the_wheel_scrolls_the_page_and_changes_a_field_only_with_the_focus(
    make, told: list[Any], qtbot, setting: Setting[Any]
) -> None:
    field = make(setting)
    field.widget.show()
    qtbot.waitExposed(field.widget)

    def turn() -> bool:
        event = QWheelEvent(
            *(QPointF(5, 5), QPointF(5, 5), QPoint(), QPoint(0, 120)),
            *(Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False),
        )
        QApplication.sendEvent(field.widget, event)
        return event.isAccepted()

    field.widget.clearFocus()
    assert not turn()
    assert told == []
    field.widget.activateWindow()
    field.widget.setFocus()
    qtbot.waitUntil(field.widget.hasFocus)
    turn()
    assert len(told) == 1
