"""Draws a rectangle."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from labeler.core.shapes import Shape, ShapeKind, as_points
from labeler.tools.box_drawing import BoxDrawingTool

if TYPE_CHECKING:
    from labeler.tools.base import Place


class RectangleTool(BoxDrawingTool):
    """A drag, or two clicks, set opposite corners. It stays a rectangle until its vertices are edited."""

    name: ClassVar[str] = "rectangle"
    first_use: ClassVar[str] = "Drag from corner to corner, or click both corners.\nShift makes a square."
    noun: ClassVar[str] = "rectangle"
    square_noun: ClassVar[str] = "square"

    def shape_in(self, first: Place, second: Place, class_name: str) -> Shape:
        """The rectangle with these corners."""
        return Shape(class_name, as_points((first, second)), ShapeKind.RECTANGLE)
