"""Draws a hairline cross through the pointer over the whole canvas, to see what lies in line with it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter

if TYPE_CHECKING:
    from labeler.gui.canvas.viewport import Viewport

# Taken from what lies below (its difference), so that the cross shows on any colour.
_TONE = QColor(110, 110, 110)

# What stays free around the pointer, in screen pixels, so that the cross hides nothing of what is aimed at.
_GAP = 10


def paint_crosshair(painter: QPainter, viewport: Viewport, at: QPointF) -> None:
    """Draw the cross through a place in device pixels."""
    (width, height), gap = viewport.size, _GAP * viewport.ratio
    thick = max(1, round(viewport.ratio))
    x, y = math.floor(at.x()), math.floor(at.y())
    painter.save()
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Difference)
    for line in (
        QRectF(0, y, x - gap, thick),
        QRectF(x + gap, y, width - x - gap, thick),
        QRectF(x, 0, thick, y - gap),
        QRectF(x, y + gap, thick, height - y - gap),
    ):
        painter.fillRect(line.toRect(), _TONE)
    painter.restore()
