"""The bare photograph beside the canvas: the same part of the image, as large, without labels."""

from __future__ import annotations

import math
from copy import copy
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from labeler.core.geometry import PixelRect
from labeler.gui import theme
from labeler.gui.canvas.array_image import Surface, image_over
from labeler.gui.canvas.crosshair_layer import paint_crosshair
from labeler.gui.canvas.grid_layer import paint_grid
from labeler.gui.canvas.label_layer import ViewMode
from labeler.gui.canvas.viewport import Viewport

if TYPE_CHECKING:
    from labeler.gui.canvas.view import CanvasView

# Three notches of a wheel, each of 120, double the zoom.
_DOUBLING = 360


class Twin(QWidget):
    """Follows one canvas. A drag pans both, the wheel zooms both; a cross shows where the pointer is."""

    def __init__(self, view: CanvasView) -> None:
        super().__init__()
        self._view = view
        self._viewport = Viewport()
        self._surface = Surface(0, 0)
        self._version = -1
        self._held: QPointF | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName("Photograph without labels")
        view.moved.connect(self.update)
        view.pointer_moved.connect(lambda _: self.update())
        view.painted.connect(self._follow_content)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The photograph as the canvas shows it, and the place of the pointer."""
        scene, ratio = self._view.scene, self.devicePixelRatioF()
        self._version = scene.base.version
        size = (math.ceil(self.width() * ratio), math.ceil(self.height() * ratio))
        viewport = self._viewport
        viewport.ratio, viewport.size, viewport.image_size = ratio, size, scene.viewport.image_size
        with QPainter(self) as painter:
            if viewport.is_empty or scene.viewport.is_empty:
                painter.fillRect(self.rect(), theme.current().canvas)
                return
            viewport.go_to(scene.viewport.place)
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        scene, viewport = self._view.scene, self._viewport
        if self._surface.pixels.shape != (viewport.size[1], viewport.size[0]):
            self._surface = Surface(*viewport.size)
        bare = copy(scene.base.labels)
        bare.mode, bare.unlabelled_color = ViewMode.IMAGE, None
        whole = PixelRect(0, 0, *viewport.size)
        scene.base.paint_content(self._surface, viewport, whole, bare)
        if scene.base.has_grid:
            paint_grid(self._surface, viewport, whole.intersected(viewport.image_rect))
        painter.scale(1 / viewport.ratio, 1 / viewport.ratio)
        painter.drawImage(0, 0, image_over(self._surface.pixels))
        pointer = self._view.input.pointer()
        if pointer is not None:
            paint_crosshair(painter, viewport, QPointF(*viewport.to_device(pointer.x, pointer.y)))

    def event(self, event: QEvent) -> bool:
        """Drag and wheel act on both; every other event takes its usual way."""
        kind = event.type()
        if kind is QEvent.Type.Wheel:
            self._zoom(cast("QWheelEvent", event))
        elif kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove):
            self._drag(cast("QMouseEvent", event))
        elif kind is QEvent.Type.MouseButtonRelease:
            self._held = None
        else:
            return super().event(event)
        event.accept()
        return True

    def _drag(self, event: QMouseEvent) -> None:
        before, self._held = self._held, event.position()
        if before is not None and event.type() is QEvent.Type.MouseMove:
            moved = (event.position() - before) * self.devicePixelRatioF()
            self._view.scene.viewport.pan(moved.x(), moved.y())
            self._view.input.look_again()

    def _zoom(self, event: QWheelEvent) -> None:
        """Zoom at the place of the image that is under the mouse here."""
        ratio = self.devicePixelRatioF()
        place = self._viewport.to_image(event.position().x() * ratio, event.position().y() * ratio)
        viewport = self._view.scene.viewport
        viewport.zoom_by(2 ** (event.angleDelta().y() / _DOUBLING), viewport.to_device(*place))
        self._view.input.look_again()

    def _follow_content(self) -> None:
        if not self.isHidden() and self._version != self._view.scene.base.version:
            self.update()


class CanvasPage(QWidget):
    """A canvas and, when wanted, its twin at the left of it, each with half of the room."""

    def __init__(self, view: CanvasView) -> None:
        super().__init__()
        self.twin = Twin(view)
        self.twin.hide()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(1)
        layout.addWidget(self.twin, 1)
        layout.addWidget(view, 1)
        self.setFocusProxy(view)
