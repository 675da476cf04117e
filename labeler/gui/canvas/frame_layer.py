"""Draws the frame around shapes that can be scaled and turned: lines, handles, and the knob on its stalk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from labeler.core.geometry import Bounds
from labeler.gui import theme
from labeler.gui.canvas.handle_marks import draw_squares
from labeler.gui.canvas.outlines import DARK

if TYPE_CHECKING:
    from labeler.gui.canvas.viewport import Viewport
    from labeler.tools.frame import Frame

# Sides of the handles and diameter of the knob, in screen pixels.
_SIDE = 9
_KNOB = 11

_WHITE = QColor(255, 255, 255)


def paint_frame(painter: QPainter, viewport: Viewport, frame: Frame) -> None:
    """Draw a frame in device pixels; the painter smooths."""
    ratio, scale = viewport.ratio, viewport.scale / viewport.ratio
    corners = QPolygonF([QPointF(*viewport.to_device(*corner)) for corner in frame.corners])
    foot, knob = (QPointF(*viewport.to_device(*place)) for place in frame.knob(scale))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for color, width in ((DARK, 4), (theme.current().accent, 2)):
        painter.setPen(QPen(color, width * ratio))
        painter.drawPolygon(corners)
        painter.drawLine(foot, knob)
    draw_squares(
        painter, [viewport.to_device(*handle.place) for handle in frame.handles(scale)], _SIDE * ratio
    )
    radius = _KNOB / 2 * ratio
    for pen, brush in ((QPen(DARK, 3 * ratio), DARK), (QPen(theme.current().accent, 2 * ratio), _WHITE)):
        painter.setPen(pen)
        painter.setBrush(brush)
        painter.drawEllipse(knob, radius, radius)


def bounds_of_frame(frame: Frame, viewport: Viewport) -> Bounds:
    """The box of a frame and its knob in image coordinates, without the width of its marks."""
    places = (*frame.corners, frame.knob(viewport.scale / viewport.ratio)[1])
    return Bounds.around(Bounds(x, y, x, y) for x, y in places)
