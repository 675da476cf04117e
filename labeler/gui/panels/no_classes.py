"""What the class panel says while a dataset has no classes of its own: how to get some."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

_ROWS = 6  # shown at once


class FindField(QLineEdit):
    """A field above a list: the arrow down goes into it, Enter takes what is marked there."""

    def __init__(self, below: QListWidget) -> None:
        super().__init__()
        self._below = below

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Keys that move in the list go there; all others are typed."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._below.setFocus(Qt.FocusReason.OtherFocusReason)
            self._below.keyPressEvent(event)
            if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                return
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)


class NoClasses(QWidget):
    """`ready_wanted(str)` names a class table that comes with Labeler; `import_wanted()` asks for a file."""

    ready_wanted = Signal(str)
    import_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        text = QLabel("No classes yet. Name the first one below, or begin with those of a public dataset.")
        text.setObjectName("hint")
        text.setWordWrap(True)
        self.ready_button = QPushButton("Ready classes")
        self.ready_button.clicked.connect(self._show_ready)
        self.import_button = QPushButton("Import…")
        self.import_button.setToolTip("From labels.txt, labelmap.txt, CVAT, id2label.json, YAML, a palette")
        self.import_button.clicked.connect(self.import_wanted)
        self.found = QListWidget()
        self.found.setAccessibleName("Ready class tables")
        self.found.itemActivated.connect(self._take)
        self.field = FindField(self.found)
        self.field.setPlaceholderText("Find by name or class")
        self.field.setAccessibleName("Find ready classes")
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self._search)
        self.nothing = QLabel("No ready table, and no class of one, is called so.")
        self.nothing.setObjectName("hint")
        self.nothing.setWordWrap(True)
        buttons = QHBoxLayout()
        buttons.addWidget(self.ready_button)
        buttons.addWidget(self.import_button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(8)
        layout.addWidget(text)
        layout.addLayout(buttons)
        for each in (self.field, self.found, self.nothing):
            layout.addWidget(each)
            each.hide()

    def _show_ready(self) -> None:
        """The tables are read when they are first looked at."""
        self.ready_button.hide()
        self.field.show()
        self._search(self.field.text())
        self.found.setFixedHeight(self.found.sizeHintForRow(0) * _ROWS + 2 * self.found.frameWidth())
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _search(self, text: str) -> None:
        from labeler.core.ready_search import find_ready_tables

        self.found.clear()
        for each in find_ready_tables(text):
            classes = f": {', '.join(each.class_names)}" if each.class_names else ""
            item = QListWidgetItem(f"{each.table.name}   {each.table.class_count}{classes}")
            item.setData(Qt.ItemDataRole.UserRole, each.table.name)
            item.setToolTip(item.text())
            self.found.addItem(item)
        self.found.setCurrentRow(0)
        self.found.setVisible(self.found.count() > 0)
        self.nothing.setVisible(self.found.count() == 0)

    def _take(self, item: QListWidgetItem) -> None:
        self.ready_wanted.emit(item.data(Qt.ItemDataRole.UserRole))
