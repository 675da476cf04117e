"""Draws a shape in one go, as with a pencil."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from labeler.core.areas import pieces
from labeler.core.edits.properties import free_group
from labeler.core.edits.shapes import ReplaceShapes
from labeler.core.errors import NoCurrentClassError
from labeler.core.shapes import Shape, as_points
from labeler.tools.base import AdjustableTool, Cursor, Draft
from labeler.tools.freehand_line import enclosed, reach_of
from labeler.tools.new_shapes import drawn
from labeler.tools.snapping import snap

if TYPE_CHECKING:
    from shapely import Polygon

    from labeler.core.change import Change
    from labeler.tools.base import AnyEdit, Place, Pointer, ToolContext
    from labeler.tools.snapping import Snapped

# A line that leads no further than so many screen pixels was not meant to be a shape.
_TOO_SMALL = 6.0


class FreehandTool(AdjustableTool):
    """Press, draw, release: what the line encloses becomes a shape, simplified to `freehand_tolerance`.

    Until something else is drawn or changed, another tolerance simplifies the same line anew.
    """

    name: ClassVar[str] = "freehand"
    is_drawing: ClassVar[bool] = True
    first_use: ClassVar[str] = "Press, draw around it, release.\nFewer vertices: a larger tolerance, above."
    options: ClassVar[tuple[str, ...]] = ("freehand_tolerance", "snaps", "is_behind")

    def __init__(self, context: ToolContext) -> None:
        super().__init__(context)
        self._line: list[Place] = []
        self._target: Snapped | None = None
        self._made: _Made | None = None

    @property
    def hint(self) -> str:
        """What to do with the button."""
        if self._line:
            return "Draw around it · release closes the shape · Esc drops it"
        again = " · another tolerance, above, simplifies it anew" if self._made is not None else ""
        return f"Press and draw around a region{again} · Ctrl does not snap"

    @property
    def cursor(self) -> Cursor:
        """A cross: the line begins where it points."""
        return Cursor.CROSS

    @property
    def is_busy(self) -> bool:
        """Whether a line is being drawn."""
        return bool(self._line)

    @property
    def draft(self) -> Draft | None:
        """The line as it was drawn, and how it would close."""
        mark = None if self._target is None else self._target.mark
        if not self._line:
            return None if mark is None else Draft(snap=mark)
        return Draft(cursor=self._line[0], trail=tuple(self._line), snap=mark)

    def press(self, pointer: Pointer) -> AnyEdit | None:
        """Begin the line; raises NoCurrentClassError when no class is chosen."""
        if self.context.current_class is None:
            raise NoCurrentClassError
        self.context.select(())
        self._target = snap(self.context, pointer)
        self._line, self._made = [self._target.place], None
        return None

    def move(self, pointer: Pointer) -> AnyEdit | None:
        """The line follows."""
        if not self._line:
            self._target = snap(self.context, pointer)
            return None
        self._target = None
        place = pointer.in_image(self.context.size)
        if place != self._line[-1]:
            self._line.append(place)
        return None

    def release(self, pointer: Pointer) -> AnyEdit | None:
        """Close the line; nothing comes of one that is too small, or encloses nothing."""
        class_name = self.context.current_class
        if not self._line or class_name is None:
            return None
        line = [*self._line[:-1], snap(self.context, pointer).place]
        self.cancel()
        if reach_of(line) * pointer.scale < _TOO_SMALL or not (parts := enclosed(line)):
            return None
        group = free_group(self.context.annotation) if len(parts) > 1 else None
        made = _Made(parts, Shape(class_name, as_points(()), group_id=group))
        edit = drawn(self.context, made.shapes(self.context.options.freehand_tolerance), "Add freehand shape")
        if edit.shapes == made.latest:
            made.positions, self._made = edit.positions, made
        return edit

    def leave(self) -> None:
        """Nothing snaps with the pointer gone."""
        self._target = None

    def take_back(self) -> bool:
        """The line goes."""
        is_begun = bool(self._line)
        self.cancel()
        return is_begun

    def cancel(self) -> AnyEdit | None:
        """The line goes."""
        self._line = []
        return None

    def follow(self, change: Change) -> None:
        """What was made last is simplified anew only while it is as this tool left it."""
        if self._made is not None and not self._made.stands_in(self.context.annotation.shapes):
            self._made = None

    def follow_options(self) -> AnyEdit | None:
        """Simplify the last line anew when the tolerance is another one."""
        made, tolerance = self._made, self.context.options.freehand_tolerance
        if made is None or tolerance == made.tolerance:
            return None
        before = made.latest
        after = made.shapes(tolerance)
        return ReplaceShapes(made.positions, before, after, "Simplify freehand shape", made)


class _Made:
    """What the last line became: the parts it encloses, and the shapes they were simplified to."""

    def __init__(self, parts: list[Polygon], like: Shape) -> None:
        self._parts = parts
        self._like = like
        self.tolerance = -1.0
        self.latest: tuple[Shape, ...] = ()
        self.positions: tuple[int, ...] = ()

    def shapes(self, tolerance: float) -> tuple[Shape, ...]:
        """The parts with as few vertices as let no place of the line be further away than `tolerance`."""
        self.tolerance = tolerance
        self.latest = tuple(
            shape for part in self._parts for shape in pieces(part.simplify(tolerance), self._like)
        )
        return self.latest

    def stands_in(self, shapes: list[Shape]) -> bool:
        """Whether the shapes stand in the list as they were made."""
        return all(
            position < len(shapes) and shapes[position] is shape
            for position, shape in zip(self.positions, self.latest, strict=True)
        )
