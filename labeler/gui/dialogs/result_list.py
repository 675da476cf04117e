"""The list of what a job has to say, image by image; a double click leads to the image."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from labeler.jobs.step import Step

_MOST_ROWS = 2000
_HEIGHT = 200  # pixels at least: the header and some rows of several lines
_WIDEST_NAME = 200  # pixels; a longer name of an image is cut off, its tooltip has all of it


class ResultList(QTableWidget):
    """Image, result and reason of each step that has something to say. `image_wanted(str)` names an image.

    Without any it is hidden. `folder` is that of the dataset, which the reasons need not repeat; None where
    the steps are about any files.
    """

    image_wanted = Signal(str)

    def __init__(self, folder: Path | None, parent: QWidget | None = None) -> None:
        super().__init__(0, 3, parent)
        self._folder = "" if folder is None else f"{folder}{os.sep}"
        self._gesture = "shows the file in its folder" if folder is None else "opens the image"
        self.setHorizontalHeaderLabels(["File" if folder is None else "Image", "Result", "Why"])
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setStyleSheet("QTableView::item { padding: 4px; }")  # rows of several lines stand apart
        self.setWordWrap(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        header.geometriesChanged.connect(self.resizeRowsToContents)
        self.itemActivated.connect(self._on_activated)
        self.setMinimumHeight(_HEIGHT)
        self.hide()

    def start(self) -> None:
        """Begin anew."""
        self.setRowCount(0)
        self.hide()

    def add(self, step: Step) -> None:
        """List a step if it has something to say."""
        if not (step.message or step.has_failed) or self.rowCount() >= _MOST_ROWS:
            return
        self.show()
        row = self.rowCount()
        self.insertRow(row)
        # The folder of the dataset is the same in every row, and a path cannot be broken into lines.
        message = step.message.replace(self._folder, "") if self._folder else step.message
        for column, text in enumerate((step.name, step.status.value, message)):
            item = QTableWidgetItem(text)
            why = step.message if column == 2 else text
            item.setToolTip(f"{why}\nDouble click {self._gesture}.")
            self.setItem(row, column, item)

    def fit(self) -> None:
        """Give every column and row the room that it needs."""
        self.setColumnWidth(0, min(_WIDEST_NAME, self.sizeHintForColumn(0)))
        self.resizeRowsToContents()

    def _on_activated(self, item: QTableWidgetItem) -> None:
        name = self.item(item.row(), 0)
        if name is not None:
            self.image_wanted.emit(name.text())
