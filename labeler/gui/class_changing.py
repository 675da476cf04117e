"""Changes of classes over the whole dataset that is open: the dialog, and what follows in the window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from labeler.core.class_changes import ClassChange, ShapeFacts
from labeler.core.errors import LabelerError, ToolError
from labeler.gui.drawing import UNFINISHED
from labeler.gui.job_window import JobWindow
from labeler.gui.messages import Message, Remedy, Severity

if TYPE_CHECKING:
    from labeler.gui.main_window import MainWindow
    from labeler.jobs.change_classes import Result

_KEY = "classes:changed"
_BUSY = "The classes of the dataset are being changed. Wait until that has ended, or cancel it."


class ClassChanging(QObject):
    """Saves, lets the user change classes in all files, and shows what they hold then.

    While files are rewritten nothing can be edited.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._job = JobWindow(window, "Classes", of_dataset=True)
        window.classes.use.over_dataset = self.open
        window.actions_["change_classes"].triggered.connect(lambda _=False: self.open())

    def open(self, *requests: ClassChange) -> None:
        """Open the dialog on a change that may have been asked for, or show the one that is at work."""
        from labeler.gui.dialogs.class_change_form import ChangeSource, ClassChangeForm
        from labeler.gui.dialogs.job_dialog import JobDialog
        from labeler.gui.dialogs.result_list import ResultList

        window = self._window
        dataset = window.session.dataset
        if dataset is None or self._job.show_running():
            return
        if window.session.read_only_reason:
            self._tell(window.session.read_only_reason, Severity.WARNING)
            return
        selected = frozenset(dataset.images[place].name for place in window.file_panel.selected())
        source = ChangeSource(
            dataset.folder, dataset.classes, selected, self._save, lambda: len(window.session.documents)
        )
        form = ClassChangeForm(
            source, self._labels(), lambda result: self._on_changed(dataset.folder, result)
        )
        form.ask(requests or self._on_current())
        results = ResultList(dataset.folder)
        results.setHorizontalHeaderLabels(["File", "Result", "What"])
        dialog = JobDialog(form, window.jobs, results, window)
        dialog.started.connect(self._hold)
        dialog.ended.connect(self._release)
        dialog.image_wanted.connect(lambda name: self._show(dataset.folder, name))
        self._job.show(dialog)

    def _on_current(self) -> tuple[ClassChange, ...]:
        """Without a request: a rename of the current class, of which only the new name is missing."""
        from labeler.core.class_changes import RenameClass

        name = self._window.session.current_class
        return () if name is None else (RenameClass(name, ""),)

    def _labels(self) -> list[Path]:
        """The label images of the last export of the dataset, which most likely are to follow."""
        from labeler.gui.dialogs.export_target import proposed_target

        dataset = self._window.session.dataset
        assert dataset is not None
        folder = proposed_target(self._window.settings, dataset.folder) / "SegmentationClass"
        return [folder] if folder.is_dir() else []

    def _save(self) -> dict[Path, LabelerError]:
        """Save everything; raises ToolError while a shape is begun, whose class might go, or others write."""
        self._window.conflicts.refuse_rewriting()
        if not self._window.drawing.may_leave():
            raise ToolError(UNFINISHED)
        self._window.classes.renaming.finish()
        return self._window.autosave.finish()

    def _hold(self) -> None:
        """Nothing is edited from now on: it would be of classes that are about to go."""
        session = self._window.session
        session.read_only_reason = _BUSY
        for document in session.documents:
            document.read_only_reason = document.read_only_reason or _BUSY

    def _release(self) -> None:
        session = self._window.session
        if session.read_only_reason == _BUSY:
            session.read_only_reason = ""
        for document in session.documents:
            if document.read_only_reason == _BUSY:
                document.read_only_reason = ""

    def _on_changed(self, folder: Path, result: Result) -> None:
        """Show what the files hold now, and say where the mapping is."""
        session = self._window.session
        self._release()
        if not result.is_done or session.dataset is None or session.dataset.folder != folder:
            return
        current = session.current_class
        for document in session.documents:
            self._window.opening.reload(document)
        self._window.classes.offer({})  # what was counted was of the classes before
        try:
            session.reload_classes()
        except LabelerError as error:
            self._tell(str(error), Severity.ERROR)
            return
        if current is not None:
            name = result.preview.plan.new_name("", current, ShapeFacts())
            session.choose_class(name if name is None or session.classes.find(name) else None)
        self._window.opening.surveying.start(session.dataset)
        self._tell(f"Classes changed: {result.preview.text}", Severity.NOTICE, result.mappings[0])

    def _tell(self, text: str, severity: Severity, path: Path | None = None) -> None:
        remedies = (
            () if path is None else (Remedy("Show mapping.csv", lambda: self._job.reveal(path), keeps=True),)
        )
        self._window.messages.show_message(Message(_KEY, text, severity, remedies))

    def _show(self, folder: Path, name: str) -> None:
        """What a row of the list is about: an image of the dataset, or a label image."""
        if not self._job.go_to(folder, name):
            self._job.reveal(Path(name))
