"""One dialog of a job beside the window, and what comes of the job when the dialog is not in sight."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from shiboken6 import isValid

from labeler.gui.messages import Message, Remedy, Severity
from labeler.gui.reveal import reveal

if TYPE_CHECKING:
    from labeler.gui.dialogs.job_dialog import JobDialog
    from labeler.gui.main_window import MainWindow


class JobWindow(QObject):
    """Keeps one dialog, whose job may go on while it is hidden; the window stays usable meanwhile.

    `name` begins what is told of it in the window, as in `Export: 12 written.` With `of_dataset` the job
    rewrites the dataset that is open: with the dataset its dialog goes, unless the job is at work.
    """

    def __init__(self, window: MainWindow, name: str, *, of_dataset: bool = False) -> None:
        super().__init__(window)
        self._window = window
        self._name = name
        self._key = name.lower()
        self._dialog: JobDialog | None = None
        if of_dataset:
            window.session.dataset_changed.connect(self._on_dataset)

    def show_running(self) -> bool:
        """Show the dialog again if its job is at work, and say whether it is."""
        dialog = self._dialog
        if dialog is None or not isValid(dialog) or not dialog.is_running:
            return False
        self._show()
        return True

    def show(self, dialog: JobDialog) -> None:
        """Show a new dialog in the place of the one before, whose job has ended."""
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.ended.connect(self._on_ended)
        dialog.folder_wanted.connect(self.reveal)
        if self._dialog is not None and isValid(self._dialog):
            self._dialog.close()  # its list was left behind in the background
        self._dialog = dialog
        self._window.messages.resolve(self._key)
        self._show()

    def go_to(self, folder: Path, name: str) -> bool:
        """Open an image of a list if its dataset is still open; says whether there is such an image."""
        window = self._window
        dataset = window.session.dataset
        if dataset is None or dataset.folder != folder:
            return False
        position = next((at for at, image in enumerate(dataset.images) if image.name == name), None)
        if position is None:
            return False
        if window.drawing.may_leave():
            window.opening.go_to(position)
        return True

    def reveal(self, path: Path) -> None:
        """Show a file or folder in the desktop's file manager."""
        problem = reveal(path)
        if problem:
            self._window.messages.show_message(Message(self._key, problem, Severity.WARNING))

    def _show(self) -> None:
        if self._dialog is not None and isValid(self._dialog):
            self._dialog.show()
            self._dialog.raise_()
            self._dialog.activateWindow()

    def _on_dataset(self) -> None:
        dialog = self._dialog
        if dialog is not None and isValid(dialog) and not dialog.is_running:
            dialog.close()

    def _on_ended(self, text: str) -> None:
        """Tell in the window what would be told in a dialog that nobody sees."""
        assert self._dialog is not None
        if not self._dialog.isVisible():
            has_failures = self._dialog.summary.has_failures
            severity = Severity.WARNING if has_failures else Severity.NOTICE
            remedy = Remedy("Show the list", self._show)
            message = Message(self._key, f"{self._name}: {text}", severity, (remedy,))
            self._window.messages.show_message(message)
