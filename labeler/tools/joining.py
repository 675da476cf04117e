"""Gives the edges of neighbours a vertex where a new polygon has one on them.

A place on a slanting edge is rounded, so a line from there along the edge is not quite the edge: where that
one passes exactly through the centre of a pixel, the two would both take it, or neither. Divided alike they
are the same to the last bit, and later the border moves as one.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from labeler.core.edits.sequence import EditSequence
from labeler.core.edits.shapes import ReplaceShapes
from labeler.core.geometry import Bounds
from labeler.core.shapes import ShapeKind
from labeler.core.topology import is_same, on_edges, places_between, ring_with, with_rings

if TYPE_CHECKING:
    from labeler.core.arrays import Points
    from labeler.core.edits.shapes import InsertShapes
    from labeler.core.handles import Handle
    from labeler.tools.base import AnyEdit, Place, ToolContext

# A hand sets fewer vertices; more are a line that was drawn freehand, along no edge.
_MOST = 500


def joined(context: ToolContext, edit: InsertShapes) -> AnyEdit:
    """The insertion of new polygons as one step with the vertices that their neighbours get; or as it was.

    Only polygons get vertices, and no edge of which a locked or hidden shape has a part: it could not follow.
    """
    if not context.options.moves_neighbours:
        return edit
    divided: dict[int, list[Handle]] = defaultdict(list)
    places: dict[int, list[Place]] = defaultdict(list)
    for place, others in _vertices(edit).items():
        handles = on_edges(context.annotation.shapes, context.index, place)
        if any(_is_followed(context, handle, others) for handle in handles) and _may_follow(context, handles):
            for handle in handles:
                divided[handle.position].append(handle)
                places[handle.position].append(place)
    if not divided:
        return edit
    positions = tuple(sorted(divided))
    before = tuple(context.annotation.shapes[position] for position in positions)
    after = tuple(
        with_rings(shape, [ring_with(ring, places[position]) for ring in shape.rings])
        for position, shape in zip(positions, before, strict=True)
    )
    box = Bounds.around(_box(context, handle) for handles in divided.values() for handle in handles)
    joints = ReplaceShapes(positions, before, after, edit.text, dirty=box)
    return EditSequence((joints, edit), edit.text, selects=edit.positions)


def _vertices(edit: InsertShapes) -> dict[Place, list[Place]]:
    """The vertices of the new polygons, each with those before and after it; none when they are many."""
    rings = [ring for shape in edit.shapes if shape.kind is ShapeKind.POLYGON for ring in shape.rings]
    found: dict[Place, list[Place]] = defaultdict(list)
    for ring in rings if sum(map(len, rings)) <= _MOST else ():
        places = [(x, y) for x, y in ring.tolist()]
        for number, place in enumerate(places):
            found[place] += (places[number - 1], places[(number + 1) % len(places)])
    return found


def _ends(context: ToolContext, handle: Handle) -> Points:
    """(2, 2): both ends of the edge in which a vertex would come to stand."""
    ring = context.annotation.shapes[handle.position].rings[handle.ring]
    return ring[[handle.vertex - 1, handle.vertex % len(ring)]]


def _is_followed(context: ToolContext, handle: Handle, others: list[Place]) -> bool:
    """Whether an edge leads to one of the other places too, and is neither level nor upright.

    Places on a level or upright edge are not rounded away from it.
    """
    (x0, y0), (x1, y1) = _ends(context, handle).tolist()
    if x0 == x1 or y0 == y1:
        return False
    is_end = any(is_same(place, end) for place in others for end in ((x0, y0), (x1, y1)))
    return is_end or bool(places_between((x0, y0), (x1, y1), np.array(others)))


def _may_follow(context: ToolContext, handles: list[Handle]) -> bool:
    shapes = context.annotation.shapes
    return all(
        shapes[handle.position].kind is ShapeKind.POLYGON and context.is_editable(handle.position)
        for handle in handles
    )


def _box(context: ToolContext, handle: Handle) -> Bounds:
    return Bounds.of_points(_ends(context, handle))
