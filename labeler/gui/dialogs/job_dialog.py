"""Runs a job from a dialog: its fields, a preview where files are rewritten, progress, and how it went."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QShowEvent
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
from labeler.gui.dialogs.fit_screen import WholeScroll, fit_screen
from labeler.jobs.step import Step, Summary

if TYPE_CHECKING:
    from collections.abc import Callable

    from labeler.gui.dialogs.job_form import JobForm
    from labeler.gui.dialogs.result_list import ResultList
    from labeler.gui.job_runner import JobRunner, RunningJob

_WIDTH = 640


class JobDialog(QDialog):
    """Fields first, then progress and the list of what the job has to say.

    `started(Path | None)` and `ended(str)` tell the target and what is said in the end; `image_wanted(str)`
    and `folder_wanted(Path)` name something of the list, and the target, that the user wants to see. A job
    goes on while the dialog is hidden. `report` is shown above the list when the job has ended.
    """

    started = Signal(object)
    ended = Signal(str)
    image_wanted = Signal(str)
    folder_wanted = Signal(object)

    def __init__(
        self,
        form: JobForm,
        runner: JobRunner,
        results: ResultList,
        parent: QWidget,
        *,
        report: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(form.title)
        self.form = form
        self.results = results
        self.report = report
        self._runner = runner
        self._job: RunningJob | None = None
        self._is_preview = False
        self._is_leaving = False
        self._summary = Summary()
        form.changed.connect(self._on_changed)
        results.image_wanted.connect(self.image_wanted)
        self.problem = QLabel(wordWrap=True)
        self.problem.setObjectName("problem")
        self._pages = QStackedWidget()
        self._pages.addWidget(WholeScroll(form))
        self._pages.addWidget(self._progress_page())
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(16, 16, 16, 16)
        self._layout.setSpacing(16)
        self._layout.addWidget(self._pages, 1)
        self._layout.addLayout(self._button_row())
        self._show_fields()
        fit_screen(self, QSize(_WIDTH, self._layout.totalHeightForWidth(_WIDTH)))

    @property
    def summary(self) -> Summary:
        """How the steps ended so far."""
        return self._summary

    @property
    def is_running(self) -> bool:
        """Whether a job is at work."""
        return self._job is not None

    def done(self, result: int) -> None:
        """Close. A job at work is cancelled first, and the dialog closes when it has ended.

        Every way out leads here: Esc, which never comes to closeEvent, and the window's button.
        """
        if self._job is None:
            super().done(result)
        else:
            self._is_leaving = True
            self._cancel()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """The keys belong to the first field, or to the form's choice, so that one can type at once."""
        super().showEvent(event)
        if self.focusWidget() is None:
            self.form.setFocus()
            if self.form.focusProxy() is None:
                self.focusNextChild()

    def _progress_page(self) -> QWidget:
        self.headline = QLabel(wordWrap=True)
        self.headline.setObjectName("headline")
        self.progress = QProgressBar(textVisible=False)
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.headline)
        layout.addWidget(self.progress)
        if self.report is not None:
            layout.addWidget(self.report, 2)
        layout.addWidget(self.results, 1)
        layout.addStretch(0)
        return page

    def _button_row(self) -> QHBoxLayout:
        self.back_button = _button("Back", self._show_fields)
        self.hide_button = _button("Continue in background", self.hide)
        self.folder_button = _button("Show folder", lambda: self.folder_wanted.emit(self.form.target()))
        self.preview_button = _button("Preview", lambda: self._start(is_preview=True))
        self.run_button = _button("", lambda: self._start(is_preview=False))
        self.close_button = _button("Close", self._on_close_button)
        for button in (self.preview_button, self.run_button):
            button.setProperty("first", True)
        buttons = QHBoxLayout()
        buttons.addWidget(self.problem, 1)
        for button in (
            self.back_button,
            self.hide_button,
            self.folder_button,
            self.preview_button,
            self.run_button,
            self.close_button,
        ):
            buttons.addWidget(button)
        return buttons

    def _show_fields(self) -> None:
        """The first page, with what it needs."""
        self._pages.setCurrentIndex(0)
        self._on_changed()

    def _on_changed(self) -> None:
        self._tell(self.form.problem(), is_error=False)
        self._show_buttons()

    def _show_buttons(self) -> None:
        """The buttons of the fields, or of what a preview has found."""
        is_first = self._pages.currentIndex() == 0
        can_start = not self.form.problem()
        has_preview = is_first and self.form.has_preview
        self.back_button.setVisible(not is_first and self._is_preview and self._job is None)
        self.hide_button.setVisible(self._job is not None)
        self.folder_button.setVisible(False)
        self.preview_button.setVisible(has_preview)
        self.preview_button.setEnabled(can_start)
        self.preview_button.setDefault(has_preview)
        self.run_button.setVisible(self._job is None and not has_preview and (is_first or self._is_preview))
        self.run_button.setEnabled(can_start and (is_first or self.form.has_work(self._summary)))
        self.run_button.setText(self.form.action_text())
        self.run_button.setDefault(not has_preview)

    def _start(self, *, is_preview: bool) -> None:
        try:
            if reason := self.form.make_ready():
                self._tell(reason, is_error=True)
                return
            steps = self.form.steps(is_preview=is_preview)
        except LabelerError as error:
            self._tell(self.form.reason(error), is_error=True)
            return
        self._is_preview = is_preview
        self._summary = Summary()
        self.results.start()
        if self.report is not None:
            self.report.hide()
        self.problem.clear()
        name = self.form.job_name()
        self.headline.setText("Looking what would change" if is_preview else name)
        self.progress.setRange(0, 0)
        self.progress.show()
        self._pages.setCurrentIndex(1)
        self.close_button.setText("Cancel")
        job = self._runner.start(steps, name="" if is_preview else name)
        self._job = job
        self._show_buttons()
        if not is_preview:
            self.started.emit(self.form.target())
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
        """The job as a whole: back to the fields, with the reason."""
        self._pages.setCurrentIndex(0)
        reason = self.form.reason(error)
        self._tell(reason, is_error=True)
        if not self._is_preview:
            self.ended.emit(f"Nothing was done. {reason}")

    def _on_finished(self, result: object) -> None:
        self.progress.setRange(0, 1)
        self.progress.setValue(1)
        self.form.show_result(result)
        if self.report is not None:
            self.report.show()
        words = self.form.preview_text if self._is_preview else self.form.end_text
        self._show_end(words(self._summary))

    def _on_cancelled(self) -> None:
        if self.progress.maximum() == 0:  # before the first step: an empty bar, not one that runs on
            self.progress.setRange(0, 1)
            self.progress.setValue(0)
        self._show_end(f"Cancelled. {self.form.end_text(self._summary)}")

    def _on_ended(self) -> None:
        has_result = self._pages.currentIndex() == 1
        self._job = None
        self.close_button.setText("Close")
        self.close_button.setEnabled(True)
        self._show_buttons()
        target = self.form.target()
        self.folder_button.setVisible(
            has_result and not self._is_preview and target is not None and target.exists()
        )
        if self._is_leaving:
            self.reject()

    def _show_end(self, headline: str) -> None:
        self.headline.setText(headline)
        self.results.fit()
        if not self._is_preview:
            self.ended.emit(headline)

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
        """Stop after the step at work; what has been written is whole."""
        assert self._job is not None
        self._job.cancel()
        self.close_button.setText("Cancelling")
        self.close_button.setEnabled(False)


def _button(text: str, act: Callable[[], object]) -> QPushButton:
    button = QPushButton(text, autoDefault=False)
    button.clicked.connect(lambda _=False: act())
    return button
