"""Files that another program changed or deleted while they are open: what was not edited here follows by
itself, and what was is the user's to decide. Nothing is overwritten before that.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QWidget

from labeler.core.annotation import ImageState
from labeler.core.edits.content import take_content
from labeler.core.edits.shapes import InsertShapes
from labeler.core.errors import FileChangedError, LabelerError
from labeler.core.file_stamp import FileStamp, FileState
from labeler.core.recovery import copied
from labeler.gui.autosave import SaveState
from labeler.gui.comparing import Compared, Sides, comparing, short_difference
from labeler.gui.dialogs.compare_dialog import CompareDialog
from labeler.gui.document import NEVER_SAVED
from labeler.gui.image_messages import GONE_FOLDER, folder_gone
from labeler.gui.job_runner import JobRunner, RunningJob
from labeler.gui.messages import Message, MessageBar, Remedy, Severity
from labeler.gui.retire import retire
from labeler.gui.words import counted
from labeler.jobs.look_at_files import Found, Look, OpenFile, look_at_files

if TYPE_CHECKING:
    from labeler.core.dataset import Dataset
    from labeler.gui.autosave import Autosave
    from labeler.gui.document import Document
    from labeler.gui.session import Session

PREFIX = "disk:"
_SIDES = Sides("On the canvas", "In the file")
_KEEP, _TAKE = "Keep mine", "Take the file's"


class Conflicts(QObject):
    """Looks at the files of what is open whenever the window gets the focus, and when saving met a change.

    `reload(document)` reads an image anew that must not be edited. `jump_wanted(Bounds)`: a
    difference of the image on the canvas was picked. `classes_changed_on_disk()`: so was the class table.
    """

    jump_wanted = Signal(object)
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
        self._looking: RunningJob | None = None
        self._is_asked = False
        self._found: dict[Path, Found] = {}
        autosave.failed.connect(self._on_failed)
        autosave.saved.connect(self._on_saved)
        session.dataset_changed.connect(self._on_dataset)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.focusWindowChanged.connect(self._on_focus)

    @property
    def is_busy(self) -> bool:
        """Whether files are being looked at or compared."""
        return self._runner.is_busy

    def check(self) -> None:
        """Look at the files of all documents and of the class table, in a thread."""
        dataset = self._session.dataset
        if dataset is None:
            return
        self._is_asked = self._looking is not None
        if self._is_asked:
            return
        files = [
            OpenFile(document.image, copied(document.annotation), document.stamp)
            for document in self._session.documents
            if document.stamp is not None
        ]
        states = {document.image.path: document.state() for document in self._session.documents}
        class_stamp = self._session.class_stamp
        job = self._runner.start(look_at_files(dataset, files, class_stamp))
        self._looking = job
        job.finished.connect(lambda look: self._on_look(dataset, look, states, class_stamp))
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

    def _on_saved(self, document: Document) -> None:
        self._found.pop(document.image.path, None)
        self._messages.resolve(_key(document))

    def _on_dataset(self) -> None:
        self._found.clear()
        self._messages.resolve_all(PREFIX)

    def _on_ended(self) -> None:
        self._looking = None
        if self._is_asked:
            self.check()

    def _on_look(
        self, dataset: Dataset, look: Look, states: dict[Path, object | None], class_stamp: FileStamp
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
                self._take_in(document, found, is_as_seen=document.state() is states[document.image.path])
        if look.classes is not FileState.SAME and self._session.class_stamp is class_stamp:
            self.classes_changed_on_disk.emit(look.classes)

    def _take_in(self, document: Document, found: Found, *, is_as_seen: bool) -> None:
        """Let a document follow its file, or ask."""
        is_conflict = self._autosave.state_of(document) is SaveState.CHANGED_ON_DISK
        if found.state is FileState.SAME:
            if is_conflict:
                self._keep_mine(document, found.file.stamp)  # the file is again what it was
        elif found.state is FileState.GONE:
            self._on_gone(document)
        elif found.comparison is None:
            self._tell_unreadable(document, found)
        elif is_as_seen and found.comparison.is_equal:
            assert found.stamp is not None
            self._autosave.take_as_saved(document, found.stamp)
        elif document.read_only_reason:
            self._reload(document)
        elif document.is_dirty or is_conflict:
            self._ask(document, found)
        else:
            self._follow(document, found)

    def _follow(self, document: Document, found: Found) -> None:
        """Nothing was edited here: show what the file holds, as a step that can be undone."""
        assert found.comparison is not None
        told = short_difference(found.comparison, "the file")
        self._take(document, found)
        text = (
            f"{document.image.name} was changed by another program and has been read again. "
            f"What was shown before ({told}) comes back with Undo."
        )
        self._messages.show_message(Message(_key(document), text))

    def _ask(self, document: Document, found: Found) -> None:
        self._found[document.image.path] = found
        self._autosave.tell_changed(document)
        assert found.comparison is not None
        told = short_difference(found.comparison, "the file")
        text = (
            f"{document.image.name}: another program has changed the annotation file, which was not "
            f"overwritten. Yours is not saved: {told}."
        )
        remedies = (
            Remedy("Compare", lambda: self._compare(document), keeps=True),
            Remedy("Reload", lambda: self._act(document, self._take)),
            Remedy(_KEEP, lambda: self._act(document, self._keep)),
        )
        self._show(document, text, remedies)

    def _tell_unreadable(self, document: Document, found: Found) -> None:
        """The file was changed, and nobody can say to what."""
        if found.stamp is None and document.read_only_reason:
            return
        if document.is_dirty:
            self._autosave.tell_changed(document)
        text = (
            f"{document.image.name}: another program has changed the annotation file, and it cannot be read "
            f"now. What is shown here is kept. {found.error}"
        )
        self._show(document, text, (Remedy("Look again", self.check), self._overwriting(document)))

    def _overwriting(self, document: Document) -> Remedy:
        return Remedy("Overwrite it", lambda: self._keep_mine(document, None))

    def _on_gone(self, document: Document) -> None:
        """The file was deleted: the same as an empty one, and what is shown here is not saved any more."""
        document.stamp = FileStamp()
        if document.annotation.state is ImageState.UNLABELLED:
            self._autosave.take_as_saved(document, FileStamp())
            return
        document.set_saved(NEVER_SAVED)
        text = (
            f"{document.image.name}: another program has deleted the annotation file. The "
            f"{counted(len(document.annotation.shapes), 'shape')} shown here are kept, and not saved."
        )
        again = Remedy("Save again", lambda: self._keep_mine(document, FileStamp()))
        self._show(document, text, (again,))

    def _show(self, document: Document, text: str, remedies: tuple[Remedy, ...]) -> None:
        message = Message(_key(document), text, Severity.WARNING, remedies, can_be_closed=False)
        self._messages.show_message(message)

    def _act(self, document: Document, act: Callable[[Document, Found], object]) -> None:
        """Do what was decided about the newest state of the file that is known."""
        found = self._found.pop(document.image.path, None)
        if found is not None and self._session.document_of(document.image) is document:
            act(document, found)

    def _keep(self, document: Document, found: Found) -> None:
        self._keep_mine(document, found.stamp)

    def _keep_mine(self, document: Document, stamp: FileStamp | None) -> None:
        if not document.is_dirty:
            document.set_saved(NEVER_SAVED)
        self._autosave.overwrite(document, stamp)

    def _take(self, document: Document, found: Found) -> None:
        assert found.comparison is not None
        assert found.stamp is not None
        comparison = found.comparison
        is_as_seen = document.annotation.shapes == found.file.annotation.shapes  # of the same objects
        same = comparison.same if is_as_seen else None
        document.push(take_content(document.annotation, comparison.theirs, "Take the file's shapes", same))
        self._autosave.take_as_saved(document, found.stamp)

    def _take_both(self, document: Document, found: Found) -> None:
        """The file's new shapes come on top of mine."""
        assert found.comparison is not None
        new, count = found.comparison.new_shapes, len(document.annotation.shapes)
        positions = tuple(range(count, count + len(new)))
        document.push(InsertShapes(positions, new, "Add the file's shapes"))
        self._keep_mine(document, found.stamp)

    def _compare(self, document: Document) -> None:
        """Show both side by side, as they are now."""
        found = self._found.get(document.image.path)
        if found is None or found.comparison is None:
            return
        job = self._runner.start(
            comparing(
                document.image.name,
                copied(document.annotation),
                found.comparison.theirs,
                _SIDES,
                document.size,
                document.classes,
            )
        )
        job.finished.connect(lambda compared: self._show_compared(document, compared))

    def _show_compared(self, document: Document, compared: Compared) -> None:
        assert compared.comparison is not None
        choices: dict[str, Callable[[Document, Found], None]] = {_KEEP: self._keep, _TAKE: self._take}
        new = len(compared.comparison.new_shapes)
        if new and not document.drawing_refusal:
            choices[f"Add the file's {counted(new, 'new shape')} to mine"] = self._take_both
        dialog = CompareDialog(compared, tuple(choices), self._window)
        dialog.chosen.connect(lambda text: self._act(document, choices[text]))
        if document is self._session.document:
            dialog.jump_wanted.connect(self.jump_wanted)
        dialog.finished.connect(lambda _: retire(dialog))
        dialog.open()


def _key(document: Document) -> str:
    return f"{PREFIX}{document.image.name}"
