"""Edits that change which shapes paint over which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from labeler.core.edits.shapes import ReorderShapes
from labeler.core.shapes import bounds_around

if TYPE_CHECKING:
    from labeler.core.annotation import Annotation


def raise_shapes(annotation: Annotation, positions: Sequence[int]) -> ReorderShapes | None:
    """The edit by which each of the shapes paints over the next one that is not among them.

    None when nothing paints over them.
    """
    return _shifted(annotation, positions, 1, "Raise")


def lower_shapes(annotation: Annotation, positions: Sequence[int]) -> ReorderShapes | None:
    """The edit by which each of the shapes paints under the one before that is not among them.

    None when they paint over nothing.
    """
    return _shifted(annotation, positions, -1, "Lower")


def bring_to_front(annotation: Annotation, positions: Sequence[int]) -> ReorderShapes | None:
    """The edit by which the shapes, in their order, paint over all others; None when they do."""
    return _called(move_shapes_in_order(annotation, positions, len(annotation.shapes)), "Bring to front")


def send_to_back(annotation: Annotation, positions: Sequence[int]) -> ReorderShapes | None:
    """The edit by which the shapes, in their order, paint under all others; None when they do."""
    return _called(move_shapes_in_order(annotation, positions, 0), "Send to back")


def move_shapes_in_order(
    annotation: Annotation, positions: Sequence[int], target: int
) -> ReorderShapes | None:
    """The edit by which the shapes, together, come to stand before the one that is at `target` now.

    `target` may be the number of shapes: then they paint over all others. None when nothing would move.
    """
    chosen = set(positions)
    rest = [place for place in range(len(annotation.shapes)) if place not in chosen]
    before = sum(place < target for place in rest)
    order = [*rest[:before], *sorted(chosen), *rest[before:]]
    if order == sorted(order):
        return None
    text = "Move shape in order" if len(chosen) == 1 else f"Move {len(chosen)} shapes in order"
    return ReorderShapes(tuple(order), bounds_around([annotation.shapes[place] for place in chosen]), text)


def _called(edit: ReorderShapes | None, text: str) -> ReorderShapes | None:
    return None if edit is None else replace(edit, text=text)


def _shifted(annotation: Annotation, positions: Sequence[int], step: int, verb: str) -> ReorderShapes | None:
    """The shapes one place on (step 1) or back (step -1); those at the end stay."""
    order = list(range(len(annotation.shapes)))
    chosen = set(positions)
    moving: list[int] = []
    # From the end they move to, so that chosen neighbours follow one another.
    for place in sorted(chosen, reverse=step > 0):
        other = place + step
        if 0 <= other < len(order) and order[other] not in chosen:
            order[place], order[other] = order[other], order[place]
            moving.append(place)
    if not moving:
        return None
    bounds = bounds_around([annotation.shapes[place] for place in moving])
    text = f"{verb} shape" if len(chosen) == 1 else f"{verb} {len(chosen)} shapes"
    return ReorderShapes(tuple(order), bounds, text)
