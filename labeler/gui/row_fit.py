"""Has parts of a tool bar give way, one after the other, while the bar is too narrow for all of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolBar

_ASKING = (QEvent.Type.Resize, QEvent.Type.LayoutRequest, QEvent.Type.Show)


class RowFit(QObject):
    """Watches one tool bar. `parts` are groups of its own actions, the first that gives way at the front.

    The actions must belong to the bar alone (widgets and separators): what is hidden here would be missing
    from a menu too.
    """

    def __init__(self, bar: QToolBar, parts: Sequence[Sequence[QAction]]) -> None:
        super().__init__(bar)
        self._bar = bar
        self._parts = parts
        self._saved: list[int] = []  # how much narrower each hidden group has made the bar
        bar.installEventFilter(self)

    @property
    def hidden(self) -> int:
        """How many groups have given way."""
        return len(self._saved)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Look again whenever the bar, or what stands in it, has another width."""
        if event.type() in _ASKING:
            self.fit()
        return False

    def fit(self) -> None:
        """Hide as few groups as have to be."""
        while self._wanted() > self._bar.width() and self.hidden < len(self._parts):
            before = self._wanted()
            self._show(self.hidden, is_shown=False)
            self._saved.append(before - self._wanted())
        while self._saved and self._wanted() + self._saved[-1] <= self._bar.width():
            self._saved.pop()
            self._show(self.hidden, is_shown=True)

    def fit_anew(self) -> None:
        """Fit with other things in the bar: what has given way may be narrower now than it was."""
        while self._saved:
            self._saved.pop()
            self._show(self.hidden, is_shown=True)
        self.fit()

    def _show(self, place: int, *, is_shown: bool) -> None:
        for action in self._parts[place]:
            action.setVisible(is_shown)

    def _wanted(self) -> int:
        return self._bar.sizeHint().width()
