"""Opens images beside the window: photograph and annotation come from threads, each as soon as it is there.

Only the newest request counts: what older ones are at ends at the next strip. Neighbours are made ready
ahead.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from labeler.core.errors import FileUnreadableError, LabelerError
from labeler.core.images import image_size
from labeler.core.intensity import CLIPPED
from labeler.core.memory import give_back
from labeler.gui.kept_ahead import KeptAhead
from labeler.gui.opened import Opened, prepared
from labeler.gui.pictures import PictureReader

if TYPE_CHECKING:
    from labeler.core.classes import ClassTable
    from labeler.core.dataset import Dataset, DatasetImage
    from labeler.core.decoded_files import DecodedFiles
    from labeler.gui.document import Document
    from labeler.gui.pictures import Picture

# Seconds that an annotation lets a photograph of up to so many pixels go first, which is there soon:
# reading it holds the interpreter most of the time, which decoding and drawing need too.
_PRECEDENCE = 0.1
_SOON_THERE = 40_000_000

# Images of more bytes than this are not made ready ahead, nor kept.
_AHEAD_BYTES = 64 << 20


class ImageLoader(QObject):
    """Opens one image at a time for the window.

    The newest `open` is answered, in the thread of the window, by `pictured(Picture)`, perhaps twice, first
    with a preview, and `opened(Opened)`, in any order; or by `failed(int position, LabelerError)`. What was
    made ready ahead comes at once. `before_reading(annotation path)` is called in a thread before an
    annotation file is read; `files` take the photographs that memory does not hold.
    """

    pictured = Signal(object)
    opened = Signal(object)
    failed = Signal(int, object)
    _previewed = Signal(object, object)
    _answered = Signal(object, object)

    def __init__(
        self,
        before_reading: Callable[[Path], object],
        parent: QObject | None = None,
        files: DecodedFiles | None = None,
    ) -> None:
        super().__init__(parent)
        self._before_reading = before_reading
        self._files = files
        self._number = 0
        self._ahead_number = 0
        # How values of more than 8 bits are stretched, and whether those of the newest photograph were.
        self._clipped = CLIPPED
        self._newest: _Request | None = None
        self._is_deep = False
        # Two of each: one that cannot be interrupted does not keep the next one waiting.
        self._photographs = ThreadPoolExecutor(2, thread_name_prefix="photograph")
        self._annotations = ThreadPoolExecutor(2, thread_name_prefix="annotation")
        self._ahead = ThreadPoolExecutor(1, thread_name_prefix="ahead")
        self._kept = KeptAhead()
        self._previewed.connect(self._on_previewed, Qt.ConnectionType.QueuedConnection)
        self._answered.connect(self._on_answered, Qt.ConnectionType.QueuedConnection)
        if files is not None:
            self._ahead.submit(files.make_room)

    def open(self, dataset: Dataset, position: int, document: Document | None) -> None:
        """Open the image at a position. A document that is kept for it gives its annotation and index."""
        self._number += 1
        image = dataset.images[position]
        request = _Request(self._number, dataset, dataset.classes, position, image, document)
        if self._newest is not None:
            self._newest.may_read.set()
        self._newest, self._is_deep = request, False
        picture = self._kept.picture(image.path, self._clipped)
        if picture is None:
            self._submit(self._photographs, self._pictured, request)
        else:
            request.may_read.set()
            self._tell_picture(picture)
        ready = self._kept.take_opened(image, dataset.classes) if document is None else None
        if ready is None:
            self._submit(self._annotations, self._opened, request)
        else:
            self.opened.emit(ready.at(position))

    def prefetch(self, dataset: Dataset, wanted: Sequence[tuple[DatasetImage, bool]]) -> None:
        """Make these images ready ahead, in this order, unless others are asked for meanwhile.

        The flag says whether the annotation is wanted too: not where a document is kept.
        """
        self._ahead_number += 1
        for image, has_annotation in wanted:
            self._ahead.submit(self._make_ready, self._ahead_number, dataset, image, has_annotation)

    def stretch(self, clipped: float) -> None:
        """Clip this share of values of more than 8 bits at each end; a photograph of such comes once more."""
        is_other, self._clipped = clipped != self._clipped, clipped
        request = self._newest
        if is_other and self._is_deep and request is not None and self._is_wanted(request):
            self._submit(self._photographs, self._pictured, request)

    def forget(self) -> None:
        """Give back the memory of all that was made ready."""
        self._ahead_number += 1
        self._kept.clear()

    def cancel(self) -> None:
        """Drop whatever is on its way."""
        self._number += 1
        self._ahead_number += 1

    def close(self) -> None:
        """End the threads; what they are at ends at the next strip and is dropped."""
        self.cancel()
        if self._newest is not None:
            self._newest.may_read.set()
        for workers in (self._ahead, self._photographs, self._annotations):
            workers.shutdown(wait=False, cancel_futures=True)
        for workers in (self._ahead, self._photographs, self._annotations):
            workers.shutdown(wait=True)

    def _submit(
        self, workers: ThreadPoolExecutor, work: Callable[[_Request], object], request: _Request
    ) -> None:
        answer = workers.submit(work, request)
        answer.add_done_callback(lambda done: self._answered.emit(request, done))

    def _on_previewed(self, request: _Request, picture: Picture) -> None:
        if request.number == self._number:
            self.pictured.emit(picture)
        QTimer.singleShot(0, request.may_read.set)  # it is painted by then

    def _on_answered(self, request: _Request, answer: Future[Picture | Opened | None]) -> None:
        QTimer.singleShot(0, request.may_read.set)
        if request.number != self._number:
            return
        try:
            made = answer.result()
        except CancelledError:
            return
        except LabelerError as error:
            self._fail(request, error)
        except MemoryError:
            reason = f"{request.image.path}: there is not enough memory to open it."
            self._fail(request, LabelerError(reason))
        else:
            if isinstance(made, Opened):
                # Not in one go with a photograph that came just before: that is painted first.
                QTimer.singleShot(0, lambda: self._tell_opened(request, made))
            elif made is not None and made.clipped in (None, self._clipped):
                self._tell_picture(made)

    def _tell_opened(self, request: _Request, opened: Opened) -> None:
        if self._is_wanted(request):
            self.opened.emit(opened)

    def _tell_picture(self, picture: Picture) -> None:
        self._is_deep = picture.clipped is not None
        self.pictured.emit(picture)
        if picture.pyramid.byte_count > _AHEAD_BYTES:
            # Its preview and the image before are gone now.
            self._ahead.submit(give_back)

    def _fail(self, request: _Request, error: LabelerError) -> None:
        """Once for each request: photograph and annotation may both miss the file."""
        self.cancel()
        self.failed.emit(request.position, error)

    def _is_wanted(self, request: _Request) -> bool:
        return request.number == self._number

    def _pictured(self, request: _Request) -> Picture | None:
        """In a thread: a preview, if there is one, on the way, and then the photograph."""
        if not self._is_wanted(request):
            return None
        path = request.image.path
        reader = PictureReader(path, self._files, lambda: self._is_wanted(request), self._clipped)
        self._preview(request, reader)
        if _byte_count(reader) <= _AHEAD_BYTES:
            picture = reader.whole()
            self._kept.keep_picture(path, picture)
            return picture
        # Beside a large one there is no room to waste.
        self._kept.clear()
        return reader.whole()

    def _preview(self, request: _Request, reader: PictureReader) -> None:
        """In a thread; nothing here keeps the preview once it is sent."""
        preview = reader.preview()
        if preview is not None:
            self._previewed.emit(request, preview)

    def _opened(self, request: _Request) -> Opened | None:
        """In a thread: annotation, index and label map; None when another image is wanted by now."""
        if not self._is_wanted(request):
            return None
        width, height = image_size(request.image.path)
        if width * height <= _SOON_THERE:
            request.may_read.wait(_PRECEDENCE)
            if not self._is_wanted(request):
                return None
        document = None if request.document is None or _is_outdated(request.document) else request.document
        made = prepared(request.dataset, request.image, request.classes, document, self._before_reading)
        return made.at(request.position)

    def _make_ready(self, number: int, dataset: Dataset, image: DatasetImage, has_annotation: bool) -> None:
        """In a thread: keep the photograph and, if that is wanted too, the annotation of a neighbour."""

        def is_wanted() -> bool:
            return number == self._ahead_number

        if not is_wanted():
            return
        try:
            if self._kept.picture(image.path, self._clipped) is None:
                reader = PictureReader(image.path, None, is_wanted, self._clipped)
                if _byte_count(reader) > _AHEAD_BYTES:
                    return
                self._kept.keep_picture(image.path, reader.whole())
            if has_annotation and is_wanted() and not self._kept.has_opened(image, dataset.classes):
                ready = prepared(dataset, image, dataset.classes, None, self._before_reading)
                self._kept.keep_opened(ready)
        except (LabelerError, MemoryError, CancelledError):
            return  # it is told when the image is opened


@dataclass(frozen=True, slots=True)
class _Request:
    number: int
    dataset: Dataset
    classes: ClassTable
    position: int
    image: DatasetImage
    document: Document | None
    may_read: threading.Event = field(default_factory=threading.Event)


def _byte_count(reader: PictureReader) -> int:
    """Bytes of the pyramid of an image, about."""
    width, height = reader.size
    return 4 * width * height * 4 // 3


def _is_outdated(document: Document) -> bool:
    """Whether a document without unsaved edits shows what its file held before another program wrote it."""
    if document.is_dirty or document.stamp is None:
        return False
    try:
        return not document.stamp.still_holds(document.image.annotation_path)
    except FileUnreadableError:
        return False
