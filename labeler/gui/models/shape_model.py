"""The shapes of the image as rows, the one that paints last on top."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import (
    QAbstractTableModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from labeler.core.change import Change, ShapesInserted, ShapesRemoved, ShapesReplaced
from labeler.core.classes import ClassTable
from labeler.core.shapes import ShapeKind
from labeler.core.validity import said_of
from labeler.gui.swatch import swatch_icon

if TYPE_CHECKING:
    from labeler.core.shapes import Shape
    from labeler.core.validity import Fault
    from labeler.gui.document import Document

Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole

CLASS, KIND, VERTICES, AREA, EYE, LOCK = range(6)

# Whether an eye is shut, or a lock; and the name of the icon of a kind.
SHUT_ROLE = _ROLE.UserRole
ICON_ROLE = _ROLE.UserRole + 1
# What is wrong with the shape of a row, as a sentence.
FAULT_ROLE = _ROLE.UserRole + 2

# Rows that are dragged, as text: their positions.
_MIME = "application/x-labeler-shapes"

_KIND_ICONS = {
    ShapeKind.POINTS: "kind_point",
    ShapeKind.LINESTRIP: "kind_line",
}


class Areas(Protocol):
    """Tells how many pixels of a shape are to be seen."""

    def area_of(self, position: int) -> int | None:
        """The visible pixels of a shape; None while they are not known, and for points and lines."""


class ShapeModel(QAbstractTableModel):
    """One row for each shape: class and group, kind, vertices, visible pixels, eye, lock.

    Row 0 is the last position of the list, which paints over all others. `move_wanted(positions, target)`:
    rows were dragged; the shapes shall stand before the one at `target`.
    """

    move_wanted = Signal(object, int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document: Document | None = None
        # A list of its own: between begin and end of a change Qt may ask for the rows as they were.
        self._shapes: list[Shape] = []
        self._areas: Areas | None = None
        self._faults: Mapping[int, list[Fault]] = {}

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
        """Class, kind, vertices, area, eye, lock."""
        return 0 if parent.isValid() else LOCK + 1

    def set_areas(self, areas: Areas) -> None:
        """Show the visible pixels of shapes; call it again when some have become known."""
        self._areas = areas
        self._tell_rows(0, len(self._shapes) - 1)

    def set_faults(self, faults: Mapping[int, list[Fault]]) -> None:
        """Mark the shapes at these positions, which have faults, and no others."""
        self._faults = faults
        self._tell_rows(0, len(self._shapes) - 1)

    def tell_visibility(self) -> None:
        """Other shapes are hidden than before."""
        self._tell_rows(0, len(self._shapes) - 1)

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        """What stands in a cell, with the swatch of the class in the first."""
        position, column = self.position(index.row()), index.column()
        shape = self._shapes[position]
        if role == _ROLE.DisplayRole:
            return self._text(shape, position, column)
        if role == _ROLE.DecorationRole and column == CLASS:
            row = self._classes.find(shape.class_name)
            return swatch_icon(None if row is None else row.color)
        if role == FAULT_ROLE:
            return said_of(self._faults.get(position, ()))
        if role == ICON_ROLE and column == KIND:
            return _KIND_ICONS.get(shape.kind, f"kind_{shape.kind.value}")
        if role == SHUT_ROLE and column == LOCK:
            return shape.is_locked
        if role == SHUT_ROLE:
            return self._document is not None and not self._document.is_visible(position)
        if role == _ROLE.ToolTipRole:
            return self._tooltip(shape, position, column)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Rows can be dragged, and dropped between others."""
        drag = Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else Qt.ItemFlag.ItemIsDropEnabled
        return super().flags(index) | drag

    def supportedDropActions(self) -> Qt.DropAction:  # noqa: N802 - Qt's name
        """Rows are moved, never copied."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:  # noqa: N802 - Qt's name
        """Only our own rows."""
        return [_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:  # noqa: N802 - Qt's name
        """What is dragged: the positions of the rows."""
        places = sorted({self.position(index.row()) for index in indexes})
        data = QMimeData()
        data.setData(_MIME, ",".join(map(str, places)).encode())
        return data

    def dropMimeData(  # noqa: N802 - Qt's name
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        """Ask for the new order; the rows change when it is carried out, so nothing is removed here."""
        if not data.hasFormat(_MIME) or row < 0:
            return False
        text = bytes(data.data(_MIME).data()).decode()
        self.move_wanted.emit([int(place) for place in text.split(",")], len(self._shapes) - row)
        return False

    @property
    def _classes(self) -> ClassTable:
        return ClassTable() if self._document is None else self._document.classes

    def _text(self, shape: Shape, position: int, column: int) -> str:
        if column == CLASS:
            return shape.class_name if shape.group_id is None else f"{shape.class_name}  #{shape.group_id}"
        if column == KIND:
            return _words(shape.kind)
        if column == VERTICES:
            return f"{_vertices(shape):,}"
        if column == AREA and self._areas is not None:
            area = self._areas.area_of(position)
            return "" if area is None else f"{area:,}"
        return ""

    def _tooltip(self, shape: Shape, position: int, column: int) -> str:
        if column == EYE:
            return "Hide or show the shape on the canvas. Exports stay as they are."
        if column == LOCK:
            return "Locked: the mouse does not take hold of it." if shape.is_locked else "Lock the shape"
        if not shape.kind.is_rasterized:
            return f"A {_words(shape.kind)} gives no pixels in the label map."
        if self._classes.find(shape.class_name) is None:
            return f"{shape.class_name} is not in the class table; the shape gives no pixels until it is."
        area = None if self._areas is None else self._areas.area_of(position)
        seen = "" if area is None else f", {area:,} pixels to be seen"
        group = "" if shape.group_id is None else f", group {shape.group_id}"
        note = f"\n{shape.description}" if shape.description else ""
        if position in self._faults:
            note += f"\n{said_of(self._faults[position])} Shapes > Repair mends it."
        return f"{shape.class_name}{group}, {_words(shape.kind)}, {_vertices(shape):,} vertices{seen}{note}"

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
            self.dataChanged.emit(self.index(first, 0), self.index(last, LOCK))


def _words(kind: ShapeKind) -> str:
    return kind.value.replace("_", " ")


def _vertices(shape: Shape) -> int:
    return len(shape.points) + sum(len(hole) for hole in shape.holes)
