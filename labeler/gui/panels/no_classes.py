"""What the class panel says while a dataset has no classes of its own: how to get some."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QMenu, QPushButton, QVBoxLayout, QWidget


class NoClasses(QWidget):
    """`ready_wanted(str)` names a class table that comes with Labeler."""

    ready_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        text = QLabel("No classes yet. Name the first one below, or begin with those of a public dataset.")
        text.setObjectName("hint")
        text.setWordWrap(True)
        self.ready_button = QPushButton("Ready classes")
        menu = QMenu(self)
        menu.aboutToShow.connect(self._fill)
        self.ready_button.setMenu(menu)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(8)
        layout.addWidget(text)
        layout.addWidget(self.ready_button, 0, Qt.AlignmentFlag.AlignLeft)

    def _fill(self) -> None:
        """The tables are read when they are first looked at."""
        from labeler.core.class_file import ready_tables

        menu = self.ready_button.menu()
        if menu.isEmpty():
            for table in ready_tables():
                action = menu.addAction(f"{table.name}\t{table.class_count}")
                action.triggered.connect(lambda _=False, name=table.name: self.ready_wanted.emit(name))
