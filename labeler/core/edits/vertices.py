"""Edits of one shape's edge, and of places: add a vertex, move whole shapes.

Vertices are moved and deleted in all shapes that have them: see `shared` and `shared_deletion`.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from labeler.core.edits.shapes import ReplaceShapes
from labeler.core.geometry import Bounds
from labeler.core.handles import (
    Handle,
    edge_rings,
    has_corners,
    moved,
    with_vertex_inserted,
)
from labeler.core.shapes import bounds_around

if TYPE_CHECKING:
    from labeler.core.annotation import Annotation
    from labeler.core.shapes import Shape


def insert_vertex(
    annotation: Annotation, handle: Handle, place: tuple[float, float], *, gesture: Hashable | None = None
) -> ReplaceShapes:
    """The edit that gives an edge a new vertex at `place` (x, y), which `handle` then names.

    Raises GeometryError for a shape without edges.
    """
    position, ring, vertex = handle
    now = annotation.shapes[position]
    after = with_vertex_inserted(now, ring, vertex, *place)
    bounds = None
    if has_corners(now):
        edges = edge_rings(now)[ring]
        bounds = Bounds.of_points(np.array((edges[vertex - 1], edges[vertex % len(edges)], place)))
    return ReplaceShapes((position,), (now,), (after,), "Add vertex", gesture, bounds)


def move_shapes(
    annotation: Annotation,
    positions: Sequence[int],
    offset: tuple[float, float],
    size: tuple[int, int],
    *,
    start: Sequence[Shape] | None = None,
    gesture: Hashable | None = None,
) -> ReplaceShapes:
    """The edit that moves the shapes at `positions` (ascending) by `offset` (dx, dy) pixels.

    The move stops at the border of the image (`size`: width, height) when the shapes lay inside it. `start`
    holds the shapes as they were when the drag began, from which `offset` counts (default: as they are now).
    """
    now = tuple(annotation.shapes[position] for position in positions)
    shapes = now if start is None else tuple(start)
    dx, dy = offset_within(offset, bounds_around(shapes), size)
    after = tuple(moved(shape, dx, dy) for shape in shapes)
    text = "Move shape" if len(after) == 1 else f"Move {len(after)} shapes"
    return ReplaceShapes(tuple(positions), now, after, text, gesture)


def offset_within(offset: tuple[float, float], box: Bounds, size: tuple[int, int]) -> tuple[float, float]:
    """How far a box goes when it stops at the border of an image (`size`: width, height) that it lies in."""
    dx = _within(offset[0], box.left, box.right, size[0])
    return dx, _within(offset[1], box.top, box.bottom, size[1])


def _within(offset: float, low: float, high: float, limit: float) -> float:
    """The offset cut so that low..high stays in 0..limit, if it lies there; else as it is."""
    if low < 0 or high > limit:
        return offset
    return min(max(offset, -low), limit - high)
