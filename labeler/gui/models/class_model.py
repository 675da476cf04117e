"""The class table as rows: swatch, key, index, name."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from labeler.core.class_keys import class_keys
from labeler.core.classes import ClassRow, ClassTable
from labeler.core.palette import color_to_hex
from labeler.gui import theme
from labeler.gui.swatch import swatch_icon

Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter

COLOR, KEY, INDEX, NAME = range(4)


class ClassModel(QAbstractTableModel):
    """One row for each class, in the order of the table.

    A name or index typed into a cell is not taken by the model but asked for: `rename_wanted(index, name)`,
    `reindex_wanted(index, new index)`.
    """

    rename_wanted = Signal(int, str)
    reindex_wanted = Signal(int, int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._classes = ClassTable()
        self._keys: dict[str, str] = {}

    def set_classes(self, classes: ClassTable) -> None:
        """Show a class table. The rows stay when only colours, names or indices of them are others."""
        is_same_length = len(classes) == len(self._classes)
        if not is_same_length:
            self.beginResetModel()
        self._classes = classes
        self._keys = {name: key for key, name in class_keys(classes).items()}
        if is_same_length:
            self.dataChanged.emit(self.index(0, 0), self.index(len(classes) - 1, NAME))
        else:
            self.endResetModel()

    def class_at(self, row: int) -> ClassRow:
        """The class that stands in a row."""
        return self._classes.rows[row]

    def row_of(self, class_name: str | None) -> int | None:
        """The row of the class of this name, or None."""
        if class_name is None:
            return None
        found = self._classes.find(class_name)
        return None if found is None else self._classes.rows.index(found)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """Number of classes, background and void included."""
        return 0 if parent.isValid() else len(self._classes)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """Colour, key, index, name."""
        return 0 if parent.isValid() else 4

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Names can be edited, and the indices of classes other than background and void."""
        flags = super().flags(index)
        is_fixed = self.class_at(index.row()).is_fixed
        if index.column() == NAME or (index.column() == INDEX and not is_fixed):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        """What stands in a cell."""
        row, column = self.class_at(index.row()), index.column()
        if role == _ROLE.DisplayRole:
            return (None, self._keys.get(row.name, ""), str(row.index), row.name)[column]
        if role == _ROLE.EditRole:
            return (None, None, row.index, row.name)[column]
        if role == _ROLE.DecorationRole and column == COLOR:
            return swatch_icon(row.color)
        if role == _ROLE.TextAlignmentRole and column in (KEY, INDEX):
            return _RIGHT
        if role == _ROLE.ForegroundRole and column == KEY:
            return theme.current().dim_text
        if role == _ROLE.ToolTipRole:
            return self._tooltip(row, column)
        return None

    def setData(self, index: Index, value: Any, role: int = _ROLE.EditRole) -> bool:  # noqa: N802 - Qt's name
        """Ask for the change that was typed; the table changes only if it is carried out."""
        row = self.class_at(index.row())
        if role != _ROLE.EditRole:
            return False
        if index.column() == NAME and str(value).strip() != row.name:
            self.rename_wanted.emit(row.index, str(value).strip())
        elif index.column() == INDEX and int(value) != row.index:
            self.reindex_wanted.emit(row.index, int(value))
        return False

    def _tooltip(self, row: ClassRow, column: int) -> str:
        if column == COLOR:
            same = next((rows for rows in self._classes.same_colors() if row in rows), ())
            others = ", ".join(each.name for each in same if each is not row)
            warning = (
                f". {others} has the same colour: readers of colours cannot tell them apart" if same else ""
            )
            return f"{color_to_hex(row.color)}{warning}. Click to change."
        if column == KEY:
            return "The digit key that picks this class"
        if column == INDEX:
            return "The index in the label map" + ("" if row.is_fixed else "; double click to change")
        return f"{row.name}: double click to rename"
