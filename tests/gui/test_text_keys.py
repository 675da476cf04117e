"""Single keys belong to the text field that has the focus, and to the window otherwise."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from labeler.gui.text_keys import TextKeys

CTRL = Qt.KeyboardModifier.ControlModifier


class Form(QWidget):
    """A window with shortcuts, text fields, and something that is none."""

    def __init__(self) -> None:
        super().__init__()
        self.fired: list[str] = []
        self.line, self.text, self.spin = QLineEdit(), QPlainTextEdit(), QSpinBox()
        self.box = QComboBox(editable=True)
        self.button = QPushButton("No text")
        layout = QVBoxLayout(self)
        for widget in (self.line, self.text, self.spin, self.box, self.button):
            layout.addWidget(widget)
        for key in ("P", "1", "T", "Tab", "Del", "PgDown", "Ctrl+B", "F2", "Shift+D"):
            QShortcut(QKeySequence(key), self, lambda key=key: self.fired.append(key))


@pytest.fixture
def form(qtbot):
    app = QApplication.instance()
    keys = TextKeys(app)
    form = Form()
    qtbot.addWidget(form)
    form.show()
    qtbot.waitExposed(form)
    form.activateWindow()
    yield form
    app.focusChanged.disconnect(keys._on_focus)
    keys.deleteLater()


def test_letters_and_digits_are_typed(form: Form) -> None:
    form.line.setFocus()
    QTest.keyClicks(form.line, "Pt1D")
    assert form.line.text() == "Pt1D"
    form.text.setFocus()
    QTest.keyClicks(form.text, "pT1")
    assert form.text.toPlainText() == "pT1"
    form.box.setFocus()
    QTest.keyClicks(form.box, "p1")
    assert form.box.currentText() == "p1"
    assert form.fired == []


def test_digits_change_a_number(form: Form) -> None:
    form.spin.setFocus()
    form.spin.selectAll()
    QTest.keyClicks(form.spin, "1")
    assert form.spin.value() == 1
    assert form.fired == []


def test_tab_leads_on_and_delete_deletes(form: Form) -> None:
    form.line.setFocus()
    form.line.setText("ab")
    form.line.setCursorPosition(0)
    QTest.keyClick(form.line, Qt.Key.Key_Delete)
    assert form.line.text() == "b"
    QTest.keyClick(form.line, Qt.Key.Key_PageDown)
    QTest.keyClick(form.line, Qt.Key.Key_Tab)
    assert form.text.hasFocus()
    assert form.fired == []


def test_keys_with_ctrl_and_function_keys_fire_all_the_same(form: Form) -> None:
    form.line.setFocus()
    QTest.keyClick(form.line, Qt.Key.Key_B, CTRL)
    QTest.keyClick(form.line, Qt.Key.Key_F2)
    assert form.fired == ["Ctrl+B", "F2"]


def test_elsewhere_every_key_fires(form: Form) -> None:
    form.line.setFocus()
    form.button.setFocus()
    for key in (Qt.Key.Key_P, Qt.Key.Key_1, Qt.Key.Key_Tab, Qt.Key.Key_Delete):
        QTest.keyClick(form.button, key)
    assert form.fired == ["P", "1", "Tab", "Del"]
