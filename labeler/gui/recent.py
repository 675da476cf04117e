"""The datasets that were opened last: remembered, in the File menu, and on the welcome page."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from labeler.core.errors import LabelerError
from labeler.gui.messages import Message, MessageBar
from labeler.gui.welcome import short_path
from labeler.settings import RECENT, Settings

if TYPE_CHECKING:
    from labeler.gui.main_window import MainWindow

COUNT = 10


class RecentDatasets(QObject):
    """Remembers each dataset that opens; `open_path` is called for the one that is chosen again."""

    def __init__(self, window: MainWindow, open_path: Callable[[Path], object]) -> None:
        super().__init__(window)
        self._session = window.session
        self._settings = window.settings
        self._welcome = window.welcome
        self._messages: MessageBar = window.messages
        self._open_path = open_path
        self.menu = QMenu("Open recent", window)
        window.menus["&File"].insertMenu(window.actions_["open_sample"], self.menu)
        self._session.dataset_changed.connect(self._on_dataset)
        self._fill()

    def open(self, folder: Path) -> None:
        """Open one of the list; one that is not there any more is taken off, and that is said."""
        if folder.exists():
            self._open_path(folder)
            return
        self._remember([each for each in self._latest() if each != str(folder)])
        text = f"{folder} is not there any more, and was taken off the list of recent datasets."
        self._messages.show_message(Message("recent", text))

    def clear(self) -> None:
        """Forget them all."""
        self._remember([])

    def _on_dataset(self) -> None:
        dataset = self._session.dataset
        if dataset is not None:
            folder = str(dataset.folder)
            others = [each for each in self._latest() if each != folder]
            self._remember([folder, *others][:COUNT])

    def _latest(self) -> list[str]:
        """The list as the file has it: another window may have opened something meanwhile."""
        return Settings.load(self._settings.path).get(RECENT)

    def _remember(self, folders: list[str]) -> None:
        self._settings.set(RECENT, folders)
        with suppress(LabelerError):  # it is tried again when the window closes
            self._settings.save()
        self._fill()

    def _fill(self) -> None:
        folders = self._settings.get(RECENT)
        self.menu.clear()
        self.menu.setEnabled(bool(folders))
        for folder in folders:
            action = self.menu.addAction(short_path(Path(folder)).replace("&", "&&"))
            action.setToolTip(folder)
            action.triggered.connect(lambda _=False, folder=folder: self.open(Path(folder)))
        self.menu.addSeparator()
        self.menu.addAction("Clear the list").triggered.connect(self.clear)
        self._welcome.show_recent(folders)
