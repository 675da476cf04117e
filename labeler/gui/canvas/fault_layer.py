"""Draws a mark at each place where a shape has a fault."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter

from labeler.gui import theme
from labeler.gui.canvas.outlines import DARK, LIGHT, thin_pen
from labeler.gui.canvas.viewport import Viewport

# Diameter of a mark, and how far beside the canvas one is still seen, in screen pixels.
_SIZE = 13
_REACH = 10


def paint_faults(painter: QPainter, viewport: Viewport, places: Sequence[tuple[float, float]]) -> None:
    """Draw a ring around each place (image coordinates) on a painter in device pixels."""
    ratio, (width, height) = viewport.ratio, viewport.size
    reach, radius = _REACH * ratio, _SIZE / 2 * ratio
    seen = [
        QPointF(x, y)
        for x, y in (viewport.to_device(*place) for place in places)
        if -reach < x < width + reach and -reach < y < height + reach
    ]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for color, pen in ((DARK, 5.0), (LIGHT, 3.5), (theme.current().danger, 2.0)):
        painter.setPen(thin_pen(color, pen * ratio))
        for place in seen:
            painter.drawEllipse(place, radius, radius)
    painter.restore()
