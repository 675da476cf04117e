"""Saves annotations beside the window: shortly after the last edit, when the image is left, and on request.

The window takes a snapshot (shapes are immutable, so copying the list is enough) and a thread writes it. What
cannot be written stays in memory, is told with a remedy, and is tried again at the next edit.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from labeler.core.errors import FileChangedError, FileUnwritableError, LabelerError
from labeler.core.file_stamp import FileStamp
from labeler.core.recovery import copied
from labeler.settings import AUTOSAVE, AUTOSAVE_DELAY, Settings

if TYPE_CHECKING:
    from labeler.core.annotation import Annotation
    from labeler.core.dataset import Dataset, DatasetImage
    from labeler.gui.document import Document
    from labeler.gui.session import Session


# What could not be written is tried again so often, in milliseconds, until it is.
_RETRY = 5000


class SaveState(StrEnum):
    """How image and class table stand to their files; the values are what the status bar says."""

    SAVED = "saved"
    EDITED = "not saved"
    RECOVERED = "recovered, not saved"
    SAVING = "saving"
    FAILED = "not saved: writing failed"
    CHANGED_ON_DISK = "not saved: changed on disk"
    CLASSES_FAILED = "class table not saved"
    READ_ONLY = "read-only"


@dataclass(frozen=True, slots=True)
class _Write:
    """A snapshot on its way to the disk, and the state of the document that it holds."""

    document: Document
    state: object | None
    stamp: Future[FileStamp]


class Autosave(QObject):
    """Writes the documents of a session, and its class table again when that could not be written.

    `state_changed(Document | None)` when `state_of` may say something else, `saved(Document)` when one was
    written, `failed(Document, LabelerError)` when one could not be (FileChangedError when another program has
    written its file).
    """

    state_changed = Signal(object)
    failed = Signal(object, object)
    saved = Signal(object)
    _written = Signal(object)

    def __init__(self, session: Session, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._settings = settings
        self._writes: dict[Path, _Write] = {}
        self._errors: dict[Path, LabelerError] = {}
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="save")
        self._is_closed = False
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.save_all)
        settings.watch(AUTOSAVE, lambda is_on: self.save_all() if is_on else self._timer.stop())
        settings.watch(AUTOSAVE_DELAY, lambda _: self._on_changed() if self._timer.isActive() else None)
        self._recovered: dict[Path, object | None] = {}
        self._retry = QTimer(self, singleShot=True, interval=_RETRY)
        self._retry.timeout.connect(self.try_again)
        self._written.connect(self._on_written, Qt.ConnectionType.QueuedConnection)
        session.document_added.connect(self._watch)
        session.dataset_changed.connect(self._on_dataset)
        session.class_file_saved.connect(self._on_class_file)

    def state_of(self, document: Document) -> SaveState:
        """How a document stands to its file; a class table that is not saved counts for every document."""
        error = self._errors.get(document.image.path)
        if error is not None and not document.read_only_reason:
            return SaveState.CHANGED_ON_DISK if isinstance(error, FileChangedError) else SaveState.FAILED
        if self._session.class_file_error is not None:
            return SaveState.CLASSES_FAILED
        if document.read_only_reason:
            return SaveState.READ_ONLY
        if document.image.path in self._writes:
            return SaveState.SAVING
        if not document.is_dirty:
            return SaveState.SAVED
        is_recovered = self._recovered.get(document.image.path, _NOTHING) is document.state()
        return SaveState.RECOVERED if is_recovered else SaveState.EDITED

    def save_all(self) -> None:
        """Begin to write every document that needs it; the class table first if it is not on the disk."""
        self._session.retry_classes()
        for document in self._session.documents:
            self.save(document)

    def leave(self, document: Document) -> None:
        """The image is about to leave the canvas: write it now, if the program saves by itself."""
        if self._settings.get(AUTOSAVE) and document.image.path not in self._errors:
            self.save(document)

    def save(self, document: Document) -> None:
        """Begin to write a document; nothing when it needs no writing or is being written.

        Nothing either while another program's work would be overwritten: that is the user's to decide.
        """
        path = document.image.path
        dataset = self._session.dataset
        if dataset is None or path in self._writes or not document.is_dirty or document.read_only_reason:
            return
        if self._is_closed or isinstance(self._errors.get(path), FileChangedError):
            return
        snapshot = copied(document.annotation)
        future = self._writer.submit(_write, dataset, document.image, snapshot, document.stamp)
        write = _Write(document, document.state(), future)
        self._writes[path] = write
        future.add_done_callback(lambda _: self._written.emit(write))
        self.state_changed.emit(document)

    def overwrite(self, document: Document, stamp: FileStamp | None = None) -> None:
        """Write a document over what `stamp` tells that its file holds now; None: whatever it holds."""
        self.dismiss(document)
        document.stamp = stamp
        self.save(document)

    def take_as_saved(self, document: Document, stamp: FileStamp) -> None:
        """What the document shows is what its file, which `stamp` tells of, holds now."""
        self.dismiss(document)
        document.stamp = stamp
        document.set_saved(document.state())
        self.saved.emit(document)
        self.state_changed.emit(document)

    def tell_changed(self, document: Document) -> None:
        """The file of a document with unsaved edits was written by another program."""
        self._errors[document.image.path] = FileChangedError(document.image.annotation_path)
        self.state_changed.emit(document)

    def tell_recovered(self, document: Document) -> None:
        """What the document shows now was rescued from a session that ended before saving it."""
        self._recovered[document.image.path] = document.state()
        self.state_changed.emit(document)

    def dismiss(self, document: Document) -> None:
        """Forget that a document could not be written: its file is read, or will be written, anew."""
        self._errors.pop(document.image.path, None)

    def finish(self) -> dict[Path, LabelerError]:
        """Write everything and wait for it; returns what could not be written, by path of the image or of the
        class table.
        """
        self._timer.stop()
        self._wait()
        self.save_all()
        self._wait()
        failures = dict(self._errors)
        dataset, error = self._session.dataset, self._session.class_file_error
        if dataset is not None and error is not None:
            failures[dataset.class_file] = error
        return failures

    def close(self) -> None:
        """End the writing thread, after what it has begun; nothing is written any more."""
        self._is_closed = True
        self._timer.stop()
        self._retry.stop()
        self._writer.shutdown(wait=True)

    def try_again(self) -> None:
        """Write again what could not be written; what another program changed waits for the user."""
        self._session.retry_classes()
        for document in self._session.documents:
            if self.state_of(document) is SaveState.FAILED:
                self.save(document)

    def _on_dataset(self) -> None:
        self._errors.clear()
        self._recovered.clear()

    def _wait(self) -> None:
        for write in list(self._writes.values()):
            self._on_written(write)

    def _watch(self, document: Document) -> None:
        document.changed.connect(self._on_changed)
        document.dirty_changed.connect(self._on_dirty_changed)

    def _on_class_file(self) -> None:
        self.state_changed.emit(self._session.document)

    def _on_dirty_changed(self) -> None:
        self.state_changed.emit(self._session.document)

    def _on_changed(self) -> None:
        if self._settings.get(AUTOSAVE):
            self._timer.start(round(1000 * self._settings.get(AUTOSAVE_DELAY)))

    def _on_written(self, write: _Write) -> None:
        document, path = write.document, write.document.image.path
        if self._writes.get(path) is not write:
            return  # `finish` has waited for it already
        del self._writes[path]
        if self._session.document_of(document.image) is not document:
            return  # it was given up meanwhile
        try:
            document.stamp = write.stamp.result()
        except LabelerError as error:
            self._errors[path] = error
            if not isinstance(error, FileChangedError):
                self._retry.start()
            self.failed.emit(document, error)
        else:
            self._errors.pop(path, None)
            document.set_saved(write.state)
            self.saved.emit(document)
            if document.is_dirty:
                self._on_changed()
        self.state_changed.emit(document)


def _write(
    dataset: Dataset, image: DatasetImage, annotation: Annotation, stamp: FileStamp | None
) -> FileStamp:
    """In the writing thread: write the file, unless it is another one than we know, and say what it holds."""
    path = image.annotation_path
    if not path.exists() and not image.path.exists():
        # Making the folder anew would put the work where nobody looks for it.
        raise FileUnwritableError(path, "its image is not there either; perhaps its drive is not connected")
    if stamp is not None and not stamp.still_holds(path):
        raise FileChangedError(path)
    return FileStamp.of_written(path, dataset.write_annotation(image, annotation))


# No state of a document.
_NOTHING = object()
