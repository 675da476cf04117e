"""Makes the edit that gives gaps away, bit by bit when they are many: the window answers meanwhile."""

from __future__ import annotations

import time
from collections.abc import Generator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from labeler.core.edits.sequence import EditSequence
    from labeler.core.gaps import Gap
    from labeler.gui.document import Document

# So long the window waits at a time.
_SECONDS = 0.015


class Gifts(QObject):
    """One edit at a time: `made(EditSequence | None)`, at once when it is little work.

    Else `progressed(float)` tells the share that is done. When the image changes meanwhile nothing is made.
    """

    made = Signal(object)
    progressed = Signal(float)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._document: Document | None = None
        self._steps: Generator[float, None, EditSequence | None] | None = None
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._go_on)

    @property
    def is_busy(self) -> bool:
        """Whether an edit is being made."""
        return self._steps is not None

    def make(self, document: Document, gifts: Sequence[tuple[Gap, int]]) -> None:
        """Make the edit that gives each gap to the class of an index; what was being made is dropped."""
        from labeler.core.edits.gaps import give_gaps_in_steps

        self.cancel()
        self._document = document
        document.changed.connect(self._on_changed)
        self._steps = give_gaps_in_steps(document.label_map, gifts)
        self._timer.start()
        self._go_on()

    def cancel(self) -> None:
        """Drop what is being made."""
        self._timer.stop()
        if self._document is not None:
            self._document.changed.disconnect(self._on_changed)
        self._document = self._steps = None

    def _on_changed(self) -> None:
        self.cancel()
        self.made.emit(None)

    def _go_on(self) -> None:
        assert self._steps is not None
        end = time.monotonic() + _SECONDS
        share = 0.0
        while time.monotonic() < end:
            try:
                share = next(self._steps)
            except StopIteration as stop:
                self.cancel()
                self.made.emit(stop.value)
                return
        self.progressed.emit(share)
