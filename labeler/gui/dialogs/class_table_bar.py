"""What can be done to the selected classes, as a row of buttons below their table."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from labeler.core.classes import ClassRow
from labeler.gui.status_bar import HintLabel
from labeler.gui.words import listed

_COLOR, _PICK, _DISTINCT = "Colour…", "Take from image", "Distinct colour"
_MERGE, _DELETE = "Merge…", "Delete"


class ClassTableBar(QWidget):
    """Says which classes are selected. `color_wanted()`, `pick_wanted()`, `distinct_wanted()`,
    `merge_wanted()` and `delete_wanted()` are its buttons; those that can do nothing now are not there.
    """

    color_wanted = Signal()
    pick_wanted = Signal()
    distinct_wanted = Signal()
    merge_wanted = Signal()
    delete_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.can_pick = False
        self.text = HintLabel()
        self.text.setObjectName("dim")
        self.text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 12, 6)
        layout.setSpacing(8)
        layout.addWidget(self.text, 1)
        self.buttons: dict[str, QPushButton] = {}
        for text, hint, signal in (
            (_COLOR, "Choose a colour; the canvas shows what you try", self.color_wanted),
            (_PICK, "Click on the photograph for the colour there", self.pick_wanted),
            (_DISTINCT, "As far as can be from all others, also for the colour blind", self.distinct_wanted),
            (_MERGE, "Make one class of these, in all annotations", self.merge_wanted),
            (_DELETE, "Delete classes that no shape has   Del", self.delete_wanted),
        ):
            button = QPushButton(text, autoDefault=False)
            button.setToolTip(hint)
            button.clicked.connect(signal)
            layout.addWidget(button)
            self.buttons[text] = button
        self.show_rows(())

    def show_rows(self, rows: Sequence[ClassRow]) -> None:
        """Speak of these classes, which are selected."""
        names = listed([row.name for row in rows], most=12)
        if len(rows) > 1:
            self.text.setText(f"{len(rows)} classes: what is changed in one is changed in all")
        else:
            self.text.setText(names or "Select several classes to change them together")
        self.text.setToolTip(names)
        for text, can in {
            _COLOR: bool(rows),
            _PICK: bool(rows) and self.can_pick,
            _DISTINCT: bool(rows),
            _MERGE: len(rows) > 1,
            _DELETE: any(not row.is_fixed for row in rows),
        }.items():
            self.buttons[text].setVisible(can)
        self.buttons[_DISTINCT].setText(_DISTINCT + "s" * (len(rows) > 1))
