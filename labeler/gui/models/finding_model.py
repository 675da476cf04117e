"""What a check has found as rows: how bad it is, the image or file, and the code."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

from labeler.gui import theme

if TYPE_CHECKING:
    from labeler.jobs.check.finding import Finding

Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole

SEVERITY, NAME, CODE = range(3)

_ICON, _DOT = 16, 8


class FindingModel(QAbstractTableModel):
    """One row for each finding, those of one code only with a filter; the worst ones first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: list[Finding] = []
        self._shown: list[Finding] = []
        self._code = ""

    def set_findings(self, findings: Sequence[Finding]) -> None:
        """Show these; the order of a report stays within what is equally bad."""
        self._all = sorted(findings, key=lambda finding: -finding.severity)
        self._show()

    def set_code(self, name: str) -> None:
        """Show the findings of one code only, all for an empty name."""
        self._code = name
        self._show()

    def finding_at(self, row: int) -> Finding | None:
        """The finding that stands in a row, None where there is no row."""
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """Number of findings shown."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """Severity, image or file, code."""
        return 0 if parent.isValid() else 3

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        """What stands in a cell."""
        finding, column = self._shown[index.row()], index.column()
        if role == _ROLE.DisplayRole:
            return ("", finding.image or Path(finding.path).name, finding.code.name)[column]
        if role == _ROLE.DecorationRole and column == SEVERITY:
            return severity_icon(finding.severity.word)
        if role == _ROLE.ForegroundRole and column == CODE:
            return theme.current().dim_text
        if role == _ROLE.ToolTipRole:
            return finding.path
        if role == _ROLE.AccessibleTextRole and column == SEVERITY:
            return finding.severity.word
        return None

    def _show(self) -> None:
        self.beginResetModel()
        self._shown = [each for each in self._all if self._code in ("", each.code.name)]
        self.endResetModel()


def severity_icon(word: str) -> QIcon:
    """A dot that is red for an error, yellow for a warning, grey for a note."""
    colors = theme.current()
    color = {"error": colors.danger, "warning": colors.warning}.get(word, colors.dim_text)
    return _dot(color.rgb())


@lru_cache(maxsize=16)
def _dot(rgb: int) -> QIcon:
    pixmap = QPixmap(2 * _ICON, 2 * _ICON)
    pixmap.setDevicePixelRatio(2)
    pixmap.fill(QColor(0, 0, 0, 0))
    with QPainter(pixmap) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(0, 0, 0, 0))
        painter.setBrush(QColor.fromRgb(rgb))
        begin = (_ICON - _DOT) // 2
        painter.drawEllipse(begin, begin, _DOT, _DOT)
    return QIcon(pixmap)
