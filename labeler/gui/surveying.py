"""Keeps the list of images as the disk has it: which there are, and how far each is.

A thread reads the folders and the annotation files, at first and whenever something happened to them. What
other programs changed is told; what this one wrote is not.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from labeler.core.file_stamp import FileTime
from labeler.core.image_facts import ImageFacts, class_totals
from labeler.gui.autosave import SaveState
from labeler.gui.dataset_watch import DatasetWatch
from labeler.gui.image_messages import GONE_FOLDER, folder_gone
from labeler.gui.messages import Message, MessageBar, Severity

if TYPE_CHECKING:
    from labeler.core.dataset import Dataset
    from labeler.core.dataset_scan import DatasetScan, ListChange
    from labeler.core.errors import LabelerError
    from labeler.core.file_stamp import FileStamp
    from labeler.gui.autosave import Autosave
    from labeler.gui.document import Document
    from labeler.gui.job_runner import JobRunner, RunningJob
    from labeler.gui.models.file_model import FileModel
    from labeler.gui.session import Session
    from labeler.jobs.step import Step


class Surveying(QObject):
    """Surveys the dataset of a session into a model.

    `list_changed(ListChange)`: images came or went, and the model has followed. `surveyed(Counter)`: how many
    shapes each class name has, after the first survey, and when a later one found other names or met one that
    the table lacks.
    `files_changed(set[Path])`: another program has written, or deleted, the annotation file of an image that
    is kept open, or the class table; perhaps with the same bytes.
    """

    list_changed = Signal(object)
    surveyed = Signal(object)
    files_changed = Signal(object)

    def __init__(
        self, session: Session, autosave: Autosave, model: FileModel, runner: JobRunner, messages: MessageBar
    ) -> None:
        super().__init__(messages)
        self._session = session
        self._autosave = autosave
        self._model = model
        self._runner = runner
        self._messages = messages
        self._watch = DatasetWatch(self)
        self._watch.noticed.connect(self.look_again)
        self._job: RunningJob | None = None
        self._scan: DatasetScan | None = None
        self._is_waiting = False
        self._names: set[str] = set()
        # With which time the change of a file was told: it is told once.
        self._told: dict[Path, FileTime | None] = {}
        session.document_added.connect(self._on_document_added)
        autosave.saved.connect(self._on_saved)

    def start(self, dataset: Dataset) -> None:
        """Survey another dataset from nothing."""
        self.stop()
        self._run(dataset)

    def look_again(self) -> None:
        """Find out what happened in the folders since the last survey."""
        dataset = self._session.dataset
        if self._job is not None or dataset is None:
            self._is_waiting = self._job is not None
            return
        self._run(dataset)

    def stop(self) -> None:
        """Survey and watch nothing any more."""
        if self._job is not None:
            self._job.cancel()
        self._job, self._scan = None, None
        self._is_waiting = False
        self._told.clear()
        self._watch.stop()
        self._messages.resolve(GONE_FOLDER)

    def _run(self, dataset: Dataset) -> None:
        job = self._runner.start(_surveying(dataset, self._scan), name="Looking through the annotations")
        self._job = job
        started = time.monotonic()
        is_first = self._scan is None
        known = self._known(dataset)
        named: set[str] = set()

        def progressed(steps: list[Step]) -> None:
            if job is self._job:
                named.update(self._take(dataset, steps))

        def finished(scan: DatasetScan) -> None:
            if job is self._job:
                self._scan = scan
                self._messages.resolve(GONE_FOLDER)
                self._watch.take_time(0.0 if is_first else time.monotonic() - started)
                self._watch.watch(scan.folders, [str(path) for path in self._known(dataset)])
                self._tell_classes(dataset, named, is_first=is_first)
                self._tell_files(dataset, scan, known)

        job.progressed.connect(progressed)
        job.finished.connect(finished)
        job.failed.connect(self._on_failed)
        job.ended.connect(lambda: self._on_ended(job))

    def _take(self, dataset: Dataset, steps: list[Step]) -> set[str]:
        """Take what was found into the model; returns the class names that were met."""
        from labeler.jobs.survey import Scanned, Surveyed

        facts: dict[int, ImageFacts] = {}
        for step in steps:
            if isinstance(step, Scanned) and step.change is not None:
                self._take_change(dataset, step.change)
            elif isinstance(step, Surveyed):
                facts.update(step.facts)
        # Documents that are open know better than their files.
        for document in self._session.documents:
            position = self._model.records.position(document.image.name)
            if position is not None:
                facts.pop(position, None)
        self._model.set_facts(facts)
        return {name for each in facts.values() for name in each.classes}

    def _take_change(self, dataset: Dataset, change: ListChange) -> None:
        dataset.images = change.after
        self._model.apply(change)
        for document in self._session.documents:
            position = self._model.records.position(document.image.name)
            if position is not None:
                # Its annotation file may be another one, beside an image of the same stem that came or went.
                document.image = change.after[position]
        self.list_changed.emit(change)

    def _tell_classes(self, dataset: Dataset, named: set[str], *, is_first: bool) -> None:
        if not is_first and not named:
            return
        totals = class_totals(self._model.records.facts)
        if is_first or totals.keys() != self._names or any(not dataset.classes.find(name) for name in named):
            self._names = set(totals)
            self.surveyed.emit(totals)

    def _on_failed(self, error: LabelerError) -> None:
        dataset = self._session.dataset
        if dataset is not None and not dataset.folder.is_dir():
            self._messages.show_message(folder_gone(dataset.folder))
        else:
            self._messages.show_message(Message(GONE_FOLDER, str(error), Severity.ERROR))
        self._watch.try_again()

    def _on_ended(self, job: RunningJob) -> None:
        if job is not self._job:
            return
        self._job = None
        if self._is_waiting:
            self._is_waiting = False
            self._watch.look_soon()

    def _tell_files(self, dataset: Dataset, scan: DatasetScan, known_before: dict[Path, FileStamp]) -> None:
        """Tell of open files with another time than when they were last read or written here.

        One that was read or written while the folders were is left to the next survey.
        """
        changed: set[Path] = set()
        for path, stamp in self._known(dataset).items():
            if stamp is not known_before.get(path):
                continue
            found = scan.class_file if path == dataset.class_file else scan.annotations.get(str(path))
            known = None if stamp.size < 0 else FileTime(stamp.modified, stamp.size)
            if found != known and (path not in self._told or self._told[path] != found):
                self._told[path] = found
                changed.add(path)
        being_written = changed & self._being_written()
        for path in being_written:
            del self._told[path]
        self._is_waiting |= bool(being_written)
        if changed - being_written:
            self.files_changed.emit(changed - being_written)

    def _known(self, dataset: Dataset) -> dict[Path, FileStamp]:
        """The files that are open, and what they held when they were last read or written here."""
        known = {dataset.class_file: self._session.class_stamp}
        for document in self._session.documents:
            if document.stamp is not None:
                known[document.image.annotation_path] = document.stamp
        return known

    def _being_written(self) -> set[Path]:
        return {
            document.image.annotation_path
            for document in self._session.documents
            if self._autosave.state_of(document) is SaveState.SAVING
        }

    def _on_document_added(self, document: Document) -> None:
        self._watch.watch_file(document.image.annotation_file)

    def _on_saved(self, document: Document) -> None:
        """The classes of the shapes were saved too: the filter shall know them."""
        position = self._model.records.position(document.image.name)
        if position is not None:
            self._model.set_facts({position: facts_of(document)})


def facts_of(document: Document) -> ImageFacts:
    """What the file of a document says once it is saved."""
    annotation = document.annotation
    return ImageFacts.of(annotation.state, Counter(shape.class_name for shape in annotation.shapes))


def _surveying(dataset: Dataset, before: DatasetScan | None) -> Generator[Step, None, DatasetScan]:
    """The survey as a job whose modules are loaded in its thread."""
    from labeler.jobs.survey import survey

    return (yield from survey(dataset, before))
