"""The sheet with the slider that simplifies or smooths: the canvas follows every step of it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QDoubleSpinBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSlider,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

_WIDTH = 320
_MARGIN = 12
# The slider goes to so many pixels, finer at its beginning: a value is the square of its place.
_MOST = 20.0
_STEPS = 200


@dataclass(frozen=True)
class ReshapeSheet:
    """What a sheet is for: its title, the name of its amount and what that means, and whether corners matter.

    `least` is the smallest amount in pixels that makes a difference worth its time.
    """

    title: str
    amount: str
    meaning: str
    has_corners: bool = False
    least: float = 0.0


SIMPLIFY = ReshapeSheet("Simplify", "Tolerance", "How far the new outline may lie from the old one.")
SMOOTH = ReshapeSheet(
    *("Smooth", "Strength", "Standard deviation of the Gaussian along the outline."),
    has_corners=True,
    least=0.5,
)


class ReshapePopup(QFrame):
    """Lies over a corner of the canvas. `changed()` at every step, `applied()` and `cancelled()` at the end.

    Enter and Esc end it wherever the focus in the window is.
    """

    changed = Signal()
    applied = Signal()
    cancelled = Signal()

    def __init__(self, canvas: QWidget) -> None:
        super().__init__(canvas)
        self.setObjectName("reshapePopup")
        self.setFixedWidth(_WIDTH)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)  # no click on it is one on the canvas
        self._is_following = False
        self._least = 0.0
        self._title = QLabel()
        self._title.setObjectName("title")
        self._name = QLabel()
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, _STEPS)
        self.slider.setPageStep(_STEPS // 10)
        self.amount = QDoubleSpinBox(minimum=0.0, maximum=100.0, singleStep=0.1, decimals=2, suffix=" px")
        self.corners = QCheckBox("Keep corners sharper than")
        self.corner = QSpinBox(minimum=10, maximum=170, singleStep=5, suffix="°")
        self.corner.setAccessibleName("Angle of corners that are kept")
        self.neighbours = QCheckBox("Neighbours follow")
        self.neighbours.setToolTip("Borders shared with shapes that are not selected change in these too.")
        self.vertices = QLabel()
        self.pixels = QLabel()
        self.apply = QPushButton("Apply")
        self.cancel = QPushButton("Cancel")
        self._rows = QVBoxLayout(self)
        self._lay_out()
        self._connect()
        self.hide()

    def open_for(self, sheet: ReshapeSheet, amount: float, *, has_neighbours: bool) -> None:
        """Come up for a purpose, with an amount in pixels to begin with."""
        self._title.setText(sheet.title)
        self._name.setText(sheet.amount)
        for field in (self.slider, self.amount):
            field.setAccessibleName(sheet.amount)
            field.setToolTip(sheet.meaning)
        for widget in (self.corners, self.corner):
            widget.setVisible(sheet.has_corners)
        self.apply.setAccessibleName(sheet.title)
        self.neighbours.setVisible(has_neighbours)
        self._least = sheet.least
        self._show_amount(amount)
        self.show_vertices(None)
        self.show_pixels(0)
        self._rows.activate()  # without what is hidden now
        self.adjustSize()
        self.place()
        self.show()
        self.raise_()
        self.slider.setFocus()

    def place(self) -> None:
        """Stand in the top right corner of the canvas."""
        canvas = self.parentWidget()
        room = canvas.rect() if canvas is not None else QRect()
        self.move(QPoint(max(0, room.width() - self.width() - _MARGIN), _MARGIN))

    def show_vertices(self, counts: tuple[int, int] | None) -> None:
        """Say how many vertices there were and are."""
        self.vertices.setText("" if counts is None else f"{counts[0]:,} → {counts[1]:,} vertices")

    def show_pixels(self, count: int | None) -> None:
        """Say how many pixels of the label map differ from what they were, unless nobody has counted."""
        self.pixels.setText("" if count is None else f"{count:,} px changed")

    def _lay_out(self) -> None:
        self.amount.lineEdit().setTextMargins(6, 0, 4, 0)  # style sheets do not reach the fields inside
        self.corner.lineEdit().setTextMargins(6, 0, 4, 0)
        self.corner.setValue(60)
        self.neighbours.setChecked(True)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.addWidget(self._name, 0, 0)
        grid.addWidget(self.slider, 0, 1)
        grid.addWidget(self.amount, 0, 2)
        corners = QHBoxLayout()
        corners.addWidget(self.corners)
        corners.addStretch(1)
        corners.addWidget(self.corner)
        told = QHBoxLayout()
        told.addWidget(self.vertices)
        told.addStretch(1)
        told.addWidget(self.pixels)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.apply)
        layout = self._rows
        layout.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        layout.setSpacing(8)
        layout.addWidget(self._title)
        layout.addLayout(grid)
        layout.addLayout(corners)
        layout.addWidget(self.neighbours)
        layout.addLayout(told)
        layout.addLayout(buttons)

    def _connect(self) -> None:
        self.slider.valueChanged.connect(self._on_slider)
        self.amount.valueChanged.connect(self._on_amount)
        self.corner.valueChanged.connect(self._on_field)
        for box in (self.corners, self.neighbours):
            box.toggled.connect(self._on_field)
        self.corners.toggled.connect(self.corner.setEnabled)
        self.corner.setEnabled(False)
        self.apply.clicked.connect(self.applied)
        self.cancel.clicked.connect(self.cancelled)
        for key, signal in (("Return", self.applied), ("Enter", self.applied), ("Esc", self.cancelled)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.activated.connect(signal)

    def _show_amount(self, amount: float) -> None:
        """Set both fields, which tells nobody."""
        self._is_following = True
        self.amount.setMinimum(self._least)
        self.amount.setValue(amount)
        share = (amount - self._least) / (_MOST - self._least)
        self.slider.setValue(round(_STEPS * math.sqrt(min(max(share, 0.0), 1.0))))
        self._is_following = False

    def _on_slider(self, place: int) -> None:
        if not self._is_following:
            self._is_following = True
            self.amount.setValue(self._least + (_MOST - self._least) * (place / _STEPS) ** 2)
            self._is_following = False
            self.changed.emit()

    def _on_amount(self, amount: float) -> None:
        if not self._is_following:
            self._show_amount(amount)
            self.changed.emit()

    def _on_field(self) -> None:
        self.changed.emit()
