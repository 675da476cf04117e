"""Two states of one thing side by side: counts, pictures of what differs, and a row for each difference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from labeler.gui.dialogs.difference_picture import DifferencePicture
from labeler.gui.dialogs.fit_screen import fit_screen
from labeler.gui.swatch import swatch_icon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from labeler.gui.comparing import Compared, Row

# Pixels; and so many rows are seen at once, if there are as many.
_ROW, _HEADER = 24, 32
_ROWS_SHOWN = 7


class CompareDialog(QDialog):
    """Shows what was compared. `choices` are the buttons besides Cancel; the first is proposed.

    `chosen(str)` names the button, `jump_wanted(Bounds)` the place of the row that was picked.
    """

    chosen = Signal(str)
    jump_wanted = Signal(object)

    def __init__(self, compared: Compared, choices: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(compared.title)
        self._rows = compared.rows
        self.pictures = _pictures(compared)
        self.headline = QLabel(compared.headline, wordWrap=True)
        self.headline.setObjectName("headline")
        self.detail = QLabel(compared.detail, wordWrap=True)
        self.detail.setVisible(bool(compared.detail))
        self.table = _table(compared)
        self.table.itemSelectionChanged.connect(self._on_row)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(self.headline)
        layout.addWidget(self.detail)
        if self.pictures:
            layout.addLayout(_captioned(self.pictures, (compared.sides.mine, compared.sides.theirs)), 3)
        layout.addWidget(self.table, 2)
        layout.addLayout(self._button_row(choices))
        fit_screen(self, QSize(880, 640 if self.pictures else 400))

    def _button_row(self, choices: Sequence[str]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        self.buttons: dict[str, QPushButton] = {}
        for text in choices:
            button = QPushButton(text, autoDefault=False, default=not self.buttons)
            button.setProperty("first", not self.buttons)
            button.clicked.connect(lambda _=False, text=text: self._choose(text))
            row.addWidget(button)
            self.buttons[text] = button
        cancel = QPushButton("Decide later", autoDefault=False)
        cancel.clicked.connect(self.reject)
        row.addWidget(cancel)
        return row

    def _choose(self, text: str) -> None:
        self.accept()
        self.chosen.emit(text)

    def _on_row(self) -> None:
        rows = self.table.selectionModel().selectedRows()
        bounds = self._rows[rows[0].row()].bounds if rows else None
        for picture in self.pictures:
            picture.show_box(bounds)
        if bounds is not None:
            self.jump_wanted.emit(bounds)


def _pictures(compared: Compared) -> list[DifferencePicture]:
    pixels, palette = compared.pixels, compared.palette
    if pixels is None or palette is None or not pixels.count:
        return []
    differs = pixels.pictures[0] != pixels.pictures[1]
    return [
        DifferencePicture(label_map, differs, pixels.rect, pixels.stride, palette)
        for label_map in pixels.pictures
    ]


def _captioned(pictures: Sequence[QWidget], captions: Sequence[str]) -> QHBoxLayout:
    """Widgets beside each other, each with words above it."""
    row = QHBoxLayout()
    row.setSpacing(8)
    for picture, caption in zip(pictures, captions, strict=True):
        column = QVBoxLayout()
        column.setSpacing(4)
        label = QLabel(caption)
        label.setObjectName("title")
        column.addWidget(label)
        column.addWidget(picture, 1)
        row.addLayout(column, 1)
    return row


def _table(compared: Compared) -> QTableWidget:
    """One row for each difference: the class with its swatch, then the cells."""
    table = QTableWidget(len(compared.rows), 1 + len(compared.headers))
    table.setHorizontalHeaderLabels(["Class", *compared.headers])
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(_ROW)
    table.setShowGrid(False)
    table.setStyleSheet("QTableView::item { padding: 0 8px; }")
    table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
    table.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
    table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    rows = min(len(compared.rows), _ROWS_SHOWN)
    table.setMinimumHeight(_HEADER + rows * _ROW)
    table.setMaximumHeight(_HEADER + max(len(compared.rows), 1) * _ROW)
    for at, row in enumerate(compared.rows):
        _fill(table, at, row)
    header = table.horizontalHeader()
    header.setDefaultAlignment(header.defaultAlignment() & ~header.defaultAlignment().AlignHCenter)
    header.setHighlightSections(False)
    for column in range(table.columnCount()):
        # Class tables tell whole rows; of shapes only the class has words of any length.
        is_wide = column == 0 or compared.pixels is None
        mode = QHeaderView.ResizeMode.Stretch if is_wide else QHeaderView.ResizeMode.ResizeToContents
        header.setSectionResizeMode(column, mode)
    return table


def _fill(table: QTableWidget, at: int, row: Row) -> None:
    name = QTableWidgetItem(row.name)
    name.setIcon(swatch_icon(row.color))
    table.setItem(at, 0, name)
    for column, text in enumerate(row.cells, 1):
        table.setItem(at, column, QTableWidgetItem(text))
