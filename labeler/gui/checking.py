"""Checks the dataset, and leads from finding to finding; repairs after a preview."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer

from labeler.gui.job_window import JobWindow
from labeler.gui.panels.finding_panel import severities

if TYPE_CHECKING:
    from labeler.gui.dialogs.check_form import CheckForm
    from labeler.gui.dialogs.job_dialog import JobDialog
    from labeler.gui.dialogs.job_form import JobForm
    from labeler.gui.document import Document
    from labeler.gui.main_window import MainWindow
    from labeler.jobs.check.finding import Finding
    from labeler.jobs.check.job import Report
    from labeler.jobs.check.options import CheckOptions

# What the list has at least, in screen pixels, as long as the other docks can spare it.
_HEIGHT = 330


class Checking(QObject):
    """Connects the dialogs of checks and repairs with the list of findings, and that with the canvas."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._panel, self._dock = window.finding_panel, window.finding_dock
        self._check_job = JobWindow(window, "Check")
        self._repair_job = JobWindow(window, "Repair")
        self._report: Report | None = None
        self._last: CheckForm | None = None
        self._wanted: Finding | None = None
        window.actions_["check"].triggered.connect(lambda _=False: self.check())
        self._panel.chosen.connect(self.go_to)
        self._panel.clicked.connect(self._on_clicked)
        self._panel.repair_wanted.connect(self.repair)
        self._panel.again_wanted.connect(self.check)
        self._panel.escaped.connect(window.view.setFocus)
        self._panel.closed.connect(self._close)
        window.session.document_changed.connect(self._on_document)
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
        form.found.connect(self._on_found)
        dialog = self._dialog(form)
        # Once the job has ended: until then the dialog would cancel it.
        dialog.ended.connect(lambda _: self._show_list(dialog), Qt.ConnectionType.QueuedConnection)
        self._check_job.show(dialog)

    def repair(self) -> None:
        """Open the dialog that repairs what the last check found."""
        from labeler.gui.dialogs.check_form import RepairForm

        if self._report is None or self._repair_job.show_running():
            return
        dialog = self._dialog(RepairForm(self._report, self._window.autosave.finish))
        dialog.ended.connect(lambda _: self._window.conflicts.check())
        self._repair_job.show(dialog)

    def go_to(self, finding: Finding) -> None:
        """Open the image of a finding and show the place; another file is shown in its folder."""
        window, session = self._window, self._window.session
        name = self._name_in_dataset(finding)
        document = session.document
        if name is None:
            self._check_job.reveal(Path(finding.path))
        elif document is not None and document.image.name == name:
            self._show_place(document, finding)
        elif session.dataset is not None:
            self._wanted = finding
            self._check_job.go_to(session.dataset.folder, name)
        if name is not None:
            window.view.setFocus()

    def _on_clicked(self, finding: Finding) -> None:
        """A click walks through images; for other files each would open a window of the desktop."""
        if self._name_in_dataset(finding) is not None:
            self.go_to(finding)

    def _dialog(self, form: JobForm) -> JobDialog:
        from labeler.gui.dialogs.job_dialog import JobDialog
        from labeler.gui.dialogs.result_list import ResultList

        session = self._window.session
        folder = Path.cwd() if session.dataset is None else session.dataset.folder
        dialog = JobDialog(form, self._window.jobs, ResultList(folder), self._window)
        dialog.image_wanted.connect(lambda name: self._check_job.go_to(folder, name))
        return dialog

    def _on_found(self, report: Report, _options: CheckOptions) -> None:
        self._report = report
        self._panel.show_report(report)
        self._dock.show_detail(severities(report.severities) or "nothing found")

    def _show_list(self, dialog: JobDialog) -> None:
        """The list takes over from a dialog that has ended well."""
        if self._report is None or dialog.form.isVisible():
            return
        if dialog.isVisible():
            dialog.close()
        self._window.activateWindow()
        self._dock.show()
        self._dock.raise_()
        if self._dock.height() < _HEIGHT:
            self._window.resizeDocks([self._dock], [_HEIGHT], Qt.Orientation.Vertical)
        self._panel.table.setFocus()

    def _close(self) -> None:
        self._dock.hide()
        self._window.view.setFocus()

    def _name_in_dataset(self, finding: Finding) -> str | None:
        """The image of the open dataset that a finding is about."""
        dataset = self._window.session.dataset
        if dataset is None or self._report is None or not finding.image:
            return None
        item = next((each for each in self._report.layout.items if each.name == finding.image), None)
        if item is None or item.image is None:
            return None
        file = os.path.abspath(item.image)  # noqa: PTH100 - links stay
        return next(
            (image.name for image in dataset.images if os.path.abspath(image.file) == file),  # noqa: PTH100
            None,
        )

    def _on_document(self, document: Document | None) -> None:
        if document is None:  # on the way from one image to the next
            return
        finding, self._wanted = self._wanted, None
        if finding is not None:
            # Once the canvas has the image, and knows what fits on it.
            QTimer.singleShot(0, self, lambda: self._show_place(document, finding))

    def _show_place(self, document: Document, finding: Finding) -> None:
        from labeler.core.geometry import Bounds

        place = finding.place
        if document is not self._window.session.document:
            return
        if place.shape is not None and 0 < place.shape <= len(document.annotation.shapes):
            document.select([place.shape - 1])
        if place.rect is not None:
            box = Bounds(place.rect.left, place.rect.top, place.rect.right, place.rect.bottom)
        elif place.pixel is not None:
            box = Bounds(*place.pixel, place.pixel[0] + 1, place.pixel[1] + 1)
        elif document.selection and place.shape is not None:
            box = Bounds.around([document.annotation.shapes[at].bounds for at in document.selection])
        else:
            return
        self._window.zooming.zoom_to(box)
