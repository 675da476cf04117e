"""What the transform tool holds from press to release: a handle of the frame, its knob, or what is in it."""

from __future__ import annotations

import math
from collections.abc import Hashable
from typing import TYPE_CHECKING

from labeler.core.edits.shapes import ReplaceShapes
from labeler.core.edits.transform import transform_shapes
from labeler.core.edits.vertices import move_shapes
from labeler.core.shapes import bounds_around
from labeler.core.transforms import scaling, turning
from labeler.tools.frame import Frame
from labeler.tools.grips import Grip

if TYPE_CHECKING:
    from labeler.core.shapes import Shape
    from labeler.core.transforms import Transform
    from labeler.tools.base import Pointer, ToolContext
    from labeler.tools.frame import FrameHandle

# Turns snap to this many degrees while Shift is held.
_STEP = 15

# No side of the frame is scaled below this many pixels, so that there is always something to go on with.
_SMALLEST = 0.5


class FrameGrip(Grip):
    """Base: knows the shapes as they were at the press and as it has left them. One undo step a drag."""

    def __init__(self, context: ToolContext, pointer: Pointer, positions: tuple[int, ...]) -> None:
        super().__init__(context, pointer)
        self.positions = positions
        self.start: tuple[Shape, ...] = tuple(context.annotation.shapes[place] for place in positions)
        self.bounds = bounds_around(self.start)
        self._home = Frame.around(self.bounds, context.size)
        self.frame = self._home
        self.text = ""
        self._gesture: Hashable = object()
        self._latest = self.start

    @property
    def is_stale(self) -> bool:
        """Whether a shape is not the one that this grip has left there."""
        return not self.context.annotation.has_at(self.positions, self._latest)

    def cancel(self) -> ReplaceShapes | None:
        """The edit that puts the shapes back, None when nothing was changed."""
        if self._latest is self.start or self.is_stale:
            return None
        return ReplaceShapes(self.positions, self._latest, self.start, "Put back", self._gesture)

    def put(self, transform: Transform, verb: str) -> ReplaceShapes:
        """The edit that puts the shapes, and the frame, through a map from where they were at the press."""
        self.frame = self._home.moved(transform)
        return self._made(
            transform_shapes(
                *(self.context.annotation, self.positions, transform, verb),
                start=self.start,
                gesture=self._gesture,
            )
        )

    def _made(self, edit: ReplaceShapes) -> ReplaceShapes:
        self._latest = edit.after
        return edit


class MoveGrip(FrameGrip):
    """Moves what is in the frame; a click selects what lies there alone."""

    hint = "Release to drop · Esc puts back what moved"

    def __init__(
        self, context: ToolContext, pointer: Pointer, positions: tuple[int, ...], pressed_on: int | None
    ) -> None:
        super().__init__(context, pointer, positions)
        self._pressed_on = pressed_on

    def drag(self, pointer: Pointer) -> ReplaceShapes:
        """The shapes go along, within the image if they lay in it."""
        offset = (pointer.x - self.pressed.x, pointer.y - self.pressed.y)
        context = self.context
        edit = move_shapes(
            *(context.annotation, self.positions, offset, context.size),
            start=self.start,
            gesture=self._gesture,
        )
        self.frame = Frame.around(bounds_around(edit.after), context.size)
        return self._made(edit)

    def click(self) -> None:
        """Select the shape that was clicked alone; in the frame, but beside all shapes, nothing changes."""
        if self._pressed_on is not None:
            self.context.select((self._pressed_on,))


class ScaleGrip(FrameGrip):
    """Drags a handle of the frame; the opposite side stays, or with Alt the centre."""

    hint = "Shift keeps the ratio · Alt scales about the centre · Esc puts back"

    def __init__(
        self, context: ToolContext, pointer: Pointer, positions: tuple[int, ...], handle: FrameHandle
    ) -> None:
        super().__init__(context, pointer, positions)
        self._handle = handle

    def drag(self, pointer: Pointer) -> ReplaceShapes:
        """The handle goes along; past the opposite side everything is mirrored."""
        left, top, right, bottom = self.bounds
        handle = self._handle
        moved = (pointer.x - self.pressed.x, pointer.y - self.pressed.y)
        x, across = _factor(left, right, handle.across, moved[0], pointer.alt)
        y, down = _factor(top, bottom, handle.down, moved[1], pointer.alt)
        if pointer.shift:
            across, down = self._in_ratio(across, down)
        self.text = f"{across:.2f} × {down:.2f}"
        return self.put(scaling((x, y), across, down), "Scale")

    def _in_ratio(self, across: float, down: float) -> tuple[float, float]:
        """Both factors as large as the larger one, each with its sign."""
        if self._handle.across == 0:
            return abs(down), down
        if self._handle.down == 0:
            return across, abs(across)
        size = max(abs(across), abs(down))
        return math.copysign(size, across), math.copysign(size, down)


class TurnGrip(FrameGrip):
    """Drags the knob around the centre of the frame."""

    hint = "Shift turns by steps of 15° · Esc puts back"

    def drag(self, pointer: Pointer) -> ReplaceShapes:
        """The knob points at the pointer."""
        x, y = self._home.centre
        begin = math.atan2(self.pressed.y - y, self.pressed.x - x)
        degrees = math.degrees(math.atan2(pointer.y - y, pointer.x - x) - begin)
        if pointer.shift:
            degrees = float(_STEP * round(degrees / _STEP))
        degrees = (degrees + 180) % 360 - 180
        self.text = f"{degrees:.0f}°"
        return self.put(turning((x, y), degrees), "Turn")


def _factor(low: float, high: float, side: int, moved: float, is_about_centre: bool) -> tuple[float, float]:
    """The coordinate that stays, and the factor by which distances from it grow, when a side is moved."""
    length = high - low
    if side == 0 or length <= 0:
        return (low + high) / 2, 1.0
    fixed = (low + high) / 2 if is_about_centre else (low if side > 0 else high)
    grown = length + side * moved * (2 if is_about_centre else 1)
    least = min(_SMALLEST, length)
    if abs(grown) < least:
        grown = math.copysign(least, grown)
    return fixed, grown / length
