"""The dialog in which a colour for classes is chosen; what is tried is shown at once."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QColorDialog, QWidget

from labeler.core.several_classes import changed_rows
from labeler.gui.retire import retire

if TYPE_CHECKING:
    from labeler.core.classes import ClassTable
    from labeler.core.palette import Color
    from labeler.gui.session import Session


def recolored(table: ClassTable, indices: Collection[int], color: Color) -> ClassTable:
    """The table in which all these classes have one colour."""
    return changed_rows(table, indices, lambda row: replace(row, color=color))


def choose_color(
    session: Session, indices: Collection[int], over: QWidget, chosen: Callable[[Color], object]
) -> None:
    """Let the user choose a colour for these classes in a dialog over `over`, shown live.

    `chosen` is called with it once, unless all of them have it already; a dialog that is closed without one
    changes nothing.
    """
    before = session.classes
    rows = [row for row in before if row.index in indices]
    if not rows:
        return
    first = rows[0]
    dialog = QColorDialog(QColor(*first.color), over)
    name = first.name if len(rows) == 1 else f"{len(rows)} classes"
    dialog.setWindowTitle(f"Colour of {name}")

    def preview(color: QColor) -> None:
        session.preview_classes(recolored(before, indices, _rgb(color)))

    def done(result: int) -> None:
        session.preview_classes(before)
        color = _rgb(dialog.selectedColor())
        if result == QColorDialog.DialogCode.Accepted and any(row.color != color for row in rows):
            chosen(color)

    dialog.currentColorChanged.connect(preview)
    dialog.finished.connect(done)
    dialog.finished.connect(lambda _: retire(dialog))
    dialog.open()


def _rgb(color: QColor) -> Color:
    return color.red(), color.green(), color.blue()
