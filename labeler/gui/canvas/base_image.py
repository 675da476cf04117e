"""The picture under the vectors of the selection, kept as one image of the size of the canvas.

A pan shifts it and draws the strips that come into view; an edit draws its rectangle. Whatever part is drawn,
four layers write the same pixels of one `Surface`, one after another: what lies behind the image; the
photograph (`ImageLayer`: at any scale RGB32 words in `surface.pixels`, so that a display table can be applied
to those); the label map (`LabelLayer`: sampled as class indices, coloured as words through `table()`, blended
over the photograph); thin outlines (with a painter). No layer reads what lies outside of its rectangle, and
each device pixel depends on the viewport and itself alone, so that parts fit together to the bit.
"""

from __future__ import annotations

from ctypes import memmove
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect
from PySide6.QtGui import QImage

from labeler.core.geometry import Bounds, PixelRect
from labeler.gui import theme
from labeler.gui.canvas.array_image import Surface, image_over
from labeler.gui.canvas.image_layer import ImageLayer
from labeler.gui.canvas.label_layer import LabelLayer, ViewMode
from labeler.gui.canvas.object_layer import ObjectLayer
from labeler.gui.canvas.outline_layer import OutlineLayer

if TYPE_CHECKING:
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
        self._surface = Surface(0, 0)
        # Over the memory of the surface, but in screen pixels.
        self._screen = QImage()
        self._shown: _View | None = None
        self._dirty: list[Bounds] = []
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
        for rect in self._to_paint(viewport):
            if not rect.is_empty:
                self._paint(viewport, rect)
        self._dirty.clear()
        return self._screen

    def _to_paint(self, viewport: Viewport) -> list[PixelRect]:
        """The device rectangles that do not show what they should, after what is kept was shifted."""
        whole = PixelRect(0, 0, *viewport.size)
        has_outlines = (
            self.document is not None
            and self.labels.mode is ViewMode.OVERLAY
            and self.outlines.shows(self.document, viewport)
        )
        before, now = self._shown, _View(viewport, has_outlines=has_outlines)
        self._shown = now
        if before is None or not before.differs_by_pan(now):
            return [whole]
        dx, dy = now.origin[0] - before.origin[0], now.origin[1] - before.origin[1]
        if abs(dx) >= whole.width or abs(dy) >= whole.height:
            return [whole]
        self._shift(dx, dy)
        boxes = self._dirty if len(self._dirty) < _MANY else [Bounds.around(self._dirty)]
        return [*_exposed(whole, dx, dy), *(viewport.device_rect(box) for box in boxes)]

    def _shift(self, dx: int, dy: int) -> None:
        """Move all pixels by (dx, dy); what wraps around is in the exposed strips."""
        pixels = self._surface.pixels
        step = (dy * pixels.shape[1] + dx) * pixels.itemsize
        address, size = pixels.ctypes.data, pixels.nbytes - abs(step)
        if step:
            memmove(address + max(step, 0), address - min(step, 0), size)

    def _paint(self, viewport: Viewport, rect: PixelRect) -> None:
        surface = self._surface
        self.paint_content(surface, viewport, rect, self.labels)
        if self.document is not None and self._shown is not None and self._shown.has_outlines:
            with surface.painter(rect) as painter:
                self.outlines.paint(painter, viewport, rect, self.document, self.labels.palette)

    def paint_content(
        self, surface: Surface, viewport: Viewport, rect: PixelRect, labels: LabelLayer
    ) -> None:
        """Write the device pixels of `rect` as any view shows them: photograph and label map, no vectors."""
        in_image = rect.intersected(viewport.image_rect)
        has_image = labels.mode is not ViewMode.LABELS and self.image.shows(viewport)
        if not has_image or in_image != rect:
            with surface.painter(rect) as painter:
                painter.fillRect(QRect(rect.left, rect.top, rect.width, rect.height), theme.current().canvas)
        if not in_image.is_empty:
            if has_image:
                self.image.paint(surface, viewport, in_image)
            labels.paint(surface, viewport, in_image)


class _View:
    """What the kept picture shows, as far as it decides whether a shift is enough."""

    def __init__(self, viewport: Viewport, *, has_outlines: bool) -> None:
        self.origin = viewport.origin
        self.has_outlines = has_outlines
        self._rest = (viewport.scale, viewport.ratio, viewport.image_size, has_outlines)

    def differs_by_pan(self, other: _View) -> bool:
        """Whether the other differs in its origin at most."""
        return self._rest == other._rest


def _exposed(whole: PixelRect, dx: int, dy: int) -> list[PixelRect]:
    """The strips that a shift of the picture by (dx, dy) leaves without content."""
    left, top, right, bottom = whole
    across = PixelRect(left, top, left + dx, bottom) if dx > 0 else PixelRect(right + dx, top, right, bottom)
    down = PixelRect(left, top, right, top + dy) if dy > 0 else PixelRect(left, bottom + dy, right, bottom)
    return [across, down]
