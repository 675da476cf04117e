"""Draws an ellipse."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from labeler.core.geometry import ellipse_ring
from labeler.core.shapes import Ellipse, Shape, ShapeKind, as_points
from labeler.tools.box_drawing import BoxDrawingTool

if TYPE_CHECKING:
    from labeler.tools.base import Place


class EllipseTool(BoxDrawingTool):
    """A drag, or two clicks, span the box of an ellipse. It stays one until its vertices are edited."""

    name: ClassVar[str] = "ellipse"
    first_use: ClassVar[str] = (
        "Drag from corner to corner of its box.\nShift makes a circle, Alt starts at the centre."
    )
    noun: ClassVar[str] = "ellipse"
    square_noun: ClassVar[str] = "circle"

    def shape_in(self, first: Place, second: Place, class_name: str) -> Shape:
        """The ellipse that touches all sides of the box."""
        (x0, y0), (x1, y1) = first, second
        ellipse = Ellipse((x0 + x1) / 2, (y0 + y1) / 2, abs(x1 - x0) / 2, abs(y1 - y0) / 2)
        return Shape(class_name, as_points(ellipse_ring(*ellipse)), ShapeKind.ELLIPSE, ellipse=ellipse)
