"""Where the window and its docks stand, remembered; and the full screen, which hides all but the canvas."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QObject, Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget

from labeler.settings import WINDOW_GEOMETRY, WINDOW_STATE, Settings


class WindowState(QObject):
    """Restores and remembers the places of a window's parts; the full screen hides docks and `others`."""

    def __init__(
        self, window: QMainWindow, docks: list[QDockWidget], others: list[QWidget], settings: Settings
    ) -> None:
        super().__init__(window)
        self._docks = docks
        self._window = window
        self._hidden = [*others, *docks]
        self._settings = settings
        self._before: QByteArray | None = None
        self._is_new = False

    def restore(self) -> None:
        """Put everything where it stood when the window was closed last."""
        geometry, state = self._settings.get(WINDOW_GEOMETRY), self._settings.get(WINDOW_STATE)
        if geometry:
            self._window.restoreGeometry(QByteArray.fromBase64(geometry.encode()))
        else:
            self._fill_screen()
        if state:
            self._window.restoreState(QByteArray.fromBase64(state.encode()))
        self._is_new = not state

    def arrange_docks(self) -> None:
        """With nothing remembered: give each dock its share, once Qt has sized the window for its screen."""
        if not self._is_new:
            return
        self._window.resizeDocks(self._docks, [5, 4, 4], Qt.Orientation.Vertical)

    def _fill_screen(self) -> None:
        """The first time: most of a large screen, all of a small one."""
        room = self._window.screen().availableSize()
        self._window.resize(min(1600, room.width()), min(1000, room.height()))
        if room.width() < 1600 or room.height() < 1000:
            self._window.setWindowState(Qt.WindowState.WindowMaximized)

    def remember(self) -> None:
        """Note where everything stands."""
        self.show_full_screen(is_full=False)
        self._settings.set(WINDOW_GEOMETRY, _text(self._window.saveGeometry()))
        self._settings.set(WINDOW_STATE, _text(self._window.saveState()))

    def show_full_screen(self, is_full: bool) -> None:
        """Only the canvas and the status line, or everything again."""
        if is_full and self._before is None:
            self._before = self._window.saveState()
            for widget in self._hidden:
                widget.hide()
            self._window.showFullScreen()
        elif not is_full and self._before is not None:
            self._window.showNormal()
            self._hidden[0].show()
            self._window.restoreState(self._before)
            self._before = None


def _text(data: QByteArray) -> str:
    return bytes(data.toBase64().data()).decode()
