"""Draws the selected shapes and what is hovered: outlines that read on any photograph, and handles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath

from labeler.core.handles import handle_rings, has_closed_edges
from labeler.core.overlay import draw_frames
from labeler.gui import theme
from labeler.gui.canvas.array_image import image_over
from labeler.gui.canvas.chosen_marks import draw_chosen, draw_frame
from labeler.gui.canvas.handle_marks import HOVERED_SIDE, draw_handles, draw_midpoint, draw_squares
from labeler.gui.canvas.outlines import class_color, outline_of
from labeler.gui.canvas.strokes import cut_outlines, draw_outline

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.arrays import Palette
    from labeler.core.handles import Handle
    from labeler.core.shapes import Shape
    from labeler.gui.canvas.viewport import Viewport
    from labeler.gui.document import Document
    from labeler.tools.base import Hover

# How much more opaque the selection is filled than the overlay.
_FILL = 0.15


class ShapeLayer:
    """Vectors of one document, drawn in device pixels.

    `limit` is the number of selected shapes in view from which on only their boxes are drawn, `handle_limit`
    the one from which on they have no handles, as they have none at all without `has_handles`. `overlay` is
    the opacity of the classes below, None when the selection is not to be filled.
    """

    def __init__(self) -> None:
        self.limit = 300
        self.handle_limit = 20
        self.has_handles = True
        self.is_on = True
        self.overlay: float | None = None

    def paint(self, painter: QPainter, viewport: Viewport, document: Document, palette: Palette) -> None:
        """Draw the selection."""
        selected = document.index.touching(document.selection, viewport.visible)
        if not self.is_on or not len(selected):
            return
        if len(selected) > self.limit:
            _draw_boxes(painter, document.index.boxes[selected], viewport)
            return
        seen = filter(document.is_visible, selected.tolist())
        shapes = [document.annotation.shapes[position] for position in seen]
        paths = [outline_of(shape, viewport) for shape in shapes]
        cut_outlines(paths, viewport)
        for shape, path in zip(shapes, paths, strict=True):
            color = class_color(shape.class_name, document.classes, palette)
            is_closed = has_closed_edges(shape)
            self._draw(painter, viewport, path, color, is_closed=is_closed, overlay=self.overlay)
        if self.has_handles and len(shapes) <= self.handle_limit:
            for shape in shapes:
                draw_handles(painter, shape, viewport)

    def paint_hover(
        self, painter: QPainter, viewport: Viewport, document: Document, palette: Palette, hover: Hover
    ) -> None:
        """Draw what lies under the pointer, the outline of a shape, the handle, the middle of the edge; and
        the vertices that are chosen.
        """
        shapes = document.annotation.shapes
        position = hover.position
        if self.is_on and position is not None and position not in document.selection:
            shape = shapes[position]
            color, path = (
                class_color(shape.class_name, document.classes, palette),
                outline_of(shape, viewport),
            )
            self._draw(painter, viewport, path, color, is_closed=has_closed_edges(shape), overlay=None)
        for place in (hover.midpoint, hover.insertion):
            if place is not None:
                is_hovered = place == hover.insertion
                draw_midpoint(painter, viewport.to_device(*place), viewport.ratio, is_hovered=is_hovered)
        held = None if hover.handle is None else _place_of(shapes, hover.handle)
        if held is not None:
            draw_squares(painter, [viewport.to_device(*held)], HOVERED_SIDE * viewport.ratio)
        if held is not None and hover.others:
            draw_frame(painter, viewport.to_device(*held), viewport)
        if hover.vertices:
            draw_chosen(painter, document, viewport, hover.vertices)

    @staticmethod
    def _draw(
        painter: QPainter,
        viewport: Viewport,
        path: QPainterPath,
        color: QColor,
        *,
        is_closed: bool,
        overlay: float | None,
    ) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill = None if overlay is None else _more_opaque(color, overlay)
        draw_outline(painter, path, viewport, color, is_closed=is_closed, fill=fill)
        painter.restore()


def _more_opaque(color: QColor, overlay: float) -> QColor:
    """The colour whose fill over the overlay is as opaque as overlay and `_FILL` together."""
    fill = QColor(color)
    fill.setAlphaF(min(1.0, _FILL / (1 - overlay)) if overlay < 1 else 0.0)
    return fill


def _draw_boxes(painter: QPainter, boxes: NDArray[np.float64], viewport: Viewport) -> None:
    """Draw the frames of (n, 4) boxes of image coordinates, by the thousand."""
    left, top = viewport.origin
    frames = np.floor(boxes * viewport.scale + (left, top, left, top)).astype(np.int64)
    frames[:, 2:] += 1
    width, height = viewport.size
    words = np.zeros((height, width), np.uint32)
    draw_frames(words, frames, theme.current().accent.rgba(), max(1, round(viewport.ratio)))
    painter.drawImage(0, 0, image_over(words, QImage.Format.Format_ARGB32_Premultiplied))


def _place_of(shapes: list[Shape], handle: Handle) -> tuple[float, float] | None:
    """Where a handle lies; None when its shape has no such handle (any more)."""
    rings = handle_rings(shapes[handle.position])
    if handle.ring >= len(rings) or handle.vertex >= len(rings[handle.ring]):
        return None
    x, y = rings[handle.ring][handle.vertex].tolist()
    return (x, y)
