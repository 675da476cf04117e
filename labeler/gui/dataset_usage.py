"""How many shapes of each class a dataset has: its files are counted once, the image on the canvas live."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from labeler.gui.class_use import shapes_by_class
from labeler.jobs.class_usage import Usage, class_usage

if TYPE_CHECKING:
    from labeler.core.change import ClassesChanged
    from labeler.gui.document import Document
    from labeler.gui.job_runner import JobRunner, RunningJob
    from labeler.gui.session import Session


class DatasetUsage(QObject):
    """`changed()` comes when `counts` is something else."""

    changed = Signal()

    def __init__(self, session: Session, runner: JobRunner) -> None:
        super().__init__(session)
        self._session = session
        self._runner = runner
        self._job: RunningJob | None = None
        self._files: Counter[str] | None = None
        self._open: dict[Path, Counter[str]] = {}
        session.dataset_changed.connect(self._on_dataset)
        session.document_added.connect(self._on_document)
        session.classes_changed.connect(self._on_classes)

    @property
    def counts(self) -> Mapping[str, int] | None:
        """Shapes by name of the class, in all images; None until they have been counted.

        labelme's two names count for background and void; a name that no class has stands for itself.
        """
        if self._files is None:
            return None
        found: Counter[str] = Counter()
        for names in (self._files, *self._open.values()):
            for name, count in names.items():
                row = self._session.classes.find(name)
                found[name if row is None else row.name] += count
        return found

    def count(self) -> None:
        """Count anew, in the background; what was counted before holds until then."""
        dataset = self._session.dataset
        if dataset is None or self._job is not None:
            return
        opened = {document.image.path: shapes_by_class(document) for document in self._session.documents}
        job = self._runner.start(class_usage(dataset.images, skip=set(opened)), name="Counting shapes")
        self._job = job

        def take(usage: dict[str, Usage]) -> None:
            if self._job is job:
                self._files = Counter({name: found.shapes for name, found in usage.items()})
                self._open = opened
                for document in self._session.documents:
                    self._look_at(document)
                self.changed.emit()

        def end() -> None:
            if self._job is job:
                self._job = None

        job.finished.connect(take)
        job.ended.connect(end)

    def look_again(self) -> None:
        """The image on the canvas may have other shapes than it had."""
        document = self._session.document
        if document is not None and self._files is not None:
            self._look_at(document)
            self.changed.emit()

    def _look_at(self, document: Document) -> None:
        """Count the shapes of an open image; until it was open, its file was counted."""
        now, before = shapes_by_class(document), self._open.get(document.image.path)
        if before is None and self._files is not None:
            self._files.subtract(now)
        self._open[document.image.path] = now

    def _on_dataset(self) -> None:
        self._job, self._files, self._open = None, None, {}
        self.changed.emit()

    def _on_document(self, document: Document) -> None:
        if self._files is not None and document.image.path not in self._open:
            self._look_at(document)

    def _on_classes(self, change: ClassesChanged) -> None:
        """Files follow a rename; a table that came from its file may have come with other annotations."""
        if change.renamed is not None:
            old, new = change.renamed
            for names in (self._files or Counter[str](), *self._open.values()):
                names[new] += names.pop(old, 0)
        elif self._files is not None and self._session.class_history.count() == 0:
            self.count()
        self.changed.emit()
