"""Opens images beside the window: the photograph, the annotation and the label map come from a thread.

Only the newest request counts: results of older ones are dropped. Neighbours of an image are decoded ahead.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from labeler.core.annotation import Annotation
from labeler.core.errors import AnnotationError, FileUnreadableError, LabelerError
from labeler.core.file_stamp import FileStamp
from labeler.core.shape_index import ShapeIndex
from labeler.gui.canvas.pyramid import ImagePyramid

if TYPE_CHECKING:
    from labeler.core.classes import ClassTable
    from labeler.core.dataset import Dataset, DatasetImage
    from labeler.core.live_label_map import LiveLabelMap
    from labeler.gui.document import Document

# Decoded neighbours are kept up to so many bytes; larger images are not decoded ahead.
_AHEAD_BYTES = 256 << 20


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A decoded photograph, what the user should know about it, and the time of the file it came from."""

    pyramid: ImagePyramid
    notices: tuple[str, ...]
    modified: int

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.pyramid.size


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """All that a thread made ready of one image.

    `document` is the one that was kept, unless its file has changed. `problem` is why the annotation file
    cannot be read; the annotation is empty then, and must not be saved.
    """

    position: int
    image: DatasetImage
    document: Document | None
    picture: Picture
    annotation: Annotation
    index: ShapeIndex
    label_map: LiveLabelMap
    classes: ClassTable
    stamp: FileStamp | None
    problem: LabelerError | None


class ImageLoader(QObject):
    """Opens one image at a time for the window.

    `opened(Opened)` or `failed(int position, LabelerError)` answers the newest `open`, in the thread of the
    window. `before_reading(annotation path)` is called in a thread before an annotation file is read.
    """

    opened = Signal(object)
    failed = Signal(int, object)
    _answered = Signal(object, object)

    def __init__(self, before_reading: Callable[[Path], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._before_reading = before_reading
        self._number = 0
        self._workers = ThreadPoolExecutor(2, thread_name_prefix="open")
        self._ahead = ThreadPoolExecutor(1, thread_name_prefix="ahead")
        self._pictures: OrderedDict[Path, Picture] = OrderedDict()
        self._lock = threading.Lock()
        self._answered.connect(self._on_answered, Qt.ConnectionType.QueuedConnection)

    def open(self, dataset: Dataset, position: int, document: Document | None) -> None:
        """Open the image at a position. A document that is kept for it gives its annotation and index."""
        self._number += 1
        image = dataset.images[position]
        request = _Request(self._number, dataset, dataset.classes, position, image, document)
        answer = self._workers.submit(self._opened, request)
        answer.add_done_callback(lambda done: self._answered.emit(request, done))

    def prefetch(self, images: Sequence[DatasetImage]) -> None:
        """Decode these images ahead, in this order, unless another one is asked for meanwhile."""
        number = self._number
        for image in images:
            self._ahead.submit(self._decode_ahead, image, number)

    def cancel(self) -> None:
        """Drop whatever is on its way."""
        self._number += 1

    def close(self) -> None:
        """End the threads; what they are decoding is waited for and dropped."""
        self.cancel()
        self._ahead.shutdown(wait=True, cancel_futures=True)
        self._workers.shutdown(wait=True, cancel_futures=True)

    def _on_answered(self, request: _Request, answer: Future[Opened | None]) -> None:
        if request.number != self._number:
            return
        try:
            opened = answer.result()
        except LabelerError as error:
            self.failed.emit(request.position, error)
        except MemoryError:
            reason = f"{request.image.path}: there is not enough memory to open it."
            self.failed.emit(request.position, LabelerError(reason))
        else:
            self.opened.emit(opened)

    def _opened(self, request: _Request) -> Opened | None:
        """In a thread: everything about the image; None when another one is wanted by now."""
        from labeler.core.live_label_map import LiveLabelMap

        if request.number != self._number:
            return None
        image = request.image
        picture = self._picture(image.path)
        stamp, problem = None, None
        document = None if request.document is None or _is_outdated(request.document) else request.document
        if document is None:
            self._before_reading(image.annotation_path)
            annotation, stamp, problem = _read(request.dataset, image, picture.size)
            index = ShapeIndex(annotation.shapes)
        else:
            annotation, index = document.annotation, document.index
        label_map = LiveLabelMap(annotation, picture.size, request.classes, index)
        return Opened(
            position=request.position,
            image=image,
            document=document,
            picture=picture,
            annotation=annotation,
            index=index,
            label_map=label_map,
            classes=request.classes,
            stamp=stamp,
            problem=problem,
        )

    def _picture(self, path: Path) -> Picture:
        with self._lock:
            kept = self._pictures.get(path)
        if kept is not None and kept.modified == _modified(path):
            return kept
        return decode(path)

    def _decode_ahead(self, image: DatasetImage, number: int) -> None:
        from labeler.core.images import image_size

        if number != self._number:
            return
        try:
            width, height = image_size(image.path)
            if 4 * width * height > _AHEAD_BYTES // 4 or self._is_kept(image.path):
                return
            self._keep(image.path, decode(image.path))
        except (LabelerError, MemoryError):
            return  # it is told when the image is opened

    def _is_kept(self, path: Path) -> bool:
        with self._lock:
            return path in self._pictures and self._pictures[path].modified == _modified(path)

    def _keep(self, path: Path, picture: Picture) -> None:
        with self._lock:
            self._pictures[path] = picture
            self._pictures.move_to_end(path)
            while sum(_bytes(each) for each in self._pictures.values()) > _AHEAD_BYTES:
                self._pictures.popitem(last=False)


@dataclass(frozen=True, slots=True)
class _Request:
    number: int
    dataset: Dataset
    classes: ClassTable
    position: int
    image: DatasetImage
    document: Document | None


def decode(path: Path) -> Picture:
    """The photograph of a file, ready to be drawn; raises what `read_image` raises."""
    from labeler.core.images import read_image

    modified = _modified(path)
    loaded = read_image(path)
    height, width = loaded.pixels.shape[:2]
    # The image shares numpy's memory; the pyramid copies it.
    image = QImage(loaded.pixels.data, width, height, loaded.pixels.strides[0], QImage.Format.Format_RGB888)
    return Picture(ImagePyramid.of(image), loaded.notices, modified)


def _read(
    dataset: Dataset, image: DatasetImage, size: tuple[int, int]
) -> tuple[Annotation, FileStamp, LabelerError | None]:
    """The annotation, what its file held when it was read, and why it could not be read."""
    stamp = FileStamp()
    try:
        stamp = FileStamp.of(image.annotation_path)
        return dataset.read_annotation(image), stamp, None
    except (AnnotationError, FileUnreadableError) as error:
        return Annotation(size=size), stamp, error


def _bytes(picture: Picture) -> int:
    width, height = picture.size
    return 4 * width * height * 4 // 3


def _is_outdated(document: Document) -> bool:
    """Whether a document without unsaved edits shows what its file held before another program wrote it."""
    if document.is_dirty or document.stamp is None:
        return False
    try:
        return not document.stamp.still_holds(document.image.annotation_path)
    except FileUnreadableError:
        return False


def _modified(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0
