"""What saving has to say: lasting messages with their remedies, and the question before the window closes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
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
        session.dataset_changed.connect(lambda: messages.resolve_all("save:"))

    def may_leave(self, window: QWidget, settings: Settings) -> bool:
        """Save what is not saved, and say whether the dataset may be left; asks when something cannot be."""
        unsaved = [document for document in self._session.documents if document.is_dirty]
        if unsaved and not settings.get(AUTOSAVE):
            answer = _ask_to_save(window, len(unsaved))
            if answer is not QMessageBox.StandardButton.Save:
                return answer is QMessageBox.StandardButton.Discard
        while failures := self._autosave.finish():
            answer = _ask_about_failures(window, failures)
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

    def _on_saved(self, document: Document) -> None:
        self._messages.resolve(_key(document))


def _key(document: Document) -> str:
    return f"save:{document.image.name}"


def _ask_to_save(window: QWidget, count: int) -> QMessageBox.StandardButton:
    box = QMessageBox(window)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setText(f"{counted(count, 'image')} {'is' if count == 1 else 'are'} not saved.")
    buttons = QMessageBox.StandardButton
    box.addButton(buttons.Save).setText(f"Save {counted(count, 'image')}")
    box.addButton(buttons.Discard).setText("Leave without saving")
    box.addButton(buttons.Cancel)
    box.setDefaultButton(buttons.Save)
    return QMessageBox.StandardButton(box.exec())


def _ask_about_failures(window: QWidget, failures: dict[Path, LabelerError]) -> QMessageBox.StandardButton:
    box = QMessageBox(window)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setText(f"{counted(len(failures), 'image')} could not be saved.")
    box.setInformativeText("\n".join(str(error) for error in list(failures.values())[:3]))
    buttons = QMessageBox.StandardButton
    box.addButton(buttons.Retry).setText("Try again")
    box.addButton(buttons.Discard).setText("Leave without saving")
    box.addButton(buttons.Cancel)
    box.setDefaultButton(buttons.Retry)
    return QMessageBox.StandardButton(box.exec())
