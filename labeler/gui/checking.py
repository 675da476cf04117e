"""Checks the dataset, lists what was found, and repairs after a preview."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Qt, QTimer

from labeler.gui.conflicts import ANOTHER_PROGRAM
from labeler.gui.finding_walk import FindingWalk
from labeler.gui.job_window import JobWindow
from labeler.gui.messages import Message, Severity
from labeler.gui.panels.finding_panel import severities
from labeler.jobs.step import StepStatus

if TYPE_CHECKING:
    from labeler.core.errors import LabelerError
    from labeler.gui.dialogs.job_dialog import JobDialog
    from labeler.gui.dialogs.job_form import JobForm
    from labeler.gui.job_runner import RunningJob
    from labeler.gui.main_window import MainWindow
    from labeler.jobs.check.job import Report
    from labeler.jobs.check.options import CheckOptions

_KEY = "check"

# What the list has at least, in screen pixels, as long as the other docks can spare it.
_HEIGHT = 330


class _Checked(NamedTuple):
    """What was checked, and how; whether it is the open dataset, and whether by the classes of that."""

    path: Path
    options: CheckOptions
    is_dataset: bool
    follows_classes: bool


class Checking(QObject):
    """Connects the dialogs of checks and repairs with the list of findings."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._panel, self._dock = window.finding_panel, window.finding_dock
        self._check_job = JobWindow(window, "Check")
        self._repair_job = JobWindow(window, "Repair", of_dataset=True)
        self._report: Report | None = None
        self._last: _Checked | None = None
        self._again: RunningJob | None = None
        self._walk = FindingWalk(window, self._check_job)
        window.actions_["check"].triggered.connect(lambda _=False: self.check())
        self._panel.repair_wanted.connect(self.repair)
        self._panel.again_wanted.connect(self.check_again)
        self._panel.escaped.connect(window.view.setFocus)
        self._panel.closed.connect(self._close)
        window.session.dataset_changed.connect(self._on_dataset)
        # What the window remembers of its docks is without the list, which is not remembered.
        window.closing.connect(self._dock.hide)

    def check(self) -> None:
        """Open the dialog of a check, or show the one that is at work."""
        from labeler.gui.dialogs.check_form import CheckForm

        window, session = self._window, self._window.session
        if self._check_job.show_running():
            return
        folder = None if session.dataset is None else session.dataset.folder
        form = CheckForm(folder, session.classes, window.autosave.finish)
        path = form.path.path
        dialog = self._dialog(form, lambda name: self._show_checked(path(), name))
        form.found.connect(lambda report, options: self._on_checked(dialog, path(), report, options))
        self._check_job.show(dialog)

    def check_again(self) -> None:
        """Check the same once more, in the same way, beside what is done in the window."""
        if self._last is None or self._again is not None or self._check_job.show_running():
            return
        from labeler.gui.dialogs.job_form import why_unsaved
        from labeler.jobs.check.job import check

        window, (path, options, _, follows) = self._window, self._last
        if reason := why_unsaved(window.autosave.finish, "checked"):
            self._tell(reason)
            return
        if follows:
            options = replace(options, classes=window.session.classes)
        window.messages.resolve(_KEY)
        job = self._again = window.jobs.start(check(path, options), name=f"Checking {path.name}")
        job.finished.connect(lambda report: self._on_found(report, path, options))
        job.failed.connect(lambda error: self._tell(f"{path.name} was not checked again. {error}"))
        job.ended.connect(self._on_again_ended)

    def repair(self) -> None:
        """Open the dialog that repairs what the last check found."""
        from labeler.gui.dialogs.check_form import RepairForm

        report = self._report
        if report is None or self._repair_job.show_running():
            return
        form = RepairForm(report, self._save_before_repair)
        dialog = self._dialog(form, lambda name: self._show_repaired(report, name))
        dialog.started.connect(self._on_repair_started)
        dialog.ended.connect(lambda _: self._on_repaired(dialog))
        self._repair_job.show(dialog)

    def _dialog(self, form: JobForm, lead: Callable[[str], object]) -> JobDialog:
        from labeler.gui.dialogs.job_dialog import JobDialog
        from labeler.gui.dialogs.result_list import ResultList

        session = self._window.session
        folder = Path.cwd() if session.dataset is None else session.dataset.folder
        dialog = JobDialog(form, self._window.jobs, ResultList(folder), self._window)
        dialog.image_wanted.connect(lead)
        return dialog

    def _show_checked(self, root: Path | None, name: str) -> None:
        """Lead to what a row of the list of a check is about, which may lie anywhere."""
        dataset = self._window.session.dataset
        if root is None or (dataset is not None and self._check_job.go_to(dataset.folder, name)):
            return
        self._check_job.reveal(next((path for path in (root / name, root) if path.exists()), root.parent))

    def _show_repaired(self, report: Report, name: str) -> None:
        """Lead to the image of a file that was repaired, or to the file."""
        path = next((each for each in report.repairs if report.layout.shown(each) == name), None)
        if path is None:
            return
        item = report.repairs[path].item
        image = self._walk.name_of(item)
        dataset = self._window.session.dataset
        if image is None or dataset is None or not self._repair_job.go_to(dataset.folder, image):
            self._repair_job.reveal(Path(path))

    def _save_before_repair(self) -> dict[Path, LabelerError]:
        """Save everything; raises ToolError where the open dataset must not be written now."""
        if self._last is not None and self._last.is_dataset:
            self._window.conflicts.refuse_rewriting()
        return self._window.autosave.finish()

    def _on_repair_started(self) -> None:
        self._window.conflicts.writer = "the repair"

    def _on_repaired(self, dialog: JobDialog) -> None:
        """The canvas follows, and so does the list: what it says of a repaired file holds no more."""
        self._window.conflicts.check()
        self._window.conflicts.writer = ANOTHER_PROGRAM
        if dialog.summary.counts[StepStatus.WRITTEN]:
            # Once the job has ended, and with it what it holds.
            QTimer.singleShot(0, self, self.check_again)

    def _on_checked(
        self, dialog: JobDialog, path: Path | None, report: Report, options: CheckOptions
    ) -> None:
        """The list takes over from a dialog that has ended well, and the keys if the dialog had them."""
        if path is not None:
            self._on_found(report, path, options)
        if dialog.isVisible():
            # Once the job has ended: until then the dialog would cancel it.
            dialog.ended.connect(lambda _: self._take_over(dialog), Qt.ConnectionType.QueuedConnection)
        else:
            self._show_list()

    def _on_found(self, report: Report, path: Path, options: CheckOptions) -> None:
        session = self._window.session
        is_dataset = session.dataset is not None and session.dataset.folder == path
        follows = options.classes is not None and options.classes == session.classes
        self._report, self._last = report, _Checked(path, options, is_dataset, follows)
        self._walk.follow(report)
        self._panel.show_report(report)
        self._dock.show_detail(severities(report.severities) or "nothing found")

    def _on_again_ended(self) -> None:
        self._again = None

    def _show_list(self) -> None:
        self._dock.show()
        self._dock.raise_()
        height = max(_HEIGHT, self._window.height() * 2 // 5)
        if self._dock.height() < height:
            self._window.resizeDocks([self._dock], [height], Qt.Orientation.Vertical)

    def _take_over(self, dialog: JobDialog) -> None:
        dialog.close()
        self._window.activateWindow()
        self._show_list()
        self._panel.table.setFocus()

    def _tell(self, text: str) -> None:
        self._window.messages.show_message(Message(_KEY, text, Severity.WARNING))

    def _close(self) -> None:
        self._dock.hide()
        self._window.view.setFocus()

    def _on_dataset(self) -> None:
        """The list is about what was checked: with the dataset that this was, it goes."""
        dataset = self._window.session.dataset
        last = self._last
        if last is not None and last.is_dataset and (dataset is None or dataset.folder != last.path):
            self._report = self._last = None
            self._walk.follow(None)
            self._dock.hide()
