"""What was made ready of images that are not on the canvas, within bounds of memory."""

from __future__ import annotations

import threading
from collections import OrderedDict
from pathlib import Path
from typing import TYPE_CHECKING

from labeler.core.errors import FileUnreadableError
from labeler.core.file_stamp import FileState
from labeler.core.intensity import CLIPPED
from labeler.gui.pictures import modified

if TYPE_CHECKING:
    from labeler.core.classes import ClassTable
    from labeler.core.dataset import DatasetImage
    from labeler.gui.opened import Opened
    from labeler.gui.pictures import Picture

_PICTURE_BYTES = 128 << 20
_MOST_OPENED = 8


class KeptAhead:
    """Photographs and annotations of images, the latest; safe to use from any thread.

    Nothing is given that does not agree with the files any more.
    """

    def __init__(self) -> None:
        self._pictures: OrderedDict[Path, Picture] = OrderedDict()
        self._opened: OrderedDict[Path, Opened] = OrderedDict()
        self._lock = threading.Lock()

    def picture(self, path: Path, clipped: float = CLIPPED) -> Picture | None:
        """The photograph of a file; not one whose values were stretched in another way."""
        with self._lock:
            kept = self._pictures.get(path)
            if kept is None:
                return None
            self._pictures.move_to_end(path)
        return kept if kept.modified == modified(path) and kept.clipped in (None, clipped) else None

    def keep_picture(self, path: Path, picture: Picture) -> None:
        """Keep a photograph; the ones that were used longest ago make room."""
        with self._lock:
            self._pictures[path] = picture
            self._pictures.move_to_end(path)
            total = sum(each.pyramid.byte_count for each in self._pictures.values())
            while total > _PICTURE_BYTES:
                _, gone = self._pictures.popitem(last=False)
                total -= gone.pyramid.byte_count

    def clear(self) -> None:
        """Keep nothing."""
        with self._lock:
            self._pictures.clear()
            self._opened.clear()

    def has_opened(self, image: DatasetImage, classes: ClassTable) -> bool:
        """Whether the annotation of an image is kept, drawn with this class table."""
        with self._lock:
            kept = self._opened.get(image.path)
        return kept is not None and _holds(kept, image, classes)

    def take_opened(self, image: DatasetImage, classes: ClassTable) -> Opened | None:
        """The annotation of an image, drawn with this class table; it is not kept any longer."""
        with self._lock:
            kept = self._opened.pop(image.path, None)
        return kept if kept is not None and _holds(kept, image, classes) else None

    def keep_opened(self, opened: Opened) -> None:
        """Keep an annotation with its index and label map."""
        with self._lock:
            self._opened[opened.image.path] = opened
            self._opened.move_to_end(opened.image.path)
            while len(self._opened) > _MOST_OPENED:
                self._opened.popitem(last=False)


def _holds(kept: Opened, image: DatasetImage, classes: ClassTable) -> bool:
    """Whether what was read is still what the files and the class table say."""
    if kept.classes is not classes or kept.image != image or kept.stamp is None or kept.problem is not None:
        return False
    if kept.modified != modified(image.path):
        return False
    try:
        return kept.stamp.state(image.annotation_path) is FileState.SAME
    except FileUnreadableError:
        return False
