"""Draws a ring around a place of the image that a list leads to: too small, often, to be seen otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from labeler.gui import theme
from labeler.gui.canvas.outlines import DARK, LIGHT, thin_pen

if TYPE_CHECKING:
    from labeler.core.geometry import PixelRect
    from labeler.gui.canvas.viewport import Viewport

# What the ring leaves free around the place, and its smallest diameter, in screen pixels.
_MARGIN = 8
_SMALLEST = 28


def paint_marker(painter: QPainter, viewport: Viewport, box: PixelRect) -> None:
    """Draw the ring around a box of pixels, on a painter in device pixels."""
    left, top = viewport.to_device(box.left, box.top)
    right, bottom = viewport.to_device(box.right, box.bottom)
    margin, smallest = _MARGIN * viewport.ratio, _SMALLEST * viewport.ratio
    width, height = (max(smallest, length + 2 * margin) for length in (right - left, bottom - top))
    ring = QRectF((left + right - width) / 2, (top + bottom - height) / 2, width, height)
    round_by = min(width, height, 2 * smallest) / 2
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for color, pen in ((DARK, 5.0), (LIGHT, 3.5), (theme.current().accent, 2.0)):
        painter.setPen(thin_pen(color, pen * viewport.ratio))
        painter.drawRoundedRect(ring, round_by, round_by)
    painter.restore()
