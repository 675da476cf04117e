"""Makes the edit that accepts regions of a prediction, beside the window when they are many."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from labeler.jobs.step import Step, in_hundredths

if TYPE_CHECKING:
    from labeler.core.edits.accept import Acceptance, Permits, Predicted
    from labeler.core.live_label_map import LiveLabelMap
    from labeler.gui.document import Document
    from labeler.gui.job_runner import JobRunner, RunningJob

_CHANGED = "The image was changed meanwhile, so nothing was accepted; accept once more."

# So many regions are accepted at once: the next key must not have to wait for a thread.
_FEW = 4


class Accepting(QObject):
    """One edit at a time: `made(Acceptance)`, at once for a few regions; else `progressed(float)` before.

    When the image changes meanwhile, or another is shown, nothing is made: `dropped(str)` says so, empty when
    nobody has to know.
    """

    made = Signal(object)
    progressed = Signal(float)
    dropped = Signal(str)

    def __init__(self, runner: JobRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._runner = runner
        self._job: RunningJob | None = None
        self._document: Document | None = None

    @property
    def is_busy(self) -> bool:
        """Whether an edit is being made."""
        return self._job is not None

    def make(self, document: Document, regions: Sequence[Predicted]) -> None:
        """Make the edit for these regions."""
        from labeler.core.edits.accept import accept_regions

        self.cancel()
        document.late.settle()
        permits = permits_of(document)
        if len(regions) <= _FEW:
            self.made.emit(accept_regions(document.label_map, regions, permits))
            return
        self._document = document
        document.changed.connect(self._on_changed)
        name = f"Accepting {len(regions):,} regions"
        job = self._job = self._runner.start(_accepting(document.label_map, regions, permits), name=name)
        job.progressed.connect(lambda steps: self._on_progress(job, steps))
        job.finished.connect(lambda made: self._on_finished(job, made))
        job.failed.connect(lambda error: self._on_failed(job, str(error)))
        job.cancelled.connect(lambda: self._on_failed(job, ""))

    def cancel(self, reason: str = "") -> None:
        """Drop what is being made."""
        if self._job is not None:
            self._job.cancel()
            self._end()
            self.dropped.emit(reason)

    def _end(self) -> None:
        if self._document is not None and isValid(self._document):
            self._document.changed.disconnect(self._on_changed)
        self._job = self._document = None

    def _on_changed(self) -> None:
        """What is being made is for shapes that are others now."""
        self.cancel(_CHANGED)

    def _on_progress(self, job: RunningJob, steps: list[Step]) -> None:
        if job is self._job:
            self.progressed.emit(steps[-1].done / steps[-1].total)

    def _on_finished(self, job: RunningJob, made: Acceptance) -> None:
        if job is self._job:
            self._end()
            self.made.emit(made)

    def _on_failed(self, job: RunningJob, text: str) -> None:
        if job is self._job:
            self._end()
            self.dropped.emit(text)


def permits_of(document: Document) -> Permits:
    """What may be changed of an image: nothing that is locked or hidden."""
    from labeler.core.edits.accept import Permits

    visibility = document.visibility
    return Permits(document.is_editable, lambda name: visibility is None or visibility.is_class_visible(name))


def _accepting(
    live: LiveLabelMap, regions: Sequence[Predicted], permits: Permits
) -> Generator[Step, None, Acceptance]:
    from labeler.core.edits.accept import accept_in_steps

    return (yield from in_hundredths(accept_in_steps(live, regions, permits)))
