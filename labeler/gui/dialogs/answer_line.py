"""The line at the foot of a window in which things are done at once: what came of the last one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

if TYPE_CHECKING:
    from labeler.gui.messages import Remedy


class AnswerLine(QWidget):
    """A sentence and, where there is something to be done about it, a button; without one, `hint`."""

    def __init__(self, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hint = hint
        self._remedy: Remedy | None = None
        self.sentence = QLabel(wordWrap=True)
        self.sentence.setObjectName("problem")
        self.button = QPushButton(autoDefault=False)
        self.button.clicked.connect(lambda _: self._act())
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.sentence, 1)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignBottom)
        self.say("")

    def say(self, sentence: str, *, is_problem: bool = False, remedy: Remedy | None = None) -> None:
        """Say what came of the last change and what can be done about it, or what the keys do."""
        self._remedy = remedy
        self.button.setVisible(remedy is not None)
        self.button.setText("" if remedy is None else remedy.text)
        self.sentence.setText(sentence or self._hint)
        self.sentence.setProperty("error", is_problem and bool(sentence))
        self.sentence.style().unpolish(self.sentence)
        self.sentence.style().polish(self.sentence)

    def _act(self) -> None:
        if self._remedy is not None:
            self._remedy.act()
