"""The table of images: it tells what the user picks, and stays where it is while rows come and go."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from labeler.gui.panels.row_table import RowTable

_Key = Qt.Key
_ADDING = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class FileTable(RowTable):
    """Rows of images, of which several can be selected.

    `picked(row)`: the user went to a row, by a click or a key that selects it alone. `escaped()`: the key
    Esc. `left()`: Enter, or a click that picked; the keys are the canvas's then.
    """

    picked = Signal(int)
    escaped = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(stretch=0, parent=parent)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAccessibleName("Images")
        self._is_picking = False
        self._is_clicked = False

    def currentChanged(  # noqa: N802 - Qt's name
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Another row is the current one: by the user's hand it is picked, and else followed."""
        super().currentChanged(current, previous)
        if self._is_picking and current.isValid():
            self.picked.emit(current.row())

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A click picks; with Ctrl or Shift it selects more, and the right button asks for the menu."""
        is_left = event.button() is Qt.MouseButton.LeftButton
        self._is_picking = self._is_clicked = is_left and not event.modifiers() & _ADDING
        super().mousePressEvent(event)
        self._is_picking = False

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Whoever has clicked on an image goes on with it."""
        super().mouseReleaseEvent(event)
        if self._is_clicked and self.indexAt(event.position().toPoint()).isValid():
            self.left.emit()
        self._is_clicked = False

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Arrows pick; Esc and Enter lead away."""
        if event.key() == _Key.Key_Escape:
            self.escaped.emit()
        elif event.key() in (_Key.Key_Return, _Key.Key_Enter):
            self.left.emit()
        else:
            self._is_picking = not event.modifiers() & _ADDING
            super().keyPressEvent(event)
            self._is_picking = False

    def keyboardSearch(self, search: str) -> None:  # noqa: N802 - Qt's name
        """Letters are keys of the program; and Qt would ask every row for its name."""

    def top(self) -> tuple[QPersistentModelIndex, int]:
        """The first row in sight, and how many of its pixels are not."""
        index = self.indexAt(self.viewport().rect().topLeft())
        return QPersistentModelIndex(index), -self.visualRect(index).top() if index.isValid() else 0

    def scroll_to(self, row: int, hidden: int) -> None:
        """Bring a row to the top, without its first `hidden` pixels."""
        self.executeDelayedItemsLayout()
        self.updateGeometries()
        self.verticalScrollBar().setValue(row * self.verticalHeader().defaultSectionSize() + hidden)
