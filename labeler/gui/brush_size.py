"""The size of brush and eraser by key and by wheel: in steps that grow with it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from labeler.settings.drawing import BRUSH_SIZE
from labeler.tools.registry import TOOLS

if TYPE_CHECKING:
    from labeler.gui.actions import Actions
    from labeler.gui.canvas.view import CanvasView
    from labeler.gui.drawing import Drawing
    from labeler.settings import Settings

# How far a wheel turns from one notch to the next, as Qt counts.
_NOTCH = 120

# About a tenth of the size a step, in round numbers.
_SIZES: tuple[int, ...] = (
    *range(1, 10),
    *range(10, 20, 2),
    *range(20, 50, 5),
    *range(50, 100, 10),
    *range(100, 200, 20),
    *range(200, 500, 50),
    *range(500, 1001, 100),
)


class BrushSize(QObject):
    """A smaller and a larger brush by key, and by Ctrl+wheel while a tool that has one is in the hand."""

    def __init__(self, drawing: Drawing, view: CanvasView, actions: Actions, settings: Settings) -> None:
        super().__init__(view)
        self._view = view
        self._actions = actions
        self._settings = settings
        actions["brush_smaller"].triggered.connect(lambda: self.step(-1))
        actions["brush_larger"].triggered.connect(lambda: self.step(1))
        self._turned = 0
        drawing.tool_changed.connect(self._on_tool)

    def step(self, direction: int) -> None:
        """Take the next size, larger (1) or smaller (-1)."""
        self._settings.set(BRUSH_SIZE, next_size(self._settings.get(BRUSH_SIZE), direction))

    def _on_tool(self, name: str) -> None:
        has_size = "brush_size" in TOOLS[name].options and self._view.tool is not None
        self._actions.enable(("brush_smaller", "brush_larger"), has_size)
        self._view.input.ctrl_wheel = self._turn if has_size else None

    def _turn(self, angle: int) -> None:
        """A step for each whole notch; the wheel of a touch pad turns by less at a time."""
        self._turned += angle
        while abs(self._turned) >= _NOTCH:
            direction = 1 if self._turned > 0 else -1
            self._turned -= direction * _NOTCH
            self.step(direction)


def next_size(size: int, direction: int) -> int:
    """The size after `size`, larger (direction 1) or smaller (-1); the last one stays."""
    place = bisect_right(_SIZES, size) if direction > 0 else bisect_left(_SIZES, size) - 1
    return _SIZES[min(max(place, 0), len(_SIZES) - 1)]
