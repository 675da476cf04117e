"""What brush and eraser have in common: a stamp that follows the pointer, and strokes of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar

from labeler.core.change import remapped
from labeler.core.errors import GeometryError, ToolError
from labeler.core.stroke import Stamp, Stroke, stamp_of
from labeler.tools.base import Cursor, Draft, DraftMask, Tool

if TYPE_CHECKING:
    from labeler.core.arrays import Mask
    from labeler.core.change import Change
    from labeler.core.geometry import PixelRect
    from labeler.tools.base import AnyEdit, Place, Pointer, Ring, ToolContext

# Where more shapes than these meet, the whole stroke is shown instead of the pixels that change.
MOST_SHAPES = 200

_SIZE_HINT = "{brush_smaller} {brush_larger} size"


class StrokeUnderWay:
    """A stroke for the shapes at the positions `targets`: all of it, and the part whose pixels will change.

    That part is shown, in `mask`. `shows(rect, targets)` says which pixels it may have, None for all.
    """

    def __init__(
        self,
        context: ToolContext,
        targets: list[int],
        shows: Callable[[PixelRect, list[int]], Mask | None],
        *,
        erases: bool,
    ) -> None:
        self.targets = targets
        self.mask: DraftMask | None = None
        self.whole = Stroke(stamp_of(1), context.size)
        self._seen = Stroke(stamp_of(1), context.size)
        self._shows = shows
        self._erases = erases
        self._class_name = context.annotation.shapes[targets[0]].class_name if targets else None

    def extend(self, stamp: Stamp, start: Place, end: Place) -> None:
        """Go on from `start` to `end`; the stamp may be another one than before."""
        self.whole.stamp = self._seen.stamp = stamp
        rect = self.whole.add(start, end)
        if rect.is_empty:
            return
        seen = self._seen
        seen.add(start, end, self._shows(rect, self.targets))
        left, top = seen.frame.left, seen.frame.top
        self.mask = DraftMask(left, top, seen.pixels, self._erases, rect, self._class_name)


class StampTool(Tool):
    """Paints whole pixels from press to release; with Shift a straight line from where the last stroke ended.

    Subclasses say in `_targets` which shapes a stroke is for, in `_shows` which of its pixels will change,
    and in `_edit` what comes of it.
    """

    options: ClassVar[tuple[str, ...]] = ("brush_size", "is_brush_square")
    has_vertices: ClassVar[bool] = False
    erases: ClassVar[bool] = False

    def __init__(self, context: ToolContext) -> None:
        super().__init__(context)
        self._under_way: StrokeUnderWay | None = None
        # The straight line that a press would paint.
        self._line: StrokeUnderWay | None = None
        self._pointer: Pointer | None = None
        self._last: Place | None = None

    @property
    def hint(self) -> str:
        """What the stroke is for, or what a press would begin."""
        if self._under_way is not None:
            return "Release to keep the stroke · Esc drops it"
        if self._line is not None:
            return f"Click for a straight line from the last stroke · {_SIZE_HINT}"
        line = "" if self._last is None else " · Shift: straight line"
        return f"{self._purpose(self._pointer)}{line} · {_SIZE_HINT}"

    @property
    def cursor(self) -> Cursor:
        """A cross in the middle of the stamp."""
        return Cursor.CROSS

    @property
    def draft(self) -> Draft | None:
        """The outline of the stamp at the pointer, and the pixels of the stroke."""
        if self._pointer is None:
            return None
        left, top = self._stamp.corner(_place(self._pointer))
        edges = _outline(left, top, self._stamp.size, self.context.options.is_brush_square)
        shown = self._under_way or self._line
        return Draft(edges=edges, mask=None if shown is None else shown.mask)

    @property
    def is_busy(self) -> bool:
        """Whether a stroke is begun."""
        return self._under_way is not None

    def press(self, pointer: Pointer) -> AnyEdit | None:
        """Begin a stroke here, or with Shift where the last one ended."""
        self._pointer = pointer
        self.take_back()
        self._under_way = self._begun(pointer, self._targets(pointer))
        return None

    def move(self, pointer: Pointer) -> AnyEdit | None:
        """The stroke goes on; without one, Shift shows the line that a click would paint."""
        before, self._pointer = self._pointer or pointer, pointer
        self._line = None
        if self._under_way is not None:
            self._under_way.extend(self._stamp, _place(before), _place(pointer))
        elif pointer.shift and self._last is not None:
            targets: list[int] = []
            with suppress(ToolError):  # why there are none is said when it is pressed
                targets = self._targets(pointer)
            self._line = self._begun(pointer, targets)
        return None

    def release(self, pointer: Pointer) -> AnyEdit | None:
        """The stroke is done: what it covers becomes one edit."""
        if self._under_way is None:
            return None
        self.move(pointer)
        return self.finish()

    def finish(self) -> AnyEdit | None:
        """What the stroke covers becomes one edit."""
        done = self._under_way
        self.take_back()
        if done is None or self._pointer is None:
            return None
        self._last = _place(self._pointer)
        if done.whole.bounds.is_empty:
            return None
        try:
            return self._edit(done.whole, done.targets)
        except GeometryError as error:
            raise ToolError(str(error)) from None

    def take_back(self) -> bool:
        """Drop the stroke."""
        is_begun = self.is_busy
        self._under_way = self._line = None
        return is_begun

    def cancel(self) -> AnyEdit | None:
        """Drop the stroke; nothing was changed by it."""
        self.take_back()
        return None

    def leave(self) -> None:
        """No stamp is shown beside the canvas, unless a stroke is under way."""
        if self._under_way is None:
            self._pointer = self._line = None

    def follow(self, change: Change) -> None:
        """Shapes moved in the list, or went: with the last one of its shapes a stroke goes too."""
        stroke = self._under_way
        if stroke is not None and stroke.targets:
            stroke.targets = list(remapped(stroke.targets, change))
            if not stroke.targets:
                self.take_back()

    @property
    def _stamp(self) -> Stamp:
        options = self.context.options
        return stamp_of(options.brush_size, is_square=options.is_brush_square)

    def _begun(self, pointer: Pointer, targets: list[int]) -> StrokeUnderWay:
        """A stroke up to the pointer: a stamp there, or with Shift a line."""
        stroke = StrokeUnderWay(self.context, targets, self._shows, erases=self.erases)
        here = _place(pointer)
        start = self._last if pointer.shift and self._last is not None else here
        stroke.extend(self._stamp, start, here)
        return stroke

    def _purpose(self, pointer: Pointer | None) -> str:
        """What a stroke that begins at the pointer would do."""
        raise NotImplementedError

    def _targets(self, pointer: Pointer) -> list[int]:
        """Positions of the shapes that a stroke from here is for; raises ToolError when it cannot be."""
        raise NotImplementedError

    def _shows(self, rect: PixelRect, targets: list[int]) -> Mask | None:
        """(h, w) bool: the pixels of `rect` that change when they are painted; None for all."""
        raise NotImplementedError

    def _edit(self, stroke: Stroke, targets: list[int]) -> AnyEdit | None:
        """What a stroke that covers something comes to."""
        raise NotImplementedError


def _place(pointer: Pointer) -> Place:
    return (pointer.x, pointer.y)


@lru_cache(maxsize=4)
def _outline(left: int, top: int, size: int, is_square: bool) -> tuple[Ring, ...]:
    """The ring around the pixels of a stamp whose box begins at (left, top)."""
    return (tuple((x + left, y + top) for x, y in _ring(size, is_square)),)


@lru_cache(maxsize=4)
def _ring(size: int, is_square: bool) -> list[Place]:
    return stamp_of(size, is_square=is_square).ring
