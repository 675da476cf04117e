"""Answers when the user asks to save: at once when there is nothing to do, else when it is done or failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from labeler.gui.autosave import SaveState
from labeler.gui.words import counted

if TYPE_CHECKING:
    from labeler.gui.autosave import Autosave
    from labeler.gui.session import Session
    from labeler.gui.status_bar import StatusBar


class SaveAnswer(QObject):
    """Saves everything, and says in the status line what came of it."""

    def __init__(self, session: Session, autosave: Autosave, status: StatusBar) -> None:
        super().__init__(status)
        self._session = session
        self._autosave = autosave
        self._status = status
        self._asked = 0
        autosave.state_changed.connect(self._on_state)

    def save(self) -> None:
        """Write what is not on the disk; the answer may come later."""
        if self._session.read_only_reason:
            self._status.show_refusal(self._session.read_only_reason)
            return
        unsaved = [document for document in self._session.documents if document.is_dirty]
        self._autosave.save_all()
        self._asked = len(unsaved)
        if unsaved:
            self._on_state()
        else:
            self._answer_for_classes("Everything is saved already.")

    def _on_state(self) -> None:
        """Answer as soon as nothing is being written any more."""
        if not self._asked or self._is_saving():
            return
        count, self._asked = self._asked, 0
        failed = sum(document.is_dirty for document in self._session.documents)
        if failed:
            self._status.show_refusal(
                f"{counted(failed, 'image')} could not be saved; the bar above says why."
            )
        else:
            self._answer_for_classes(f"Saved {counted(count, 'image')}.")

    def _is_saving(self) -> bool:
        # Of hundreds that an edit has reached the last are written last, and found first here.
        documents = reversed(self._session.documents)
        return any(self._autosave.state_of(document) is SaveState.SAVING for document in documents)

    def _answer_for_classes(self, text: str) -> None:
        if self._session.class_file_error is not None:
            self._status.show_refusal("The class table could not be saved; the bar above says why.")
        else:
            self._status.show_note(text)
