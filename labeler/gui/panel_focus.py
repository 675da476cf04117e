"""Leads the keys from the canvas through the lists and back, and shows which list has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from labeler.gui.main_window import MainWindow

_LEAVING = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PanelFocus(QObject):
    """Connects the two actions that go from part to part; Esc and Enter lead from a list to the canvas.

    The lists of images, of gaps, of findings and of a review have uses of their own for these two keys.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._docks = (
            *(window.class_dock, window.shape_dock, window.gap_dock, window.finding_dock),
            window.review_dock,
            *(window.file_dock, window.history_dock),
        )
        self._tables: tuple[QWidget, ...] = (
            *(window.class_panel.table, window.shape_panel.table),
            *(window.gap_panel.table, window.finding_panel.table, window.review_panel.table),
            *(window.file_panel.table, window.history_panel),
        )
        for table in (*self._tables[:2], window.history_panel):
            table.installEventFilter(self)
        window.actions_["next_panel"].triggered.connect(lambda _=False: self.step(1))
        window.actions_["previous_panel"].triggered.connect(lambda _=False: self.step(-1))
        app = cast("QApplication", QApplication.instance())
        app.focusChanged.connect(self._show_focus)
        window.closing.connect(lambda: app.focusChanged.disconnect(self._show_focus))

    def step(self, by: int) -> None:
        """Give the keys to the next part that is there, or the one before."""
        stops: list[QWidget] = [self._window.view]
        stops += [table for table in self._tables if table.isVisible() and self._is_in_sight(table)]
        now = QApplication.focusWidget()
        places = [place for place, stop in enumerate(stops) if now is not None and self._holds(stop, now)]
        stops[((places[0] if places else 0) + by) % len(stops)].setFocus(Qt.FocusReason.TabFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Back to the canvas from a list, but not from a name that is typed in one of its rows."""
        if event.type() is not QEvent.Type.KeyPress or not cast("QWidget", watched).hasFocus():
            return False
        if cast("QKeyEvent", event).key() not in _LEAVING:
            return False
        self._window.view.setFocus()
        return True

    def _is_in_sight(self, table: QWidget) -> bool:
        """Not below another dock of the same place."""
        return not table.visibleRegion().isEmpty()

    def _holds(self, stop: QWidget, focused: QWidget) -> bool:
        """Whether the focus is in the same part as a stop."""
        docks = [dock for dock in self._docks if dock.isAncestorOf(stop)]
        return focused is stop or any(dock.isAncestorOf(focused) for dock in docks)

    def _show_focus(self, _: QWidget | None, focused: QWidget | None) -> None:
        for dock in self._docks:
            dock.show_focus(focused is not None and dock.isAncestorOf(focused))
