"""Pastes into many images at once: those whose rows are selected in the list of images.

Each image gets the shapes as a step of its own history. One that was not opened before is read beside the
window and gets a document without being shown. The program saves them as it saves every edit.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Generator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from labeler.core.errors import ToolError
from labeler.gui.clipboard import Clipboard, pasting
from labeler.gui.document import Document
from labeler.gui.messages import Message, Remedy, Severity
from labeler.gui.retire import retire
from labeler.gui.surveying import facts_of
from labeler.gui.words import counted

if TYPE_CHECKING:
    from labeler.core.dataset import Dataset, DatasetImage
    from labeler.core.shapes import Shape
    from labeler.gui.class_renaming import ClassRenaming
    from labeler.gui.job_runner import RunningJob
    from labeler.gui.main_window import MainWindow
    from labeler.jobs.read_annotations import ReadImage
    from labeler.jobs.step import Step

_KEY = "paste:many"

# So many images that were left out are named with their reason.
_NAMED = 3

# So long the window waits at a time.
_SECONDS = 0.015


class PasteMany(QObject):
    """Connects the action with the list of images, whose selection it names ("Paste into 12 images")."""

    def __init__(self, window: MainWindow, clipboard: Clipboard) -> None:
        super().__init__(window)
        self._window = window
        self._clipboard = clipboard
        self._action = window.actions_["paste_into_images"]
        self._action.triggered.connect(lambda _=False: self.paste())
        window.file_panel.table.selectionModel().selectionChanged.connect(self._show_count)
        window.session.dataset_changed.connect(self._on_dataset)
        self._work: _Work | None = None
        self._show_count()

    def paste(self) -> None:
        """Paste what the clipboard holds into the images whose rows are selected."""
        session, window = self._window.session, self._window
        dataset, places = session.dataset, window.file_panel.selected()
        if dataset is None or not places:
            return
        if self._work is not None or session.read_only_reason:
            busy = "Shapes are still being pasted into other images. Wait for that, or cancel it, first."
            self._clipboard.refused.emit(session.read_only_reason or busy)
            return
        shapes = self._clipboard.shapes()
        if shapes:
            window.messages.resolve(_KEY)
            self._work = work = _Work(window, dataset, shapes)
            work.begin([dataset.images[place] for place in places], lambda: self._on_done(work))

    def _on_done(self, work: _Work) -> None:
        if self._work is work:
            self._work = None

    def _on_dataset(self) -> None:
        """What is being pasted belonged to the dataset before."""
        self._window.messages.resolve(_KEY)
        if self._work is not None:
            self._work.cancel()
        self._work = None

    def _show_count(self) -> None:
        count = len(self._window.file_panel.selected())
        into = f"{count:,} images" if count > 1 else "the selected image" if count else "selected images"
        self._action.setText(f"Paste into {into}")
        self._action.setEnabled(count > 0)


class _Work:
    """The pasting of shapes into images of a dataset, and what came of it."""

    def __init__(self, window: MainWindow, dataset: Dataset, shapes: Sequence[Shape]) -> None:
        self._window = window
        self._session = window.session
        self._dataset = dataset
        self._shapes = shapes
        self._read: dict[str, ReadImage] = {}
        self._pasted: list[tuple[Document, object | None]] = []
        self._left_out: list[str] = []
        self._count = 0
        self._job: RunningJob | None = None
        self._steps: deque[Step] = deque()
        self._timer = QTimer(window, interval=0)
        self._timer.timeout.connect(self._go_on)
        self._done: Callable[[], object] = _nothing

    def begin(self, images: Sequence[DatasetImage], done: Callable[[], object]) -> None:
        """Paste into what is open now, and into all others as they are read; then call `done`."""
        self._count, self._done = len(images), done
        closed = []
        for image in images:
            document = self._session.document_of(image)
            if document is None:
                closed.append(image)
            else:
                self._paste(document)
        if not closed:
            self._finish()
            return
        steps = _reading(self._dataset, closed, self._read, self._window.classes.renaming)
        job = self._window.jobs.start(steps, name=f"Pasting into {counted(len(closed), 'image')}")
        self._job = job
        job.progressed.connect(self._on_steps)
        job.failed.connect(lambda error: self._left_out.append(str(error)))
        job.ended.connect(self._timer.start)

    def cancel(self) -> None:
        """Paste into no more images."""
        if self._job is not None:
            self._job.cancel()

    @property
    def _is_wanted(self) -> bool:
        return self._dataset is self._session.dataset

    def _on_steps(self, steps: list[Step]) -> None:
        self._steps.extend(steps)
        self._timer.start()

    def _go_on(self) -> None:
        """Paste into some of what has been read: the window answers meanwhile."""
        job, end = self._job, time.monotonic() + _SECONDS
        assert job is not None
        if job.is_cancelled or not self._is_wanted:
            self._steps.clear()
        while self._steps and time.monotonic() < end:
            step = self._steps.popleft()
            if step.has_failed:
                self._left_out.append(f"{step.name}: {step.message}")
            else:
                self._paste_read(self._read.pop(step.name))
        if not self._steps:
            self._timer.stop()
            if job.has_ended:
                self._finish()

    def _finish(self) -> None:
        self._tell()
        retire(self._timer)
        self._done()

    def _paste_read(self, read: ReadImage) -> None:
        document = self._session.document_of(read.image)
        if document is not None:  # it was opened meanwhile
            self._paste(document)
            return
        document = Document(read.image, read.annotation, read.size, self._session, read.index)
        document.stamp = read.stamp
        if not self._paste(document, keep=self._session.keep):
            retire(document)

    def _paste(self, document: Document, keep: Callable[[Document], object] | None = None) -> bool:
        """Whether the shapes were pasted; a document that is new is kept then."""
        try:
            edit = pasting(document, self._shapes)
            if keep is not None:
                keep(document)
            document.push(edit)
        except ToolError as error:
            self._left_out.append(f"{document.image.name}: {error}")
            return False
        if document is not self._session.document:
            document.drop_label_map()
        self._pasted.append((document, document.state()))
        self._show_facts(document)
        return True

    def _show_facts(self, document: Document) -> None:
        """Let the list of images say how it stands with an image that is not on the canvas."""
        model = self._window.opening.file_model
        position = model.records.position(document.image.name)
        if position is not None:
            model.set_facts({position: facts_of(document)})

    def _tell(self) -> None:
        """Say into how many images the shapes were pasted, and which were left out for what reason."""
        if not self._is_wanted:
            return
        self._window.classes.look_again()
        what, done = counted(len(self._shapes), "shape"), len(self._pasted)
        images = counted(self._count, "image")
        text = f"Pasted {what} into {images if done == self._count else f'{done:,} of {images}'}."
        if self._job is not None and self._job.is_cancelled:
            text += " The rest was cancelled."
        if self._left_out:
            text += f" Not into {' '.join(self._left_out[:_NAMED])}"
            more = len(self._left_out) - _NAMED
            text += f" Nor into {counted(more, 'image')} more." if more > 0 else ""
        remedies = (Remedy("Take back", self._take_back),) if done else ()
        severity = Severity.WARNING if self._left_out else Severity.NOTICE
        self._window.messages.show_message(Message(_KEY, text, severity, remedies))

    def _take_back(self) -> None:
        """Undo in every image where pasting was the last step."""
        kept = 0
        for document, state in self._pasted:
            is_there = self._session.document_of(document.image) is document
            if is_there and document.state() is state:
                document.undo_stack.undo()
                self._show_facts(document)
            else:
                kept += 1
        self._window.classes.look_again()
        if kept:
            text = (
                f"{counted(kept, 'image')} kept the shapes, for you went on working there. Undo them there."
            )
            self._window.messages.show_message(Message(_KEY, text))


def _nothing() -> None:
    """Nobody waits for it yet."""


def _reading(
    dataset: Dataset, images: Sequence[DatasetImage], read: dict[str, ReadImage], renaming: ClassRenaming
) -> Generator[Step, None, None]:
    """The reading as a job whose modules are loaded in its thread."""
    from labeler.jobs.read_annotations import read_annotations

    def keep(each: ReadImage) -> None:
        read[each.image.name] = each

    yield from read_annotations(dataset, images, keep, renaming.apply)
