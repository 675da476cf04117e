"""The settings that have a place in the menus or on the canvas: shown there, and applied at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from labeler.gui import theme
from labeler.settings import AUTOSAVE, TEXT_SIZE, THEME, WHEEL_ZOOMS, Setting, Settings

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from labeler.gui.actions import Actions
    from labeler.gui.canvas.view import CanvasView


class Preferences(QObject):
    """Keeps actions and canvas in step with the settings, wherever these are changed."""

    def __init__(self, settings: Settings, actions: Actions, view: CanvasView) -> None:
        super().__init__(view)
        self._actions = actions
        self._settings = settings
        for name in theme.NAMES:
            action = actions[f"theme_{name}"]
            action.triggered.connect(lambda _=False, name=name: settings.set(THEME, name))
        settings.follow(THEME, self._mark_theme)
        settings.watch(THEME, lambda _: self._apply_look())
        settings.watch(TEXT_SIZE, lambda _: self._apply_look())
        bind(actions["autosave"], AUTOSAVE, settings)
        bind(actions["wheel_zooms"], WHEEL_ZOOMS, settings)
        settings.follow(WHEEL_ZOOMS, lambda is_zooming: setattr(view.input, "wheel_zooms", is_zooming))

    def _mark_theme(self, name: str) -> None:
        self._actions[f"theme_{name}"].setChecked(True)

    def _apply_look(self) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.apply(app, self._settings.get(THEME), self._settings.get(TEXT_SIZE))


def bind(action: QAction, setting: Setting[bool], settings: Settings) -> None:
    """Let an action that can be checked show a setting, and change it."""
    settings.follow(setting, action.setChecked)
    action.toggled.connect(lambda is_on: settings.set(setting, is_on))
