"""A small picture of the whole image over a corner of the canvas, with a frame around what the canvas shows.

It is there only while the image does not fit. A press or drag in it moves the canvas to that place.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from labeler.core.geometry import PixelRect
from labeler.gui import theme
from labeler.gui.canvas.array_image import Surface, image_over
from labeler.gui.canvas.viewport import Place, Viewport

if TYPE_CHECKING:
    from labeler.gui.canvas.view import CanvasView

# Its longer side, its distance from the corner, and what the canvas must have left beside it: screen pixels.
_LONGEST = 168
_MARGIN = 12
_SMALLEST_CANVAS = 360

# Edits are drawn here this long after the last one: in milliseconds.
_DELAY = 150

_SHADE = QColor(0, 0, 0, 110)


class Minimap(QWidget):
    """The overview of one canvas, its child. `is_wanted` is whether it may be shown at all."""

    def __init__(self, view: CanvasView) -> None:
        super().__init__(view)
        self.is_wanted = True
        self._view = view
        self._picture = QImage()
        self._surface: Surface | None = None
        self._shown: object = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._draw)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName("Overview of the image")
        self.hide()
        view.moved.connect(self.follow)
        view.painted.connect(self._follow_content)

    def follow(self) -> None:
        """Take place and size from the canvas, and show what it shows."""
        viewport = self._view.scene.viewport
        is_shown = self.is_wanted and not _fits(viewport) and min(self._room()) >= _SMALLEST_CANVAS
        if is_shown:
            size, room = _size_of(viewport.image_size), self._room()
            self.setGeometry(
                room[0] - size.width() - _MARGIN,
                room[1] - size.height() - _MARGIN,
                size.width(),
                size.height(),
            )
            if self.isHidden():
                self._draw()
        self.setVisible(is_shown)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The picture, darker where the canvas does not look, and the frame of where it does."""
        frame = self._frame()
        with QPainter(self) as painter:
            painter.drawImage(0, 0, self._picture)
            whole = QRectF(self.rect())
            painter.setClipRect(whole)
            for part in _around(whole, frame):
                painter.fillRect(part, _SHADE)
            painter.setPen(QPen(theme.current().hairline, 1))
            painter.drawRect(whole.adjusted(0.5, 0.5, -0.5, -0.5))
            painter.setPen(QPen(theme.current().accent, 2))
            painter.drawRect(frame.adjusted(1, 1, -1, -1))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Look at the place that was pressed."""
        self._look_at(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Look where the mouse is dragged."""
        self._look_at(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """The drag is over."""
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Two quick presses are two presses."""
        self._look_at(event)

    def _look_at(self, event: QMouseEvent) -> None:
        event.accept()
        if not event.buttons() & Qt.MouseButton.LeftButton:
            return
        place = event.position()
        viewport = self._view.scene.viewport
        viewport.go_to(Place(viewport.scale, place.x() / self.width(), place.y() / self.height()))
        self._view.input.look_again()

    def _room(self) -> tuple[int, int]:
        return self._view.width(), self._view.height()

    def _frame(self) -> QRectF:
        """What the canvas shows, in this widget's pixels."""
        viewport = self._view.scene.viewport
        box, (width, height) = viewport.visible, viewport.image_size
        across, down = self.width() / max(1, width), self.height() / max(1, height)
        corner, opposite = (box.left * across, box.top * down), (box.right * across, box.bottom * down)
        return QRectF(QPointF(*corner), QPointF(*opposite)).intersected(QRectF(self.rect()))

    def _follow_content(self) -> None:
        """The canvas was painted: if it shows other content than we do, draw it when there is time."""
        if not self.isHidden() and self._shown != self._content() and not self._timer.isActive():
            self._timer.start(_DELAY)

    def _content(self) -> object:
        base = self._view.scene.base
        return (base.version, self.size(), self._view.devicePixelRatioF())

    def _draw(self) -> None:
        """Draw the picture with the layers of the canvas, so that it shows just what they show."""
        base, ratio = self._view.scene.base, self._view.devicePixelRatioF()
        self._shown = self._content()
        viewport = Viewport(margin=0)
        viewport.ratio = ratio
        viewport.size = (math.ceil(self.width() * ratio), math.ceil(self.height() * ratio))
        viewport.image_size = self._view.scene.viewport.image_size
        viewport.fit()
        self._surface = Surface(*viewport.size)
        base.paint_content(self._surface, viewport, PixelRect(0, 0, *viewport.size), base.labels)
        self._picture = image_over(self._surface.pixels)
        self._picture.setDevicePixelRatio(ratio)
        self.update()


def _fits(viewport: Viewport) -> bool:
    """Whether all of the image is in view."""
    box = viewport.visible
    width, height = viewport.image_size
    is_inside = box.left <= 0 and box.top <= 0 and box.right >= width and box.bottom >= height
    return viewport.is_empty or is_inside


def _size_of(image_size: tuple[int, int]) -> QSize:
    width, height = image_size
    return (
        QSize(width, height)
        .scaled(_LONGEST, _LONGEST, Qt.AspectRatioMode.KeepAspectRatio)
        .expandedTo(QSize(24, 24))
    )


def _around(whole: QRectF, hole: QRectF) -> list[QRectF]:
    """What of `whole` lies above, below, left and right of `hole`."""
    return [
        QRectF(whole.left(), whole.top(), whole.width(), hole.top() - whole.top()),
        QRectF(whole.left(), hole.bottom(), whole.width(), whole.bottom() - hole.bottom()),
        QRectF(whole.left(), hole.top(), hole.left() - whole.left(), hole.height()),
        QRectF(hole.right(), hole.top(), whole.right() - hole.right(), hole.height()),
    ]
