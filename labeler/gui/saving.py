"""What saving has to say: lasting messages with their remedies, and the question before the window closes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMessageBox, QWidget

from labeler.core.errors import FileChangedError, LabelerError
from labeler.gui.class_conflicts import KEY as CLASS_FILE
from labeler.gui.image_messages import GONE_FOLDER
from labeler.gui.messages import Message, MessageBar, Remedy, Severity
from labeler.gui.question import ask
from labeler.gui.words import counted
from labeler.settings import AUTOSAVE, Settings

if TYPE_CHECKING:
    from labeler.gui.autosave import Autosave
    from labeler.gui.document import Document
    from labeler.gui.session import Session

_BUTTONS = QMessageBox.StandardButton


class Saving(QObject):
    """Tells how saving goes."""

    def __init__(self, session: Session, autosave: Autosave, messages: MessageBar) -> None:
        super().__init__(messages)
        self._session = session
        self._autosave = autosave
        self._messages = messages
        autosave.failed.connect(self._on_failed)
        autosave.saved.connect(self._on_saved)
        session.class_file_saved.connect(self._on_class_file)
        session.dataset_changed.connect(lambda: messages.resolve_all("save:"))
        session.dataset_changed.connect(lambda: messages.resolve(CLASS_FILE))

    def may_leave(self, window: QWidget, settings: Settings) -> bool:
        """Save what is not saved, and say whether the dataset may be left; asks when something cannot be."""
        unsaved = [document for document in self._session.documents if document.is_dirty]
        if unsaved and not settings.get(AUTOSAVE):
            self._session.retry_classes()
            what = _what(len(unsaved), has_classes=self._session.class_file_error is not None)
            answer = _ask_to_save(window, what, is_plural=what != "1 image")
            if answer is not QMessageBox.StandardButton.Save:
                return answer is QMessageBox.StandardButton.Discard
        while failures := self._autosave.finish():
            has_classes = self._session.class_file_error is not None
            what = _what(len(failures) - has_classes, has_classes=has_classes)
            answer = _ask_about_failures(window, what, list(failures.values()))
            if answer is not QMessageBox.StandardButton.Retry:
                return answer is QMessageBox.StandardButton.Discard
        return True

    def _on_failed(self, document: Document, error: LabelerError) -> None:
        if isinstance(error, FileChangedError) or self._messages.message(GONE_FOLDER) is not None:
            return  # labeler/gui/conflicts.py asks, or has said, what shall become of it
        retry = Remedy("Retry", lambda: self._autosave.save(document), keeps=True)
        text = f"{document.image.name} is not saved. {error}"
        message = Message(_key(document), text, Severity.ERROR, (retry,), can_be_closed=False)
        self._messages.show_message(message)

    def _on_class_file(self, error: LabelerError | None) -> None:
        if error is None:
            self._messages.resolve(CLASS_FILE)
        elif not isinstance(error, FileChangedError):
            retry = Remedy("Retry", self._session.save_classes)
            message = Message(CLASS_FILE, str(error), Severity.ERROR, (retry,), can_be_closed=False)
            self._messages.show_message(message)

    def _on_saved(self, document: Document) -> None:
        self._messages.resolve(_key(document))


def _key(document: Document) -> str:
    return f"save:{document.image.name}"


def _what(images: int, *, has_classes: bool) -> str:
    """`2 images and the class table`."""
    parts = [counted(images, "image")] if images else []
    return " and ".join(parts + ["the class table"] * has_classes)


def _ask_to_save(window: QWidget, what: str, *, is_plural: bool) -> QMessageBox.StandardButton:
    text = f"{what} {'are' if is_plural else 'is'} not saved."
    buttons = {_BUTTONS.Save: f"Save {what}", _BUTTONS.Discard: "Leave without saving"}
    return ask(window, text, "", buttons)


def _ask_about_failures(window: QWidget, what: str, errors: list[LabelerError]) -> QMessageBox.StandardButton:
    text = f"{what[:1].upper()}{what[1:]} could not be saved."
    buttons = {_BUTTONS.Retry: "Try again", _BUTTONS.Discard: "Leave without saving"}
    return ask(window, text, "\n".join(str(error) for error in errors[:3]), buttons)
