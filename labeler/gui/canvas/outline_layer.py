"""Draws a thin outline around every shape in view, as long as these are few."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QPainter, QPen

from labeler.gui.canvas.outlines import outline_of, thin_pen, transform_of

if TYPE_CHECKING:
    from labeler.core.geometry import PixelRect
    from labeler.gui.canvas.viewport import Viewport
    from labeler.gui.document import Document

# How far outlines, and the dots of points, reach beyond the boxes of their shapes: screen pixels.
REACH = 5


class OutlineLayer:
    """Thin outlines in the colours of their classes or instances, none from `limit` shapes in view on.

    Vectors for thousands of shapes would take longer than everything else; the label map shows those.
    """

    def __init__(self) -> None:
        self.limit = 300
        self.is_on = True

    def shows(self, document: Document, viewport: Viewport) -> bool:
        """Whether outlines are drawn in this view."""
        in_view = document.index.overlapping(viewport.visible, at_most=self.limit)
        return self.is_on and len(in_view) < self.limit

    def paint(
        self,
        painter: QPainter,
        viewport: Viewport,
        rect: PixelRect,
        document: Document,
        color_of: Callable[[int], QColor],
    ) -> None:
        """Draw the outlines that touch the device pixels of `rect`, on a painter clipped to them.

        `color_of(position)` is the colour of a shape.
        """
        reach = REACH * viewport.ratio
        corner = viewport.to_image(rect.left - reach, rect.top - reach)
        opposite = viewport.to_image(rect.right + reach, rect.bottom + reach)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setTransform(transform_of(viewport))
        shapes = document.annotation.shapes
        pens: dict[int, QPen] = {}
        for position in document.index.overlapping((*corner, *opposite)).tolist():
            if document.is_visible(position):
                color = color_of(position)
                word = color.rgb()
                if word not in pens:
                    pens[word] = thin_pen(color, viewport.ratio)
                painter.setPen(pens[word])
                painter.drawPath(outline_of(shapes[position], viewport))
        painter.restore()
