"""The dialog that imports label images into the dataset that is open, and what follows in the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from labeler.core.errors import LabelerError
from labeler.core.file_stamp import FileStamp
from labeler.gui.conflicts import ANOTHER_PROGRAM
from labeler.gui.job_window import JobWindow
from labeler.gui.messages import Message, Severity

if TYPE_CHECKING:
    from pathlib import Path

    from labeler.core.dataset import Dataset
    from labeler.gui.dialogs.import_form import ImportForm
    from labeler.gui.main_window import MainWindow

_KEY = "import"


class Importing(QObject):
    """Saves, lets the user import, and shows the shapes and classes that came of it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._job = JobWindow(window, "Import", of_dataset=True)
        window.actions_["import_labels"].triggered.connect(lambda _=False: self.open())

    def open(self) -> None:
        """Open the dialog, or show the one whose import is at work."""
        from labeler.gui.dialogs.import_form import ImportForm
        from labeler.gui.dialogs.job_dialog import JobDialog
        from labeler.gui.dialogs.result_list import ResultList

        window = self._window
        dataset = window.session.dataset
        if dataset is None or self._job.show_running():
            return
        if window.session.read_only_reason:
            self._tell(window.session.read_only_reason)
            return
        form = ImportForm(dataset, self._save)
        if (dataset.folder / "SegmentationClass").is_dir():
            form.source.set_paths(dataset.folder)
        dialog = JobDialog(form, window.jobs, ResultList(dataset.folder), window)
        dialog.started.connect(self._on_started)
        dialog.ended.connect(lambda _: self._follow(dataset))
        dialog.image_wanted.connect(lambda name: self._show(form, dataset.folder, name))
        self._job.show(dialog)
        form.source.setFocus()

    def _save(self) -> dict[Path, LabelerError]:
        """Save everything; raises ToolError where nothing may be imported now."""
        self._window.conflicts.refuse_rewriting()
        self._window.classes.renaming.finish()
        return self._window.autosave.finish()

    def _on_started(self) -> None:
        self._window.conflicts.writer = "the import"

    def _follow(self, dataset: Dataset) -> None:
        """Show what the files hold now; an image that was edited meanwhile is asked about."""
        window = self._window
        if window.session.dataset is dataset:
            self._follow_classes(dataset)
            window.conflicts.check()
            window.opening.surveying.look_again()
        window.conflicts.writer = ANOTHER_PROGRAM

    def _follow_classes(self, dataset: Dataset) -> None:
        window = self._window
        if dataset.class_file.exists() and FileStamp.of(dataset.class_file) != window.session.class_stamp:
            try:
                window.session.reload_classes()
            except LabelerError as error:
                self._tell(str(error))

    def _show(self, form: ImportForm, folder: Path, name: str) -> None:
        """An image of the list, or a label image that has none."""
        source = form.source.path()
        if not self._job.go_to(folder, name) and source is not None:
            self._job.reveal(source / name)

    def _tell(self, text: str) -> None:
        self._window.messages.show_message(Message(_KEY, text, Severity.WARNING))
