"""Gives all that is not labelled yet to the current class, beside the window when that takes long."""

from __future__ import annotations

from collections.abc import Generator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from labeler.core.classes import BACKGROUND
from labeler.jobs.step import Step, in_hundredths

if TYPE_CHECKING:
    from labeler.core.edits.shapes import InsertShapes
    from labeler.core.live_label_map import LiveLabelMap
    from labeler.gui.document import Document
    from labeler.gui.job_runner import RunningJob
    from labeler.gui.main_window import MainWindow

# The marks of more pieces would hide what was filled.
_MOST_SELECTED = 100

_NO_CLASS = "Choose a class first: with a digit key, or in Classes."
_NO_USE = "What is unlabelled is background already; choose another class."
_NOTHING = "Nothing is left to fill: every pixel has a class."
_CHANGED = "The image was changed meanwhile, so nothing was filled; fill the rest once more."


class Filling(QObject):
    """Connects the action. `refused(str)` says why nothing was filled."""

    refused = Signal(str)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._session = window.session
        self._runner = window.jobs
        self._job: RunningJob | None = None
        self._document: Document | None = None
        self.refused.connect(window.status.show_refusal)
        window.actions_["fill_rest"].triggered.connect(window.drawing.guarded(self.fill_rest))

    def fill_rest(self) -> None:
        """Give every unlabelled pixel of the image on the canvas to the current class."""
        document, name = self._session.document, self._session.current_class
        if document is None or self._job is not None:
            return
        if document.drawing_refusal or name is None:
            self.refused.emit(document.drawing_refusal or _NO_CLASS)
        elif document.classes.index_of_name.get(name) == BACKGROUND:
            self.refused.emit(_NO_USE)
        else:
            document.late.settle()
            self._begin(document, name)

    def _begin(self, document: Document, class_name: str) -> None:
        self._document = document
        document.changed.connect(self._on_changed)
        job = self._runner.start(_filling(document.label_map, class_name), name=f"Filling with {class_name}")
        self._job = job
        job.finished.connect(partial(self._on_finished, job))
        job.cancelled.connect(partial(self._end, job))
        job.failed.connect(partial(self._on_failed, job))

    def _end(self, job: RunningJob) -> Document | None:
        """Forget a job; the document that it was for, None when it was dropped before."""
        if job is not self._job:
            return None
        document = self._document
        assert document is not None
        if isValid(document):  # its dataset may have been left meanwhile
            document.changed.disconnect(self._on_changed)
        self._job = self._document = None
        return document

    def _on_changed(self) -> None:
        """What is being made is for shapes that are others now."""
        if self._job is not None:
            self._job.cancel()
            self._end(self._job)
            self.refused.emit(_CHANGED)

    def _on_finished(self, job: RunningJob, edit: InsertShapes | None) -> None:
        document = self._end(job)
        if document is None:
            return
        if edit is None:
            self.refused.emit(_NOTHING)
        elif document is self._session.document:
            document.push(edit)
            document.select(edit.positions if len(edit.positions) <= _MOST_SELECTED else ())

    def _on_failed(self, job: RunningJob, error: Exception) -> None:
        if self._end(job) is not None:
            self.refused.emit(str(error))


def _filling(live: LiveLabelMap, class_name: str) -> Generator[Step, None, InsertShapes | None]:
    from labeler.core.edits.fill import fill_rest_in_steps

    return (yield from in_hundredths(fill_rest_in_steps(live, class_name)))
