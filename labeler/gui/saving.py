"""What saving has to say: lasting messages with their remedies, and the question before the window closes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMessageBox, QWidget

from labeler.core.errors import FileChangedError, LabelerError
from labeler.gui.messages import Message, MessageBar, Remedy, Severity
from labeler.gui.words import counted
from labeler.settings import AUTOSAVE, Settings

if TYPE_CHECKING:
    from labeler.gui.autosave import Autosave
    from labeler.gui.document import Document
    from labeler.gui.session import Session

_CLASS_FILE = "classes:file"


class Saving(QObject):
    """Tells how saving goes. `reload` reads the image on the canvas anew."""

    def __init__(
        self, session: Session, autosave: Autosave, messages: MessageBar, reload: Callable[[Document], object]
    ) -> None:
        super().__init__(messages)
        self._session = session
        self._autosave = autosave
        self._messages = messages
        self._reload = reload
        autosave.failed.connect(self._on_failed)
        autosave.saved.connect(self._on_saved)
        session.class_file_saved.connect(self._on_class_file)
        session.dataset_changed.connect(lambda: messages.resolve_all("save:"))
        session.dataset_changed.connect(lambda: messages.resolve(_CLASS_FILE))

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
        remedies: tuple[Remedy, ...]
        if isinstance(error, FileChangedError):
            remedies = (
                Remedy("Reload", lambda: self._reload(document)),
                Remedy("Overwrite", lambda: self._autosave.overwrite(document)),
            )
        else:
            remedies = (Remedy("Retry", lambda: self._autosave.save(document), keeps=True),)
        text = f"{document.image.name} is not saved. {error}"
        self._messages.show_message(
            Message(_key(document), text, Severity.ERROR, remedies, can_be_closed=False)
        )

    def _on_class_file(self, error: LabelerError | None) -> None:
        session = self._session
        if error is None:
            self._messages.resolve(_CLASS_FILE)
            return
        remedies: tuple[Remedy, ...]
        if isinstance(error, FileChangedError):
            remedies = (
                Remedy("Reload", self._reload_classes),
                Remedy("Overwrite", lambda: session.save_classes(overwrite=True)),
            )
        else:
            remedies = (Remedy("Retry", session.save_classes),)
        self._messages.show_message(
            Message(_CLASS_FILE, str(error), Severity.ERROR, remedies, can_be_closed=False)
        )

    def _reload_classes(self) -> None:
        try:
            self._session.reload_classes()
        except LabelerError as error:
            self._on_class_file(error)

    def _on_saved(self, document: Document) -> None:
        self._messages.resolve(_key(document))


def _key(document: Document) -> str:
    return f"save:{document.image.name}"


def _what(images: int, *, has_classes: bool) -> str:
    """`2 images and the class table`."""
    parts = [counted(images, "image")] if images else []
    return " and ".join(parts + ["the class table"] * has_classes)


def _ask_to_save(window: QWidget, what: str, *, is_plural: bool) -> QMessageBox.StandardButton:
    box = QMessageBox(window)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setText(f"{what} {'are' if is_plural else 'is'} not saved.")
    buttons = QMessageBox.StandardButton
    box.addButton(buttons.Save).setText(f"Save {what}")
    box.addButton(buttons.Discard).setText("Leave without saving")
    box.addButton(buttons.Cancel)
    box.setDefaultButton(buttons.Save)
    return QMessageBox.StandardButton(box.exec())


def _ask_about_failures(window: QWidget, what: str, errors: list[LabelerError]) -> QMessageBox.StandardButton:
    box = QMessageBox(window)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setText(f"{what[:1].upper()}{what[1:]} could not be saved.")
    box.setInformativeText("\n".join(str(error) for error in errors[:3]))
    buttons = QMessageBox.StandardButton
    box.addButton(buttons.Retry).setText("Try again")
    box.addButton(buttons.Discard).setText("Leave without saving")
    box.addButton(buttons.Cancel)
    box.setDefaultButton(buttons.Retry)
    return QMessageBox.StandardButton(box.exec())
