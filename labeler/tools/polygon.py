"""Draws a polygon click by click."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from labeler.core.errors import NoCurrentClassError, ToolError
from labeler.core.shapes import as_points, polygon
from labeler.tools.base import Cursor, Draft, Tool, clamped
from labeler.tools.new_shapes import drawn

if TYPE_CHECKING:
    from labeler.core.edits.base import Edit
    from labeler.tools.base import Pointer, ToolContext

_Place = tuple[float, float]

# A polygon whose vertices leave a line by less than this share of its length has no area.
_FLAT = 1e-9


class PolygonTool(Tool):
    """Each click sets a vertex; the first vertex, a double click or Enter closes the ring.

    Vertices stay in the image rectangle. A vertex on top of the one before is not set twice.
    """

    name: ClassVar[str] = "polygon"
    is_drawing: ClassVar[bool] = True
    first_use: ClassVar[str] = (
        "Click along the border; click the first vertex to close.\n"
        "Backspace takes a vertex back, Esc drops the shape."
    )

    def __init__(self, context: ToolContext) -> None:
        super().__init__(context)
        self._points: list[_Place] = []
        self._cursor: _Place | None = None
        self._closes = False
        self._is_measured = False

    @property
    def hint(self) -> str:
        """What the next click does, and how to finish."""
        count = len(self._points)
        if count == 0:
            return "Click to set the first vertex"
        if count < 3:
            return "Click to add a vertex · Backspace or right click takes the last one back · Esc cancels"
        if self._closes:
            return "Click to close the polygon"
        return "Click to add a vertex · first vertex, double click or Enter closes · Backspace takes one back"

    @property
    def cursor(self) -> Cursor:
        """A cross: the vertex goes where it points."""
        return Cursor.CROSS

    @property
    def draft(self) -> Draft | None:
        """The vertices so far and the place of the next one."""
        if not self._points:
            return None
        return Draft(tuple(self._points), self._cursor, self._closes, self._is_measured)

    def press(self, pointer: Pointer) -> Edit | None:
        """Set a vertex, or close on the first one; raises NoCurrentClassError when no class is chosen."""
        if self.context.current_class is None:
            raise NoCurrentClassError
        self.move(pointer)
        if self._closes:
            return self.finish()
        place = pointer.in_image(self.context.size)
        if not self._points:
            self.context.select(())
        if not self._points or place != self._points[-1]:
            self._points.append(place)
        return None

    def move(self, pointer: Pointer) -> Edit | None:
        """The rubber line follows."""
        self._cursor = pointer.in_image(self.context.size)
        self._closes = len(self._points) >= 3 and pointer.is_near(*self._points[0])
        self._is_measured = pointer.alt
        return None

    def double_press(self, pointer: Pointer) -> Edit | None:
        """Close the ring; the first press of the double click has set the last vertex."""
        return self.finish()

    def leave(self) -> None:
        """The rubber line ends with the pointer gone."""
        self._cursor = None
        self._closes = False

    def finish(self) -> Edit | None:
        """The new shape, on top of all others; raises ToolError while it would not be one."""
        if not self._points:
            return None
        class_name = self.context.current_class
        if class_name is None:
            raise NoCurrentClassError
        points = self._points
        if len(set(points)) < 3:
            raise ToolError("A polygon needs at least three vertices; click to add another, or press Esc.")
        if _is_flat(points):
            raise ToolError(
                "The polygon has no area, its vertices lie on one line; add one beside it, or press Esc."
            )
        if points[-1] == points[0]:
            points = points[:-1]
        shape = polygon(class_name, points)
        self.cancel()
        return drawn(self.context, [shape], "Add polygon")

    def take_back(self) -> bool:
        """The last vertex goes."""
        if not self._points:
            return False
        self._points.pop()
        self._closes = False
        return True

    def cancel(self) -> Edit | None:
        """All vertices go."""
        self._points = []
        self._closes = False
        return None

    def draft_state(self) -> Mapping[str, Any] | None:
        """The vertices so far."""
        return {"points": [list(point) for point in self._points]} if self._points else None

    def restore(self, state: Mapping[str, Any]) -> None:
        """Stand where the vertices were left; they are brought into the image if it is smaller now."""
        try:
            points = as_points(state["points"])
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError("a draft of a polygon has a list of points") from error
        if not np.isfinite(points).all():
            raise ValueError("a draft has vertices of finite numbers")
        self.cancel()
        self._points = [clamped(x, y, self.context.size) for x, y in points.tolist()]


def _is_flat(points: list[_Place]) -> bool:
    """Whether all points lie on one line."""
    offsets = np.array(points) - points[0]
    lengths = np.hypot(offsets[:, 0], offsets[:, 1])
    along = offsets[lengths.argmax()]
    heights = np.abs(offsets[:, 0] * along[1] - offsets[:, 1] * along[0])
    return bool(heights.max() <= _FLAT * lengths.max() ** 2)
