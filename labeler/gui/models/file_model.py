"""The images of the dataset as rows: name and how far its labelling is; a filter leaves some of them out."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QIcon

from labeler.core.annotation import ImageState
from labeler.core.image_facts import ImageFacts
from labeler.gui import theme
from labeler.gui.icons import SMALL, pixmap, untinted
from labeler.gui.models.image_records import ImageFilter, ImageRecords, Mark
from labeler.gui.models.shown_rows import ShownRows, runs

if TYPE_CHECKING:
    from labeler.core.dataset import DatasetImage
    from labeler.core.dataset_scan import ListChange

Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole
# The file of an image.
FILE = _ROLE.UserRole
_SIGN_ROLES = [_ROLE.DecorationRole, _ROLE.ToolTipRole]

# With more rows than this to come and go, all are shown anew.
_MOST_RUNS = 64
# Images whose facts change leave the filtered list so many milliseconds later, many at a time.
_SETTLE = 200


class FileModel(QAbstractListModel):
    """One row for each image that the filter lets through; what is known of images comes in as it is read.

    `positions` are places in the dataset, `rows` those in this list. `progress_changed()`: more or fewer
    images are in some state; `filter_changed()`: another filter, or other images pass it.
    """

    progress_changed = Signal()
    filter_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._records = ImageRecords([])
        self._shown = ShownRows(range(0))
        self._filter = ImageFilter()
        self._signs = _Signs()
        self._settling = QTimer(self, singleShot=True, interval=_SETTLE)
        self._settling.timeout.connect(self._settle)

    @property
    def records(self) -> ImageRecords:
        """The images and what is known of them, to be read only."""
        return self._records

    def set_images(self, images: list[DatasetImage]) -> None:
        """Show other images, of which nothing is known yet, and all of them."""
        self.beginResetModel()
        self._records = ImageRecords(images)
        self._filter = ImageFilter()
        self._shown = ShownRows(range(len(images)))
        self.endResetModel()
        self.filter_changed.emit()
        self.progress_changed.emit()

    def set_facts(self, facts: Mapping[int, ImageFacts]) -> None:
        """Take what is known of the images at these positions."""
        changed = self._records.take(facts)
        if changed:
            self._tell(min(changed), max(changed))
        if self._filter.asks_facts:
            self._settling.start()

    def set_state(self, position: int, state: ImageState) -> None:
        """An image that is open is so far; its classes are counted when it is saved."""
        facts = self._records.facts[position]
        if facts.state is not state:
            self.set_facts({position: facts._replace(state=state)})

    def set_problem(self, position: int, problem: str) -> None:
        """Why an image cannot be worked on; empty when it can be."""
        if self._records.take_problem(position, problem):
            self._tell(position, position)

    def apply(self, change: ListChange) -> None:
        """Images came and went: rows do, and all others stay."""
        rows = (self._shown.row(position) for position in change.removed)
        gone = list(runs(row for row in rows if row is not None))
        is_much = len(gone) + sum(1 for _ in runs(iter(change.inserted))) > _MOST_RUNS
        if is_much:
            self.beginResetModel()
            self._records.change(change)
            self._shown = ShownRows(self._records.matching(self._filter))
            self.endResetModel()
        else:
            self._remove(gone)
            self._records.change(change)
            # The rows are the same as before, only their positions are others: nothing has to be told.
            self._shown = ShownRows(change.moved(self._shown.positions))
            self._insert(self._records.matching(self._filter, change.inserted))
        self.filter_changed.emit()
        self.progress_changed.emit()

    @property
    def shown(self) -> ShownRows:
        """The images that have a row now."""
        return self._shown

    @property
    def filter(self) -> ImageFilter:
        """Which images are shown."""
        return self._filter

    def set_filter(self, wanted: ImageFilter) -> None:
        """Show only the images that this filter lets through."""
        if wanted == self._filter:
            return
        self._filter = wanted
        self._settling.stop()
        self._reset(self._records.matching(wanted))
        self.filter_changed.emit()

    @property
    def done_count(self) -> int:
        """How many images of the dataset are known to be done."""
        return self._records.counts[Mark.DONE]

    @property
    def labelled_count(self) -> int | None:
        """How many images are in work or done; None while some are not known."""
        states = [facts.state for facts in self._records.facts]
        return None if None in states else sum(state is not ImageState.UNLABELLED for state in states)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """Number of images that the filter lets through."""
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        """The name with its folders, the sign of the state, and both in words."""
        position = self._shown[index.row()]
        records = self._records
        if role == _ROLE.DisplayRole:
            return records.images[position].name
        if role == FILE:
            return records.images[position].file
        if role == _ROLE.DecorationRole:
            return self._signs[records.marks[position]]
        if role in (_ROLE.ToolTipRole, _ROLE.AccessibleTextRole):
            told = records.problem(position) or records.marks[position].value
            return f"{records.images[position].name}: {told}"
        return None

    def _tell(self, first: int, last: int) -> None:
        """The signs of images from one position to another changed."""
        rows = self._shown.rows_between(first, last)
        if rows:
            self.dataChanged.emit(self.index(rows[0], 0), self.index(rows[-1], 0), _SIGN_ROLES)
        self.progress_changed.emit()

    def _settle(self) -> None:
        """Let images through that pass the filter by now, and leave others out."""
        count = len(self._shown)
        self._show(self._records.matching(self._filter))
        if count != len(self._shown):
            self.filter_changed.emit()

    def _show(self, positions: Sequence[int]) -> None:
        """Show these: rows come and go one run at a time, so that selection and scrolling stay."""
        before, now = set(self._shown.positions), set(positions)
        gone = list(runs(row for row, each in enumerate(self._shown.positions) if each not in now))
        come = [each for each in positions if each not in before]
        if len(gone) + len(come) > _MOST_RUNS:
            self._reset(positions)
        else:
            self._remove(gone)
            self._insert(come)

    def _remove(self, gone: list[tuple[int, int]]) -> None:
        """Take rows away, from the first to the last of each run."""
        shown = list(self._shown.positions)
        self._shown = ShownRows(shown)
        for first, last in reversed(gone):
            self.beginRemoveRows(QModelIndex(), first, last)
            del shown[first : last + 1]
            self.endRemoveRows()

    def _insert(self, positions: Sequence[int]) -> None:
        """Add rows for images that have none."""
        shown = list(self._shown.positions)
        self._shown = ShownRows(shown)
        for first, last in runs(iter(positions)):
            row = bisect_left(shown, first)
            self.beginInsertRows(QModelIndex(), row, row + last - first)
            shown[row:row] = range(first, last + 1)
            self.endInsertRows()

    def _reset(self, rows: Sequence[int]) -> None:
        self.beginResetModel()
        self._shown = ShownRows(rows)
        self.endResetModel()


class _Signs:
    """The signs of all marks in the colours of the theme, each drawn when it is first shown."""

    def __init__(self) -> None:
        self._drawn: dict[Mark, QIcon] = {}
        theme.notifier().changed.connect(self._drawn.clear)

    def __getitem__(self, mark: Mark) -> QIcon:
        if mark not in self._drawn:
            colors = theme.current()
            color = {
                Mark.DONE: colors.good,
                Mark.IN_WORK: colors.accent,
                Mark.PROBLEM: colors.warning,
            }.get(mark, colors.dim_text)
            name = "state_unlabelled" if mark is Mark.UNKNOWN else f"state_{mark.name.lower()}"
            self._drawn[mark] = untinted(pixmap(name, SMALL, color))
        return self._drawn[mark]
