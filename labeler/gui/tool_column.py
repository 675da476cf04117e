"""The column of tools at the left edge: one button for each, 40 px wide."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QToolBar, QWidget

from labeler.gui.actions import Actions
from labeler.gui.icons import LARGE
from labeler.tools.registry import TOOLS

BELOW = ("undo", "redo")


class ToolColumn(QToolBar):
    """The tools, and undo and redo below them."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__("Tools", parent)
        self.setObjectName("tools")
        self.setOrientation(Qt.Orientation.Vertical)
        self.setMovable(False)
        self.setIconSize(QSize(LARGE, LARGE))
        self.setFixedWidth(40)
        self.toggleViewAction().setVisible(False)
        for name in TOOLS:
            self.addAction(actions[name])
        self.addSeparator()
        for name in BELOW:
            self.addAction(actions[name])
