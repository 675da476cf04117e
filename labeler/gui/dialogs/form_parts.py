"""Small parts that forms are made of."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QFormLayout, QHBoxLayout, QLabel, QWidget


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
