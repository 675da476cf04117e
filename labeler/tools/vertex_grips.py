"""Vertices in the hand of the select tool: dragged, or deleted by a stroke across them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from labeler.core.edits.shapes import ReplaceShapes
from labeler.core.geometry import Bounds
from labeler.core.handles import Handle, handle_rings, has_corners
from labeler.tools.base import Hover, clamped
from labeler.tools.grips import Grip
from labeler.tools.held_vertices import HeldVertices
from labeler.tools.snapping import snap
from labeler.tools.vertex_edits import delete_vertices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from labeler.core.arrays import Points
    from labeler.tools.base import AnyEdit, Place, Pointer, ToolContext
    from labeler.tools.chosen_vertices import ChosenVertices

# A stroke that deletes passes over what lies within this share of the reach of the pointer.
_STROKE = 0.5


class VertexGrip(Grip):
    """Drags handles, the first of which was grabbed. With `insertion`, that one comes into being there.

    With `chosen`, what was dragged is chosen from then on.
    """

    def __init__(
        self,
        context: ToolContext,
        pointer: Pointer,
        handles: Sequence[Handle],
        chosen: ChosenVertices | None,
        insertion: Place | None = None,
    ) -> None:
        super().__init__(context, pointer)
        self._held = HeldVertices(context, handles, insertion)
        self._handles = tuple(handles)
        self._chosen = chosen
        self._place: Place | None = None if insertion is not None else self._held.home
        self._is_alone = False
        self._snap: Place | None = None
        shape = context.annotation.shapes[handles[0].position]
        self._snaps = handles[0].ring > 0 or has_corners(shape)

    @property
    def hint(self) -> str:  # type: ignore[override]
        """What may be held, and for what."""
        if self._held.others and not self._is_alone:
            return (
                "Release to set the vertex · Alt: only of this shape · Ctrl: no snapping · Esc puts it back"
            )
        return "Release to set the vertex · Ctrl: no snapping · Esc puts it back"

    @property
    def is_stale(self) -> bool:
        """Whether a shape is not the one that this grip has left there."""
        return self._held.is_stale

    @property
    def hover(self) -> Hover:
        """The handle and its shape, and what goes along."""
        handle = self._held.handles[0]
        return Hover(handle.position, handle, others=self._held.others)

    @property
    def snap(self) -> Place | None:
        """The place that the handle was caught by, or None."""
        return self._snap

    def insert(self) -> AnyEdit:
        """The edit that makes the vertex where it was grabbed."""
        return self._put(self._held.home)

    def drag(self, pointer: Pointer) -> AnyEdit | None:
        """The handle goes along, within the image; what holds for Alt at the press was said with it."""
        x = self._held.home[0] + pointer.x - self.pressed.x
        y = self._held.home[1] + pointer.y - self.pressed.y
        place, self._snap = clamped(x, y, self.context.size), None
        if self._snaps:
            caught = snap(self.context, replace(pointer, x=x, y=y), skip=frozenset(self._held.positions))
            place, self._snap = caught.place, caught.mark
        is_alone = pointer.alt and not self.pressed.alt
        place = self._held.within(place, self.context.size)
        if place == self._place and is_alone == self._is_alone:
            return None
        self._is_alone = is_alone
        return self._put(place)

    def click(self) -> AnyEdit | None:
        """The vertex that was clicked is chosen alone."""
        if self._chosen is not None and self._place is not None:
            self._chosen.choose(self._handles[:1])
        return None

    def cancel(self) -> AnyEdit | None:
        """The edit that puts the vertices back, None when nothing was changed."""
        held = self._held
        if held.latest is held.start or held.is_stale:
            return None
        edit = ReplaceShapes(held.positions, held.latest, held.start, "Put back", held.gesture)
        return edit if self._chosen is None else self._chosen.expect(edit, ())

    def _put(self, place: Place) -> AnyEdit:
        self._place = place
        edit = self._held.moved_to(place, is_alone=self._is_alone)
        return edit if self._chosen is None else self._chosen.expect(edit, self._held.handles)


class EraseGrip(Grip):
    """Collects the vertices of selected shapes that the pointer passes over, and deletes them at the end."""

    hint = "Release to delete the vertices passed over · Esc keeps them"

    def __init__(self, context: ToolContext, pointer: Pointer, handle: Handle) -> None:
        super().__init__(context, pointer)
        self._passed = {handle: None}
        self._at = pointer

    @property
    def hover(self) -> Hover:
        """What is going to be deleted."""
        return Hover(next(iter(self._passed)).position, vertices=tuple(self._passed))

    def drag(self, pointer: Pointer) -> AnyEdit | None:
        """Take up what lies between the last place and this one."""
        start, end = (self._at.x, self._at.y), (pointer.x, pointer.y)
        box = Bounds.of_points(np.array((start, end))).grown(pointer.tolerance)
        context = self.context
        for position in context.index.touching(context.selection, box).tolist():
            if not context.is_editable(position):
                continue
            for ring, points in enumerate(handle_rings(context.annotation.shapes[position])):
                is_near = _distances(points, start, end) <= pointer.tolerance * _STROKE
                for vertex in np.flatnonzero(is_near).tolist():
                    self._passed[Handle(position, ring, vertex)] = None
        self._at = pointer
        return None

    def drop(self, pointer: Pointer) -> AnyEdit | None:
        """Delete what was passed over, in one step."""
        return delete_vertices(self.context, self._passed)

    def click(self) -> AnyEdit | None:
        """Delete the vertex that was pressed."""
        return delete_vertices(self.context, self._passed)


def _distances(points: Points, start: Place, end: Place) -> NDArray[np.float64]:
    """How far each point is from a segment."""
    along = np.subtract(end, start)
    square = float(along @ along)
    shares = np.clip((points - start) @ along / square, 0, 1) if square else np.zeros(len(points))
    offsets = points - start - shares[:, None] * along
    distances: NDArray[np.float64] = np.hypot(offsets[:, 0], offsets[:, 1])
    return distances
