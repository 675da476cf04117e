"""What of a shape the hand takes hold of: its handles and edges, and the shape after one was moved.

A handle is a point that can be dragged: each vertex of a polygon or line, the four corners of a rectangle,
the centre and the edge point of a circle, the ends of the axes of an ellipse. Masks have none.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from labeler.core.errors import GeometryError
from labeler.core.geometry import ellipse_ring
from labeler.core.shapes import Ellipse, Shape, ShapeKind

if TYPE_CHECKING:
    from labeler.core.arrays import Points

# Fewest vertices of the outer ring or line of each kind that takes more or fewer; a hole needs three.
_FEWEST = {ShapeKind.POLYGON: 3, ShapeKind.LINESTRIP: 2, ShapeKind.POINTS: 1}

_LINES = (ShapeKind.LINE, ShapeKind.LINESTRIP)
_WITHOUT_EDGES = (ShapeKind.POINT, ShapeKind.POINTS, ShapeKind.MASK)
_CURVES = (ShapeKind.CIRCLE, ShapeKind.ELLIPSE)


class Handle(NamedTuple):
    """A handle of a shape: position in the list, ring (0 the outer one, 1.. the holes), place in the ring."""

    position: int
    ring: int
    vertex: int


def handle_rings(shape: Shape) -> tuple[Points, ...]:
    """The handles of a shape, (n, 2) for each ring; `Handle.ring` and `Handle.vertex` count in these."""
    kind = shape.kind
    if kind is ShapeKind.MASK:
        return ()
    if kind is ShapeKind.RECTANGLE:
        return shape.rings
    if kind is ShapeKind.ELLIPSE and shape.ellipse is not None:
        return (_axis_ends(shape.ellipse), *shape.holes)
    return (shape.points, *shape.holes)


def edge_rings(shape: Shape) -> tuple[Points, ...]:
    """The rings (or the line) whose edges can take a new vertex; empty for points and masks."""
    if shape.kind in _WITHOUT_EDGES:
        return ()
    return (shape.points,) if shape.kind in _LINES else shape.rings


def has_closed_edges(shape: Shape) -> bool:
    """Whether the last vertex of each ring is joined to the first; not so for lines."""
    return shape.kind not in _LINES


def has_corners(shape: Shape) -> bool:
    """Whether its edges are few and straight, so that their midpoints are worth showing."""
    return shape.kind not in _WITHOUT_EDGES and shape.kind not in _CURVES


def with_handle_moved(shape: Shape, ring: int, vertex: int, x: float, y: float) -> Shape:
    """The shape with one handle at (x, y), of the same kind.

    A rectangle keeps the opposite corner, an oriented rectangle also its direction, a circle its centre (and
    follows it when that is the handle), an ellipse its centre and the direction of its axes.
    """
    if ring > 0:
        hole = _with_vertex_at(shape.holes[ring - 1], vertex, x, y)
        return replace(shape, holes=(*shape.holes[: ring - 1], hole, *shape.holes[ring:]))
    match shape.kind:
        case ShapeKind.RECTANGLE:
            # Corners run (x0, y0), (x1, y0), (x1, y1), (x0, y1).
            points = shape.points.copy()
            points[1 if vertex in (1, 2) else 0, 0] = x
            points[1 if vertex in (2, 3) else 0, 1] = y
            return replace(shape, points=points)
        case ShapeKind.ORIENTED_RECTANGLE:
            return replace(shape, points=_with_corner_at(shape.points, vertex, x, y))
        case ShapeKind.CIRCLE if vertex == 0:
            return replace(shape, points=shape.points + (np.array((x, y)) - shape.points[0]))
        case ShapeKind.ELLIPSE if shape.ellipse is not None:
            ellipse = _with_axis_end_at(shape.ellipse, vertex, x, y)
            return replace(shape, points=ellipse_ring(*ellipse), ellipse=ellipse)
        case _:
            return replace(shape, points=_with_vertex_at(shape.points, vertex, x, y))


def with_vertex_inserted(shape: Shape, ring: int, vertex: int, x: float, y: float) -> Shape:
    """The shape with a new vertex (x, y) that stands at `vertex` of `edge_rings(shape)[ring]`.

    Every closed shape becomes a polygon, a line a linestrip.
    """
    rings = list(edge_rings(shape))
    if not rings:
        raise GeometryError(f"A {_name(shape)} has no edge that could take a vertex.")
    rings[ring] = np.insert(rings[ring], vertex, (x, y), axis=0)
    return _of_rings(shape, rings)


def with_vertex_deleted(shape: Shape, ring: int, vertex: int) -> Shape:
    """The shape without one vertex; a rectangle becomes a polygon.

    Raises GeometryError when too few vertices would be left, or the handle is no vertex (circle, ellipse).
    """
    if ring == 0 and shape.kind in _CURVES:
        raise GeometryError(f"A {_name(shape)} has no vertices to delete; drag its handles instead.")
    rings = list(handle_rings(shape))
    fewest = _FEWEST.get(shape.kind, len(rings[0])) if ring == 0 else 3
    if shape.kind in (ShapeKind.RECTANGLE, ShapeKind.ORIENTED_RECTANGLE):
        fewest = 3
    if len(rings[ring]) <= fewest:
        what = "A hole" if ring > 0 else f"A {_name(shape)}"
        raise GeometryError(f"{what} needs at least {_counted(fewest)}; delete the shape instead.")
    rings[ring] = np.delete(rings[ring], vertex, axis=0)
    return _of_rings(shape, rings)


def moved(shape: Shape, dx: float, dy: float) -> Shape:
    """The shape moved by (dx, dy) pixels; a mask moves by whole pixels only."""
    if shape.kind is ShapeKind.MASK:
        dx, dy = float(round(dx)), float(round(dy))
    offset = np.array((dx, dy))
    ellipse = shape.ellipse
    if ellipse is not None:
        ellipse = ellipse._replace(x=ellipse.x + dx, y=ellipse.y + dy)
    holes = tuple(hole + offset for hole in shape.holes)
    return replace(shape, points=shape.points + offset, holes=holes, ellipse=ellipse)


def _of_rings(shape: Shape, rings: list[Points]) -> Shape:
    """The shape with these vertices: a polygon when it is closed, otherwise a line or points as it was."""
    if shape.kind is ShapeKind.POINTS:
        kind = ShapeKind.POINTS
    else:
        kind = ShapeKind.LINESTRIP if shape.kind in _LINES else ShapeKind.POLYGON
    return replace(shape, kind=kind, points=rings[0], holes=tuple(rings[1:]), ellipse=None)


def _with_vertex_at(ring: Points, vertex: int, x: float, y: float) -> Points:
    points = ring.copy()
    points[vertex] = (x, y)
    return points


def _with_corner_at(corners: Points, vertex: int, x: float, y: float) -> Points:
    """Four corners of a turned rectangle with one at (x, y): the opposite one and the direction stay."""
    opposite = corners[(vertex + 2) % 4]
    along = corners[(vertex + 1) % 4] - corners[vertex]
    if not along.any():
        # No width: the direction is still that of the other pair of sides.
        across = corners[(vertex + 3) % 4] - corners[vertex]
        along = np.array((across[1], -across[0]))
    length = float(np.hypot(*along))
    unit = along / length if length > 0 else np.array((1.0, 0.0))
    corner = np.array((x, y))
    side = unit * float((opposite - corner) @ unit)
    points = corners.copy()
    points[vertex] = corner
    points[(vertex + 1) % 4] = corner + side
    points[(vertex + 3) % 4] = opposite - side
    return points


def _axis_ends(ellipse: Ellipse) -> Points:
    """(4, 2): the ends of the first axis, then of the second, clockwise from the first."""
    turn = math.radians(ellipse.angle)
    first = np.array((math.cos(turn), math.sin(turn))) * ellipse.radius_x
    second = np.array((-math.sin(turn), math.cos(turn))) * ellipse.radius_y
    return np.array((ellipse.x, ellipse.y)) + np.array((first, second, -first, -second))


def _with_axis_end_at(ellipse: Ellipse, vertex: int, x: float, y: float) -> Ellipse:
    turn = math.radians(ellipse.angle + 90 * (vertex % 2))
    radius = abs((x - ellipse.x) * math.cos(turn) + (y - ellipse.y) * math.sin(turn))
    return ellipse._replace(radius_y=radius) if vertex % 2 else ellipse._replace(radius_x=radius)


def _name(shape: Shape) -> str:
    return shape.kind.value.replace("_", " ")


def _counted(vertices: int) -> str:
    words = {1: "one vertex", 2: "two vertices", 3: "three vertices"}
    return words.get(vertices, f"{vertices} vertices")
