"""The table in which classes are edited: what mouse and keys do in its cells, and how rows are dragged."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QDropEvent, QFont, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from labeler.core.class_keys import KEYS
from labeler.gui.dialogs.class_table_cells import SWATCH_ROOM, ClassTableDelegate
from labeler.gui.models.class_table_model import (
    COLOR,
    IMAGE,
    INDEX,
    KEY,
    NAME,
    NOTES,
    SHAPES,
    SWITCHES,
    ClassTableModel,
)
from labeler.gui.row_drop import drop_between

_ROW = 24
# The longest text that a column is made for, besides its title; and the room around it, in pixels.
_WIDEST = {INDEX: "255", NAME: "m" * 20, KEY: "0", SHAPES: "9,999,999", IMAGE: "100 %"}
_AROUND = 16
_SWITCH_WIDTH = 30
_NOTHING_HELD = Qt.KeyboardModifier.NoModifier
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ClassTableView(QTableView):
    """Rows to select, many at once; cells to type into.

    `switched(row, column)`: a click or the space bar on eye, lock or shield; `swatch_clicked(row)`;
    `key_typed(row, str)`: a digit, or nothing, in the column of keys; `shift_wanted(int)`: one row up or
    down; `delete_wanted()`; `typed(str)`: a letter, which begins a search.
    """

    switched = Signal(int, int)
    swatch_clicked = Signal(int)
    key_typed = Signal(int, str)
    shift_wanted = Signal(int)
    delete_wanted = Signal()
    typed = Signal(str)

    def __init__(self, model: ClassTableModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(ClassTableDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDragDropOverwriteMode(False)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW)
        self.verticalHeader().setMinimumSectionSize(_ROW)
        self._lay_out()
        font = QFont()  # nothing but this is its own; the rest is inherited
        font.setFeature(QFont.Tag("tnum"), 1)
        self.setFont(font)
        self._fit()

    def _lay_out(self) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(24)
        header.setSectionsClickable(False)
        for column in SWITCHES:
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            self.setColumnWidth(column, _SWITCH_WIDTH)
        header.setSectionResizeMode(NOTES, QHeaderView.ResizeMode.Stretch)

    def _fit(self) -> None:
        """Give each column the room that it needs at the size of the font; notes have the rest."""
        width = self.fontMetrics().horizontalAdvance
        for column, widest in _WIDEST.items():
            title = str(self.model().headerData(column, Qt.Orientation.Horizontal))
            self.setColumnWidth(column, max(width(widest), width(title)) + _AROUND)
        self.setColumnWidth(COLOR, SWATCH_ROOM + width("#dddddd") + _AROUND)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Larger text needs wider columns."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and self.model() is not None:
            self._fit()

    def edit_cell(self, row: int, column: int) -> None:
        """Type into a cell, with its row selected."""
        index = self.model().index(row, column)
        self.setCurrentIndex(index)
        self.scrollTo(index)
        self.edit(index)

    def event(self, event: QEvent) -> bool:
        """Letters and digits are for the cell, or begin a search, before anything else has them."""
        if event.type() is QEvent.Type.ShortcutOverride:
            assert isinstance(event, QKeyEvent)
            if _is_plain(event) and event.text().isprintable() and event.text():
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """What a key does depends on the cell in which the cursor is."""
        if self.state() is QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)  # Enter, which the field passes on when it is done
            return
        key, index = event.key(), self.currentIndex()
        has_alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        if has_alt and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.shift_wanted.emit(-1 if key == Qt.Key.Key_Up else 1)
        elif key == Qt.Key.Key_Delete:
            self.delete_wanted.emit()
        elif not (index.isValid() and _is_plain(event) and self._type(index, event)):
            super().keyPressEvent(event)

    def _type(self, index: QModelIndex, event: QKeyEvent) -> bool:
        """Whether a key without modifiers meant the cell, or began a search."""
        key, column = event.key(), index.column()
        if key == Qt.Key.Key_Space and column in SWITCHES:
            self.switched.emit(index.row(), column)
        elif key in _ENTER and index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.edit(index)
        elif key in _ENTER and column in SWITCHES:
            self.switched.emit(index.row(), column)
        elif column == KEY and (key == Qt.Key.Key_Backspace or event.text() in set(KEYS)):
            self.key_typed.emit(index.row(), "" if key == Qt.Key.Key_Backspace else event.text())
        elif event.text().isalnum():
            self.typed.emit(event.text())
        else:
            return False
        return True

    def keyboardSearch(self, search: str) -> None:  # noqa: N802 - Qt's name
        """Letters go to the search field instead."""

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Eye, lock, shield and swatch act at once and leave the selection; elsewhere rows are selected."""
        index = self.indexAt(event.position().toPoint())
        is_left = event.button() is Qt.MouseButton.LeftButton and event.modifiers() == _NOTHING_HELD
        if is_left and index.column() in SWITCHES:
            self.switched.emit(index.row(), index.column())
        elif is_left and self._is_swatch(index, event):
            self.swatch_clicked.emit(index.row())
        else:
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """The second of two quick clicks on an eye is a click like the first."""
        index = self.indexAt(event.position().toPoint())
        if index.column() in SWITCHES:
            self.mousePressEvent(event)
        elif not self._is_swatch(index, event):
            super().mouseDoubleClickEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """A drop between two rows asks for another order."""
        drop_between(self, event)

    def _is_swatch(self, index: QModelIndex, event: QMouseEvent) -> bool:
        left = self.visualRect(index).left()
        return index.column() == COLOR and event.position().x() < left + SWATCH_ROOM


def _is_plain(event: QKeyEvent) -> bool:
    held = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
    return held == _NOTHING_HELD
