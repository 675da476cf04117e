"""The edits of vertices as the tools make them: with the neighbours if so set, and refused in words."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from labeler.core.edits.shapes import ReplaceShapes
from labeler.core.edits.shared_deletion import delete_shared
from labeler.core.errors import GeometryError, ToolError
from labeler.core.geometry import Bounds
from labeler.core.handles import handle_rings, has_corners, with_vertex_deleted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sized

    from labeler.core.annotation import Annotation
    from labeler.core.handles import Handle
    from labeler.tools.base import ToolContext

# So many vertices are moved or deleted at once: where each of them meets a neighbour takes its time.
MOST = 1000

LOCKED = "What is selected is locked or hidden, and stays as it is. Unlock it, or show it, first."


def delete_vertices(context: ToolContext, handles: Iterable[Handle]) -> ReplaceShapes:
    """The edit that deletes handles, in all shapes that share them if so set.

    Raises ToolError when a ring would be left with too few, or a shape may not be changed.
    """
    editable = [handle for handle in handles if context.is_editable(handle.position)]
    if not editable:
        raise ToolError(LOCKED)
    refuse_too_many(editable)
    try:
        if context.options.moves_neighbours:
            return delete_shared(context.annotation, context.index, editable, context.is_editable)
        return _delete_alone(context.annotation, editable)
    except GeometryError as error:
        raise ToolError(str(error)) from None


def refuse_too_many(handles: Sized) -> None:
    """Raise ToolError when there are more than MOST."""
    if len(handles) > MOST:
        raise ToolError(f"More than {MOST:,} vertices at once are too many; choose fewer, or whole shapes.")


def _delete_alone(annotation: Annotation, handles: Iterable[Handle]) -> ReplaceShapes:
    """The edit that deletes handles and lets what lies on the same places stay."""
    by_position: dict[int, list[Handle]] = defaultdict(list)
    for handle in sorted(set(handles), reverse=True):
        by_position[handle.position].append(handle)
    positions = tuple(sorted(by_position))
    before = tuple(annotation.shapes[position] for position in positions)
    after, boxes = [], []
    for position, shape in zip(positions, before, strict=True):
        # From the last on, so that those before keep their numbers.
        for _, ring, vertex in by_position[position]:
            points = handle_rings(shape)[ring]
            around = points[[vertex - 1, vertex, (vertex + 1) % len(points)]]
            boxes.append(Bounds.of_points(np.asarray(around)) if has_corners(shape) else shape.bounds)
            shape = with_vertex_deleted(shape, ring, vertex)  # noqa: PLW2901 - one vertex after another
        after.append(shape)
    count = sum(map(len, by_position.values()))
    text = "Delete vertex" if count == 1 else f"Delete {count:,} vertices"
    return ReplaceShapes(positions, before, tuple(after), text, None, Bounds.around(boxes))
