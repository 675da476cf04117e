"""Scales, turns and moves the selected shapes by a frame around them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from labeler.core.shapes import bounds_around
from labeler.tools.base import Cursor, Draft, Hover, Tool
from labeler.tools.chosen_vertices import ChosenVertices
from labeler.tools.frame import Frame
from labeler.tools.hit import is_selected, shapes_near, topmost_at
from labeler.tools.nudging import Nudging
from labeler.tools.transform_grips import FrameGrip, MoveGrip, ScaleGrip, TurnGrip

if TYPE_CHECKING:
    from labeler.core.change import Change
    from labeler.tools.base import AnyEdit, Pointer, ToolContext


class TransformTool(Tool):
    """A handle of the frame scales, the knob turns, the inside moves. A click selects, Ctrl or Shift adds.

    What is locked or hidden has no part in it.
    """

    name: ClassVar[str] = "transform"
    has_nudges: ClassVar[bool] = True
    first_use: ClassVar[str] = (
        "Drag a handle of the frame to scale, its knob to turn.\nDrag inside to move; a click selects."
    )

    def __init__(self, context: ToolContext) -> None:
        super().__init__(context)
        self._nudging = Nudging(context, ChosenVertices(context))
        self._grip: FrameGrip | None = None
        self._pointer: Pointer | None = None
        # The selection, and the frame around it.
        self._seen: tuple[Sequence[int], Frame | None] | None = None

    @property
    def hint(self) -> str:
        """What a press does at the place of the pointer, or what the drag obeys."""
        if self._grip is not None and self._grip.is_dragging:
            return self._grip.hint
        frame, pointer = self._frame, self._pointer
        if frame is None:
            return "Click a shape to scale, turn or move it · Ctrl+click adds to the selection"
        if pointer is not None and frame.is_on_knob(pointer):
            return "Drag to turn · Shift turns by steps of 15°"
        if pointer is not None and frame.handle_at(pointer) is not None:
            return "Drag to scale · Shift keeps the ratio · Alt scales about the centre"
        if pointer is not None and frame.holds(pointer):
            return "Drag to move · handles scale, the knob turns · Ctrl+click adds to the selection"
        return "Drag a handle to scale, the knob to turn, inside to move · click another shape to select it"

    @property
    def cursor(self) -> Cursor:
        """A hand over handles and knob, a cross of arrows over what a drag would move."""
        frame, pointer = self._frame, self._pointer
        if frame is None or pointer is None:
            return Cursor.ARROW
        if frame.is_on_knob(pointer) or frame.handle_at(pointer) is not None:
            return Cursor.HANDLE
        return Cursor.MOVE if frame.holds(pointer) else Cursor.ARROW

    @property
    def draft(self) -> Draft | None:
        """The frame, and what the drag has come to."""
        grip = self._grip
        if grip is not None and grip.is_dragging:
            cursor = None if self._pointer is None else (self._pointer.x, self._pointer.y)
            return Draft(cursor=cursor, text=grip.text, frame=grip.frame)
        frame = self._frame
        return None if frame is None else Draft(frame=frame)

    @property
    def hover(self) -> Hover | None:
        """The shape that a click would select."""
        if self._pointer is None or self._grip is not None:
            return None
        position = self._position_at(self._pointer)
        return None if position is None else Hover(position)

    @property
    def is_busy(self) -> bool:
        """Whether the button is down on the frame or a shape."""
        return self._grip is not None

    def press(self, pointer: Pointer) -> AnyEdit | None:
        """Take hold of the frame, or of a shape; beside both, select nothing."""
        self._pointer = pointer
        self._seen = None  # something may have been hidden or shown meanwhile
        frame, context = self._frame, self.context
        handle = None if frame is None else frame.handle_at(pointer)
        if frame is not None and frame.is_on_knob(pointer):
            self._grip = TurnGrip(context, pointer, self._positions)
        elif handle is not None:
            self._grip = ScaleGrip(context, pointer, self._positions, handle)
        else:
            self._press_shape(pointer)
        return None

    def move(self, pointer: Pointer) -> AnyEdit | None:
        """What is held follows."""
        self._pointer = pointer
        if self._grip is not None and self._grip.is_stale:
            self._grip = None
        return None if self._grip is None else self._grip.follow(pointer)

    def release(self, pointer: Pointer) -> AnyEdit | None:
        """Let go: the end of a drag, or a click."""
        edit = self.move(pointer)
        grip, self._grip = self._grip, None
        if grip is not None and not grip.is_dragging:
            grip.click()
        return edit

    def nudge(self, dx: float, dy: float) -> AnyEdit | None:
        """Move the selected shapes by whole pixels."""
        return self._nudging.nudge(dx, dy)

    def leave(self) -> None:
        """Nothing lies under the pointer any more, unless something is held."""
        if self._grip is None:
            self._pointer = None

    def cancel(self) -> AnyEdit | None:
        """Let go and put back what was dragged."""
        grip, self._grip = self._grip, None
        return None if grip is None else grip.cancel()

    def follow(self, change: Change) -> None:
        """Let go of shapes that something else has changed."""
        self._seen = None
        if self._grip is not None and self._grip.is_stale:
            self._grip = None

    @property
    def _positions(self) -> tuple[int, ...]:
        return tuple(filter(self.context.is_editable, self.context.selection))

    @property
    def _frame(self) -> Frame | None:
        """The frame around what is selected and may be changed; asked for again and again in each move."""
        selection = self.context.selection
        if self._seen is None or self._seen[0] is not selection:
            shapes = [self.context.annotation.shapes[place] for place in self._positions]
            self._seen = (
                selection,
                Frame.around(bounds_around(shapes), self.context.size) if shapes else None,
            )
        return self._seen[1]

    def _position_at(self, pointer: Pointer) -> int | None:
        return topmost_at(self.context, pointer, shapes_near(self.context, pointer))

    def _press_shape(self, pointer: Pointer) -> None:
        """Select what lies under the pointer, and hold what is selected then."""
        context, position, frame = self.context, self._position_at(pointer), self._frame
        if pointer.ctrl or pointer.shift:
            if position is not None:
                context.select({*context.selection} ^ {position})
            return
        # Inside the frame a drag moves the selection, whatever lies there, and only a click selects.
        is_inside = frame is not None and frame.holds(pointer)
        if not is_inside and (position is None or not is_selected(context, position)):
            context.select(() if position is None else (position,))
        if self._positions:
            self._grip = MoveGrip(context, pointer, self._positions, position)
