"""Opens the settings and the sheet of keys, and writes what was set soon after it was set."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from labeler.core.errors import LabelerError
from labeler.gui.shortcuts import Shortcuts
from labeler.settings import ALL, Settings

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from labeler.gui.actions import Actions
    from labeler.gui.dialogs.key_sheet import KeySheet
    from labeler.gui.dialogs.settings_dialog import SettingsDialog

_SAVE_AFTER = 1000  # milliseconds; a slider that is dragged sets many values in a row
_log = logging.getLogger(__name__)


class SettingsWindows(QObject):
    """Makes both windows when they are first asked for; a settings file that cannot be written is logged."""

    def __init__(self, window: QWidget, actions: Actions, settings: Settings) -> None:
        super().__init__(window)
        self._window = window
        self._settings = settings
        self._dialog: SettingsDialog | None = None
        self._sheet: KeySheet | None = None
        self.shortcuts = Shortcuts(actions, settings, self)
        self._timer = QTimer(self, singleShot=True, interval=_SAVE_AFTER)
        self._timer.timeout.connect(self._save)
        for setting in ALL:
            settings.watch(setting, lambda _: self._timer.start())
        actions["settings"].triggered.connect(lambda: self.dialog().open_again())
        actions["keys"].triggered.connect(lambda: self.sheet().open_again())

    def dialog(self) -> SettingsDialog:
        """The settings window."""
        if self._dialog is None:
            from labeler.gui.dialogs.settings_dialog import SettingsDialog

            self._dialog = SettingsDialog(self._settings, self.shortcuts, self._window)
        return self._dialog

    def sheet(self) -> KeySheet:
        """The sheet of keys."""
        if self._sheet is None:
            from labeler.gui.dialogs.key_sheet import KeySheet

            self._sheet = KeySheet(self.shortcuts, self._window)
            self._sheet.change_wanted.connect(self._change_keys)
        return self._sheet

    def _change_keys(self) -> None:
        self.dialog().open_again()
        self.dialog().show_keys()

    def _save(self) -> None:
        try:
            self._settings.save()
        except LabelerError:
            _log.exception("The settings could not be saved")
