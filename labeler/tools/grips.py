"""What the select tool holds from press to release: a vertex, shapes, or the corner of a selection box."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING

from labeler.core.edits.shapes import ReplaceShapes
from labeler.core.edits.vertices import insert_vertex, move_shapes, move_vertex
from labeler.core.handles import handle_rings
from labeler.tools.base import Hover, clamped
from labeler.tools.hit import shapes_in_box

if TYPE_CHECKING:
    from labeler.core.edits.base import Edit
    from labeler.core.handles import Handle
    from labeler.core.shapes import Shape
    from labeler.tools.base import Pointer, ToolContext

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

    def follow(self, pointer: Pointer) -> Edit | None:
        """The pointer moves with the button down."""
        dx, dy = pointer.x - self.pressed.x, pointer.y - self.pressed.y
        if not self.is_dragging and (dx**2 + dy**2) ** 0.5 * pointer.scale < _DRAG_STARTS:
            return None
        self.is_dragging = True
        return self.drag(pointer)

    def drag(self, pointer: Pointer) -> Edit | None:
        """Bring what is held to the pointer."""
        return None

    def drop(self) -> None:
        """The button goes up after a drag."""

    def click(self) -> None:
        """The button goes up without a drag."""

    def cancel(self) -> Edit | None:
        """Put everything back as it was at the press."""
        return None


class ShapeGrip(Grip):
    """Holds shapes: knows them as they were at the press and as it has left them. One undo step a drag."""

    def __init__(self, context: ToolContext, pointer: Pointer, positions: tuple[int, ...]) -> None:
        super().__init__(context, pointer)
        self.positions = positions
        self.start: tuple[Shape, ...] = tuple(context.annotation.shapes[place] for place in positions)
        self.gesture: Hashable = object()
        self._latest = self.start

    @property
    def is_stale(self) -> bool:
        """Whether a shape is not the one that this grip has left there."""
        shapes = self.context.annotation.shapes
        return any(
            place >= len(shapes) or shapes[place] is not shape
            for place, shape in zip(self.positions, self._latest, strict=True)
        )

    def cancel(self) -> Edit | None:
        """The edit that puts the shapes back, None when nothing was changed."""
        if self._latest is self.start or self.is_stale:
            return None
        return ReplaceShapes(self.positions, self._latest, self.start, "Put back", self.gesture)

    def made(self, edit: ReplaceShapes) -> ReplaceShapes:
        """The edit, of which is remembered what it leaves behind."""
        self._latest = edit.after
        return edit


class VertexGrip(ShapeGrip):
    """Drags a handle. With `insertion`, the handle comes into being there at the first move."""

    hint = "Release to set the vertex · Esc puts it back"

    def __init__(
        self,
        context: ToolContext,
        pointer: Pointer,
        handle: Handle,
        insertion: tuple[float, float] | None = None,
    ) -> None:
        super().__init__(context, pointer, (handle.position,))
        self.handle = handle
        self._base = self.start[0]
        self._is_missing = insertion is not None
        if insertion is None:
            x, y = handle_rings(self._base)[handle.ring][handle.vertex].tolist()
            insertion = (x, y)
        self._place = self._home = insertion

    @property
    def hover(self) -> Hover:
        """The handle and its shape."""
        return Hover(self.handle.position, self.handle)

    def insert(self) -> ReplaceShapes:
        """The edit that makes the vertex where it was grabbed."""
        return self._put(self._home)

    def drag(self, pointer: Pointer) -> Edit | None:
        """The handle goes along, within the image."""
        x = self._home[0] + pointer.x - self.pressed.x
        y = self._home[1] + pointer.y - self.pressed.y
        place = clamped(x, y, self.context.size)
        return None if place == self._place and not self._is_missing else self._put(place)

    def _put(self, place: tuple[float, float]) -> ReplaceShapes:
        annotation, handle = self.context.annotation, self.handle
        self._place = place
        if not self._is_missing:
            return self.made(move_vertex(annotation, handle, place, start=self._base, gesture=self.gesture))
        edit = self.made(insert_vertex(annotation, handle, place, gesture=self.gesture))
        self._base, self._is_missing = edit.after[0], False
        return edit


class ShapesGrip(ShapeGrip):
    """Drags whole shapes; a click on one of several selected ones selects it alone."""

    hint = "Release to drop · Esc puts back what moved"

    def __init__(self, context: ToolContext, pointer: Pointer, pressed_on: int) -> None:
        super().__init__(context, pointer, tuple(filter(context.is_editable, context.selection)))
        self._pressed_on = pressed_on

    @property
    def hover(self) -> Hover:
        """The shape that was pressed."""
        return Hover(self._pressed_on)

    def drag(self, pointer: Pointer) -> Edit | None:
        """The shapes go along, within the image if they lay in it."""
        offset = (pointer.x - self.pressed.x, pointer.y - self.pressed.y)
        context = self.context
        return self.made(
            move_shapes(
                context.annotation,
                self.positions,
                offset,
                context.size,
                start=self.start,
                gesture=self.gesture,
            )
        )

    def click(self) -> None:
        """The shape that was clicked is selected alone."""
        self.context.select((self._pressed_on,))


class BoxGrip(Grip):
    """Draws a selection box. With `adds`, what it holds joins the selection, and a click toggles a shape."""

    hint = "Release to select the shapes in the box · Esc cancels"

    def __init__(
        self, context: ToolContext, pointer: Pointer, pressed_on: int | None = None, *, adds: bool = False
    ) -> None:
        super().__init__(context, pointer)
        self._pressed_on = pressed_on
        self._adds = adds
        self._corner = (pointer.x, pointer.y)

    @property
    def box(self) -> tuple[float, float, float, float] | None:
        """Left, top, right, bottom between press and pointer, once it is a drag."""
        if not self.is_dragging:
            return None
        (x0, y0), (x1, y1) = (self.pressed.x, self.pressed.y), self._corner
        return (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

    def drag(self, pointer: Pointer) -> Edit | None:
        """The corner follows."""
        self._corner = (pointer.x, pointer.y)
        return None

    def drop(self) -> None:
        """Select what lies wholly in the box."""
        if self.box is not None:
            kept = self.context.selection if self._adds else ()
            self.context.select({*kept, *shapes_in_box(self.context, self.box)})

    def click(self) -> None:
        """Toggle the shape under the press, or clear the selection."""
        if not self._adds:
            self.context.select(())
        elif self._pressed_on is not None:
            self.context.select({*self.context.selection} ^ {self._pressed_on})
