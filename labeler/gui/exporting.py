"""The export dialog on the dataset that is open, and what comes of it when it is not in sight."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from shiboken6 import isValid

from labeler.gui.messages import Message, Remedy, Severity
from labeler.gui.reveal import reveal

if TYPE_CHECKING:
    from labeler.gui.dialogs.export_dialog import ExportDialog
    from labeler.gui.main_window import MainWindow

_KEY = "export"


class Exporting(QObject):
    """Saves, and lets the user export the dataset; the window stays usable meanwhile."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._dialog: ExportDialog | None = None

    def export(self) -> None:
        """Open the dialog, or show the one whose export is at work."""
        from labeler.gui.dialogs.export_dialog import ExportDialog
        from labeler.gui.dialogs.export_form import ExportSource
        from labeler.gui.dialogs.export_target import proposed_target, remember_target

        window = self._window
        dataset, settings = window.session.dataset, window.settings
        if dataset is None:
            return
        if self._is_running():
            self._show()
            return
        source = ExportSource(
            dataset.folder,
            len(dataset.images),
            window.opening.file_model.labelled_count,
            window.autosave.finish,
        )
        target = str(proposed_target(settings, dataset.folder))
        dialog = ExportDialog(source, window.jobs, target, window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.started.connect(lambda target: remember_target(settings, dataset.folder, target))
        dialog.ended.connect(self._on_ended)
        dialog.image_wanted.connect(lambda name: self._go_to(dataset.folder, name))
        dialog.folder_wanted.connect(self._reveal)
        if self._dialog is not None and isValid(self._dialog):
            self._dialog.close()  # its list was left behind in the background
        self._dialog = dialog
        window.messages.resolve(_KEY)
        self._show()

    def _is_running(self) -> bool:
        return self._dialog is not None and isValid(self._dialog) and self._dialog.is_running

    def _show(self) -> None:
        if self._dialog is not None and isValid(self._dialog):
            self._dialog.show()
            self._dialog.raise_()
            self._dialog.activateWindow()

    def _on_ended(self, text: str) -> None:
        """Tell in the window what would be told in a dialog that nobody sees."""
        assert self._dialog is not None
        if not self._dialog.isVisible():
            has_failures = self._dialog.summary.has_failures
            severity = Severity.WARNING if has_failures else Severity.NOTICE
            remedy = Remedy("Show the list", self._show)
            self._window.messages.show_message(Message(_KEY, f"Export: {text}", severity, (remedy,)))

    def _go_to(self, folder: Path, name: str) -> None:
        """Open an image of the list, if its dataset is still open."""
        window = self._window
        dataset = window.session.dataset
        if dataset is None or dataset.folder != folder or not window.drawing.may_leave():
            return
        position = next((at for at, image in enumerate(dataset.images) if image.name == name), None)
        if position is not None:
            window.opening.go_to(position)

    def _reveal(self, target: Path) -> None:
        problem = reveal(target)
        if problem:
            self._window.messages.show_message(Message(_KEY, problem, Severity.WARNING))
