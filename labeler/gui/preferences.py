"""The settings that have a place in the menus: theme, saving by itself, what the wheel does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from labeler.gui import theme
from labeler.settings import AUTOSAVE, THEME, WHEEL_ZOOMS, Settings

if TYPE_CHECKING:
    from labeler.gui.actions import Actions
    from labeler.gui.autosave import Autosave
    from labeler.gui.canvas.view import CanvasView


class Preferences(QObject):
    """Shows each setting at its action, and applies it at once when it is changed there."""

    def __init__(self, settings: Settings, actions: Actions, autosave: Autosave, view: CanvasView) -> None:
        super().__init__(view)
        self._settings = settings
        self._autosave = autosave
        self._view = view
        for name in theme.NAMES:
            action = actions[f"theme_{name}"]
            action.setChecked(settings.get(THEME) == name)
            action.triggered.connect(lambda _=False, name=name: self._set_theme(name))
        for name, setting, apply in (
            ("autosave", AUTOSAVE, self._set_autosave),
            ("wheel_zooms", WHEEL_ZOOMS, self._set_wheel),
        ):
            actions[name].setChecked(settings.get(setting))
            actions[name].toggled.connect(apply)
        view.input.wheel_zooms = settings.get(WHEEL_ZOOMS)

    def _set_theme(self, name: str) -> None:
        self._settings.set(THEME, name)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.apply(app, name)

    def _set_autosave(self, is_on: bool) -> None:
        self._settings.set(AUTOSAVE, is_on)
        if is_on:
            self._autosave.save_all()

    def _set_wheel(self, is_zooming: bool) -> None:
        self._settings.set(WHEEL_ZOOMS, is_zooming)
        self._view.input.wheel_zooms = is_zooming
