"""What brush and eraser have in common: a stamp that follows the pointer, and strokes of it."""

from __future__ import annotations

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

# What is said of sizes in the hint of both tools.
SIZE_HINT = "{brush_smaller} {brush_larger} size"


class StampTool(Tool):
    """Paints whole pixels from press to release; with Shift a straight line from where the last stroke ended.

    Subclasses say in `_begin` which shapes a stroke is for, in `_shows` which of its pixels will change, and
    in `_edit` what comes of it.
    """

    options: ClassVar[tuple[str, ...]] = ("brush_size", "is_brush_square")
    has_vertices: ClassVar[bool] = False
    erases: ClassVar[bool] = False

    def __init__(self, context: ToolContext) -> None:
        super().__init__(context)
        self.stroke: Stroke | None = None
        # The part of it that is shown, because its pixels will change.
        self._seen: Stroke | None = None
        # Positions of the shapes that the stroke is for.
        self.targets: list[int] = []
        self._pointer: Pointer | None = None
        self._last: Place | None = None
        self._mask: DraftMask | None = None
        self._is_straight = False

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
        return Draft(edges=edges, mask=self._mask)

    @property
    def is_busy(self) -> bool:
        """Whether a stroke is begun."""
        return self.stroke is not None

    def press(self, pointer: Pointer) -> AnyEdit | None:
        """Begin a stroke here, or with Shift where the last one ended."""
        self._pointer = pointer
        self._drop()
        self._begin(pointer)
        self.stroke, self._seen = (Stroke(self._stamp, self.context.size) for _ in range(2))
        self._extend(self._start(pointer), _place(pointer))
        return None

    def move(self, pointer: Pointer) -> AnyEdit | None:
        """The stroke goes on; without one, Shift shows the line that a click would paint."""
        before, self._pointer = self._pointer or pointer, pointer
        if self.stroke is not None:
            self._extend(_place(before), _place(pointer))
            return None
        self._is_straight = pointer.shift and self._last is not None
        self._mask = self._preview(pointer) if self._is_straight else None
        return None

    def release(self, pointer: Pointer) -> AnyEdit | None:
        """The stroke is done: what it covers becomes one edit."""
        if self.stroke is None:
            return None
        self.move(pointer)
        return self.finish()

    def finish(self) -> AnyEdit | None:
        """What the stroke covers becomes one edit."""
        stroke, targets = self.stroke, self.targets
        self._drop()
        if stroke is None or self._pointer is None:
            return None
        self._last = _place(self._pointer)
        if not stroke.covered.any():
            return None
        try:
            return self._edit(stroke, targets)
        except GeometryError as error:
            raise ToolError(str(error)) from None

    def take_back(self) -> bool:
        """Drop the stroke."""
        is_begun = self.is_busy
        self._drop()
        return is_begun

    def cancel(self) -> AnyEdit | None:
        """Drop the stroke; nothing was changed by it."""
        self._drop()
        return None

    def leave(self) -> None:
        """No stamp is shown beside the canvas, unless a stroke is under way."""
        if self.stroke is None:
            self._pointer = self._mask = None

    def follow(self, change: Change) -> None:
        """Shapes moved in the list, or went: with the last one of its shapes a stroke goes too."""
        if self.targets:
            self.targets = list(remapped(self.targets, change))
            if not self.targets:
                self._drop()

    @property
    def hint(self) -> str:
        """What the stroke is for, or what a press would begin."""
        if self.stroke is not None:
            return "Release to keep the stroke · Esc drops it"
        if self._is_straight:
            return f"Click for a straight line from the last stroke · {SIZE_HINT}"
        line = "" if self._last is None else " · Shift: straight line"
        return f"{self._purpose(self._pointer)}{line} · {SIZE_HINT}"

    def _purpose(self, pointer: Pointer | None) -> str:
        """What a stroke that begins at the pointer would do."""
        return ""

    @property
    def _stamp(self) -> Stamp:
        options = self.context.options
        return stamp_of(options.brush_size, is_square=options.is_brush_square)

    def _begin(self, pointer: Pointer) -> None:
        """Choose the shapes that the stroke is for; raises ToolError when it cannot be."""

    def _shows(self, rect: PixelRect) -> Mask | None:
        """(h, w) bool: the pixels of `rect` that change when they are painted; None for all."""
        return None

    def _edit(self, stroke: Stroke, targets: list[int]) -> AnyEdit | None:
        """What a stroke that covers something comes to."""
        return None

    def _start(self, pointer: Pointer) -> Place:
        return self._last if pointer.shift and self._last is not None else _place(pointer)

    def _extend(self, start: Place, end: Place) -> None:
        assert self.stroke is not None
        assert self._seen is not None
        self.stroke.stamp = self._seen.stamp = self._stamp  # whose size may change in the middle of a stroke
        rect = self.stroke.add(start, end)
        if not rect.is_empty:
            self._seen.add(start, end, self._shows(rect))
            self._mask = self._shown(self._seen, rect)

    def _preview(self, pointer: Pointer) -> DraftMask | None:
        """The straight line that a press would paint."""
        with suppress(ToolError):  # it is said when it is pressed
            self._begin(pointer)
        stroke = Stroke(self._stamp, self.context.size)
        start, end = self._start(pointer), _place(pointer)
        stroke.add(start, end, self._shows(stroke.box(start, end)))
        shown = None if stroke.bounds.is_empty else self._shown(stroke, None)
        self.targets = []
        return shown

    def _shown(self, stroke: Stroke, changed: PixelRect | None) -> DraftMask:
        name = self.context.annotation.shapes[self.targets[0]].class_name if self.targets else None
        left, top = stroke.frame.left, stroke.frame.top
        return DraftMask(left, top, stroke.pixels, self.erases, changed, name)

    def _drop(self) -> None:
        self.stroke = self._seen = self._mask = None
        self.targets = []
        self._is_straight = False


def _place(pointer: Pointer) -> Place:
    return (pointer.x, pointer.y)


@lru_cache(maxsize=4)
def _outline(left: int, top: int, size: int, is_square: bool) -> tuple[Ring, ...]:
    """The rings around the pixels of a stamp whose box begins at (left, top)."""
    return tuple(tuple((x + left, y + top) for x, y in ring) for ring in _rings(size, is_square))


@lru_cache(maxsize=4)
def _rings(size: int, is_square: bool) -> tuple[Ring, ...]:
    from labeler.core.vectorizer import mask_polygons

    ((exterior, _),) = mask_polygons(stamp_of(size, is_square=is_square).pixels)
    return (tuple((x, y) for x, y in exterior.tolist()),)
