"""Reads the prediction of an image and finds where it differs, again shortly after each edit."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from labeler.gui.job_runner import JobRunner, RunningJob
from labeler.gui.reviewed_regions import ReviewedRegions

if TYPE_CHECKING:
    from labeler.core.arrays import LabelMap
    from labeler.core.segmentation_scores import Scores
    from labeler.gui.document import Document
    from labeler.jobs.step import Step

# So long after the last edit.
_MILLISECONDS = 150


class Found(NamedTuple):
    """The regions in which annotation and prediction differ, and the figures of the image."""

    reviewed: ReviewedRegions
    scores: Scores


class DifferenceFinder(QObject):
    """Of one document at a time: `read(LabelMap)` tells the prediction, then `found(Found)` what differs.

    What is found while the image changes is dropped, for another look follows. `failed(str)` says why there
    is no prediction.
    """

    read = Signal(object)
    found = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._runner = JobRunner(self)
        self._job: RunningJob | None = None
        self._document: Document | None = None
        self._prediction: LabelMap | None = None
        self._timer = QTimer(self, singleShot=True, interval=_MILLISECONDS)
        self._timer.timeout.connect(self._look)

    @property
    def is_busy(self) -> bool:
        """Whether something is read or looked for, or will be shortly."""
        return self._job is not None or self._timer.isActive()

    def search(self, document: Document, path: Path) -> None:
        """Read a prediction, and look now and after every edit of the document where it differs."""
        self.stop()
        self._document = document
        document.changed.connect(self._on_changed)
        job = self._begin(_reading(path, document.size))
        job.finished.connect(lambda prediction: self._on_read(job, prediction))

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()
        self._cancel()
        if self._document is not None and isValid(self._document):
            self._document.changed.disconnect(self._on_changed)
        self._document = self._prediction = None

    def close(self) -> None:
        """End the thread."""
        self.stop()
        self._runner.cancel_all()

    def _begin(self, steps: Generator[Step, None, object]) -> RunningJob:
        self._cancel()
        job = self._job = self._runner.start(steps)
        job.failed.connect(lambda error: self._on_failed(job, str(error)))
        return job

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()
        self._job = None

    def _on_changed(self, _change: object, rect: object) -> None:
        if rect is not None and self._prediction is not None:
            self._cancel()
            self._timer.start()

    def _look(self) -> None:
        assert self._document is not None
        assert self._prediction is not None
        job = self._begin(_comparing(self._document.label_map.label_map, self._prediction))
        job.finished.connect(lambda found: self._on_found(job, found))

    def _on_read(self, job: RunningJob, prediction: LabelMap) -> None:
        if job is self._job:
            self._prediction = prediction
            self.read.emit(prediction)
            self._look()

    def _on_found(self, job: RunningJob, found: Found) -> None:
        if job is self._job:
            self._job = None
            self.found.emit(found)

    def _on_failed(self, job: RunningJob, text: str) -> None:
        if job is self._job:
            self._job = None
            self.failed.emit(text)


def _reading(path: Path, size: tuple[int, int]) -> Generator[Step, None, LabelMap]:
    from labeler.core.any_label_map import read_any_label_map
    from labeler.core.errors import ImageSizeError

    yield from ()
    prediction = read_any_label_map(path)
    height, width = prediction.shape
    if (width, height) != size:
        raise ImageSizeError(
            f"The prediction has {width} × {height} pixels, but the image has {size[0]} × {size[1]}. "
            f"Make predictions of the size of their images."
        )
    return prediction


def _comparing(truth: LabelMap, prediction: LabelMap) -> Generator[Step, None, Found]:
    # The first region that is accepted shall not wait for what it needs either.
    import shapely  # noqa: F401

    import labeler.core.edits.accept  # noqa: F401
    from labeler.core.compiled import warm_up
    from labeler.core.confusion import confusion_matrix
    from labeler.core.difference_regions import difference_regions
    from labeler.core.segmentation_scores import Scores

    yield from ()
    warm_up()
    # The map is painted meanwhile: what is made of halves of two states is dropped, but must not be wrong.
    truth = truth.copy()
    scores = Scores.of_matrix(confusion_matrix(truth, prediction))
    return Found(ReviewedRegions(difference_regions(truth, prediction)), scores)
