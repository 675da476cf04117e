"""What the tools have in common that draw a shape into a box: drag it, or click two of its corners."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, ClassVar

from labeler.core.errors import NoCurrentClassError, ToolError
from labeler.core.topology import TOUCH
from labeler.tools.base import Cursor, Draft, Tool
from labeler.tools.new_shapes import drawn
from labeler.tools.snapping import snap

if TYPE_CHECKING:
    from labeler.core.shapes import Shape
    from labeler.tools.base import AnyEdit, Place, Pointer, Ring, ToolContext
    from labeler.tools.snapping import Snapped

# A press becomes a drag when the pointer leaves it by this many screen pixels.
_DRAG_STARTS = 3.0


class BoxDrawingTool(Tool):
    """Base: a drag, or two clicks, span a box; Shift makes it square, Alt draws it from its centre.

    Both corners snap, and lie in the image.
    """

    is_drawing: ClassVar[bool] = True
    options: ClassVar[tuple[str, ...]] = ("snaps", "is_behind")
    # What it draws, for hints and the undo menu; with Shift; and the place that Alt begins at.
    noun: ClassVar[str] = ""
    square_noun: ClassVar[str] = ""

    def __init__(self, context: ToolContext) -> None:
        super().__init__(context)
        self._start: Place | None = None
        self._pressed: Pointer | None = None
        self._pointer: Pointer | None = None
        self._target: Snapped | None = None

    def shape_in(self, first: Place, second: Place, class_name: str) -> Shape:
        """The shape in the box between two opposite corners."""
        raise NotImplementedError

    @property
    def hint(self) -> str:
        """What a press or release does, and what the modifiers do."""
        modifiers = f"Shift makes a {self.square_noun} · Alt begins at the centre · Ctrl does not snap"
        if self._start is None:
            return f"Drag, or click two corners · {modifiers}"
        finish = "Click to finish" if self._pressed is None else "Release to finish"
        return f"{finish} · {modifiers}"

    @property
    def cursor(self) -> Cursor:
        """A cross: the corner goes where it points."""
        return Cursor.CROSS

    @property
    def is_busy(self) -> bool:
        """Whether the first corner is set."""
        return self._start is not None

    @property
    def draft(self) -> Draft | None:
        """The shape so far with width and height of its box, or only where its first corner would snap."""
        mark = None if self._target is None else self._target.mark
        corners = self._corners()
        if corners is None:
            return None if mark is None else Draft(snap=mark)
        (x0, y0), (x1, y1) = corners
        rings: tuple[Ring, ...] = ()
        if x0 != x1 and y0 != y1:
            outline = self.shape_in(*corners, "").rings[0]
            rings = (tuple((x, y) for x, y in outline.tolist()),)
        text = f"{_in_words(abs(x1 - x0))} × {_in_words(abs(y1 - y0))} px"
        return Draft(cursor=self._place(), rings=rings, snap=mark, text=text)

    def press(self, pointer: Pointer) -> AnyEdit | None:
        """Set the first corner, or the other one; raises NoCurrentClassError when no class is chosen."""
        if self.context.current_class is None:
            raise NoCurrentClassError
        self.move(pointer)
        if self._start is not None:
            return self.finish()
        self.context.select(())
        self._start, self._pressed = self._place(), pointer
        return None

    def move(self, pointer: Pointer) -> AnyEdit | None:
        """The other corner follows."""
        self._pointer = pointer
        self._target = snap(self.context, pointer)
        return None

    def release(self, pointer: Pointer) -> AnyEdit | None:
        """The end of a drag sets the other corner; after a click it is still to be set."""
        pressed, self._pressed = self._pressed, None
        self.move(pointer)
        if pressed is None:
            return None
        way = math.hypot(pointer.x - pressed.x, pointer.y - pressed.y)
        return self.finish() if way * pointer.scale >= _DRAG_STARTS else None

    def leave(self) -> None:
        """The shape waits where the pointer left, and nothing snaps."""
        if self._start is None:
            self._target = None

    def finish(self) -> AnyEdit | None:
        """The shape between both corners; raises ToolError when that has no area."""
        corners, class_name = self._corners(), self.context.current_class
        if corners is None or corners[0] == corners[1]:
            return None
        if class_name is None:
            raise NoCurrentClassError
        if is_bare(*corners):
            side = "width" if abs(corners[1][0] - corners[0][0]) <= TOUCH else "height"
            raise ToolError(f"The {self.noun} has no {side}; move on and click, or press Esc.")
        edit = drawn(self.context, [self.shape_in(*corners, class_name)], f"Add {self.noun}")
        self.cancel()
        return edit

    def take_back(self) -> bool:
        """The first corner goes."""
        is_begun = self._start is not None
        self.cancel()
        return is_begun

    def cancel(self) -> AnyEdit | None:
        """The shape goes."""
        self._start = self._pressed = None
        return None

    def _place(self) -> Place | None:
        return None if self._target is None else self._target.place

    def _corners(self) -> tuple[Place, Place] | None:
        """Two opposite corners of the box, None before the first is set."""
        start, place, pointer = self._start, self._place(), self._pointer
        if start is None or place is None or pointer is None:
            return None
        return spanned(start, place, self.context.size, is_square=pointer.shift, is_centred=pointer.alt)


def is_bare(first: Place, second: Place) -> bool:
    """Whether a box between two corners has no width, or no height, but for what arithmetic leaves."""
    return any(abs(after - before) <= TOUCH for before, after in zip(first, second, strict=True))


def spanned(
    start: Place, end: Place, size: tuple[int, int], *, is_square: bool = False, is_centred: bool = False
) -> tuple[Place, Place]:
    """Two opposite corners of the box from `start` to `end`, or from its centre `start`, within the image.

    A square one has the longer of both sides, or the longest for which there is room.
    """
    steps = [after - before for before, after in zip(start, end, strict=True)]
    rooms = [_room(*each, is_centred) for each in zip(start, steps, size, strict=True)]
    if is_square:
        side = min(max(map(abs, steps)), *rooms)
        steps = [math.copysign(side, step) for step in steps]
    elif is_centred:
        steps = [math.copysign(min(abs(step), room), step) for step, room in zip(steps, rooms, strict=True)]
    else:
        return start, end
    x, y = map(_stepped, start, steps, size)
    if not is_centred:
        return start, (x, y)
    opposite_x, opposite_y = (
        _stepped(at, -step, length) for at, step, length in zip(start, steps, size, strict=True)
    )
    return (opposite_x, opposite_y), (x, y)


def _room(start: float, step: float, length: int, is_centred: bool) -> float:
    """How far it is from `start` to the end of the image in the direction of `step`, or to the nearer one."""
    if is_centred:
        return min(start, length - start)
    return start if step < 0 else length - start


def _stepped(start: float, step: float, length: int) -> float:
    """The coordinate a step away, exactly at the end of the image when the step is all the room there is."""
    if step == length - start:
        return float(length)
    return min(max(start + step, 0.0), float(length))


def _in_words(length: float) -> str:
    """A length in pixels with a decimal where it has one."""
    return f"{length:.1f}".removesuffix(".0")
