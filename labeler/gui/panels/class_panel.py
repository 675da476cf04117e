"""The class table: the current class is marked; colour, name and index are changed where they stand."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from labeler.core.classes import ClassTable
from labeler.gui.icons import ThemedIcon
from labeler.gui.models.class_model import COLOR, NAME, ClassModel
from labeler.gui.panels.class_finder import ClassFinder
from labeler.gui.panels.class_rows import ClassRows
from labeler.gui.panels.no_classes import NoClasses


class NameField(QLineEdit):
    """The field for a new class. `escaped()`: the user thinks better of it."""

    escaped = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc leaves the field; every other key is typed."""
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)


class ClassPanel(QWidget):
    """Rows of classes; above them a field that finds one when there are many, below them one that adds one.

    `class_clicked(str)`: by the mouse, for what is selected or drawn next; `click_taken_back()`: that
    click was the first of a double click, which edits the row. `class_chosen(str)`: by keys or for the menu
    of a row, for what is drawn next. `class_added(str)`, `recolor_wanted(int)`, `eye_clicked(str)`,
    `alone_wanted(str)`, `lock_clicked(int)` and `menu_wanted(QPoint)` say what else the user did; renaming
    and changing an index come from `model`. `left()`: the hand is done here, and the keys belong to the
    canvas again.
    """

    class_clicked = Signal(str)
    click_taken_back = Signal()
    class_chosen = Signal(str)
    left = Signal()
    class_added = Signal(str)
    recolor_wanted = Signal(int)
    eye_clicked = Signal(str)
    alone_wanted = Signal(str)
    lock_clicked = Signal(int)
    menu_wanted = Signal(QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._current: str | None = None
        self._is_following = False
        self._is_open = False
        self.model = ClassModel(self)
        self.table = ClassRows(self.model)
        self.table.setAccessibleName("Classes")
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.finder = ClassFinder(self.model, self.table)
        self.new_name = NameField(placeholderText="New class")
        self.new_name.setAccessibleName("Name of a new class")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.finder)
        layout.addWidget(self.table, 1)
        self.no_classes = NoClasses()
        self.no_classes.hide()
        layout.addWidget(self.no_classes)
        layout.addLayout(self._add_row())
        self._connect()
        self.set_open(is_open=False)

    def _connect(self) -> None:
        table, model = self.table, self.model
        table.customContextMenuRequested.connect(self._on_menu)
        table.clicked.connect(self._on_clicked)
        table.doubleClicked.connect(self._on_double_clicked)
        table.eye_clicked.connect(lambda row: self.eye_clicked.emit(model.class_at(row).name))
        table.alone_wanted.connect(lambda row: self.alone_wanted.emit(model.class_at(row).name))
        table.lock_clicked.connect(lambda row: self.lock_clicked.emit(model.class_at(row).index))
        for signal in (table.eye_clicked, table.alone_wanted, table.lock_clicked):
            signal.connect(self.left)
        # The mark stands for the class of the next shape, which a click for the selection does not change.
        table.released.connect(lambda: self.show_current(self._current))
        table.selectionModel().currentRowChanged.connect(self._on_current)
        model.modelReset.connect(lambda: self.show_current(self._current))
        self.finder.found.connect(self._on_found)
        self.finder.escaped.connect(self.left)
        self.new_name.returnPressed.connect(self._on_new_name)
        self.new_name.escaped.connect(self.left)

    def set_open(self, *, is_open: bool) -> None:
        """Whether a dataset is open, whose classes can be changed."""
        self._is_open = is_open
        for widget in (self.new_name, self._add, self.table):
            widget.setVisible(is_open)
        self.finder.set_open(is_open)

    def set_classes(self, classes: ClassTable) -> None:
        """Show a class table."""
        self.model.set_classes(classes)
        self.finder.show_count(len(classes))
        self.no_classes.setVisible(self._is_open and not classes.user_rows)
        self.show_current(self._current)

    def show_current(self, class_name: str | None) -> None:
        """Mark the class that new shapes get."""
        self._current = class_name
        row = self.model.row_of(class_name)
        self._is_following = True
        if row is None:
            self.table.clearSelection()
            self.table.setCurrentIndex(QModelIndex())
        elif row != self.table.currentIndex().row() or not self.table.selectionModel().hasSelection():
            self.table.setCurrentIndex(self.model.index(row, NAME))
            self.table.selectRow(row)
        self._is_following = False

    def ask_for_class(self) -> None:
        """Put the cursor where a new class is named."""
        self.new_name.setFocus()
        self.new_name.selectAll()

    def edit_current(self, column: int) -> None:
        """Edit the name or the index of the current class in its row."""
        row = self.model.row_of(self._current)
        if row is not None:
            self.table.setFocus()
            self.table.edit(self.model.index(row, column))

    def _add_row(self) -> QHBoxLayout:
        self._add = QToolButton()
        self._add.setAutoRaise(True)
        self._add.setToolTip("<p><b>Add class</b>&nbsp;&nbsp;Enter</p><p>It gets the lowest free index.</p>")
        self._add.setAccessibleName("Add class")
        ThemedIcon(self._add, "add")
        self._add.clicked.connect(self._on_new_name)
        row = QHBoxLayout()
        row.setContentsMargins(8, 6, 8, 8)
        row.setSpacing(4)
        row.addWidget(self.new_name, 1)
        row.addWidget(self._add)
        return row

    def _on_new_name(self) -> None:
        name = self.new_name.text().strip()
        if name:
            self.new_name.clear()
            self.class_added.emit(name)
            self.left.emit()
        else:
            self.new_name.setFocus()

    def _on_clicked(self, index: QModelIndex) -> None:
        row = self.model.class_at(index.row())
        self.left.emit()
        if index.column() == COLOR:
            self.recolor_wanted.emit(row.index)
        else:
            self.class_clicked.emit(row.name)

    def _on_found(self, class_name: str) -> None:
        self.left.emit()
        self.class_clicked.emit(class_name)

    def _on_double_clicked(self, index: QModelIndex) -> None:
        if index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.click_taken_back.emit()

    def _on_current(self, index: QModelIndex) -> None:
        if index.isValid() and not self._is_following and not self.table.is_clicked:
            self._current = self.model.class_at(index.row()).name
            self.class_chosen.emit(self._current)

    def _on_menu(self, place: QPoint) -> None:
        if self.table.indexAt(place).isValid():
            self.left.emit()
            self.menu_wanted.emit(self.table.viewport().mapToGlobal(place))
