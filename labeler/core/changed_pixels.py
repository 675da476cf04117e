"""How many pixels of a label map differ from what they were, kept up to date rectangle by rectangle."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from labeler.core.geometry import PixelRect

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.arrays import LabelMap


# So many pixels are remembered at most.
MOST = 1 << 27


class ChangedPixels:
    """Counts the pixels of a live (H, W) label map that differ from what it held at the beginning.

    Remembers no more of it than was announced (`expect`) as the place of changes to come. `count` is None
    once that is so large that the memory for it would be missed elsewhere.
    """

    def __init__(self, label_map: LabelMap) -> None:
        self.count: int | None = 0
        self._label_map = label_map
        self._rect = PixelRect(0, 0, 0, 0)
        self._start: LabelMap = np.empty((0, 0), np.uint8)
        self._differs: NDArray[np.bool_] = np.empty((0, 0), np.bool_)

    def expect(self, rect: PixelRect) -> None:
        """Pixels of a rectangle are about to change; to be called before they do."""
        old = self._rect
        if self.count is None or rect.is_empty or rect.intersected(old) == rect:
            return
        if not old.is_empty:
            rect = PixelRect(*np.minimum(rect[:2], old[:2]).tolist(), *np.maximum(rect[2:], old[2:]).tolist())
        if rect.width * rect.height > MOST:
            self.count = None
            self._start, self._differs = np.empty((0, 0), np.uint8), np.empty((0, 0), np.bool_)
            return
        # Outside of the old rectangle nothing has changed yet.
        start = self._label_map[rect.top : rect.bottom, rect.left : rect.right].copy()
        differs = np.zeros(start.shape, np.bool_)
        inner = _within(old, rect)
        start[inner], differs[inner] = self._start, self._differs
        self._rect, self._start, self._differs = rect, start, differs

    def follow(self, rect: PixelRect) -> None:
        """The pixels of a rectangle were drawn anew."""
        rect = rect.intersected(self._rect)
        if self.count is None or rect.is_empty:
            return
        inner = _within(rect, self._rect)
        now = self._label_map[rect.top : rect.bottom, rect.left : rect.right] != self._start[inner]
        self.count += int(np.count_nonzero(now)) - int(np.count_nonzero(self._differs[inner]))
        self._differs[inner] = now


def _within(rect: PixelRect, outer: PixelRect) -> tuple[slice, slice]:
    """Where a rectangle lies in an array that holds the pixels of another."""
    return (
        slice(rect.top - outer.top, rect.bottom - outer.top),
        slice(rect.left - outer.left, rect.right - outer.left),
    )
