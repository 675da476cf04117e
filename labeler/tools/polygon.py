"""Draws a polygon: click by click, along the borders of neighbours, or freehand."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from labeler.core.errors import NoCurrentClassError, ToolError
from labeler.core.geometry import is_flat
from labeler.core.shapes import Shape, ShapeKind, as_points, polygon
from labeler.tools.box_drawing import is_bare
from labeler.tools.joining import joined
from labeler.tools.new_shapes import drawn
from labeler.tools.path_tool import PathTool

if TYPE_CHECKING:
    from labeler.tools.base import AnyEdit, Place, Pointer


class PolygonTool(PathTool):
    """Each click sets a vertex; the first vertex, a double click or Enter closes the ring.

    From a place on the border of a neighbour a click on another takes over the border between. Two vertices
    and Enter make a rectangle. Vertices that are set stay in the image rectangle; those of a border that is
    taken over are not changed.
    """

    name: ClassVar[str] = "polygon"
    is_drawing: ClassVar[bool] = True
    first_use: ClassVar[str] = (
        "Click along the border; click the first vertex to close.\n"
        "Hold Shift to draw freehand; Backspace takes a step back."
    )
    options: ClassVar[tuple[str, ...]] = ("snaps", "freehand_tolerance", "is_behind")
    # What the ring becomes.
    _noun: ClassVar[str] = "polygon"

    @property
    def hint(self) -> str:
        """What the next click does, how to finish, and what the modifiers do."""
        path, count = self._path, len(self._path.points)
        if path.closes:
            return "Click to close the polygon" + (
                " along the border · {other_way} other way" * bool(path.ways)
            )
        if path.trail:
            return "Draw with Shift held · release Shift to go on with clicks · a click sets a vertex"
        if path.ways.run:
            return "Click to take over the border · {other_way} other way, then straight · Ctrl does not snap"
        if path.ways:
            return "Click to go straight · {other_way} follows the border · Ctrl does not snap"
        if count == 0:
            return "Click to set the first vertex · Shift+drag draws freehand · Ctrl does not snap"
        if count == 2:
            finish = "Enter makes a rectangle · Backspace takes it back"
            return f"Click to add a vertex · {finish} · Shift: freehand · Alt: 45°"
        finish = "Enter closes · " if count > 2 else ""
        return f"Click to add a vertex · {finish}Shift draws freehand · Alt keeps to 45° · Ctrl does not snap"

    def press(self, pointer: Pointer) -> AnyEdit | None:
        """Set a vertex, or close on the first one; raises NoCurrentClassError when no class is chosen."""
        self._begin(pointer)
        path = self._path
        path.move(pointer)
        if path.closes:
            if path.trail:
                path.press(pointer)
            return self._close()
        path.press(pointer)
        return None

    def release(self, pointer: Pointer) -> AnyEdit | None:
        """A line that was drawn ends; on the first vertex it closes the ring."""
        is_closed = self._path.closes and bool(self._path.trail)
        self._path.release(pointer)
        return self._close() if is_closed and not self._path.trail else None

    def double_press(self, pointer: Pointer) -> AnyEdit | None:
        """Close the ring; the first press of the double click has set the last vertex."""
        return self._close()

    def finish(self) -> AnyEdit | None:
        """The polygon, or the rectangle between two vertices; raises ToolError while it is neither."""
        self._path.end_trail()
        points = self._path.points
        if len(points) != 2:
            return self._close()
        return self._add(_rectangle(self._class_name(), *points), "Add rectangle")

    def _begin(self, pointer: Pointer) -> None:
        """Before a vertex is set: raise NoCurrentClassError without a class; at the first select nothing."""
        self._class_name()
        if not self._path.points:
            self.context.select(())

    def _close(self) -> AnyEdit | None:
        """The new polygon; raises ToolError while it would not be one."""
        points = self._path.ring
        if not points:
            return None
        if len(set(points)) < 3:
            raise ToolError(
                f"A {self._noun} needs at least three vertices; click to add another, or press Esc."
            )
        if is_flat(as_points(points)):
            raise ToolError(
                f"The {self._noun} has no area, its vertices lie on one line; add one beside it, "
                "or press Esc."
            )
        return self._add(polygon(self._class_name(), points), "Add polygon")

    def _class_name(self) -> str:
        if self.context.current_class is None:
            raise NoCurrentClassError
        return self.context.current_class

    def _add(self, shape: Shape, text: str) -> AnyEdit | None:
        edit = drawn(self.context, [shape], text)
        self.cancel()
        # What was cut is held to its pixels already, beside its neighbours as they are.
        return joined(self.context, edit) if edit.shapes[0] is shape else edit


def _rectangle(class_name: str, first: Place, second: Place) -> Shape:
    if is_bare(first, second):
        raise ToolError(
            "A rectangle between these two vertices has no area; click to add another, or press Esc."
        )
    return Shape(class_name, as_points((first, second)), ShapeKind.RECTANGLE)
