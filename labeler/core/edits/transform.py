"""The edit that scales, turns or mirrors shapes."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING

from labeler.core.edits.shapes import ReplaceShapes
from labeler.core.transforms import Transform, transformed

if TYPE_CHECKING:
    from labeler.core.annotation import Annotation
    from labeler.core.shapes import Shape


def transform_shapes(
    annotation: Annotation,
    positions: Sequence[int],
    transform: Transform,
    verb: str,
    *,
    start: Sequence[Shape] | None = None,
    gesture: Hashable | None = None,
) -> ReplaceShapes:
    """The edit that puts the shapes at `positions` (ascending) through a map; borders they share stay shared.

    `verb` begins the words of the undo menu. `start` holds the shapes as they were when the drag began, from
    which the map counts (default: as they are now).
    """
    now = tuple(annotation.shapes[position] for position in positions)
    after = tuple(transformed(shape, transform) for shape in (now if start is None else start))
    text = f"{verb} shape" if len(after) == 1 else f"{verb} {len(after)} shapes"
    return ReplaceShapes(tuple(positions), now, after, text, gesture)
