"""What the menu of the list of images does to the images whose rows are selected."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from labeler.core.edits.state import SetDone
from labeler.gui.messages import Message, MessageBar, Remedy, Severity
from labeler.gui.models.image_records import Mark
from labeler.gui.reveal import reveal
from labeler.gui.words import counted

if TYPE_CHECKING:
    from collections.abc import Generator

    from labeler.core.dataset import Dataset, DatasetImage
    from labeler.gui.document import Document
    from labeler.gui.job_runner import JobRunner
    from labeler.gui.opening import Opening
    from labeler.gui.session import Session
    from labeler.jobs.step import Step

_FOLDER, _MARKED, _RELOAD = "files:folder", "files:marked", "files:reload"


class FileCommands(QObject):
    """Marks, reveals, copies and reloads images of the session's dataset."""

    def __init__(
        self, session: Session, opening: Opening, runner: JobRunner, messages: MessageBar, window: QWidget
    ) -> None:
        super().__init__(window)
        self._session = session
        self._opening = opening
        self._runner = runner
        self._messages = messages
        self._window = window

    def show_menu(self, positions: list[int], place: QPoint, actions: Sequence[QAction] = ()) -> None:
        """Offer what can be done to the images at these positions, and actions that are about them too."""
        dataset = self._session.dataset
        if dataset is None or not positions:
            return
        images = [dataset.images[position] for position in positions]
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        count = "" if len(images) == 1 else f" {counted(len(images), 'image')}"
        marks = {self._opening.file_model.records.marks[position] for position in positions}
        may_mark = not self._session.read_only_reason
        done = _add(menu, f"Mark{count} done", partial(self.mark, images, True))
        done.setEnabled(may_mark and marks != {Mark.DONE})
        undone = _add(menu, f"Mark{count} not done", partial(self.mark, images, False))
        undone.setEnabled(may_mark and not marks <= {Mark.IN_WORK, Mark.UNLABELLED})
        menu.addSeparator()
        _add(menu, "Open containing folder", partial(self.open_folder, images[0]))
        _add(menu, "Copy path" if len(images) == 1 else "Copy paths", partial(self.copy_paths, images))
        menu.addSeparator()
        menu.addActions(actions)
        _add(menu, "Reload from disk", partial(self.reload, images))
        menu.popup(place)

    def mark(self, images: list[DatasetImage], is_done: bool) -> None:
        """Mark images done or not: one step of the history where an image is open, in its file where not."""
        dataset = self._session.dataset
        if dataset is None or self._session.read_only_reason:
            return
        self._messages.resolve(_MARKED)
        closed = []
        for image in images:
            document = self._session.document_of(image)
            if document is None:
                closed.append(image)
            elif not document.read_only_reason and document.annotation.is_done != is_done:
                document.push(SetDone(is_done))
                self._show_state(document)
        if closed:
            self._mark_files(dataset, closed, is_done)

    def open_folder(self, image: DatasetImage) -> None:
        """Show an image in the file manager."""
        problem = reveal(image.path)
        if problem:
            self._messages.show_message(Message(_FOLDER, problem, Severity.WARNING))
        else:
            self._messages.resolve(_FOLDER)

    def open_current_folder(self) -> None:
        """Show the image on the canvas, else the folder of the dataset, in the file manager."""
        dataset, position = self._session.dataset, self._opening.position
        if dataset is not None and dataset.images:
            self.open_folder(dataset.images[position or 0])

    def copy_paths(self, images: list[DatasetImage]) -> None:
        """Put the paths of images on the clipboard, one a line."""
        QGuiApplication.clipboard().setText("\n".join(str(image.path) for image in images))

    def reload(self, images: list[DatasetImage]) -> None:
        """Show what the files of images hold now; where edits would be lost that is asked for once more."""
        documents = [self._session.document_of(image) for image in images]
        kept = [document for document in documents if document is not None]
        edited = [document for document in kept if document.is_dirty]
        for document in kept:
            if not document.is_dirty:
                self._opening.reload(document)
        if edited:
            self._ask_to_reload(edited)
        self._opening.surveying.look_again()

    def _show_state(self, document: Document) -> None:
        model = self._opening.file_model
        position = model.records.position(document.image.name)
        if position is not None:
            model.set_state(position, document.annotation.state)

    def _ask_to_reload(self, documents: list[Document]) -> None:
        what = documents[0].image.name if len(documents) == 1 else counted(len(documents), "image")
        text = f"Edits of {what} are not saved. Reloading gives them up, and the history with them."

        def act() -> None:
            for document in documents:
                if self._session.document_of(document.image) is document:
                    self._opening.reload(document)

        self._messages.show_message(
            Message(_RELOAD, text, Severity.WARNING, (Remedy("Reload without saving", act),))
        )

    def _mark_files(self, dataset: Dataset, images: list[DatasetImage], is_done: bool) -> None:
        by_name = {image.name: image for image in images}
        failures: list[Step] = []

        def progressed(steps: list[Step]) -> None:
            failures.extend(step for step in steps if step.has_failed)
            for step in steps:
                # One that was opened meanwhile shows what its file held before.
                document = self._session.document_of(by_name[step.name])
                if document is not None and not document.is_dirty and dataset is self._session.dataset:
                    self._opening.reload(document)

        def ended() -> None:
            if dataset is self._session.dataset:
                self._opening.surveying.look_again()
                if failures:
                    failed = [by_name[each.name] for each in failures]
                    self._tell_failures(failures, partial(self.mark, failed, is_done))

        job = self._runner.start(_marking(dataset, images, is_done))
        job.progressed.connect(progressed)
        job.ended.connect(ended)

    def _tell_failures(self, failures: list[Step], again: Callable[[], None]) -> None:
        text = f"{counted(len(failures), 'image')} could not be marked: {failures[0].message}"
        self._messages.show_message(Message(_MARKED, text, Severity.ERROR, (Remedy("Retry", again),)))


def _add(menu: QMenu, text: str, act: Callable[[], object]) -> QAction:
    action = menu.addAction(text)
    action.triggered.connect(lambda _=False: act())
    return action


def _marking(dataset: Dataset, images: list[DatasetImage], is_done: bool) -> Generator[Step, None, None]:
    """The marking as a job whose modules are loaded in its thread."""
    from labeler.jobs.mark_done import mark_done

    yield from mark_done(dataset, images, is_done)
