"""Loads what the first frame of the window does not need, while the window answers already.

Modules without Qt are loaded in a thread. Those with Qt are not: PySide makes its types when they are first
asked for, which is left to the thread of the window. They come a few at a time between two events.
"""

from __future__ import annotations

import threading
from importlib import import_module

from PySide6.QtCore import QObject, QTimer, Signal

# Between them they import nearly everything that the window is built on; what is forgotten here comes when
# the window is built.
_IN_THREAD = (
    "labeler.core.dataset",
    "labeler.core.live_label_map",
    "labeler.core.annotation_file",
    "labeler.core.annotation_compare",
    "labeler.core.object_numbers",
    "labeler.core.recovery",
    "labeler.tools.polygon",
    "labeler.tools.select",
    "labeler.jobs.class_usage",
    "labeler.jobs.export",
)
_IN_WINDOW = (
    "labeler.gui.messages",
    "labeler.gui.document",
    "labeler.gui.canvas.scene",
    "labeler.gui.canvas.view",
    "labeler.gui.class_editing",
    "labeler.gui.image_loader",
    "labeler.gui.opening",
    "labeler.gui.panels.class_panel",
    "labeler.gui.panels.shape_panel",
    "labeler.gui.panels.file_panel",
    "labeler.gui.conflicts",
    "labeler.gui.recovery",
    "labeler.gui.coverage",
    "labeler.gui.settings_windows",
    "labeler.gui.assembly",
)


class Loading(QObject):
    """Loads everything, tells `ended()` in the thread of the window, and goes on to the rasterizer."""

    ended = Signal()
    _loaded = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._left = list(_IN_WINDOW)
        # A slot of this object, which lives in the thread of the window: it is queued to there.
        self._loaded.connect(self._load_next)

    def start(self) -> None:
        """Begin."""
        threading.Thread(target=self._load, name="loading", daemon=True).start()

    def _load(self) -> None:
        try:
            for name in _IN_THREAD:
                import_module(name)
        finally:
            # What cannot be imported is told where it is used, in the thread of the window.
            self._loaded.emit()
        # The first shape shall not wait for machine code.
        import_module("labeler.core.compiled").warm_up()

    def _load_next(self) -> None:
        """One module, and then whatever the user does comes first."""
        if self._left:
            QTimer.singleShot(0, self._load_next)
            import_module(self._left.pop(0))
        else:
            self.ended.emit()
