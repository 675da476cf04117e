"""Reads datasets in a thread, one at a time, and asks before one is shown."""

from __future__ import annotations

from collections.abc import Callable, Generator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from labeler.core.errors import LabelerError
from labeler.gui.messages import Message, MessageBar, Severity
from labeler.jobs.step import Step, StepStatus

if TYPE_CHECKING:
    from labeler.core.dataset import Dataset
    from labeler.gui.autosave import Autosave
    from labeler.gui.job_runner import JobRunner, RunningJob
    from labeler.gui.session import Session


class DatasetReader(QObject):
    """Tells `admitted(Dataset, str)` with the reason why it is read-only, which is empty if it is not.

    `changed()`: another dataset is being read, or none any more; `job` is at work then.
    """

    changed = Signal()
    admitted = Signal(object, str)

    def __init__(self, session: Session, autosave: Autosave, runner: JobRunner, messages: MessageBar) -> None:
        super().__init__(runner)
        self._session = session
        self._autosave = autosave
        self._runner = runner
        self._messages = messages
        self.job: RunningJob | None = None
        # Asked before a dataset is shown: why it is read-only, empty if it is not; None to open it not.
        self.admit: Callable[[Dataset], str | None] = lambda _: ""

    def read(self, path: Path) -> None:
        """Read a folder, or the folder of an image. What is open stays, if it cannot be read for good."""
        if self.job is not None:
            self.job.cancel()
        job = self._runner.start(_reading(path), name=f"Opening {path.name}")
        self.job = job
        job.finished.connect(self._on_finished)
        job.failed.connect(self._on_failed)
        job.ended.connect(lambda: self._on_ended(job))
        self.changed.emit()

    def cancel(self) -> None:
        """Open nothing after all; the thread may still be at it for a while."""
        if self.job is not None:
            self.job.cancel()
            self.job = None
            self.changed.emit()

    def _on_finished(self, dataset: Dataset) -> None:
        self._messages.resolve("opening")
        for document in self._session.documents:
            self._autosave.leave(document)  # it may have been edited while the folder was read
        read_only_reason = self.admit(dataset)
        if read_only_reason is not None:
            self.admitted.emit(dataset, read_only_reason)
            if dataset.recovered:
                self._messages.show_message(Message("opening:recovered", dataset.recovered))

    def _on_failed(self, error: LabelerError) -> None:
        self._messages.show_message(Message("opening", str(error), Severity.ERROR))

    def _on_ended(self, job: RunningJob) -> None:
        if job is self.job:  # and not one that took its place
            self.job = None
            self.changed.emit()


def _reading(path: Path) -> Generator[Step, None, Dataset]:
    """Reading a dataset, as a job of one step; after that it can still be cancelled."""
    from labeler.core.dataset import open_dataset

    dataset = open_dataset(path)
    yield Step(1, 1, path.name, StepStatus.UNCHANGED)
    return dataset
