"""Brings a new name of a class into the annotation files of images that are not open."""

from __future__ import annotations

import threading
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from labeler.core.errors import LabelerError
from labeler.core.unfinished_renames import RenameNote
from labeler.gui.messages import Message, MessageBar, Remedy, Severity
from labeler.gui.words import counted
from labeler.jobs.rename_class import rename_class, rename_in_file

if TYPE_CHECKING:
    from labeler.gui.job_runner import JobRunner, RunningJob
    from labeler.gui.session import Session
    from labeler.jobs.step import Step

_RENAMED = "classes:renamed"


@dataclass(slots=True)
class _Rename:
    old: str
    new: str
    job: RunningJob | None = None


class ClassRenaming(QObject):
    """All renames at work, one after the other. `cancelled(old, new)`: some files have the new name."""

    cancelled = Signal(str, str)

    def __init__(self, session: Session, runner: JobRunner, messages: MessageBar) -> None:
        super().__init__(messages)
        self._session = session
        self._runner = runner
        self._messages = messages
        self._renames: list[_Rename] = []
        # One file at a time, whoever renames in it: else a name that was taken back could be written late.
        self._file = threading.Lock()

    @property
    def last_job(self) -> RunningJob | None:
        """The rename that ends last, for what has to wait for all."""
        jobs = [rename.job for rename in self._renames if rename.job is not None]
        return jobs[-1] if jobs else None

    def start(self, old: str, new: str) -> None:
        """Rename in the files of the images that have no document; those follow by themselves."""
        dataset = self._session.dataset
        assert dataset is not None
        skip = {document.image.path for document in self._session.documents}
        note = RenameNote(dataset.folder, old, new)  # if we are killed the next window completes it
        steps = self._one_by_one(rename_class(dataset.images, old, new, skip=skip), note)
        last_job, rename = self.last_job, _Rename(old, new)
        self._renames.append(rename)  # before the job comes to its first file
        job = rename.job = self._runner.start(steps, after=last_job, name=f"Renaming {old} to {new}")
        failures: list[Step] = []
        job.progressed.connect(lambda steps: failures.extend(step for step in steps if step.has_failed))

        def ended() -> None:
            self._renames.remove(rename)
            note.remove()
            if failures:
                self._on_failures(old, new, failures)

        job.ended.connect(ended)
        job.cancelled.connect(lambda: self.cancelled.emit(old, new))

    def apply(self, annotation_path: Path) -> None:
        """In any thread: rename in a file that is about to be read, if a rename has not come to it yet."""
        with self._file:
            for rename in list(self._renames):
                if annotation_path.exists():
                    try:
                        rename_in_file(annotation_path, rename.old, rename.new)
                    except LabelerError:
                        return  # reading the file, or the job itself, tells why

    def finish(self) -> None:
        """Wait until every file has the new names (the window is about to close)."""
        for rename in self._renames:
            if rename.job is not None:
                rename.job.wait()

    def _one_by_one(
        self, steps: Generator[Step, None, None], note: RenameNote
    ) -> Generator[Step, None, None]:
        """The steps of a rename, each with the file for itself, until there is nothing left to note."""
        while True:
            with self._file:
                step = next(steps, None)
            if step is None:
                note.remove()
                return
            yield step

    def _on_failures(self, old: str, new: str, failures: list[Step]) -> None:
        text = (
            f"{old} could not be renamed in {counted(len(failures), 'annotation file')}: "
            f"{failures[0].message}"
        )
        retry = Remedy("Retry", lambda: self.start(old, new))
        self._messages.show_message(Message(_RENAMED, text, Severity.ERROR, (retry,), can_be_closed=False))
