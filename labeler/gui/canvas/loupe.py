"""The loupe: single pixels around the pointer, the photograph and beside it the label map."""

from __future__ import annotations

import math
from copy import copy
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from labeler.core.geometry import PixelRect
from labeler.gui import theme
from labeler.gui.canvas.array_image import Surface, image_over
from labeler.gui.canvas.grid_layer import paint_grid
from labeler.gui.canvas.label_layer import ViewMode
from labeler.gui.canvas.viewport import Place, Viewport

if TYPE_CHECKING:
    from labeler.gui.canvas.view import CanvasView

# Image pixels along a side, and screen pixels of each: odd, so that one pixel is in the middle.
_PIXELS = 17
_ZOOM = 10
_SIDE = _PIXELS * _ZOOM
_LINE = 24
_GAP = 1

# Its distance from the pointer.
_AWAY = 28


class Loupe(QWidget):
    """Two squares beside the pointer while it is held, a child of the canvas that takes no mouse."""

    def __init__(self, view: CanvasView) -> None:
        super().__init__(view)
        self._view = view
        self._is_held = False
        self._panes: list[QImage] = []
        self._surfaces: list[Surface] = []
        self._text = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.resize(QSize(2 * _SIDE + _GAP + 2, _SIDE + _LINE + 2))
        self.hide()
        view.pointer_moved.connect(lambda _: self.follow())
        view.painted.connect(self._follow_content)

    def hold(self, is_held: bool) -> None:
        """Show it as long as it is held and the pointer is on the image."""
        self._is_held = is_held
        self.follow()

    def follow(self) -> None:
        """Show what is under the pointer now."""
        pixel, cursor_at = self._view.input.pixel(), self._view.input.cursor_at
        is_shown = self._is_held and pixel is not None and cursor_at is not None
        if is_shown:
            assert pixel is not None
            assert cursor_at is not None
            self._draw(pixel)
            self.move(self._place_beside(cursor_at.toPoint() / self._view.scene.viewport.ratio))
        self.setVisible(is_shown)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Both squares, a frame around the pixel in the middle, and what that pixel is."""
        colors = theme.current()
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), colors.raised)
            for number, pane in enumerate(self._panes):
                left = 1 + number * (_SIDE + _GAP)
                painter.drawImage(left, 1, pane)
                _frame_middle(painter, QRectF(left, 1, _SIDE, _SIDE))
            painter.setPen(QPen(colors.hairline, 1))
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
            painter.setPen(colors.text)
            line = QRect(9, _SIDE + 1, self.width() - 18, _LINE)
            elided = painter.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, line.width())
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, elided)

    def _follow_content(self) -> None:
        """The canvas shows something new under the pointer, while the loupe is held."""
        if not self.isHidden():
            pixel = self._view.input.pixel()
            if pixel is not None:
                self._draw(pixel)
                self.update()

    def _place_beside(self, cursor: QPoint) -> QPoint:
        """Below and right of the pointer; on its other side where there is no room."""
        x, y = cursor.x() + _AWAY, cursor.y() + _AWAY
        if x + self.width() > self._view.width():
            x = cursor.x() - _AWAY - self.width()
        if y + self.height() > self._view.height():
            y = cursor.y() - _AWAY - self.height()
        return QPoint(max(0, x), max(0, y))

    def _draw(self, pixel: tuple[int, int]) -> None:
        scene, ratio = self._view.scene, self._view.devicePixelRatioF()
        viewport = Viewport(margin=0)
        viewport.ratio, viewport.image_size = ratio, scene.viewport.image_size
        side = math.ceil(_SIDE * ratio)
        viewport.size = (side, side)
        (x, y), (width, height) = pixel, viewport.image_size
        viewport.go_to(Place(_ZOOM * ratio, (x + 0.5) / width, (y + 0.5) / height))
        self._surfaces = [Surface(side, side) for _ in range(2)]
        whole = PixelRect(0, 0, side, side)
        for surface, mode in zip(self._surfaces, (ViewMode.IMAGE, ViewMode.LABELS), strict=True):
            labels = copy(scene.base.labels)
            labels.mode = mode
            if mode is ViewMode.IMAGE:
                labels.unlabelled_color = None
            scene.base.paint_content(surface, viewport, whole, labels)
            paint_grid(surface, viewport, whole.intersected(viewport.image_rect))
        self._panes = [image_over(surface.pixels) for surface in self._surfaces]
        for pane in self._panes:
            pane.setDevicePixelRatio(ratio)
        self._text = self._words(pixel)

    def _words(self, pixel: tuple[int, int]) -> str:
        x, y = pixel
        document = self._view.scene.document
        if document is None:
            return f"x {x}  y {y}"
        index = int(document.label_map.label_map[y, x])
        row = document.classes.at(index)
        return f"x {x}  y {y}    {index}  {row.name if row else 'no class'}"


def _frame_middle(painter: QPainter, pane: QRectF) -> None:
    """A frame around the pixel in the middle of a square: light within dark, on any colour."""
    middle = QRectF(0, 0, _ZOOM, _ZOOM)
    middle.moveCenter(pane.center())
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for grown, color in ((2, QColor(0, 0, 0)), (1, QColor(255, 255, 255))):
        painter.setPen(QPen(color, 1))
        painter.drawRect(middle.adjusted(-grown + 0.5, -grown + 0.5, grown - 0.5, grown - 0.5))
