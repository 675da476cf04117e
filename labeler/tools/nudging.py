"""Arrow keys: the chosen vertices, else the selected shapes, go by whole pixels; a row is one step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labeler.core.edits.vertices import move_shapes, offset_within
from labeler.core.errors import ToolError
from labeler.core.geometry import Bounds
from labeler.tools.held_vertices import HeldVertices
from labeler.tools.vertex_edits import LOCKED

if TYPE_CHECKING:
    from collections.abc import Hashable

    from labeler.tools.base import AnyEdit, ToolContext
    from labeler.tools.chosen_vertices import ChosenVertices


class Nudging:
    """Makes the edits of one tool. What is moved again and again by arrow keys alone is one step."""

    def __init__(self, context: ToolContext, chosen: ChosenVertices) -> None:
        self._context = context
        self._chosen = chosen
        self._held: HeldVertices | None = None
        self._place = (0.0, 0.0)
        self._moved: tuple[int, ...] = ()
        self._gesture: Hashable = object()

    def nudge(self, dx: float, dy: float) -> AnyEdit | None:
        """The edit that moves by (dx, dy) image pixels; None where the border of the image ends the way.

        Raises ToolError when nothing is selected, or nothing that may be changed.
        """
        context = self._context
        if not context.selection:
            raise ToolError("Select a shape first; then the arrow keys move it.")
        positions = tuple(filter(context.is_editable, context.selection))
        if not positions:
            raise ToolError(LOCKED)
        if self._chosen.handles:
            return self._nudge_vertices(dx, dy)
        self._held = None
        return self._nudge_shapes(positions, dx, dy)

    def _nudge_shapes(self, positions: tuple[int, ...], dx: float, dy: float) -> AnyEdit | None:
        if positions != self._moved:
            self._moved, self._gesture = positions, object()
        context = self._context
        boxes = context.index.boxes[list(positions)]
        box = Bounds(*boxes[:, :2].min(axis=0).tolist(), *boxes[:, 2:].max(axis=0).tolist())
        offset = offset_within((dx, dy), box, context.size)
        if offset == (0.0, 0.0):
            return None  # known without the copies of thousands of shapes
        return move_shapes(context.annotation, positions, offset, context.size, gesture=self._gesture)

    def _nudge_vertices(self, dx: float, dy: float) -> AnyEdit | None:
        """As in a drag, what is passed over on the way is not taken along."""
        context, self._moved = self._context, ()
        handles = tuple(handle for handle in self._chosen.handles if context.is_editable(handle.position))
        if not handles:
            raise ToolError(LOCKED)
        held = self._held
        if held is None or held.is_stale or held.handles != handles:
            held = self._held = HeldVertices(context, handles)
            self._place = held.home
        place = held.within((self._place[0] + dx, self._place[1] + dy), context.size)
        if place == self._place:
            return None
        edit = held.moved_to(place)
        self._place = place
        return self._chosen.expect(edit, held.handles)
