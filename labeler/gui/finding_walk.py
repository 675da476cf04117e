"""Leads from finding to finding of a check: the image comes on the canvas, with the place in sight."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from labeler.gui.document import Document
    from labeler.gui.job_window import JobWindow
    from labeler.gui.main_window import MainWindow
    from labeler.jobs.check.finding import Finding
    from labeler.jobs.check.job import Report
    from labeler.jobs.check.layout import Item

_ACTIONS = ("next_finding", "previous_finding")


class FindingWalk(QObject):
    """Connects the list of findings with the canvas; `follow` tells it of another report."""

    def __init__(self, window: MainWindow, job: JobWindow) -> None:
        super().__init__(window)
        self._window, self._job = window, job
        self._panel = window.finding_panel
        self._report: Report | None = None
        self._wanted: Finding | None = None
        self._went_to: Finding | None = None
        self._panel.chosen.connect(self.go_to)
        self._panel.clicked.connect(self._on_clicked)
        for name, by in zip(_ACTIONS, (1, -1), strict=True):
            window.actions_[name].triggered.connect(lambda _=False, by=by: self.step(by))
        window.session.document_changed.connect(self._on_document)
        self.follow(None)

    def follow(self, report: Report | None) -> None:
        """Walk through the findings of another report."""
        self._report = report
        self._wanted = self._went_to = None
        self._window.actions_.enable(_ACTIONS, report is not None and bool(report.findings))

    def step(self, by: int) -> None:
        """Go to the next finding of the list, from the canvas as well; after a check to the first."""
        before = self._panel.current
        if self._went_to is not None and before is self._went_to:
            self._panel.step(by)
        finding = self._panel.current
        if finding is None or finding is self._went_to:
            self._window.status.show_refusal("There is no finding further on in the list.")
            return
        self.go_to(finding)

    def go_to(self, finding: Finding) -> None:
        """Open the image of a finding and show the place; another file is shown in its folder."""
        window, session = self._window, self._window.session
        self._went_to = finding
        name = self._name_in_dataset(finding)
        document = session.document
        if name is None:
            self._job.reveal(Path(finding.path))
        elif document is not None and document.image.name == name:
            self._show_place(document, finding)
        elif session.dataset is not None:
            self._wanted = finding
            self._job.go_to(session.dataset.folder, name)
        if name is not None:
            window.view.setFocus()

    def _on_clicked(self, finding: Finding) -> None:
        """A click walks through images; for other files each would open a window of the desktop."""
        if self._name_in_dataset(finding) is not None:
            self.go_to(finding)

    def _name_in_dataset(self, finding: Finding) -> str | None:
        """The image of the open dataset that a finding is about."""
        dataset = self._window.session.dataset
        if dataset is None or self._report is None or not finding.image:
            return None
        items = self._report.layout.items
        return self.name_of(next((each for each in items if each.name == finding.image), None))

    def name_of(self, item: Item | None) -> str | None:
        """The image of the open dataset that an item of a check is about."""
        dataset = self._window.session.dataset
        if dataset is None or item is None or item.image is None:
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
