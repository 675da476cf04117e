"""What an edit did: typed, so that every layer, list and index takes exactly what concerns it.

Positions are places in `Annotation.shapes`, ascending. `bounds` is the box outside of which no pixel of the
label map can have changed.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from labeler.core.classes import ClassTable
    from labeler.core.geometry import Bounds


@dataclass(frozen=True, slots=True)
class ShapesInserted:
    """Shapes now stand at these positions of the new list."""

    positions: tuple[int, ...]
    bounds: Bounds


@dataclass(frozen=True, slots=True)
class ShapesRemoved:
    """The shapes that stood at these positions of the old list are gone."""

    positions: tuple[int, ...]
    bounds: Bounds


@dataclass(frozen=True, slots=True)
class ShapesReplaced:
    """The shapes at these positions are other ones; `bounds` holds the old and the new."""

    positions: tuple[int, ...]
    bounds: Bounds


@dataclass(frozen=True, slots=True)
class ShapesReordered:
    """The shape at position i now is the one that stood at `order[i]`."""

    order: tuple[int, ...]
    bounds: Bounds


@dataclass(frozen=True, slots=True)
class StateChanged:
    """No shape changed, but what is said of the image: its done mark, or the size of the annotation."""


@dataclass(frozen=True, slots=True)
class ClassesChanged:
    """The class table is another one; `renamed` is (old name, new name) when a class was renamed."""

    before: ClassTable
    after: ClassTable
    renamed: tuple[str, str] | None = None


ShapesChange: TypeAlias = ShapesInserted | ShapesRemoved | ShapesReplaced | ShapesReordered
Change: TypeAlias = ShapesChange | StateChanged | ClassesChanged


def remapped(positions: Iterable[int], change: Change) -> list[int]:
    """Where the shapes at `positions` stand after the change, ascending; removed ones are left out."""
    kept = sorted(positions)
    match change:
        case ShapesInserted():
            # A list with the new places cut out: the k-th old shape stands at the k-th place left.
            inserted, shift = change.positions, 0
            moved: list[int] = []
            for position in kept:
                while shift < len(inserted) and inserted[shift] <= position + shift:
                    shift += 1
                moved.append(position + shift)
            return moved
        case ShapesRemoved():
            removed = change.positions
            gone = set(removed)
            return [position - bisect_left(removed, position) for position in kept if position not in gone]
        case ShapesReordered():
            now = {before: after for after, before in enumerate(change.order)}
            return sorted(now[position] for position in kept)
        case _:
            return kept
