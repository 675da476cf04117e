"""The tables of a comparison: figures of classes with bars, confusions, and images."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
)

from labeler.core.classes import BACKGROUND
from labeler.gui import theme
from labeler.gui.swatch import swatch_icon

if TYPE_CHECKING:
    from labeler.jobs.comparison import Comparison

_SHARE = Qt.ItemDataRole.UserRole
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
# Images beyond are in the CSV file.
_MOST = 1000


class Bars(QStyledItemDelegate):
    """Draws a share 0..1 as a bar along the bottom of its cell."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The cell, and its bar if it has one."""
        super().paint(painter, option, index)
        share = index.data(_SHARE)
        if isinstance(share, float) and share > 0:
            rect: QRect = option.rect
            width = max(1, round(share * (rect.width() - 8)))
            painter.fillRect(rect.left() + 4, rect.bottom() - 2, width, 2, theme.current().accent)


class FigureTable(QTableWidget):
    """Rows that are read, sorted as they are given; the first column takes the width that is left."""

    def __init__(self, titles: Sequence[str], name: str) -> None:
        super().__init__(0, len(titles))
        self.setHorizontalHeaderLabels(list(titles))
        self.setAccessibleName(name)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(26)
        self.setShowGrid(False)
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setItemDelegate(Bars(self))
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)
        header.setMinimumSectionSize(
            self.fontMetrics().horizontalAdvance("Precision") + 20
        )  # bars of one length
        header.setDefaultAlignment(_RIGHT)
        first = QTableWidgetItem(titles[0])
        first.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setHorizontalHeaderItem(0, first)

    def add_row(self, items: Sequence[QTableWidgetItem]) -> None:
        """Put a row at the end."""
        row = self.rowCount()
        self.insertRow(row)
        for column, item in enumerate(items):
            self.setItem(row, column, item)


def class_table() -> FigureTable:
    """The table of classes, empty."""
    return FigureTable(("Class", "IoU", "Dice", "Precision", "Recall", "Boundary", "Pixels"), "Classes")


def confusion_table() -> FigureTable:
    """The table of confusions, empty."""
    return FigureTable(("Is", "Predicted as", "Pixels", "Of the class"), "Largest confusions")


def image_table() -> FigureTable:
    """The table of images, empty."""
    return FigureTable(("Image", "mIoU", "Accuracy"), "Worst images")


def fill_classes(table: FigureTable, comparison: Comparison) -> None:
    """Every class that occurs, in the order of the indices."""
    scores = comparison.scores
    table.setRowCount(0)
    table.setColumnHidden(5, scores.boundary is None)
    columns = [scores.iou, scores.dice, scores.precision, scores.recall]
    columns.append(scores.iou if scores.boundary is None else scores.boundary)
    for place, index in enumerate(scores.indices.tolist()):
        figures = [share_item(float(column[place])) for column in columns]
        table.add_row([name_item(comparison, index), *figures, pixel_item(int(scores.truth[place]))])


def fill_confusions(table: FigureTable, comparison: Comparison, count: int) -> None:
    """The largest cells beside the diagonal, with the indices as data of the first two columns."""
    table.setRowCount(0)
    totals = comparison.matrix.sum(1)
    for truth, predicted, pixels in comparison.confusions(count):
        share = share_item(pixels / int(totals[truth]))
        names = name_item(comparison, truth), name_item(comparison, predicted)
        table.add_row([*names, pixel_item(pixels), share])


def fill_images(table: FigureTable, comparison: Comparison) -> None:
    """The images, the worst first."""
    table.setRowCount(0)
    for image in comparison.worst(_MOST):
        name = QTableWidgetItem(image.name)
        name.setToolTip(f"{image.name}\nDouble click reviews it.")
        scores = image.scores
        table.add_row([name, share_item(scores.mean_iou), share_item(scores.pixel_accuracy)])


def name_item(comparison: Comparison, index: int) -> QTableWidgetItem:
    """A class by swatch and name, with its index as data."""
    item = QTableWidgetItem(comparison.name_of(index))
    item.setIcon(swatch_icon(None if index == BACKGROUND else comparison.color_of(index)))
    item.setData(_SHARE, index)
    return item


def share_item(share: float) -> QTableWidgetItem:
    """A share as per cent with a bar; a dash where there is none."""
    item = QTableWidgetItem("–" if math.isnan(share) else f"{100 * share:.2f}")
    item.setTextAlignment(_RIGHT)
    item.setData(_SHARE, 0.0 if math.isnan(share) else share)
    return item


def pixel_item(pixels: int) -> QTableWidgetItem:
    """A number of pixels."""
    item = QTableWidgetItem(f"{pixels:,}")
    item.setTextAlignment(_RIGHT)
    return item


def index_of(table: FigureTable, row: int, column: int) -> int:
    """The index of the class that stands in a cell."""
    return int(table.model().index(row, column).data(_SHARE))
