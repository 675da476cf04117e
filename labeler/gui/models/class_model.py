"""The class table as rows: swatch, key, index, name, what the image holds of the class, and eye and lock."""

from __future__ import annotations

from typing import Any, Protocol

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    Qt,
    Signal,
)

from labeler.core.classes import ClassRow
from labeler.core.palette import color_to_hex
from labeler.gui.models.class_list import ClassListModel, Index
from labeler.gui.swatch import swatch_icon
from labeler.gui.words import counted

_ROLE = Qt.ItemDataRole

COLOR, KEY, INDEX, NAME, SHAPES, SHARE, EYE, LOCK = range(8)

# The share of the image that the class has, 0..1; and whether an eye is shut, or a lock.
SHARE_ROLE = _ROLE.UserRole
SHUT_ROLE = _ROLE.UserRole + 1
# Whether nothing is painted over the class.
PROTECTED_ROLE = _ROLE.UserRole + 2
# What is to be warned of, as text; empty for nothing.
WARNING_ROLE = _ROLE.UserRole + 3


_PROTECTED = "protected, nothing is painted over it; "


class Numbers(Protocol):
    """What an image holds of each class."""

    def shapes_of(self, class_name: str) -> int:
        """How many shapes have this class."""

    def pixels_of(self, index: int) -> int | None:
        """How many pixels of the image have this class index; None while it is not known."""

    def share_of(self, index: int) -> float | None:
        """The share of the image that has this class index, 0..1; None while it is not known."""


class ClassModel(ClassListModel):
    """One row for each class, in the order of the table; with a filter, for those whose name it is part of.

    What is typed into a cell is not taken by the model but asked for: `rename_wanted(index, name)`,
    `reindex_wanted(index, new index)`, `color_typed(index, text)`.
    """

    rename_wanted = Signal(int, str)
    reindex_wanted = Signal(int, int)
    color_typed = Signal(int, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hidden: frozenset[str] = frozenset()
        self._numbers: Numbers | None = None

    def set_hidden(self, names: frozenset[str]) -> None:
        """Show which classes are hidden."""
        self._hidden = names
        self._tell_columns(NAME, LOCK)

    def set_numbers(self, numbers: Numbers) -> None:
        """Show what the image holds of each class; call it again when that is something else."""
        self._numbers = numbers
        self._tell_columns(NAME, SHARE)

    def row_of(self, class_name: str | None) -> int | None:
        """The row of the class of this name, or None."""
        found = None if class_name is None else self._classes.find(class_name)
        return self._rows.index(found) if found in self._rows else None

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """Colour, key, index, name, shapes, share, eye, lock."""
        return 0 if parent.isValid() else 8

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Names and colours can be typed, and indices other than those of background and void; rows move."""
        flags = super().flags(index)
        is_number = index.isValid() and index.column() == INDEX and not self.class_at(index.row()).is_fixed
        is_typed = index.isValid() and index.column() in (NAME, COLOR)
        return flags | Qt.ItemFlag.ItemIsEditable if is_typed or is_number else flags

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        """What stands in a cell."""
        if not index.isValid():
            return None
        row, column = self.class_at(index.row()), index.column()
        if role == _ROLE.DisplayRole:
            return self._text(row, column)
        if role == _ROLE.EditRole:
            return {COLOR: color_to_hex(row.color), INDEX: row.index, NAME: row.name}.get(column)
        if role == _ROLE.DecorationRole and column == COLOR:
            return swatch_icon(row.color)
        if role in (SHARE_ROLE, SHUT_ROLE, PROTECTED_ROLE, WARNING_ROLE):
            return self._state(row, column, role)
        if role == _ROLE.ToolTipRole:
            return self._tooltip(row, column)
        return None

    def _state(self, row: ClassRow, column: int, role: int) -> float | bool | str | None:
        if role == SHARE_ROLE:
            return None if self._numbers is None else self._numbers.share_of(row.index)
        if role == PROTECTED_ROLE:
            return row.is_protected
        if role == WARNING_ROLE:
            return self._warnings.get(row.index, "")
        return row.is_locked if column == LOCK else row.name in self._hidden

    def setData(self, index: Index, value: Any, role: int = _ROLE.EditRole) -> bool:  # noqa: N802 - Qt's name
        """Ask for the change that was typed; the table changes only if it is carried out."""
        row = self.class_at(index.row())
        if role != _ROLE.EditRole:
            return False
        if index.column() == NAME and str(value).strip() != row.name:
            self.rename_wanted.emit(row.index, str(value).strip())
        elif index.column() == INDEX and int(value) != row.index:
            self.reindex_wanted.emit(row.index, int(value))
        elif index.column() == COLOR and str(value).strip() != color_to_hex(row.color):
            self.color_typed.emit(row.index, str(value).strip())
        return False

    def _text(self, row: ClassRow, column: int) -> str | None:
        if column == KEY:
            return self._keys.get(row.name, "")
        if column == INDEX:
            return str(row.index)
        if column == NAME:
            return row.name
        if column == SHAPES and self._numbers is not None:
            return short(self._numbers.shapes_of(row.name))
        if column == SHARE and self._numbers is not None:
            return percent(self._numbers.share_of(row.index))
        return None

    def _tooltip(self, row: ClassRow, column: int) -> str:
        if column == COLOR:
            return self._color_tooltip(row)
        if column in (SHAPES, SHARE) and self._numbers is not None:
            return _summary(row, self._numbers)
        if column == NAME and row.index in self._warnings:
            return f"{self._warnings[row.index]}\nA right click offers what to do."
        is_hidden = row.name in self._hidden
        return {
            KEY: "The digit key that picks this class",
            INDEX: "The index in the label map" + ("" if row.is_fixed else "; double click to change"),
            EYE: f"{'Show' if is_hidden else 'Hide'} {row.name}. Alt+click shows it alone.",
            LOCK: f"{'Unlock' if row.is_locked else 'Lock'} {row.name}: the mouse takes hold of none locked.",
        }.get(column, f"{row.name}: {_PROTECTED if row.is_protected else ''}double click to rename")

    def _color_tooltip(self, row: ClassRow) -> str:
        same = next((rows for rows in self._classes.same_colors() if row in rows), ())
        others = ", ".join(each.name for each in same if each is not row)
        warning = f". {others} has the same colour: readers of colours cannot tell them apart" if same else ""
        return f"{color_to_hex(row.color)}{warning}. Click to change."


def _summary(row: ClassRow, numbers: Numbers) -> str:
    """What the image holds of a class, in full."""
    shapes = f"{row.name}: {counted(numbers.shapes_of(row.name), 'shape')} in this image"
    pixels, share = numbers.pixels_of(row.index), numbers.share_of(row.index)
    if pixels is None or share is None:
        return shapes
    return f"{shapes}, {counted(pixels, 'pixel')} or {100 * share:.4g} %"


def short(count: int) -> str:
    """A number in at most four characters; nothing for 0."""
    if count < 10_000:
        return str(count) if count else ""
    return f"{count // 1000}k"


def percent(share: float | None) -> str:
    """A share 0..1 as per cent, to be read at a glance; nothing for 0, or for what is not known."""
    if not share:
        return ""
    return f"{100 * share:.0f} %" if share >= 0.0995 else f"{100 * share:.1f} %"
