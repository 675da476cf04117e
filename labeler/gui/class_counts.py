"""What the image on the canvas holds of each class: shapes, and pixels of the label map. Live."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from labeler.core.change import ClassesChanged, ShapesInserted, ShapesRemoved, ShapesReplaced, StateChanged
from labeler.core.classes import LABELME_NAMES

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from labeler.core.change import Change
    from labeler.core.geometry import PixelRect
    from labeler.core.tile_counts import Tile, TileCounts
    from labeler.gui.document import Document
    from labeler.gui.session import Session

# Pixels are counted so long after the last edit, in a thread when there are more tiles than these to count.
_MILLISECONDS = 100
_TILES_AT_ONCE = 16
# From this many shapes that come or go at once, all are counted anew.
_MANY_SHAPES = 100


class ClassCounts(QObject):
    """Follows the document on the canvas. `changed()` comes when there are other numbers.

    The number of shapes follows each edit at once. Pixels are counted shortly after the last one, and only
    where the label map was drawn anew; a whole large image is counted in a thread.
    """

    changed = Signal()
    _counted = Signal(object, object, object)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._document: Document | None = None
        self._tiles: TileCounts | None = None
        self._is_known = False
        self._names: list[str] = []
        self._shapes: Counter[str] = Counter()
        self._worker: ThreadPoolExecutor | None = None
        self._is_counting = False
        self._timer = QTimer(self, singleShot=True, interval=_MILLISECONDS)
        self._timer.timeout.connect(self._count)
        self._counted.connect(self._on_counted, Qt.ConnectionType.QueuedConnection)
        session.document_changed.connect(self._on_document)

    @property
    def pixels(self) -> NDArray[np.int64] | None:
        """(256,) int64: pixels of each class index in the image; None until they have been counted."""
        return None if self._tiles is None or not self._is_known else self._tiles.total

    @property
    def unlabelled_share(self) -> float | None:
        """The share of the image that is background, 0..1; None until it has been counted."""
        return self.share_of(0)

    def pixels_of(self, index: int) -> int | None:
        """How many pixels of the image have this class index; None until they have been counted."""
        pixels = self.pixels
        return None if pixels is None else int(pixels[index])

    def share_of(self, index: int) -> float | None:
        """The share of the image that has this class index, 0..1; None until it has been counted."""
        pixels = self.pixels
        return None if pixels is None else float(pixels[index]) / max(1, int(pixels.sum()))

    def shapes_of(self, class_name: str) -> int:
        """How many shapes of the image have this class, by its name or by labelme's for it."""
        index_of_name = self._session.classes.index_of_name
        index = index_of_name.get(class_name)
        names = {class_name} | {name for name in LABELME_NAMES if index_of_name[name] == index}
        return sum(self._shapes[name] for name in names)

    def close(self) -> None:
        """End the thread; what it is counting is waited for and dropped."""
        if self._worker is not None:
            self._worker.shutdown(wait=True)

    def _on_document(self, document: Document | None) -> None:
        from labeler.core.tile_counts import TileCounts

        if self._document is not None:
            self._document.changed.disconnect(self._on_changed)
        self._document = document
        self._is_known = False
        self._tiles = None if document is None else TileCounts(document.label_map.label_map)
        self._take_shapes()
        if document is not None:
            document.changed.connect(self._on_changed)
            self._count()
        self.changed.emit()

    def _on_changed(self, change: Change, rect: PixelRect | None) -> None:
        if rect is not None and self._tiles is not None:
            self._tiles.mark(rect)
            self._timer.start()
        if self._count_shapes(change):
            self.changed.emit()

    def _take_shapes(self) -> None:
        shapes = [] if self._document is None else self._document.annotation.shapes
        self._names = [shape.class_name for shape in shapes]
        self._shapes = Counter(self._names)

    def _count_shapes(self, change: Change) -> bool:
        """Follow a change at its own cost; whether another number of shapes has some class."""
        assert self._document is not None
        shapes, names = self._document.annotation.shapes, self._names
        match change:
            case ShapesInserted(positions=positions) if len(positions) < _MANY_SHAPES:
                for position in positions:
                    names.insert(position, shapes[position].class_name)
                self._shapes.update(names[position] for position in positions)
            case ShapesRemoved(positions=positions) if len(positions) < _MANY_SHAPES:
                self._shapes.subtract(names.pop(position) for position in reversed(positions))
            case ShapesReplaced(positions=positions):
                self._shapes.subtract(names[position] for position in positions)
                before = [names[position] for position in positions]
                for position in positions:
                    names[position] = shapes[position].class_name
                self._shapes.update(names[position] for position in positions)
                return before != [names[position] for position in positions]
            case StateChanged():
                return False
            case ClassesChanged() if change.renamed is None:
                return False
            case _:
                self._take_shapes()
        return True

    def _count(self) -> None:
        """Count what is marked, here when it is little, else in a thread."""
        tiles = self._tiles
        if tiles is None or self._is_counting:
            return
        self._timer.stop()
        if tiles.marked_count > _TILES_AT_ONCE:
            self._count_aside(tiles)
        else:
            tiles.counts()
            self._is_known = True
            self.changed.emit()

    def _count_aside(self, tiles: TileCounts) -> None:
        self._is_counting = True
        marked = tiles.take_marked()
        if self._worker is None:
            self._worker = ThreadPoolExecutor(1, thread_name_prefix="count")
        answer = self._worker.submit(tiles.counted, marked)
        answer.add_done_callback(lambda done: self._counted.emit(tiles, marked, done.result()))

    def _on_counted(self, tiles: TileCounts, marked: list[Tile], found: NDArray[np.uint32]) -> None:
        self._is_counting = False
        tiles.put(marked, found)
        if tiles is not self._tiles:
            self._count()
            return
        self._is_known = True
        if tiles.marked_count:
            self._timer.start()
        self.changed.emit()
