"""The status line: what mouse and modifiers do now, and where the pointer is and what lies under it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QStatusBar, QWidget

from labeler.core.classes import ClassTable
from labeler.gui.autosave import SaveState
from labeler.gui.swatch import swatch

_SWATCH_SIDE = 12
_REFUSAL_MILLISECONDS = 4000
_TONES = {
    SaveState.FAILED: "danger",
    SaveState.CHANGED_ON_DISK: "danger",
    SaveState.CLASSES_FAILED: "danger",
    SaveState.READ_ONLY: "warning",
}


class HintLabel(QLabel):
    """A line that ends in an ellipsis where it does not fit; all of it is in the tooltip."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw as much as there is room for."""
        width = self.contentsRect().width()
        if self.fontMetrics().horizontalAdvance(self.text()) <= width:
            super().paintEvent(event)
            return
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, width)
        with QPainter(self) as painter:
            painter.setPen(self.palette().windowText().color())
            painter.drawText(self.contentsRect(), Qt.AlignmentFlag.AlignVCenter, text)


class StatusBar(QStatusBar):
    """Hint, x and y, class under the pointer, zoom, image size, save state. Each keeps its place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self.hint = HintLabel()
        self._hint = ""
        self._refusal = QTimer(self, singleShot=True)
        self._refusal.timeout.connect(self._show_hint)
        # A long hint is cut off; it must not make the window wider.
        self.hint.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.addWidget(self.hint, 1)
        self.place = self._cell("x 00000  y 00000", "Column and row of the pixel under the pointer")
        self._swatch = QLabel()
        self._swatch.setObjectName("swatch")
        self._swatch.setFixedWidth(_SWATCH_SIDE)
        self.addPermanentWidget(self._swatch)
        self.class_name = self._cell("255  a class of some length", "Index and class under the pointer")
        self.zoom = self._cell("0000 %", "Screen pixels per image pixel")
        self.size_text = self._cell("00000 × 00000", "Width and height of the image in pixels")
        self.zoom.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.save_state = self._cell("not saved", "Whether the annotation is on the disk")
        self.show_pointer(None, 0, ClassTable())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A window may be narrower than all that is said here."""
        return QSize(0, super().minimumSizeHint().height())

    def show_hint(self, text: str) -> None:
        """What the tool says; a refusal that was just shown stays until it has been read."""
        self._hint = text
        if not self._refusal.isActive():
            self._show_hint()

    def show_refusal(self, text: str) -> None:
        """Why a gesture came to nothing, for some seconds."""
        self.show_note(text, "warning")

    def show_note(self, text: str, tone: str = "") -> None:
        """The answer to what was asked for, for some seconds."""
        self._refusal.start(_REFUSAL_MILLISECONDS)
        self.hint.setText(text)
        self.hint.setToolTip(text)
        _set_tone(self.hint, tone)

    def end_refusal(self) -> None:
        """What was refused is over: another image, another tool, or an edit that went well."""
        self._refusal.stop()
        self._show_hint()

    def _show_hint(self) -> None:
        self.hint.setText(self._hint)
        self.hint.setToolTip(self._hint)
        _set_tone(self.hint, "")

    def show_pointer(self, pixel: tuple[int, int] | None, index: int, classes: ClassTable) -> None:
        """The pixel (x, y) under the pointer and the class index there; None when it is off the image."""
        if pixel is None:
            self.place.setText("")
            self.class_name.setText("")
            self._swatch.clear()
            return
        row = classes.at(index)
        self.place.setText(f"x {pixel[0]}  y {pixel[1]}")
        self.class_name.setText(f"{index}  {row.name if row else 'no class'}")
        color = tuple(classes.palette()[index].tolist())
        self._swatch.setPixmap(swatch(color, _SWATCH_SIDE))

    def show_zoom(self, scale: float) -> None:
        """Screen pixels per image pixel, as per cent."""
        percent = 100 * scale
        self.zoom.setText(f"{percent:.0f} %" if percent >= 10 else f"{percent:.1f} %")

    def show_size(self, size: tuple[int, int] | None) -> None:
        """Width and height of the image; None when there is none, which has no zoom either."""
        self.zoom.setVisible(size is not None)
        self.size_text.setText("" if size is None else f"{size[0]} × {size[1]}")

    def show_save_state(self, state: SaveState | None) -> None:
        """How the image stands to its file; None when nothing is open."""
        self.save_state.setText("" if state is None else state.value)
        _set_tone(self.save_state, "" if state is None else _TONES.get(state, ""))

    def _cell(self, widest: str, tooltip: str) -> QLabel:
        label = QLabel()
        label.setToolTip(tooltip)
        label.setMinimumWidth(label.fontMetrics().horizontalAdvance(widest))
        self.addPermanentWidget(label)
        return label


def _set_tone(label: QLabel, tone: str) -> None:
    """Let the style sheet, which follows the theme, colour a text: "warning", "danger" or "" for plain."""
    label.setProperty("tone", tone)
    label.style().unpolish(label)
    label.style().polish(label)
