"""The export dialog, on the dataset that is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMainWindow

from labeler.gui.dialogs.export_dialog import ExportDialog, ExportSource
from labeler.gui.dialogs.export_target import proposed_target, remember_target

if TYPE_CHECKING:
    from labeler.gui.autosave import Autosave
    from labeler.gui.job_runner import JobRunner
    from labeler.gui.opening import Opening
    from labeler.gui.session import Session
    from labeler.settings import Settings


class Exporting(QObject):
    """Saves, and lets the user export the dataset."""

    def __init__(
        self,
        window: QMainWindow,
        session: Session,
        opening: Opening,
        autosave: Autosave,
        jobs: JobRunner,
        settings: Settings,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._opening = opening
        self._autosave = autosave
        self._jobs = jobs
        self._settings = settings

    def export(self) -> None:
        """Open the dialog."""
        dataset, settings = self._session.dataset, self._settings
        if dataset is None:
            return
        source = ExportSource(
            dataset.folder,
            len(dataset.images),
            self._opening.file_model.labelled_count,
            self._autosave.finish,
        )
        dialog = ExportDialog(
            source, self._jobs, str(proposed_target(settings, dataset.folder)), self._window
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.started.connect(lambda target: remember_target(settings, dataset.folder, target))
        dialog.open()
