"""The docks at the right: slim titles in semibold, no boxes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QLabel, QWidget


class DockTitle(QWidget):
    """The title of a dock, and at its right end a number that matters."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("dockTitle")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        name = QLabel(text)
        name.setObjectName("title")
        self.detail = QLabel()
        self.detail.setObjectName("dim")
        layout = QHBoxLayout(self)
        # Qt gives a title the height its layout wants, not the one that is set.
        layout.setContentsMargins(12, 6, 12, 6)
        layout.setSpacing(2)
        layout.addWidget(name)
        layout.addStretch(1)
        layout.addWidget(self.detail)


class Dock(QDockWidget):
    """A panel under its title, to be moved to the left or the right side."""

    def __init__(self, name: str, panel: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.setObjectName(f"dock{name}")
        self.setAllowedAreas(Qt.DockWidgetArea.LeftDockWidgetArea | Qt.DockWidgetArea.RightDockWidgetArea)
        self._title = DockTitle(name)
        self.setTitleBarWidget(self._title)
        self.setWidget(panel)

    def show_focus(self, has_focus: bool) -> None:
        """Show whether the keys go to this panel."""
        if self._title.property("focused") != has_focus:
            self._title.setProperty("focused", has_focus)
            self._title.style().unpolish(self._title)
            self._title.style().polish(self._title)

    def show_detail(self, text: str) -> None:
        """Show a number at the right end of the title."""
        self._title.detail.setText(text)
