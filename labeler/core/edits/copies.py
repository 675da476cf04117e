"""Edits that put copies of shapes on top of all others: within an image, or from one image to another.

A copy is a shape of its own. It is not locked, for whoever makes one is going to work on it, and copies of a
group become a new group where they would otherwise melt into one that is there already.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from labeler.core.edits.properties import free_groups
from labeler.core.edits.shapes import InsertShapes
from labeler.core.handles import moved
from labeler.core.shapes import bounds_around

if TYPE_CHECKING:
    from labeler.core.annotation import Annotation
    from labeler.core.shapes import Shape


def paste_shapes(annotation: Annotation, shapes: Sequence[Shape], verb: str = "Paste") -> InsertShapes:
    """The edit that puts copies of the shapes, where they are, on top of all others."""
    first = len(annotation.shapes)
    text = f"{verb} shape" if len(shapes) == 1 else f"{verb} {len(shapes):,} shapes"
    return InsertShapes(tuple(range(first, first + len(shapes))), tuple(copies(annotation, shapes)), text)


def duplicate_shapes(
    annotation: Annotation, positions: Sequence[int], offset: tuple[float, float]
) -> InsertShapes:
    """The edit that puts copies of the shapes, moved by `offset` (dx, dy) pixels, on top of all others."""
    shapes = [moved(annotation.shapes[position], *offset) for position in sorted(positions)]
    return paste_shapes(annotation, shapes, "Duplicate")


def copies(annotation: Annotation, shapes: Sequence[Shape]) -> list[Shape]:
    """The shapes as they may come into an annotation: unlocked, and in no group that it has already."""
    taken = {shape.group_id for shape in annotation.shapes} - {None}
    fresh = free_groups((*annotation.shapes, *shapes))
    groups: dict[int | None, int | None] = {}
    for shape in shapes:
        if shape.group_id not in groups:
            groups[shape.group_id] = next(fresh) if shape.group_id in taken else shape.group_id
    return [_copy(shape, groups[shape.group_id]) for shape in shapes]


def moved_inside(shapes: Sequence[Shape], size: tuple[int, int]) -> list[Shape]:
    """The shapes, moved together as little as puts them into the image rectangle [0, w] x [0, h].

    By whole pixels where that is possible, so that each covers as many pixels as before. What is larger than
    the image comes to cover all of it, and is cut off by `clipped`.
    """
    box = bounds_around(shapes)
    dx = _shift(box.left, box.right, size[0])
    dy = _shift(box.top, box.bottom, size[1])
    return [moved(shape, dx, dy) for shape in shapes] if dx or dy else list(shapes)


def clipped(shapes: Sequence[Shape], size: tuple[int, int]) -> list[Shape]:
    """What of the shapes lies in the image rectangle; one that falls apart becomes several of one group.

    Points and lines are moved onto its border where they reach out.
    """
    from labeler.core.edits.combine import part_inside, reaches_out

    groups = free_groups(shapes)
    kept: list[Shape] = []
    for shape in shapes:
        if not shape.kind.is_rasterized:
            kept.append(replace(shape, points=np.clip(shape.points, 0, size)))
            continue
        parts = part_inside(shape, size) if reaches_out(shape, size) else [shape]
        if len(parts) > 1 and shape.group_id is None:
            group = next(groups)
            parts = [replace(part, group_id=group) for part in parts]
        kept += parts
    return kept


def _copy(shape: Shape, group_id: int | None) -> Shape:
    is_same = group_id == shape.group_id and not shape.is_locked
    return shape if is_same else replace(shape, group_id=group_id, is_locked=False)


def _shift(low: float, high: float, side: int) -> float:
    """How far to move the span [low, high] so that it lies in [0, side], or covers it when it is longer."""
    to_begin, to_end = -low, side - high  # what puts its beginning, or its end, on the border
    if to_begin > to_end:
        # It is longer than the image.
        return min(max(0.0, to_end), to_begin)
    needed = min(max(0.0, to_begin), to_end)
    whole = float(np.ceil(needed) if needed > 0 else np.floor(needed))
    return whole if to_begin <= whole <= to_end else needed
