"""The table of classes: how its rows are painted, and what mouse and keys do on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QDropEvent, QFont, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from labeler.gui import theme
from labeler.gui.icons import SMALL, icon
from labeler.gui.models.class_model import (
    COLOR,
    EYE,
    INDEX,
    KEY,
    LOCK,
    NAME,
    PROTECTED_ROLE,
    SHAPES,
    SHARE,
    SHARE_ROLE,
    SHUT_ROLE,
    WARNING_ROLE,
    ClassModel,
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
    Index = QModelIndex | QPersistentModelIndex

_BAR_HEIGHT = 2
_KEY_SIDE = 14
_USUAL_DIGITS = 3
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter

_ICONS = {EYE: EYE_ICONS, LOCK: LOCK_ICONS}

# How a cell is opened by the program, and not by a gesture.
_ASKED_FOR = QAbstractItemView.EditTrigger.AllEditTriggers


class ClassRows(HoverRows):
    """Rows of classes. Eye and lock show while the mouse is on their row, or when they are shut.

    `is_clicked` while the left button is down on it, `released()` once it is up. `eye_clicked(row)`,
    `lock_clicked(row)`, `alone_wanted(row)` (Alt+click) leave the current row as it is. `typed(str)`: letters
    were typed, which are looked for among the names. The marked row may also be the one that Enter picks.
    Rows are dragged into another order; a colour is typed where the name stands, and only when asked for.
    """

    released = Signal()
    eye_clicked = Signal(int)
    lock_clicked = Signal(int)
    alone_wanted = Signal(int)
    typed = Signal(str)
    is_clicked = False

    def __init__(self, model: ClassModel, parent: QWidget | None = None) -> None:
        super().__init__(NAME, parent)
        self._digits = _USUAL_DIGITS
        self.setModel(model)
        self.setItemDelegate(ClassDelegate(self))
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDragDropOverwriteMode(False)
        model.dataChanged.connect(self._fit_shapes)
        self.fit()

    def _fit_shapes(self) -> None:
        """Give the numbers of shapes the room they need; usually they are small."""
        numbers = [self.model().index(row, SHAPES).data() or "" for row in range(self.model().rowCount())]
        digits = max(map(len, numbers), default=0)
        if max(digits, _USUAL_DIGITS) != self._digits:
            self._digits = max(digits, _USUAL_DIGITS)
            self.fit()

    def fit(self) -> None:
        """Give the name what the other columns leave."""
        width = self.fontMetrics().horizontalAdvance
        self.fit_columns(
            {
                COLOR: SMALL + 2 * MARGIN,
                KEY: _KEY_SIDE + 2,
                INDEX: width("255") + 4,  # it keeps 2 px to its right
                SHAPES: width("9" * self._digits) + 3,  # the width is rounded, perhaps down
                SHARE: width("100 %") + MARGIN,
                EYE: SHUTTER_WIDTH,
                LOCK: SHUTTER_WIDTH,
            }
        )

    def event(self, event: QEvent) -> bool:
        """Letters are typed here, before a tool has them as its key."""
        if event.type() is QEvent.Type.ShortcutOverride and _is_letter(event):
            event.accept()
            return True
        return super().event(event)

    def edit(self, index: QModelIndex, trigger: Any = _ASKED_FOR, event: QEvent | None = None) -> bool:  # type: ignore[override]
        """Open a cell to type into it; a click on a swatch means another way to choose a colour."""
        if index.column() == COLOR and trigger != _ASKED_FOR:
            return False
        return super().edit(index, trigger, event)  # type: ignore[arg-type]

    def startDrag(self, actions: Qt.DropAction) -> None:  # noqa: N802 - Qt's name
        """Drag a row; Qt tells of no release when it is dropped."""
        super().startDrag(actions)
        self.is_clicked = False
        self.released.emit()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """A drop between two rows asks for another order."""
        drop_between(self, event)

    def keyboardSearch(self, search: str) -> None:  # noqa: N802 - Qt's name
        """Look for what was typed."""
        self.typed.emit(search)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Eye and lock act at once; elsewhere the row becomes the current one, and tells of it later."""
        index = self.indexAt(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and index.isValid():
            if event.modifiers() & Qt.KeyboardModifier.AltModifier:
                self.alone_wanted.emit(index.row())
                return
            if index.column() in (EYE, LOCK):
                (self.eye_clicked if index.column() == EYE else self.lock_clicked).emit(index.row())
                return
        self.is_clicked = event.button() is Qt.MouseButton.LeftButton
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """The second of two quick clicks on an eye is a click like the first."""
        index = self.indexAt(event.position().toPoint())
        if index.column() in (EYE, LOCK) or event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.mousePressEvent(event)
        else:
            super().mouseDoubleClickEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """The click is over; `clicked` has told of it, if it ended where it began."""
        if self.is_clicked or event.button() is not Qt.MouseButton.LeftButton:
            super().mouseReleaseEvent(event)
        self.is_clicked = False
        self.released.emit()


class ClassDelegate(QStyledItemDelegate):
    """Paints the cells of a row: close together, numbers at the right, a bar for the share below the name."""

    def __init__(self, table: ClassRows) -> None:
        super().__init__(table)
        self._table = table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell."""
        is_hovered = index.row() == self._table.hovered
        selected = QStyle.StateFlag.State_Selected in option.state
        rect: QRect = option.rect
        colors = theme.current()
        if selected or is_hovered:
            painter.fillRect(rect, colors.marked if selected else colors.hovered)
        column, dim = index.column(), colors.soft_text if selected else colors.dim_text
        if column == COLOR:
            paint_icon(painter, rect, index.data(Qt.ItemDataRole.DecorationRole))
        elif column in _ICONS:
            ink = (colors.text if selected else colors.dim_text) if is_hovered else None
            paint_shutter(painter, rect, _ICONS[column], ink, is_shut=bool(index.data(SHUT_ROLE)))
        elif column == KEY:
            self._key(painter, rect, str(index.data()), dim)
        else:
            is_hidden = bool(index.model().index(index.row(), EYE).data(SHUT_ROLE))
            self._text(painter, rect, index, dim if is_hidden or column != NAME else colors.text)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802 - Qt's name
        """Rows and columns have fixed sizes."""
        return QSize(0, 0)

    def createEditor(  # noqa: N802 - Qt's name
        self, parent: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> QWidget:
        """A plain field for a colour; names and indices have the usual ones."""
        return QLineEdit(parent) if index.column() == COLOR else super().createEditor(parent, option, index)

    def updateEditorGeometry(  # noqa: N802 - Qt's name
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """The field of a colour lies over the name, for the swatch is too narrow for it."""
        super().updateEditorGeometry(editor, option, index)
        if index.column() == COLOR:
            name = self._table.model().index(index.row(), NAME)
            editor.setGeometry(self._table.visualRect(name))

    def _text(self, painter: QPainter, rect: QRect, index: Index, color: QColor) -> None:
        is_name = index.column() == NAME
        inner = rect.adjusted(2 * MARGIN, 0, 0, 0) if is_name else rect.adjusted(0, 0, -2, 0)
        if is_name and index.data(PROTECTED_ROLE):
            inner.setRight(inner.right() - SMALL)
            paint_icon(painter, QRect(inner.right(), rect.top(), SMALL, rect.height()), icon("shield", color))
        if is_name and index.data(WARNING_ROLE):
            inner.setRight(inner.right() - SMALL)
            sign = QRect(inner.right(), rect.top(), SMALL, rect.height())
            paint_icon(painter, sign, icon("warning", theme.current().warning))
        if inner.right() < rect.right() and is_name:
            inner.setRight(inner.right() - MARGIN // 2)  # a long name ends before the sign, not at it
        painter.setFont(self._table.font())
        painter.setPen(color)
        text = str(index.data() or "")
        elided = painter.fontMetrics().elidedText(text, self._table.textElideMode(), inner.width())
        painter.drawText(inner, _LEFT if is_name else _RIGHT, elided)
        if is_name:
            share = index.data(SHARE_ROLE)
            if share:
                self._bar(painter, inner, share)

    @staticmethod
    def _bar(painter: QPainter, rect: QRect, share: float) -> None:
        """A thin line under the name, as long as the share of the image that the class has."""
        color = QColor(theme.current().dim_text)
        color.setAlphaF(0.7)
        width = max(1, round(share * rect.width()))
        painter.fillRect(rect.left(), rect.bottom() - _BAR_HEIGHT, width, _BAR_HEIGHT, color)

    def _key(self, painter: QPainter, rect: QRect, key: str, color: QColor) -> None:
        """The digit in a small frame, as on a keyboard."""
        if not key:
            return
        frame = QRect(0, 0, _KEY_SIDE, _KEY_SIDE)
        frame.moveCenter(rect.center())
        colors = theme.current()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(colors.hairline)
        painter.drawRoundedRect(frame.toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 2, 2)
        font = QFont(self._table.font())
        font.setPointSizeF(font.pointSizeF() - 2)
        painter.setFont(font)
        painter.setPen(color)
        painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, key)
        painter.restore()


def _is_letter(event: Any) -> bool:
    assert isinstance(event, QKeyEvent)
    held = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
    return event.text().isalpha() and held == Qt.KeyboardModifier.NoModifier
