"""Edits of vertices and places: move, insert and delete a vertex, move whole shapes.

Each names the smallest box whose pixels can change, so that a vertex of a polygon thousands of pixels wide is
dragged at the cost of its two edges.
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
    handle_rings,
    has_corners,
    moved,
    with_handle_moved,
    with_vertex_deleted,
    with_vertex_inserted,
)
from labeler.core.shapes import ShapeKind, bounds_around

if TYPE_CHECKING:
    from labeler.core.annotation import Annotation
    from labeler.core.arrays import Points
    from labeler.core.shapes import Shape


def move_vertex(
    annotation: Annotation,
    handle: Handle,
    place: tuple[float, float],
    *,
    start: Shape | None = None,
    gesture: Hashable | None = None,
) -> ReplaceShapes:
    """The edit that puts a handle at `place` (x, y); the shape keeps its kind.

    `start` is the shape as it was when the drag began, from which kinds with a direction are computed
    (default: as it is now). Edits of one drag carry one `gesture`.
    """
    position, ring, vertex = handle
    now = annotation.shapes[position]
    after = with_handle_moved(now if start is None else start, ring, vertex, *place)
    bounds = None
    if ring > 0 or now.kind is ShapeKind.POLYGON:
        bounds = _around(handle_rings(now)[ring], vertex, place)
    return ReplaceShapes((position,), (now,), (after,), "Move vertex", gesture, bounds)


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


def delete_vertex(annotation: Annotation, handle: Handle) -> ReplaceShapes:
    """The edit that deletes a vertex; raises GeometryError when the shape needs it."""
    position, ring, vertex = handle
    now = annotation.shapes[position]
    after = with_vertex_deleted(now, ring, vertex)
    vertices = handle_rings(now)[ring]
    bounds = _around(vertices, vertex, (vertices[vertex, 0], vertices[vertex, 1]))
    return ReplaceShapes((position,), (now,), (after,), "Delete vertex", None, bounds)


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


def _around(ring: Points, vertex: int, place: tuple[float, float]) -> Bounds:
    """The box of a vertex, its two neighbours and another place: nothing else changes when it goes there."""
    neighbours = ring[[vertex - 1, vertex, (vertex + 1) % len(ring)]]
    return Bounds.of_points(np.vstack((neighbours, place)))


def _within(offset: float, low: float, high: float, limit: float) -> float:
    """The offset cut so that low..high stays in 0..limit, if it lies there; else as it is."""
    if low < 0 or high > limit:
        return offset
    return min(max(offset, -low), limit - high)
