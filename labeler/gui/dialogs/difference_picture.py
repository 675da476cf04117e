"""A label map in small in which only the pixels that differ from another one stand out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from labeler.gui import theme

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.arrays import LabelMap, Palette
    from labeler.core.geometry import Bounds, PixelRect

# How much of its colour a pixel keeps that does not differ.
_FAINT = 0.25
# What is shown around a shape, as a share of its size, and at least so many pixels of the image in all.
_MARGIN, _FEWEST = 0.5, 24.0


class DifferencePicture(QWidget):
    """Every `stride`-th pixel of the label map in `rect`; the class colours of those that differ in full."""

    def __init__(
        self, label_map: LabelMap, differs: NDArray[np.bool_], rect: PixelRect, stride: int, palette: Palette
    ) -> None:
        super().__init__()
        self._rect = rect
        self._stride = stride
        self._pixels = _colored(label_map, differs, palette)
        height, width = self._pixels.shape
        self._image = QImage(self._pixels.data, width, height, 4 * width, QImage.Format.Format_RGB32)
        self._part = QRectF(0, 0, width, height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(120)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Two of them fit beside each other at 1280 pixels."""
        return QSize(400, 260)

    def show_box(self, bounds: Bounds | None) -> None:
        """Come closer to a box in image coordinates, or show everything for None."""
        whole = QRectF(self._image.rect())
        if bounds is None or bounds.is_empty:
            self._part = whole
        else:
            left, top = bounds.left - self._rect.left, bounds.top - self._rect.top
            box = QRectF(left, top, bounds.right - bounds.left, bounds.bottom - bounds.top)
            wide, high = (max(_FEWEST - side, 2 * _MARGIN * side) / 2 for side in (box.width(), box.height()))
            near = box.adjusted(-wide, -high, wide, high)
            scale = 1 / self._stride
            part = QRectF(near.x() * scale, near.y() * scale, near.width() * scale, near.height() * scale)
            self._part = part.intersected(whole)
            if self._part.isEmpty():
                self._part = whole
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The part as large as it can be, with sharp pixels."""
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.current().canvas)
            if self._part.isEmpty():
                return
            size = self._part.size().scaled(QRectF(self.rect()).size(), Qt.AspectRatioMode.KeepAspectRatio)
            target = QRectF((self.width() - size.width()) / 2, (self.height() - size.height()) / 2, 0, 0)
            target.setSize(size)
            painter.drawImage(target, self._image, self._part)


def _colored(label_map: LabelMap, differs: NDArray[np.bool_], palette: Palette) -> NDArray[np.uint32]:
    """(h, w) RGB32 words, C-contiguous."""
    back = theme.current().canvas
    ground = np.array([back.red(), back.green(), back.blue()])
    tables = [palette, ground + (palette - ground) * _FAINT]
    words = [np.dot(table.astype(np.uint32), np.array([65536, 256, 1], np.uint32)) for table in tables]
    return np.ascontiguousarray(
        np.where(differs, words[0][label_map], words[1][label_map]).astype(np.uint32) | np.uint32(0xFF000000)
    )
