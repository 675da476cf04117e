"""Opens datasets and goes from image to image; what comes to the canvas comes from here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from labeler.core.errors import LabelerError
from labeler.core.image_facts import ImageFacts
from labeler.core.image_order import place_of
from labeler.gui.arrival import Arrival
from labeler.gui.dataset_reader import DatasetReader
from labeler.gui.image_loader import ImageLoader
from labeler.gui.image_messages import GONE, SIZE, image_gone, problem_of, size_message
from labeler.gui.job_runner import JobRunner
from labeler.gui.messages import MessageBar
from labeler.gui.models.file_model import FileModel
from labeler.gui.models.image_records import Mark
from labeler.gui.surveying import Surveying, facts_of

if TYPE_CHECKING:
    from labeler.core.dataset import Dataset, DatasetImage
    from labeler.core.dataset_scan import ListChange
    from labeler.gui.autosave import Autosave
    from labeler.gui.document import Document
    from labeler.gui.opened import Opened
    from labeler.gui.session import Session


class Opening(QObject):
    """The dataset and the image that are open, or on their way.

    `position_changed()` says that another image was asked for; `surveyed(Counter)` how many shapes each class
    name has in the annotation files, and `refused(str)` why no other image was gone to.
    """

    position_changed = Signal()
    surveyed = Signal(object)
    refused = Signal(str)

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
        self._direction = 1
        self.arrival = Arrival(session, loader, messages)
        self.arrival.documented.connect(self._on_documented)
        self.arrival.completed.connect(self._prefetch)
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
        self.arrival.clear()
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
        self.arrival.expect(dataset.images[position].name)
        self._loader.open(dataset, position, self._session.document_of(dataset.images[position]))

    @property
    def image_before(self) -> DatasetImage | None:
        """The image one row above the one that is open or on its way; None when there is none."""
        dataset, position = self._session.dataset, self._neighbour(-1)
        return None if dataset is None or position is None else dataset.images[position]

    def _neighbour(self, by: int) -> int | None:
        """The position of the image `by` rows of the list on or, if negative, back; None past its ends."""
        if self._place is None:
            return None
        return self.file_model.shown.step(self._place, by, is_listed=self._is_listed)

    def step(self, by: int) -> None:
        """Go `by` rows of the list on or, if negative, back; its ends hold."""
        if self._place is not None:
            position = self._neighbour(by)
            if position is not None:
                self.go_to(position)
            else:
                self.refused.emit(f"This is the {'last' if by > 0 else 'first'} image of the list.")

    def go_to_next_undone(self) -> None:
        """Go to the next image of the list that is not marked done."""
        if self._place is not None:
            marks, done = self.file_model.records.marks, Mark.DONE
            following = self.file_model.shown.following(self._place, is_listed=self._is_listed)
            position = next((each for each in following if marks[each] is not done), None)
            if position is not None:
                self.go_to(position)
            else:
                self.refused.emit("All other images of the list are done.")

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
        self.arrival.stop()
        self.surveying.stop()
        self._loader.close()
        self.runner.cancel_all()

    def _on_documented(self, opened: Opened) -> None:
        document = self._session.document
        if opened.document is None and self.position is not None and document is not None:
            # The survey leaves images that are open to their documents.
            problem = opened.problem
            facts = facts_of(document) if problem is None else ImageFacts(problem=str(problem))
            self.file_model.set_facts({self.position: facts})
        self._show_state_of_current()

    def _on_failed(self, position: int, error: LabelerError) -> None:
        if self.position is not None:
            self.file_model.set_problem(self.position, str(error))
        self.arrival.fail(error)

    def _prefetch(self) -> None:
        """Have the images made ready that one is likely to go to, those in the direction of travel first.

        Not beside a large photograph, which needs the memory.
        """
        dataset, place = self._session.dataset, self._place
        if dataset is None or place is None or self.arrival.is_large:
            return
        on = self._direction
        places = [self._neighbour(by) for by in (on, 2 * on, -on, 3 * on)]
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
        self.file_model.set_problem(position, problem_of(document))
