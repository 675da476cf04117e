"""The window of the class table: all of it in rows and columns, changed where it stands, live.

It knows no dataset: it shows a table and says what the user wants of which classes (by their indices).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from labeler.gui.dialogs.answer_line import AnswerLine
from labeler.gui.dialogs.class_table_bar import ClassTableBar
from labeler.gui.dialogs.class_table_view import ClassTableView
from labeler.gui.dialogs.fit_screen import fit_screen
from labeler.gui.dialogs.warning_strip import WarningStrip
from labeler.gui.models.class_table_model import (
    COLOR,
    IS_ON_ROLE,
    KEY,
    NAME,
    NOTES,
    ClassTableModel,
)

if TYPE_CHECKING:
    from labeler.core.change import ClassesChanged
    from labeler.core.classes import ClassRow, ClassTable

_HINT = "Enter types · Space switches · Alt+Up, Alt+Down move · Del deletes · Ctrl+N adds · Ctrl+F finds"
_SIZE = QSize(960, 640)
_Flag = QItemSelectionModel.SelectionFlag


class ClassTableDialog(QDialog):
    """Shows a class table beside the window.

    What is done in a row that is selected among others is meant for all of them. `added(str)`;
    `edited(indices, column, text)`; `switched(indices, column, is_on)`; `moved(indices, before)`: to a
    position of the table; `shifted(indices, by)`; `color_wanted`, `pick_wanted`, `distinct_wanted`,
    `merge_wanted`, `delete_wanted(indices)`; `label_images_wanted()`: to be looked into for their indices.
    """

    added = Signal(str)
    edited = Signal(object, int, str)
    switched = Signal(object, int, bool)
    moved = Signal(object, int)
    shifted = Signal(object, int)
    color_wanted = Signal(object)
    pick_wanted = Signal(object)
    distinct_wanted = Signal(object)
    merge_wanted = Signal(object)
    label_images_wanted = Signal()
    delete_wanted = Signal(object)

    def __init__(self, undo_and_redo: Sequence[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Class table")
        self.model = ClassTableModel(self)
        self.table = ClassTableView(self.model)
        self.table.setAccessibleName("Class table")
        self.search = QLineEdit(placeholderText="Find class", clearButtonEnabled=True)
        self.search.setAccessibleName("Find class by name, notes or index")
        self.new_name = QLineEdit(placeholderText="New class")
        self.new_name.setAccessibleName("Name of a new class")
        self.bar = ClassTableBar()
        self.warnings = WarningStrip()
        self.answer = AnswerLine(_HINT)
        self._place = self.pos()
        self._lay_out(undo_and_redo)
        self._connect()
        fit_screen(self, _SIZE)
        self.table.setFocus()

    def set_classes(self, classes: ClassTable, change: ClassesChanged | None = None) -> None:
        """Show a class table; the same classes stay selected, by their new names where they were renamed."""
        renamed = dict((change.renamed,)) if change is not None and change.renamed is not None else {}
        names = {renamed.get(row.name, row.name) for row in self.selected_rows()}
        place = self.table.currentIndex()
        before = self.model.class_at(place.row()).name if place.isValid() else ""
        self.model.set_classes(classes)
        self._mark([row.index for row in classes if row.name in names])
        current = classes.find(renamed.get(before, before)) if before else None
        row = None if current is None else self.model.row_of(current.index)
        at = min(place.row(), self.model.rowCount() - 1) if row is None else row
        flags = _Flag.NoUpdate if names else _Flag.ClearAndSelect | _Flag.Rows
        if place.isValid() and at >= 0:
            self.table.selectionModel().setCurrentIndex(self.model.index(at, place.column()), flags)
        self._show_selection()

    def selected_rows(self) -> list[ClassRow]:
        """The selected classes, from the top."""
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [self.model.class_at(row) for row in rows]

    def select(self, indices: Collection[int], column: int = NAME) -> None:
        """Select classes, leave the search if it hides one of them, and bring the first into sight."""
        if any(self.model.row_of(index) is None for index in indices):
            self.search.clear()
        rows = sorted(row for row in map(self.model.row_of, indices) if row is not None)
        if not rows:
            return
        first = self.model.index(rows[0], column)
        self.table.selectionModel().setCurrentIndex(first, _Flag.NoUpdate)
        self._mark(indices)
        self.table.scrollTo(first)

    def edit(self, index: int, column: int) -> None:
        """Type into a cell of a class."""
        self.select([index], column)
        row = self.model.row_of(index)
        if row is not None:
            self.table.edit_cell(row, column)

    def make_room(self) -> None:
        """Leave the screen to the canvas for a moment."""
        self._place = self.pos()
        self.hide()

    def come_back(self) -> None:
        """Stand where it stood before it made room."""
        self.move(self._place)
        self.show()
        self.activateWindow()
        self.table.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc leaves a search or a new name first, and closes the window then; Enter closes nothing."""
        is_escape = event.key() == Qt.Key.Key_Escape
        field = self.focusWidget()
        if is_escape and field in (self.search, self.new_name):
            assert isinstance(field, QLineEdit)
            field.clear()
            self.table.setFocus()
        elif event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)

    def _lay_out(self, undo_and_redo: Sequence[QAction]) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(12, 8, 12, 8)
        top.setSpacing(8)
        top.addWidget(self.search, 2)
        top.addWidget(self.new_name, 2)
        self.add = QPushButton("Add", autoDefault=False)
        self.add.setToolTip("It gets the lowest free index   Enter")
        top.addWidget(self.add)
        top.addStretch(3)
        look = QPushButton("Label images…", autoDefault=False)
        look.setToolTip("Look into label images for indices that the table lacks")
        look.clicked.connect(self.label_images_wanted)
        top.addWidget(look)
        for action in undo_and_redo:
            self.addAction(action)
            button = QToolButton(autoRaise=True)
            button.setDefaultAction(action)
            top.addWidget(button)
        bottom = QHBoxLayout()
        bottom.setContentsMargins(12, 8, 12, 8)
        bottom.setSpacing(8)
        bottom.addWidget(self.answer, 1)
        close = QPushButton("Close", autoDefault=False)
        close.clicked.connect(self.close)
        bottom.addWidget(close, 0, Qt.AlignmentFlag.AlignBottom)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self.table, 1)
        for widget in (self.bar, self.warnings):
            layout.addWidget(_line())
            layout.addWidget(widget)
        layout.addWidget(_line())
        layout.addLayout(bottom)

    def _connect(self) -> None:
        table, bar, model = self.table, self.bar, self.model
        self.search.textChanged.connect(self._on_search)
        self.search.returnPressed.connect(self.table.setFocus)
        self.new_name.returnPressed.connect(self._on_add)
        self.add.clicked.connect(self._on_add)
        table.selectionModel().selectionChanged.connect(self._show_selection)
        model.modelReset.connect(self._show_selection)
        model.edited.connect(self._on_edited)
        model.move_wanted.connect(self.moved)
        table.switched.connect(self._on_switch)
        table.key_typed.connect(lambda row, key: self.edited.emit([model.class_at(row).index], KEY, key))
        table.swatch_clicked.connect(
            lambda row: self.color_wanted.emit(self._meant(model.class_at(row).index))
        )
        table.typed.connect(self._begin_search)
        table.shift_wanted.connect(lambda by: self.shifted.emit(self._selected(), by))
        table.delete_wanted.connect(lambda: self.delete_wanted.emit(self._selected()))
        for wanted, answer in (
            (bar.color_wanted, self.color_wanted),
            (bar.pick_wanted, self.pick_wanted),
            (bar.distinct_wanted, self.distinct_wanted),
            (bar.merge_wanted, self.merge_wanted),
            (bar.delete_wanted, self.delete_wanted),
        ):
            wanted.connect(lambda answer=answer: answer.emit(self._selected()))
        for key, act in (("Ctrl+F", self._begin_search), ("Ctrl+N", self.new_name.setFocus)):
            QShortcut(QKeySequence(key), self).activated.connect(act)

    def _selected(self) -> list[int]:
        return [row.index for row in self.selected_rows()]

    def _meant(self, index: int) -> list[int]:
        """The classes that are meant by what is done in the row of one: all selected ones, if it is."""
        selected = self._selected()
        return selected if index in selected else [index]

    def _mark(self, indices: Collection[int]) -> None:
        selection = self.table.selectionModel()
        selection.clearSelection()
        rows = (self.model.row_of(index) for index in indices)
        for row in (row for row in rows if row is not None):
            selection.select(self.model.index(row, NAME), _Flag.Select | _Flag.Rows)

    def _show_selection(self) -> None:
        self.bar.show_rows(self.selected_rows())

    def _on_edited(self, index: int, column: int, text: str) -> None:
        """Colour and notes can be those of many; a name, an index and a key are of one class."""
        indices = self._meant(index) if column in (COLOR, NOTES) else [index]
        self.edited.emit(indices, column, text)

    def _on_switch(self, row: int, column: int) -> None:
        is_on = bool(self.model.index(row, column).data(IS_ON_ROLE))
        self.switched.emit(self._meant(self.model.class_at(row).index), column, not is_on)

    def _begin_search(self, text: str = "") -> None:
        self.search.setFocus()
        if text:
            self.search.setText(text)
        else:
            self.search.selectAll()

    def _on_search(self, text: str) -> None:
        names = {row.name for row in self.selected_rows()}
        self.model.set_search(text)
        self._mark(
            [row.index for row in map(self.model.class_at, range(self.model.rowCount())) if row.name in names]
        )
        if self.model.rowCount() and not self.selected_rows():
            self.table.setCurrentIndex(self.model.index(0, NAME))

    def _on_add(self) -> None:
        name = self.new_name.text().strip()
        if name:
            self.new_name.clear()
            self.added.emit(name)
        self.new_name.setFocus()


def _line() -> QFrame:
    line = QFrame()
    line.setObjectName("line")
    line.setFixedHeight(1)
    return line
