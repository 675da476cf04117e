"""A thin bar that tells how far a dataset is: done, in work, with a problem, and the rest."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from labeler.gui import theme
from labeler.gui.models.image_records import Mark

# Margin at both sides, that above and below, and the height of the bar itself.
_SIDE, _MARGIN, _BAR = 12, 3, 4
# The rest of the bar stays empty, and is told in words only.
_PAINTED = (Mark.DONE, Mark.IN_WORK, Mark.PROBLEM)
_REST = (Mark.UNLABELLED, Mark.UNKNOWN)


class ProgressStrip(QWidget):
    """The shares of all images; the numbers are in the tooltip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: dict[Mark, int] = {}
        self.setFixedHeight(_BAR + 2 * _MARGIN)
        theme.notifier().changed.connect(self.update)

    def show_counts(self, counts: Mapping[Mark, int]) -> None:
        """Show how many images have each mark."""
        now = {mark: count for mark, count in counts.items() if count}
        if now != self._counts:
            self._counts = now
            self.setAccessibleName(self.words())
            self.update()

    def words(self) -> str:
        """The numbers, those that are not 0: `12 done, 30 in work, 298 unlabelled`."""
        return ", ".join(
            f"{self._counts[mark]:,} {_word(mark, self._counts[mark])}"
            for mark in (*_PAINTED, *_REST)
            if mark in self._counts
        )

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As high as it always is."""
        return QSize(0, self.minimumHeight())

    def event(self, event: QEvent) -> bool:
        """Tell the numbers of the moment when the mouse rests here."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos() + QPoint(0, 2), self.words(), self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the shares one after the other; the smallest of them is still seen."""
        total = sum(self._counts.values())
        colors = theme.current()
        width = max(0, self.width() - 2 * _SIDE)
        with QPainter(self) as painter:
            painter.fillRect(QRectF(_SIDE, _MARGIN, width, _BAR), colors.hairline)
            left = float(_SIDE)
            for mark, color in zip(_PAINTED, (colors.good, colors.accent, colors.warning), strict=True):
                count = self._counts.get(mark, 0)
                if count:
                    share = max(2.0, width * count / total)
                    share = min(share, _SIDE + width - left)
                    painter.fillRect(QRectF(left, _MARGIN, share, _BAR), color)
                    left += share


def _word(mark: Mark, count: int) -> str:
    if mark is Mark.PROBLEM:
        return "with a problem" if count == 1 else "with problems"
    return mark.value
