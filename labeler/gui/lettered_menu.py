"""A menu whose entries are reached by the letters they begin with."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QMenu


class LetteredMenu(QMenu):
    """A letter chooses the only entry that begins with it; of several it marks one after the other."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Go where a letter leads; other keys are Qt's."""
        found = self._beginning_with(event.text()) if event.text().isalnum() else []
        if not found:
            super().keyPressEvent(event)
            return
        marked = self.activeAction()
        place = found.index(marked) + 1 if marked in found else 0
        action = found[place % len(found)]
        self.setActiveAction(action)
        if len(found) == 1 and action.menu() is None:
            from PySide6.QtCore import Qt  # all enums of the namespace, which the first frame does not need

            enter = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)
            QCoreApplication.sendEvent(self, enter)

    def _beginning_with(self, letter: str) -> list[QAction]:
        """The entries that can be chosen and begin with a letter, from top to bottom."""
        return [
            action
            for action in self.actions()
            if action.isEnabled()
            and action.isVisible()
            and not action.isSeparator()
            and action.text().replace("&", "").casefold().startswith(letter.casefold())
        ]
