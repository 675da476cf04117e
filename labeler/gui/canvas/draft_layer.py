"""Draws what a tool has not finished: vertices, lines to the pointer, the selection box.

And beside the cursor the colour of the class that a new shape gets.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from labeler.gui import theme
from labeler.gui.canvas.draft_marks import paint_line, paint_rings, paint_run, paint_snap, paint_text
from labeler.gui.canvas.edge_layer import paint_edges
from labeler.gui.canvas.frame_layer import paint_frame
from labeler.gui.canvas.handle_marks import SIDE, draw_squares, with_room
from labeler.gui.canvas.outlines import DARK, LIGHT, on_device

if TYPE_CHECKING:
    from labeler.gui.canvas.viewport import Viewport
    from labeler.tools.base import Draft, Place

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
    if draft.frame is not None:
        paint_frame(painter, viewport, draft.frame)
    if draft.rings:
        paint_rings(painter, viewport, draft.rings, color)
    for line in (draft.points, draft.trail):
        if len(line) > 1:
            paint_line(painter, viewport, line, color)
    _paint_to_cursor(painter, viewport, draft, color)
    if draft.points:
        places = with_room(on_device(np.array(draft.points), viewport), viewport)
        draw_squares(painter, places, SIDE * viewport.ratio)
    if draft.closes:
        _paint_ring(painter, _on_device(viewport, draft.points[0]), viewport.ratio)
    if draft.snap is not None:
        paint_snap(painter, _on_device(viewport, draft.snap), viewport.ratio)
    if draft.cursor is not None and (text := draft.text or _measured(draft)):
        paint_text(painter, viewport, _on_device(viewport, draft.cursor), text)


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


def _paint_to_cursor(painter: QPainter, viewport: Viewport, draft: Draft, color: QColor) -> None:
    """The way from what is drawn to the place of the next vertex: along a border, or straight."""
    line = draft.trail or draft.points
    if draft.run:
        paint_run(painter, viewport, draft.run)
    elif draft.cursor is not None and line:
        cursor = draft.points[0] if draft.closes else draft.cursor
        start, end = _on_device(viewport, line[-1]), _on_device(viewport, cursor)
        _paint_rubber_line(painter, start, end, color, viewport.ratio)


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


def _measured(draft: Draft) -> str:
    """Length in image pixels and angle (counter-clockwise from the right) of the line to the cursor."""
    if not draft.is_measured or draft.cursor is None or not draft.points:
        return ""
    dx, dy = draft.cursor[0] - draft.points[-1][0], draft.points[-1][1] - draft.cursor[1]
    return f"{math.hypot(dx, dy):.1f} px  {math.degrees(math.atan2(dy, dx)) % 360:.1f}°"


def _on_device(viewport: Viewport, place: Place) -> QPointF:
    return QPointF(*viewport.to_device(*place))
