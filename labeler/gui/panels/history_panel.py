"""The steps of a history, oldest first; the step that one clicks is what one goes to."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QUndoView, QWidget

_Index = QModelIndex | QPersistentModelIndex

_ROW_HEIGHT = 24


class HistoryPanel(QUndoView):
    """The active history of a group, which `setGroup` names.

    `step_wanted(int)` asks to go where so many steps are done.
    Qt's list would go there by itself, and so past what the window refuses while a shape is begun.
    """

    step_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEmptyLabel("Opened")
        self.setObjectName("history")
        self.setAccessibleName("History")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Some rows; the dock gives what it has."""
        return QSize(0, 8 * _ROW_HEIGHT)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A row and what scrolls it."""
        return QSize(0, 2 * _ROW_HEIGHT)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Ask for the step under the mouse."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        index = self.indexAt(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and index.isValid():
            self._ask(index.row())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Dragging over the rows goes nowhere."""

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """The second press is one more press."""
        self.mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Up and Down go one step, Home and End to either end; all others are keys of the window."""
        rows = self.model().rowCount()
        steps = {
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Home: -rows,
            Qt.Key.Key_End: rows,
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            event.ignore()
        elif rows:
            self._ask(min(max(self.currentIndex().row() + step, 0), rows - 1))

    def keyboardSearch(self, search: str) -> None:  # noqa: N802 - Qt's name
        """Letters are keys of the window."""

    def currentChanged(self, current: _Index, previous: _Index) -> None:  # noqa: N802 - Qt's name
        """Keep the step where the history stands in sight."""
        super().currentChanged(current, previous)
        if current.isValid():
            self.scrollTo(current)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Keep it in sight, also when the list opens on a history that is longer than the list is high."""
        super().resizeEvent(event)
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def _ask(self, row: int) -> None:
        if row != self.currentIndex().row():
            self.step_wanted.emit(row)
