"""What the tables of classes and of shapes have in common: the row under the mouse, digits of one width, eye
and lock.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect
from PySide6.QtGui import QColor, QFont, QIcon, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from labeler.gui import theme
from labeler.gui.icons import SMALL, icon
from labeler.gui.panels.row_table import RowTable

# The columns of eye and lock, in pixels; and the free room beside what stands in a cell.
SHUTTER_WIDTH = 18
MARGIN = 4

# Names of the icons, open and shut.
EYE_ICONS = ("eye", "eye_off")
LOCK_ICONS = ("unlock", "lock")


class HoverRows(RowTable):
    """Rows that know which of them is under the mouse (or otherwise marked); -1 for none."""

    def __init__(self, stretch: int, parent: QWidget | None = None) -> None:
        super().__init__(stretch, parent)
        self.hovered = -1
        self.setMouseTracking(True)
        font = QFont()  # nothing but this is its own; the rest is inherited
        font.setFeature(QFont.Tag("tnum"), 1)
        self.setFont(font)

    def hover(self, row: int) -> None:
        """Show this row as the one under the mouse."""
        if row != self.hovered:
            self.hovered = row
            self.viewport().update()

    def fit(self) -> None:
        """Give each column the room that its text needs at the size of the font."""

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Larger text needs wider columns."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and self.model() is not None:
            self.fit()

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """No row is under the mouse once it has left."""
        if event.type() is QEvent.Type.Leave:
            self.hover(-1)
        return super().viewportEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the mouse."""
        self.hover(self.indexAt(event.position().toPoint()).row())
        super().mouseMoveEvent(event)


def paint_icon(painter: QPainter, rect: QRect, picture: QIcon) -> None:
    """Draw an icon in the middle of a cell."""
    place = QRect(0, 0, SMALL, SMALL)
    place.moveCenter(rect.center())
    picture.paint(painter, place)


def paint_shutter(
    painter: QPainter, rect: QRect, names: tuple[str, str], ink: QColor | None, *, is_shut: bool
) -> None:
    """Draw an eye or a lock when it is shut; in `ink`, if there is one, also when it is open."""
    color = theme.current().text if is_shut else ink
    if color is not None:
        paint_icon(painter, rect, icon(names[is_shut], color))
