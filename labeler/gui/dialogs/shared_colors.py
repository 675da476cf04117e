"""Asks which class a colour means that several classes of a table share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QWidget

from labeler.core.palette import color_to_hex
from labeler.gui.dialogs.form_parts import choice, dim, limit_width
from labeler.gui.swatch import swatch

if TYPE_CHECKING:
    from labeler.core.classes import ClassTable
    from labeler.core.palette import Color


class SharedColors(QWidget):
    """A row for each shared colour, with a list of its classes. `changed()` after every choice."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.boxes: dict[Color, QComboBox] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(2, 1)

    def set_table(self, table: ClassTable) -> None:
        """Ask for the colours that classes of this table share; nothing is asked where none do."""
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.setParent(None)
        self.boxes = {}
        for line, rows in enumerate(table.same_colors()):
            color = rows[0].color
            square = QLabel()
            square.setPixmap(swatch(color))
            box = choice(("Which class?", None), *((f"{row.index} {row.name}", row.index) for row in rows))
            limit_width(box)
            box.setAccessibleName(f"The class of {color_to_hex(color)}")
            box.currentIndexChanged.connect(self.changed)
            for column, widget in enumerate((square, dim(color_to_hex(color)), box)):
                self._grid.addWidget(widget, line, column)
            self.boxes[color] = box

    @property
    def resolved(self) -> dict[Color, int]:
        """The index that was chosen for each colour; those without a choice are not in it."""
        chosen = {color: box.currentData() for color, box in self.boxes.items()}
        return {color: index for color, index in chosen.items() if index is not None}

    @property
    def is_complete(self) -> bool:
        """Whether a class was chosen for every colour."""
        return len(self.resolved) == len(self.boxes)
