"""Edits of what is said of shapes: group, flags, note, lock. None of them changes a pixel."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, Any

from labeler.core.edits.shapes import ReplaceShapes
from labeler.core.geometry import Bounds

if TYPE_CHECKING:
    from labeler.core.annotation import Annotation
    from labeler.core.shapes import Shape

_NOWHERE = Bounds.around(())


def set_group(annotation: Annotation, positions: Sequence[int], group_id: int | None) -> ReplaceShapes | None:
    """The edit that makes the shapes one group, or, with None, takes them out of theirs."""
    return _replaced(annotation, positions, "Change group", group_id=group_id)


def group_shapes(annotation: Annotation, positions: Sequence[int]) -> ReplaceShapes | None:
    """The edit that makes the shapes, and no others, one group; None when they are one already.

    The group is a fresh one, so that none of the shapes takes along others of a group that it leaves.
    """
    chosen = set(positions)
    groups = {annotation.shapes[place].group_id for place in chosen}
    if groups != {None} and len(groups) == 1 and set(with_groups(annotation, positions)) == chosen:
        return None
    text = "Group shape" if len(chosen) == 1 else f"Group {len(chosen):,} shapes"
    return _replaced(annotation, positions, text, group_id=free_group(annotation))


def ungroup_shapes(annotation: Annotation, positions: Sequence[int]) -> ReplaceShapes | None:
    """The edit that takes the shapes out of their groups; None when they are in none."""
    text = "Ungroup shape" if len(positions) == 1 else f"Ungroup {len(positions):,} shapes"
    return _replaced(annotation, positions, text, group_id=None)


def with_groups(annotation: Annotation, positions: Sequence[int]) -> list[int]:
    """The positions, ascending, and those of all other shapes that are in a group with one of them."""
    chosen = set(positions)
    groups = {annotation.shapes[place].group_id for place in chosen} - {None}
    shapes = enumerate(annotation.shapes)
    return [place for place, shape in shapes if place in chosen or shape.group_id in groups]


def set_note(annotation: Annotation, positions: Sequence[int], note: str) -> ReplaceShapes | None:
    """The edit that gives the shapes a note (`description` in the file)."""
    return _replaced(annotation, positions, "Change note", description=note)


def set_locked(annotation: Annotation, positions: Sequence[int], is_locked: bool) -> ReplaceShapes | None:
    """The edit that locks the shapes against the mouse, or unlocks them."""
    verb = "Lock" if is_locked else "Unlock"
    text = f"{verb} shape" if len(positions) == 1 else f"{verb} {len(positions)} shapes"
    return _replaced(annotation, positions, text, is_locked=is_locked)


def set_flags(
    annotation: Annotation, positions: Sequence[int], flags: Mapping[str, bool]
) -> ReplaceShapes | None:
    """The edit that sets these flags of the shapes; flags that are not named stay as they are."""
    shapes = annotation.shapes
    places = [place for place in sorted(positions) if {**shapes[place].flags, **flags} != shapes[place].flags]
    before = tuple(shapes[place] for place in places)
    after = tuple(replace(shape, flags={**shape.flags, **flags}) for shape in before)
    return ReplaceShapes(tuple(places), before, after, "Change flags", dirty=_NOWHERE) if places else None


def free_group(annotation: Annotation) -> int:
    """The lowest group that no shape of the image belongs to, from 1 on."""
    return next(free_groups(annotation.shapes))


def free_groups(shapes: Iterable[Shape]) -> Iterator[int]:
    """The groups that none of the shapes belongs to, from 1 on."""
    taken = {shape.group_id for shape in shapes}
    return (number for number in count(1) if number not in taken)


def _replaced(
    annotation: Annotation, positions: Sequence[int], text: str, **fields: Any
) -> ReplaceShapes | None:
    """The edit that sets fields of the shapes; None when all have them already."""
    shapes = annotation.shapes
    places = [
        place
        for place in sorted(positions)
        if any(getattr(shapes[place], name) != value for name, value in fields.items())
    ]
    before = tuple(shapes[place] for place in places)
    after = tuple(replace(shape, **fields) for shape in before)
    return ReplaceShapes(tuple(places), before, after, text, dirty=_NOWHERE) if places else None
