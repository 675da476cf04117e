"""Messages that wait: a bar over the top of the canvas, each with its remedy as a button, until resolved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from labeler.gui import theme
from labeler.gui.icons import SMALL, ThemedIcon, pixmap
from labeler.gui.retire import retire

# So many messages stand at once; more wait behind them, newest first.
_SHOWN = 3


class Severity(StrEnum):
    """How much a message matters; the values name its icon."""

    NOTICE = "notice"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True)
class Remedy:
    """A button of a message: what it says and what it does. `keeps` leaves the message standing."""

    text: str
    act: Callable[[], object]
    keeps: bool = False


@dataclass(frozen=True)
class Message:
    """What to tell: `key` names the matter, so that a newer message replaces the older one about it."""

    key: str
    text: str
    severity: Severity = Severity.NOTICE
    remedies: tuple[Remedy, ...] = ()
    can_be_closed: bool = True


class MessageRow(QFrame):
    """One message on screen."""

    closed = Signal(str)

    def __init__(self, message: Message, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.message = message
        self.setObjectName("message")
        self._sign = QLabel()
        self._text = QLabel(message.text)
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 8, 6)
        layout.setSpacing(8)
        layout.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._text, 1)
        self.buttons = [self._button(remedy) for remedy in message.remedies]
        for button in self.buttons:
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        if message.can_be_closed:
            layout.addWidget(self._close_button(), 0, Qt.AlignmentFlag.AlignTop)
        self._draw_sign()
        theme.notifier().changed.connect(self._draw_sign)

    def _button(self, remedy: Remedy) -> QPushButton:
        button = QPushButton(remedy.text)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

        def act() -> None:
            if not remedy.keeps:
                self.closed.emit(self.message.key)
            remedy.act()

        button.clicked.connect(act)
        return button

    def _close_button(self) -> QToolButton:
        button = QToolButton()
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setToolTip("Close this message")
        button.setAccessibleName("Close this message")
        ThemedIcon(button, "close")
        button.clicked.connect(lambda: self.closed.emit(self.message.key))
        return button

    def _draw_sign(self) -> None:
        colors = theme.current()
        color = {
            Severity.NOTICE: colors.accent,
            Severity.WARNING: colors.warning,
            Severity.ERROR: colors.danger,
        }[self.message.severity]
        self._sign.setPixmap(pixmap(self.message.severity.value, SMALL, color))


class MessageBar(QWidget):
    """All messages that stand, newest on top; empty, it is hidden.

    It lies over the top of its parent, which keeps its size: what is drawn there does not move by itself.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: dict[str, MessageRow] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._more = QLabel()
        self._more.setObjectName("moreMessages")
        self._layout.addWidget(self._more)
        self._show_first()

    def lie_over(self, below: QStackedWidget) -> None:
        """Become a child of `below`, over the top of each of its pages and as wide as it is."""
        self.setParent(below)
        below.installEventFilter(self)
        below.currentChanged.connect(self.raise_)  # a page comes to the front when it is turned to
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Follow the width of the widget below, and stay over its children."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self._fit()
        return False

    def event(self, event: QEvent) -> bool:
        """Take the height that the messages need, whenever they may need another."""
        is_done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self._fit()
        return is_done

    def show_message(self, message: Message) -> None:
        """Show a message, in place of an older one with its key."""
        old = self.message(message.key)
        if old is not None and (old.text, old.severity) == (message.text, message.severity):
            return
        self.resolve(message.key)
        row = MessageRow(message, self)
        row.closed.connect(self.resolve)
        self._rows[message.key] = row
        self._layout.insertWidget(0, row)
        self._show_first()

    def resolve(self, key: str) -> None:
        """Take a message away: what it told of is over."""
        row = self._rows.pop(key, None)
        if row is not None:
            row.hide()
            retire(row)
            self._show_first()

    def resolve_all(self, prefix: str) -> None:
        """Take away every message whose key begins so."""
        for key in [key for key in self._rows if key.startswith(prefix)]:
            self.resolve(key)

    def message(self, key: str) -> Message | None:
        """The message that stands for a key, or None."""
        row = self._rows.get(key)
        return None if row is None else row.message

    def row(self, key: str) -> MessageRow:
        """The row on screen of a message; raises KeyError when there is none."""
        return self._rows[key]

    def _show_first(self) -> None:
        rows = list(reversed(self._rows.values()))
        for place, row in enumerate(rows):
            row.setVisible(place < _SHOWN)
        waiting = len(rows) - _SHOWN
        self._more.setText(f"{waiting} more" if waiting > 0 else "")
        self._more.setVisible(waiting > 0)
        self.setVisible(bool(rows))
        self._fit()

    def _fit(self) -> None:
        below = self.parentWidget()
        if below is None or self.isHidden():
            return
        self.raise_()
        # The text of a message wraps, so that its height depends on the width.
        self._layout.activate()
        self.setGeometry(0, 0, below.width(), max(self._layout.totalHeightForWidth(below.width()), 0))
