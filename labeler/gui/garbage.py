"""Python's interpreter as a window needs it: its thread soon gets it, and only that thread collects garbage.

Python collects in whatever thread happens to allocate. Were that a thread that decodes an image, it could
destroy a Qt object there, which Qt forbids and answers with a crash.
"""

from __future__ import annotations

import gc
import sys

from PySide6.QtCore import QObject, QTimer

_MILLISECONDS = 1000

# Seconds that a thread may keep the interpreter while another waits for it (Python: 0.005). One frame takes
# it dozens of times, between calls of Qt: while a thread reads an annotation, each time is a wait.
_SWITCH_INTERVAL = 0.0005


def favour_window() -> None:
    """Let threads hand the interpreter over quickly."""
    sys.setswitchinterval(_SWITCH_INTERVAL)


class GarbageCollection(QObject):
    """Takes the collection over from Python while it lives, at Python's own thresholds."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        # Modules live as long as the program: looking through them each time would hold the window up.
        gc.freeze()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._collect)
        self._timer.start(_MILLISECONDS)

    def stop(self) -> None:
        """Give the collection back to Python."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()

    def _collect(self) -> None:
        counts, thresholds = gc.get_count(), gc.get_threshold()
        for generation in (2, 1, 0):
            if counts[generation] > thresholds[generation] > 0:
                gc.collect(generation)
                return
