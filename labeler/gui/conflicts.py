"""Files that another program changed or deleted while they are open.

What was not edited here follows by itself, what was is the user's to decide. Nothing is overwritten before.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QWidget

from labeler.core.annotation import ImageState
from labeler.core.errors import FileChangedError, LabelerError, ToolError
from labeler.core.file_stamp import FileStamp, FileState
from labeler.core.recovery import copied
from labeler.gui.autosave import SaveState
from labeler.gui.conflict_questions import ConflictQuestions
from labeler.gui.document import NEVER_SAVED
from labeler.gui.image_messages import GONE_FOLDER, folder_gone
from labeler.gui.job_runner import JobRunner, RunningJob
from labeler.gui.messages import MessageBar
from labeler.jobs.look_at_files import Found, Look, OpenFile, look_at_files

if TYPE_CHECKING:
    from labeler.core.dataset import Dataset
    from labeler.gui.autosave import Autosave
    from labeler.gui.document import Document
    from labeler.gui.session import Session

# Milliseconds until a file is looked at again that was being written here.
_SOON = 500

# Who wrote a file when nobody here did.
ANOTHER_PROGRAM = "another program"


class Conflicts(QObject):
    """Looks at the files of what is open whenever the window gets the focus, and when saving met a change.

    `reload(document)` reads an image anew that must not be edited. `classes_changed_on_disk(FileState)`: the
    class table was changed, or is gone. `writer` says in words who is known to write at the moment.
    """

    classes_changed_on_disk = Signal(object)

    def __init__(
        self,
        session: Session,
        autosave: Autosave,
        messages: MessageBar,
        reload: Callable[[Document], object],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._session = session
        self._autosave = autosave
        self._messages = messages
        self._reload = reload
        self._window = window
        self._runner = JobRunner(self)
        self.questions = ConflictQuestions(session, autosave, messages, self._runner, window)
        self.questions.look_wanted.connect(self.check)
        self._looking: RunningJob | None = None
        self._is_asked = False
        self.writer = ANOTHER_PROGRAM
        autosave.failed.connect(self._on_failed)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.focusWindowChanged.connect(self._on_focus)

    @property
    def is_busy(self) -> bool:
        """Whether files are being looked at or compared."""
        return self._runner.is_busy

    def refuse_rewriting(self) -> None:
        """Raise ToolError where annotations must not be rewritten now: read-only, or by one after another."""
        if reason := self._session.read_only_reason:
            raise ToolError(reason)
        if self.writer != ANOTHER_PROGRAM:
            raise ToolError(f"Wait until {self.writer} has ended, or cancel it: both write annotations.")

    def check(self) -> None:
        """Look at the files of all documents and of the class table, in a thread."""
        dataset = self._session.dataset
        if dataset is None:
            return
        self._is_asked = self._looking is not None
        if self._is_asked:
            return
        documents = [document for document in self._session.documents if document.stamp is not None]
        files = [
            OpenFile(document.image, copied(document.annotation), document.stamp)
            for document in documents
            if document.stamp is not None
        ]
        states = {document.image.path: document.state() for document in documents}
        class_stamp = self._session.class_stamp
        job = self._runner.start(look_at_files(dataset, files, class_stamp))
        self._looking = job
        writer = self.writer
        job.finished.connect(lambda look: self._on_look(dataset, look, states, class_stamp, writer))
        job.ended.connect(self._on_ended)

    def close(self) -> None:
        """Look at nothing any more."""
        self._runner.cancel_all()

    def _on_focus(self, focused: QWindow | None) -> None:
        if focused is not None and focused is self._window.windowHandle():
            self.check()

    def _on_failed(self, document: Document, error: LabelerError) -> None:
        if isinstance(error, FileChangedError) or not document.image.path.exists():
            self.check()

    def _on_ended(self) -> None:
        self._looking = None
        if self._is_asked:
            self.check()

    def _on_look(
        self,
        dataset: Dataset,
        look: Look,
        states: dict[Path, object | None],
        class_stamp: FileStamp,
        writer: str,
    ) -> None:
        if dataset is not self._session.dataset:
            return
        if look.is_away:
            self._messages.resolve_all("save:")
            self._messages.show_message(folder_gone(dataset.folder))
            return
        if self._messages.message(GONE_FOLDER) is not None:
            self._messages.resolve(GONE_FOLDER)
            self._autosave.try_again()
        for found in look.files:
            document = self._session.document_of(found.file.image)
            # What was written, read or given up meanwhile is another matter.
            if document is not None and document.stamp is found.file.stamp:
                is_as_seen = document.state() is states[document.image.path]
                self._take_in(document, found, writer, is_as_seen=is_as_seen)
        if look.classes is not FileState.SAME and self._session.class_stamp is class_stamp:
            self.classes_changed_on_disk.emit(look.classes)

    def _take_in(self, document: Document, found: Found, writer: str, *, is_as_seen: bool) -> None:
        """Let a document follow its file, or ask."""
        state = self._autosave.state_of(document)
        if found.state is FileState.SAME:
            if state is SaveState.CHANGED_ON_DISK:
                self.questions.keep_mine(document, found.file.stamp)  # the file is again what it was
        elif state is SaveState.SAVING:
            QTimer.singleShot(_SOON, self, self.check)  # what was found may be our own work
        elif document.read_only_reason:
            if found.error is None:
                self._reload(document)
        elif found.state is FileState.GONE:
            self._on_gone(document)
        elif found.comparison is None or found.stamp is None:
            self.questions.tell_unreadable(document, found)
        elif is_as_seen and found.comparison.is_equal:
            self._autosave.take_as_saved(document, found.stamp)
        elif document.is_dirty or state is SaveState.CHANGED_ON_DISK:
            self.questions.ask(document, found)
        else:
            self.questions.tell_followed(document, found, writer)

    def _on_gone(self, document: Document) -> None:
        """The file was deleted: the same as an empty one, and what is shown here is not saved any more."""
        document.stamp = FileStamp()
        if document.annotation.state is ImageState.UNLABELLED:
            self._autosave.take_as_saved(document, document.stamp)
        else:
            document.set_saved(NEVER_SAVED)
            self.questions.tell_gone(document, document.stamp)
