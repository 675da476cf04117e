"""The export dialog on the dataset that is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from labeler.gui.job_window import JobWindow

if TYPE_CHECKING:
    from labeler.gui.main_window import MainWindow


class Exporting(QObject):
    """Saves, and lets the user export the dataset; the window stays usable meanwhile."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._job = JobWindow(window, "Export")

    def export(self) -> None:
        """Open the dialog, or show the one whose export is at work."""
        from labeler.gui.dialogs.export_dialog import ExportDialog
        from labeler.gui.dialogs.export_form import ExportSource
        from labeler.gui.dialogs.export_target import proposed_target, remember_target

        window = self._window
        dataset, settings = window.session.dataset, window.settings
        if dataset is None or self._job.show_running():
            return
        source = ExportSource(
            dataset.folder,
            len(dataset.images),
            window.opening.file_model.labelled_count,
            window.autosave.finish,
        )
        target = str(proposed_target(settings, dataset.folder))
        dialog = ExportDialog(source, window.jobs, target, window)
        dialog.started.connect(lambda target: remember_target(settings, dataset.folder, target))
        dialog.image_wanted.connect(lambda name: self._job.go_to(dataset.folder, name))
        self._job.show(dialog)
