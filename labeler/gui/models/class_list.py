"""What every model of classes has in common: the rows that a filter leaves, and dragging them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import (
    QAbstractTableModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from labeler.core.class_keys import class_keys
from labeler.core.classes import ClassRow, ClassTable

Index = QModelIndex | QPersistentModelIndex

# Rows that are dragged, as text: their class indices.
_MIME = "application/x-labeler-classes"


class ClassListModel(QAbstractTableModel):
    """Some of the classes of a table, in its order; a class of its own decides which, and what is shown.

    `move_wanted(indices, before)`: rows were dragged; the classes with these indices shall stand before that
    position of the table.
    """

    move_wanted = Signal(object, int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._classes = ClassTable()
        self._rows = self._classes.rows
        self._keys: dict[str, str] = {}
        self._search = ""
        self._warnings: Mapping[int, str] = {}

    def set_classes(self, classes: ClassTable) -> None:
        """Show a class table. The rows stay as rows when there are as many as before."""
        self._classes = classes
        self._keys = {name: key for key, name in class_keys(classes).items()}
        self._take_rows()

    def set_search(self, text: str) -> None:
        """Show the classes in which this text is found, as `_finds` says; all for an empty one."""
        self._search = text.strip().casefold()
        self._take_rows()

    def set_warnings(self, warnings: Mapping[int, str]) -> None:
        """Mark the classes with these indices, and say why."""
        self._warnings = warnings
        self._tell_columns(0, self.columnCount() - 1)

    def class_at(self, row: int) -> ClassRow:
        """The class that stands in a row."""
        return self._rows[row]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """Number of classes shown, background and void included."""
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Rows can be dragged, and dropped between others."""
        drag = Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else Qt.ItemFlag.ItemIsDropEnabled
        return super().flags(index) | drag

    def supportedDropActions(self) -> Qt.DropAction:  # noqa: N802 - Qt's name
        """Rows are moved, never copied."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:  # noqa: N802 - Qt's name
        """Only rows of classes."""
        return [_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:  # noqa: N802 - Qt's name
        """What is dragged."""
        indices = sorted({self.class_at(index.row()).index for index in indexes})
        data = QMimeData()
        data.setData(_MIME, ",".join(map(str, indices)).encode())
        return data

    def dropMimeData(  # noqa: N802 - Qt's name
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        """Ask for the new order; the rows change when it is carried out."""
        text = bytes(data.data(_MIME).data()).decode()
        if text and row >= 0:
            self.move_wanted.emit([int(index) for index in text.split(",")], self._position(row))
        return False

    def _position(self, row: int) -> int:
        """The position in the table of what stands in a row of those shown, or behind the last of them."""
        if row < len(self._rows):
            return self._classes.rows.index(self._rows[row])
        return self._classes.rows.index(self._rows[-1]) + 1 if self._rows else 0

    def _finds(self, row: ClassRow) -> bool:
        """Whether the search leaves a class in; it has upper and lower case alike."""
        return self._search in row.name.casefold() or self._search == str(row.index)

    def _take_rows(self) -> None:
        rows = tuple(row for row in self._classes if self._finds(row))
        if len(rows) == len(self._rows):
            self._rows = rows
            self._tell_columns(0, self.columnCount() - 1)
        else:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()

    def _tell_columns(self, first: int, last: int) -> None:
        if self._rows:
            self.dataChanged.emit(self.index(0, first), self.index(len(self._rows) - 1, last))
