"""Draws the label map: every device pixel shows the class of the image pixel at its centre.

Blending is Qt's: with alpha `a` = round(255 * opacity), the table holds the colours times a, and a pixel is
table + photograph * (255 - a) / 255, each product p rounded as (p + (p >> 8) + 128) >> 8.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtGui import QImage, QPainter

from labeler.core.classes import BACKGROUND, VOID
from labeler.core.palette import voc_palette
from labeler.gui.canvas.array_image import image_over

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.arrays import LabelMap, Palette
    from labeler.core.geometry import PixelRect
    from labeler.gui.canvas.viewport import Viewport

# Void is hatched at 45 degrees with this period in screen pixels; this part of it is the stripe.
_HATCH_PERIOD = 8
_HATCH_STRIPE = 3


class ViewMode(StrEnum):
    """What the canvas shows: the label map over the photograph, the label map alone, the photograph alone."""

    OVERLAY = "overlay"
    LABELS = "labels"
    IMAGE = "image"


class LabelLayer:
    """The live label map in the colours of the classes. In overlay mode background is not drawn.

    `label_map` is read, never copied: after an edit only its rectangle need be painted again. A change of
    palette, opacity, mode or of what is hidden makes another table of 256 colours and leaves the label map
    alone. Without `is_filled`, classes are not drawn over the photograph, but void keeps its stripes.
    """

    def __init__(self) -> None:
        self.label_map: LabelMap | None = None
        self.palette: Palette = voc_palette()
        self.opacity = 0.45
        self.mode = ViewMode.OVERLAY
        self.is_filled = True
        self.hidden: frozenset[int] = frozenset()

    @property
    def alpha(self) -> int:
        """How opaque classes are drawn, 0..255."""
        return 255 if self.mode is ViewMode.LABELS else round(255 * self.opacity)

    def table(self) -> NDArray[np.uint32]:
        """(256,) premultiplied ARGB32: what is drawn for each class index."""
        alphas = np.full((256, 1), self.alpha, np.uint32)
        if self.mode is ViewMode.OVERLAY:
            alphas[slice(None) if not self.is_filled else BACKGROUND] = 0
        alphas[list(self.hidden)] = 0
        return _premultiplied(self.palette, alphas)

    def paint(self, painter: QPainter, viewport: Viewport, rect: PixelRect) -> None:
        """Draw the device pixels of `rect`, all of which lie in the image."""
        words = self.words(viewport, rect)
        if words is not None:
            picture = image_over(words, QImage.Format.Format_ARGB32_Premultiplied)
            painter.drawImage(rect.left, rect.top, picture)

    def words(self, viewport: Viewport, rect: PixelRect) -> NDArray[np.uint32] | None:
        """What is drawn in the device pixels of `rect`, (h, w) premultiplied ARGB32; None for nothing.

        Nothing is drawn over a photograph of another size, whose own label map is still on its way.
        """
        width, height = viewport.image_size
        if self.label_map is None or self.label_map.shape != (height, width):
            return None
        if self.mode is ViewMode.IMAGE or self.alpha == 0:
            return None
        columns = viewport.columns(rect.left, rect.right)
        rows = viewport.rows(rect.top, rect.bottom)
        block = self.label_map[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        columns, rows = columns - columns[0], rows - rows[0]
        if viewport.scale < 1:
            # Whole rows first: that copies memory as it lies.
            block = np.take(block[rows], columns, axis=1)
        pixels = np.take(self.table(), block, mode="clip")
        is_void = block == VOID
        has_void = VOID not in self.hidden and bool(is_void.any())
        if viewport.scale > 1:
            # The few image pixels are coloured; now they are spread.
            pixels = np.take(pixels, columns, axis=1)[rows]
            is_void = np.take(is_void, columns, axis=1)[rows] if has_void else is_void
        if has_void:
            pixels[is_void & _stripes(viewport, rect)] = self._stripe_color()
        return pixels

    def _stripe_color(self) -> np.uint32:
        """Black on a light colour of void, white on a dark one; as opaque as the classes."""
        red, green, blue = self.palette[VOID].tolist()
        is_light = 0.299 * red + 0.587 * green + 0.114 * blue > 127
        stripe = np.full((1, 3), 0 if is_light else 255, np.uint8)
        return np.uint32(_premultiplied(stripe, np.array([[self.alpha]], np.uint32))[0])


def _stripes(viewport: Viewport, rect: PixelRect) -> NDArray[np.bool_]:
    """Which device pixels of `rect` lie on a stripe; the stripes move with the image when it is panned."""
    left, top = viewport.origin
    across = np.arange(rect.left - left, rect.right - left)
    down = np.arange(rect.top - top, rect.bottom - top)[:, None]
    period, stripe = round(_HATCH_PERIOD * viewport.ratio), round(_HATCH_STRIPE * viewport.ratio)
    stripes: NDArray[np.bool_] = (across + down) % period < stripe
    return stripes


def _premultiplied(colors: Palette, alphas: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """(n,) ARGB32 words of (n, 3) uint8 RGB colours times (n, 1) alphas."""
    product = colors.astype(np.uint32) * alphas
    red, green, blue = ((product + (product >> 8) + 128) >> 8).T
    words: NDArray[np.uint32] = (alphas[:, 0] << 24) | (red << 16) | (green << 8) | blue
    return words
