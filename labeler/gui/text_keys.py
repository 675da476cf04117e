"""Keeps the window's single-key shortcuts from firing while something is typed into a text field."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

_TEXT_FIELDS = (QLineEdit, QTextEdit, QPlainTextEdit, QAbstractSpinBox)
_Modifier = Qt.KeyboardModifier
_FIRING = _Modifier.ControlModifier | _Modifier.AltModifier | _Modifier.MetaModifier


class TextKeys(QObject):
    """Filters the events of whatever text field has the focus.

    Before Qt looks for a shortcut it offers the key to the widget with the focus (ShortcutOverride). Text
    fields take letters then, but neither Tab nor the paging keys; this takes every key without Ctrl, Alt or
    Meta for them, function keys aside.
    """

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        app.focusChanged.connect(self._on_focus)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Take the key for the text field; everything else passes."""
        if event.type() is not QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        if event.modifiers() & _FIRING or Qt.Key.Key_F1 <= event.key() <= Qt.Key.Key_F35:
            return False
        event.accept()
        return True

    def _on_focus(self, before: QWidget | None, now: QWidget | None) -> None:
        if before is not None:
            before.removeEventFilter(self)
        if now is not None and _is_text_field(now):
            now.installEventFilter(self)


def _is_text_field(widget: QWidget) -> bool:
    return isinstance(widget, _TEXT_FIELDS) or (isinstance(widget, QComboBox) and widget.isEditable())
