"""What is asked for in the window of the class table, carried out: each is one step of the class history."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from labeler.core.class_keys import class_keys, with_key
from labeler.core.palette import color_from_text
from labeler.core.several_classes import changed_rows, moved_rows, shifted_rows, with_distinct_colors
from labeler.core.text import as_one_line
from labeler.gui.color_choice import recolored
from labeler.gui.models.class_table_model import COLOR, INDEX, KEY, LOCKED, NAME, NOTES, SHOWN

if TYPE_CHECKING:
    from labeler.core.classes import ClassRow
    from labeler.core.palette import Color
    from labeler.gui.class_editing import ClassEditing
    from labeler.gui.session import Session

# Undone and done: the first word of a switch.
_VERBS = {SHOWN: ("Show", "Hide"), LOCKED: ("Unlock", "Lock")}
_PROTECTION = ("Unprotect", "Protect")


class ClassTableEdits(QObject):
    """Changes the classes with the given indices.

    `told(str)` says what came of a change besides what is seen; `refused(str)` why what was typed cannot be.
    What the table itself refuses, ClassEditing tells.
    """

    told = Signal(str)
    refused = Signal(str)

    def __init__(self, session: Session, classes: ClassEditing) -> None:
        super().__init__(classes)
        self._session = session
        self._classes = classes

    def type_into(self, indices: list[int], column: int, text: str) -> None:
        """What was typed into a cell: of one class, or of several where all can have the same."""
        index = indices[0]
        if column == NAME:
            self._classes.rename(index, text)
        elif column == INDEX and text.isdecimal():
            self._classes.reindex(index, int(text))
        elif column == INDEX:
            self.refused.emit(f"{text!r} is no index; type a number from 1 to 254.")
        elif column == KEY:
            self._give_key(index, text)
        elif column == NOTES:
            self._give_notes(indices, as_one_line(text))
        elif column == COLOR:
            try:
                color = color_from_text(text)
            except ValueError as error:
                self.refused.emit(str(error))
            else:
                self.recolor(indices, color)

    def recolor(self, indices: Collection[int], color: Color) -> None:
        """Give classes one colour."""
        text = f"Change colour{_of(indices)}"
        self._classes.change(text, lambda table: recolored(table, indices, color))

    def give_distinct_colors(self, indices: Collection[int], avoided: Collection[Color] = ()) -> None:
        """Give each class the colour that is most distant from all others, and from `avoided`."""
        text = f"Distinct colour{_of(indices)}"
        self._classes.change(text, lambda table: with_distinct_colors(table, indices, avoided))

    def switch(self, indices: Collection[int], column: int, is_on: bool) -> None:
        """Hide, lock or protect classes (by the column of the switch), or no longer."""

        def switched(row: ClassRow) -> ClassRow:
            if column == SHOWN:
                return row.with_visibility(not is_on)
            return row.with_lock(is_on) if column == LOCKED else row.with_protection(is_on)

        noun = "class" if len(indices) == 1 else f"{len(indices)} classes"
        text = f"{_VERBS.get(column, _PROTECTION)[is_on]} {noun}"
        self._classes.change(text, lambda table: changed_rows(table, indices, switched))

    def move(self, indices: Collection[int], before: int) -> None:
        """Put classes before a position of the table; only their order is another then."""
        self._classes.change("Move class", lambda table: moved_rows(table, indices, before))

    def shift(self, indices: Collection[int], by: int) -> None:
        """Move classes one row up (-1) or down (1)."""
        self._classes.change("Move class", lambda table: shifted_rows(table, indices, by))

    def delete(self, indices: Collection[int]) -> None:
        """Delete those classes of which no shape is left."""
        if indices:
            self._classes.delete(*indices)

    def _give_notes(self, indices: Collection[int], notes: str) -> None:
        self._classes.change(
            "Change notes", lambda table: changed_rows(table, indices, lambda row: row.with_notes(notes))
        )

    def _give_key(self, index: int, key: str) -> None:
        """Give a class a key, and say who had it."""
        before = class_keys(self._session.classes).get(key)
        row = self._session.classes.at(index)
        text = "Change key" if key else "Take key away"
        is_done = self._classes.change(text, lambda table: with_key(table, index, key))
        if is_done and row is not None and before not in (None, row.name):
            self.told.emit(f"{key} picks {row.name} now; {before} has no key any more.")


def _of(indices: Collection[int]) -> str:
    return "" if len(indices) == 1 else f" of {len(indices)} classes"
