"""The pixels of each shape that no later shape covers, counted in a thread for those that are asked for."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from labeler.core.change import (
    ClassesChanged,
    ShapesInserted,
    ShapesRemoved,
    ShapesReordered,
    StateChanged,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from labeler.core.change import Change
    from labeler.core.shapes import Shape
    from labeler.gui.document import Document

# Areas are counted so long after the last edit, and so many between two looks at what is asked for.
_MILLISECONDS = 120
_AT_ONCE = 64


class VisibleAreas(QObject):
    """Follows one document. `changed()` comes when areas that were asked for are known.

    After an edit only the areas of shapes that touch its box are counted anew; until then the old ones are
    told.
    """

    changed = Signal()
    _counted = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document: Document | None = None
        self._areas: list[int | None] = []
        self._is_known: list[bool] = []
        self._wanted: dict[int, None] = {}
        # Grows with every change: what was counted of a state that is gone, is dropped.
        self._version = 0
        self._is_counting = False
        self._worker: ThreadPoolExecutor | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._count)
        self._counted.connect(self._on_counted, Qt.ConnectionType.QueuedConnection)

    def set_document(self, document: Document | None) -> None:
        """Follow another document."""
        if self._document is not None:
            self._document.changed.disconnect(self._on_changed)
        self._document = document
        if document is not None:
            document.changed.connect(self._on_changed)
        self._forget_all()

    def area_of(self, position: int) -> int | None:
        """The visible pixels of a shape; None while they are not known, and for points and lines."""
        if not self._is_known[position] and position not in self._wanted:
            self._wanted[position] = None
            if not self._timer.isActive():
                self._timer.start(0)
        return self._areas[position]

    def close(self) -> None:
        """End the thread; what it counts is waited for and dropped."""
        self._version += 1
        self._wanted.clear()
        if self._worker is not None:
            self._worker.shutdown(wait=True, cancel_futures=True)
            self._worker = None

    def _forget_all(self) -> None:
        count = 0 if self._document is None else len(self._document.annotation.shapes)
        self._version += 1
        self._areas, self._is_known = [None] * count, [False] * count
        self._wanted.clear()

    def _on_changed(self, change: Change) -> None:
        assert self._document is not None
        match change:
            case StateChanged() | ClassesChanged():
                return
            case ShapesInserted(positions=positions):
                for place in positions:
                    self._areas.insert(place, None)
                    self._is_known.insert(place, False)
            case ShapesRemoved(positions=positions):
                gone = set(positions)
                self._areas = [area for place, area in enumerate(self._areas) if place not in gone]
                self._is_known = [known for place, known in enumerate(self._is_known) if place not in gone]
            case ShapesReordered(order=order):
                self._areas = [self._areas[place] for place in order]
                self._is_known = [self._is_known[place] for place in order]
            case _:
                pass
        self._version += 1
        self._wanted.clear()
        if not change.bounds.is_empty:
            for place in self._document.index.overlapping(change.bounds).tolist():
                self._is_known[place] = False
        # Those who show them ask anew, once the hand rests.
        self._timer.start(_MILLISECONDS)

    def _count(self) -> None:
        document = self._document
        if document is None or self._is_counting:
            return
        if not self._wanted:
            self.changed.emit()
            return
        # The newest first: these are in sight.
        places = list(self._wanted)[: -_AT_ONCE - 1 : -1]
        for place in places:
            del self._wanted[place]
        self._is_counting = True
        if self._worker is None:
            self._worker = ThreadPoolExecutor(1, thread_name_prefix="areas")
        shapes, boxes = list(document.annotation.shapes), document.index.boxes.copy()
        answer = self._worker.submit(_areas, shapes, boxes, places, document.size)
        version = self._version
        answer.add_done_callback(lambda done: self._counted.emit(version, done))

    def _on_counted(self, version: int, answer: Future[dict[int, int | None]]) -> None:
        self._is_counting = False
        if answer.cancelled():
            return
        if version == self._version:
            for place, area in answer.result().items():
                self._areas[place] = area
                self._is_known[place] = True
            self.changed.emit()
        if self._wanted and not self._timer.isActive():
            self._timer.start(0)


def _areas(
    shapes: list[Shape], boxes: NDArray[np.float64], places: list[int], size: tuple[int, int]
) -> dict[int, int | None]:
    """In the thread: the areas of the shapes at these places."""
    from labeler.core.visible_area import visible_area

    return {place: visible_area(shapes, boxes, place, size) for place in places}
