"""Draws the pointer that the arrow keys move, where no mouse cursor is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QPainter, QPen

from labeler.gui import theme
from labeler.gui.canvas.outlines import DARK, LIGHT

if TYPE_CHECKING:
    from labeler.gui.canvas.viewport import Viewport

# From where to where the four arms reach, in screen pixels: the place itself stays free.
_FROM, _TO = 4, 16


def paint_aim(painter: QPainter, viewport: Viewport, place: tuple[float, float]) -> None:
    """Draw four arms around a place of the image, on a painter in device pixels."""
    middle, ratio = QPointF(*viewport.to_device(*place)), viewport.ratio
    arms = [
        QLineF(middle + QPointF(dx, dy) * _FROM * ratio, middle + QPointF(dx, dy) * _TO * ratio)
        for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1))
    ]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for color, width in ((DARK, 6), (LIGHT, 4), (theme.current().accent, 2)):
        pen = QPen(color, width * ratio)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawLines(arms)
    painter.restore()
