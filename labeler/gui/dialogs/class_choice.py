"""A field for a class table: that of the open dataset, a ready one, or one in a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from labeler.core.errors import LabelerError

if TYPE_CHECKING:
    from labeler.core.classes import ClassTable

_OWN = "own"


class ClassChoice(QWidget):
    """A list of class tables, and a button for another file. `changed()` after every choice.

    `own` is the table of the open dataset, proposed if it has classes; `automatic` begins the list with an
    item that leaves the choice to the job, which `is_automatic` tells.
    """

    changed = Signal()

    def __init__(self, own: ClassTable | None, parent: QWidget | None = None, *, automatic: str = "") -> None:
        super().__init__(parent)
        from labeler.core.class_file import ready_tables

        self._own = own
        self.box = QComboBox()
        self.box.setAccessibleName("Class table")
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        if automatic:
            self.box.addItem(automatic, None)
        if own is not None and own.user_rows:
            self.box.addItem(f"This dataset ({len(own.user_rows)} classes)", _OWN)
            self.box.setCurrentIndex(self.box.count() - 1)
        for table in ready_tables():
            self.box.addItem(f"{table.name} ({table.class_count} classes)", table.name)
        self.box.currentIndexChanged.connect(self.changed)
        browse = QPushButton("File…", autoDefault=False)
        browse.clicked.connect(self._browse)
        self.setFocusProxy(self.box)
        self.notice = QLabel(wordWrap=True)
        self.notice.setObjectName("dim")
        self.box.currentIndexChanged.connect(self._show_notices)
        row = QHBoxLayout()
        row.addWidget(self.box, 1)
        row.addWidget(browse)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(row)
        layout.addWidget(self.notice)
        self._show_notices()

    @property
    def is_automatic(self) -> bool:
        """Whether the choice is left to the job."""
        return self.box.currentData() is None

    def table(self) -> ClassTable:
        """The table that is chosen; raises as `read_any_table` for a file that has none."""
        from labeler.core.class_file import read_ready_table
        from labeler.core.classes import ClassTable
        from labeler.core.table_formats import read_any_table

        choice = self.box.currentData()
        if choice == _OWN and self._own is not None:
            return self._own
        if isinstance(choice, Path):
            return read_any_table(choice).table
        return ClassTable() if choice is None else read_ready_table(choice)

    def choose_file(self, path: Path) -> None:
        """Put a file into the list, and choose it."""
        self.box.addItem(path.name, path)
        self.box.setCurrentIndex(self.box.count() - 1)
        self.box.setItemData(self.box.count() - 1, str(path), Qt.ItemDataRole.ToolTipRole)

    def _show_notices(self) -> None:
        """Say what the format of a file does not tell of its classes, or that it has none."""
        from labeler.core.table_formats import read_any_table

        choice = self.box.currentData()
        text = ""
        if isinstance(choice, Path):
            try:
                text = " ".join(read_any_table(choice).notices)
            except LabelerError as error:
                text = str(error)
        self.notice.setText(text)
        self.notice.setVisible(bool(text))

    def _browse(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "Class table")
        if name:
            self.choose_file(Path(name))
