"""What the window shows while nothing is open: next steps as buttons, what was open last, the main keys."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from labeler.gui.actions import Actions
from labeler.gui.retire import retire

# The actions whose keys one needs in the first hour.
MAIN_KEYS = (
    *("tool_polygon", "tool_select", "draw_again", "undo"),
    *("next_image", "previous_image", "mark_done", "next_view", "fit", "keys"),
)
_WIDTH = 760
_PATH_LENGTH = 46


class Welcome(QScrollArea):
    """Buttons, recent datasets and keys. `recent_chosen(str)` names the folder that was clicked.

    In a window that is too small for all of it the page scrolls.
    """

    recent_chosen = Signal(str)

    def __init__(self, actions: Actions, recent: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self._actions = actions
        self.recent = QVBoxLayout()
        self.recent.setSpacing(2)
        self._shown: list[str] = []
        self._keys: dict[str, QLabel] = {}
        self._lower = QHBoxLayout()
        self._lower.setSpacing(48)
        self._lower.addLayout(self.recent)
        self._lower.addLayout(self._key_list())
        self._lower.addStretch(0)
        middle = QWidget()
        middle.setMaximumWidth(_WIDTH)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(_label("Open a folder of photographs to label them.", "sentence"))
        column.addSpacing(16)
        column.addLayout(self._buttons())
        column.addSpacing(8)
        column.addWidget(_label("You can also drop a folder or an image here.", "hint"))
        column.addSpacing(40)
        column.addLayout(self._lower)
        page = QFrame()
        page.setObjectName("welcome")
        layout = QHBoxLayout(page)
        layout.addStretch(1)
        upright = QVBoxLayout()
        upright.addStretch(2)
        upright.addWidget(middle)
        upright.addStretch(3)
        layout.addLayout(upright, _WIDTH)  # all the room there is, up to that width
        layout.addStretch(1)
        self.setWidget(page)
        self.show_recent(recent)

    def show_recent(self, folders: Sequence[str]) -> None:
        """List the folders that were open last."""
        if list(folders) == self._shown:
            return
        self._shown = list(folders)
        while (item := self.recent.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                retire(widget)
        # The keys stand at the right of a list, and in its place while there is none.
        for place, is_wide in ((0, bool(folders)), (2, not folders)):
            self._lower.setStretch(place, int(is_wide))
        if not folders:
            return
        self.recent.addWidget(_label("Recent", "title"))
        self.recent.addSpacing(6)
        for folder in folders:
            self.recent.addWidget(self._recent_button(folder))
        self.recent.addStretch(1)

    def show_keys(self) -> None:
        """Show the keys that the actions have now; the user may have given them others."""
        for name, label in self._keys.items():
            label.setText(_keys_of(self._actions[name]))

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        for name in ("open_folder", "open_image", "open_sample"):
            row.addWidget(action_button(self._actions[name], is_first=name == "open_folder"))
        row.addStretch(1)
        return row

    def _key_list(self) -> QVBoxLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        for row, name in enumerate(MAIN_KEYS):
            self._keys[name] = _label("", "key")
            grid.addWidget(self._keys[name], row, 0)
            grid.addWidget(_label(self._actions[name].text().rstrip("…"), "hint"), row, 1)
        self.show_keys()
        column = QVBoxLayout()
        column.setSpacing(0)  # else that of the layout around it
        column.addWidget(_label("Keys", "title"))
        column.addSpacing(6)
        column.addLayout(grid)
        column.addStretch(1)
        return column

    def _recent_button(self, folder: str) -> QPushButton:
        path = Path(folder)
        button = QPushButton()
        button.setObjectName("recent")
        button.setToolTip(folder)
        button.setAccessibleName(f"Open {folder}")
        button.clicked.connect(lambda: self.recent_chosen.emit(folder))
        row = QHBoxLayout(button)
        row.setContentsMargins(8, 0, 8, 0)
        row.addWidget(QLabel(path.name))
        row.addWidget(_label(short_path(path.parent), "hint"))
        row.addStretch(1)
        return button


def action_button(action: QAction, *, is_first: bool = False) -> QPushButton:
    """A button that does what an action does, with its key; the first one leads on."""
    button = QPushButton()

    def show_keys() -> None:
        keys = _keys_of(action)
        button.setText(action.text().rstrip("…") + (f"   {keys}" if keys else ""))

    show_keys()
    action.changed.connect(show_keys)
    button.setProperty("first", is_first)
    button.clicked.connect(action.trigger)
    return button


def short_path(path: Path) -> str:
    """A path short enough for one line: from the home folder on, its middle left out where it is long."""
    home = Path.home()
    text = f"~/{path.relative_to(home)}" if path.is_relative_to(home) and path != home else str(path)
    half = _PATH_LENGTH // 2
    return text if len(text) <= _PATH_LENGTH else f"{text[: half - 1]}…{text[-half:]}"


def _keys_of(action: QAction) -> str:
    """The first key of an action, as the desktop writes it."""
    keys = action.shortcuts()
    return keys[0].toString(QKeySequence.SequenceFormat.NativeText) if keys else ""


def _label(text: str, name: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName(name)
    return label
