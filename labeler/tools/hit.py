"""What lies under the pointer: shapes, their handles and edges.

The boxes of ShapeIndex find the few shapes that are tested exactly.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from labeler.core.geometry import is_in_rings, nearest_on_ring
from labeler.core.handles import Handle, edge_rings, handle_rings, has_closed_edges, has_corners
from labeler.core.shapes import ShapeKind

if TYPE_CHECKING:
    from labeler.core.arrays import Points
    from labeler.core.shapes import Shape
    from labeler.tools.base import Pointer, ToolContext

# A midpoint can be grabbed where its edge is this many times as long as the pointer reaches, so that the
# vertices at both ends keep room.
_MIDPOINT_ROOM = 3


class Edge(NamedTuple):
    """An edge under the pointer: the handle that a vertex inserted there gets, the place on it nearest to the
    pointer, and its middle where that can be grabbed.
    """

    handle: Handle
    nearest: tuple[float, float]
    midpoint: tuple[float, float] | None


def shapes_near(context: ToolContext, pointer: Pointer) -> list[int]:
    """Positions, ascending, of the shapes whose box the pointer reaches and that can be taken hold of."""
    reach = pointer.tolerance
    box = (pointer.x - reach, pointer.y - reach, pointer.x + reach, pointer.y + reach)
    return [place for place in context.index.overlapping(box).tolist() if context.is_editable(place)]


def topmost_at(context: ToolContext, pointer: Pointer, near: list[int]) -> int | None:
    """Position of the topmost of the shapes `near` that lies under the pointer, or None.

    Closed shapes are hit inside (even-odd, so not in their holes); points, lines and shapes too slim to be
    hit inside where their outline is near.
    """
    for position in reversed(near):
        if is_under(context.annotation.shapes[position], pointer):
            return position
    return None


def is_under(shape: Shape, pointer: Pointer) -> bool:
    """Whether the shape lies under the pointer."""
    x, y = pointer.x, pointer.y
    if shape.kind is ShapeKind.MASK:
        return _is_in_mask(shape, x, y)
    rings = shape.rings
    if not rings:
        return _is_outline_near(shape, pointer)
    if is_in_rings(x, y, rings):
        return True
    box = shape.bounds
    is_slim = min(box.right - box.left, box.bottom - box.top) < pointer.tolerance
    return is_slim and _is_outline_near(shape, pointer)


def shapes_in_box(context: ToolContext, box: tuple[float, float, float, float]) -> list[int]:
    """Positions, ascending, of the shapes that lie wholly in a box and can be taken hold of."""
    left, top, right, bottom = box
    boxes = context.index.boxes
    is_in = (boxes[:, 0] >= left) & (boxes[:, 1] >= top) & (boxes[:, 2] <= right) & (boxes[:, 3] <= bottom)
    return [position for position in np.flatnonzero(is_in).tolist() if context.is_editable(position)]


def vertices_in_box(context: ToolContext, box: tuple[float, float, float, float]) -> list[Handle]:
    """The handles of the selected shapes that lie in a box and can be taken hold of."""
    low, high = box[:2], box[2:]
    return [
        Handle(position, ring, vertex)
        for position in context.index.touching(context.selection, box).tolist()
        if context.is_editable(position)
        for ring, points in enumerate(handle_rings(context.annotation.shapes[position]))
        for vertex in np.flatnonzero(((points >= low) & (points <= high)).all(axis=1)).tolist()
    ]


def handle_at(context: ToolContext, pointer: Pointer, positions: Iterable[int]) -> Handle | None:
    """The handle of one of these shapes that is nearest to the pointer, within its tolerance."""
    found, least = None, pointer.tolerance**2
    for position in positions:
        for ring, points in enumerate(handle_rings(context.annotation.shapes[position])):
            squares = (points[:, 0] - pointer.x) ** 2 + (points[:, 1] - pointer.y) ** 2
            vertex = int(squares.argmin())
            if squares[vertex] <= least:
                found, least = Handle(position, ring, vertex), float(squares[vertex])
    return found


def edge_at(context: ToolContext, pointer: Pointer, positions: Iterable[int]) -> Edge | None:
    """The edge of one of these shapes that is nearest to the pointer, within its tolerance."""
    found, least = None, pointer.tolerance
    for position in positions:
        shape = context.annotation.shapes[position]
        for ring, points in enumerate(edge_rings(shape)):
            edge, x, y, distance = nearest_on_ring(
                pointer.x, pointer.y, points, is_closed=has_closed_edges(shape)
            )
            if distance <= least:
                least = distance
                ends = points[[edge, (edge + 1) % len(points)]]
                middle = _midpoint(ends, pointer) if has_corners(shape) else None
                found = Edge(Handle(position, ring, edge + 1), (x, y), middle)
    return found


def is_selected(context: ToolContext, position: int) -> bool:
    """Whether the shape at `position` is selected (the selection is ascending and may be long)."""
    selection = context.selection
    place = bisect_left(selection, position)
    return place < len(selection) and selection[place] == position


def _is_in_mask(shape: Shape, x: float, y: float) -> bool:
    if shape.bitmap is None:
        return False
    left, top = shape.points[0]
    pixels = shape.bitmap.pixels
    column, row = int(np.floor(x - left)), int(np.floor(y - top))
    return 0 <= column < pixels.shape[1] and 0 <= row < pixels.shape[0] and bool(pixels[row, column])


def _is_outline_near(shape: Shape, pointer: Pointer) -> bool:
    is_closed = has_closed_edges(shape)
    for ring in edge_rings(shape):
        if nearest_on_ring(pointer.x, pointer.y, ring, is_closed=is_closed)[3] <= pointer.tolerance:
            return True
    if shape.kind in (ShapeKind.POINT, ShapeKind.POINTS):
        distances = np.hypot(shape.points[:, 0] - pointer.x, shape.points[:, 1] - pointer.y)
        return bool((distances <= pointer.tolerance).any())
    return False


def _midpoint(ends: Points, pointer: Pointer) -> tuple[float, float] | None:
    """The middle of an edge, or None when the edge is too short on screen to hold a third handle."""
    if float(np.hypot(*(ends[1] - ends[0]))) < _MIDPOINT_ROOM * pointer.tolerance:
        return None
    x, y = ends.mean(axis=0).tolist()
    return (x, y)
