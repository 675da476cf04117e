"""QImages over the memory of numpy arrays.

numpy owns the memory: an array over `QImage.bits()` would dangle when the QImage dies.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def image_over(
    pixels: NDArray[np.uint32], image_format: QImage.Format = QImage.Format.Format_RGB32
) -> QImage:
    """A QImage that shares the memory of (h, w) uint32, C-contiguous pixels and keeps them alive."""
    height, width = pixels.shape
    return QImage(pixels.data, width, height, pixels.strides[0], image_format)
