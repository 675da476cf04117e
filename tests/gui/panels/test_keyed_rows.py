"""A table with keys of its own."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QStringListModel, Qt, SignalInstance
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from labeler.gui.panels.keyed_rows import KeyedRows

KEYS = {Qt.Key.Key_Return: "enter", Qt.Key.Key_Enter: "enter", Qt.Key.Key_N: "reject"}
SHIFT_KEYS = {Qt.Key.Key_Return: "other"}
NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
KEYPAD, CONTROL = Qt.KeyboardModifier.KeypadModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def rows(qtbot):
    table = KeyedRows(0, KEYS, SHIFT_KEYS)
    table.setModel(QStringListModel(["nothing", "normal", "other"], table))
    qtbot.addWidget(table)
    table.setCurrentIndex(table.model().index(0, 0))
    return table


def told_by(signal: SignalInstance) -> list[object]:
    words: list[object] = []
    signal.connect(words.append)
    return words


def is_taken_before_the_window(table: KeyedRows, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
    event = QKeyEvent(QEvent.Type.ShortcutOverride, key, modifiers)
    event.ignore()
    QApplication.sendEvent(table, event)
    return event.isAccepted()


@pytest.mark.parametrize(
    ("key", "modifiers", "meaning"),
    [
        (Qt.Key.Key_Return, NONE, ["enter"]),
        (Qt.Key.Key_Enter, KEYPAD, ["enter"]),
        (Qt.Key.Key_N, NONE, ["reject"]),
        (Qt.Key.Key_Return, SHIFT, ["other"]),
        (Qt.Key.Key_N, SHIFT, []),
        (Qt.Key.Key_N, CONTROL, []),
        (Qt.Key.Key_O, NONE, []),
    ],
)
def test_a_key_is_told_by_its_meaning_and_taken_from_the_window(rows, key, modifiers, meaning):
    told = told_by(rows.pressed)
    assert is_taken_before_the_window(rows, key, modifiers) == bool(meaning)
    QTest.keyClick(rows, key, modifiers)
    assert told == meaning


def test_letters_do_not_search_among_the_rows_and_arrows_move_the_mark(rows):
    QTest.keyClick(rows, Qt.Key.Key_O)
    assert rows.currentIndex().row() == 0
    QTest.keyClick(rows, Qt.Key.Key_Down)
    assert rows.currentIndex().row() == 1


def test_a_table_without_shifted_keys_leaves_them_to_the_window(qtbot):
    table = KeyedRows(0, KEYS)
    qtbot.addWidget(table)
    told = told_by(table.pressed)
    assert not is_taken_before_the_window(table, Qt.Key.Key_Return, SHIFT)
    QTest.keyClick(table, Qt.Key.Key_Return, SHIFT)
    assert told == []


def test_it_says_when_the_keys_are_its_own(qtbot):
    window, rows = QWidget(), KeyedRows(0, KEYS)
    qtbot.addWidget(window)
    field = QLineEdit()
    layout = QVBoxLayout(window)
    layout.addWidget(field)
    layout.addWidget(rows)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    field.setFocus()
    told = told_by(rows.focused)
    rows.setFocus()
    qtbot.waitUntil(lambda: told == [True])
    field.setFocus()
    qtbot.waitUntil(lambda: told == [True, False])
