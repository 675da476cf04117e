"""The list of gaps and slivers, and what can be done with the one that is marked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal, SignalInstance
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from labeler.gui.models.gap_model import KIND, NEIGHBOUR, PIXELS, GapModel
from labeler.gui.panels.keyed_rows import KeyedRows

if TYPE_CHECKING:
    from labeler.core.classes import ClassRow, ClassTable
    from labeler.core.gaps import Gap

_KEYS = {
    Qt.Key.Key_Return: "enter",
    Qt.Key.Key_Enter: "enter",
    Qt.Key.Key_L: "leave",
    Qt.Key.Key_Escape: "escape",
}
_SHIFT_KEYS = {Qt.Key.Key_Return: "to class", Qt.Key.Key_Enter: "to class"}


class GapPanel(QWidget):
    """Rows of gaps. `chosen(Gap)`: the user has marked one. `entered()`: Enter on it.

    `to_neighbour()`, `to_class()` and `left()` say what shall become of it, `all_slivers()` that every sliver
    shall go to its neighbour. `below_changed(int)` is the size that makes a sliver, `left_shown(bool)`
    whether those that were left are to be seen too, `escaped()` that the keys belong to the canvas again.
    """

    chosen = Signal(object)
    entered = Signal()
    to_neighbour = Signal()
    to_class = Signal()
    left = Signal()
    all_slivers = Signal()
    below_changed = Signal(int)
    left_shown = Signal(bool)
    escaped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = GapModel(self)
        self.table = KeyedRows(NEIGHBOUR, _KEYS, _SHIFT_KEYS)
        self.table.setModel(self.model)
        self.table.setAccessibleName("Gaps")
        width = self.table.text_width
        self.table.fit_columns({KIND: 24 + width("sliver"), PIXELS: width("99,999 px")})
        meanings = {
            "enter": self.entered,
            "to class": self.to_class,
            "leave": self.left,
            "escape": self.escaped,
        }
        self.table.pressed.connect(lambda meaning: meanings[meaning].emit())
        self.table.selectionModel().currentRowChanged.connect(self._on_current)
        self._is_following = False
        # Over the rows, which keep the keys while there are none.
        self.note = QLabel()
        self.note.setObjectName("empty")
        self.note.setWordWrap(True)
        QVBoxLayout(self.table.viewport()).addWidget(self.note, alignment=Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._head())
        layout.addWidget(self.table, 1)
        layout.addLayout(self._buttons())
        self.show_target(None, None)

    @property
    def current(self) -> Gap | None:
        """The gap that is marked."""
        return self.model.gap_at(self.table.currentIndex().row())

    def show_below(self, below: int) -> None:
        """Set the size that makes a sliver, which tells nobody."""
        self.below.blockSignals(True)
        self.below.setValue(below)
        self.below.blockSignals(False)

    def show_gaps(self, gaps: Sequence[Gap], left: frozenset[Gap], classes: ClassTable) -> None:
        """Show these gaps; the mark stays where it is, or goes to the next one when its gap is gone."""
        current, row = self.current, self.table.currentIndex().row()
        self._is_following = True
        self.model.set_gaps(gaps, left, classes)
        found = self.model.row_of(current)
        self.mark(found if found is not None else min(row, len(gaps) - 1))
        self._is_following = False

    def show_note(self, text: str) -> None:
        """Say something where there are no rows."""
        self.note.setText(text)

    def show_target(self, gap: Gap | None, current_class: ClassRow | None) -> None:
        """Say on the buttons what would become of the marked gap."""
        row = None if gap is None else self.model.row_of(gap)
        neighbour = None if row is None else self.model.index(row, NEIGHBOUR)
        has_neighbour = gap is not None and gap.neighbour is not None
        self.give.setEnabled(has_neighbour)
        self.give.setText(
            f"Give to {neighbour.data()}" if neighbour and has_neighbour else "Give to neighbour"
        )
        icon = neighbour.data(Qt.ItemDataRole.DecorationRole) if neighbour and has_neighbour else None
        self.give.setIcon(icon or QIcon())
        is_other = gap is not None and current_class is not None and current_class.index != gap.index
        self.give_class.setEnabled(is_other)
        self.give_class.setText("To class" if current_class is None else f"To {current_class.name}")
        self.leave.setEnabled(gap is not None)

    def show_counts(self, slivers: int, left: int) -> None:
        """How many slivers can be given at once, and how many gaps were left."""
        self.give_all.setEnabled(slivers > 0)
        self.give_all.setText(f"Give all {slivers:,}" if slivers else "Give all")
        self.show_left.setVisible(left > 0 or self.show_left.isChecked())
        self.show_left.setText(f"Show {left:,} left as they are")

    def mark(self, row: int) -> None:
        """Mark a row, or none for -1."""
        index = self.model.index(row, KIND) if row >= 0 else QModelIndex()
        self.table.setCurrentIndex(index)
        if index.isValid():
            self.table.selectRow(row)

    def _head(self) -> QHBoxLayout:
        self.below = QSpinBox(minimum=1, maximum=100_000, suffix=" px")
        self.below.setKeyboardTracking(False)
        self.below.setAccessibleName("Regions smaller than this are slivers")
        self.below.setToolTip(
            "<p><b>Slivers</b></p><p>Regions of fewer pixels are slivers, of background or of a class. "
            "Larger regions of background are gaps where they are enclosed, or nowhere so wide.</p>"
        )
        self.below.lineEdit().setTextMargins(6, 0, 4, 0)  # style sheets do not reach the field inside
        # As wide as the row lets it be: the dock must not become wider when the list comes.
        width = self.below.fontMetrics().horizontalAdvance
        self.below.setMinimumWidth(width("99 px") + 24)
        self.below.setMaximumWidth(width("100,000 px") + 24)
        self.below.valueChanged.connect(self.below_changed)
        name = QLabel("Slivers below")
        name.setObjectName("dim")
        self.give_all = QToolButton()
        self.give_all.setToolTip("<p><b>Give every sliver to its neighbour</b></p><p>As one step.</p>")
        self.give_all.clicked.connect(self.all_slivers)
        row = QHBoxLayout()
        row.setContentsMargins(12, 6, 8, 6)
        row.setSpacing(8)
        row.addWidget(name)
        row.addWidget(self.below, 1)
        row.addStretch(0)
        row.addWidget(self.give_all)
        return row

    def _buttons(self) -> QGridLayout:
        self.give = self._button("Give to the neighbour with the longest border", "Enter", self.to_neighbour)
        self.give_class = self._button("Give to the current class", "Shift+Enter", self.to_class)
        self.leave = self._button("Leave it as it is; it stays out of the list", "L", self.left)
        self.leave.setText("Leave")
        self.show_left = QCheckBox()
        self.show_left.toggled.connect(self.left_shown)
        grid = QGridLayout()
        grid.setContentsMargins(8, 6, 8, 8)
        grid.setSpacing(4)
        grid.addWidget(self.give, 0, 0, 1, 2)
        grid.addWidget(self.give_class, 1, 0)
        grid.addWidget(self.leave, 1, 1)
        grid.addWidget(self.show_left, 2, 0, 1, 2)
        return grid

    def _button(self, hint: str, key: str, signal: SignalInstance) -> QPushButton:
        button = QPushButton()
        button.setToolTip(f"<p><b>{hint}</b>&nbsp;&nbsp;{key}</p>")
        # A class of a long name must not make the dock wider.
        button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda _=False: signal.emit())
        return button

    def _on_current(self, index: QModelIndex) -> None:
        if not self._is_following and index.isValid():
            self.chosen.emit(self.model.gap_at(index.row()))
