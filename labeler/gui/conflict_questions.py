"""What shall become of an annotation that was edited here while another program changed its file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from labeler.core.edits.content import take_content
from labeler.core.edits.shapes import InsertShapes
from labeler.core.recovery import copied
from labeler.gui.comparing import Compared, Sides, comparing, short_difference
from labeler.gui.dialogs.compare_dialog import CompareDialog
from labeler.gui.document import NEVER_SAVED
from labeler.gui.messages import Message, MessageBar, Remedy, Severity
from labeler.gui.retire import retire
from labeler.gui.words import counted

if TYPE_CHECKING:
    from labeler.core.file_stamp import FileStamp
    from labeler.gui.autosave import Autosave
    from labeler.gui.document import Document
    from labeler.gui.job_runner import JobRunner
    from labeler.gui.session import Session
    from labeler.jobs.look_at_files import Found

PREFIX = "disk:"
_SIDES = Sides("On the canvas", "In the file")
_KEEP, _TAKE = "Keep mine", "Take the file's"


class ConflictQuestions(QObject):
    """Messages with their remedies, the comparison, and what the answers do.

    `jump_wanted(Bounds)`: a difference of the image on the canvas was picked. `look_wanted()`: the files may
    be others by now.
    """

    jump_wanted = Signal(object)
    look_wanted = Signal()

    def __init__(
        self, session: Session, autosave: Autosave, messages: MessageBar, runner: JobRunner, window: QWidget
    ) -> None:
        super().__init__(window)
        self._session = session
        self._autosave = autosave
        self._messages = messages
        self._runner = runner
        self._window = window
        self._found: dict[Path, Found] = {}
        autosave.saved.connect(self._on_saved)
        session.dataset_changed.connect(self._on_dataset)

    def ask(self, document: Document, found: Found) -> None:
        """Both sides have changed."""
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
            Remedy("Reload", lambda: self._act(document, self.take)),
            Remedy(_KEEP, lambda: self._act(document, self._keep)),
        )
        self._show(document, text, remedies)

    def tell_followed(self, document: Document, found: Found, writer: str) -> None:
        """Nothing was edited here: what `writer` wrote is shown, as a step that can be undone."""
        assert found.comparison is not None
        told = short_difference(found.comparison, "the file")
        self.take(document, found)
        text = (
            f"{document.image.name} was changed by {writer} and has been read again. "
            f"What was shown before ({told}) comes back with Undo."
        )
        self._messages.show_message(Message(_key(document), text))

    def tell_unreadable(self, document: Document, found: Found) -> None:
        """The file was changed, and nobody can say to what."""
        if document.is_dirty:
            self._autosave.tell_changed(document)
        text = (
            f"{document.image.name}: another program has changed the annotation file, and it cannot be read "
            f"now. What is shown here is kept. {found.error}"
        )
        remedies = (
            Remedy("Look again", self.look_wanted.emit),
            Remedy("Overwrite it", lambda: self.keep_mine(document, None)),
        )
        self._show(document, text, remedies)

    def tell_gone(self, document: Document, stamp: FileStamp) -> None:
        """The file, of which `stamp` tells that there is none, was deleted."""
        text = (
            f"{document.image.name}: another program has deleted the annotation file. The "
            f"{counted(len(document.annotation.shapes), 'shape')} shown here are kept, and not saved."
        )
        again = Remedy("Save again", lambda: self.keep_mine(document, stamp))
        self._show(document, text, (again,))

    def keep_mine(self, document: Document, stamp: FileStamp | None) -> None:
        """Write over the file that `stamp` tells of."""
        if not document.is_dirty:
            document.set_saved(NEVER_SAVED)
        self._autosave.overwrite(document, stamp)

    def take(self, document: Document, found: Found) -> None:
        """Show what the file holds, as a step that can be undone."""
        assert found.comparison is not None
        assert found.stamp is not None
        comparison = found.comparison
        is_as_seen = document.annotation.shapes == found.file.annotation.shapes  # of the same objects
        same = comparison.same if is_as_seen else None
        document.push(take_content(document.annotation, comparison.theirs, "Take the file's shapes", same))
        self._autosave.take_as_saved(document, found.stamp)

    def _show(self, document: Document, text: str, remedies: tuple[Remedy, ...]) -> None:
        message = Message(_key(document), text, Severity.WARNING, remedies, can_be_closed=False)
        self._messages.show_message(message)

    def _act(self, document: Document, act: Callable[[Document, Found], object]) -> None:
        """Do what was decided about the newest state of the file that is known."""
        found = self._found.pop(document.image.path, None)
        if found is not None and self._session.document_of(document.image) is document:
            act(document, found)

    def _keep(self, document: Document, found: Found) -> None:
        self.keep_mine(document, found.stamp)

    def _take_both(self, document: Document, found: Found) -> None:
        """The file's new shapes come on top of mine."""
        assert found.comparison is not None
        new, count = found.comparison.new_shapes, len(document.annotation.shapes)
        positions = tuple(range(count, count + len(new)))
        document.push(InsertShapes(positions, new, "Add the file's shapes"))
        self.keep_mine(document, found.stamp)

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
        choices: dict[str, Callable[[Document, Found], None]] = {_KEEP: self._keep, _TAKE: self.take}
        new = len(compared.comparison.new_shapes)
        if new and not document.drawing_refusal:
            choices[f"Add the file's {counted(new, 'new shape')} to mine"] = self._take_both
        dialog = CompareDialog(compared, tuple(choices), self._window)
        dialog.chosen.connect(lambda text: self._act(document, choices[text]))
        if document is self._session.document:
            dialog.jump_wanted.connect(self.jump_wanted)
        dialog.finished.connect(lambda _: retire(dialog))
        dialog.open()

    def _on_saved(self, document: Document) -> None:
        self._found.pop(document.image.path, None)
        self._messages.resolve(_key(document))

    def _on_dataset(self) -> None:
        self._found.clear()
        self._messages.resolve_all(PREFIX)


def _key(document: Document) -> str:
    return f"{PREFIX}{document.image.name}"
