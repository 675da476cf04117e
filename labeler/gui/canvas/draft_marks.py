"""Draws what a tool shows beside the vertices of its draft: outlines, lines along a border, where the pointer
snapped, and words beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from labeler.gui import theme
from labeler.gui.canvas.outlines import DARK, LIGHT, on_device, polygon_of
from labeler.gui.canvas.strokes import draw_line, draw_outline, draw_trail

if TYPE_CHECKING:
    from labeler.gui.canvas.viewport import Viewport
    from labeler.tools.base import Ring

# In screen pixels: the ring where the pointer snapped, how wide a line along a border is, and how far from
# the pointer words stand.
_SNAP = 12
_RUN = 3
_OFFSET = 14


def paint_rings(painter: QPainter, viewport: Viewport, rings: tuple[Ring, ...], color: QColor) -> None:
    """Draw closed outlines of the shape to be."""
    path = QPainterPath()
    for ring in rings:
        path.addPolygon(polygon_of(np.array(ring)))
        path.closeSubpath()
    draw_outline(painter, path, viewport, color, is_closed=True)


def paint_line(painter: QPainter, viewport: Viewport, line: Ring, color: QColor) -> None:
    """Draw a line of the shape to be."""
    draw_trail(painter, on_device(np.array(line), viewport), viewport, color)


def paint_run(painter: QPainter, viewport: Viewport, run: Ring) -> None:
    """Draw the part of a border that a click would take over."""
    points = on_device(np.array(run), viewport)
    accent = theme.current().accent
    draw_line(painter, points, viewport, ((DARK, _RUN + 3), (LIGHT, _RUN + 1.5), (accent, _RUN)))


def paint_snap(painter: QPainter, place: QPointF, ratio: float) -> None:
    """Draw a ring around the place (device pixels) that the pointer snapped to."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for color, width in ((DARK, 4.5), (LIGHT, 3.5), (theme.current().accent, 2)):
        painter.setPen(QPen(color, width * ratio))
        painter.drawEllipse(place, _SNAP / 2 * ratio, _SNAP / 2 * ratio)


def paint_text(painter: QPainter, viewport: Viewport, place: QPointF, text: str) -> None:
    """Draw words above and to the right of a place in device pixels, or where on the canvas there is room."""
    ratio, colors = viewport.ratio, theme.current()
    width, height = (length / ratio for length in viewport.size)
    box = QRectF(painter.fontMetrics().boundingRect(text)).adjusted(-6, -3, 6, 3)
    at = QPointF(place / ratio)
    left = at.x() + _OFFSET
    if left + box.width() > width:
        left = max(at.x() - _OFFSET - box.width(), 0.0)
    top = at.y() - _OFFSET - box.height()
    if top < 0:
        top = min(at.y() + _OFFSET, height - box.height())
    painter.save()
    painter.scale(ratio, ratio)
    painter.translate(QPointF(round(left), round(top)) - box.topLeft())
    painter.setPen(QPen(colors.hairline, 1))
    painter.setBrush(colors.panel)
    painter.drawRect(box)
    painter.setPen(colors.text)
    painter.drawText(QPointF(0, 0), text)
    painter.restore()
