"""Whether classes are used: asked before one loses its row or its index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from labeler.gui.messages import Message, MessageBar, Remedy
from labeler.gui.words import counted, listed
from labeler.jobs.class_usage import Usage, class_usage

if TYPE_CHECKING:
    from labeler.core.class_changes import ClassChange
    from labeler.gui.document import Document
    from labeler.gui.job_runner import JobRunner, RunningJob
    from labeler.gui.session import Session
    from labeler.jobs.step import Step

_COUNTING = "classes:counting"


class ClassUse(QObject):
    """Counts the shapes of classes, in the files of all images and in the documents that are open.

    `refused(str, tuple[Remedy, ...])` says why what was asked for is not done, and how it can be;
    `surveyed(dict)` how many shapes each class name has in all images, whenever all could be counted.
    """

    refused = Signal(str, object)
    surveyed = Signal(object)

    def __init__(self, session: Session, runner: JobRunner, messages: MessageBar) -> None:
        super().__init__(messages)
        self._session = session
        self._runner = runner
        self._messages = messages
        self._job: RunningJob | None = None
        # Opens what changes classes in all files, used ones too (labeler/gui/class_changing.py).
        self.over_dataset: Callable[..., object] = lambda *_: None

    @property
    def is_counting(self) -> bool:
        """Whether something waits for shapes to be counted."""
        return self._job is not None

    def if_unused(
        self,
        remedies: Mapping[str, str],
        act: Callable[[], object],
        after: RunningJob | None = None,
        *,
        wanted: Sequence[ClassChange] = (),
    ) -> None:
        """Count once `after` has ended; `act` if no shape has any of these classes, else say where they are.

        `remedies` has for each class name the sentence that follows upon its count; `wanted` is what may be
        done over the whole dataset instead.
        """
        session = self._session
        dataset, table = session.dataset, session.classes
        assert dataset is not None
        documents = session.documents
        open_images = {document.image.path for document in documents}
        steps = class_usage(dataset.images, skip=open_images)
        job = self._runner.start(steps, after=after, name="Counting shapes")
        self._job = job
        self._tell_counting(listed(list(remedies)), job)
        failures: list[Step] = []
        job.progressed.connect(lambda steps: failures.extend(step for step in steps if step.has_failed))

        def decide(usage: dict[str, Usage]) -> None:
            if session.dataset is not dataset:
                return
            # A document that was given up meanwhile was not read from its file: it counts as it was.
            _add_documents(usage, [*documents, *session.documents])
            if not failures:
                self.surveyed.emit({name: found.shapes for name, found in usage.items()})
            used = next((name for name in remedies if name in usage), None)
            if used is not None:
                self.refused.emit(f"{used} has {_where(usage[used])}. {remedies[used]}", self._ways(wanted))
            elif failures:
                names = listed(list(remedies))
                self.refused.emit(f"Whether {names} is used is not known: {failures[0].message}", ())
            elif session.classes is not table:
                self.refused.emit("The classes were changed while shapes were counted. Try again.", ())
            else:
                act()

        job.finished.connect(decide)
        job.failed.connect(lambda error: self.refused.emit(str(error), ()))
        job.ended.connect(lambda: self._on_ended(job))

    def _ways(self, wanted: Sequence[ClassChange]) -> tuple[Remedy, ...]:
        """How it can be done all the same."""
        if not wanted:
            return ()
        return (Remedy("Change over the dataset…", lambda: self.over_dataset(*wanted)),)

    def _tell_counting(self, names: str, job: RunningJob) -> None:
        cancel = Remedy("Cancel", job.cancel)
        self._messages.show_message(Message(_COUNTING, f"Counting the shapes of {names}", remedies=(cancel,)))

    def _on_ended(self, job: RunningJob) -> None:
        if self._job is job:
            self._job = None
            self._messages.resolve(_COUNTING)


def shapes_by_class(document: Document) -> Counter[str]:
    """How many shapes of an open image each class name has."""
    return Counter(shape.class_name for shape in document.annotation.shapes)


def _add_documents(usage: dict[str, Usage], documents: Iterable[Document]) -> None:
    """Add what open images hold, unless their files were counted; of two documents of an image the later."""
    latest = {document.image.path: document for document in documents}
    for document in latest.values():
        for name, shapes in shapes_by_class(document).items():
            found = usage.setdefault(name, Usage())
            if document.image.name not in found.images:
                found.add(document.image.name, shapes)


def _where(usage: Usage) -> str:
    """`12 shapes in 3 images (a.jpg, b.jpg, c.jpg)`."""
    images = f"{counted(len(usage.images), 'image')} ({listed(usage.images)})"
    return f"{counted(usage.shapes, 'shape')} in {images}"
