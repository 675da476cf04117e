"""The outline of a shape as a path in device pixels, its colour, and how it is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QByteArray, QDataStream, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from labeler.core.handles import edge_rings, has_closed_edges
from labeler.core.shapes import ShapeKind
from labeler.gui import theme

if TYPE_CHECKING:
    from labeler.core.arrays import Palette, Points
    from labeler.core.classes import ClassTable
    from labeler.core.shapes import Shape
    from labeler.gui.canvas.viewport import Viewport

# The casings of outlines and marks.
DARK = QColor(0, 0, 0, 190)
LIGHT = QColor(255, 255, 255, 230)

# Radius in screen pixels of the dot that stands for a point.
_DOT = 3.0


def outline_of(shape: Shape, viewport: Viewport) -> QPainterPath:
    """The rings, the line, or the dots of a shape; for a mask its box."""
    path = QPainterPath()
    if shape.kind is ShapeKind.MASK:
        box = shape.bounds
        corner, opposite = viewport.to_device(box.left, box.top), viewport.to_device(box.right, box.bottom)
        path.addRect(QRectF(QPointF(*corner), QPointF(*opposite)))
    elif shape.kind in (ShapeKind.POINT, ShapeKind.POINTS):
        radius = _DOT * viewport.ratio
        for x, y in on_device(shape.points, viewport).tolist():
            path.addEllipse(QPointF(x, y), radius, radius)
    else:
        is_closed = has_closed_edges(shape)
        for ring in edge_rings(shape):
            path.addPolygon(polygon_of(on_device(ring, viewport)))
            if is_closed:
                path.closeSubpath()
    return path


def on_device(points: Points, viewport: Viewport) -> Points:
    """(n, 2) image coordinates as places on the canvas."""
    return points * viewport.scale + viewport.origin


def polygon_of(points: Points) -> QPolygonF:
    """(n, 2) float64 as a QPolygonF, through Qt's own stream format: ten times as fast as point by point."""
    polygon = QPolygonF()
    size = np.array([len(points)], ">u4").tobytes()
    stream = QDataStream(QByteArray(size + points.astype(">f8").tobytes()))
    _ = stream >> polygon
    return polygon


def class_color(class_name: str | None, classes: ClassTable, palette: Palette) -> QColor:
    """The colour in which shapes of a class are drawn; the theme's warning when no class has that name."""
    index = classes.index_of_name.get(class_name) if class_name is not None else None
    return theme.current().warning if index is None else QColor(*palette[index].tolist())


def draw_outline(
    painter: QPainter, path: QPainterPath, color: QColor, ratio: float, *, is_closed: bool
) -> None:
    """Draw 2 px in `color` between casings, dark outside and light inside (along a line in this order)."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(_pen(DARK, (4 if is_closed else 5) * ratio))
    painter.drawPath(path)
    painter.save()
    if is_closed:
        painter.setClipPath(path, Qt.ClipOperation.IntersectClip)
    painter.setPen(_pen(LIGHT, (4 if is_closed else 3.5) * ratio))
    painter.drawPath(path)
    painter.restore()
    painter.setPen(_pen(color, 2 * ratio))
    painter.drawPath(path)


def _pen(color: QColor, width: float) -> QPen:
    return QPen(color, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
