"""What helps the eye on the canvas: overview, loupe, pixel grid and crosshair."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QObject

from labeler.gui.canvas.loupe import Loupe
from labeler.gui.canvas.minimap import Minimap
from labeler.gui.preferences import bind
from labeler.settings import CROSSHAIR, MINIMAP, PIXEL_GRID

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent

    from labeler.gui.actions import Actions
    from labeler.gui.canvas.view import CanvasView
    from labeler.settings import Setting, Settings


class ViewAids(QObject):
    """Makes the aids, and connects each with its action and its setting."""

    def __init__(self, view: CanvasView, actions: Actions, settings: Settings) -> None:
        super().__init__(view)
        self._view = view
        self.minimap = Minimap(view)
        self.loupe = Loupe(view)
        switches: dict[str, tuple[Setting[bool], Callable[[bool], None]]] = {
            "minimap": (MINIMAP, self._show_minimap),
            "pixel_grid": (PIXEL_GRID, self._show_grid),
            "crosshair": (CROSSHAIR, self._show_crosshair),
        }
        for name, (setting, show) in switches.items():
            bind(actions[name], setting, settings)
            settings.follow(setting, show)
        actions["loupe"].setAutoRepeat(False)
        actions["loupe"].triggered.connect(lambda: self.loupe.hold(is_held=True))
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """The loupe is there as long as its key is down: until a key goes up, or the keys go elsewhere."""
        kind = event.type()
        is_up = kind is QEvent.Type.KeyRelease and not cast("QKeyEvent", event).isAutoRepeat()
        if is_up or kind is QEvent.Type.FocusOut:
            self.loupe.hold(is_held=False)
        return False

    def _show_minimap(self, is_on: bool) -> None:
        self.minimap.is_wanted = is_on
        self.minimap.follow()

    def _show_grid(self, is_on: bool) -> None:
        self._view.scene.base.has_grid = is_on
        self._view.update()

    def _show_crosshair(self, is_on: bool) -> None:
        self._view.scene.has_crosshair = is_on
        self._view.update()
