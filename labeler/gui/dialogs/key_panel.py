"""The keys of one action: each with a button that takes it away, one that records another, and conflicts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from labeler.gui.dialogs.key_recorder import KeyRecorder
from labeler.gui.icons import SMALL, ThemedIcon
from labeler.gui.key_table import native
from labeler.gui.retire import retire
from labeler.gui.rows import ROWS

if TYPE_CHECKING:
    from labeler.gui.shortcuts import Shortcuts

_TEXTS = {row.name: row.text.rstrip("…") for row in ROWS}


class KeyPanel(QWidget):
    """Changes the keys of the action that is shown; a key of another one is taken only when asked for."""

    def __init__(self, shortcuts: Shortcuts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shortcuts = shortcuts
        self._name = ""
        self._wanted = ""  # the key that another action has
        self._title = QLabel()
        self._title.setObjectName("title")
        self._sentence = QLabel(wordWrap=True)
        self._sentence.setObjectName("dim")
        self.key_buttons: list[QPushButton] = []
        self.recorder = KeyRecorder("Add key")
        self.recorder.recorded.connect(self._on_recorded)
        self.reset_button = QToolButton()
        ThemedIcon(self.reset_button, "reset")
        self.reset_button.setIconSize(QSize(SMALL, SMALL))
        self.reset_button.clicked.connect(lambda: shortcuts.reset(self._name))
        self.take_button = QPushButton(autoDefault=False)
        self.take_button.clicked.connect(self._take_from_other)
        self.keep_button = QPushButton(autoDefault=False)
        self.keep_button.clicked.connect(self.show_again)
        self._keys = QHBoxLayout()
        for widget in (self.recorder, self.reset_button):
            self._keys.addWidget(widget)
        self._keys.addStretch(1)
        answer = QHBoxLayout()
        answer.addWidget(self._sentence, 1)
        for button in (self.take_button, self.keep_button):
            answer.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._title)
        layout.addLayout(self._keys)
        layout.addLayout(answer)
        self.setMinimumHeight(96)
        self.show_nothing()

    @property
    def sentence(self) -> str:
        """What is told about the key that was pressed last."""
        return self._sentence.text()

    def show_action(self, name: str, text: str) -> None:
        """Show the keys of an action."""
        self._name = name
        self._title.setText(text)
        self.show_again()

    def show_nothing(self) -> None:
        """No action is marked."""
        self.show_sentence("")

    def show_sentence(self, sentence: str) -> None:
        """Show no action, but a sentence in its place."""
        self._name = ""
        self._title.setText("")
        self.show_again()
        self._sentence.setText(sentence)

    def show_again(self) -> None:
        """Show the keys as they are now, and nothing to decide."""
        self._wanted = ""
        self._sentence.setText("")
        self.take_button.hide()
        self.keep_button.hide()
        for button in self.key_buttons:
            button.hide()
            retire(button)
        keys = self._shortcuts.keys(self._name) if self._name else ()
        self.key_buttons = [self._key_button(key) for key in keys]
        for place, button in enumerate(self.key_buttons):
            self._keys.insertWidget(place, button)
        self.recorder.setVisible(bool(self._name))
        is_changed = bool(self._name) and not self._shortcuts.is_default(self._name)
        self.reset_button.setVisible(is_changed)
        if is_changed:
            usual = ", ".join(map(native, self._shortcuts.default_keys(self._name))) or "none"
            self.reset_button.setToolTip(f"Back to the usual keys: {usual}")
            self.reset_button.setAccessibleName(f"Reset the keys of {self._title.text()}")

    def add_key(self) -> None:
        """Wait for another key of the action."""
        if self._name:
            self.recorder.wait()

    def _key_button(self, key: str) -> QPushButton:
        button = QPushButton(f"{native(key)}   ×", autoDefault=False)
        button.setToolTip(f"Take {native(key)} away")
        button.clicked.connect(lambda: self._shortcuts.take(self._name, key))
        return button

    def _on_recorded(self, key: str) -> None:
        self.show_again()
        refusal = self._shortcuts.refusal(self._name, key)
        owner = self._shortcuts.owner(key)
        if refusal:
            self._sentence.setText(refusal)
        elif owner == self._name:
            self._sentence.setText(f"{native(key)} is a key of this action already.")
        elif owner is None:
            self._shortcuts.give(self._name, key)
        else:
            self._ask(key, _TEXTS[owner])

    def _ask(self, key: str, other: str) -> None:
        """Another action has the key: let the user choose who gets it."""
        self._wanted = key
        self._sentence.setText(f"{native(key)} is the key of {other}.")
        self.take_button.setText(f"Take it from {other}")
        self.keep_button.setText("Keep it there")
        self.take_button.show()
        self.keep_button.show()
        self.keep_button.setFocus()

    def _take_from_other(self) -> None:
        self._shortcuts.give(self._name, self._wanted)
