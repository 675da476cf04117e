"""QImages over the memory of numpy arrays.

numpy owns the memory: an array over `QImage.bits()` would dangle when the QImage dies.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.geometry import PixelRect


def image_over(
    pixels: NDArray[np.uint32], image_format: QImage.Format = QImage.Format.Format_RGB32
) -> QImage:
    """A QImage that shares the memory of (h, w) uint32, C-contiguous pixels and keeps them alive."""
    height, width = pixels.shape
    return QImage(pixels.data, width, height, pixels.strides[0], image_format)


class Surface:
    """Device pixels that layers paint on, with a painter of Qt or by writing `pixels`, (h, w) RGB32 words."""

    def __init__(self, width: int, height: int) -> None:
        self.pixels: NDArray[np.uint32] = np.zeros((height, width), np.uint32)
        self._image = image_over(self.pixels)

    @contextmanager
    def painter(self, clip: PixelRect) -> Iterator[QPainter]:
        """A painter that changes no device pixel outside of `clip`."""
        with QPainter(self._image) as painter:
            painter.setClipRect(QRect(clip.left, clip.top, clip.width, clip.height))
            yield painter
