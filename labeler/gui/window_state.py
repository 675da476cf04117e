"""Where the window and its parts stand, remembered; which of them are there; and the full screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QObject, QSize, QTimer

from labeler.settings import WINDOW_GEOMETRY, WINDOW_STATE, Settings

if TYPE_CHECKING:
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget


_DOCK_WIDTH = 280


class WindowState(QObject):
    """Restores and remembers the places of a window's parts.

    While no image is open there is nothing for docks and bars to show, and they are not there; the full
    screen leaves the canvas and the status line.
    """

    def __init__(self, window: QMainWindow, settings: Settings) -> None:
        super().__init__(window)
        self._window = window
        self._settings = settings
        self._docks: list[QDockWidget] = []
        self._extra: list[QDockWidget] = []
        self._bars: list[QWidget] = []
        self._first = QByteArray()  # how the parts stand for somebody who has not moved any
        self._arranged = QByteArray()  # how they stand when they are there and it is not full screen
        self._has_parts = False
        self._is_full = False
        # The size of the window before the full screen, and that of each dock, while they are to come back.
        self._size_before = QSize()
        self._sizes_before: list[QSize] = []
        self._size_again = QTimer(self, singleShot=True, interval=0)
        self._size_again.timeout.connect(self._restore_sizes)

    def restore_place(self) -> None:
        """Put the window where it was when it was closed last, if that was on a screen about as wide."""
        geometry = QByteArray.fromBase64(self._settings.get(WINDOW_GEOMETRY).encode())
        if not self._window.restoreGeometry(geometry):
            self._fill_screen()

    def hold(
        self, docks: Sequence[QDockWidget], bars: Sequence[QWidget], extra: Sequence[QDockWidget] = ()
    ) -> None:
        """Take charge of the docks and bars of the window; they are not shown yet.

        Those that are `extra` are there only for who has shown them.
        """
        self._docks, self._extra = list(docks), list(extra)
        self._bars = list(bars)
        self._first = self._window.saveState()
        self._arranged = QByteArray.fromBase64(self._settings.get(WINDOW_STATE).encode())
        self._arrange()

    def show_parts(self, is_shown: bool) -> None:
        """Let docks and bars be there, as they stood last, or not."""
        if is_shown == self._has_parts:
            return
        if not is_shown:
            self._note_arrangement()
        self._has_parts = is_shown
        self._arrange()

    def reset(self) -> None:
        """Put docks and bars where they stood at first."""
        self._arranged = QByteArray()
        self._arrange()

    def remember(self) -> None:
        """Note where everything stands."""
        self._note_arrangement()
        self.show_full_screen(is_full=False)
        self._settings.set(WINDOW_GEOMETRY, _text(self._window.saveGeometry()))
        self._settings.set(WINDOW_STATE, _text(self._arranged))

    def show_full_screen(self, is_full: bool) -> None:
        """Only the canvas and the status line, or everything again."""
        if is_full == self._is_full:
            return
        if is_full:
            self._note_arrangement()
            self._note_sizes()
            # Not showFullScreen: that forgets whether the window was maximized.
            self._window.setWindowState(self._window.windowState() | self._full_screen)
        else:
            self._window.setWindowState(self._window.windowState() & ~self._full_screen)
        self._is_full = is_full
        self._window.menuBar().setVisible(not is_full)
        self._arrange()
        if not is_full:
            # The desktop may take its time to make the window smaller, and docks give way to each other then.
            self._window.installEventFilter(self)
            self._size_again.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """See when the window has its size from before the full screen."""
        if event.type() is QEvent.Type.Resize:
            self._size_again.start()
        return False

    def _note_sizes(self) -> None:
        self._size_again.stop()
        self._size_before = self._window.size()
        self._sizes_before = [dock.size() for dock in self._docks]

    def _restore_sizes(self) -> None:
        if self._is_full or self._window.size() != self._size_before:
            return
        self._window.removeEventFilter(self)
        from PySide6.QtCore import Qt

        self._window.resizeDocks(
            self._docks, [size.height() for size in self._sizes_before], Qt.Orientation.Vertical
        )
        self._window.resizeDocks(
            self._docks, [size.width() for size in self._sizes_before], Qt.Orientation.Horizontal
        )

    def _arrange(self) -> None:
        """Show what has to be there now."""
        for dock in (*self._docks, *self._extra):
            dock.toggleViewAction().setEnabled(self._has_parts and not self._is_full)
        self._window.statusBar().setVisible(self._has_parts)
        if not self._has_parts or self._is_full:
            self._hide()
            return
        is_new = self._arranged.isEmpty()
        if is_new:
            self._window.restoreState(self._first)
        for part in (*self._bars, *self._docks):
            part.show()
        if not is_new:
            self._window.restoreState(self._arranged)
            return
        from PySide6.QtCore import Qt

        self._window.resizeDocks(self._docks, [5, 4, 4], Qt.Orientation.Vertical)
        self._window.resizeDocks(self._docks[:1], [_DOCK_WIDTH], Qt.Orientation.Horizontal)

    @property
    def _full_screen(self) -> Qt.WindowState:
        from PySide6.QtCore import Qt

        return Qt.WindowState.WindowFullScreen

    def _hide(self) -> None:
        for part in (*self._bars, *self._docks, *self._extra):
            part.hide()

    def _note_arrangement(self) -> None:
        if self._has_parts and not self._is_full:
            self._arranged = self._window.saveState()

    def _fill_screen(self) -> None:
        """The first time: most of a large screen, all of a small one."""
        room = self._window.screen().availableSize()
        self._window.resize(min(1600, room.width()), min(1000, room.height()))
        if room.width() < 1600 or room.height() < 1000:
            from PySide6.QtCore import Qt

            self._window.setWindowState(Qt.WindowState.WindowMaximized)


def _text(data: QByteArray) -> str:
    return bytes(data.toBase64().data()).decode()
