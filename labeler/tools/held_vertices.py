"""Vertices in the hand, through a drag or a row of arrow keys: with all that lie where they do, or alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from labeler.core.edits.shared import Joint, join, join_edge, move_vertices
from labeler.core.edits.vertices import insert_vertex
from labeler.core.errors import GeometryError, ToolError
from labeler.core.geometry import Bounds
from labeler.core.handles import Handle, edge_rings, handle_rings, has_corners
from labeler.core.topology import is_same
from labeler.tools.vertex_edits import refuse_too_many

if TYPE_CHECKING:
    from collections.abc import Hashable

    from labeler.core.annotation import Annotation
    from labeler.core.edits.shapes import ReplaceShapes
    from labeler.core.shapes import Shape
    from labeler.tools.base import Place, ToolContext


class HeldVertices:
    """Some handles, or one that is about to come into being at `insertion` on an edge, as found at the start.

    Raises ToolError for too many of them.

    Every edit is computed from the shapes at the start and carries one gesture, so that all are one step. The
    shapes in question are the same in each, whether neighbours go along or not: that may change on the way.
    """

    def __init__(
        self, context: ToolContext, handles: Sequence[Handle], insertion: Place | None = None
    ) -> None:
        refuse_too_many(handles)
        annotation = context.annotation
        self.gesture: Hashable = object()
        self._annotation = annotation
        self._own = tuple(handles)
        self._is_new = insertion is not None
        self._refusal = ""
        self._numbers: tuple[Handle, ...] | None = None
        self._alone = (
            _joint_alone(annotation, self._own)
            if insertion is None
            else _joint_of_new(annotation, self._own[0], insertion)
        )
        self._shared = self._alone
        if context.options.moves_neighbours:
            try:
                if insertion is None:
                    self._shared = join(annotation, context.index, self._own, context.is_editable)
                else:
                    handle = self._own[0]
                    self._shared = join_edge(
                        annotation, context.index, handle, insertion, context.is_editable
                    )
            except GeometryError as error:
                self._refusal = str(error)
        self._alone = _widened(self._alone, self._shared)
        self._joint = self._alone if self._refusal else self._shared
        self._latest = self._joint.start
        self.home = insertion if insertion is not None else _place_of(annotation.shapes, self._own[0])

    @property
    def positions(self) -> tuple[int, ...]:
        """Those of all shapes that are changed, ascending."""
        return self._joint.positions

    @property
    def is_stale(self) -> bool:
        """Whether a shape is not the one that was left there."""
        return not self._annotation.has_at(self.positions, self._latest)

    @property
    def start(self) -> tuple[Shape, ...]:
        """The shapes as they were found."""
        return self._joint.start

    @property
    def latest(self) -> tuple[Shape, ...]:
        """The shapes as they were left."""
        return self._latest

    @property
    def handles(self) -> tuple[Handle, ...]:
        """Where the handles stand now, in the order in which they were given.

        Neighbours' vertices may have been taken up in their rings, which gives them other numbers.
        """
        if self._joint is self._alone or self._latest is self.start:
            return self._own
        if self._numbers is None:
            self._numbers = self._numbered()
        return self._numbers

    @property
    def others(self) -> tuple[Handle, ...]:
        """The handles of other shapes that go along."""
        if self._joint is self._alone or self._latest is self.start:
            return ()
        own = set(self.handles)
        return tuple(handle for group in self._joint.handles for handle in group if handle not in own)

    def within(self, place: Place, size: tuple[int, int]) -> Place:
        """Where the first handle gets to on the way to `place`: all stop together at the border of the image.

        Those that lay outside the image (`size`: width, height) from the start are stopped by nothing.
        """
        own = np.array(self._alone.places)
        low, high = own.min(axis=0), own.max(axis=0)
        if not ((low >= 0).all() and (high <= size).all()):
            return place
        (x, y), (left, top), (right, bottom) = self.home, low.tolist(), high.tolist()
        return (
            min(max(place[0], x - left), x + size[0] - right),
            min(max(place[1], y - top), y + size[1] - bottom),
        )

    def moved_to(self, place: Place, *, is_alone: bool = False) -> ReplaceShapes:
        """The edit that brings the first handle to `place`, bit for bit, and the others by as much.

        Raises ToolError when a neighbour that would have to go along may not be changed.
        """
        if self._refusal and not is_alone:
            raise ToolError(self._refusal)
        joint = self._alone if is_alone else self._shared
        dx, dy = place[0] - self.home[0], place[1] - self.home[1]
        places = [
            place if is_same(each, self.home) else (each[0] + dx, each[1] + dy) for each in joint.places
        ]
        edit = move_vertices(self._annotation, joint, places, gesture=self.gesture)
        if self._is_new:
            edit = replace(edit, text="Add vertex")
        if joint is not self._joint:
            # What the others leave behind is changed too.
            edit, self._joint = replace(edit, dirty=None), joint
        self._latest = edit.after
        return edit

    def _numbered(self) -> tuple[Handle, ...]:
        """The handles by the numbers of the joint."""
        found: dict[tuple[int, int], list[tuple[Handle, Place]]] = {}
        for group, place in zip(self._shared.handles, self._shared.places, strict=True):
            for handle in group:
                found.setdefault(handle[:2], []).append((handle, place))
        return tuple(
            next((each for each, other in found.get(handle[:2], ()) if is_same(place, other)), handle)
            for handle, place in zip(self._own, self._alone.places, strict=True)
        )


def _joint_alone(annotation: Annotation, handles: Sequence[Handle]) -> Joint:
    """The joint of handles that take no neighbour along."""
    shapes = annotation.shapes
    positions = tuple(sorted({handle.position for handle in handles}))
    start = tuple(shapes[position] for position in positions)
    around = []
    for position, ring, vertex in handles:
        points = handle_rings(shapes[position])[ring]
        around.append(points[[vertex - 1, (vertex + 1) % len(points)]])
    fixed = Bounds.of_points(np.concatenate(around))
    places = tuple(_place_of(shapes, handle) for handle in handles)
    return Joint(positions, start, start, places, tuple((handle,) for handle in handles), fixed)


def _joint_of_new(annotation: Annotation, handle: Handle, place: Place) -> Joint:
    """The joint of a vertex that comes into being on an edge of one shape only."""
    shape = annotation.shapes[handle.position]
    after = insert_vertex(annotation, handle, place).after
    edges = edge_rings(shape)[handle.ring]
    ends = edges[[handle.vertex - 1, handle.vertex % len(edges)]]
    fixed = Bounds.of_points(ends) if has_corners(shape) else shape.bounds
    return Joint((handle.position,), (shape,), after, (place,), ((handle,),), fixed)


def _widened(joint: Joint, other: Joint) -> Joint:
    """The same joint, over the shapes of another that has them all: the rest stays as it is at the start."""
    if other is joint:
        return joint
    base = dict(zip(other.positions, other.start, strict=True))
    base |= dict(zip(joint.positions, joint.base, strict=True))
    return replace(joint, positions=other.positions, start=other.start, base=tuple(base.values()))


def _place_of(shapes: Sequence[Shape], handle: Handle) -> Place:
    x, y = handle_rings(shapes[handle.position])[handle.ring][handle.vertex].tolist()
    return (x, y)
