"""Draws the label map: every device pixel shows the class of the image pixel at its centre.

With alpha `a` = round(255 * opacity), the table holds the colours times a / 255; how they are blended is said
in core/overlay.py.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from labeler.core.classes import BACKGROUND, VOID
from labeler.core.overlay import Hatch, blend, color, sample
from labeler.core.palette import voc_palette

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.arrays import LabelMap, Palette
    from labeler.core.geometry import PixelRect
    from labeler.gui.canvas.array_image import Surface
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

    def paint(self, surface: Surface, viewport: Viewport, rect: PixelRect) -> None:
        """Blend the device pixels of `rect`, all of which lie in the image.

        Nothing is drawn over a photograph of another size, whose own label map is still on its way.
        """
        width, height = viewport.image_size
        if self.label_map is None or self.label_map.shape != (height, width):
            return
        if self.mode is not ViewMode.IMAGE and self.alpha > 0:
            blend(surface.pixels, self.words(viewport, rect), (rect.left, rect.top))

    def words(self, viewport: Viewport, rect: PixelRect) -> NDArray[np.uint32]:
        """What is drawn in the device pixels of `rect`: (h, w) premultiplied ARGB32."""
        assert self.label_map is not None
        indices = np.empty((rect.height, rect.width), np.uint8)
        rows, columns = viewport.rows(rect.top, rect.bottom), viewport.columns(rect.left, rect.right)
        sample(self.label_map, rows, columns, indices)
        return color(indices, self.table(), self._hatch(viewport, rect))

    def _hatch(self, viewport: Viewport, rect: PixelRect) -> Hatch:
        """The stripes of void in `rect`; they move with the image when it is panned."""
        left, top = viewport.origin
        period, width = round(_HATCH_PERIOD * viewport.ratio), round(_HATCH_STRIPE * viewport.ratio)
        stripe = 0 if VOID in self.hidden else self._stripe_color()
        return Hatch(period, width, rect.left - left + rect.top - top, int(stripe))

    def _stripe_color(self) -> np.uint32:
        """Black on a light colour of void, white on a dark one; as opaque as the classes."""
        red, green, blue = self.palette[VOID].tolist()
        is_light = 0.299 * red + 0.587 * green + 0.114 * blue > 127
        stripe = np.full((1, 3), 0 if is_light else 255, np.uint8)
        return np.uint32(_premultiplied(stripe, np.array([[self.alpha]], np.uint32))[0])


def _premultiplied(colors: Palette, alphas: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """(n,) ARGB32 words of (n, 3) uint8 RGB colours times (n, 1) alphas."""
    product = colors.astype(np.uint32) * alphas
    red, green, blue = ((product + (product >> 8) + 128) >> 8).T
    words: NDArray[np.uint32] = (alphas[:, 0] << 24) | (red << 16) | (green << 8) | blue
    return words
