"""From vertex to vertex of the selected shapes, ring after ring, and the edge after one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labeler.core.errors import ToolError
from labeler.core.handles import Handle, edge_rings, handle_rings, has_closed_edges, has_corners

if TYPE_CHECKING:
    from labeler.core.shapes import Shape
    from labeler.tools.base import Place, ToolContext
    from labeler.tools.chosen_vertices import ChosenVertices


def next_vertex(context: ToolContext, chosen: ChosenVertices, step: int) -> Handle:
    """The handle after the one chosen last (step 1) or before it (-1); at the end the first one follows.

    With none chosen the first handle, or the last. Raises ToolError when nothing selected has any.
    """
    if not context.selection:
        raise ToolError("Select a shape first; then its vertices can be walked.")
    shapes = context.annotation.shapes
    walked = [position for position in context.selection if handle_rings(shapes[position])]
    if not walked:
        raise ToolError("What is selected has no vertices; it is a mask of pixels.")
    if not chosen.handles:
        return _end(shapes, walked[0], 0) if step > 0 else _end(shapes, walked[-1], -1)
    position, ring, vertex = chosen.handles[-1]
    lengths = [len(points) for points in handle_rings(shapes[position])]
    if 0 <= vertex + step < lengths[ring]:
        return Handle(position, ring, vertex + step)
    if 0 <= ring + step < len(lengths):
        return Handle(position, ring + step, 0 if step > 0 else lengths[ring + step] - 1)
    beyond = walked[(walked.index(position) + step) % len(walked)]
    return _end(shapes, beyond, 0 if step > 0 else -1)


def edge_after(context: ToolContext, chosen: ChosenVertices) -> tuple[Handle, Place]:
    """Where a vertex in the middle of the edge after the one chosen last would stand, and lie.

    Raises ToolError when there is no such edge.
    """
    if not chosen.handles:
        raise ToolError("Choose a vertex first; the new one comes after it.")
    position, ring, vertex = chosen.handles[-1]
    shape = context.annotation.shapes[position]
    if not has_corners(shape) and ring == 0:
        raise ToolError("This shape has no edges that could take a vertex.")
    points = edge_rings(shape)[ring]
    if vertex + 1 == len(points) and not has_closed_edges(shape):
        raise ToolError("The line ends here; choose another vertex.")
    (x0, y0), (x1, y1) = points[[vertex, (vertex + 1) % len(points)]].tolist()
    return Handle(position, ring, vertex + 1), ((x0 + x1) / 2, (y0 + y1) / 2)


def _end(shapes: list[Shape], position: int, end: int) -> Handle:
    """The first handle of a shape (0), or its last (-1)."""
    rings = handle_rings(shapes[position])
    ring = end % len(rings)
    return Handle(position, ring, end % len(rings[ring]))
