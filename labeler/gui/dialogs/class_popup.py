"""Asks at the cursor which class a shape shall have: an existing one, or a new one by its name."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from labeler.core.classes import ClassTable
from labeler.gui.swatch import swatch_icon

_ROW_HEIGHT = 24
_MOST_ROWS = 12
_WIDTH = 240
_MARGIN = 4


class ClassPopup(QFrame):
    """A field and the list of classes that fit what is typed; Enter takes the marked one or adds a new one.

    `class_chosen(str)` names an existing class, `class_added(str)` a new one. Esc or a click beside closes.
    """

    class_chosen = Signal(str)
    class_added = Signal(str)

    def __init__(self, classes: ClassTable, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("classPopup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._classes = classes
        self.field = QLineEdit(placeholderText="Name of a class")
        self.field.textChanged.connect(self._fill)
        self.field.returnPressed.connect(self._take)
        self.list = QListWidget()
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.itemClicked.connect(self._take)
        self._hint = QLabel(wordWrap=True)
        self._hint.setObjectName("dim")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(6)
        layout.addWidget(self.field)
        layout.addWidget(self.list)
        layout.addWidget(self._hint)
        self.setFixedWidth(_WIDTH)
        self._fill("")

    def ask(self, place: QPoint) -> None:
        """Open at a place on the screen, kept on the screen."""
        self.adjustSize()
        area = (QGuiApplication.screenAt(place) or self.screen()).availableGeometry()
        left = min(place.x(), area.x() + area.width() - self.width() - _MARGIN)
        top = min(place.y(), area.y() + area.height() - self.height() - _MARGIN)
        self.move(left, top)
        self.show()
        self.field.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Up and Down move the mark while the field keeps the focus."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if not step or not self.list.count():
            super().keyPressEvent(event)
            return
        self.list.setCurrentRow((self.list.currentRow() + step) % self.list.count())

    def _fill(self, typed: str) -> None:
        wanted = typed.strip().casefold()
        self.list.clear()
        for row in self._classes:
            if wanted in row.name.casefold():
                item = QListWidgetItem(swatch_icon(row.color), f"{row.index}  {row.name}", self.list)
                item.setData(Qt.ItemDataRole.UserRole, row.name)
                if row.name.casefold() == wanted:
                    self.list.setCurrentItem(item)
        self._hint.setText(self._hint_for(typed.strip()))
        self.list.setVisible(self.list.count() > 0)
        self.list.setFixedHeight(min(self.list.count(), _MOST_ROWS) * _ROW_HEIGHT + 4)
        self.adjustSize()

    def _hint_for(self, typed: str) -> str:
        if not typed:
            return "Click a class, or name one and press Enter"
        is_known = self._classes.find(typed) is not None or self.list.currentRow() >= 0
        return "Enter takes the class" if is_known else f"Enter adds the class {typed}"

    def _take(self) -> None:
        item: QListWidgetItem | None = self.list.currentItem()
        typed = self.field.text().strip()
        if item is not None:
            self.class_chosen.emit(item.data(Qt.ItemDataRole.UserRole))
        elif typed:
            self.class_added.emit(typed)
        else:
            return
        self.close()
