"""How the image is shown: which view, outlines, opacity; the row above the canvas sets it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from labeler.gui.context_row import VIEWS
from labeler.settings import OVERLAY_OPACITY, Settings

if TYPE_CHECKING:
    from labeler.gui.actions import Actions
    from labeler.gui.canvas.view import CanvasView
    from labeler.gui.context_row import ContextRow

_ZOOM_STEP = 1.25


class ViewOptions(QObject):
    """Connects actions and slider to the canvas, and keeps the opacity as a setting."""

    def __init__(self, view: CanvasView, actions: Actions, row: ContextRow, settings: Settings) -> None:
        super().__init__(view)
        self._view = view
        self._actions = actions
        self._settings = settings
        for name in VIEWS:
            mode = name.removeprefix("view_")
            actions[name].triggered.connect(lambda _=False, mode=mode: view.set_view_mode(mode))
        actions["next_view"].triggered.connect(self.next_view)
        actions["show_shapes"].toggled.connect(view.set_shapes_visible)
        actions["fit"].triggered.connect(lambda _=False: view.fit())
        actions["actual_size"].triggered.connect(lambda: view.zoom_to(1.0))
        actions["zoom_in"].triggered.connect(lambda: view.zoom_by(_ZOOM_STEP))
        actions["zoom_out"].triggered.connect(lambda: view.zoom_by(1 / _ZOOM_STEP))
        row.opacity_changed.connect(self._on_opacity)
        actions["view_overlay"].setChecked(True)
        actions["show_shapes"].setChecked(True)
        row.show_opacity(settings.get(OVERLAY_OPACITY))
        view.set_overlay_opacity(settings.get(OVERLAY_OPACITY))

    def next_view(self) -> None:
        """Both, labels only, photograph only, and round again."""
        at = next(place for place, name in enumerate(VIEWS) if self._actions[name].isChecked())
        self._actions[VIEWS[(at + 1) % len(VIEWS)]].trigger()

    def _on_opacity(self, opacity: float) -> None:
        self._settings.set(OVERLAY_OPACITY, opacity)
        self._view.set_overlay_opacity(opacity)
