"""What stands in place of the canvas while nothing is open: the next step, as a button."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from labeler.gui.actions import Actions

NOTHING_OPEN = "Open a folder of photographs to label them."
NO_IMAGES = "This folder holds no images that can be opened."


class Welcome(QFrame):
    """One sentence and the buttons that lead on."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("welcome")
        self._sentence = QLabel(NOTHING_OPEN)
        self._sentence.setObjectName("sentence")
        hint = QLabel("You can also drop a folder or an image here.")
        hint.setObjectName("hint")
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(_button(actions["open_folder"], is_first=True))
        buttons.addWidget(_button(actions["open_sample"], is_first=False))
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setSpacing(16)
        layout.addStretch(2)
        layout.addWidget(self._sentence)
        layout.addLayout(buttons)
        layout.addWidget(hint)
        layout.addStretch(3)

    def say(self, sentence: str) -> None:
        """Say what is the matter."""
        self._sentence.setText(sentence)

    def say_opening(self, path: Path) -> None:
        """Say that a folder or an image is on its way."""
        self.say(f"Opening {path.name or path} …")


def _button(action: QAction, *, is_first: bool) -> QPushButton:
    keys = action.shortcut().toString()
    button = QPushButton(action.text().rstrip("…") + (f"   {keys}" if keys else ""))
    button.setProperty("first", is_first)
    button.clicked.connect(action.trigger)
    return button
