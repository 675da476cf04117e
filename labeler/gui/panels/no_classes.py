"""What the class panel says while a dataset has no classes of its own: how to get some."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget


class NoClasses(QWidget):
    """`name_wanted()`: to name the first class; `ready_wanted(str)`: a table that comes with Labeler."""

    name_wanted = Signal()
    ready_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        text = QLabel("No classes yet. Name the first, or begin with those of a public dataset.")
        text.setObjectName("hint")
        text.setWordWrap(True)
        self.name_button = QPushButton("New class")
        self.name_button.setProperty("first", True)
        self.name_button.clicked.connect(self.name_wanted)
        self.ready_button = QPushButton("Ready classes")
        menu = QMenu(self)
        menu.aboutToShow.connect(self._fill)
        self.ready_button.setMenu(menu)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.name_button)
        buttons.addWidget(self.ready_button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(8)
        layout.addWidget(text)
        layout.addLayout(buttons)

    def _fill(self) -> None:
        """The tables are read when they are first looked at."""
        from labeler.core.class_file import ready_tables

        menu = self.ready_button.menu()
        if menu.isEmpty():
            for table in ready_tables():
                action = menu.addAction(f"{table.name}\t{table.class_count}")
                action.triggered.connect(lambda _=False, name=table.name: self.ready_wanted.emit(name))
