"""Looks for gaps and slivers of the image on the canvas, in a thread, again shortly after each edit."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from labeler.gui.job_runner import JobRunner, RunningJob
from labeler.jobs.step import Step, in_hundredths

if TYPE_CHECKING:
    from labeler.core.gaps import Gap
    from labeler.gui.document import Document
    from labeler.gui.session import Session

# So long after the last edit.
_MILLISECONDS = 150


class GapFinder(QObject):
    """While it is on: `found(list[Gap])`, the largest first, and `progressed(float)`, the share that is done.

    What is found while the image changes is dropped, for another look follows. `failed(str)` says why nothing
    can be found.
    """

    found = Signal(object)
    progressed = Signal(float)
    failed = Signal(str)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._runner = JobRunner(self)
        self._job: RunningJob | None = None
        self._document: Document | None = None
        self._below = 1
        self._timer = QTimer(self, singleShot=True, interval=_MILLISECONDS)
        self._timer.timeout.connect(self._look)

    def search(self, below: int | None) -> None:
        """Look, now and after every edit, for gaps, and slivers of fewer than `below` pixels; None: stop."""
        self._forget()
        document = self._session.document
        if below is None or document is None:
            return
        self._below = below
        self._document = document
        document.changed.connect(self._on_changed)
        self._look()

    def close(self) -> None:
        """End the thread."""
        self._forget()
        self._runner.cancel_all()

    def _forget(self) -> None:
        self._timer.stop()
        self._stop()
        if self._document is not None:
            self._document.changed.disconnect(self._on_changed)
        self._document = None

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
        self._job = None

    def _on_changed(self, _change: object, rect: object) -> None:
        if rect is not None:
            self._stop()
            self._timer.start()

    def _look(self) -> None:
        assert self._document is not None
        self._stop()
        job = self._runner.start(_scanning(_Scan.of(self._document, self._below)))
        self._job = job
        job.progressed.connect(lambda steps: self._on_progress(job, steps))
        job.finished.connect(lambda gaps: self._on_finished(job, gaps))
        job.failed.connect(lambda error: self.failed.emit(str(error)))

    def _on_progress(self, job: RunningJob, steps: list[Step]) -> None:
        if job is self._job:
            self.progressed.emit(steps[-1].done / steps[-1].total)

    def _on_finished(self, job: RunningJob, gaps: list[Gap]) -> None:
        if job is self._job:
            self._job = None
            self.found.emit(gaps)


class _Scan(NamedTuple):
    """What the thread looks at: the label map itself, and the shapes as they are now."""

    label_map: Any
    shapes: list[Any]
    boxes: Any
    classes: Any
    below: int

    @classmethod
    def of(cls, document: Document, below: int) -> _Scan:
        """What there is to look at in a document now."""
        shapes, boxes = list(document.annotation.shapes), document.index.boxes.copy()
        return cls(document.label_map.label_map, shapes, boxes, document.classes, below)


def _scanning(scan: _Scan) -> Generator[Step, None, list[Gap]]:
    # The first gift shall not wait for its machine code either.
    import labeler.core.edits.gaps  # noqa: F401
    from labeler.core.compiled import warm_up
    from labeler.core.gaps import scan_gaps, without_drawn

    warm_up()
    gaps = yield from in_hundredths(scan_gaps(scan.label_map, below=scan.below))
    return without_drawn(gaps, scan.shapes, scan.boxes, scan.classes)
