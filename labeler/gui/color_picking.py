"""Takes a colour from the photograph for classes, and gives mouse and keys back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from labeler.gui.canvas.eyedropper import Eyedropper
from labeler.gui.retire import retire

if TYPE_CHECKING:
    from labeler.core.palette import Color
    from labeler.gui.main_window import MainWindow

_HINT = "Click on the photograph for its colour there · Esc or right click: take none"


class ColorPicking(QObject):
    """One eyedropper at a time. What is begun on the canvas waits below it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._dropper: Eyedropper | None = None
        self._ended: Callable[[Color | None], object] = lambda _: None
        window.session.document_changed.connect(lambda _: self.end(None))

    @property
    def is_possible(self) -> bool:
        """Whether there is a photograph to take colours from."""
        return self._window.view.scene.base.image.pyramid is not None

    def begin(self, ended: Callable[[Color | None], object]) -> None:
        """Let the user click on a pixel; `ended` gets its colour, or None when no one was taken."""
        self.end(None)
        if not self.is_possible:
            self._window.status.show_refusal("Open an image first, to take a colour from.")
            ended(None)
            return
        self._ended = ended
        dropper = self._dropper = Eyedropper(self._window.view)
        dropper.picked.connect(self.end)
        dropper.cancelled.connect(lambda: self.end(None))
        self._window.activateWindow()
        dropper.begin()
        self._window.status.show_hint(_HINT)

    def end(self, color: Color | None) -> None:
        """Give mouse and keys back to the canvas, with the colour that was taken."""
        dropper, self._dropper = self._dropper, None
        if dropper is not None:
            dropper.hide()
            retire(dropper)
            view = self._window.view
            view.hint_changed.emit("" if view.tool is None else view.tool.hint)
            view.setFocus()
            self._ended(color)
