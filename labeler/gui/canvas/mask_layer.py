"""Draws the pixels that a tool is about to give or to take, before any edit is made.

They are words of the label map, replaced before it is blended over the photograph: what is given looks as it
will in the end, what is taken is hatched light and dark. So a frame draws what changed and no more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from labeler.core.geometry import Bounds, PixelRect
from labeler.core.overlay import sample
from labeler.gui.canvas.label_layer import ViewMode

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.arrays import Mask
    from labeler.gui.canvas.label_layer import LabelLayer
    from labeler.gui.canvas.viewport import Viewport
    from labeler.tools.base import DraftMask

# Stripes over what is taken: their period in screen pixels, and what is blended, premultiplied ARGB32.
_PERIOD = 6
_PALE, _DARK = 0xC8C8C8C8, 0xA0000000

# How opaque given pixels are where labels are not to be seen at all: one must see what one paints.
_LEAST_ALPHA = 115

_NOWHERE = Bounds.around(())


class MaskLayer:
    """The pixels of one draft. `index` is the class index that they are about to get."""

    def __init__(self) -> None:
        self.mask: DraftMask | None = None
        self.index = 0

    def show(self, mask: DraftMask | None, index: int) -> Bounds:
        """Show other pixels, or none; the box of what looks different now, empty for nothing."""
        before, same_index = self.mask, index == self.index
        self.mask, self.index = mask, index
        if mask is before and same_index:
            return _NOWHERE
        if before is None or mask is None or before.erases != mask.erases or not same_index:
            boxes = [Bounds(*rect_of(each)) for each in (before, mask) if each is not None]
            return Bounds.around(boxes)
        if mask.changed is not None and mask.pixels is before.pixels:
            return Bounds(*mask.changed)
        return _difference(before, mask)

    def change(
        self, words: NDArray[np.uint32], viewport: Viewport, rect: PixelRect, labels: LabelLayer
    ) -> None:
        """Replace what is drawn in the device pixels of `rect`, (h, w) words, where the draft has pixels."""
        if self.mask is None:
            return
        frame = rect_of(self.mask)
        rows, columns = viewport.rows(rect.top, rect.bottom), viewport.columns(rect.left, rect.right)
        top, bottom = np.searchsorted(rows, (frame.top, frame.bottom)).tolist()
        left, right = np.searchsorted(columns, (frame.left, frame.right)).tolist()
        if top == bottom or left == right:
            return
        seen = np.empty((bottom - top, right - left), np.uint8)
        source = self.mask.pixels.view(np.uint8)
        sample(source, rows[top:bottom] - frame.top, columns[left:right] - frame.left, seen)
        part = words[top:bottom, left:right]
        place = PixelRect(rect.left + left, rect.top + top, rect.left + right, rect.top + bottom)
        if self.mask.erases:
            _hatch(part, seen.view(np.bool_), viewport, place)
        else:
            given = labels.words_of_index(self.index, viewport, place, _alpha(labels))
            np.copyto(part, given, where=seen.view(np.bool_))


def rect_of(mask: DraftMask) -> PixelRect:
    """The pixels of the image that a mask lies over."""
    height, width = mask.pixels.shape
    return PixelRect(mask.left, mask.top, mask.left + width, mask.top + height)


def _alpha(labels: LabelLayer) -> int:
    """How opaque the pixels are drawn: as the classes, and never unseen."""
    return 255 if labels.mode is ViewMode.LABELS else labels.fill_alpha or _LEAST_ALPHA


def _hatch(words: NDArray[np.uint32], where: Mask, viewport: Viewport, place: PixelRect) -> None:
    """Light and dark stripes at 45 degrees; they move with the image when it is panned."""
    left, top = viewport.origin
    period = max(2, round(_PERIOD * viewport.ratio))
    steps = np.arange(place.width + period) + (place.left - left) + (place.top - top)
    line = np.where(steps % period < period // 2, np.uint32(_PALE), np.uint32(_DARK))
    # A row is the one above, one pixel further on, and from period to period the same.
    for row in range(period):
        np.copyto(words[row::period], line[row : row + place.width], where=where[row::period])


def _difference(one: DraftMask, other: DraftMask) -> Bounds:
    """The box of the pixels that only one of two masks has."""
    frames = rect_of(one), rect_of(other)
    if frames[0] == frames[1]:
        differs = one.pixels ^ other.pixels
        left, top = one.left, one.top
    else:
        whole = Bounds.around([Bounds(*frame) for frame in frames])
        left, top = int(whole.left), int(whole.top)
        differs = np.zeros((int(whole.bottom) - top, int(whole.right) - left), np.bool_)
        for each, frame in zip((one, other), frames, strict=True):
            differs[frame.top - top : frame.bottom - top, frame.left - left : frame.right - left] ^= (
                each.pixels
            )
    return _box_of(differs, left, top)


def _box_of(pixels: Mask, left: int, top: int) -> Bounds:
    """The smallest box around the pixels that are set; empty for none."""
    rows = np.flatnonzero(pixels.any(axis=1))
    if not len(rows):
        return _NOWHERE
    columns = np.flatnonzero(pixels[rows[0] : rows[-1] + 1].any(axis=0))
    return Bounds(
        left + float(columns[0]), top + float(rows[0]), left + columns[-1] + 1.0, top + rows[-1] + 1.0
    )
