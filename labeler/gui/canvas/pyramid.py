"""The photograph as it is drawn: RGB32, and halved again and again, so that drawing it small is fast."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from PySide6.QtGui import QImage, QPainter

from labeler.gui.canvas.array_image import image_over

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Qt holds the interpreter while it draws: strips of this many rows let other threads have it in between.
_STRIP = 64

# Pixels that are halved at once, so that what lies between stays in the cache of the processor.
_AT_ONCE = 1 << 17

# The lower seven bits of each byte.
_SEVEN_BITS = np.uint32(0x7F7F7F7F)

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
    """The mean of each four pixels, within half a grey level; an odd last row or column is kept as it is.

    Four channels at once: rounded down over two rows and up over two columns, so that no level is darker.
    """
    pixels = level.pixels
    height, width = pixels.shape
    half = _blank((width + 1) // 2, (height + 1) // 2)
    even_width, even_height = width // 2 * 2, height // 2 * 2
    step = 2 * max(1, _AT_ONCE // width)
    for top in range(0, even_height, step):
        bottom = min(top + step, even_height)
        rows = _mean_down(pixels[top:bottom:2, :even_width], pixels[top + 1 : bottom : 2, :even_width])
        half.pixels[top // 2 : bottom // 2, : width // 2] = _mean_up(rows[:, ::2], rows[:, 1::2])
    if width % 2:
        half.pixels[:, -1] = pixels[::2, -1]
    if height % 2:
        half.pixels[-1, :] = pixels[-1, ::2]
    return half


def _mean_down(first: NDArray[np.uint32], second: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """The mean of each byte, rounded down: what both have, and half of what one has."""
    return (((first ^ second) >> 1) & _SEVEN_BITS) + (first & second)


def _mean_up(first: NDArray[np.uint32], second: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """The mean of each byte, rounded up: what either has, less half of what one has."""
    return (first | second) - (((first ^ second) >> 1) & _SEVEN_BITS)


def _blank(width: int, height: int) -> Level:
    pixels = np.empty((height, width), np.uint32)
    return Level(pixels, image_over(pixels))
