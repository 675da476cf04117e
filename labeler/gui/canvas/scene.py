"""Everything the canvas paints, layer upon layer: the base image, the selection, what a tool is at."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QPainter

from labeler.gui import theme
from labeler.gui.canvas.aim_mark import paint_aim
from labeler.gui.canvas.base_image import BaseImage
from labeler.gui.canvas.crosshair_layer import paint_crosshair
from labeler.gui.canvas.draft_layer import paint_draft, paint_swatch
from labeler.gui.canvas.fault_layer import paint_faults
from labeler.gui.canvas.label_layer import ViewMode
from labeler.gui.canvas.marker_layer import paint_marker
from labeler.gui.canvas.outlines import class_color
from labeler.gui.canvas.shape_layer import ShapeLayer
from labeler.gui.canvas.viewport import Viewport

if TYPE_CHECKING:
    from collections.abc import Sequence

    from labeler.core.geometry import Bounds, PixelRect
    from labeler.gui.document import Document
    from labeler.tools.base import DraftMask, Tool


class Scene:
    """The layers of one canvas and the part of the image it shows. Knows Qt's painter, but no widget.

    `marked` is a box of pixels that a ring leads the eye to, or None. `has_crosshair` says whether a cross
    through the pointer is drawn. `aim` is the place of the image at which the arrow keys point, None while
    the mouse does.
    """

    def __init__(self) -> None:
        self.viewport = Viewport()
        self.base = BaseImage()
        self.shapes = ShapeLayer()
        self.marked: PixelRect | None = None
        self.has_crosshair = False
        self.faults: Sequence[tuple[float, float]] = ()
        self.aim: tuple[float, float] | None = None
        self.empty_text = ""

    @property
    def document(self) -> Document | None:
        """The document whose shapes are shown."""
        return self.base.document

    def show_document(self, document: Document | None) -> None:
        """Show the label map and the shapes of another document."""
        self.base.document = document
        self.base.objects.show_document(document)
        labels = self.base.labels
        labels.label_map = None if document is None else document.label_map.label_map
        if labels.review is not None:
            labels.review = labels.review._replace(prediction=None)
        self.marked = None
        if document is not None:
            labels.palette = document.palette
        self.show_size(keeps_view=True)

    def show_size(self, *, keeps_view: bool) -> None:
        """Take up the size of the photograph, or of the document while there is no photograph."""
        pyramid, document = self.base.image.pyramid, self.document
        size = (0, 0) if document is None else document.size
        self.viewport.show_image(size if pyramid is None else pyramid.size, keeps_view=keeps_view)
        self.base.invalidate()

    def resize(self, size: QSize, ratio: float) -> None:
        """The canvas has another size, in screen pixels of `ratio` device pixels."""
        self.viewport.resize((math.ceil(size.width() * ratio), math.ceil(size.height() * ratio)), ratio)
        self.base.invalidate()

    def show_mask(self, mask: DraftMask | None) -> Bounds:
        """Show the pixels that a tool is about to change; the box of what looks different now."""
        document = self.document
        index = 0
        if document is not None and mask is not None:
            name = mask.class_name or document.current_class or ""
            index = document.classes.index_of_name.get(name, 0)
        changed = self.base.draft.show(mask, index)
        self.base.mark(changed)
        return changed

    def paint(self, painter: QPainter, rect: QRect, tool: Tool | None, cursor_at: QPointF | None) -> None:
        """Draw all of it on a widget whose area in screen pixels is `rect`."""
        viewport = self.viewport
        if viewport.is_empty:
            self._paint_empty(painter, rect)
            return
        painter.drawImage(0, 0, self.base.updated(viewport))
        painter.scale(1 / viewport.ratio, 1 / viewport.ratio)
        document = self.document
        if document is None:
            return
        labels = self.base.labels
        self.shapes.overlay = labels.opacity if labels.mode is ViewMode.OVERLAY else None
        painter.save()
        if self.base.split is not None and labels.review is None:
            labelled = QRect(QPoint(self.base.split, 0), QSize(*viewport.size))
            painter.setClipRect(labelled, Qt.ClipOperation.IntersectClip)
        # In a frame, or under a brush, it is not the vertices that are taken hold of.
        has_frame = tool is not None and tool.draft is not None and tool.draft.frame is not None
        self.shapes.has_handles = not has_frame and (tool is None or tool.has_vertices)
        self.shapes.paint(painter, viewport, document, labels.palette)
        if tool is not None and tool.hover is not None:
            self.shapes.paint_hover(painter, viewport, document, labels.palette, tool.hover)
        painter.restore()
        if self.faults and self.shapes.is_on:
            paint_faults(painter, viewport, self.faults)
        if self.marked is not None:
            paint_marker(painter, viewport, self.marked)
        if self.has_crosshair and cursor_at is not None:
            paint_crosshair(painter, viewport, cursor_at)
        if tool is None:
            return
        color = class_color(document.current_class, document.classes, labels.palette)
        if tool.draft is not None:
            paint_draft(painter, viewport, tool.draft, color)
        if tool.is_drawing and cursor_at is not None and document.current_class is not None:
            paint_swatch(painter, cursor_at, color, viewport.ratio)
        if self.aim is not None:
            paint_aim(painter, viewport, self.aim)

    def _paint_empty(self, painter: QPainter, rect: QRect) -> None:
        colors = theme.current()
        painter.fillRect(rect, colors.canvas)
        painter.setPen(colors.soft_text)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.empty_text)
