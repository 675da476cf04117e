"""Draws thin outlines of exact pixels: light in a dark casing, so that they read on any photograph."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from labeler.core.geometry import Bounds
from labeler.gui.canvas.outlines import DARK, LIGHT, on_device, polygon_of

if TYPE_CHECKING:
    from labeler.gui.canvas.viewport import Viewport
    from labeler.tools.base import Ring

# In screen pixels: the light line, and the casing with it.
_LINE, _CASING = 1, 3


def paint_edges(painter: QPainter, viewport: Viewport, edges: tuple[Ring, ...]) -> None:
    """Draw closed rings of image coordinates in device pixels, each line on whole ones."""
    path = QPainterPath()
    for ring in edges:
        path.addPolygon(polygon_of(np.round(on_device(np.array(ring), viewport)) + 0.5))
        path.closeSubpath()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for color, width in ((DARK, _CASING), (LIGHT, _LINE)):
        pen = QPen(color, round(width * viewport.ratio))
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.drawPath(path)
    painter.restore()


def bounds_of_edges(edges: tuple[Ring, ...]) -> Bounds:
    """The box around all rings; empty for none."""
    return Bounds.around([Bounds.of_points(np.array(ring)) for ring in edges])
