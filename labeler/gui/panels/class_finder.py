"""The field that finds a class by a part of its name."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from labeler.gui.models.class_model import ClassModel
from labeler.gui.panels.class_rows import ClassRows

# From this many classes on the field is always there.
_MANY = 30


class ClassFinder(QLineEdit):
    """Filters the rows while one types. The row that Enter picks is shown as if the mouse were on it.

    `found(str)`: Enter picked this class. `escaped()`: the user thinks better of it.
    """

    found = Signal(str)
    escaped = Signal()

    def __init__(self, model: ClassModel, table: ClassRows, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._table = table
        self._has_many = False
        self._is_open = False
        self._is_asked_for = False
        self.setObjectName("finder")
        self.setPlaceholderText("Find class")
        self.setAccessibleName("Find class")
        self.textChanged.connect(self._on_text)
        table.typed.connect(self.ask)
        self._show()

    def set_open(self, is_open: bool) -> None:
        """Whether there are classes to find."""
        self._is_open = is_open
        self._show()

    def show_count(self, count: int) -> None:
        """How many classes there are; of a few one sees all, and the field comes when it is asked for."""
        self._has_many = count >= _MANY
        self._show()

    def ask(self, text: str = "") -> None:
        """Put the cursor here, with the beginning of a name."""
        self._is_asked_for = True
        self._show()
        self.setFocus()
        if text:
            self.setText(text)
        else:
            self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Up and down go through the rows, Enter picks one, Esc leaves; every other key is typed."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._pick()
        elif key == Qt.Key.Key_Escape:
            self._end()
            self.escaped.emit()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._step(1 if key == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Left with nothing looked for, the field goes."""
        super().focusOutEvent(event)
        if not self.text():
            self._end()

    def _on_text(self, text: str) -> None:
        self._model.set_search(text)
        self._table.hover(0 if text.strip() and self._model.rowCount() else -1)

    def _step(self, by: int) -> None:
        count = self._model.rowCount()
        if count:
            row = min(max(self._table.hovered + by, 0), count - 1)
            self._table.hover(row)
            self._table.scrollTo(self._model.index(row, 0))

    def _pick(self) -> None:
        row = self._table.hovered
        if 0 <= row < self._model.rowCount():
            name = self._model.class_at(row).name
            self._end()
            self.found.emit(name)

    def _end(self) -> None:
        self.clear()
        self._is_asked_for = False
        self._table.hover(-1)
        self._show()

    def _show(self) -> None:
        self.setVisible(self._is_open and (self._has_many or self._is_asked_for))
