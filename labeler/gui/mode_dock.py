"""The list of a mode (gaps, regions that differ): while it is on, in the place of the shapes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

if TYPE_CHECKING:
    from labeler.gui.docks import Dock
    from labeler.gui.main_window import MainWindow
    from labeler.gui.panels.keyed_rows import KeyedRows


class ModeDock(QObject):
    """Shows and hides a dock with a table; the status line says `hint` while the keys are the table's.

    `least`: what the list has at least, in screen pixels, as long as the other docks can spare it.
    """

    def __init__(
        self, window: MainWindow, dock: Dock, table: KeyedRows, hint: str, least: int, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._window, self._dock, self._table = window, dock, table
        self._hint, self._least = hint, least
        self._is_wanted = False
        self._is_there = False
        self._heights = [0, 0, 0]
        table.focused.connect(self._show_hint)
        # Only once the status line has taken up what the tool says.
        window.view.hint_changed.connect(self._keep_hint, Qt.ConnectionType.QueuedConnection)
        # Only once the window has shown and hidden its own parts.
        queued = Qt.ConnectionType.QueuedConnection
        window.actions_["full_screen"].toggled.connect(self._update, queued)
        window.actions_["reset_layout"].triggered.connect(self._show_again, queued)

    def show(self, is_wanted: bool) -> None:
        """Show the list, but not in full screen, or hide it."""
        self._is_wanted = is_wanted
        self._update()

    def _update(self) -> None:
        """The list takes the place of the shapes, with more room, and gives it back when it goes."""
        window = self._window
        is_there = self._is_wanted and not window.isFullScreen()
        if not is_there:
            self._dock.hide()
        if is_there == self._is_there:
            return
        self._is_there = is_there
        docks = [window.class_dock, window.file_dock, window.shape_dock]
        heights = self._heights
        if is_there:
            self._heights = heights = [dock.height() for dock in docks]
            extra = max(0, self._least - heights[-1])
            heights = [*(max(1, height - extra // 2) for height in heights[:2]), heights[2] + extra]
            self._dock.show()
            self._dock.raise_()
            docks[-1] = self._dock
        window.resizeDocks(docks, heights, Qt.Orientation.Vertical)

    def _show_again(self) -> None:
        """The docks stand where they stood at first, and this one was not there then."""
        if self._is_there:
            self._is_there = False
            self._update()

    def _show_hint(self, is_focused: bool) -> None:
        """What the keys do, as long as they are the list's."""
        tool = self._window.view.tool
        self._window.status.show_hint(self._hint if is_focused else "" if tool is None else tool.hint)

    def _keep_hint(self) -> None:
        """The tool says something else, for the canvas shows another place."""
        if self._table.hasFocus():
            self._show_hint(is_focused=True)
