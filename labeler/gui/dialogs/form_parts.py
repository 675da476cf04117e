"""Small parts that forms are made of."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QFormLayout, QHBoxLayout, QLabel, QWidget

_WIDEST = 400  # pixels of a list of names


def form_layout(form: QWidget) -> QFormLayout:
    """The layout of a form: names at the right of their column, fields as wide as there is room."""
    layout = QFormLayout(form)
    layout.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
    layout.setLabelAlignment(Qt.AlignmentFlag.AlignRight)
    layout.setVerticalSpacing(8)
    layout.setHorizontalSpacing(12)
    return layout


def indent(spin: QAbstractSpinBox) -> None:
    """Leave room before the number; Qt's style sheets do not reach the field inside."""
    spin.lineEdit().setTextMargins(6, 0, 4, 0)


def choice(*items: tuple[str, object]) -> QComboBox:
    """A list of words, each with the value that it means."""
    box = QComboBox()
    for text, value in items:
        box.addItem(text, value)
    return box


def limit_width(box: QComboBox) -> None:
    """Let no long name make the form wider than its dialog; the list's tooltips have what is cut off."""
    box.setMaximumWidth(_WIDEST)
    for row in range(box.count()):
        box.setItemData(row, box.itemText(row), Qt.ItemDataRole.ToolTipRole)


def dim(text: str) -> QLabel:
    """Words that stand back."""
    label = QLabel(text)
    label.setObjectName("dim")
    return label


def row_of(*widgets: QWidget) -> QWidget:
    """Widgets in a row, from the left."""
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(8)
    for widget in widgets:
        layout.addWidget(widget)
    layout.addStretch(1)
    return row
