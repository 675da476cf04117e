"""What goes along with drawing: the other way along a border, and new options for what was just drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from labeler.tools.base import AdjustableTool

if TYPE_CHECKING:
    from labeler.gui.actions import Actions
    from labeler.gui.canvas.view import CanvasView
    from labeler.gui.tool_options import ToolOptionFields


class DrawingAids(QObject):
    """Passes a key and the options on to the tool in the hand."""

    def __init__(self, view: CanvasView, actions: Actions, fields: ToolOptionFields) -> None:
        super().__init__(view)
        self._view = view
        action = actions["other_way"]
        action.setEnabled(False)
        action.triggered.connect(self._flip)
        view.busy_changed.connect(action.setEnabled)
        fields.changed.connect(self._follow_options)

    def _flip(self) -> None:
        if self._view.tool is not None and self._view.tool.flip():
            self._view.show_state()

    def _follow_options(self) -> None:
        if isinstance(self._view.tool, AdjustableTool):
            self._view.act(self._view.tool.follow_options)
