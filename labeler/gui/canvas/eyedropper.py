"""The eyedropper: a click on the canvas takes the colour that the photograph has there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QWidget

from labeler.core.palette import Color, color_to_hex
from labeler.gui import theme
from labeler.gui.canvas.array_image import image_over

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.gui.canvas.pyramid import ImagePyramid
    from labeler.gui.canvas.view import CanvasView

# Pixels of the photograph along a side of the square beside the pointer, and screen pixels of each.
_PIXELS = 9
_ZOOM = 10
_SIDE = _PIXELS * _ZOOM
_LINE = 24
_SWATCH = 14
_AWAY = 20
_PANEL = QSize(_SIDE + 2, _SIDE + _LINE + 2)


class Eyedropper(QWidget):
    """Lies over the whole canvas as long as a colour is being taken, so that no tool sees the mouse.

    The middle button and the wheel still move the view, and the draft below stays as it is.
    `picked(Color)`: a left click on the photograph; `cancelled()`: Esc, a right click, or another image.
    """

    picked = Signal(object)
    cancelled = Signal()

    def __init__(self, view: CanvasView) -> None:
        super().__init__(view)
        self._view = view
        self._at: QPoint | None = None
        self._shown = QRect()
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setGeometry(view.rect())
        view.installEventFilter(self)
        view.moved.connect(self._show_place)

    def begin(self) -> None:
        """Take the mouse and the keys."""
        self.show()
        self.raise_()
        self.setFocus()

    def color_at(self, place: QPoint) -> Color | None:
        """The colour of the photograph at a place of the canvas in screen pixels; None beside it."""
        pixel, pyramid = self._pixel_at(place), self._pyramid
        if pixel is None or pyramid is None:
            return None
        column, row = (length >> pyramid.halvings for length in pixel)
        return _rgb(int(pyramid.levels[0].pixels[row, column]))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Stay as large as the canvas."""
        if event.type() is QEvent.Type.Resize:
            self.setGeometry(self._view.rect())
        return False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Show the colour under the pointer; a view that is being moved by the middle button goes on."""
        self._at = event.position().toPoint()
        self._show_place()
        if event.buttons() & Qt.MouseButton.MiddleButton:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Take the colour, or think better of it."""
        if event.button() is Qt.MouseButton.LeftButton:
            color = self.color_at(event.position().toPoint())
            if color is not None:
                self.picked.emit(color)
        elif event.button() is Qt.MouseButton.RightButton:
            self.cancelled.emit()
        else:
            event.ignore()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Only the middle button has pressed something below."""
        if event.button() is Qt.MouseButton.MiddleButton:
            event.ignore()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Zoom or scroll the canvas, as ever."""
        self._view.input.handle(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc thinks better of it; keys do nothing to the canvas meanwhile."""
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()

    def event(self, event: QEvent) -> bool:
        """Esc comes here, before a shortcut has it; a right click opens no menu."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return event.type() is QEvent.Type.ContextMenu or super().event(event)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Nothing is under the pointer any more."""
        self._at = None
        self._show_place()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The pixels around the pointer, magnified, a frame around that in the middle, and its colour."""
        color = None if self._at is None else self.color_at(self._at)
        if self._at is None or color is None:
            return
        colors, panel = theme.current(), self._panel()
        square = QRect(panel.left() + 1, panel.top() + 1, _SIDE, _SIDE)
        with QPainter(self) as painter:
            painter.fillRect(panel, colors.raised)
            painter.drawImage(square, image_over(self._magnified()))
            middle = QRectF(0, 0, _ZOOM, _ZOOM)
            middle.moveCenter(QRectF(square).center())
            for grown, ink in ((1.5, QColor(0, 0, 0)), (0.5, QColor(255, 255, 255))):
                painter.setPen(QPen(ink, 1))
                painter.drawRect(middle.adjusted(-grown, -grown, grown, grown))
            line = QRect(panel.left() + 6, square.bottom() + 1, _SIDE - 10, _LINE)
            swatch = QRect(line.left(), line.center().y() - _SWATCH // 2 + 1, _SWATCH, _SWATCH)
            painter.fillRect(swatch, QColor(*color))
            painter.setPen(colors.text)
            text = line.adjusted(_SWATCH + 6, 0, 0, 0)
            painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, color_to_hex(color))
            painter.setPen(QPen(colors.hairline, 1))
            painter.drawRect(QRectF(panel).adjusted(0.5, 0.5, -0.5, -0.5))

    @property
    def _pyramid(self) -> ImagePyramid | None:
        return self._view.scene.base.image.pyramid

    def _pixel_at(self, place: QPoint) -> tuple[int, int] | None:
        viewport = self._view.scene.viewport
        x, y = viewport.to_image(place.x() * viewport.ratio, place.y() * viewport.ratio)
        width, height = viewport.image_size
        return (int(x), int(y)) if 0 <= x < width and 0 <= y < height else None

    def _magnified(self) -> NDArray[np.uint32]:
        """The pixels around the pointer as a square of screen pixels; those of the edge go on beyond it."""
        assert self._at is not None
        pixel, pyramid = self._pixel_at(self._at), self._pyramid
        assert pixel is not None
        assert pyramid is not None
        pixels = pyramid.levels[0].pixels
        reach = np.arange(_PIXELS) - _PIXELS // 2
        columns = np.clip((pixel[0] >> pyramid.halvings) + reach, 0, pixels.shape[1] - 1)
        rows = np.clip((pixel[1] >> pyramid.halvings) + reach, 0, pixels.shape[0] - 1)
        around = np.asarray(pixels)[np.ix_(rows, columns)]
        return np.ascontiguousarray(around.repeat(_ZOOM, axis=0).repeat(_ZOOM, axis=1))

    def _panel(self) -> QRect:
        """Below and right of the pointer; on its other side where there is no room."""
        assert self._at is not None
        panel = QRect(self._at + QPoint(_AWAY, _AWAY), _PANEL)
        if panel.right() >= self.width():
            panel.moveRight(self._at.x() - _AWAY)
        if panel.bottom() >= self.height():
            panel.moveBottom(self._at.y() - _AWAY)
        return panel

    def _show_place(self) -> None:
        """Paint where the panel was, and where it is now."""
        before, self._shown = self._shown, QRect() if self._at is None else self._panel()
        self.update(before.united(self._shown))


def _rgb(word: int) -> Color:
    """The colour of a pixel in Qt's RGB32."""
    return (word >> 16) & 255, (word >> 8) & 255, word & 255
