"""The table of shapes: how its rows are painted, and what the mouse does on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QDropEvent, QFontMetrics, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from labeler.gui import theme
from labeler.gui.icons import SMALL, icon
from labeler.gui.models.shape_model import (
    AREA,
    CLASS,
    EYE,
    FAULT_ROLE,
    ICON_ROLE,
    KIND,
    LOCK,
    SHUT_ROLE,
    VERTICES,
)
from labeler.gui.panels.hover_rows import (
    EYE_ICONS,
    LOCK_ICONS,
    MARGIN,
    SHUTTER_WIDTH,
    HoverRows,
    paint_icon,
    paint_shutter,
)
from labeler.gui.row_drop import drop_between

if TYPE_CHECKING:
    from labeler.gui.models.shape_model import ShapeModel

    Index = QModelIndex | QPersistentModelIndex

_NARROW = 250
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter

_ICONS = {EYE: EYE_ICONS, LOCK: LOCK_ICONS}


class ShapeRows(HoverRows):
    """Rows of shapes, to be selected and dragged. Eye and lock show on the row under the mouse, or when shut.

    `eye_clicked(row)` and `lock_clicked(row)` leave the selection as it is.
    """

    eye_clicked = Signal(int)
    lock_clicked = Signal(int)

    def __init__(self, model: ShapeModel, parent: QWidget | None = None) -> None:
        super().__init__(CLASS, parent)
        self.setModel(model)
        self.setItemDelegate(ShapeDelegate(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDragDropOverwriteMode(False)
        self.fit()

    def fit(self) -> None:
        """Give the class what the other columns leave."""
        width = self.fontMetrics().horizontalAdvance
        self.fit_columns(
            {
                KIND: SMALL + 2 * MARGIN,
                VERTICES: width("9,999") + MARGIN,
                AREA: width("9,999,999") + MARGIN,
                EYE: SHUTTER_WIDTH,
                LOCK: SHUTTER_WIDTH,
            }
        )

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """In a narrow dock the class has the room of the columns that can be missed most."""
        self.setColumnHidden(KIND, event.size().width() < _NARROW)
        self.setColumnHidden(VERTICES, event.size().width() < _NARROW)
        super().resizeEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Eye and lock act at once; elsewhere the row is selected."""
        index = self.indexAt(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and index.column() in _ICONS:
            (self.eye_clicked if index.column() == EYE else self.lock_clicked).emit(index.row())
        else:
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """The second of two quick clicks on an eye is a click like the first."""
        if self.indexAt(event.position().toPoint()).column() in _ICONS:
            self.mousePressEvent(event)
        else:
            super().mouseDoubleClickEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """A drop between two rows asks for another order."""
        drop_between(self, event)


def shortened(number: str, width: int, metrics: QFontMetrics) -> str:
    """A number as it is or, where its first digits would be cut off, in thousands or millions."""
    for unit in ("", "k", "M"):
        if metrics.horizontalAdvance(number + unit) <= width or "," not in number:
            return number + unit
        number = number.rpartition(",")[0]
    return number + "G"


class ShapeDelegate(QStyledItemDelegate):
    """Paints the cells of a row: swatch and class, icon of the kind, numbers at the right, eye and lock."""

    def __init__(self, table: ShapeRows) -> None:
        super().__init__(table)
        self._table = table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell."""
        is_hovered = index.row() == self._table.hovered
        is_selected = QStyle.StateFlag.State_Selected in option.state
        rect: QRect = option.rect
        colors = theme.current()
        if is_selected or is_hovered:
            painter.fillRect(rect, colors.marked if is_selected else colors.hovered)
        dim = colors.soft_text if is_selected else colors.dim_text
        is_hidden = bool(index.model().index(index.row(), EYE).data(SHUT_ROLE))
        match index.column():
            case 0:
                self._class(painter, rect, index, dim if is_hidden else colors.text)
            case 1:
                paint_icon(painter, rect, icon(str(index.data(ICON_ROLE)), dim))
            case 4 | 5:
                is_shut, ink = bool(index.data(SHUT_ROLE)), dim if is_hovered else None
                paint_shutter(painter, rect, _ICONS[index.column()], ink, is_shut=is_shut)
            case _:
                painter.setFont(self._table.font())
                painter.setPen(dim)
                cell = rect.adjusted(0, 0, -2, 0)
                number = shortened(str(index.data() or ""), cell.width(), painter.fontMetrics())
                painter.drawText(cell, _RIGHT, number)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802 - Qt's name
        """Rows and columns have fixed sizes."""
        return QSize(0, 0)

    def _class(self, painter: QPainter, rect: QRect, index: Index, color: QColor) -> None:
        swatch = QRect(rect.left() + MARGIN, 0, SMALL, SMALL)
        swatch.moveTop(rect.center().y() - SMALL // 2 + 1)
        index.data(Qt.ItemDataRole.DecorationRole).paint(painter, swatch)
        inner = rect.adjusted(SMALL + 3 * MARGIN, 0, 0, 0)
        if index.data(FAULT_ROLE):
            inner.setRight(inner.right() - SMALL - MARGIN)
            place = QRect(inner.right() + MARGIN, rect.top(), SMALL, rect.height())
            paint_icon(painter, place, icon("warning", theme.current().warning))
        painter.setFont(self._table.font())
        painter.setPen(color)
        text = painter.fontMetrics().elidedText(
            str(index.data()), Qt.TextElideMode.ElideMiddle, inner.width()
        )
        painter.drawText(inner, _LEFT, text)
