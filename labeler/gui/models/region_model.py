"""The regions in which annotation and prediction differ as rows: class, predicted class, size."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from labeler.core.classes import BACKGROUND, ClassTable
from labeler.gui import theme
from labeler.gui.swatch import swatch_icon

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.difference_regions import DifferenceRegions

Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter

TRUTH, PREDICTED, PIXELS = range(3)


class RegionModel(QAbstractTableModel):
    """One row for each region that is shown. Those that were rejected (when they are shown) are dim.

    Rows are numbers of regions in an array: a noisy prediction has tens of thousands of them.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.regions: DifferenceRegions | None = None
        self._numbers: NDArray[np.intp] = np.empty(0, np.intp)
        self._is_rejected: NDArray[np.bool_] = np.empty(0, np.bool_)
        self._classes = ClassTable()

    def set_regions(
        self,
        regions: DifferenceRegions | None,
        numbers: NDArray[np.intp],
        is_rejected: NDArray[np.bool_],
        classes: ClassTable,
    ) -> None:
        """Show the regions of these numbers, ascending; `is_rejected` (n,) is of all regions."""
        self.beginResetModel()
        self.regions, self._numbers, self._is_rejected, self._classes = regions, numbers, is_rejected, classes
        self.endResetModel()

    @property
    def numbers(self) -> NDArray[np.intp]:
        """The numbers of the regions that are shown."""
        return self._numbers

    def number_at(self, row: int) -> int | None:
        """The number of the region that stands in a row, None where there is no row."""
        return int(self._numbers[row]) if 0 <= row < len(self._numbers) else None

    def row_of(self, number: int) -> int | None:
        """The row of a region; None when it is not shown."""
        row = int(np.searchsorted(self._numbers, number))
        return row if row < len(self._numbers) and self._numbers[row] == number else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """Number of regions shown."""
        return 0 if parent.isValid() else len(self._numbers)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """Class, predicted class, size."""
        return 0 if parent.isValid() else 3

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        """What stands in a cell."""
        assert self.regions is not None
        number, column = int(self._numbers[index.row()]), index.column()
        region = self.regions[number]
        if role == _ROLE.DisplayRole:
            names = self.name_of(region.truth_index), self.name_of(region.predicted_index)
            return (*names, f"{region.pixels:,} px")[column]
        if role == _ROLE.DecorationRole and column != PIXELS:
            return self.icon_of(region.truth_index if column == TRUTH else region.predicted_index)
        if role == _ROLE.TextAlignmentRole and column == PIXELS:
            return _RIGHT
        if role == _ROLE.ForegroundRole and (self._is_rejected[number] or column == PIXELS):
            return theme.current().dim_text
        if role == _ROLE.ToolTipRole:
            rejected = "Rejected. " if self._is_rejected[number] else ""
            return (
                f"{rejected}{region.pixels:,} px of {self.name_of(region.truth_index)}, predicted as "
                f"{self.name_of(region.predicted_index)}, at x {region.rect.left}, y {region.rect.top}."
            )
        return None

    def icon_of(self, index: int) -> Any:
        """The colour of a class, hollow for background, none for an index that has no class."""
        row = self._classes.at(index)
        return None if row is None else swatch_icon(None if index == BACKGROUND else row.color)

    def name_of(self, index: int) -> str:
        """The name of a class, or `index 7` where the table has none."""
        row = self._classes.at(index)
        return f"index {index}" if row is None else row.name
