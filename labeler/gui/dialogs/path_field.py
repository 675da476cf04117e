"""A field for files or a folder, which can be typed, or chosen in the system's dialogs."""

from __future__ import annotations

import os
from enum import Flag, auto
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QWidget

# What stands between several paths in the field: no usual file name has it.
_BETWEEN = " | "


class Wanted(Flag):
    """What may be named."""

    FOLDER = auto()
    FILE = auto()
    FILES = auto()
    NEW_FILE = auto()


class PathField(QWidget):
    """Paths that can be typed or chosen. `changed()` after every change; `title` names the field for readers.

    `kinds`: the filter of the system's dialog for files, as in `Images (*.png *.jpg)`.
    """

    changed = Signal()

    def __init__(
        self, title: str, wanted: Wanted = Wanted.FOLDER, kinds: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._title = title
        self._kinds = kinds
        self._wanted = wanted
        self._named: dict[str, Path] = {}
        self.edit = QLineEdit()
        self.edit.setAccessibleName(title)
        self.edit.textChanged.connect(self.changed)
        self.setFocusProxy(self.edit)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.edit, 1)
        has_both = len(wanted) > 1
        if wanted & ~Wanted.FOLDER:
            text = "Files…" if Wanted.FILES in wanted else "File…"
            layout.addWidget(self._button(text if has_both else "Browse…", self._browse_files))
        if Wanted.FOLDER in wanted:
            layout.addWidget(self._button("Folder…" if has_both else "Browse…", self._browse_folder))

    def path(self) -> Path | None:
        """What is named first, or None while the field is empty."""
        paths = self.paths()
        return paths[0] if paths else None

    def paths(self) -> list[Path]:
        """All that is named."""
        texts = (text.strip() for text in self.edit.text().split(_BETWEEN.strip()))
        return [self._named.get(text) or Path(text).expanduser() for text in texts if text]

    def set_paths(self, *paths: Path) -> None:
        """Name these, also those that a field cannot hold as they are, for their bytes are no UTF-8."""
        self._named = {_shown(path).strip(): path for path in paths}
        self.edit.setText(_BETWEEN.join(map(_shown, paths)))

    def _button(self, text: str, act: object) -> QPushButton:
        button = QPushButton(text, autoDefault=False)
        button.setAccessibleName(f"{text} {self._title}")
        button.clicked.connect(act)
        return button

    def _browse_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self._title, self.edit.text())
        if folder:
            self.set_paths(Path(folder))

    def _browse_files(self) -> None:
        start = str(self.path() or "")
        if Wanted.FILES in self._wanted:
            files, _ = QFileDialog.getOpenFileNames(self, self._title, start, self._kinds)
        elif Wanted.NEW_FILE in self._wanted:
            files = [QFileDialog.getSaveFileName(self, self._title, start, self._kinds)[0]]
        else:
            files = [QFileDialog.getOpenFileName(self, self._title, start, self._kinds)[0]]
        if files and files[0]:
            self.set_paths(*map(Path, files))


def _shown(path: Path) -> str:
    """A path as text that Qt takes over unchanged."""
    return os.fsencode(path).decode(errors="replace")
