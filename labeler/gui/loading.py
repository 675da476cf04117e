"""Loads what the first frame of the window does not need, in a thread beside it.

Only modules without Qt are loaded there: PySide makes its types when they are first asked for, which is left
to the thread of the window.
"""

from __future__ import annotations

import threading
from importlib import import_module

from PySide6.QtCore import QObject, Signal

# Between them they import nearly everything that the window is built on.
_MODULES = (
    "labeler.core.dataset",
    "labeler.core.live_label_map",
    "labeler.core.annotation_file",
    "labeler.tools.polygon",
    "labeler.tools.select",
    "labeler.jobs.class_usage",
    "labeler.jobs.export",
)


class Loading(QObject):
    """Loads the libraries, tells `ended()` in the thread of the window, and goes on to the rasterizer."""

    ended = Signal()
    _loaded = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        # A signal of this object, which lives in the thread of the window: it is queued to there.
        self._loaded.connect(self.ended)

    def start(self) -> None:
        """Begin."""
        threading.Thread(target=self._load, name="loading", daemon=True).start()

    def _load(self) -> None:
        try:
            for name in _MODULES:
                import_module(name)
        finally:
            # What cannot be imported is told where it is used, in the thread of the window.
            self._loaded.emit()
        # The first shape shall not wait for machine code.
        import_module("labeler.core.compiled").warm_up()
