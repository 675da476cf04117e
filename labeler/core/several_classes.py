"""Changes of several rows of a class table at once; the classes are named by their indices."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from labeler.core.classes import ClassTable
from labeler.core.errors import ClassTableError

if TYPE_CHECKING:
    from labeler.core.arrays import ColorImage
    from labeler.core.classes import ClassRow
    from labeler.core.palette import Color

# A photograph is told by so many of its pixels along a side; its colours in 2 bits a channel, of which those
# matter that so large a share of it has.
_SAMPLE = 64
_COARSE_BITS = 6
_COMMON = 0.04


def changed_rows(
    table: ClassTable, indices: Collection[int], change: Callable[[ClassRow], ClassRow]
) -> ClassTable:
    """The table with `change` made to each of these classes. Raises ClassTableError as ClassTable does."""
    return ClassTable(tuple(change(row) if row.index in indices else row for row in table))


def with_columns_of(table: ClassTable, old: ClassTable) -> ClassTable:
    """The table with what it does not say of classes that `old` has: keys, notes, and further columns."""
    return ClassTable(
        tuple(
            row if same is None else replace(row, columns={**same.columns, **row.columns})
            for row in table
            for same in (old.find(row.name),)
        )
    )


def index_changes(old: ClassTable, new: ClassTable) -> list[str]:
    """A sentence on each class that goes or gets another index where `new` takes the place of `old`."""
    told = []
    for row in old.user_rows:
        after = new.find(row.name)
        if after is None:
            told.append(f"The class {row.name!r} ({row.index}) is gone.")
        elif after.index != row.index:
            told.append(f"The index of {row.name!r} was {row.index} and is {after.index} now.")
    return told


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


def with_distinct_colors(
    table: ClassTable, indices: Collection[int], avoided: Iterable[Color] = ()
) -> ClassTable:
    """The table in which these classes have colours as far as can be from all others, and from `avoided`."""
    from labeler.core.distinct_color import distinct_colors

    chosen = [row for row in table if row.index in indices]
    taken = [*avoided, *(row.color for row in table if row.index not in indices)]
    color_of = dict(zip((row.index for row in chosen), distinct_colors(taken, len(chosen)), strict=True))
    return changed_rows(table, indices, lambda row: replace(row, color=color_of[row.index]))


def common_colors(photograph: ColorImage) -> list[Color]:
    """The colours that make up much of an (H, W, 3) uint8 photograph: the mean of each kind of colour."""
    height, width = photograph.shape[:2]
    sample = photograph[:: max(1, height // _SAMPLE), :: max(1, width // _SAMPLE), :3].reshape(-1, 3)
    kinds, where, counts = np.unique(sample >> _COARSE_BITS, axis=0, return_inverse=True, return_counts=True)
    sums = np.zeros(kinds.shape, np.float64)
    np.add.at(sums, where.reshape(-1), sample)
    common = counts >= _COMMON * len(sample)
    means = (sums[common] / counts[common, None]).round().astype(int).tolist()
    return [(red, green, blue) for red, green, blue in means]
