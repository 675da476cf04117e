"""Opens datasets and goes from image to image; what comes to the canvas comes from here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from labeler.core.errors import LabelerError
from labeler.core.image_facts import ImageFacts
from labeler.core.image_order import place_of
from labeler.gui.dataset_reader import DatasetReader
from labeler.gui.document import Document
from labeler.gui.image_loader import ImageLoader
from labeler.gui.image_messages import (
    GONE,
    PREFIX,
    SIZE,
    image_failed,
    image_gone,
    image_messages,
    image_notices,
    read_only_reason,
    size_message,
)
from labeler.gui.job_runner import JobRunner
from labeler.gui.messages import MessageBar
from labeler.gui.models.file_model import FileModel
from labeler.gui.models.image_records import Mark
from labeler.gui.surveying import Surveying, facts_of

if TYPE_CHECKING:
    from labeler.core.dataset import Dataset, DatasetImage
    from labeler.core.dataset_scan import ListChange
    from labeler.gui.autosave import Autosave
    from labeler.gui.opened import Opened
    from labeler.gui.pictures import Picture
    from labeler.gui.session import Session

# The image before stays on the canvas for so many milliseconds, unless the next comes earlier.
_PATIENCE = 300

# Photographs of more bytes leave the canvas at once, so that never two of them are in memory; beside them
# nothing is made ready ahead.
_LARGE = 256 << 20


class Opening(QObject):
    """The dataset and the image that are open, or on their way.

    `picture_changed(Picture | None)` says what photograph is on the canvas: None before another image, then
    perhaps a preview, then the photograph; the session shows the document as soon as it is there, before or
    after that. `waiting(str)` names an image that takes its time, and is empty when none is to come any more.
    `position_changed()` says that another image was asked for; `surveyed(Counter)` how many shapes each class
    name has in the annotation files.
    """

    picture_changed = Signal(object)
    waiting = Signal(str)
    position_changed = Signal()
    surveyed = Signal(object)

    def __init__(
        self, session: Session, autosave: Autosave, loader: ImageLoader, messages: MessageBar
    ) -> None:
        super().__init__(messages)
        self.file_model = FileModel(self)
        self._session = session
        self._autosave = autosave
        self._loader = loader
        self._messages = messages
        self.runner = JobRunner(self)
        self.reader = DatasetReader(session, autosave, self.runner, messages)
        self.reader.admitted.connect(self.show_dataset)
        self.surveying = Surveying(session, autosave, self.file_model, self.runner, messages)
        # The place of the image; of one that is not in the folder any more, that of the image that follows.
        self._place: int | None = None
        self._image: DatasetImage | None = None
        self._is_listed = True
        self._picture: Picture | None = None
        self._is_new = False
        self._direction = 1
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE)
        self._patience.timeout.connect(self._on_waited)
        loader.pictured.connect(self._on_pictured)
        loader.opened.connect(self._on_opened)
        loader.failed.connect(self._on_failed)
        self.surveying.list_changed.connect(self._on_list)
        self.surveying.surveyed.connect(self.surveyed)
        session.document_added.connect(lambda document: document.changed.connect(self._show_state_of_current))

    @property
    def position(self) -> int | None:
        """The place in the dataset of the image that is open or on its way; None when it has none."""
        return self._place if self._is_listed else None

    @property
    def is_busy(self) -> bool:
        """Whether a folder is being read or its annotation files are looked through."""
        return self.runner.is_busy

    def show_dataset(self, dataset: Dataset, read_only_reason: str = "") -> None:
        """Show a dataset from its first image, or from the one that was asked for, on."""
        self.surveying.stop()
        self._loader.cancel()
        self._place, self._is_listed, self._image = None, True, None
        self._is_new = False
        self._clear()
        self._session.open(dataset, read_only_reason)
        self.file_model.set_images(dataset.images)
        self.position_changed.emit()
        if dataset.images:
            self.go_to(dataset.start or 0)
        self.surveying.start(dataset)

    def go_to(self, position: int) -> None:
        """Bring the image at a position to the canvas; the one there is saved."""
        dataset = self._session.dataset
        if dataset is None or not 0 <= position < len(dataset.images) or position == self.position:
            return
        if self._session.document is not None:
            self._autosave.leave(self._session.document)
        self._direction = -1 if self._place is not None and position < self._place else 1
        self._place, self._is_listed, self._image = position, True, dataset.images[position]
        self.position_changed.emit()
        self._is_new = False
        self._patience.start()
        if self._is_large:
            self._on_waited()
        self._loader.open(dataset, position, self._session.document_of(dataset.images[position]))

    def step(self, by: int) -> None:
        """Go `by` rows of the list on or, if negative, back; its ends hold."""
        if self._place is not None:
            position = self.file_model.shown.step(self._place, by, is_listed=self._is_listed)
            if position is not None:
                self.go_to(position)

    def go_to_next_undone(self) -> None:
        """Go to the next image of the list that is not marked done."""
        if self._place is not None:
            marks, done = self.file_model.records.marks, Mark.DONE
            following = self.file_model.shown.following(self._place, is_listed=self._is_listed)
            position = next((each for each in following if marks[each] is not done), None)
            if position is not None:
                self.go_to(position)

    def reload(self, document: Document) -> None:
        """Give up the unsaved edits and the history of an image, and show what its file holds now."""
        is_on_canvas, position = document is self._session.document, self.position
        self._autosave.dismiss(document)
        self._session.forget(document)
        if is_on_canvas and position is not None:
            self._place = None
            self.go_to(position)

    def close(self) -> None:
        """End the threads; nothing is opened any more."""
        self._patience.stop()
        self.surveying.stop()
        self._loader.close()
        self.runner.cancel_all()

    def _clear(self) -> None:
        """Take from the canvas what belongs to the image before, unless that was done."""
        self._patience.stop()
        if self._is_new:
            return
        self._is_new = True
        self._picture = None
        self._messages.resolve_all(PREFIX)
        self._session.show(None)
        self.picture_changed.emit(None)

    def _on_waited(self) -> None:
        """Better an empty canvas that says what comes than an image that was left."""
        dataset = self._session.dataset
        if dataset is not None and self.position is not None:
            self.waiting.emit(dataset.images[self.position].name)
        self._clear()

    def _on_pictured(self, picture: Picture) -> None:
        self._clear()
        self._picture = picture
        self.picture_changed.emit(picture)
        document = self._session.document
        if document is not None and not picture.is_preview:
            if picture.notices:
                self._messages.show_message(image_notices(document.image.name, picture.notices))
            self._prefetch()

    def _on_opened(self, opened: Opened) -> None:
        self._clear()
        document = opened.document or self._made_of(opened)
        if opened.classes is self._session.classes:
            # A table that was changed meanwhile means a label map that has to be drawn anew.
            document.attach_label_map(opened.label_map)
        self._session.show(document)
        notices = () if self._picture is None else self._picture.notices
        for message in image_messages(document, notices, self._session.read_only_reason):
            self._messages.show_message(message)
        if opened.document is None and self.position is not None:
            # The survey leaves images that are open to their documents.
            problem = opened.problem
            facts = facts_of(document) if problem is None else ImageFacts(problem=str(problem))
            self.file_model.set_facts({self.position: facts})
        self._show_state_of_current()
        if self._picture is not None and not self._picture.is_preview:
            self._prefetch()

    def _made_of(self, opened: Opened) -> Document:
        """A new document; one that is kept shows what its file held before."""
        kept = self._session.document_of(opened.image)
        if kept is not None:
            self._session.forget(kept)
        document = Document(opened.image, opened.annotation, opened.size, self._session, opened.index)
        document.stamp = opened.stamp
        if opened.problem is not None:
            document.read_only_reason = read_only_reason(opened.problem)
        return document

    def _on_failed(self, position: int, error: LabelerError) -> None:
        if self.position is not None:
            self.file_model.set_problem(self.position, str(error))
        self._is_new = False
        self._clear()
        self.waiting.emit("")
        self._messages.show_message(image_failed(error))

    @property
    def _is_large(self) -> bool:
        """Whether the photograph on the canvas leaves little room for others."""
        return self._picture is not None and self._picture.pyramid.byte_count > _LARGE

    def _prefetch(self) -> None:
        """Have the images made ready that one is likely to go to, those in the direction of travel first."""
        dataset, place = self._session.dataset, self._place
        if dataset is None or place is None or self._is_large:
            return
        shown, on = self.file_model.shown, self._direction
        places = [shown.step(place, by, is_listed=self._is_listed) for by in (on, 2 * on, -on, 3 * on)]
        images = [dataset.images[at] for at in places if at is not None]
        self._loader.prefetch(dataset, [(each, self._session.document_of(each) is None) for each in images])

    def _on_list(self, change: ListChange) -> None:
        """Images came or went: the one that is open keeps its place, even when it went itself."""
        if self._image is None:
            if change.after:
                self.go_to(0)
            return
        position, was_listed = self.file_model.records.position(self._image.name), self._is_listed
        self._is_listed = position is not None
        self._place = place_of(self._image.name, change.after) if position is None else position
        document = self._session.document
        if self._is_listed:
            self._messages.resolve(GONE)
        elif was_listed and document is not None:
            self._messages.show_message(image_gone(document))
        self.position_changed.emit()

    def _show_state_of_current(self) -> None:
        document = self._session.document
        if document is not None:
            self._show_size(document)
            if self.position is not None:
                self._show_state(document, self.position)

    def _show_size(self, document: Document) -> None:
        """An edit, or its undo, may have brought the sizes of image and annotation together, or apart."""
        message = size_message(document)
        if message is None:
            self._messages.resolve(SIZE)
        else:
            self._messages.show_message(message)

    def _show_state(self, document: Document, position: int) -> None:
        if not self.file_model.records.facts[position].problem:
            self.file_model.set_state(position, document.annotation.state)
        message = size_message(document)
        self.file_model.set_problem(position, "" if message is None else message.text)
