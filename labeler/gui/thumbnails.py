"""Small pictures for the file list, decoded in a thread of low priority for what is looked at now."""

from __future__ import annotations

import os
import sys
import threading
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QPixmap

from labeler.gui.canvas.array_image import image_over

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from labeler.core.thumbnail_files import ThumbnailFiles

# Thumbnails in memory, at most 64 KB each.
_MOST_KEPT = 512

# So many are waited for; what was asked for before them has been scrolled out of view.
_MOST_WAITED_FOR = 64

# How far this thread steps back behind the others (`man 2 setpriority`).
_NICENESS = 15


class Thumbnails(QObject):
    """Gives the thumbnails of images, at most 128 pixels wide and high.

    `ready(Path)` says that the thumbnail of an image can be had now.
    """

    ready = Signal(object)
    _made = Signal(object, object)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._files: ThumbnailFiles | None = None
        self._kept: OrderedDict[Path, QPixmap | None] = OrderedDict()
        self._wanted: OrderedDict[Path, None] = OrderedDict()
        self._under_way: set[Path] = set()
        self._lock = threading.Lock()
        self._is_closed = False
        self._worker = ThreadPoolExecutor(1, "thumbnails", initializer=_step_back)
        self._made.connect(self._on_made, Qt.ConnectionType.QueuedConnection)

    def icon(self, path: Path) -> QPixmap | None:
        """The thumbnail of an image; None while it is being made, and for good where none can be made.

        What was asked for last is made first.
        """
        if path in self._kept:
            self._kept.move_to_end(path)
            return self._kept[path]
        with self._lock:
            if self._is_closed or path in self._under_way:
                return None
            is_new = path not in self._wanted
            self._wanted[path] = None
            self._wanted.move_to_end(path)
            while len(self._wanted) > _MOST_WAITED_FOR:
                self._wanted.popitem(last=False)
        if is_new:
            self._worker.submit(self._make_next)
        return None

    def forget(self, path: Path) -> None:
        """The file of an image was changed: the next `icon` looks at it again."""
        self._kept.pop(path, None)

    def close(self) -> None:
        """End the thread; what it is decoding is dropped."""
        self._is_closed = True
        with self._lock:
            self._wanted.clear()
        self._worker.shutdown(wait=True, cancel_futures=True)

    def _make_next(self) -> None:
        """In the thread: make what was asked for last."""
        from labeler.core.thumbnail_files import ThumbnailFiles

        if self._files is None:
            self._files = ThumbnailFiles(self._folder)
        with self._lock:
            if not self._wanted:
                return
            path, _ = self._wanted.popitem()
            self._under_way.add(path)
        words = self._files.make(path, lambda: not self._is_closed)
        if not self._is_closed:
            self._made.emit(path, words)

    def _on_made(self, path: Path, words: NDArray[np.uint32] | None) -> None:
        if self._is_closed:
            return
        with self._lock:
            self._under_way.discard(path)
        # A copy, for the pixmap would share numpy's memory without keeping it alive.
        self._kept[path] = None if words is None else QPixmap.fromImage(image_over(words).copy())
        while len(self._kept) > _MOST_KEPT:
            self._kept.popitem(last=False)
        if words is not None:
            self.ready.emit(path)


def _step_back() -> None:
    """Let the window and the opening of images have the processor first; Linux can do that for one thread."""
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)
