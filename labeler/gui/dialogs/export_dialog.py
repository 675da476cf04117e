"""Exports the dataset: the fields of an export, and the job that the command line runs too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labeler.gui.dialogs.export_form import ExportForm, ExportSource
from labeler.gui.dialogs.job_dialog import JobDialog
from labeler.gui.dialogs.result_list import ResultList

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from labeler.gui.job_runner import JobRunner


class ExportDialog(JobDialog):
    """The export of one dataset."""

    form: ExportForm

    def __init__(self, source: ExportSource, runner: JobRunner, folder: str, parent: QWidget) -> None:
        super().__init__(ExportForm(source, folder), runner, ResultList(source.folder), parent)
