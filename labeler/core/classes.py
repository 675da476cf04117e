"""The class table: which index, name and colour each class has.

A table is immutable: every change gives a new one, so that edits can hold the table before and
after. Index 0 (background) and 255 (void) are always there. Nothing renumbers a class.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from labeler.core.errors import ClassTableError
from labeler.core.palette import Color, voc_color, voc_palette

if TYPE_CHECKING:
    from labeler.core.arrays import Palette

BACKGROUND = 0
VOID = 255

# Names that labelme's own scripts use for the two classes that always exist.
LABELME_NAMES = {"_background_": BACKGROUND, "__ignore__": VOID}


@dataclass(frozen=True, slots=True)
class ClassRow:
    """One class: index 0..255, name, colour (r, g, b), and further columns of its file as text."""

    index: int
    name: str
    color: Color
    columns: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_fixed(self) -> bool:
        """Whether this is background or void, which cannot be deleted or given another index."""
        return self.index in (BACKGROUND, VOID)

    @property
    def is_locked(self) -> bool:
        """Whether neither mouse nor keys change its shapes: the column `locked` of the file says 1."""
        return self.columns.get("locked", "").strip() == "1"

    def with_lock(self, is_locked: bool) -> ClassRow:
        """The class locked, or not."""
        return replace(self, columns={**self.columns, "locked": "1" if is_locked else ""})

    @property
    def is_protected(self) -> bool:
        """Whether nothing new is painted over this class: the column `protected` of the file says 1."""
        return self.columns.get("protected", "").strip() == "1"

    def with_protection(self, is_protected: bool) -> ClassRow:
        """The class protected from what is painted, or not."""
        return replace(self, columns={**self.columns, "protected": "1" if is_protected else ""})

    @property
    def is_visible(self) -> bool:
        """Whether its shapes are shown when the dataset is opened: the column `visible` does not say 0."""
        return self.columns.get("visible", "").strip() != "0"

    def with_visibility(self, is_visible: bool) -> ClassRow:
        """The class shown when the dataset is opened, or not."""
        return replace(self, columns={**self.columns, "visible": "1" if is_visible else "0"})

    @property
    def notes(self) -> str:
        """What the user says of the class, in the column `notes`."""
        return self.columns.get("notes", "")

    def with_notes(self, notes: str) -> ClassRow:
        """The class with other notes."""
        return replace(self, columns={**self.columns, "notes": notes})


@dataclass(frozen=True)
class ClassTable:
    """All classes of a dataset, in the order in which they are shown (which is never the index).

    Raises ClassTableError for two classes of one index or name, an index outside 0..255, an empty name or
    a colour outside 0..255. Missing background and void rows are added, at the start and the end.
    """

    rows: tuple[ClassRow, ...] = ()

    def __post_init__(self) -> None:
        indices = {row.index for row in self.rows}
        rows = list(self.rows)
        names = {row.name for row in self.rows}
        if BACKGROUND not in indices:
            rows.insert(0, _fixed_row(BACKGROUND, "background", names))
        if VOID not in indices:
            rows.append(_fixed_row(VOID, "void", names))
        object.__setattr__(self, "rows", tuple(rows))
        seen: set[str] = set()
        taken: set[int] = set()
        for row in rows:
            _check_row(row)
            if row.index in taken:
                raise ClassTableError(
                    f"Two classes have the index {row.index}; give {row.name!r} another one."
                )
            if row.name in seen:
                raise ClassTableError(f"Two classes have the name {row.name!r}; rename one of them.")
            taken.add(row.index)
            seen.add(row.name)

    def __iter__(self) -> Iterator[ClassRow]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def _by_name(self) -> dict[str, ClassRow]:
        return {row.name: row for row in self.rows}

    @cached_property
    def _by_index(self) -> dict[int, ClassRow]:
        return {row.index: row for row in self.rows}

    def find(self, class_name: str) -> ClassRow | None:
        """The class of this name, or None. labelme's `_background_` and `__ignore__` find 0 and 255."""
        row = self._by_name.get(class_name)
        if row is None and class_name in LABELME_NAMES:
            return self._by_index[LABELME_NAMES[class_name]]
        return row

    def at(self, index: int) -> ClassRow | None:
        """The class of this index, or None."""
        return self._by_index.get(index)

    @cached_property
    def index_of_name(self) -> dict[str, int]:
        """Every name that stands for a class, labelme's two included, with the class's index."""
        return LABELME_NAMES | {row.name: row.index for row in self.rows}

    @property
    def user_rows(self) -> tuple[ClassRow, ...]:
        """The classes 1..254, in the order of the table."""
        return tuple(row for row in self.rows if not row.is_fixed)

    def palette(self) -> Palette:
        """(256, 3) uint8: the colour of every class; indices without a class have the VOC colour."""
        palette = voc_palette()
        for row in self.rows:
            palette[row.index] = row.color
        return palette

    def lowest_free_index(self) -> int:
        """The lowest index 1..254 that no class has; raises ClassTableError when all are taken."""
        for index in range(1, VOID):
            if index not in self._by_index:
                return index
        raise ClassTableError("All indices 1..254 are taken. Delete a class that is not used first.")

    def same_colors(self) -> list[tuple[ClassRow, ...]]:
        """Groups of classes that share one colour: a reader of colours cannot tell them apart."""
        groups: dict[Color, list[ClassRow]] = {}
        for row in self.rows:
            groups.setdefault(row.color, []).append(row)
        return [tuple(rows) for rows in groups.values() if len(rows) > 1]

    def with_class(self, name: str, index: int | None = None, color: Color | None = None) -> ClassTable:
        """The table with one class more: the lowest free index and its VOC colour unless given."""
        index = self.lowest_free_index() if index is None else index
        row = ClassRow(index, name.strip(), voc_color(index) if color is None else color)
        rows = list(self.rows)
        at = len(rows) - 1 if rows[-1].index == VOID else len(rows)
        rows.insert(at, row)
        return ClassTable(tuple(rows))

    def with_row(self, index: int, row: ClassRow) -> ClassTable:
        """The table in which `row` stands for the class that had `index`."""
        old = self._row(index)
        if old.is_fixed and row.index != index:
            raise ClassTableError(f"{old.name!r} always has the index {index}.")
        return ClassTable(tuple(row if each is old else each for each in self.rows))

    def renamed(self, index: int, name: str) -> ClassTable:
        """The table in which the class with `index` has another name."""
        return self.with_row(index, replace(self._row(index), name=name.strip()))

    def recolored(self, index: int, color: Color) -> ClassTable:
        """The table in which the class with `index` has another colour."""
        return self.with_row(index, replace(self._row(index), color=color))

    def reindexed(self, index: int, new_index: int) -> ClassTable:
        """The table in which the class with `index` has `new_index`; its colour stays."""
        return self.with_row(index, replace(self._row(index), index=new_index))

    def without(self, index: int) -> ClassTable:
        """The table without the class with `index`; the other classes keep theirs."""
        row = self._row(index)
        if row.is_fixed:
            raise ClassTableError(f"{row.name!r} always exists and cannot be deleted.")
        return ClassTable(tuple(each for each in self.rows if each is not row))

    def with_names(self, names: Iterable[str]) -> ClassTable:
        """The table with a new class for each name that it does not have yet, in the given order."""
        table = self
        for name in names:
            if table.find(name) is None:
                table = table.with_class(name)
        return table

    def _row(self, index: int) -> ClassRow:
        row = self._by_index.get(index)
        if row is None:
            raise ClassTableError(f"No class has the index {index}.")
        return row


def _fixed_row(index: int, name: str, taken: Collection[str]) -> ClassRow:
    """The row added for background or void: another class may bear the usual name already."""
    while name in taken:
        name = f"{name} {index}"
    return ClassRow(index, name, voc_color(index))


def _check_row(row: ClassRow) -> None:
    if not 0 <= row.index <= VOID:
        raise ClassTableError(f"{row.name!r} has the index {row.index}; an index lies between 0 and 255.")
    if not row.name.strip():
        raise ClassTableError(f"The class with the index {row.index} has no name; give it one.")
    if len(row.color) != 3 or not all(0 <= value <= 255 for value in row.color):
        raise ClassTableError(f"{row.name!r} has the colour {row.color}; each value lies between 0 and 255.")
