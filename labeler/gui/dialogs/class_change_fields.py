"""The fields of each change of classes over a dataset: what is asked for, as data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QSpinBox,
    QWidget,
)

from labeler.core.class_changes import (
    ClassChange,
    DeleteClass,
    MergeClasses,
    Part,
    ReindexClasses,
    RenameClass,
    SplitClass,
)
from labeler.core.errors import ClassTableError
from labeler.gui.dialogs.form_parts import dim, form_layout, indent, limit_width, row_of
from labeler.gui.swatch import swatch_icon
from labeler.gui.words import counted

if TYPE_CHECKING:
    from labeler.core.classes import ClassRow, ClassTable

_ROWS_SHOWN = 7
_ROW_HEIGHT = 24  # pixels of the list of classes


class ChangeFields(QWidget):
    """The fields of one kind of change of a class table. `changed()` after any of them."""

    changed = Signal()
    title = ""
    # What the main button says, and what the job is called.
    verb, doing = "", ""

    def __init__(self, table: ClassTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = table
        self.layout_ = form_layout(self)
        self.layout_.setContentsMargins(0, 0, 0, 0)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def labels(self) -> list[QWidget]:
        """The names of the fields, which stand in the first column."""
        rows = range(self.layout_.rowCount())
        items = [self.layout_.itemAt(row, QFormLayout.ItemRole.LabelRole) for row in rows]
        names = [item.widget() for item in items if item is not None]
        return [name for name in names if name is not None]

    def changes(self) -> list[ClassChange]:
        """What the fields ask for. Raises ClassTableError when something is missing."""
        raise NotImplementedError

    def take(self, requests: Sequence[ClassChange]) -> bool:
        """Show what was asked for elsewhere; False when it is of another kind."""
        raise NotImplementedError

    def _class_box(self, rows: Iterable[ClassRow]) -> QComboBox:
        box = QComboBox()
        box.setMaxVisibleItems(16)
        for row in rows:
            box.addItem(swatch_icon(row.color), row.name)
            if row.is_fixed and box.currentIndex() == box.count() - 1:
                box.setCurrentIndex(-1)  # background and void are rarely meant
            elif box.currentIndex() < 0:
                box.setCurrentIndex(box.count() - 1)
        box.setCurrentIndex(max(0, box.currentIndex()))
        limit_width(box)
        box.currentIndexChanged.connect(self.changed)
        return box

    def _class_list(self) -> ClassChecks:
        checks = ClassChecks(self.table.user_rows)
        checks.itemChanged.connect(self.changed)
        return checks

    def _line(self, name: str) -> QLineEdit:
        line = QLineEdit()
        line.setAccessibleName(name)
        line.textChanged.connect(self.changed)
        return line


class ClassChecks(QListWidget):
    """Classes to tick, by a click anywhere on their row or by `Space`."""

    def __init__(self, rows: Sequence[ClassRow]) -> None:
        super().__init__()
        self.setAccessibleName("Classes")
        self.setUniformItemSizes(True)
        for row in rows:
            item = QListWidgetItem(swatch_icon(row.color), row.name)
            # Not checkable by Qt, who takes clicks on the small box only.
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            item.setCheckState(Qt.CheckState.Unchecked)
            self.addItem(item)
        self.itemClicked.connect(self._turn)
        self.setFixedHeight(_ROW_HEIGHT * min(_ROWS_SHOWN, max(2, len(rows))) + 4)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Space ticks the current row."""
        if event.key() == Qt.Key.Key_Space and self.currentItem() is not None:
            self._turn(self.currentItem())
        else:
            super().keyPressEvent(event)

    def names(self) -> list[str]:
        """The classes that are ticked, in their order."""
        items = [self.item(row) for row in range(self.count())]
        return [item.text() for item in items if item.checkState() is Qt.CheckState.Checked]

    def tick(self, names: Iterable[str]) -> None:
        """Tick these, and bring the first of them into view."""
        wanted = set(names)
        for row in range(self.count()):
            item = self.item(row)
            if item.text() in wanted:
                item.setCheckState(Qt.CheckState.Checked)
                self.setCurrentItem(item)

    @staticmethod
    def _turn(item: QListWidgetItem) -> None:
        is_ticked = item.checkState() is Qt.CheckState.Checked
        item.setCheckState(Qt.CheckState.Unchecked if is_ticked else Qt.CheckState.Checked)


class RenameFields(ChangeFields):
    """Another name for a class."""

    title, verb, doing = "Rename", "Rename", "Renaming"

    def __init__(self, table: ClassTable, parent: QWidget | None = None) -> None:
        super().__init__(table, parent)
        self.old = self._class_box(table.rows)
        self.new = self._line("New name")
        self.setFocusProxy(self.new)
        self.layout_.addRow("Class", self.old)
        self.layout_.addRow("New name", self.new)

    def changes(self) -> list[ClassChange]:
        """The rename."""
        return [RenameClass(self.old.currentText(), _filled(self.new, "Type the new name."))]

    def take(self, requests: Sequence[ClassChange]) -> bool:
        """Show a rename."""
        for request in requests:
            if isinstance(request, RenameClass):
                self.old.setCurrentText(request.old)
                self.new.setText(request.new)
                return True
        return False


class ReindexFields(ChangeFields):
    """Another index for a class; the class that has it gets the old one in exchange."""

    title, verb, doing = "Change index", "Change index", "Changing indices"

    def __init__(self, table: ClassTable, parent: QWidget | None = None) -> None:
        super().__init__(table, parent)
        self.name = self._class_box(table.user_rows)
        self.index = QSpinBox(minimum=1, maximum=254)
        self.index.setAccessibleName("New index")
        indent(self.index)
        self.setFocusProxy(self.index)
        self.exchange = dim("")
        self.exchange.setWordWrap(True)
        self.layout_.addRow("Class", self.name)
        self.layout_.addRow("New index", row_of(self.index, self.exchange))
        self.name.currentIndexChanged.connect(self._show_index)
        self.index.valueChanged.connect(self._show_exchange)
        self.index.valueChanged.connect(self.changed)
        self._show_index()

    def changes(self) -> list[ClassChange]:
        """The new index, or the exchange of two."""
        row = self.table.find(self.name.currentText())
        if row is None:
            raise ClassTableError("There is no class that could get another index.")
        indices = {row.name: self.index.value()}
        other = self._other(row)
        if other is not None:
            indices[other.name] = row.index
        return [ReindexClasses(indices)]

    def take(self, requests: Sequence[ClassChange]) -> bool:
        """Show the first of the new indices."""
        for request in requests:
            if isinstance(request, ReindexClasses) and request.indices:
                name, index = next(iter(request.indices.items()))
                self.name.setCurrentText(name)
                self.index.setValue(index)
                return True
        return False

    def _other(self, row: ClassRow) -> ClassRow | None:
        other = self.table.at(self.index.value())
        return None if other is row else other

    def _show_index(self) -> None:
        row = self.table.find(self.name.currentText())
        if row is not None:
            self.index.setValue(row.index)

    def _show_exchange(self) -> None:
        row = self.table.find(self.name.currentText())
        other = None if row is None else self._other(row)
        text = "" if row is None or other is None else f"{other.name} gets {row.index} in exchange."
        self.exchange.setText(text)


class MergeFields(ChangeFields):
    """One class of several."""

    title, verb, doing = "Merge", "Merge", "Merging classes"

    def __init__(self, table: ClassTable, parent: QWidget | None = None) -> None:
        super().__init__(table, parent)
        self.names = self._class_list()
        self.into = self._class_box(table.rows)
        self.into.setEditable(True)
        self.into.setAccessibleName("Into")
        self.into.setCurrentIndex(-1)
        self.into.setMinimumContentsLength(24)
        self.into.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.into.editTextChanged.connect(self.changed)
        self.layout_.addRow("Classes", self.names)
        self.layout_.addRow("Into", self.into)
        self.layout_.addRow("", dim("A class of the table, or a new name for the first of them."))

    def changes(self) -> list[ClassChange]:
        """The merge."""
        names = self.names.names()
        if not names:
            raise ClassTableError("Tick the classes that shall become one.")
        into = self.into.currentText().strip()
        if not into:
            raise ClassTableError("Choose the class that they become, or type a new name.")
        return [MergeClasses(tuple(names), into)]

    def take(self, requests: Sequence[ClassChange]) -> bool:
        """Show a merge."""
        for request in requests:
            if isinstance(request, MergeClasses):
                self.names.tick(request.names)
                self.into.setCurrentText(request.into)
                return True
        return False


class DeleteFields(ChangeFields):
    """Classes less: with their shapes, or these given to another class."""

    title, verb, doing = "Delete", "Delete", "Deleting classes"

    def __init__(self, table: ClassTable, parent: QWidget | None = None) -> None:
        super().__init__(table, parent)
        self.names = self._class_list()
        self.shapes_to = self._class_box(table.rows)
        self.shapes_to.insertItem(0, "None: delete them")
        self.shapes_to.setCurrentIndex(0)
        self.pixels_to = self._class_box(table.rows)
        self._follow_shapes()
        self.shapes_to.currentIndexChanged.connect(self._follow_shapes)
        self.layout_.addRow("Classes", self.names)
        self.layout_.addRow("New class of their shapes", self.shapes_to)
        self.layout_.addRow("New class of their pixels", self.pixels_to)

    def changes(self) -> list[ClassChange]:
        """A deletion for each class."""
        names = self.names.names()
        if not names:
            raise ClassTableError("Tick the classes to delete.")
        place = self.shapes_to.currentIndex()
        heir = self.table.rows[place - 1].name if place > 0 else None
        pixels = self.table.rows[self.pixels_to.currentIndex()]
        for name in (heir, pixels.name):
            if name in names:
                raise ClassTableError(f"{name} is deleted itself. Choose another class.")
        return [DeleteClass(name, heir, pixels.index) for name in names]

    def take(self, requests: Sequence[ClassChange]) -> bool:
        """Show deletions."""
        wanted = [request for request in requests if isinstance(request, DeleteClass)]
        self.names.tick(request.name for request in wanted)
        if wanted and wanted[0].shapes_to is not None:
            self.shapes_to.setCurrentText(wanted[0].shapes_to)
        return bool(wanted)

    def _follow_shapes(self) -> None:
        """The pixels go where the shapes go, unless one says otherwise."""
        place = self.shapes_to.currentIndex()
        background = next(at for at, row in enumerate(self.table.rows) if row.index == 0)
        self.pixels_to.setCurrentIndex(place - 1 if place > 0 else background)


class SplitFields(ChangeFields):
    """A part of a class as a class of its own. `images`: those whose rows are selected in the window."""

    title, verb, doing = "Split off", "Split off", "Splitting a class"

    def __init__(
        self, table: ClassTable, images: frozenset[str] = frozenset(), parent: QWidget | None = None
    ) -> None:
        super().__init__(table, parent)
        self._images = images
        self.name = self._class_box(table.rows)
        self.new_name = self._line("Name of the new class")
        self.setFocusProxy(self.new_name)
        self.uses_images = QCheckBox(f"in the {counted(len(images), 'image')} selected in the list of images")
        self.uses_images.setEnabled(bool(images))
        self.uses_images.toggled.connect(self.changed)
        self.flag, self.text = self._line("Flag"), self._line("Words in the description")
        self.has_group = QCheckBox("of the group")
        self.group = QSpinBox(minimum=0, maximum=2**31 - 1)
        self.group.setAccessibleName("Group")
        indent(self.group)
        self.group.setEnabled(False)
        self.has_group.toggled.connect(self.group.setEnabled)
        self.has_group.toggled.connect(self.changed)
        self.group.valueChanged.connect(self.changed)
        self.flag.setPlaceholderText("any")
        self.text.setPlaceholderText("any")
        self.layout_.addRow("Class", self.name)
        self.layout_.addRow("New class", self.new_name)
        self.layout_.addRow("Its shapes", self.uses_images)
        self.layout_.addRow("with the flag", self.flag)
        self.layout_.addRow("with these words", self.text)
        self.layout_.addRow("", row_of(self.has_group, self.group))

    def changes(self) -> list[ClassChange]:
        """The split."""
        new_name = _filled(self.new_name, "Type the name of the new class.")
        part = Part(
            self._images if self.uses_images.isChecked() else None,
            self.flag.text().strip(),
            self.text.text().strip(),
            self.group.value() if self.has_group.isChecked() else None,
        )
        return [SplitClass(self.name.currentText(), new_name, part)]

    def take(self, requests: Sequence[ClassChange]) -> bool:
        """Show the class of a split, and the name of the new one."""
        for request in requests:
            if isinstance(request, SplitClass):
                self.name.setCurrentText(request.name)
                self.new_name.setText(request.new_name)
                return True
        return False


def _filled(line: QLineEdit, missing: str) -> str:
    text = line.text().strip()
    if not text:
        raise ClassTableError(missing)
    return text


def explained(text: str) -> QLabel:
    """A sentence over the width of a form."""
    label = dim(text)
    label.setWordWrap(True)
    return label
