"""The line over the canvas that divides it: bare photograph and labels, in a review truth and prediction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QEnterEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from labeler.gui.canvas.view import CanvasView

# How broad it is for the hand, and its grip, in screen pixels.
_BROAD = 22
_GRIP = 18

_OF_LABELS = "Drag: the photograph alone at the left, with its labels at the right"
_OF_REVIEW = "Drag: the annotation at the left, the prediction at the right"

_DARK, _LIGHT = QColor(0, 0, 0, 160), QColor(255, 255, 255)


class Swipe(QWidget):
    """The handle of one canvas, its child. The line keeps its place on the canvas when the image moves."""

    def __init__(self, view: CanvasView) -> None:
        super().__init__(view)
        self._view = view
        self._share = 0.5
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName("Border between what is compared")
        self.hide()
        view.moved.connect(self._follow)

    def show_line(self, is_on: bool) -> None:
        """Divide the canvas, or show labels everywhere."""
        self.setVisible(is_on)
        self._follow()

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Say what lies at both sides now."""
        super().enterEvent(event)
        self.setToolTip(_OF_LABELS if self._view.scene.base.labels.review is None else _OF_REVIEW)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The line, and in its middle the grip."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            middle, height = self.width() / 2, self.height()
            painter.fillRect(QRectF(middle - 1.5, 0, 3, height), _DARK)
            painter.fillRect(QRectF(middle - 0.5, 0, 1, height), _LIGHT)
            painter.setPen(QPen(_DARK, 1))
            painter.setBrush(_LIGHT)
            painter.drawEllipse(QPointF(middle, height / 2), _GRIP / 2, _GRIP / 2)
            painter.setPen(QPen(_DARK, 1.5))
            for side in (-1, 1):
                tip = QPointF(middle + 6 * side, height / 2)
                painter.drawLine(tip, tip + QPointF(-3 * side, -3))
                painter.drawLine(tip, tip + QPointF(-3 * side, 3))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Take hold of the line."""
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Drag the line."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._move_to(self.mapToParent(event.position().toPoint()).x() / max(1, self._view.width()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Let go; the keys are the canvas's again."""
        event.accept()
        self._view.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """The arrow keys move the line."""
        step = {Qt.Key.Key_Left: -0.02, Qt.Key.Key_Right: 0.02}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self._move_to(self._share + step)

    def _move_to(self, share: float) -> None:
        self._share = min(max(share, 0.0), 1.0)
        self._follow()

    def _follow(self) -> None:
        """Take the place on the canvas, whatever its size is now, and divide the picture there."""
        base, view = self._view.scene.base, self._view
        column = round(self._share * view.width())
        split = round(column * view.devicePixelRatioF()) if not self.isHidden() else None
        self.setGeometry(column - _BROAD // 2, 0, _BROAD, view.height())
        if base.split != split:
            base.split = split
            view.repaint_all()
