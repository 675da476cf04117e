"""Finds a command by a part of what it is called: a field, and below it the commands that fit."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QIcon, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from labeler.gui import theme
from labeler.gui.command_list import Command, ranked
from labeler.gui.icons import SMALL, pixmap

_Index = QModelIndex | QPersistentModelIndex

_WIDTH = 600
_ROW_HEIGHT = 26
_MOST_ROWS = 14
_PAGE = _MOST_ROWS - 1
_MARGIN, _GAP = 8, 12
_TEXT_LEFT = _MARGIN + SMALL + 8


class CommandPalette(QFrame):
    """`chosen(Command)`: Enter or a click took a command that can be used now. Esc or a click beside closes.

    `why_not` says of the name of an action why it cannot be used now.
    """

    chosen = Signal(object)

    def __init__(self, why_not: Callable[[str], str], parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("commandPalette")
        self._why_not = why_not
        self._recent: Sequence[str] = ()
        self._commands: Sequence[Command] = ()
        self.field = QLineEdit(placeholderText="Type a command")
        self.field.setAccessibleName("Command")
        self.field.textChanged.connect(self._fill)
        self.field.returnPressed.connect(self._take)
        self.rows = _Rows(self)
        self.list = QListView()
        self.list.setObjectName("commands")
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setUniformItemSizes(True)
        self.list.setModel(self.rows)
        self.list.setItemDelegate(_Delegate(self.list))
        self.list.clicked.connect(self._take)
        self.list.selectionModel().currentChanged.connect(self._show_hint)
        self.hint = QLabel()
        self.hint.setObjectName("dim")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(8)
        for part in (self.field, self.list, self.hint):
            layout.addWidget(part)
        self.setFixedWidth(_WIDTH)

    def ask(self, commands: Sequence[Command], recent: Sequence[str], place: QPoint) -> None:
        """Open below a place on the screen; `recent` are names of commands, the last used first."""
        self._commands, self._recent = commands, recent
        self.field.clear()
        self._fill("")
        self.move(place - QPoint(self.width() // 2, 0))
        self.show()
        self.field.setFocus()

    def hideEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        """Keep no actions, some of which may go."""
        self._commands = ()
        self.rows.show_commands([])

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Up and Down move the mark, round the ends, while the field keeps the focus; a page stops there."""
        key, count = Qt.Key(event.key()), self.rows.rowCount()
        row = self.list.currentIndex().row()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and count:
            self._mark((row + (1 if key is Qt.Key.Key_Down else -1)) % count)
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp) and count:
            step = _PAGE if key is Qt.Key.Key_PageDown else -_PAGE
            self._mark(min(max(row + step, 0), count - 1))
        else:
            super().keyPressEvent(event)

    def _fill(self, typed: str) -> None:
        self.rows.show_commands(ranked(typed, self._commands, self._recent))
        count = self.rows.rowCount()
        self.list.setFixedHeight(min(count, _MOST_ROWS) * _ROW_HEIGHT)
        self.list.setVisible(count > 0)
        if count:
            self._mark(0)
        else:
            self.hint.setText("No command is called so.")
        self.adjustSize()

    def _mark(self, row: int) -> None:
        index = self.rows.index(row)
        self.list.setCurrentIndex(index)
        self.list.scrollTo(index)

    def _show_hint(self, index: QModelIndex) -> None:
        """Below the list: what the marked command does, or why it cannot be used now."""
        if index.isValid():
            command = self.rows.command(index)
            can_be_used = command.action.isEnabled()
            self.hint.setText(command.hint if can_be_used else self._why_not(command.name))

    def _take(self) -> None:
        index = self.list.currentIndex()
        if index.isValid():
            command = self.rows.command(index)
            if command.action.isEnabled():
                self.close()
                self.chosen.emit(command)


class _Rows(QAbstractListModel):
    """The commands that are listed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._commands: list[Command] = []

    def show_commands(self, commands: list[Command]) -> None:
        """List these."""
        self.beginResetModel()
        self._commands = commands
        self.endResetModel()

    def command(self, index: _Index) -> Command:
        """The command of a row."""
        return self._commands[index.row()]

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's name and default
        """How many commands are listed."""
        return 0 if parent.isValid() else len(self._commands)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a screen reader says of a row; the delegate asks for the command itself."""
        command = self.command(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return command.text
        if role == Qt.ItemDataRole.UserRole:
            return command
        return None


class _Delegate(QStyledItemDelegate):
    """Paints a row: a tick or the icon, what the command is called, its menu, and its key at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: N802 - Qt's name
        """All rows are equally high."""
        return QSize(0, _ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint a row; what cannot be used now is faint."""
        command = index.data(Qt.ItemDataRole.UserRole)
        colors, rect = theme.current(), option.rect
        is_marked = bool(option.state & QStyle.StateFlag.State_Selected)
        if is_marked:
            painter.fillRect(rect, colors.marked)
        is_enabled = command.action.isEnabled()
        ink = colors.text if is_enabled else colors.faint
        dim = (colors.soft_text if is_marked else colors.dim_text) if is_enabled else colors.faint
        _draw_sign(painter, rect, command, ink)
        metrics = QFontMetrics(option.font)
        painter.setFont(option.font)
        keys_left = rect.right() - _MARGIN - metrics.horizontalAdvance(command.keys)
        _draw_text(
            painter,
            QRect(keys_left, rect.top(), rect.right() - _MARGIN - keys_left + 1, rect.height()),
            command.keys,
            dim,
        )
        left = rect.left() + _TEXT_LEFT
        text = metrics.elidedText(command.text, Qt.TextElideMode.ElideRight, keys_left - _GAP - left)
        _draw_text(painter, QRect(left, rect.top(), keys_left - _GAP - left, rect.height()), text, ink)
        left += metrics.horizontalAdvance(text) + _GAP
        room = keys_left - _GAP - left
        menu = metrics.elidedText(command.menu, Qt.TextElideMode.ElideRight, room)
        _draw_text(painter, QRect(left, rect.top(), room, rect.height()), menu, dim)


def _draw_sign(painter: QPainter, rect: QRect, command: Command, ink: QColor) -> None:
    """A tick for what is on, else the icon of the action."""
    action = command.action
    place = QRect(rect.left() + _MARGIN, rect.center().y() - SMALL // 2 + 1, SMALL, SMALL)
    if action.isChecked():
        painter.drawPixmap(place, pixmap("done", SMALL, ink))
    elif not action.icon().isNull():
        mode = QIcon.Mode.Normal if action.isEnabled() else QIcon.Mode.Disabled
        action.icon().paint(painter, place, Qt.AlignmentFlag.AlignCenter, mode)


def _draw_text(painter: QPainter, rect: QRect, text: str, ink: QColor) -> None:
    painter.setPen(ink)
    painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
