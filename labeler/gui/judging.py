"""The dialog that compares with predictions, and the ways from its report into the review."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject

from labeler.gui.job_window import JobWindow

if TYPE_CHECKING:
    from labeler.gui.dialogs.comparison_form import ComparisonForm
    from labeler.gui.main_window import MainWindow
    from labeler.jobs.comparison import Comparison, ImageComparison


class Judging(QObject):
    """Opens the dialog; a double click on an image or a confusion reviews it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._job = JobWindow(window, "Compare")
        self._comparison: Comparison | None = None
        window.actions_["compare"].triggered.connect(lambda _=False: self.open())

    def open(self) -> None:
        """Open the dialog, or show the one that is at work."""
        from labeler.gui.dialogs.comparison_form import ComparisonForm
        from labeler.gui.dialogs.comparison_report import ComparisonReport
        from labeler.gui.dialogs.job_dialog import JobDialog
        from labeler.gui.dialogs.result_list import ResultList

        window, dataset = self._window, self._window.session.dataset
        if self._job.show_running():
            return
        form = ComparisonForm(dataset, window.reviewing.known, window.autosave.finish)
        report = ComparisonReport(window.jobs)
        results = ResultList(None if dataset is None else dataset.folder)
        dialog = JobDialog(form, window.jobs, results, window, report=report)
        form.compared.connect(report.show_comparison)
        form.compared.connect(self._on_compared)
        report.image_wanted.connect(lambda name: self._review(form, name, None))
        report.pair_wanted.connect(lambda pair: self._review(form, self._worst_of(pair), pair))
        results.image_wanted.connect(lambda name: self._review(form, name, None))
        self._job.show(dialog)

    def _on_compared(self, comparison: Comparison) -> None:
        self._comparison = comparison

    def _worst_of(self, pair: tuple[int, int]) -> str:
        """The image that can have the most pixels of one class predicted as another."""
        assert self._comparison is not None
        return max(self._comparison.images, key=lambda image: _confused(image, pair)).name

    def _review(self, form: ComparisonForm, name: str, pair: tuple[int, int] | None) -> None:
        """Review an image; what is none of the open dataset is shown in its folder."""
        window, predictions = self._window, form.predictions
        dataset = window.session.dataset
        image = self._name_in_dataset(name)
        if image is None or predictions is None or dataset is None:
            self._reveal(name)
        elif self._job.go_to(dataset.folder, image):
            window.reviewing.start(predictions, pair)

    def _name_in_dataset(self, name: str) -> str | None:
        """The image of the open dataset that a comparison calls so: by its name, or that of its files."""
        dataset = self._window.session.dataset
        for image in () if dataset is None else dataset.images:
            if name in (image.name, image.id, Path(image.name).with_suffix("").as_posix()):
                return image.name
        return None

    def _reveal(self, name: str) -> None:
        images = [] if self._comparison is None else self._comparison.images
        path = next((image.prediction for image in images if image.name == name), None)
        if path is not None:
            self._job.reveal(path)


def _confused(image: ImageComparison, pair: tuple[int, int]) -> int:
    """So many pixels of one class at most are predicted as the other in an image."""
    scores = image.scores
    missed = (scores.truth - scores.correct)[scores.indices == pair[0]]
    wrong = (scores.predicted - scores.correct)[scores.indices == pair[1]]
    return min(int(np.sum(missed)), int(np.sum(wrong)))
