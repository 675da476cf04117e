"""What stands in place of the canvas while a dataset is on its way, and when it has no images."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from labeler.gui.actions import Actions
from labeler.gui.welcome import action_button

NO_IMAGES = "Put photographs into it and they are listed here, or open another folder."


class SentencePage(QFrame):
    """One sentence in the middle, a line below it, and room for buttons."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("welcome")
        self.sentence = QLabel()
        self.sentence.setObjectName("sentence")
        self.hint = QLabel()
        self.hint.setObjectName("hint")
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        layout.addStretch(2)
        for each in (self.sentence, self.hint):
            layout.addLayout(_centred(each))
        row = QHBoxLayout()
        row.addStretch(1)
        row.addLayout(self.buttons)
        row.addStretch(1)
        layout.addLayout(row)
        layout.addStretch(3)

    def say(self, sentence: str, hint: str = "") -> None:
        """Say what is the matter."""
        self.sentence.setText(sentence)
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))


def empty_folder_page(actions: Actions) -> SentencePage:
    """The page of a folder without images."""
    page = SentencePage()
    page.buttons.addWidget(action_button(actions["open_folder"], is_first=True))
    page.buttons.addWidget(action_button(actions["open_sample"]))
    return page


def opening_sentence(path: Path) -> str:
    """What is said while a folder or an image is on its way."""
    return f"Opening {path.name or path} …"


def _centred(widget: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(widget)
    row.addStretch(1)
    return row
