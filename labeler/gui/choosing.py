"""What to open: from the system's dialogs, the sample, the command line, or dropped on the window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from labeler.core.errors import LabelerError
from labeler.core.images import IMAGE_SUFFIXES
from labeler.gui.messages import Message, MessageBar, Severity
from labeler.gui.sample import own_sample
from labeler.settings import LAST_FOLDER, Settings

if TYPE_CHECKING:
    from labeler.gui.opening import Opening
    from labeler.gui.saving import Saving


class Choosing:
    """Lets the user choose a dataset, and opens it once the one that is open may be left."""

    def __init__(
        self, window: QWidget, opening: Opening, saving: Saving, messages: MessageBar, settings: Settings
    ) -> None:
        self._window = window
        self._opening = opening
        self._saving = saving
        self._messages = messages
        self._settings = settings

    def open_path(self, path: Path) -> None:
        """Open a folder, or an image with the others of its folder."""
        path = path.absolute()
        if self._saving.may_leave(self._window, self._settings):
            self._settings.set(LAST_FOLDER, str(path if path.is_dir() else path.parent))
            self._opening.reader.read(path)

    def choose_folder(self) -> None:
        """Ask for a folder and open it."""
        start = self._settings.get(LAST_FOLDER)
        folder = QFileDialog.getExistingDirectory(self._window, "Open folder", start)
        if folder:
            self.open_path(Path(folder))

    def choose_image(self) -> None:
        """Ask for an image and open it."""
        suffixes = " ".join(f"*{suffix} *{suffix.upper()}" for suffix in sorted(IMAGE_SUFFIXES))
        start = self._settings.get(LAST_FOLDER)
        name, _ = QFileDialog.getOpenFileName(self._window, "Open image", start, f"Images ({suffixes})")
        if name:
            self.open_path(Path(name))

    def open_sample(self) -> None:
        """Open the user's copy of the sample."""
        try:
            folder = own_sample()
        except LabelerError as error:
            self._messages.show_message(Message("opening", str(error), Severity.ERROR))
        else:
            self.open_path(folder)
