"""How the cells of the class table are painted, and what one types into them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import (
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from labeler.gui import theme
from labeler.gui.icons import SMALL, icon
from labeler.gui.models.class_table_model import (
    COLOR,
    IMAGE,
    INDEX,
    IS_ON_ROLE,
    KEY,
    LOCKED,
    NAME,
    NOTES,
    PROTECTED,
    SHAPES,
    SHOWN,
    SWITCHES,
    WARNING_ROLE,
)

if TYPE_CHECKING:
    Index = QModelIndex | QPersistentModelIndex

_MARGIN = 8
# What the swatch takes of its cell, with the room around it, in pixels.
SWATCH_ROOM = _MARGIN + SMALL + 4
# The icons of switches: as usual, and switched.
_ICONS = {SHOWN: ("eye", "eye_off"), LOCKED: ("unlock", "lock"), PROTECTED: ("shield", "shield")}
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class ClassTableDelegate(QStyledItemDelegate):
    """Swatch and hex, numbers at the right, switches as icons; a frame around the cell of the keys."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table = table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell."""
        colors, rect, column = theme.current(), option.rect, index.column()
        is_selected = QStyle.StateFlag.State_Selected in option.state
        if is_selected:
            painter.fillRect(rect, colors.marked)
        dim = colors.soft_text if is_selected else colors.dim_text
        if column in SWITCHES:
            is_on = bool(index.data(IS_ON_ROLE))
            _paint_icon(painter, rect, _ICONS[column][is_on], colors.text if is_on else colors.faint)
        else:
            self._text(painter, rect, index, colors.text if column == NAME else dim)
        if index == self._table.currentIndex() and self._table.hasFocus():
            painter.setPen(QPen(colors.accent, 1))
            painter.drawRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5))

    def createEditor(  # noqa: N802 - Qt's name
        self, parent: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> QWidget:
        """A plain field for every cell: an index is as short as a key, and neither needs arrows."""
        field = QLineEdit(parent)
        field.setFrame(False)
        if index.column() == KEY:
            field.setMaxLength(1)
        return field

    def updateEditorGeometry(  # noqa: N802 - Qt's name
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """The field lies over the text and leaves the swatch in sight."""
        rect: QRect = option.rect
        editor.setGeometry(rect.adjusted(SWATCH_ROOM if index.column() == COLOR else 0, 0, 0, 0))

    def _text(self, painter: QPainter, rect: QRect, index: Index, color: QColor) -> None:
        column = index.column()
        inner = rect.adjusted(_MARGIN, 0, -_MARGIN, 0)
        if column == COLOR:
            place = QRect(inner.left(), 0, SMALL, SMALL)
            place.moveTop(rect.center().y() - SMALL // 2 + 1)
            index.data(Qt.ItemDataRole.DecorationRole).paint(painter, place)
            inner.setLeft(rect.left() + SWATCH_ROOM + 4)
        if column == NAME and index.data(WARNING_ROLE):
            inner.setRight(inner.right() - SMALL)
            sign = QRect(inner.right() + 4, rect.top(), SMALL, rect.height())
            _paint_icon(painter, sign, "warning", theme.current().warning)
        painter.setFont(self._table.font())
        painter.setPen(color)
        where = _RIGHT if column in (INDEX, SHAPES, IMAGE) else _LEFT
        how = Qt.TextElideMode.ElideRight if column == NOTES else Qt.TextElideMode.ElideMiddle
        text = painter.fontMetrics().elidedText(str(index.data() or ""), how, inner.width())
        painter.drawText(inner, where, text)


def _paint_icon(painter: QPainter, rect: QRect, name: str, color: QColor) -> None:
    place = QRect(0, 0, SMALL, SMALL)
    place.moveCenter(rect.center())
    icon(name, color).paint(painter, place)
