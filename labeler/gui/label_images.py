"""The dialogs for label images that are files: say what they are, convert them, change palette or indices."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from labeler.gui.job_window import JobWindow

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from labeler.core.classes import ClassTable
    from labeler.gui.dialogs.job_form import JobForm
    from labeler.gui.main_window import MainWindow


class LabelImages(QObject):
    """Opens each dialog, and shows the file that is chosen in its list of results."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._jobs: dict[str, JobWindow] = {}
        for name, act in {
            "inspect": self.inspect,
            "convert": self.convert,
            "recolor": self.recolor,
            "remap": self.remap,
        }.items():
            window.actions_[name].triggered.connect(lambda _=False, act=act: act())

    def inspect(self) -> None:
        """Say what label images are."""
        from labeler.gui.dialogs.inspect_form import InspectForm, InspectionReport

        report = InspectionReport()
        self._open("Inspect", InspectForm(self._classes, report), Path, report)

    def convert(self) -> None:
        """Make palette PNGs of label images."""
        from labeler.gui.dialogs.convert_form import ConvertForm

        form = ConvertForm(self._classes)
        self._open("Convert", form, lambda name: (form.source.path() or Path()) / name)

    def recolor(self) -> None:
        """Give label PNGs the colours of a class table."""
        from labeler.gui.dialogs.palette_forms import RecolorForm

        self._open("Recolour", RecolorForm(self._classes), Path)

    def remap(self) -> None:
        """Give the pixels of label PNGs other indices."""
        from labeler.gui.dialogs.palette_forms import RemapForm

        self._open("Remap", RemapForm(self._classes), Path)

    @property
    def _classes(self) -> ClassTable | None:
        session = self._window.session
        return None if session.dataset is None else session.classes

    def _open(
        self,
        name: str,
        form: JobForm,
        file_of: Callable[[str], Path],
        report: QWidget | None = None,
    ) -> None:
        """Show the dialog of a job, the one at work if there is one; `file_of` finds a file of its list."""
        from labeler.gui.dialogs.job_dialog import JobDialog
        from labeler.gui.dialogs.result_list import ResultList

        job = self._jobs.setdefault(name, JobWindow(self._window, name))
        if job.show_running():
            return
        dialog = JobDialog(form, self._window.jobs, ResultList(None), self._window, report=report)
        dialog.image_wanted.connect(lambda shown: job.reveal(file_of(shown)))
        job.show(dialog)
