"""Coverage mode: unlabelled pixels in a loud colour, how many they are, and the list of gaps between shapes.

Unlabelled is what has the index 0: the label map does not tell whether somebody drew background there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QToolButton

from labeler.core.classes import BACKGROUND
from labeler.core.coverage_color import coverage_color
from labeler.gui.gap_finder import GapFinder
from labeler.gui.gap_work import GapWork
from labeler.gui.mode_dock import ModeDock
from labeler.settings import GAP_SIZE

if TYPE_CHECKING:
    from labeler.gui.main_window import MainWindow


_HINT = (
    "Enter leads to a gap, and gives it to its neighbour · Shift+Enter: to the current class · L leaves it"
)

# What the list has at least, in screen pixels, as long as the other docks can spare it.
_HEIGHT = 330


class Coverage(QObject):
    """Switches coverage mode of a window on and off; the list is there only while it is on."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self._action = window.actions_["coverage"]
        self.panel, self.dock = window.gap_panel, window.gap_dock
        self._add_button()
        self.finder = GapFinder(self._session, self)
        self.work = GapWork(self.panel, self.finder, self._session, window.view, window.settings)
        self.work.refused.connect(window.drawing.refused)
        self._place = ModeDock(window, self.dock, self.panel.table, _HINT, _HEIGHT, self)
        self._action.toggled.connect(self._on_toggled)
        self.panel.below_changed.connect(lambda below: window.settings.set(GAP_SIZE, below))
        self._stop_watching = window.settings.watch(GAP_SIZE, self._on_below)
        self._session.document_changed.connect(self._on_document)
        self._session.classes_changed.connect(self._show_color)
        window.class_counts.changed.connect(self._show_share)
        window.closing.connect(self._close)
        self._on_document()

    @property
    def is_on(self) -> bool:
        """Whether coverage mode is on."""
        return self._action.isChecked()

    def _add_button(self) -> None:
        row = self._window.context_row
        row.addSeparator()
        row.addAction(self._action)
        button = row.widgetForAction(self._action)
        assert isinstance(button, QToolButton)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setMinimumWidth(button.fontMetrics().horizontalAdvance("100.0 %") + 44)

    def _on_toggled(self) -> None:
        self._show_color()
        self._search()
        self._show_dock()
        if self.is_on and not self._window.drawing.is_busy:
            self.panel.table.setFocus()
        elif not self.is_on:
            self._window.view.setFocus()

    def _on_document(self) -> None:
        self._show_color()
        self._show_share()
        self._search()
        self._show_dock()

    def _on_below(self, below: int) -> None:
        self.panel.show_below(below)
        self._search()

    def _search(self) -> None:
        if self.is_on and self._session.document is not None:
            self.work.begin()
            self.finder.search(self._window.settings.get(GAP_SIZE))
        else:
            self.finder.search(None)
            self.work.end()

    def _show_dock(self) -> None:
        dataset = self._session.dataset
        self._place.show(self.is_on and dataset is not None and bool(dataset.images))

    def _close(self) -> None:
        """The window closes, and shall remember the docks as they are without the list."""
        self.finder.close()
        self._stop_watching()
        self._action.setChecked(False)

    def _show_color(self) -> None:
        color = None
        if self.is_on:
            color = coverage_color(row.color for row in self._session.classes if row.index != BACKGROUND)
        labels = self._window.view.scene.base.labels
        if color != labels.unlabelled_color:
            labels.unlabelled_color = color
            self._window.view.repaint_all()

    def _show_share(self) -> None:
        share = self._window.class_counts.unlabelled_share
        text = "" if share is None else share_text(share)
        self._action.setIconText(text or "–")
        self.dock.show_detail(f"{text} unlabelled" if text else "")


def share_text(share: float) -> str:
    """A share 0..1 in per cent; never rounded to none or all of it."""
    percent = 100 * share
    if 0 < percent < 0.1:
        return "<0.1 %"
    if 99.9 < percent < 100:
        return ">99.9 %"
    return f"{percent:.1f} %" if percent % 100 else f"{percent:.0f} %"
