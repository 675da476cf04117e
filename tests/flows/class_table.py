"""Hands at the window of the class table."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QTableView

from labeler.core.class_file import read_classes
from labeler.core.classes import ClassTable
from labeler.gui.dialogs.class_table_dialog import ClassTableDialog
from labeler.gui.models.class_table_model import COLOR, NAME
from tests.windows import LEFT, NONE, Desk

CTRL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


class Table:
    """The window of the class table of a desk, and what hands do in it."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        desk.window.actions_["class_table"].trigger()
        dialog = desk.window.class_table.dialog
        assert dialog is not None
        self.dialog: ClassTableDialog = dialog
        desk.qtbot.waitExposed(dialog)
        desk.qtbot.waitUntil(dialog.isActiveWindow)
        desk.wait_for_jobs()

    @property
    def view(self) -> QTableView:
        return self.dialog.table

    @property
    def classes(self) -> ClassTable:
        return self.desk.window.session.classes

    @property
    def names(self) -> list[str]:
        """The names in the rows, from the top."""
        model = self.dialog.model
        return [model.class_at(row).name for row in range(model.rowCount())]

    @property
    def selected(self) -> list[str]:
        return [row.name for row in self.dialog.selected_rows()]

    @property
    def sentence(self) -> str:
        return self.dialog.answer.sentence.text()

    def text(self, name: str, column: int) -> str:
        return str(self.dialog.model.index(self.names.index(name), column).data())

    def place(self, name: str, column: int = NAME) -> QPoint:
        index = self.dialog.model.index(self.names.index(name), column)
        self.view.scrollTo(index)
        rect = self.view.visualRect(index)
        # Beside the swatch, which has a click of its own.
        return rect.center() + QPoint(20 if column == COLOR else 0, 0)

    def click(self, name: str, column: int = NAME, held: Qt.KeyboardModifier = NONE) -> None:
        QTest.mouseClick(self.view.viewport(), LEFT, held, self.place(name, column))

    def select(self, *names: str) -> None:
        for at, name in enumerate(names):
            self.click(name, held=CTRL if at else NONE)
        assert sorted(self.selected) == sorted(names)

    def key(self, key: Qt.Key | str, held: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(self.view, key, held)
        self.desk.wait_for_jobs()

    def type_into(self, name: str, column: int, text: str) -> None:
        """Double click into a cell, type, Enter."""
        place = self.place(name, column)
        QTest.mouseClick(self.view.viewport(), LEFT, NONE, place)
        QTest.mouseDClick(self.view.viewport(), LEFT, NONE, place)
        self.type(text)

    def type(self, text: str) -> None:
        """Type into the cell that is open, and Enter."""
        field = QApplication.focusWidget()
        assert isinstance(field, QLineEdit), field
        field.selectAll()
        QTest.keyClicks(field, text)
        QTest.keyClick(field, Qt.Key.Key_Return)
        QApplication.processEvents()  # Qt commits the text after the key
        self.desk.wait_for_jobs()

    def press(self, text: str) -> None:
        """A button below the table."""
        button = self.dialog.bar.buttons[text]
        QApplication.processEvents()  # it may have come just now, and has no place yet
        assert button.isVisible()
        QTest.mouseClick(button, LEFT)
        self.desk.wait_for_jobs()

    def drag(self, name: str, before: str, *, below: bool = False) -> None:
        """Drop the selected rows on the upper or lower half of a row, as Qt tells of a drop."""
        drop_on(self.view, self.names.index(name), self.names.index(before), below=below)

    def undo(self) -> None:
        self.key(Qt.Key.Key_Z, CTRL)

    def redo(self) -> None:
        self.key(Qt.Key.Key_Z, CTRL | SHIFT)

    def warning(self, part: str):
        """The line of a warning that holds these words, once it is there."""
        self.desk.qtbot.waitUntil(lambda: any(part in row.line.text for row in self.dialog.warnings.rows))
        return next(row for row in self.dialog.warnings.rows if part in row.line.text)

    def remedy(self, part: str, text: str) -> None:
        button = next(each for each in self.warning(part).buttons if each.text() == text)
        QTest.mouseClick(button, LEFT)
        self.desk.wait_for_jobs()


def drop_on(view: QTableView, row: int, target: int, *, below: bool = False) -> None:
    """Drag a row (and what is selected with it) onto the upper or lower half of another."""
    model = view.model()
    chosen = view.selectionModel().selectedRows()
    rows = chosen if row in [index.row() for index in chosen] else [model.index(row, 0)]
    data: QMimeData = model.mimeData(rows)
    rect = view.visualRect(model.index(target, 0))
    place = QPointF(rect.center().x(), rect.bottom() - 2 if below else rect.top() + 2)
    drop = QDropEvent(place, Qt.DropAction.MoveAction, data, LEFT, NONE, QEvent.Type.Drop)
    view.dropEvent(drop)


def saved(folder: Path) -> ClassTable:
    return read_classes(folder / "classes.csv")
