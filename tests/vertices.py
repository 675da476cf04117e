"""Single edits of vertices, made as the select tool makes them."""

from __future__ import annotations

from collections.abc import Hashable

from labeler.core.annotation import Annotation
from labeler.core.edits.shapes import ReplaceShapes
from labeler.core.edits.shared import join, move_vertices
from labeler.core.edits.shared_deletion import delete_shared
from labeler.core.handles import Handle
from labeler.core.shape_index import ShapeIndex


def moved_vertex(
    annotation: Annotation,
    handle: Handle,
    place: tuple[float, float],
    *,
    index: ShapeIndex | None = None,
    gesture: Hashable | None = None,
) -> ReplaceShapes:
    """The edit that brings a handle, and all vertices that lie there, to a place."""
    joint = join(annotation, index or ShapeIndex(annotation.shapes), [handle], lambda _: True)
    return move_vertices(annotation, joint, [place], gesture=gesture)


def deleted_vertex(
    annotation: Annotation, handle: Handle, *, index: ShapeIndex | None = None
) -> ReplaceShapes:
    """The edit that deletes a vertex of all shapes that have it; raises GeometryError as that does."""
    return delete_shared(annotation, index or ShapeIndex(annotation.shapes), [handle], lambda _: True)
