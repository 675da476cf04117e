"""The bare photograph to compare with: beside the canvas, or under a line that is dragged over it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from labeler.gui.canvas.swipe import Swipe

if TYPE_CHECKING:
    from labeler.gui.actions import Actions
    from labeler.gui.canvas.twin import CanvasPage
    from labeler.gui.canvas.view import CanvasView


class Beside(QObject):
    """Connects both ways with their actions; one at a time is enough."""

    def __init__(self, page: CanvasPage, view: CanvasView, actions: Actions) -> None:
        super().__init__(page)
        self._page = page
        self.swipe = Swipe(view)
        self._beside, self._swipe = actions["beside"], actions["swipe"]
        self._beside.toggled.connect(self._show_beside)
        self._swipe.toggled.connect(self._show_swipe)

    def _show_beside(self, is_on: bool) -> None:
        if is_on:
            self._swipe.setChecked(False)
        self._page.twin.setVisible(is_on)

    def _show_swipe(self, is_on: bool) -> None:
        if is_on:
            self._beside.setChecked(False)
        self.swipe.show_line(is_on)
