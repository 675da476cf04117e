"""Draws the photograph: smooth below 100 %, every pixel sharp from there on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPoint, QPointF, QRect
from PySide6.QtGui import QPainter, QTransform

from labeler.gui.canvas.array_image import image_over
from labeler.gui.canvas.viewport import mip_level

if TYPE_CHECKING:
    from labeler.core.geometry import PixelRect
    from labeler.gui.canvas.pyramid import ImagePyramid
    from labeler.gui.canvas.viewport import Viewport

# Makes Qt's 16.16 step, which it cuts off, the whole number that the viewport has chosen, not the one below.
_NUDGE = 1e-11


class ImageLayer:
    """The photograph; None while there is none."""

    def __init__(self) -> None:
        self.pyramid: ImagePyramid | None = None

    def paint(self, painter: QPainter, viewport: Viewport, rect: PixelRect) -> None:
        """Draw the device pixels of `rect`, all of which lie in the image, on a painter clipped to them."""
        if self.pyramid is None or self.pyramid.size != viewport.image_size:
            return
        if viewport.scale < 1:
            self._paint_smooth(painter, viewport, self.pyramid)
        else:
            _paint_sharp(painter, viewport, rect, self.pyramid)

    @staticmethod
    def _paint_smooth(painter: QPainter, viewport: Viewport, pyramid: ImagePyramid) -> None:
        """One transform for the whole image, whatever part is clipped out: so parts fit together exactly."""
        level = min(mip_level(viewport.scale), len(pyramid.levels) - 1)
        scale = viewport.scale * 2**level / (1 + _NUDGE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setTransform(QTransform(scale, 0, 0, scale, *viewport.origin))
        painter.drawImage(QPointF(0, 0), pyramid.levels[level].image)
        painter.restore()


def _paint_sharp(painter: QPainter, viewport: Viewport, rect: PixelRect, pyramid: ImagePyramid) -> None:
    """Each device pixel takes the image pixel at its centre, as the label map does."""
    level = pyramid.levels[0]
    if viewport.scale == 1:
        left, top = viewport.origin
        source = QRect(rect.left - left, rect.top - top, rect.width, rect.height)
        painter.drawImage(QPoint(rect.left, rect.top), level.image, source)
        return
    columns = viewport.columns(rect.left, rect.right)
    rows = viewport.rows(rect.top, rect.bottom)
    block = level.pixels[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    wide = np.take(block, columns - columns[0], axis=1)
    painter.drawImage(rect.left, rect.top, image_over(wide[rows - rows[0]]))
