"""Draws the photograph: smooth below 100 %, every pixel sharp from there on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QTransform

from labeler.core.overlay import sample

if TYPE_CHECKING:
    from labeler.core.geometry import PixelRect
    from labeler.gui.canvas.array_image import Surface
    from labeler.gui.canvas.pyramid import ImagePyramid
    from labeler.gui.canvas.viewport import Viewport

# Makes Qt's 16.16 step, which it cuts off, the whole number that the viewport has chosen, not the one below.
_NUDGE = 1e-11


class ImageLayer:
    """The photograph; None while there is none."""

    def __init__(self) -> None:
        self.pyramid: ImagePyramid | None = None

    def shows(self, viewport: Viewport) -> bool:
        """Whether there is a photograph for the image that the viewport shows."""
        return self.pyramid is not None and self.pyramid.size == viewport.image_size

    def paint(self, surface: Surface, viewport: Viewport, rect: PixelRect) -> None:
        """Write the device pixels of `rect`, all of which lie in the image that the viewport shows."""
        assert self.pyramid is not None
        if viewport.scale < 1 or self.pyramid.is_preview:
            with surface.painter(rect) as painter:
                _paint_smooth(painter, viewport, self.pyramid)
        else:
            # Each device pixel takes the image pixel at its centre, as the label map does.
            rows, columns = viewport.rows(rect.top, rect.bottom), viewport.columns(rect.left, rect.right)
            sample(self.pyramid.levels[0].pixels, rows, columns, surface.pixels, (rect.left, rect.top))


def _paint_smooth(painter: QPainter, viewport: Viewport, pyramid: ImagePyramid) -> None:
    """One transform for the whole image, whatever part is clipped out: so parts fit together exactly."""
    image, halvings = pyramid.level_for(viewport.scale)
    scale = viewport.scale * 2**halvings / (1 + _NUDGE)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setTransform(QTransform(scale, 0, 0, scale, *viewport.origin))
    painter.drawImage(QPointF(0, 0), image)
