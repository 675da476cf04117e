"""Opens the command palette, and does what is picked there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QTimer

from labeler.gui.command_list import Command, commands_in
from labeler.gui.showing import why_not
from labeler.settings import RECENT_COMMANDS

if TYPE_CHECKING:
    from labeler.gui.dialogs.command_palette import CommandPalette
    from labeler.gui.main_window import MainWindow

# So many commands are remembered, and the palette stands so far below the top of the window.
_REMEMBERED = 8
_TOP = 64


class CommandFinder(QObject):
    """One palette for a window, made when it is asked for first."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.popup: CommandPalette | None = None
        window.actions_["find_command"].triggered.connect(lambda _=False: self.open())

    def open(self) -> None:
        """Let the user find a command."""
        window = self._window
        if self.popup is None:
            from labeler.gui.dialogs.command_palette import CommandPalette

            self.popup = CommandPalette(why_not, window)
            self.popup.chosen.connect(self._on_chosen)
        place = window.mapToGlobal(QPoint(window.width() // 2, _TOP))
        own = window.actions_["find_command"]
        commands = [each for each in commands_in(window.menus.values()) if each.action is not own]
        self.popup.ask(commands, window.settings.get(RECENT_COMMANDS), place)

    def _on_chosen(self, command: Command) -> None:
        settings = self._window.settings
        others = [name for name in settings.get(RECENT_COMMANDS) if name != command.name]
        settings.set(RECENT_COMMANDS, [command.name, *others][:_REMEMBERED])
        # Once the keys belong to the window again.
        QTimer.singleShot(0, command.action, command.action.trigger)
