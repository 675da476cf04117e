"""The findings of a check as a list to walk, and what can be done about them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from labeler.gui.models.finding_model import CODE, NAME, SEVERITY, FindingModel, severity_icon
from labeler.gui.panels.keyed_rows import KeyedRows
from labeler.gui.words import counted

if TYPE_CHECKING:
    from labeler.jobs.check.finding import Finding, Severity
    from labeler.jobs.check.job import Report

_KEYS = {Qt.Key.Key_Return: "enter", Qt.Key.Key_Enter: "enter", Qt.Key.Key_Escape: "escape"}
# The words of most findings take as many lines at the usual width; on a small screen fewer are in sight.
_LINES, _FEWEST_LINES = 5, 3
_NOTHING = "Nothing was found. What a check looks for stands in the guide."


class Words(QScrollArea):
    """Shows the words of a finding, and scrolls where they are many: the window must fit its screen."""

    def __init__(self, label: QLabel) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setObjectName("scroll")
        label.setObjectName("page")
        self.setWidget(label)
        self.setMinimumHeight(self._height(_FEWEST_LINES))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """What most findings need."""
        return QSize(super().sizeHint().width(), self._height(_LINES))

    def _height(self, lines: int) -> int:
        return lines * self.fontMetrics().lineSpacing() + 12


class FindingPanel(QWidget):
    """Rows of findings, of all codes or of one, and the words of the one that is marked.

    `chosen(Finding)`: the user wants to see it, by Enter or a double click; `clicked(Finding)`: by one click.
    `repair_wanted()`, `again_wanted()`, `escaped()` and `closed()` say what else is wished.
    """

    chosen = Signal(object)
    clicked = Signal(object)
    repair_wanted = Signal()
    again_wanted = Signal()
    escaped = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = FindingModel(self)
        self.codes = QComboBox()
        self.codes.setAccessibleName("Which findings are shown")
        self.codes.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.codes.currentIndexChanged.connect(self._on_code)
        self.table = KeyedRows(NAME, _KEYS)
        self.table.setModel(self.model)
        self.table.setAccessibleName("Findings")
        self.table.pressed.connect(self._on_key)
        self.table.clicked.connect(lambda _: self.clicked.emit(self.current))
        self.table.doubleClicked.connect(lambda _: self._choose())
        self.table.selectionModel().currentRowChanged.connect(self._on_current)
        self.words = QLabel(wordWrap=True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.words.setContentsMargins(12, 8, 12, 4)
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(8, 6, 8, 6)
        head.addWidget(self.codes)
        layout.addLayout(head)
        layout.addWidget(self.table, 1)
        layout.addWidget(Words(self.words))
        layout.addLayout(self._buttons())
        self._on_current(QModelIndex())

    @property
    def current(self) -> Finding | None:
        """The finding that is marked."""
        return self.model.finding_at(self.table.currentIndex().row())

    def show_report(self, report: Report) -> None:
        """Show the findings of a check, and mark the first."""
        self.codes.blockSignals(True)
        self.codes.clear()
        self.codes.addItem(f"All ({sum(report.counts.values()):,})", "")
        for name, findings in report.by_code.items():
            code = findings[0].code
            icon = severity_icon(code.severity.word)
            self.codes.addItem(icon, f"{name} ({report.counts[name]:,})", name)
            self.codes.setItemData(self.codes.count() - 1, code.title, Qt.ItemDataRole.ToolTipRole)
        self.codes.blockSignals(False)
        self.model.set_findings(report.findings)
        widest = max(map(self.table.text_width, report.by_code), default=0)
        self.table.fit_columns({SEVERITY: 28, CODE: widest})
        self._on_code()
        files = len(report.repairs)
        self.repair.setVisible(files > 0)
        self.repair.setText(f"Repair {files:,}…")
        self.repair.setToolTip(
            f"<p><b>Repair {counted(files, 'file')}</b></p><p>After a preview; the originals are kept.</p>"
        )

    def step(self, rows: int) -> None:
        """Mark a finding further down or up."""
        row = min(max(self.table.currentIndex().row() + rows, 0), self.model.rowCount() - 1)
        self._mark(row)

    def _mark(self, row: int) -> None:
        index = self.model.index(row, NAME) if row >= 0 else QModelIndex()
        self.table.setCurrentIndex(index)
        if index.isValid():
            self.table.selectRow(row)

    def _buttons(self) -> QHBoxLayout:
        self.repair = QPushButton("Repair…")
        self.repair.clicked.connect(lambda _=False: self.repair_wanted.emit())
        self.again = QPushButton("Again")
        self.again.setToolTip("<p><b>Check again</b></p>")
        self.again.clicked.connect(lambda _=False: self.again_wanted.emit())
        row = QHBoxLayout()
        row.setContentsMargins(8, 6, 8, 8)
        row.setSpacing(4)
        self.close_button = QPushButton("Close")
        self.close_button.clicked.connect(lambda _=False: self.closed.emit())
        # A large number of files must not make the dock wider.
        self.repair.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        row.addWidget(self.repair, 1)
        row.addStretch(0)
        row.addWidget(self.again)
        row.addWidget(self.close_button)
        return row

    def _on_key(self, meaning: str) -> None:
        if meaning == "escape":
            self.escaped.emit()
        else:
            self._choose()

    def _choose(self) -> None:
        if self.current is not None:
            self.chosen.emit(self.current)

    def _on_code(self) -> None:
        self.model.set_code(self.codes.currentData() or "")
        self._mark(0 if self.model.rowCount() else -1)
        self._on_current(self.table.currentIndex())

    def _on_current(self, index: QModelIndex) -> None:
        finding = self.model.finding_at(index.row())
        if finding is None:
            self.words.setText(_NOTHING)
            return
        remedy = finding.code.fix if finding.is_fixable else ""
        told = f"Repair: {remedy}." if remedy else finding.remedy
        # The sentence names the shape itself.
        place = f" ({finding.place.words})" if finding.place.words and not finding.place.shape else ""
        self.words.setText(f"{finding.text}{place}\n{told}")


def severities(counts: Mapping[Severity, int]) -> str:
    """`3 errors, 1 warning`, the worst first; what there is none of is not named."""
    return ", ".join(
        counted(counts[each], each.word) for each in sorted(counts, reverse=True) if counts[each]
    )
