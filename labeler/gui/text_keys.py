"""Keeps the window's single-key shortcuts from firing while something is typed into a text field."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit

_TEXT_FIELDS = (QLineEdit, QTextEdit, QPlainTextEdit, QAbstractSpinBox)
_FIRING = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)


class TextKeys(QObject):
    """An event filter for the application.

    Before Qt looks for a shortcut it offers the key to the widget with the focus (ShortcutOverride). Text
    fields take letters then, but neither Tab nor the paging keys; this takes every key without Ctrl, Alt or
    Meta for them, function keys aside.
    """

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Take the key for the text field that `watched` is; everything else passes."""
        if event.type() is not QEvent.Type.ShortcutOverride or not _is_text_field(watched):
            return False
        assert isinstance(event, QKeyEvent)
        is_function_key = Qt.Key.Key_F1 <= event.key() <= Qt.Key.Key_F35
        if event.modifiers() & _FIRING or is_function_key:
            return False
        event.accept()
        return True


def _is_text_field(watched: QObject) -> bool:
    return isinstance(watched, _TEXT_FIELDS) or (isinstance(watched, QComboBox) and watched.isEditable())
