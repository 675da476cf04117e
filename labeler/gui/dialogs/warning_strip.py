"""What is to be warned of in a dialog: one line each, with its remedies as buttons; folded to its title."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from labeler.gui import theme
from labeler.gui.icons import SMALL, pixmap
from labeler.gui.messages import Remedy
from labeler.gui.retire import retire
from labeler.gui.status_bar import HintLabel
from labeler.gui.words import counted

_ROW = 32
_ROWS_SHOWN = 3


@dataclass(frozen=True)
class StripLine:
    """One warning and what can be done about it."""

    text: str
    remedies: tuple[Remedy, ...] = ()


class WarningStrip(QFrame):
    """The warnings that stand; without any it is hidden. Some are seen at once, the rest by scrolling."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("warningStrip")
        self._lines: tuple[StripLine, ...] = ()
        self._sign = QLabel()
        self.title = QLabel()
        self.title.setObjectName("title")
        self.fold = QToolButton()
        self.fold.setAutoRaise(True)
        self.fold.setCheckable(True)
        self.fold.setChecked(True)
        self.fold.setObjectName("fold")
        self.fold.toggled.connect(self._show_fold)
        self.rows: list[_WarningRow] = []
        self._list = QWidget()
        self._list.setObjectName("page")
        self._rows_layout = QVBoxLayout(self._list)
        self._rows_layout.setContentsMargins(0, 0, 0, 0)
        self._rows_layout.setSpacing(0)
        self._rows_layout.addStretch(1)
        self._scroll = _LowScroll(self._list)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self._sign)
        top.addWidget(self.title)
        top.addStretch(1)
        top.addWidget(self.fold)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 4, 12, 4)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self._scroll)
        theme.notifier().changed.connect(self._draw_sign)
        self._draw_sign()
        self._show_fold()
        self.hide()

    def show_lines(self, lines: Sequence[StripLine]) -> None:
        """Show these warnings in place of those before; what says the same stays as it is."""
        if [line.text for line in lines] == [line.text for line in self._lines]:
            return
        self._lines = tuple(lines)
        for row in self.rows:
            self._rows_layout.removeWidget(row)
            row.hide()
            retire(row)
        self.rows = [_WarningRow(line) for line in lines]
        for at, row in enumerate(self.rows):
            self._rows_layout.insertWidget(at, row)
        self.title.setText(counted(len(lines), "warning"))
        self._scroll.show_count(len(lines))
        self.setVisible(bool(lines))

    def _show_fold(self) -> None:
        is_open = self.fold.isChecked()
        self.fold.setText("Hide" if is_open else "Show")
        self._scroll.setVisible(is_open)

    def _draw_sign(self) -> None:
        self._sign.setPixmap(pixmap("warning", SMALL, theme.current().warning))


class _WarningRow(QWidget):
    """The words of one warning, cut off where they do not fit, and its buttons."""

    def __init__(self, line: StripLine) -> None:
        super().__init__()
        self.line = line
        text = HintLabel(line.text)
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setToolTip(line.text)
        text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SMALL + 8, 2, 0, 2)
        layout.setSpacing(8)
        layout.addWidget(text, 1)
        self.buttons = [self._button(remedy) for remedy in line.remedies]
        for button in self.buttons:
            layout.addWidget(button)

    def _button(self, remedy: Remedy) -> QPushButton:
        button = QPushButton(remedy.text, autoDefault=False)
        button.clicked.connect(lambda _: remedy.act())
        return button


class _LowScroll(QScrollArea):
    """As high as the rows it holds, up to some; more are scrolled."""

    def __init__(self, inner: QWidget) -> None:
        super().__init__()
        self.setObjectName("scroll")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(inner)
        self._count = 0

    def show_count(self, count: int) -> None:
        """So many rows are in it now."""
        self._count = count
        self.setFixedHeight(self.sizeHint().height())

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The rows that are seen at once, and the beginning of the next when there are more."""
        rows = self._count if self._count <= _ROWS_SHOWN else _ROWS_SHOWN + 0.5
        return QSize(super().sizeHint().width(), round(rows * _ROW))
