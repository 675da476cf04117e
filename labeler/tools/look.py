"""What the select tool sees under the pointer, and what it says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labeler.core.handles import Handle, handle_rings, has_corners
from labeler.core.topology import coincident
from labeler.tools.base import Hover
from labeler.tools.hit import edge_at, handle_at, is_selected, shapes_near, topmost_at

if TYPE_CHECKING:
    from labeler.tools.base import Pointer, ToolContext


def look(context: ToolContext, pointer: Pointer, before: Hover | None = None) -> Hover:
    """What lies under the pointer: a handle before an edge before a shape, selected shapes first.

    `before` is what lay under it just before, while no shape has changed.
    """
    near = shapes_near(context, pointer)
    position = topmost_at(context, pointer, near)
    mine = [place for place in near if is_selected(context, place)]
    others = [] if position is None or position in mine else [position]
    handle = handle_at(context, pointer, mine) or handle_at(context, pointer, others)
    if handle is not None:
        if before is not None and before.handle == handle:
            return Hover(handle.position, handle, others=before.others)
        return Hover(handle.position, handle, others=handles_beside(context, handle))
    edge = edge_at(context, pointer, mine) or (edge_at(context, pointer, others) if pointer.alt else None)
    if edge is None:
        return Hover(position)
    insertion = None
    if pointer.alt:
        insertion = edge.nearest
    elif edge.midpoint is not None and pointer.is_near(*edge.midpoint):
        insertion = edge.midpoint
    return Hover(position, None, edge.handle, edge.midpoint, insertion)


def handles_beside(context: ToolContext, handle: Handle) -> tuple[Handle, ...]:
    """The vertices of other shapes on the place of a handle, where such go along with it."""
    shape = context.annotation.shapes[handle.position]
    if not context.options.moves_neighbours or not (handle.ring > 0 or (shape.rings and has_corners(shape))):
        return ()
    x, y = handle_rings(shape)[handle.ring][handle.vertex].tolist()
    found = coincident(context.annotation.shapes, context.index, (x, y))
    return tuple(other for other in found if other.position != handle.position)


def hint_of(context: ToolContext, hover: Hover, stack: str) -> str:
    """What a press does at the place of the pointer; `stack` tells how many shapes lie there."""
    if hover.handle is not None:
        count = len({hover.position, *(other.position for other in hover.others)})
        whose = f" of {count} shapes" if count > 1 else ""
        return f"Drag to move the vertex{whose} · Alt+click, or Alt+drag across, deletes · Ctrl+click chooses"
    if stack and hover.position is not None and hover.insertion is None:
        return f"{stack}: click again for the one below · drag to move · arrows move by 1 px"
    if hover.edge is not None:
        return "Drag the midpoint or Alt+click the edge to add a vertex · drag the shape to move it"
    if hover.position is None:
        if hover.vertices:
            return "Arrows move the chosen vertices · {delete} deletes them · {insert_vertex} adds one"
        if context.options.boxes_vertices and context.selection:
            return "Drag to choose the vertices in a box · Ctrl+drag adds"
        return "Click a shape to select it · drag to select all in a box"
    if is_selected(context, hover.position):
        return "Drag to move · Ctrl+click takes it out of the selection · {delete} deletes"
    return "Click to select · Ctrl+click adds to the selection · drag to move"
