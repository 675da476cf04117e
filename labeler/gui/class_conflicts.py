"""A class table that another program changed or deleted while its dataset is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from labeler.core.class_file import read_classes
from labeler.core.errors import FileChangedError, LabelerError
from labeler.core.file_stamp import FileState
from labeler.gui.comparing import Sides, compared_classes
from labeler.gui.dialogs.compare_dialog import CompareDialog
from labeler.gui.messages import Message, MessageBar, Remedy, Severity
from labeler.gui.retire import retire

if TYPE_CHECKING:
    from labeler.gui.session import Session

# The key under which it is told whether the class table reaches its file.
KEY = "classes:file"
_KEEP, _TAKE = "Keep mine", "Take the file's"


class ClassConflicts(QObject):
    """Takes over a table that was changed elsewhere, unless this window has one of its own to save."""

    def __init__(self, session: Session, messages: MessageBar, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._messages = messages
        self._window = window
        session.class_file_saved.connect(self._on_class_file)

    def follow(self, state: FileState) -> None:
        """The class file was changed, or is gone."""
        if state is FileState.GONE:
            text = (
                "classes.csv was deleted by another program. The class table shown here is kept, not saved."
            )
            remedy = Remedy("Save again", self._session.save_classes)
            self._messages.show_message(Message(KEY, text, Severity.WARNING, (remedy,), can_be_closed=False))
        elif isinstance(self._session.class_file_error, FileChangedError):
            self._ask(self._session.class_file_error)
        elif self._session.class_file_error is None:
            self._take_over()

    def _take_over(self) -> None:
        """Nothing is unsaved here: show the table of the file."""
        before = self._session.classes
        had_history = self._session.class_history.count() > 0
        if not self._reload() or self._session.classes == before:
            return
        text = "classes.csv was changed by another program; its class table is shown now."
        text += " What was changed here before cannot be undone any more." if had_history else ""
        self._messages.show_message(Message(KEY, text))

    def _on_class_file(self, error: LabelerError | None) -> None:
        if isinstance(error, FileChangedError):
            self._ask(error)

    def _ask(self, error: FileChangedError) -> None:
        text = (
            f"{error.path}: another program has changed the class table, which was not overwritten. Yours is "
            "not saved."
        )
        remedies = (
            Remedy("Compare", self._compare, keeps=True),
            Remedy("Reload", self._reload),
            Remedy(_KEEP, self._keep),
        )
        message = Message(KEY, text, Severity.ERROR, remedies, can_be_closed=False)
        self._messages.show_message(message)

    def _reload(self) -> bool:
        try:
            self._session.reload_classes()
        except LabelerError as error:
            self._tell(error)
            return False
        return True

    def _keep(self) -> None:
        self._session.save_classes(overwrite=True)

    def _compare(self) -> None:
        dataset = self._session.dataset
        if dataset is None:
            return
        try:
            theirs = read_classes(dataset.class_file)
        except LabelerError as error:
            self._tell(error)
            return
        compared = compared_classes(self._session.classes, theirs, Sides("In this window", "In the file"))
        dialog = CompareDialog(compared, (_KEEP, _TAKE), self._window)
        dialog.chosen.connect(lambda text: self._keep() if text == _KEEP else self._reload())
        dialog.finished.connect(lambda _: retire(dialog))
        dialog.open()

    def _tell(self, error: LabelerError) -> None:
        text = f"{error} The class table shown here is kept."
        remedies = (Remedy("Look again", self._reload), Remedy("Overwrite it", self._keep))
        self._messages.show_message(Message(KEY, text, Severity.ERROR, remedies, can_be_closed=False))
