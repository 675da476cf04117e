"""The picture under the vectors of the selection, kept as one image of the size of the canvas.

A pan shifts it and draws the strips that come into view; an edit draws its rectangle. Whatever part is drawn,
layers write the same pixels of one `Surface`, one after another: what lies behind the image; the
photograph (`ImageLayer`: at any scale RGB32 words in `surface.pixels`, so that a display table can be applied
to those); the label map (`LabelLayer`: sampled as class indices, coloured as words through `table()`, changed
by hidden shapes, colours by instance and borders, blended over the photograph); thin outlines (with a
painter). No layer reads what lies outside of its rectangle, and
each device pixel depends on the viewport and itself alone, so that parts fit together to the bit.
"""

from __future__ import annotations

import math
from ctypes import memmove
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage

from labeler.core.geometry import Bounds, PixelRect
from labeler.core.object_numbers import distinct_colors
from labeler.gui import theme
from labeler.gui.canvas.array_image import Surface, image_over
from labeler.gui.canvas.border_layer import border_width, draw_map_borders
from labeler.gui.canvas.grid_layer import paint_grid
from labeler.gui.canvas.image_layer import ImageLayer
from labeler.gui.canvas.label_layer import LabelLayer, ViewMode
from labeler.gui.canvas.mask_layer import MaskLayer
from labeler.gui.canvas.object_layer import ObjectLayer
from labeler.gui.canvas.outline_layer import REACH, OutlineLayer
from labeler.gui.canvas.outlines import class_color

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from labeler.gui.canvas.label_layer import Finish
    from labeler.gui.canvas.viewport import Viewport
    from labeler.gui.document import Document

# From this many changed places on, one box around them all is drawn.
_MANY = 16


class BaseImage:
    """What lies behind the photograph, the photograph, the label map, and the thin outlines of all shapes."""

    def __init__(self) -> None:
        self.document: Document | None = None
        self.image = ImageLayer()
        self.labels = LabelLayer()
        self.objects = ObjectLayer()
        self.outlines = OutlineLayer()
        self.draft = MaskLayer()
        self._surface = Surface(0, 0)
        # Over the memory of the surface, but in screen pixels.
        self._screen = QImage()
        self._shown: _View | None = None
        self._dirty: list[Bounds] = []
        # The device rectangles that `updated` has drawn anew the last time.
        self.painted: list[PixelRect] = []
        # The device column that divides the two sides of `LabelLayer.sides`; None where there is one only.
        self.split: int | None = None
        # Whether the borders of pixels are drawn where there is room for them.
        self.has_grid = True
        # Grows with every change of what is shown, for those who show it too.
        self.version = 0

    def invalidate(self) -> None:
        """Everything is drawn anew at the next paint."""
        self._shown = None
        self.version += 1

    def mark(self, bounds: Bounds) -> None:
        """What lies in this box of the image is drawn anew at the next paint."""
        if not bounds.is_empty:
            self._dirty.append(bounds)
            self.version += 1

    def updated(self, viewport: Viewport) -> QImage:
        """The picture as `viewport` shows it now, with its device pixel ratio; good until the next call."""
        width, height = viewport.size
        if self._surface.pixels.shape != (height, width):
            self._surface = Surface(width, height)
            self._screen = image_over(self._surface.pixels)
            self.invalidate()
        self._screen.setDevicePixelRatio(viewport.ratio)
        self.painted = [rect for rect in self._to_paint(viewport) if not rect.is_empty]
        for rect in self.painted:
            self._paint(viewport, rect)
        self._dirty.clear()
        return self._screen

    def _to_paint(self, viewport: Viewport) -> list[PixelRect]:
        """The device rectangles that do not show what they should, after what is kept was shifted."""
        whole = PixelRect(0, 0, *viewport.size)
        before, now = self._shown, _View(viewport, self._lines(viewport), has_grid=self.has_grid)
        self._shown = now
        if before is None or not before.differs_by_pan(now):
            return [whole]
        dx, dy = now.origin[0] - before.origin[0], now.origin[1] - before.origin[1]
        crosses_split = self.split is not None and dx != 0
        if crosses_split or abs(dx) >= whole.width or abs(dy) >= whole.height:
            return [whole]
        self._shift(dx, dy)
        boxes = self._dirty if len(self._dirty) < _MANY else [Bounds.around(self._dirty)]
        reach = border_width(viewport) if now.lines is _Lines.BORDERS else 0
        if now.lines is _Lines.OUTLINES:
            reach = math.ceil(REACH * viewport.ratio)
        rects = [_grown(viewport.device_rect(box), reach).intersected(whole) for box in boxes]
        return [*_exposed(whole, dx, dy), *rects]

    def _lines(self, viewport: Viewport) -> _Lines:
        """How the borders of shapes are drawn in this view."""
        if self.document is None or self.labels.mode is not ViewMode.OVERLAY or not self.outlines.is_on:
            return _Lines.NONE
        if self.outlines.shows(self.document, viewport):
            return _Lines.OUTLINES
        return _Lines.NONE if self.labels.is_filled else _Lines.BORDERS

    def _shift(self, dx: int, dy: int) -> None:
        """Move all pixels by (dx, dy); what wraps around is in the exposed strips."""
        pixels = self._surface.pixels
        step = (dy * pixels.shape[1] + dx) * pixels.itemsize
        address, size = pixels.ctypes.data, pixels.nbytes - abs(step)
        if step:
            memmove(address + max(step, 0), address - min(step, 0), size)

    def _paint(self, viewport: Viewport, rect: PixelRect) -> None:
        labels = self.labels
        if self.split is not None:
            left = rect._replace(right=min(rect.right, self.split))
            rect = rect._replace(left=max(rect.left, self.split))
            beside, labels = labels.sides()
            if not left.is_empty and beside.review is not None:
                self._paint_labelled(viewport, left, beside)
            elif not left.is_empty:
                self.paint_content(self._surface, viewport, left, beside)
                self._paint_grid(viewport, left)
        if not rect.is_empty:
            self._paint_labelled(viewport, rect, labels)

    def _paint_labelled(self, viewport: Viewport, rect: PixelRect, labels: LabelLayer) -> None:
        surface, lines = self._surface, _Lines.NONE if self._shown is None else self._shown.lines
        self.paint_content(surface, viewport, rect, labels, has_borders=lines is _Lines.BORDERS)
        self._paint_grid(viewport, rect)
        if self.document is not None and lines is _Lines.OUTLINES:
            with surface.painter(rect) as painter:
                self.outlines.paint(painter, viewport, rect, self.document, self._color_of)

    def _paint_grid(self, viewport: Viewport, rect: PixelRect) -> None:
        if self.has_grid:
            paint_grid(self._surface, viewport, rect.intersected(viewport.image_rect))

    def _finish(
        self, viewport: Viewport, rect: PixelRect, labels: LabelLayer, *, has_borders: bool
    ) -> Finish | None:
        """What changes the words of the label map before they are blended; None for nothing."""
        has_changes = self.objects.is_needed and labels.mode is not ViewMode.IMAGE and labels.is_of_shapes
        has_draft = self.draft.mask is not None and labels is self.labels
        if not (has_borders or has_changes or has_draft):
            return None

        def finish(words: NDArray[np.uint32]) -> None:
            if has_changes:
                self.objects.change(words, viewport, rect, labels)
            if has_borders:
                draw_map_borders(words, viewport, rect, labels, self.objects)
            if has_draft:
                self.draft.change(words, viewport, rect, labels)

        return finish

    def _color_of(self, position: int) -> QColor:
        """The colour of the outline of a shape: that of its class, or of its instance."""
        assert self.document is not None
        if self.objects.by_instance:
            number = self.objects.numbers[position]
            return QColor(*distinct_colors(number, self.labels.unlabelled_color).tolist())
        class_name = self.document.annotation.shapes[position].class_name
        return class_color(class_name, self.document.classes, self.labels.palette)

    def paint_content(
        self,
        surface: Surface,
        viewport: Viewport,
        rect: PixelRect,
        labels: LabelLayer,
        *,
        has_borders: bool = False,
    ) -> None:
        """Write the device pixels of `rect` as any view shows them: photograph and label map, no vectors.

        Hidden shapes and colours by instance are those of the canvas; borders are drawn if asked for.
        """
        in_image = rect.intersected(viewport.image_rect)
        has_image = labels.mode is not ViewMode.LABELS and self.image.shows(viewport)
        if not has_image or in_image != rect:
            with surface.painter(rect) as painter:
                painter.fillRect(QRect(rect.left, rect.top, rect.width, rect.height), theme.current().canvas)
        if not in_image.is_empty:
            if has_image:
                self.image.paint(surface, viewport, in_image)
            finish = self._finish(viewport, in_image, labels, has_borders=has_borders)
            labels.paint(surface, viewport, in_image, finish)


class _Lines(Enum):
    """Outlines of shapes, borders of the label map, or none of them."""

    NONE = 0
    OUTLINES = 1
    BORDERS = 2


class _View:
    """What the kept picture shows, as far as it decides whether a shift is enough."""

    def __init__(self, viewport: Viewport, lines: _Lines, *, has_grid: bool) -> None:
        self.origin = viewport.origin
        self.lines = lines
        self._rest = (viewport.scale, viewport.ratio, viewport.image_size, lines, has_grid)

    def differs_by_pan(self, other: _View) -> bool:
        """Whether the other differs in its origin at most."""
        return self._rest == other._rest


def _exposed(whole: PixelRect, dx: int, dy: int) -> list[PixelRect]:
    """The strips that a shift of the picture by (dx, dy) leaves without content."""
    left, top, right, bottom = whole
    across = PixelRect(left, top, left + dx, bottom) if dx > 0 else PixelRect(right + dx, top, right, bottom)
    down = PixelRect(left, top, right, top + dy) if dy > 0 else PixelRect(left, bottom + dy, right, bottom)
    return [across, down]


def _grown(rect: PixelRect, reach: int) -> PixelRect:
    return PixelRect(rect.left - reach, rect.top - reach, rect.right + reach, rect.bottom + reach)
