"""The gaps and slivers of the image as rows: what each is, its size, and the class it would go to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from labeler.core.classes import BACKGROUND, ClassTable
from labeler.gui import theme
from labeler.gui.swatch import swatch_icon

if TYPE_CHECKING:
    from labeler.core.gaps import Gap

Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter

KIND, PIXELS, NEIGHBOUR = range(3)


class GapModel(QAbstractTableModel):
    """One row for each gap. Those that were left (when they are shown at all) are dim."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._gaps: list[Gap] = []
        self._left: frozenset[Gap] = frozenset()
        self._classes = ClassTable()

    def set_gaps(self, gaps: Sequence[Gap], left: frozenset[Gap], classes: ClassTable) -> None:
        """Show these gaps, of which some were left."""
        self.beginResetModel()
        self._gaps, self._left, self._classes = list(gaps), left, classes
        self.endResetModel()

    def gap_at(self, row: int) -> Gap | None:
        """The gap that stands in a row, None where there is no row."""
        return self._gaps[row] if 0 <= row < len(self._gaps) else None

    def row_of(self, gap: Gap | None) -> int | None:
        """The row of a gap, or of the one that begins where it does; None when it is gone."""
        if gap in self._gaps:
            return self._gaps.index(gap)
        starts = [each.start for each in self._gaps]
        return starts.index(gap.start) if gap is not None and gap.start in starts else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """Number of gaps."""
        return 0 if parent.isValid() else len(self._gaps)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """Kind, size, neighbour."""
        return 0 if parent.isValid() else 3

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        """What stands in a cell."""
        gap, column = self._gaps[index.row()], index.column()
        if role == _ROLE.DisplayRole:
            return (str(gap.kind), f"{gap.pixels:,} px", self._name(gap.neighbour))[column]
        if role == _ROLE.DecorationRole and column != PIXELS:
            return self._swatch(gap.index if column == KIND else gap.neighbour)
        if role == _ROLE.TextAlignmentRole and column == PIXELS:
            return _RIGHT
        if role == _ROLE.ForegroundRole and (
            gap in self._left or (column == NEIGHBOUR and not gap.neighbour)
        ):
            return theme.current().dim_text
        if role == _ROLE.ToolTipRole:
            return self._tooltip(gap)
        return None

    def _swatch(self, index: int | None) -> Any:
        """The colour of a class, hollow for background, none for no class."""
        row = None if index is None else self._classes.at(index)
        if index is None or row is None:
            return None
        return swatch_icon(None if index == BACKGROUND else row.color)

    def _name(self, index: int | None) -> str:
        row = None if index is None else self._classes.at(index)
        return "no neighbour" if row is None else row.name

    def _tooltip(self, gap: Gap) -> str:
        own = "of background" if gap.index == BACKGROUND else f"of {self._name(gap.index)}"
        borders = ", ".join(f"{self._name(index)} {length:,} px" for index, length in gap.neighbours)
        left = "Left as it is. " if gap in self._left else ""
        return f"{left}{gap.pixels:,} px {own} at x {gap.start[0]}, y {gap.start[1]}. Borders: {borders}."
