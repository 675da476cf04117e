"""Draws what a tool has not finished: vertices and the rubber line, the selection box.

And beside the cursor the colour of the class that a new shape gets.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from labeler.gui import theme
from labeler.gui.canvas.edge_layer import paint_edges
from labeler.gui.canvas.handle_marks import SIDE, draw_squares
from labeler.gui.canvas.outlines import DARK, LIGHT
from labeler.gui.canvas.strokes import draw_outline

if TYPE_CHECKING:
    from labeler.gui.canvas.viewport import Viewport
    from labeler.tools.base import Draft

# In screen pixels: the ring around the first vertex when a click closes, and the class beside the cursor.
_RING = 14
_SWATCH = 10
_SWATCH_OFFSET = 14


def paint_draft(painter: QPainter, viewport: Viewport, draft: Draft, color: QColor) -> None:
    """Draw the draft in device pixels; `color` is that of the class it will have."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if draft.edges:
        paint_edges(painter, viewport, draft.edges)
    if draft.box is not None:
        _paint_box(painter, viewport, draft.box)
    if not draft.points:
        return
    places = [QPointF(*viewport.to_device(*point)) for point in draft.points]
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(*point) for point in draft.points]))
    draw_outline(painter, path, viewport, color, is_closed=False)
    if draft.cursor is not None:
        cursor = places[0] if draft.closes else QPointF(*viewport.to_device(*draft.cursor))
        _paint_rubber_line(painter, places[-1], cursor, color, viewport.ratio)
        if draft.is_measured:
            _paint_measure(painter, cursor, draft, viewport.ratio)
    draw_squares(painter, [(place.x(), place.y()) for place in places], SIDE * viewport.ratio)
    if draft.closes:
        _paint_ring(painter, places[0], viewport.ratio)


def paint_swatch(painter: QPainter, cursor: QPointF, color: QColor, ratio: float) -> None:
    """Draw the colour of the current class beside the cursor (a place in device pixels)."""
    corner = cursor + QPointF(_SWATCH_OFFSET, _SWATCH_OFFSET) * ratio
    side = _SWATCH * ratio
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    for grown, fill in ((2, DARK), (1, LIGHT), (0, color)):
        margin = grown * ratio
        painter.fillRect(
            QRectF(corner, corner + QPointF(side, side)).adjusted(-margin, -margin, margin, margin), fill
        )


def _paint_rubber_line(painter: QPainter, start: QPointF, end: QPointF, color: QColor, ratio: float) -> None:
    """Dashes of white and the class colour: one of the two is seen on any photograph."""
    dashes = QPen(LIGHT, 2 * ratio)
    dashes.setCapStyle(Qt.PenCapStyle.FlatCap)
    dashes.setDashPattern([3, 3])
    for pen in (QPen(DARK, 4 * ratio), QPen(color, 2 * ratio), dashes):
        painter.setPen(pen)
        painter.drawLine(start, end)


def _paint_ring(painter: QPainter, place: QPointF, ratio: float) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for color, width in ((DARK, 4), (LIGHT, 2)):
        painter.setPen(QPen(color, width * ratio))
        painter.drawEllipse(place, _RING / 2 * ratio, _RING / 2 * ratio)


def _paint_box(painter: QPainter, viewport: Viewport, box: tuple[float, float, float, float]) -> None:
    left, top, right, bottom = box
    rect = QRectF(QPointF(*viewport.to_device(left, top)), QPointF(*viewport.to_device(right, bottom)))
    fill = QColor(theme.current().accent)
    fill.setAlpha(36)
    painter.setPen(QPen(theme.current().accent, viewport.ratio))
    painter.setBrush(fill)
    painter.drawRect(rect)


def _paint_measure(painter: QPainter, cursor: QPointF, draft: Draft, ratio: float) -> None:
    """Length in image pixels and angle (counter-clockwise from the right) of the line to the cursor."""
    assert draft.cursor is not None
    dx, dy = draft.cursor[0] - draft.points[-1][0], draft.points[-1][1] - draft.cursor[1]
    text = f"{math.hypot(dx, dy):.1f} px  {math.degrees(math.atan2(dy, dx)) % 360:.1f}°"
    colors = theme.current()
    painter.save()
    painter.translate(cursor + QPointF(_SWATCH_OFFSET, -_SWATCH_OFFSET) * ratio)
    painter.scale(ratio, ratio)
    box = QRectF(painter.fontMetrics().boundingRect(text)).adjusted(-6, -3, 6, 3)
    painter.setPen(QPen(colors.hairline, 1))
    painter.setBrush(colors.panel)
    painter.drawRect(box)
    painter.setPen(colors.text)
    painter.drawText(QPointF(0, 0), text)
    painter.restore()
