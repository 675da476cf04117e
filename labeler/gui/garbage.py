"""Collects garbage in the thread of the window only.

Python collects in whatever thread happens to allocate. Were that a thread that decodes an image, it could
destroy a Qt object there, which Qt forbids and answers with a crash.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_MILLISECONDS = 1000


class GarbageCollection(QObject):
    """Takes the collection over from Python while it lives, at Python's own thresholds."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._collect)
        self._timer.start(_MILLISECONDS)

    def stop(self) -> None:
        """Give the collection back to Python."""
        self._timer.stop()
        gc.enable()

    def _collect(self) -> None:
        counts, thresholds = gc.get_count(), gc.get_threshold()
        for generation in (2, 1, 0):
            if counts[generation] > thresholds[generation] > 0:
                gc.collect(generation)
                return
