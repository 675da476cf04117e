"""Draws the chosen vertices filled in the accent, and a frame around one that shapes share."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from labeler.core.handles import handle_rings
from labeler.gui import theme
from labeler.gui.canvas.handle_marks import draw_squares
from labeler.gui.canvas.outlines import DARK, LIGHT, on_device

if TYPE_CHECKING:
    from collections.abc import Sequence

    from labeler.core.handles import Handle
    from labeler.gui.canvas.viewport import Viewport
    from labeler.gui.document import Document

# In screen pixels: the white square and what is filled of it, and the frame around a shared vertex.
_SIDE, _FILLED = 9, 5
_FRAME = 18


def draw_chosen(painter: QPainter, document: Document, viewport: Viewport, handles: Sequence[Handle]) -> None:
    """Draw the handles that are chosen, of the shapes in view."""
    by_ring: dict[tuple[int, int], list[int]] = defaultdict(list)
    for position, ring, vertex in handles:
        by_ring[position, ring].append(vertex)
    positions = sorted({position for position, _ in by_ring})
    in_view = set(document.index.touching(positions, viewport.visible).tolist())
    places = []
    for (position, ring), vertices in by_ring.items():
        if position in in_view:
            points = handle_rings(document.annotation.shapes[position])[ring][vertices]
            places.append(on_device(points, viewport))
    if places:
        marked = [(x, y) for x, y in np.concatenate(places).tolist()]
        draw_squares(painter, marked, _SIDE * viewport.ratio)
        _fill(painter, marked, round(_FILLED * viewport.ratio))


def _fill(painter: QPainter, places: list[tuple[float, float]], side: int) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.current().accent)
    painter.drawRects([QRect(round(x - side / 2), round(y - side / 2), side, side) for x, y in places])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def draw_frame(painter: QPainter, place: tuple[float, float], viewport: Viewport) -> None:
    """Draw a frame around a place on the canvas at which other shapes have a vertex too."""
    side, (x, y) = _FRAME * viewport.ratio, place
    frame = QRectF(x - side / 2, y - side / 2, side, side)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for color, width in ((DARK, 5), (LIGHT, 3.5), (theme.current().accent, 2)):
        painter.setPen(QPen(color, width * viewport.ratio, j=Qt.PenJoinStyle.MiterJoin))
        painter.drawRect(frame)
    painter.restore()
