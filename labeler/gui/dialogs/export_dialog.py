"""Exports the dataset: the options, one call of the job that the command line runs too, and how it went."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from labeler.core.errors import LabelerError
from labeler.gui.dialogs.export_form import ExportForm
from labeler.gui.dialogs.fit_screen import WholeScroll, fit_screen
from labeler.gui.dialogs.result_list import ResultList
from labeler.gui.words import counted
from labeler.jobs.step import Step, Summary

if TYPE_CHECKING:
    from labeler.formats.base import ExportOptions
    from labeler.gui.job_runner import JobRunner, RunningJob

# How a remedy is spelled on the command line, which the fields of the dialog spell in their own words.
_OPTION = re.compile(r" \(--[^)]*\)")


@dataclass(frozen=True, slots=True)
class ExportSource:
    """What is exported: the dataset's folder, and how many of its images have shapes or are done.

    `labelled` is None while that is not known. `save` writes what is not saved and returns what
    could not be, by path.
    """

    folder: Path
    images: int
    labelled: int | None
    save: Callable[[], Mapping[Path, LabelerError]]


class ExportDialog(QDialog):
    """Fields first, then progress and the list of what the export has to say.

    `started(Path)` and `ended(str)` tell the target and what is said in the end; `image_wanted(str)` and
    `folder_wanted(Path)` name an image of the list, and the target, that the user wants to see. An export
    goes on while the dialog is hidden.
    """

    started = Signal(object)
    ended = Signal(str)
    image_wanted = Signal(str)
    folder_wanted = Signal(object)

    def __init__(self, source: ExportSource, runner: JobRunner, folder: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Export as Pascal VOC")
        self._source = source
        self._runner = runner
        self._job: RunningJob | None = None
        self._is_leaving = False
        self._summary = Summary()
        self.form = ExportForm(folder)
        self.form.changed.connect(self._show_button)
        self.problem = QLabel(wordWrap=True)
        self.problem.setObjectName("problem")
        self._pages = QStackedWidget()
        self._pages.addWidget(WholeScroll(self.form))
        self._pages.addWidget(self._progress_page())
        self.export_button = QPushButton(default=True)
        self.export_button.setProperty("first", True)
        self.export_button.clicked.connect(self._start)
        self.hide_button = QPushButton("Continue in background", autoDefault=False)
        self.hide_button.clicked.connect(self.hide)
        self.folder_button = QPushButton("Show folder", autoDefault=False)
        self.folder_button.clicked.connect(lambda: self.folder_wanted.emit(self.form.target()))
        self.close_button = QPushButton("Close", autoDefault=False)
        self.close_button.clicked.connect(self._on_close_button)
        buttons = QHBoxLayout()
        buttons.addWidget(self.problem, 1)
        for button in (self.hide_button, self.folder_button, self.export_button, self.close_button):
            buttons.addWidget(button)
        self.hide_button.hide()
        self.folder_button.hide()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(16, 16, 16, 16)
        self._layout.setSpacing(16)
        self._layout.addWidget(self._pages, 1)
        self._layout.addLayout(buttons)
        fit_screen(self, QSize(640, self._layout.totalHeightForWidth(640)))
        self._show_button()

    @property
    def summary(self) -> Summary:
        """How the images ended so far."""
        return self._summary

    @property
    def is_running(self) -> bool:
        """Whether an export is at work."""
        return self._job is not None

    def done(self, result: int) -> None:
        """Close. An export at work is cancelled first, and the dialog closes when it has ended.

        Every way out leads here: Esc, which never comes to closeEvent, and the window's button.
        """
        if self._job is None:
            super().done(result)
        else:
            self._is_leaving = True
            self._cancel()

    def _progress_page(self) -> QWidget:
        self.headline = QLabel(wordWrap=True)
        self.headline.setObjectName("headline")
        self.progress = QProgressBar(textVisible=False)
        self.results = ResultList(self._source.folder)
        self.results.image_wanted.connect(self.image_wanted)
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.headline)
        layout.addWidget(self.progress)
        layout.addWidget(self.results, 1)
        layout.addStretch(0)
        return page

    def _show_button(self) -> None:
        problem = self.form.problem()
        self._tell(problem, is_error=False)
        self.export_button.setEnabled(not problem)
        count = self._source.images
        if not self.form.includes_unlabelled.isChecked() and self._source.labelled is not None:
            count = self._source.labelled
        self.export_button.setText(f"Export {counted(count, 'image')}")

    def _start(self) -> None:
        target = self.form.target()
        try:
            options = self.form.options()
        except LabelerError as error:
            self._tell(str(error), is_error=True)
            return
        if target is None:
            return
        if failures := list(self._source.save().values()):
            self._tell(f"Nothing was exported: not everything could be saved. {failures[0]}", is_error=True)
            return
        self._summary = Summary()
        self.results.start()
        self.problem.clear()
        self.headline.setText("Exporting")
        self.progress.setRange(0, 0)
        self._pages.setCurrentIndex(1)
        self.export_button.hide()
        self.folder_button.hide()
        self.hide_button.show()
        self.close_button.setText("Cancel")
        steps = _exporting(self._source.folder, target, options)
        job = self._runner.start(steps, name=f"Exporting to {target.name}")
        self._job = job
        self.started.emit(target)
        job.progressed.connect(self._on_steps)
        # Methods of the dialog, not lambdas: Qt lets go of them when the dialog is gone.
        job.finished.connect(self._on_finished)
        job.cancelled.connect(self._on_cancelled)
        job.failed.connect(self._on_failed)
        job.ended.connect(self._on_ended)

    def _on_steps(self, steps: list[Step]) -> None:
        for step in steps:
            self._summary.add(step)
            self.results.add(step)
        last = steps[-1]
        self.progress.setRange(0, last.total)
        self.progress.setValue(last.done)
        time_left = "" if self._job is None else self._job.time_left.text
        parts = (f"{last.done:,} of {last.total:,}", time_left, last.name)
        self.headline.setText("  ".join(part for part in parts if part))

    def _on_failed(self, error: LabelerError) -> None:
        """The export as a whole: back to the fields, with the reason."""
        self._pages.setCurrentIndex(0)
        self.export_button.show()
        reason = _OPTION.sub("", str(error))
        self._tell(reason, is_error=True)
        self.ended.emit(f"Nothing was exported. {reason}")

    def _on_finished(self) -> None:
        self.progress.setRange(0, 1)
        self.progress.setValue(1)
        self._show_end(self._summary.text)

    def _on_cancelled(self) -> None:
        if self.progress.maximum() == 0:  # before the first step: an empty bar, not one that runs on
            self.progress.setRange(0, 1)
            self.progress.setValue(0)
        self._show_end(f"Cancelled. {self._summary.text}")

    def _on_ended(self) -> None:
        self._job = None
        self.hide_button.hide()
        self.close_button.setText("Close")
        self.close_button.setEnabled(True)
        if self._is_leaving:
            self.reject()

    def _show_end(self, headline: str) -> None:
        target = self.form.target()
        self.headline.setText(f"{headline} {target}")
        self.folder_button.setVisible(target is not None and target.exists())
        self.results.fit()
        self.ended.emit(self.headline.text())

    def _tell(self, text: str, *, is_error: bool) -> None:
        self.problem.setText(text)
        self.problem.setProperty("error", is_error)
        self.problem.style().polish(self.problem)
        # A text of several lines makes the dialog higher: Qt would press the fields together instead.
        self._layout.activate()
        needed = self._layout.totalHeightForWidth(self.width())
        if self.isVisible() and self.height() < needed:
            fit_screen(self, QSize(self.width(), needed))

    def _on_close_button(self) -> None:
        if self._job is None:
            self.close()
        else:
            self._cancel()

    def _cancel(self) -> None:
        """Stop after the images at work; what has been written is whole."""
        assert self._job is not None
        self._job.cancel()
        self.close_button.setText("Cancelling")
        self.close_button.setEnabled(False)


def _exporting(folder: Path, target: Path, options: ExportOptions) -> Generator[Step, None, None]:
    """The export of a dataset as it lies on the disk, which is what the command line does."""
    from labeler.core.dataset import open_dataset
    from labeler.jobs.export import export

    yield from export(open_dataset(folder), target, options)
