"""Draws a hole into a shape, and fills one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from labeler.core.errors import GeometryError, ToolError
from labeler.core.geometry import is_in_rings
from labeler.tools.base import Offer, Pointer
from labeler.tools.hit import is_selected, shapes_near, topmost_at
from labeler.tools.polygon import PolygonTool
from labeler.tools.vertex_edits import LOCKED

if TYPE_CHECKING:
    from labeler.core.arrays import Points
    from labeler.core.shapes import Shape
    from labeler.tools.base import AnyEdit, ToolContext


class HoleTool(PolygonTool):
    """The ring is drawn as that of a polygon; what it encloses is taken out of a shape.

    That is a selected shape that the ring meets, the topmost of several, or else the topmost one under the
    first vertex.
    """

    name: ClassVar[str] = "hole"
    is_drawing: ClassVar[bool] = False
    first_use: ClassVar[str] = (
        "Click a ring inside a shape: it becomes a hole.\nWhere it leaves the shape, it bites a piece off."
    )
    options: ClassVar[tuple[str, ...]] = ("snaps", "freehand_tolerance")
    _noun: ClassVar[str] = "hole"

    def __init__(self, context: ToolContext) -> None:
        super().__init__(context)
        # Where the ring was begun: its first vertex may have snapped to the border of a neighbour.
        self._first: Pointer | None = None

    @property
    def hint(self) -> str:
        """Where to begin, and then what the next click does."""
        if self._path.closes and not self._path.ways:
            return "Click to close the ring and cut the hole"
        if self._path.points:
            return super().hint
        where = "in the selection" if self.context.selection else "inside a shape"
        return f"Click {where} to begin a hole · Shift+drag draws freehand · right click in a hole fills it"

    def offers(self, pointer: Pointer) -> list[Offer]:
        """Fill the hole under the pointer."""
        return fill_offers(self.context, pointer)

    def _begin(self, pointer: Pointer) -> None:
        """Before a vertex is set: raise ToolError where the first one cannot begin a hole."""
        if self._path.points:
            return
        self._first = pointer
        if self.context.selection and not self._selected():
            raise ToolError(LOCKED)
        if not self.context.selection and self._under(pointer) is None:
            raise ToolError("There is no shape to cut a hole into. Click inside one, or select one first.")

    def _class_name(self) -> str:
        return ""  # a hole has none

    def _add(self, shape: Shape, text: str) -> AnyEdit | None:
        """Cut what the drawn shape encloses out of another."""
        from labeler.core.edits.holes import cut_hole

        ring = shape.rings[0]
        target = self._target(ring)
        try:
            edit = cut_hole(self.context.annotation, target, ring)
        except GeometryError as error:
            raise ToolError(str(error)) from None
        self.cancel()
        self.context.select((target,))
        return edit

    def _target(self, ring: Points) -> int:
        from labeler.core.edits.holes import meets

        shapes, selected = self.context.annotation.shapes, self._selected()
        for position in reversed(selected):
            if meets(shapes[position], ring):
                return position
        under = self._under(self._first or Pointer(*self._path.points[0], 0.0))
        if under is not None:
            return under
        if selected:
            return selected[-1]
        raise ToolError("The shape is gone that the hole was begun in. Press Esc, and begin in another one.")

    def _selected(self) -> list[int]:
        """The selected shapes that can have holes and may be changed."""
        shapes = self.context.annotation.shapes
        return [
            position
            for position in self.context.selection
            if shapes[position].kind.is_rasterized and self.context.is_editable(position)
        ]

    def _under(self, pointer: Pointer) -> int | None:
        shapes = self.context.annotation.shapes
        near = [place for place in shapes_near(self.context, pointer) if shapes[place].kind.is_rasterized]
        return topmost_at(self.context, pointer, near)


def fill_offers(context: ToolContext, pointer: Pointer) -> list[Offer]:
    """The offer to fill the hole under the pointer, of selected shapes first, then of the topmost."""
    from labeler.core.edits.holes import fill_hole

    near = shapes_near(context, pointer)
    near.sort(key=lambda position: (is_selected(context, position), position))
    for position in reversed(near):
        for number, hole in enumerate(context.annotation.shapes[position].holes):
            if is_in_rings(pointer.x, pointer.y, (hole,)):
                return [Offer("Fill hole", partial(fill_hole, context.annotation, position, number))]
    return []
