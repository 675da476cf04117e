"""Draws the label map: every device pixel shows the class of the image pixel at its centre.

With alpha `a` = round(255 * opacity), the table holds the colours times a / 255; how they are blended is said
in core/overlay.py.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from labeler.core.classes import BACKGROUND, VOID
from labeler.core.overlay import Hatch, blend, color, sample
from labeler.core.palette import Color, voc_palette
from labeler.gui.review import Review, Shown

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.arrays import LabelMap, Palette
    from labeler.core.geometry import PixelRect
    from labeler.gui.canvas.array_image import Surface
    from labeler.gui.canvas.viewport import Viewport

    # Changes (h, w) premultiplied ARGB32 words in place.
    Finish = Callable[[NDArray[np.uint32]], None]

# Void is hatched at 45 degrees with this period in screen pixels; this part of it is the stripe.
_HATCH_PERIOD = 8
_HATCH_STRIPE = 3

# How opaque unlabelled pixels are at least in coverage mode, 0..255.
_LOUD = 190


class ViewMode(StrEnum):
    """What the canvas shows: the label map over the photograph, the label map alone, the photograph alone."""

    OVERLAY = "overlay"
    LABELS = "labels"
    IMAGE = "image"


class LabelLayer:
    """The live label map in the colours of the classes. In overlay mode background is not drawn.

    `label_map` is read, never copied: after an edit only its rectangle need be painted again. A change of
    palette, opacity, mode or of what is hidden makes another table of 256 colours and leaves the label map
    alone. Without `is_filled`, classes of shapes are not drawn over the photograph; void keeps its stripes.
    With an `unlabelled_color` background is drawn in it, loudly, in every mode. In a `review` the prediction
    may be shown in its place, everywhere or only where it is wrong, background included.
    """

    def __init__(self) -> None:
        self.label_map: LabelMap | None = None
        self.palette: Palette = voc_palette()
        self.opacity = 0.45
        self.mode = ViewMode.OVERLAY
        self.is_filled = True
        self.hidden: frozenset[int] = frozenset()
        self.unlabelled_color: Color | None = None
        self.review: Review | None = None

    @property
    def is_of_shapes(self) -> bool:
        """Whether what is shown are the shapes of the annotation, and no prediction."""
        return self.review is None or self.review.shown is Shown.TRUTH

    def sides(self) -> tuple[LabelLayer, LabelLayer]:
        """What a line over the canvas divides: the photograph and this; in a review truth and prediction."""
        if self.review is not None:
            if self.is_of_shapes:
                return self, self._with(Review(Shown.PREDICTION, self.review.prediction))
            return self._with(Review(Shown.TRUTH, self.review.prediction)), self
        bare = copy(self)
        bare.mode, bare.unlabelled_color = ViewMode.IMAGE, None
        return bare, self

    @property
    def alpha(self) -> int:
        """How opaque the label map lies over the photograph, 0..255."""
        if self.mode is ViewMode.IMAGE:
            return 0
        return 255 if self.mode is ViewMode.LABELS else round(255 * self.opacity)

    @property
    def fill_alpha(self) -> int:
        """How opaque classes are drawn, 0..255."""
        is_drawn = self.is_filled or self.mode is ViewMode.LABELS or not self.is_of_shapes
        return self.alpha if is_drawn else 0

    def shows(self, viewport: Viewport) -> bool:
        """Whether there is a label map of this image; that of another size is still to be replaced."""
        width, height = viewport.image_size
        source = self._source
        return source is not None and source.shape == (height, width)

    def table(self) -> NDArray[np.uint32]:
        """(256,) premultiplied ARGB32: what is drawn for each class index."""
        alphas = np.full((256, 1), self.fill_alpha, np.uint32)
        if self.mode is ViewMode.OVERLAY and not self._is_of_differences:
            alphas[BACKGROUND] = 0
        alphas[list(self.hidden)] = 0
        if self.unlabelled_color is None:
            return premultiplied(self.palette, alphas)
        palette = self.palette.copy()
        palette[BACKGROUND] = self.unlabelled_color
        alphas[BACKGROUND] = max(self.alpha, _LOUD)
        return premultiplied(palette, alphas)

    def paint(
        self, surface: Surface, viewport: Viewport, rect: PixelRect, finish: Finish | None = None
    ) -> None:
        """Blend the device pixels of `rect`, all of which lie in the image.

        `finish` may change the words of these pixels before they are blended.
        """
        draws_nothing = self.alpha == 0 and self.unlabelled_color is None and finish is None
        if draws_nothing or not self.shows(viewport):
            return
        words = self.words(viewport, rect)
        if finish is not None:
            finish(words)
        blend(surface.pixels, words, (rect.left, rect.top))

    def words(self, viewport: Viewport, rect: PixelRect) -> NDArray[np.uint32]:
        """What is drawn in the device pixels of `rect`: (h, w) premultiplied ARGB32."""
        assert self._source is not None
        indices = np.empty((rect.height, rect.width), np.uint8)
        rows, columns = viewport.rows(rect.top, rect.bottom), viewport.columns(rect.left, rect.right)
        sample(self._source, rows, columns, indices)
        words = color(indices, self.table(), self._hatch(viewport, rect))
        if self._is_of_differences:
            assert self.label_map is not None
            truth = np.empty_like(indices)
            sample(self.label_map, rows, columns, truth)
            differs = truth != indices
            differs &= truth != VOID
            words *= differs  # far quicker than an index of booleans
        return words

    def words_of_index(
        self, index: int, viewport: Viewport, rect: PixelRect, alpha: int
    ) -> NDArray[np.uint32]:
        """What is drawn where all is of one class that is not hidden: a word, or one for each pixel."""
        word = premultiplied(self.palette[index : index + 1], np.array([[alpha]], np.uint32))
        if index != VOID:
            return word
        indices = np.full((rect.height, rect.width), VOID, np.uint8)
        return color(indices, np.repeat(word, 256), self._hatch(viewport, rect, alpha))

    @property
    def _source(self) -> LabelMap | None:
        """The label map that is sampled."""
        return self.label_map if self.review is None or self.is_of_shapes else self.review.prediction

    @property
    def _is_of_differences(self) -> bool:
        return self.review is not None and self.review.shown is Shown.DIFFERENCES

    def _with(self, review: Review) -> LabelLayer:
        changed = copy(self)
        changed.review = review
        return changed

    def _hatch(self, viewport: Viewport, rect: PixelRect, alpha: int | None = None) -> Hatch:
        """The stripes of void in `rect`; they move with the image when it is panned."""
        left, top = viewport.origin
        period, width = round(_HATCH_PERIOD * viewport.ratio), round(_HATCH_STRIPE * viewport.ratio)
        stripe = 0 if VOID in self.hidden else self._stripe_color(self.alpha if alpha is None else alpha)
        return Hatch(period, width, rect.left - left + rect.top - top, int(stripe))

    def _stripe_color(self, alpha: int) -> np.uint32:
        """Black on a light colour of void, white on a dark one."""
        red, green, blue = self.palette[VOID].tolist()
        is_light = 0.299 * red + 0.587 * green + 0.114 * blue > 127
        stripe = np.full((1, 3), 0 if is_light else 255, np.uint8)
        return np.uint32(premultiplied(stripe, np.array([[alpha]], np.uint32))[0])


def premultiplied(colors: NDArray[np.uint8], alphas: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """(n,) ARGB32 words of (n, 3) uint8 RGB colours times (n, 1) alphas."""
    product = colors.astype(np.uint32) * alphas
    red, green, blue = ((product + (product >> 8) + 128) >> 8).T
    words: NDArray[np.uint32] = (alphas[:, 0] << 24) | (red << 16) | (green << 8) | blue
    return words
