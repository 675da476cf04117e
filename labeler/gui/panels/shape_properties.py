"""What is said of the selected shapes: class, group, flags, note. Each field changes all of them at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QToolButton, QVBoxLayout, QWidget

from labeler.gui.icons import ThemedIcon
from labeler.gui.swatch import swatch_icon

if TYPE_CHECKING:
    from labeler.core.classes import ClassTable
    from labeler.core.shapes import Shape

_SEVERAL = "several"
# Room for "none" and for numbers of four digits; the name of the class gets the rest of the row.
_GROUP_WIDTH = 52


@dataclass(frozen=True, slots=True)
class Properties:
    """What all the selected shapes have in common; None where they differ."""

    class_name: str | None
    group: str | None
    flags: frozenset[str] | None
    note: str | None

    @classmethod
    def of(cls, shapes: Sequence[Shape]) -> Properties:
        """The properties of at least one shape."""
        groups = {"" if shape.group_id is None else str(shape.group_id) for shape in shapes}
        flags = {frozenset(name for name, is_set in shape.flags.items() if is_set) for shape in shapes}
        return cls(
            _only({shape.class_name for shape in shapes}),
            _only(groups),
            flags.pop() if len(flags) == 1 else None,
            _only({shape.description for shape in shapes}),
        )


class ShapeProperties(QWidget):
    """A few fields under the list of shapes, folded away until they are wanted.

    `class_wanted(str)`, `group_wanted(int | None)`, `new_group_wanted()`, `flags_wanted(list[str])` (the
    names that are set) and `note_wanted(str)` say what was changed; `left()` that the keys belong to the
    canvas again; `unfolded(bool)` that the fields were folded or unfolded.
    """

    class_wanted = Signal(str)
    group_wanted = Signal(object)
    new_group_wanted = Signal()
    flags_wanted = Signal(object)
    note_wanted = Signal(str)
    left = Signal()
    unfolded = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._properties: Properties | None = None
        self.fold = QToolButton()
        self.fold.setObjectName("fold")
        self.fold.setText("Properties")
        self.fold.setCheckable(True)
        self.fold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.fold.setToolTip("<p><b>Properties of the selection</b></p><p>Class, group, flags and note.</p>")
        self.fold.toggled.connect(self._on_fold)
        self.class_name = QComboBox()
        self.class_name.setAccessibleName("Class of the selection")
        self.class_name.activated.connect(self._on_class)
        self.group = _field("Group of the selection", "none")
        self.group.setValidator(QIntValidator(0, 2**31 - 1, self))
        self.flags = _field("Flags of the selection", "none")
        self.flags.setToolTip("Names with commas between, as labelme has them")
        self.note = _field("Note on the selection", "none")
        self.new_group = QToolButton()
        self.new_group.setAutoRaise(True)
        self.new_group.setToolTip("<p><b>Make one group</b></p><p>The selection is one instance.</p>")
        self.new_group.setAccessibleName("Make one group")
        ThemedIcon(self.new_group, "group")
        self.new_group.clicked.connect(self.new_group_wanted)
        for field, tell in (
            (self.group, self._tell_group),
            (self.flags, self._tell_flags),
            (self.note, self._tell_note),
        ):
            field.editingFinished.connect(tell)
            field.returnPressed.connect(self.left)
        self._lay_out()
        self._on_fold(False)

    def show_properties(self, properties: Properties | None) -> None:
        """Show what the selection has in common; None when nothing is selected."""
        self._properties = properties
        self.fields.setEnabled(properties is not None)
        if properties is None:
            properties = _NO_SELECTION
        self.class_name.setCurrentIndex(
            -1 if properties.class_name is None else self.class_name.findData(properties.class_name)
        )
        self.class_name.setPlaceholderText("Class" if self._properties is None else _SEVERAL)
        flags = None if properties.flags is None else ", ".join(sorted(properties.flags))
        for field, text in (
            (self.group, properties.group),
            (self.flags, flags),
            (self.note, properties.note),
        ):
            _show(field, text)

    def set_classes(self, classes: ClassTable) -> None:
        """Offer the classes of a table."""
        self.class_name.clear()
        for row in classes:
            self.class_name.addItem(swatch_icon(row.color), row.name, row.name)
        self.show_properties(self._properties)

    def _lay_out(self) -> None:
        self.fields = QWidget()
        rows = QVBoxLayout(self.fields)
        rows.setContentsMargins(12, 0, 8, 8)
        rows.setSpacing(4)
        # Two rows, so that the list above keeps its own on a small screen; the swatch says what a class is.
        for widgets in (
            (self.class_name, QLabel("Group"), self.group, self.new_group),
            (QLabel("Flags"), self.flags, QLabel("Note"), self.note),
        ):
            row = QHBoxLayout()
            row.setSpacing(4)
            for widget in widgets:
                row.addWidget(widget, int(widget in (self.class_name, self.flags, self.note)))
            rows.addLayout(row)
        for field in (self.class_name, self.flags, self.note):
            field.setMinimumWidth(40)
        self.group.setFixedWidth(_GROUP_WIDTH)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.fold)
        layout.addWidget(self.fields)

    def _on_fold(self, is_open: bool) -> None:
        self.fold.setArrowType(Qt.ArrowType.DownArrow if is_open else Qt.ArrowType.RightArrow)
        self.fields.setVisible(is_open)
        self.unfolded.emit(is_open)

    def _on_class(self, row: int) -> None:
        self.class_wanted.emit(self.class_name.itemData(row))
        self.left.emit()

    def _tell_group(self) -> None:
        text = self.group.text().strip()
        if self.group.isModified() and text != self._shown().group:
            self.group.setModified(False)
            self.group_wanted.emit(int(text) if text else None)

    def _tell_flags(self) -> None:
        names = [name.strip() for name in self.flags.text().split(",") if name.strip()]
        if self.flags.isModified() and frozenset(names) != self._shown().flags:
            self.flags.setModified(False)
            self.flags_wanted.emit(names)

    def _tell_note(self) -> None:
        if self.note.isModified() and self.note.text() != self._shown().note:
            self.note.setModified(False)
            self.note_wanted.emit(self.note.text())

    def _shown(self) -> Properties:
        return self._properties or _NOTHING


_NOTHING = Properties(None, None, None, None)
_NO_SELECTION = Properties(None, "", frozenset(), "")


def _only(values: set[str]) -> str | None:
    return next(iter(values)) if len(values) == 1 else None


def _field(name: str, placeholder: str) -> QLineEdit:
    field = QLineEdit()
    field.setAccessibleName(name)
    field.setProperty("none", placeholder)
    return field


def _show(field: QLineEdit, text: str | None) -> None:
    """Show a text, or that the shapes differ; what is just being typed stays."""
    field.setPlaceholderText(_SEVERAL if text is None else field.property("none"))
    if not (field.hasFocus() and field.isModified()):
        field.setText(text or "")
