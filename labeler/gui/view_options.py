"""How the image is shown: which view, outlines, fill, colours, opacity. Each choice is kept as a setting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from labeler.gui.canvas.display import Outlines
from labeler.gui.context_row import VIEWS
from labeler.gui.preferences import bind
from labeler.settings import BY_INSTANCE, FILL, OUTLINES, OVERLAY_OPACITY, Settings

if TYPE_CHECKING:
    from labeler.gui.actions import Actions
    from labeler.gui.canvas.view import CanvasView
    from labeler.gui.context_row import ContextRow

_OPACITY_STEP = 0.1


class ViewOptions(QObject):
    """Connects actions, slider and settings to the canvas."""

    def __init__(self, view: CanvasView, actions: Actions, row: ContextRow, settings: Settings) -> None:
        super().__init__(view)
        self._view = view
        self._actions = actions
        self._settings = settings
        # What the outlines come back as.
        self._outlines = Outlines.ALL
        self._connect_views()
        self._connect_outlines()
        bind(actions["fill_classes"], FILL, settings)
        settings.follow(FILL, view.display.set_filled)
        bind(actions["color_by_instance"], BY_INSTANCE, settings)
        settings.follow(BY_INSTANCE, view.display.set_by_instance)
        row.opacity_changed.connect(lambda opacity: settings.set(OVERLAY_OPACITY, opacity))
        settings.follow(OVERLAY_OPACITY, row.show_opacity)
        settings.follow(OVERLAY_OPACITY, view.display.set_opacity)
        actions["opacity_up"].triggered.connect(lambda: self._step_opacity(_OPACITY_STEP))
        actions["opacity_down"].triggered.connect(lambda: self._step_opacity(-_OPACITY_STEP))

    def next_view(self) -> None:
        """Both, labels only, photograph only, and round again."""
        at = next(place for place, name in enumerate(VIEWS) if self._actions[name].isChecked())
        self._actions[VIEWS[(at + 1) % len(VIEWS)]].trigger()

    def _connect_views(self) -> None:
        show = self._view.display.set_mode
        for name in VIEWS:
            mode = name.removeprefix("view_")
            self._actions[name].triggered.connect(lambda _=False, mode=mode: show(mode))
        self._actions["next_view"].triggered.connect(self.next_view)
        self._actions["view_overlay"].setChecked(True)

    def _connect_outlines(self) -> None:
        actions, settings = self._actions, self._settings
        settings.follow(OUTLINES, self._show_outlines)
        actions["show_shapes"].triggered.connect(
            lambda is_on: settings.set(OUTLINES, str(self._outlines if is_on else Outlines.NONE))
        )
        actions["outlines_of_selection"].triggered.connect(
            lambda is_on: settings.set(OUTLINES, str(Outlines.SELECTION if is_on else Outlines.ALL))
        )

    def _show_outlines(self, which: str) -> None:
        outlines = Outlines(which)
        if outlines is not Outlines.NONE:
            self._outlines = outlines
        self._actions["show_shapes"].setChecked(outlines is not Outlines.NONE)
        self._actions["outlines_of_selection"].setChecked(outlines is Outlines.SELECTION)
        self._view.display.set_outlines(which)

    def _step_opacity(self, step: float) -> None:
        opacity = round(self._settings.get(OVERLAY_OPACITY) + step, 2)
        self._settings.set(OVERLAY_OPACITY, min(max(opacity, 0.0), 1.0))
