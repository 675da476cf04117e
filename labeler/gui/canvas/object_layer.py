"""Draws what the label map cannot tell: hidden shapes not at all, each instance in a colour of its own.

It changes the words that the label layer is about to blend. No map of it is kept: which shape a device pixel
belongs to is computed at each paint, for the pixels that are drawn (core/topmost.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from labeler.core.classes import BACKGROUND, VOID
from labeler.core.geometry import Bounds, PixelRect
from labeler.core.object_numbers import ObjectNumbers, distinct_colors
from labeler.core.topmost import FlatShapes, recolor
from labeler.gui.canvas.label_layer import premultiplied

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.change import Change
    from labeler.gui.canvas.label_layer import LabelLayer
    from labeler.gui.canvas.viewport import Viewport
    from labeler.gui.document import Document

    Words = NDArray[np.uint32]

# From this many shapes in view on, all are laid out at once and kept so until the next edit.
_FEW = 1000


class ObjectLayer:
    """Hidden shapes, and colours by instance while `by_instance`; void and background keep their own."""

    def __init__(self) -> None:
        self.by_instance = False
        self._document: Document | None = None
        self._numbers: ObjectNumbers | None = None
        self._layout: _Layout | None = None

    def show_document(self, document: Document | None) -> None:
        """Tell apart the objects of another document."""
        self._document, self._numbers, self._layout = document, None, None

    def follow(self, change: Change) -> None:
        """The document has changed: its objects keep their colours."""
        self._layout = None
        if self._numbers is not None:
            self._numbers.follow(change)

    @property
    def numbers(self) -> NDArray[np.int32]:
        """The number of the object of each shape, by position."""
        assert self._document is not None
        if self._numbers is None:
            self._numbers = ObjectNumbers(self._document.annotation.shapes)
        return self._numbers.numbers

    @property
    def hidden(self) -> tuple[int, ...]:
        """Positions, ascending, of the shapes that are hidden one by one."""
        visibility = None if self._document is None else self._document.visibility
        return () if visibility is None else visibility.hidden_shapes

    @property
    def is_needed(self) -> bool:
        """Whether it has anything to change."""
        return self._document is not None and (self.by_instance or bool(self.hidden))

    def change(self, words: Words, viewport: Viewport, rect: PixelRect, labels: LabelLayer) -> None:
        """Change the words of the device pixels of `rect`, all of which lie in the image."""
        assert self._document is not None
        part, hidden = rect, self.hidden
        has_colors = self.by_instance and labels.fill_alpha > 0
        if not has_colors and not hidden:
            return
        if not has_colors:
            boxes = self._document.index.boxes[list(hidden)]
            around = Bounds(*boxes[:, :2].min(axis=0).tolist(), *boxes[:, 2:].max(axis=0).tolist())
            part = rect.intersected(viewport.device_rect(around))
        if part.is_empty:
            return
        top, places, indices = self._topmost(viewport, part)
        table = np.zeros(len(places) + 1, np.uint32)
        is_kept = np.ones(len(places) + 1, np.bool_)
        if has_colors:
            alphas = np.full((len(places), 1), labels.fill_alpha, np.uint32)
            table[1:] = premultiplied(distinct_colors(self.numbers[places], labels.unlabelled_color), alphas)
            is_kept[1:] = ~_is_coloured(indices, labels)
        is_hidden = np.isin(places, hidden)
        table[1:][is_hidden] = 0
        is_kept[1:] &= ~is_hidden
        if part == rect:
            recolor(words, top, table, is_kept)
            return
        down = slice(part.top - rect.top, part.bottom - rect.top)
        across = slice(part.left - rect.left, part.right - rect.left)
        changed = words[down, across].copy()
        recolor(changed, top, table, is_kept)
        words[down, across] = changed

    def numbers_in(self, viewport: Viewport, rect: PixelRect, labels: LabelLayer) -> NDArray[np.int32]:
        """(h, w) int32: the number of the object that device pixels show, 0 for none.

        Beyond the image they show what its last pixels do. Void, background and what is hidden is none.
        """
        top, places, indices = self._topmost(viewport, rect)
        table = np.zeros(len(places) + 1, np.int32)
        is_seen = _is_coloured(indices, labels) & ~np.isin(places, self.hidden)
        table[1:][is_seen] = self.numbers[places][is_seen]
        return table[top]

    def is_hidden_in(self, viewport: Viewport, rect: PixelRect) -> NDArray[np.bool_]:
        """(h, w) bool: the device pixels that a hidden shape gives."""
        top, places, _ = self._topmost(viewport, rect)
        return np.concatenate(([False], np.isin(places, self.hidden)))[top]

    def _topmost(
        self, viewport: Viewport, rect: PixelRect
    ) -> tuple[NDArray[np.int32], NDArray[np.intp], NDArray[np.intp]]:
        """What `topmost` finds for the device pixels; positions and class indices of the shapes it counts."""
        assert self._document is not None
        rows, columns = rows_and_columns(viewport, rect)
        box = PixelRect(int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)
        in_view = self._document.index.overlapping(box)
        if self._layout is None and len(in_view) < _FEW:
            layout = _Layout(self._document, box)
        else:
            layout = self._layout = self._layout or _Layout(self._document, self._document.label_map.rect)
        # Where the shapes in view stand among those that are painted.
        at = np.searchsorted(layout.positions, in_view)
        at = at[at < len(layout.positions)]
        at = at[np.isin(layout.positions[at], in_view)]
        return layout.shapes.topmost(at, rows, columns), layout.positions[at], layout.indices[at]


class _Layout:
    """The shapes that may give pixels of a part of the image, laid out to be looked at."""

    def __init__(self, document: Document, box: PixelRect) -> None:
        positions, indices = document.label_map.painted(box)
        self.positions = np.array(positions, np.intp)
        self.indices = np.array(indices, np.intp)
        self.shapes = FlatShapes([document.annotation.shapes[place] for place in positions])


def rows_and_columns(viewport: Viewport, rect: PixelRect) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The image rows and columns at the centres of device pixels; beyond the last ones, those."""
    width, height = viewport.image_size
    rows, columns = viewport.rows(rect.top, rect.bottom), viewport.columns(rect.left, rect.right)
    return np.minimum(rows, height - 1), np.minimum(columns, width - 1)


def _is_coloured(indices: NDArray[np.intp], labels: LabelLayer) -> NDArray[np.bool_]:
    """Which class indices are seen, and those of objects."""
    return ~np.isin(indices, [BACKGROUND, VOID, *labels.hidden])
