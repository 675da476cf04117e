"""Draws the photograph: smooth below 100 %, every pixel sharp from there on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QTransform

from labeler.core.adjustment import Adjustment, Table, adjust
from labeler.core.overlay import sample

if TYPE_CHECKING:
    from labeler.core.geometry import PixelRect
    from labeler.gui.canvas.array_image import Surface
    from labeler.gui.canvas.pyramid import ImagePyramid
    from labeler.gui.canvas.viewport import Viewport

# Makes Qt's 16.16 step, which it cuts off, the whole number that the viewport has chosen, not the one below.
_NUDGE = 1e-11


# What is known of the values of an image comes from a level whose sides are at most so long.
_SAMPLE_SIDE = 1024


class ImageLayer:
    """The photograph; None while there is none. `adjustment` is how its values are shown."""

    def __init__(self) -> None:
        self._pyramid: ImagePyramid | None = None
        self._adjustment = Adjustment()
        self._table: Table | None = None

    @property
    def pyramid(self) -> ImagePyramid | None:
        """The photograph."""
        return self._pyramid

    @pyramid.setter
    def pyramid(self, pyramid: ImagePyramid | None) -> None:
        """Show another photograph, or none."""
        self._pyramid = pyramid
        self._find_table()

    @property
    def adjustment(self) -> Adjustment:
        """How the values of the photograph are shown."""
        return self._adjustment

    @adjustment.setter
    def adjustment(self, adjustment: Adjustment) -> None:
        """Show the values in another way."""
        self._adjustment = adjustment
        self._find_table()

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
        if self._table is not None:
            adjust(surface.pixels, rect, self._table)

    def _find_table(self) -> None:
        """What is looked up follows the values of the image only when they are stretched."""
        self._table = None
        if self._pyramid is not None:
            levels = (level.pixels for level in self._pyramid.levels)
            small = next(pixels for pixels in levels if max(pixels.shape) <= _SAMPLE_SIDE)
            self._table = self._adjustment.table(self._adjustment.ranges(small))


def _paint_smooth(painter: QPainter, viewport: Viewport, pyramid: ImagePyramid) -> None:
    """One transform for the whole image, whatever part is clipped out: so parts fit together exactly."""
    image, halvings = pyramid.level_for(viewport.scale)
    scale = viewport.scale * 2**halvings / (1 + _NUDGE)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setTransform(QTransform(scale, 0, 0, scale, *viewport.origin))
    painter.drawImage(QPointF(0, 0), image)
