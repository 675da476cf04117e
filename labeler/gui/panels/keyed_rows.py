"""A table that has keys of its own while it has the focus."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from labeler.gui.panels.row_table import RowTable


class KeyedRows(RowTable):
    """`pressed(str)` tells what a key means by `keys`, or with Shift by `shift_keys`.

    Every other key is the table's or the window's. `focused(bool)`: the table has the keys, or has no more.
    """

    focused = Signal(bool)
    pressed = Signal(str)

    def __init__(
        self,
        stretch: int,
        keys: Mapping[Qt.Key, str],
        shift_keys: Mapping[Qt.Key, str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(stretch, parent)
        self._meanings = {
            Qt.KeyboardModifier.NoModifier: keys,
            Qt.KeyboardModifier.ShiftModifier: shift_keys or {},
        }

    def event(self, event: QEvent) -> bool:
        """Take the keys of the list before a shortcut of the window does."""
        is_asked = event.type() is QEvent.Type.ShortcutOverride
        if is_asked and isinstance(event, QKeyEvent) and self._meaning(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Tell of the keys of the list; arrows and the like move the mark."""
        meaning = self._meaning(event)
        if meaning:
            self.pressed.emit(meaning)
        elif event.text().isprintable() and event.text():
            event.ignore()  # not a search among the rows
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """The keys are the list's from now on."""
        super().focusInEvent(event)
        self.focused.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """The keys are somebody else's."""
        super().focusOutEvent(event)
        self.focused.emit(False)

    def _meaning(self, event: QKeyEvent) -> str:
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        return self._meanings.get(modifiers, {}).get(Qt.Key(event.key()), "")
