"""The list of regions in which a prediction differs, and what can be done with the one that is marked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal, SignalInstance
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from labeler.gui.models.region_model import PIXELS, PREDICTED, TRUTH, RegionModel
from labeler.gui.panels.keyed_rows import KeyedRows
from labeler.gui.review import Shown
from labeler.gui.reviewed_regions import PairCount, RegionFilter

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from labeler.core.classes import ClassTable
    from labeler.gui.reviewed_regions import ReviewedRegions

_KEYS = {
    Qt.Key.Key_Return: "enter",
    Qt.Key.Key_Enter: "enter",
    Qt.Key.Key_Y: "accept",
    Qt.Key.Key_N: "reject",
    Qt.Key.Key_Space: "show",
    Qt.Key.Key_Escape: "escape",
}
_VIEWS = (
    (Shown.TRUTH, "Annotation", "The labels of the annotation"),
    (Shown.PREDICTION, "Prediction", "The labels that were predicted, under the outlines of the annotation"),
    (Shown.DIFFERENCES, "Differences", "What was predicted, where it differs; background too"),
)
# What a button of these has at each side of its text at least, in screen pixels.
_BESIDE_TEXT = 8
# Pairs beyond can be found among all.
_MOST_PAIRS = 200
# What the list of pairs keeps of all of them.
_ALL = -1


class ReviewPanel(QWidget):
    """Rows of regions. `chosen(int)`: the user has marked the one of this number. `entered()`: Enter on it.

    `accepted()`, `rejected()` and `all_accepted()` say what shall become of them; `filter_changed()` that
    others shall be shown, `shown_changed(Shown)` what the canvas shows, `folder_wanted()` that predictions of
    another folder are, `escaped()` that the keys belong to the canvas again.
    """

    chosen = Signal(int)
    entered = Signal()
    accepted = Signal()
    rejected = Signal()
    all_accepted = Signal()
    filter_changed = Signal()
    shown_changed = Signal(object)
    folder_wanted = Signal()
    escaped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = RegionModel(self)
        self.table = KeyedRows(PREDICTED, _KEYS)
        self.table.setModel(self.model)
        self.table.setAccessibleName("Regions that differ")
        self.table.fit_columns({PIXELS: self.table.text_width("9,999 px")})
        self.table.horizontalHeader().setSectionResizeMode(TRUTH, QHeaderView.ResizeMode.Stretch)
        self.table.setTextElideMode(Qt.TextElideMode.ElideRight)
        meanings = {
            "enter": self.entered.emit,
            "accept": self.accepted.emit,
            "reject": self.rejected.emit,
            "show": self._show_next,
            "escape": self.escaped.emit,
        }
        self.table.pressed.connect(lambda meaning: meanings[meaning]())
        self.table.selectionModel().currentRowChanged.connect(self._on_current)
        self._is_following = False
        # Over the rows, which keep the keys while there are none.
        self.note = QLabel(wordWrap=True)
        self.note.setObjectName("empty")
        QVBoxLayout(self.table.viewport()).addWidget(self.note, alignment=Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._head())
        layout.addWidget(self.table, 1)
        layout.addLayout(self._buttons())
        self.show_counts(0, 0)

    @property
    def current(self) -> int | None:
        """The number of the region that is marked."""
        return self.model.number_at(self.table.currentIndex().row())

    @property
    def pair(self) -> tuple[int, int] | None:
        """The indices (truth, predicted) of the regions that shall be shown; None: all."""
        chosen = self.pairs.currentData()
        return None if chosen in (None, _ALL) else (chosen >> 8, chosen & 0xFF)

    @property
    def filter(self) -> RegionFilter:
        """Which regions shall be shown."""
        return RegionFilter(self.pair, self.least.value(), self.show_rejected.isChecked())

    @property
    def shown(self) -> Shown:
        """What the canvas shall show."""
        return _VIEWS[self.views.checkedId()][0]

    def show_view(self, shown: Shown) -> None:
        """Choose what the canvas shows, as its button does."""
        self.views.buttons()[[each for each, *_ in _VIEWS].index(shown)].click()

    def show_regions(
        self,
        found: ReviewedRegions | None,
        numbers: NDArray[np.intp],
        is_rejected: NDArray[np.bool_],
        classes: ClassTable,
    ) -> None:
        """Show the regions of these numbers, `is_rejected` (n,) being of all. Nothing is marked."""
        self._is_following = True
        self.model.set_regions(None if found is None else found.regions, numbers, is_rejected, classes)
        self.table.setCurrentIndex(QModelIndex())
        if len(numbers):  # the first is the largest
            largest = self.model.index(0, PIXELS).data()
            self.table.fit_columns({PIXELS: self.table.text_width(largest)})
        self._is_following = False

    def show_pairs(self, pairs: Sequence[PairCount]) -> None:
        """Offer these pairs of classes; the one that is chosen stays, also when it has no region now."""
        chosen = self.pair
        counts = {(each.truth_index, each.predicted_index): each.regions for each in pairs}
        shown = dict(list(counts.items())[:_MOST_PAIRS])
        if chosen is not None:
            shown[chosen] = counts.get(chosen, 0)
        self.pairs.blockSignals(True)
        self.pairs.clear()
        self.pairs.addItem(f"All pairs ({sum(counts.values()):,})", _ALL)
        for (truth, predicted), count in shown.items():
            names = f"{self.model.name_of(truth)} → {self.model.name_of(predicted)}"
            icon = self.model.icon_of(predicted) or QIcon()
            self.pairs.addItem(icon, f"{names} ({count:,})", truth << 8 | predicted)
        self._choose_pair(chosen)
        self.pairs.blockSignals(False)

    def choose_pair(self, pair: tuple[int, int] | None) -> None:
        """Show the regions of one pair of indices (truth, predicted), or of all."""
        if self.pairs.findData(_data_of(pair)) < 0:
            self.pairs.addItem("", _data_of(pair))
        self._choose_pair(pair)

    def show_note(self, text: str) -> None:
        """Say something where there are no rows."""
        self.note.setText(text)

    def show_counts(self, shown: int, rejected: int) -> None:
        """How many regions can be accepted at once, and how many were rejected."""
        self.accept_all.setEnabled(shown > 0)
        self.accept_all.setText(f"Accept all {shown:,}" if shown else "Accept all")
        self.show_rejected.setVisible(rejected > 0 or self.show_rejected.isChecked())
        self.show_rejected.setText(f"Show {rejected:,} rejected")
        self.show_marked(is_rejected=False)

    def show_marked(self, *, is_rejected: bool) -> None:
        """Say on the buttons what can be done with the marked region."""
        has_one = self.current is not None
        self.accept.setEnabled(has_one)
        self.reject.setEnabled(has_one)
        self.reject.setText("Take back" if has_one and is_rejected else "Reject")

    def mark(self, row: int) -> None:
        """Mark a row, or none for -1, and tell nobody."""
        self._is_following = True
        index = self.model.index(row, TRUTH) if row >= 0 else QModelIndex()
        self.table.setCurrentIndex(index)
        if index.isValid():
            self.table.selectRow(row)
        self._is_following = False

    def _head(self) -> QVBoxLayout:
        self.pairs = QComboBox()
        self.pairs.setAccessibleName("Which pairs of classes are shown")
        self.pairs.setToolTip("<p><b>Only one class predicted as another</b></p>")
        self.pairs.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.pairs.addItem("All pairs", _ALL)
        self.pairs.currentIndexChanged.connect(self.filter_changed)
        self.least = QSpinBox(minimum=1, maximum=10_000_000, suffix=" px")
        self.least.setKeyboardTracking(False)
        # It takes what the row has left: seven digits are wide, and rare.
        self.least.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.least.setMinimumWidth(100)
        self.least.setAccessibleName("Regions of at least so many pixels")
        self.least.setToolTip("<p><b>Only regions of at least so many pixels</b></p>")
        self.least.lineEdit().setTextMargins(6, 0, 4, 0)  # style sheets do not reach the field inside
        self.least.valueChanged.connect(self.filter_changed)
        name = QLabel("At least")
        name.setObjectName("dim")
        self.folder = QToolButton()
        self.folder.setText("Folder…")
        self.folder.clicked.connect(self.folder_wanted)
        second = QHBoxLayout()
        second.addWidget(name)
        second.addWidget(self.least, 1)
        second.addWidget(self.folder)
        head = QVBoxLayout()
        head.setContentsMargins(8, 6, 8, 6)
        head.setSpacing(6)
        head.addWidget(self.pairs)
        head.addLayout(second)
        head.addLayout(self._views())
        return head

    def _views(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(2)
        self.views = QButtonGroup(self)
        for place, (_, text, hint) in enumerate(_VIEWS):
            button = QToolButton()
            button.setText(text)
            button.setCheckable(True)
            button.setChecked(place == 0)
            button.setToolTip(f"<p><b>{hint}</b>&nbsp;&nbsp;Space goes on</p>")
            # Qt leaves more beside the text than a narrow dock has.
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.setMinimumWidth(button.fontMetrics().horizontalAdvance(text) + 2 * _BESIDE_TEXT)
            self.views.addButton(button, place)
            row.addWidget(button)
        self.views.idToggled.connect(lambda _, is_on: self.shown_changed.emit(self.shown) if is_on else None)
        return row

    def _buttons(self) -> QGridLayout:
        self.accept = self._button(
            "Take the prediction over into the annotation there", "Y", self.accepted, "Accept"
        )
        self.reject = self._button("Leave the annotation; it stays out of the list", "N", self.rejected)
        self.accept_all = self._button("Accept every region of the list, as one step", "", self.all_accepted)
        self.show_rejected = QCheckBox()
        self.show_rejected.toggled.connect(self.filter_changed)
        grid = QGridLayout()
        grid.setContentsMargins(8, 6, 8, 8)
        grid.setSpacing(4)
        grid.addWidget(self.accept, 0, 0)
        grid.addWidget(self.reject, 0, 1)
        grid.addWidget(self.accept_all, 1, 0, 1, 2)
        grid.addWidget(self.show_rejected, 2, 0, 1, 2)
        return grid

    def _button(self, hint: str, key: str, signal: SignalInstance, text: str = "") -> QPushButton:
        button = QPushButton(text)
        button.setToolTip(f"<p><b>{hint}</b>&nbsp;&nbsp;{key}</p>")
        # A large number must not make the dock wider.
        button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda _=False: signal.emit())
        return button

    def _show_next(self) -> None:
        self.views.button((self.views.checkedId() + 1) % len(_VIEWS)).click()

    def _choose_pair(self, pair: tuple[int, int] | None) -> None:
        self.pairs.setCurrentIndex(self.pairs.findData(_data_of(pair)))

    def _on_current(self, index: QModelIndex) -> None:
        number = self.model.number_at(index.row())
        if not self._is_following and number is not None:
            self.chosen.emit(number)


def _data_of(pair: tuple[int, int] | None) -> int:
    """What the list of pairs keeps of a pair."""
    return _ALL if pair is None else pair[0] << 8 | pair[1]
