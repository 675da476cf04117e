"""The edit by which shapes become other ones, more or fewer than they were: the result of every cut."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from labeler.core.edits.properties import free_groups
from labeler.core.edits.sequence import EditSequence
from labeler.core.edits.shapes import DeleteShapes, InsertShapes, ReplaceShapes

# What it takes: less than a sequence where nothing is added.
PiecesEdit: TypeAlias = ReplaceShapes | DeleteShapes | EditSequence

if TYPE_CHECKING:
    from labeler.core.annotation import Annotation
    from labeler.core.edits.base import Edit
    from labeler.core.geometry import Bounds
    from labeler.core.shapes import Shape


def replace_by_pieces(
    annotation: Annotation,
    pieces: Mapping[int, Sequence[Shape]],
    text: str,
    *,
    gesture: Hashable | None = None,
    dirty: Bounds | None = None,
) -> PiecesEdit:
    """The edit by which the shape at each position becomes its pieces, in its place of the painting order.

    The first piece replaces the shape, others come to stand right above it; a shape without pieces is
    deleted. Several pieces of one shape are one group: that of the shape, or a new one. The edit selects all
    pieces; where each shape has exactly one the selection stays, and `dirty` may be the box outside of which
    no pixel changes.
    """
    grouped = _grouped(annotation, pieces)
    kept = [place for place in sorted(grouped) if grouped[place]]
    gone = [place for place in sorted(grouped) if not grouped[place]]
    before = tuple(annotation.shapes[place] for place in kept)
    after = tuple(grouped[place][0] for place in kept)
    has_one_each = not gone and all(len(each) == 1 for each in grouped.values())
    replacement = ReplaceShapes(
        tuple(kept), before, after, text, gesture, dirty=dirty if has_one_each else None
    )
    if has_one_each:
        return replacement
    deletion = DeleteShapes(tuple(gone), tuple(annotation.shapes[place] for place in gone), text)
    if not kept:
        return deletion
    parts: list[Edit] = [replacement]
    if gone:
        parts.append(deletion)
    positions = _positions(grouped)
    added = {
        place: shape
        for position in kept
        for place, shape in zip(positions[position][1:], grouped[position][1:], strict=True)
    }
    if added:
        parts.append(InsertShapes(tuple(added), tuple(added.values()), text))
    selects = tuple(place for position in kept for place in positions[position])
    return EditSequence(tuple(parts), text, gesture, selects)


def _grouped(annotation: Annotation, pieces: Mapping[int, Sequence[Shape]]) -> dict[int, list[Shape]]:
    """The pieces with a group for those of each shape that becomes several."""
    free = free_groups(annotation.shapes)
    grouped: dict[int, list[Shape]] = {}
    for position, shapes in pieces.items():
        grouped[position] = list(shapes)
        if len(shapes) > 1:
            own = annotation.shapes[position].group_id
            group = next(free) if own is None else own
            grouped[position] = [replace(shape, group_id=group) for shape in shapes]
    return grouped


def _positions(pieces: Mapping[int, Sequence[Shape]]) -> dict[int, list[int]]:
    """Where the pieces of each shape stand in the end."""
    positions: dict[int, list[int]] = {}
    shift = 0
    for position in sorted(pieces):
        first = position + shift
        positions[position] = list(range(first, first + len(pieces[position])))
        shift += len(pieces[position]) - 1
    return positions
