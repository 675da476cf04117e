"""The photograph as it is drawn: RGB32, and halved again and again, so that drawing it small is fast."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from labeler.gui.canvas.array_image import image_over

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Qt holds the interpreter while it draws: strips of this many rows let other threads have it in between.
_STRIP = 64

# Below this width and height an image is drawn at once at any scale.
_SMALL = 256


class Level(NamedTuple):
    """One size of the image: (h, w) uint32 RGB32 pixels, and the QImage over them."""

    pixels: NDArray[np.uint32]
    image: QImage


class ImagePyramid:
    """An image at full size (level 0) and at 1/2, 1/4, ... of it, each side rounded up."""

    def __init__(self, levels: list[Level]) -> None:
        self.levels = levels

    @classmethod
    def of(cls, image: QImage) -> ImagePyramid:
        """The pyramid of an image of any format; may run in a thread beside the window.

        Transparent parts become white.
        """
        levels = [_converted(image)]
        while max(levels[-1].pixels.shape) > _SMALL:
            levels.append(_halved(levels[-1]))
        return cls(levels)

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) at full size."""
        height, width = self.levels[0].pixels.shape
        return (width, height)


def _converted(image: QImage) -> Level:
    level = _blank(image.width(), image.height())
    if image.hasAlphaChannel():
        level.pixels.fill(0xFFFFFFFF)
    for top in range(0, image.height(), _STRIP):
        with QPainter(level.image) as painter:
            painter.drawImage(0, top, image, 0, top, image.width(), _STRIP)
    return level


def _halved(level: Level) -> Level:
    """The mean of each four pixels; of an odd last row or column, that row or column."""
    height, width = level.pixels.shape
    half = _blank((width + 1) // 2, (height + 1) // 2)
    for top in range(0, height // 2, _STRIP):
        rows = min(_STRIP, height // 2 - top)
        with QPainter(half.image) as painter:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            target = QRectF(0, top, width // 2, rows)
            source = QRectF(0, 2 * top, width // 2 * 2, 2 * rows)
            painter.drawImage(target, level.image, source, Qt.ImageConversionFlag.AutoColor)
    if width % 2:
        half.pixels[:, -1] = level.pixels[::2, -1]
    if height % 2:
        half.pixels[-1, :] = level.pixels[-1, ::2]
    return half


def _blank(width: int, height: int) -> Level:
    pixels = np.empty((height, width), np.uint32)
    return Level(pixels, image_over(pixels))
