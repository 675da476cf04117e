"""A button that records the next key pressed: it says so while it waits, and no shortcut fires meanwhile."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QKeyCombination, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QPushButton, QWidget

_MODIFIER_KEYS = (
    *(Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr),
    *(Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock, Qt.Key.Key_unknown),
)


class KeyRecorder(QPushButton):
    """Waits for a key after a press. `recorded(str)` is the key in Qt's portable form; Esc ends it."""

    recorded = Signal(str)

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._text = text
        self.is_waiting = False
        self.setAutoDefault(False)
        self.clicked.connect(self.wait)

    def wait(self) -> None:
        """Take the next key."""
        self.is_waiting = True
        self.setText("Press a key …   Esc cancels")
        self.setFocus()

    def event(self, event: QEvent) -> bool:
        """Take every key before shortcuts, buttons and Tab get it."""
        if self.is_waiting and isinstance(event, QKeyEvent):
            if event.type() is QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() is QEvent.Type.KeyPress:
                self._take(event)
                return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Stop waiting when the user turns to something else."""
        self._end()
        super().focusOutEvent(event)

    def _take(self, event: QKeyEvent) -> None:
        if event.key() in _MODIFIER_KEYS:
            return
        self._end()
        if event.key() != Qt.Key.Key_Escape:
            self.recorded.emit(pressed_key(event))

    def _end(self) -> None:
        self.is_waiting = False
        self.setText(self._text)


def pressed_key(event: QKeyEvent) -> str:
    """The key of an event as a shortcut would be written: `Ctrl++`, not `Ctrl+Shift++`.

    Shift counts for letters and for keys that type nothing; where it only makes the sign, the sign says it.
    """
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    text = event.text()
    is_sign = text.isprintable() and text.strip() and not text.isalnum()
    if is_sign:
        modifiers &= ~Qt.KeyboardModifier.ShiftModifier
    key = Qt.Key.Key_Tab if event.key() == Qt.Key.Key_Backtab else Qt.Key(event.key())
    sequence = QKeySequence(QKeyCombination(modifiers, key))
    return sequence.toString(QKeySequence.SequenceFormat.PortableText)
