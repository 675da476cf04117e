"""The table that all panels show their rows in: no grid, no headers, rows of 24 px."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

ROW_HEIGHT = 24
WIDTH = 280
# What style sheet and style leave free beside the text of a cell, left and right together.
_CELL_MARGINS = 18


class RowTable(QTableView):
    """Whole rows are selected; `stretch` is the column that takes the width that is left."""

    def __init__(self, stretch: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stretch = stretch
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(ROW_HEIGHT)
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().hide()
        self.horizontalHeader().setMinimumSectionSize(8)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As wide as a dock shall be at first."""
        return QSize(WIDTH, 8 * ROW_HEIGHT)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """One row: on a small screen three lists share the height."""
        return QSize(super().minimumSizeHint().width(), ROW_HEIGHT)

    def fit_columns(self, widths: dict[int, int]) -> None:
        """Give columns fixed widths in pixels; the one to stretch takes the rest."""
        header = self.horizontalHeader()
        for column, width in widths.items():
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(column, width)
        header.setSectionResizeMode(self._stretch, QHeaderView.ResizeMode.Stretch)

    def text_width(self, widest: str) -> int:
        """The width of a column that holds at most this text, in pixels."""
        return self.fontMetrics().horizontalAdvance(widest) + _CELL_MARGINS
