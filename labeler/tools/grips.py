"""What the select tool holds from press to release: shapes, or the corner of a selection box.

Vertices in its hand are in vertex_grips.py.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from typing import TYPE_CHECKING

from labeler.core.edits.shapes import ReplaceShapes
from labeler.core.edits.vertices import move_shapes
from labeler.core.errors import GeometryError, ToolError
from labeler.tools.base import Hover
from labeler.tools.hit import is_selected, shapes_in_box, vertices_in_box

if TYPE_CHECKING:
    from labeler.core.shapes import Shape
    from labeler.tools.base import AnyEdit, Place, Pointer, ToolContext
    from labeler.tools.chosen_vertices import ChosenVertices
    from labeler.tools.stack import Stack

# A press becomes a drag when the pointer leaves it by this many screen pixels.
_DRAG_STARTS = 3.0


class Grip:
    """Base of all grips. A press that never becomes a drag is a click."""

    hint = ""

    def __init__(self, context: ToolContext, pointer: Pointer) -> None:
        self.context = context
        self.pressed = pointer
        self.is_dragging = False

    @property
    def is_stale(self) -> bool:
        """Whether something else changed what is held, so that the grip must let go."""
        return False

    @property
    def box(self) -> tuple[float, float, float, float] | None:
        """The selection box to draw, or None."""
        return None

    @property
    def hover(self) -> Hover:
        """What to show as held during a drag."""
        return Hover()

    @property
    def snap(self) -> Place | None:
        """The place that what is held was caught by, or None."""
        return None

    def follow(self, pointer: Pointer) -> AnyEdit | None:
        """The pointer moves with the button down."""
        dx, dy = pointer.x - self.pressed.x, pointer.y - self.pressed.y
        if not self.is_dragging and (dx**2 + dy**2) ** 0.5 * pointer.scale < _DRAG_STARTS:
            return None
        self.is_dragging = True
        return self.drag(pointer)

    def drag(self, pointer: Pointer) -> AnyEdit | None:
        """Bring what is held to the pointer."""
        return None

    def drop(self, pointer: Pointer) -> AnyEdit | None:
        """The button goes up after a drag, the last of which has been carried out."""
        return None

    def click(self) -> AnyEdit | None:
        """The button goes up without a drag."""
        return None

    def cancel(self) -> AnyEdit | None:
        """Put everything back as it was at the press."""
        return None


class ShapesGrip(Grip):
    """Drags the selected shapes in one step; a click goes down through those that lie there."""

    hint = "Release to drop; with Alt it is cut out of what it lies on · Esc puts back what moved"

    def __init__(
        self,
        context: ToolContext,
        pointer: Pointer,
        pressed_on: int,
        stack: Stack,
        chosen: ChosenVertices,
    ) -> None:
        super().__init__(context, pointer)
        self.positions = tuple(filter(context.is_editable, context.selection))
        self.start: tuple[Shape, ...] = tuple(context.annotation.shapes[place] for place in self.positions)
        self.gesture: Hashable = object()
        self._latest = self.start
        self._offset = (0.0, 0.0)
        self._pressed_on = pressed_on
        self._stack = stack
        self._chosen = chosen

    @property
    def is_stale(self) -> bool:
        """Whether a shape is not the one that this grip has left there."""
        return not self.context.annotation.has_at(self.positions, self._latest)

    @property
    def hover(self) -> Hover:
        """The shape that was pressed."""
        return Hover(self._pressed_on)

    def drag(self, pointer: Pointer) -> AnyEdit | None:
        """The shapes go along, within the image if they lay in it."""
        offset = (pointer.x - self.pressed.x, pointer.y - self.pressed.y)
        if offset == self._offset:
            return None
        context, self._offset = self.context, offset
        edit = move_shapes(
            context.annotation,
            self.positions,
            offset,
            context.size,
            start=self.start,
            gesture=self.gesture,
        )
        self._latest = edit.after
        return edit

    def drop(self, pointer: Pointer) -> AnyEdit | None:
        """With Alt held, what was dropped is cut out of what it lies on, in one step with the drag."""
        if not pointer.alt:
            return None
        from labeler.core.edits.holes import cut_out  # loads shapely

        context = self.context
        try:
            edit = cut_out(context.annotation, context.index, self.positions, context.is_editable)
        except GeometryError as error:
            raise ToolError(str(error)) from None
        if edit is None:
            raise ToolError("There is nothing below to cut this out of; drop it on another shape.")
        return replace(edit, gesture=self.gesture)

    def click(self) -> AnyEdit | None:
        """The shape that was clicked is selected alone, or the one below it."""
        self._chosen.clear()
        self._stack.click(self.pressed)
        return None

    def cancel(self) -> AnyEdit | None:
        """The edit that puts the shapes back, None when nothing was changed."""
        if self._latest is self.start or self.is_stale:
            return None
        return ReplaceShapes(self.positions, self._latest, self.start, "Put back", self.gesture)


class BoxGrip(Grip):
    """Draws a box around shapes to select, or vertices of the selected ones to choose.

    `pressed_on` is what lay under the press. With `adds`, what the box holds joins what is there, and a click
    toggles a vertex or a shape.
    """

    def __init__(
        self,
        context: ToolContext,
        pointer: Pointer,
        chosen: ChosenVertices,
        pressed_on: Hover,
        *,
        adds: bool = False,
    ) -> None:
        super().__init__(context, pointer)
        self._chosen = chosen
        self._pressed_on = pressed_on
        self._adds = adds
        self._corner = pointer

    @property
    def hint(self) -> str:  # type: ignore[override]
        """What the box is going to do."""
        if self._is_of_vertices:
            return "Release to choose the vertices in the box · Esc cancels"
        more = " · hold Alt for vertices of the selection" if self.context.selection else ""
        return f"Release to select the shapes in the box{more} · Esc cancels"

    @property
    def box(self) -> tuple[float, float, float, float] | None:
        """Left, top, right, bottom between press and pointer, once it is a drag."""
        if not self.is_dragging:
            return None
        (x0, y0), (x1, y1) = (self.pressed.x, self.pressed.y), (self._corner.x, self._corner.y)
        return (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

    @property
    def _is_of_vertices(self) -> bool:
        return bool(self.context.selection) and (self.context.options.boxes_vertices or self._corner.alt)

    def drag(self, pointer: Pointer) -> AnyEdit | None:
        """The corner follows."""
        self._corner = pointer
        return None

    def drop(self, pointer: Pointer) -> AnyEdit | None:
        """Select what lies wholly in the box."""
        context, box = self.context, self.box
        if box is None:
            return None
        if self._is_of_vertices:
            found = vertices_in_box(context, box)
            (self._chosen.add if self._adds else self._chosen.choose)(found)
        else:
            kept = context.selection if self._adds else ()
            context.select({*kept, *shapes_in_box(context, box)})
        return None

    def click(self) -> AnyEdit | None:
        """Toggle what is under the press, a vertex before a shape; or clear the selection."""
        handle, position = self._pressed_on.handle, self._pressed_on.position
        if not self._adds:
            self.context.select(())
        elif handle is not None and is_selected(self.context, handle.position):
            self._chosen.toggle((handle,))
        elif position is not None:
            self.context.select({*self.context.selection} ^ {position})
        return None
