"""Changes of several rows of a class table at once; the classes are named by their indices."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from labeler.core.classes import ClassTable
from labeler.core.errors import ClassTableError

if TYPE_CHECKING:
    from labeler.core.classes import ClassRow


def changed_rows(
    table: ClassTable, indices: Collection[int], change: Callable[[ClassRow], ClassRow]
) -> ClassTable:
    """The table with `change` made to each of these classes. Raises ClassTableError as ClassTable does."""
    return ClassTable(tuple(change(row) if row.index in indices else row for row in table))


def without_rows(table: ClassTable, indices: Collection[int]) -> ClassTable:
    """The table without these classes; the others keep their indices.

    Raises ClassTableError when background or void is among them.
    """
    for row in table:
        if row.index in indices and row.is_fixed:
            raise ClassTableError(f"{row.name} always exists and cannot be deleted.")
    return ClassTable(tuple(row for row in table if row.index not in indices))


def moved_rows(table: ClassTable, indices: Collection[int], before: int) -> ClassTable:
    """The table in which these classes stand together, in their order, before the row at position `before`.

    Positions are those of the table as it is, `len(table)` is behind the last. No index changes.
    """
    above = [row for at, row in enumerate(table) if at < before and row.index not in indices]
    below = [row for at, row in enumerate(table) if at >= before and row.index not in indices]
    moved = [row for row in table if row.index in indices]
    return ClassTable((*above, *moved, *below))


def shifted_rows(table: ClassTable, indices: Collection[int], by: int) -> ClassTable:
    """The table in which these classes stand together, one row higher (`by` -1) or lower (1).

    At the end of the table they stay where they are.
    """
    places = [at for at, row in enumerate(table) if row.index in indices]
    if not places:
        return table
    target = places[0] - 1 if by < 0 else places[-1] + 2
    return moved_rows(table, indices, min(max(target, 0), len(table)))
