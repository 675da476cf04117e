"""Another window of the program, as a process of its own: neither can take the other down or make it wait."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QProcess
from PySide6.QtWidgets import QWidget

import labeler
from labeler.core.errors import LabelerError
from labeler.gui.messages import Message, MessageBar, Severity

if TYPE_CHECKING:
    from labeler.gui.actions import Actions
    from labeler.settings import Settings

# The same Python and the same package, whatever lies in the folder that this process was started in.
_COMMAND = ["-m", "labeler.gui.another_window"]
_FOLDER = Path(labeler.__file__).parents[1]


class AnotherWindow(QObject):
    """Starts it when the user asks for it."""

    def __init__(self, window: QWidget, actions: Actions, settings: Settings, messages: MessageBar) -> None:
        super().__init__(window)
        self._settings = settings
        self._messages = messages
        actions["new_window"].triggered.connect(lambda _=False: self.open())

    def open(self) -> None:
        """Start the process; it has the settings of this window."""
        with suppress(LabelerError):
            self._settings.save()
        is_started, _ = QProcess.startDetached(sys.executable, _COMMAND, str(_FOLDER))
        if not is_started:
            text = f"No other window could be opened: {sys.executable} did not start."
            self._messages.show_message(Message("window", text, Severity.ERROR))


if __name__ == "__main__":
    from labeler.gui.app import run

    sys.exit(run(None, is_another=True))
