"""Keeps a label map equal to its shapes, and lets large drags wait so that the hand never does.

A drag moves a shape many times in the time of one frame. Where it changes more than a few pixels, they are
drawn once the moves that have arrived are dealt with; where it changes so many that drawing them would be
felt, when the hand rests or lets go. Until then the outline alone shows what is being dragged.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from labeler.core.change import ClassesChanged, StateChanged
from labeler.core.geometry import Bounds

if TYPE_CHECKING:
    from labeler.core.change import Change, ShapesChange
    from labeler.core.geometry import PixelRect
    from labeler.core.live_label_map import LiveLabelMap

# Up to so many pixels are drawn at once: it takes less time than to put it off.
_FEW = 1 << 17
# More than so many take longer than a frame among 10,000 polygons.
_MANY = 1 << 21
# After so many milliseconds without a move the hand rests.
_REST = 80


class LateDrawing(QObject):
    """Draws the label map of one document after its changes.

    `drawn(change, rect)` comes when something was drawn late: the last change, with bounds around all that
    waited, and the PixelRect of the label map that was drawn anew.
    """

    drawn = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._label_map: LiveLabelMap | None = None
        self._waiting: ShapesChange | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.settle)

    @property
    def is_waiting(self) -> bool:
        """Whether the label map lags behind the shapes."""
        return self._waiting is not None

    def follow(
        self, label_map: LiveLabelMap | None, change: Change, *, may_wait: bool
    ) -> tuple[Change, PixelRect | None]:
        """Draw a change that was made to shapes and index, or, if it may wait and is large, put it off.

        Returns the change, its bounds around all that is drawn with it, and the PixelRect that was drawn;
        None when no pixel can have changed, or not yet.
        """
        self._label_map = label_map
        if label_map is None:
            self.forget()
            return change, None
        if not isinstance(change, ClassesChanged | StateChanged):
            change = self._with_waiting(change)
            height, width = label_map.label_map.shape
            rect = change.bounds.pixels((width, height))
            size = rect.width * rect.height
            if may_wait and size > _FEW:
                self._waiting = change
                self._timer.start(0 if size <= _MANY else _REST)
                return change, None
            self.forget()
        rect = label_map.update(change)
        return change, None if rect.is_empty else rect

    def settle(self) -> None:
        """Draw what waits."""
        change, label_map = self._waiting, self._label_map
        self.forget()
        if change is not None and label_map is not None:
            self.drawn.emit(change, label_map.update(change))

    def forget(self) -> None:
        """Nothing waits any more: the label map is drawn from nothing, or another one is there."""
        self._waiting = None
        self._timer.stop()

    def _with_waiting(self, change: ShapesChange) -> ShapesChange:
        if self._waiting is None:
            return change
        return replace(change, bounds=Bounds.around((change.bounds, self._waiting.bounds)))
