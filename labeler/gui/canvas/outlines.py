"""The outline of a shape as a path, its colour, and the colours that read on any photograph."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QByteArray, QDataStream, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainterPath, QPen, QPolygonF, QTransform

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
    """The rings, the line, or the dots of a shape in image coordinates; for a mask its box."""
    if shape.kind in (ShapeKind.POINT, ShapeKind.POINTS):
        path, radius = QPainterPath(), _DOT * viewport.ratio / viewport.scale
        for x, y in shape.points.tolist():
            path.addEllipse(QPointF(x, y), radius, radius)
        return path
    return _path_of(shape)


@lru_cache(maxsize=1024)
def _path_of(shape: Shape) -> QPainterPath:
    """The path of a shape (which never changes); making it takes longer than drawing it."""
    path = QPainterPath()
    if shape.kind is ShapeKind.MASK:
        left, top, right, bottom = shape.bounds
        path.addRect(QRectF(left, top, right - left, bottom - top))
    is_closed = has_closed_edges(shape)
    for ring in edge_rings(shape):
        path.addPolygon(polygon_of(ring))
        if is_closed:
            path.closeSubpath()
    return path


def transform_of(viewport: Viewport) -> QTransform:
    """From image coordinates to device pixels."""
    return QTransform(viewport.scale, 0, 0, viewport.scale, *viewport.origin)


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


def thin_pen(color: QColor, width: float) -> QPen:
    """A pen of `width` device pixels at any zoom of the painter."""
    pen = QPen(color, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    pen.setCosmetic(True)
    return pen
