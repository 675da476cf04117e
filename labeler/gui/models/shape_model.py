"""The shapes of the image as rows, the one that paints last on top."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from labeler.core.change import Change, ShapesInserted, ShapesRemoved, ShapesReplaced
from labeler.core.classes import ClassTable
from labeler.gui.swatch import swatch_icon

if TYPE_CHECKING:
    from labeler.core.shapes import Shape
    from labeler.gui.document import Document

Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter

CLASS, KIND, VERTICES = range(3)


class ShapeModel(QAbstractTableModel):
    """One row for each shape: class, kind, number of vertices. Row 0 is the last position of the list."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document: Document | None = None
        # A list of its own: between begin and end of a change Qt may ask for the rows as they were.
        self._shapes: list[Shape] = []

    def set_document(self, document: Document | None) -> None:
        """Show the shapes of another document."""
        self.beginResetModel()
        if self._document is not None:
            self._document.changed.disconnect(self._on_changed)
        self._document = document
        if document is not None:
            document.changed.connect(self._on_changed)
        self._shapes = list(self._now())
        self.endResetModel()

    def position(self, row: int) -> int:
        """The place in the annotation of the shape in a row; the inverse of itself."""
        return len(self._shapes) - 1 - row

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """Number of shapes."""
        return 0 if parent.isValid() else len(self._shapes)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """Class, kind, vertices."""
        return 0 if parent.isValid() else 3

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        """What stands in a cell, with the swatch of the class in the first."""
        shape = self._shapes[self.position(index.row())]
        column = index.column()
        if role == _ROLE.DisplayRole:
            return self._text(shape, column)
        if role == _ROLE.DecorationRole and column == CLASS:
            row = self._classes.find(shape.class_name)
            return swatch_icon(None if row is None else row.color)
        if role == _ROLE.TextAlignmentRole and column == VERTICES:
            return _RIGHT
        if role == _ROLE.ToolTipRole:
            return self._tooltip(shape)
        return None

    @property
    def _classes(self) -> ClassTable:
        return ClassTable() if self._document is None else self._document.classes

    def _text(self, shape: Shape, column: int) -> str:
        if column == CLASS:
            return shape.class_name
        if column == KIND:
            return shape.kind.value.replace("_", " ")
        return str(len(shape.points) + sum(len(hole) for hole in shape.holes))

    def _tooltip(self, shape: Shape) -> str:
        if not shape.kind.is_rasterized:
            return f"A {shape.kind.value} gives no pixels in the label map."
        if self._classes.find(shape.class_name) is None:
            return f"{shape.class_name} is not in the class table; the shape gives no pixels until it is."
        return f"{shape.class_name}, {shape.kind.value.replace('_', ' ')}"

    def _on_changed(self, change: Change) -> None:
        match change:
            case ShapesInserted(positions=(position,)):
                row = len(self._shapes) - position
                self.beginInsertRows(QModelIndex(), row, row)
                self._shapes.insert(position, self._now()[position])
                self.endInsertRows()
            case ShapesRemoved(positions=(position,)):
                row = self.position(position)
                self.beginRemoveRows(QModelIndex(), row, row)
                del self._shapes[position]
                self.endRemoveRows()
            case ShapesReplaced(positions=positions):
                for position in positions:
                    self._shapes[position] = self._now()[position]
                self._tell_rows(self.position(positions[-1]), self.position(positions[0]))
            case ShapesInserted() | ShapesRemoved():
                self.beginResetModel()
                self._shapes = list(self._now())
                self.endResetModel()
            case _:
                self._shapes = list(self._now())
                self._tell_rows(0, len(self._shapes) - 1)

    def _now(self) -> list[Shape]:
        return [] if self._document is None else self._document.annotation.shapes

    def _tell_rows(self, first: int, last: int) -> None:
        if first <= last:
            self.dataChanged.emit(self.index(first, 0), self.index(last, VERTICES))
