"""Draws handles as white squares and the middles of edges as hollow circles, where there is room for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from labeler.core.handles import edge_rings, handle_rings, has_closed_edges, has_corners
from labeler.gui.canvas.outlines import DARK, LIGHT, on_device

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.arrays import Points
    from labeler.core.shapes import Shape
    from labeler.gui.canvas.viewport import Viewport

# Sides of the squares and diameter of the circles, in screen pixels.
SIDE = 7
HOVERED_SIDE = 10
_MIDPOINT = 5

_HAIRLINE = QColor(40, 40, 40)

# Handles nearer to the last one than this, and edges shorter than that, get no mark (screen pixels).
_HANDLE_ROOM = 9
_MIDPOINT_ROOM = 24

# The middles of all edges are shown from this zoom on.
_MIDPOINT_ZOOM = 4


def draw_handles(painter: QPainter, shape: Shape, viewport: Viewport) -> None:
    """Draw the handles of a selected shape, and from 4 x zoom on the middles of its edges."""
    ratio = viewport.ratio
    if has_corners(shape) and viewport.scale / ratio >= _MIDPOINT_ZOOM:
        for ring in edge_rings(shape):
            for place in _midpoints(on_device(ring, viewport), viewport, is_closed=has_closed_edges(shape)):
                draw_midpoint(painter, place, ratio)
    for ring in handle_rings(shape):
        draw_squares(painter, with_room(on_device(ring, viewport), viewport), SIDE * ratio)


def draw_squares(painter: QPainter, places: list[tuple[float, float]], side: float) -> None:
    """Draw white squares with a dark hairline around places in device pixels, on whole device pixels."""
    width = round(side)
    outer = [QRect(round(x - side / 2), round(y - side / 2), width, width) for x, y in places]
    rim = max(1, round(side / HOVERED_SIDE))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_HAIRLINE)
    painter.drawRects(outer)
    painter.setBrush(QColor(255, 255, 255))
    painter.drawRects([rect.adjusted(rim, rim, -rim, -rim) for rect in outer])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def draw_midpoint(
    painter: QPainter, place: tuple[float, float], ratio: float, *, is_hovered: bool = False
) -> None:
    """Draw a hollow circle; a larger, filled one where a press would set a vertex."""
    radius = (_MIDPOINT + (2 if is_hovered else 0)) / 2 * ratio
    painter.setBrush(QColor(255, 255, 255) if is_hovered else Qt.BrushStyle.NoBrush)
    for color, width in ((DARK, 3), (LIGHT, 1)):
        painter.setPen(QPen(color, width * ratio))
        painter.drawEllipse(QPointF(*place), radius, radius)


def with_room(points: Points, viewport: Viewport) -> list[tuple[float, float]]:
    """The points on the canvas, without those too near to the one before."""
    kept: list[tuple[float, float]] = []
    room = _HANDLE_ROOM * viewport.ratio
    for x, y in points[_on_canvas(points, viewport)].tolist():
        if not kept or abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= room:
            kept.append((x, y))
    return kept


def _midpoints(points: Points, viewport: Viewport, *, is_closed: bool) -> list[tuple[float, float]]:
    """The middles of the edges that are long enough and on the canvas."""
    ends = np.roll(points, -1, axis=0)
    middles = (points + ends) / 2
    is_shown = _on_canvas(middles, viewport)
    is_shown &= np.hypot(*(ends - points).T) >= _MIDPOINT_ROOM * viewport.ratio
    if not is_closed:
        is_shown[-1] = False
    return [(x, y) for x, y in middles[is_shown].tolist()]


def _on_canvas(points: Points, viewport: Viewport) -> NDArray[np.bool_]:
    """Which points lie on the canvas or so near that their mark does."""
    reach = HOVERED_SIDE * viewport.ratio
    is_near = (points > -reach) & (points < np.array(viewport.size) + reach)
    return is_near[:, 0] & is_near[:, 1]
