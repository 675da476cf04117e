"""The chip on the canvas that says what is hidden, so that nobody takes it for missing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

# How far it stands from the lower left corner of the canvas.
_DISTANCE = 12


class HiddenChip(QFrame):
    """Lies over a corner of the canvas while something is hidden; its button is the action that shows all."""

    def __init__(self, canvas: QWidget, show_all: QAction) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.setObjectName("hiddenChip")
        self.text = QLabel()
        self.button = QToolButton()
        self.button.setDefaultAction(show_all)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 2, 2, 2)
        layout.setSpacing(8)
        layout.addWidget(self.text)
        layout.addWidget(self.button)
        canvas.installEventFilter(self)
        self.hide()

    def say(self, text: str) -> None:
        """Say what is hidden; nothing for an empty text."""
        self.text.setText(text)
        self.setVisible(bool(text))
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Stay in the corner."""
        if event.type() is QEvent.Type.Resize:
            self._place()
        return False

    def _place(self) -> None:
        self.adjustSize()
        self.move(_DISTANCE, self._canvas.height() - self.height() - _DISTANCE)
        self.raise_()
