"""The whole class table as rows and columns, for the window in which it is edited."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    Qt,
    Signal,
)

from labeler.core.classes import ClassRow
from labeler.core.palette import color_to_hex
from labeler.gui.icons import icon
from labeler.gui.models.class_list import ClassListModel, Index
from labeler.gui.models.class_model import percent
from labeler.gui.swatch import swatch_icon
from labeler.gui.words import counted

if TYPE_CHECKING:
    from labeler.gui.models.class_model import Numbers

_ROLE = Qt.ItemDataRole

COLOR, INDEX, NAME, KEY, SHOWN, LOCKED, PROTECTED, SHAPES, IMAGE, NOTES = range(10)

# The columns that a click or the space bar switches.
SWITCHES = (SHOWN, LOCKED, PROTECTED)
# Whether a switch is in its unusual state: hidden, locked, protected.
IS_ON_ROLE = _ROLE.UserRole
# What is to be warned of in a row, as text; empty for nothing.
WARNING_ROLE = _ROLE.UserRole + 1

_TITLES = ("Colour", "Index", "Name", "Key", "", "", "", "Shapes", "Image", "Notes")
_SWITCH_ICONS = {SHOWN: "eye", LOCKED: "lock", PROTECTED: "shield"}
_COLUMN_TOOLTIPS = {
    COLOR: "Click on the square to choose; double click on the text to type, as in #ff8000 or 255, 128, 0",
    INDEX: "The number in the label map. Nothing but you changes it.",
    KEY: "The digit key that picks the class; type a digit, Backspace takes it away",
    SHOWN: "Shown when the dataset is opened, and now",
    LOCKED: "Locked: neither mouse nor keys change its shapes",
    PROTECTED: "Protected: nothing new is painted over it",
    SHAPES: "Shapes in all images",
    IMAGE: "Share of the image on the canvas",
    NOTES: "What you want to say of the class; kept in classes.csv",
}
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class ClassTableModel(ClassListModel):
    """One row for each class whose name, notes or index the search finds, in the order of the table.

    Nothing that is typed is taken by the model; it is asked for: `edited(index, column, text)` of the class
    with that index.
    """

    edited = Signal(int, int, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._usage: Mapping[str, int] | None = None
        self._numbers: Numbers | None = None

    def set_usage(self, usage: Mapping[str, int] | None) -> None:
        """Show how many shapes of all images each class name has; None while they are counted."""
        self._usage = usage
        self._tell_columns(SHAPES, SHAPES)

    def set_numbers(self, numbers: Numbers) -> None:
        """Show what the image on the canvas holds; call it again when that is something else."""
        self._numbers = numbers
        self._tell_columns(IMAGE, IMAGE)

    def row_of(self, index: int) -> int | None:
        """The row of the class with this index, None when there is none or the search leaves it out."""
        found = (at for at, row in enumerate(self._rows) if row.index == index)
        return next(found, None)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """Number of columns."""
        return 0 if parent.isValid() else len(_TITLES)

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> Any:
        """Words above the columns; an icon above switches."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == _ROLE.DisplayRole:
            return _TITLES[section]
        if role == _ROLE.DecorationRole and section in _SWITCH_ICONS:
            return icon(_SWITCH_ICONS[section])
        if role == _ROLE.ToolTipRole:
            return _COLUMN_TOOLTIPS.get(section)
        if role == _ROLE.TextAlignmentRole:
            return _RIGHT if section in (INDEX, SHAPES, IMAGE) else _LEFT
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Most cells can be typed into."""
        flags = super().flags(index)
        is_number = index.isValid() and index.column() == INDEX and not self.class_at(index.row()).is_fixed
        is_typed = index.isValid() and index.column() in (COLOR, NAME, KEY, NOTES)
        return flags | Qt.ItemFlag.ItemIsEditable if is_typed or is_number else flags

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        """What stands in a cell."""
        if not index.isValid():
            return None
        row, column = self.class_at(index.row()), index.column()
        if role in (_ROLE.DisplayRole, _ROLE.EditRole):
            return self._text(row, column)
        if role == _ROLE.DecorationRole and column == COLOR:
            return swatch_icon(row.color)
        if role == IS_ON_ROLE:
            return {SHOWN: not row.is_visible, LOCKED: row.is_locked, PROTECTED: row.is_protected}.get(column)
        if role == WARNING_ROLE:
            return self._warnings.get(row.index, "")
        if role == _ROLE.ToolTipRole:
            return self._tooltip(row, column)
        if role == _ROLE.AccessibleTextRole and column in SWITCHES:
            return self._tooltip(row, column)
        return None

    def setData(self, index: Index, value: Any, role: int = _ROLE.EditRole) -> bool:  # noqa: N802 - Qt's name
        """Ask for what was typed, if it is something else; the table changes when it is carried out."""
        row, column, text = self.class_at(index.row()), index.column(), str(value).strip()
        if role == _ROLE.EditRole and text != self._text(row, column):
            self.edited.emit(row.index, column, text)
        return False

    def _finds(self, row: ClassRow) -> bool:
        return super()._finds(row) or self._search in row.notes.casefold()

    def _text(self, row: ClassRow, column: int) -> str:
        if column == SHAPES:
            return "" if self._usage is None else f"{self._usage.get(row.name, 0):,}"
        if column == IMAGE:
            return "" if self._numbers is None else percent(self._numbers.share_of(row.index))
        return {
            COLOR: color_to_hex(row.color),
            INDEX: str(row.index),
            NAME: row.name,
            KEY: self._keys.get(row.name, ""),
            NOTES: row.notes,
        }.get(column, "")

    def _tooltip(self, row: ClassRow, column: int) -> str | None:
        if column in SWITCHES:
            return f"{row.name}: {_states(row)[column]}"
        if column == SHAPES and self._usage is not None:
            return f"{row.name}: {counted(self._usage.get(row.name, 0), 'shape')} in all images"
        if column == IMAGE and self._numbers is not None:
            pixels = self._numbers.pixels_of(row.index)
            return None if pixels is None else f"{row.name}: {counted(pixels, 'pixel')} of this image"
        if column == NAME and row.index in self._warnings:
            return self._warnings[row.index]
        return row.notes or None if column == NOTES else _COLUMN_TOOLTIPS.get(column)


def _states(row: ClassRow) -> dict[int, str]:
    """How the switches of a class stand, in words."""
    return {
        SHOWN: "shown" if row.is_visible else "hidden when the dataset is opened",
        LOCKED: "locked, its shapes cannot be changed" if row.is_locked else "not locked",
        PROTECTED: "protected, nothing is painted over it" if row.is_protected else "not protected",
    }
