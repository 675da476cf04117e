"""Runs a job, which is a generator of steps, in a thread of its own, and tells the window how it goes."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Generator, Iterator
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from labeler.core.errors import LabelerError
from labeler.gui.retire import retire
from labeler.jobs.step import Step
from labeler.jobs.time_left import TimeLeft

_log = logging.getLogger(__name__)

# Steps are told to the window at most this often.
_SECONDS_BETWEEN = 0.03


class RunningJob(QObject):
    """A job at work. The signals arrive in the thread that made it.

    `progressed(list[Step])` with the steps since the last time, which is some milliseconds ago at least, so
    that a job of 100,000 quick steps leaves the window room to breathe; then exactly one of `finished(what
    the generator returned)`, `failed(LabelerError)` and `cancelled()`, and after it `ended()`. `name` says
    what it does, for the user; `done` of `total` steps (0 of 0 before the first) and `time_left` how far it
    is.
    """

    progressed = Signal(object)
    finished = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    ended = Signal()
    _reported = Signal(object, object)

    def __init__(
        self, steps: Iterator[Step], after: RunningJob | None, parent: QObject, name: str = ""
    ) -> None:
        super().__init__(parent)
        self.name = name
        self.done = 0
        self.total = 0
        self.time_left = TimeLeft()
        self.has_ended = False
        self._steps = steps
        self._after = after
        self._is_cancelled = threading.Event()
        self._reported.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._run, name="job", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def cancel(self) -> None:
        """Stop after the step that is at work; what it writes is written whole."""
        self._is_cancelled.set()

    @property
    def is_cancelled(self) -> bool:
        """Whether it was told to stop."""
        return self._is_cancelled.is_set()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait for the thread to end, and say whether it has; its last signals may still be on their way."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _run(self) -> None:
        if self._after is not None:
            self._after.wait()
        batch: list[Step] = []
        ending: tuple[str, Any]
        try:
            ending = self._consume(batch)
        except LabelerError as error:
            ending = ("failed", error)
        except Exception as error:  # the job must tell the window whatever ends it
            _log.exception("A job ended with an error that nobody expected")
            ending = ("failed", LabelerError(f"Something went wrong inside Labeler: {error!r}."))
        self._report(batch)
        self._reported.emit(*ending)

    def _consume(self, batch: list[Step]) -> tuple[str, Any]:
        """("finished", result) or ("cancelled", None); `batch` holds the steps that were not told yet."""
        told = 0.0
        while not self._is_cancelled.is_set():
            try:
                batch.append(next(self._steps))
            except StopIteration as stop:
                return "finished", stop.value
            if time.monotonic() - told > _SECONDS_BETWEEN:
                self._report(batch)
                told = time.monotonic()
        if isinstance(self._steps, Generator):
            self._steps.close()
        return "cancelled", None

    def _report(self, batch: list[Step]) -> None:
        if batch:
            self._reported.emit("progressed", list(batch))
            batch.clear()

    def _tell(self, what: str, value: object) -> None:
        """In the thread of the window: pass on what the job's thread reported."""
        match what:
            case "progressed":
                assert isinstance(value, list)
                self.done, self.total = value[-1].done, value[-1].total
                self.time_left.note(self.done, self.total)
                self.progressed.emit(value)
                return
            case "finished":
                self.finished.emit(value)
            case "failed":
                self.failed.emit(value)
            case _:
                self.cancelled.emit()
        self.has_ended = True
        self.ended.emit()


class JobRunner(QObject):
    """All jobs at work. `started(RunningJob)` tells of each."""

    started = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs: list[RunningJob] = []

    def start(self, steps: Iterator[Step], after: RunningJob | None = None, *, name: str = "") -> RunningJob:
        """Run a job in a thread, once `after` has ended; connect to the signals of what is returned.

        With a `name` ("Renaming car to bus") the window shows it while it takes its time.
        """
        job = RunningJob(steps, after, self, name)
        self._jobs.append(job)
        job.ended.connect(lambda: self._on_ended(job))
        self.started.emit(job)
        job.start()
        return job

    @property
    def is_busy(self) -> bool:
        """Whether any job is at work."""
        return bool(self._jobs)

    def cancel_all(self, seconds: float = 10.0) -> None:
        """Cancel every job and wait for the steps at work to end (the window is closing)."""
        for job in self._jobs:
            job.cancel()
        for job in self._jobs:
            job.wait(seconds)

    def _on_ended(self, job: RunningJob) -> None:
        self._jobs.remove(job)
        retire(job)
