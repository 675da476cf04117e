"""The dock with the steps of the history in question: there when it is asked for, and remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from labeler.gui.docks import Dock
    from labeler.gui.main_window import MainWindow


class History(QObject):
    """Connects the dock with its action, and the steps with undo and redo."""

    def __init__(self, window: MainWindow, dock: Dock) -> None:
        super().__init__(window)
        self._dock = dock
        self._action = window.actions_["history"]
        self._panel = window.history_panel
        self._panel.setGroup(window.undoing.group)
        self._panel.step_wanted.connect(window.undoing.go_to)
        window.undoing.belongs_to_both(dock)
        toggle = dock.toggleViewAction()
        toggle.toggled.connect(self._action.setChecked)
        toggle.changed.connect(lambda: self._action.setEnabled(toggle.isEnabled()))
        self._action.triggered.connect(self._show)
        self._action.setChecked(toggle.isChecked())
        self._action.setEnabled(toggle.isEnabled())

    def _show(self, is_shown: bool) -> None:
        self._dock.setVisible(is_shown)
        if is_shown:
            self._dock.raise_()
