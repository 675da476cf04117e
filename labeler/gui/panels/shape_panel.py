"""The list of shapes in painting order, topmost first; it follows the selection and drives it."""

from __future__ import annotations

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QPersistentModelIndex,
    QSize,
    Qt,
    QTimer,
)
from PySide6.QtWidgets import QLabel, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from labeler.gui.document import Document
from labeler.gui.models.shape_model import LOCK, ShapeModel
from labeler.gui.panels.row_table import ROW_HEIGHT
from labeler.gui.panels.shape_properties import Properties, ShapeProperties
from labeler.gui.panels.shape_rows import ShapeRows

_Flag = QItemSelectionModel.SelectionFlag

_DRAW = "No shapes yet. Choose a class and draw."
_REFUSED = "This image cannot be drawn on now."


class ShapePanel(QWidget):
    """Rows of the shapes of a document, and below them what is said of the selected ones."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = ShapeModel(self)
        self.table = ShapeRows(self.model)
        self.table.setAccessibleName("Shapes")
        self.properties = ShapeProperties()
        self.draw_button = QPushButton("Draw a polygon")
        self._next_step = QLabel()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._pages = QStackedLayout()
        self._pages.addWidget(self.table)
        self._pages.addWidget(self._empty_page())
        layout.addLayout(self._pages, 1)
        layout.addWidget(self.properties)
        self._document: Document | None = None
        self._is_following = False
        self.table.selectionModel().selectionChanged.connect(self._on_selected)
        self.properties.unfolded.connect(self._keep_in_sight)
        for signal in (self.model.modelReset, self.model.rowsInserted, self.model.rowsRemoved):
            signal.connect(self._show_page)
        self._show_page()

    def _empty_page(self) -> QWidget:
        """What is said of an image without shapes, and the next step."""
        self._next_step.setObjectName("hint")
        self._next_step.setWordWrap(True)
        page = QWidget()
        page.setMinimumHeight(ROW_HEIGHT)  # as of the table
        layout = QVBoxLayout(page)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(8)
        layout.addWidget(self._next_step)
        layout.addWidget(self.draw_button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addStretch(1)
        return page

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As high as the table, whichever page is shown."""
        return self.table.sizeHint()

    def set_document(self, document: Document | None) -> None:
        """Show the shapes of another document."""
        if self._document is not None:
            self._document.selection_changed.disconnect(self._follow_selection)
            self._document.changed.disconnect(self._follow_selection)
        self.model.set_document(document)
        self._document = document
        if document is not None:
            document.selection_changed.connect(self._follow_selection)
            # Connected after the model, which has its rows in order by now.
            document.changed.connect(self._follow_selection)
            self._follow_selection()
        else:
            self.properties.show_properties(None)
        self._show_page()

    def _follow_selection(self) -> None:
        assert self._document is not None
        self._show_page()
        places = self._document.selection
        chosen = QItemSelection()
        for first, last in _runs(places):
            top, bottom = self.model.position(last), self.model.position(first)
            chosen.select(self.model.index(top, 0), self.model.index(bottom, LOCK))
        self._show_properties()
        selection = self.table.selectionModel()
        if selection.selection() == chosen:
            return
        self._is_following = True
        selection.select(chosen, _Flag.ClearAndSelect)
        if len(places) == 1:
            index = self.model.index(self.model.position(places[0]), 0)
            selection.setCurrentIndex(index, _Flag.NoUpdate)
            self.table.scrollTo(index)
        self._is_following = False

    def _show_properties(self) -> None:
        assert self._document is not None
        shapes = self._document.annotation.shapes
        chosen = [shapes[position] for position in self._document.selection]
        self.properties.show_properties(Properties.of(chosen) if chosen else None)

    def _on_selected(self) -> None:
        if self._document is None or self._is_following:
            return
        rows = self.table.selectionModel().selectedRows()
        self._document.select(self.model.position(index.row()) for index in rows)

    def _show_page(self) -> None:
        is_empty = self._document is not None and not self.model.rowCount()
        self._pages.setCurrentIndex(1 if is_empty else 0)
        # An image that refuses shapes says why above the canvas; it may have shapes that cannot be read.
        can_draw = self._document is None or not self._document.drawing_refusal
        self._next_step.setText(_DRAW if can_draw else _REFUSED)
        self.draw_button.setVisible(can_draw)
        # Also while nothing is selected: rows would move with every click on the canvas.
        self.properties.setVisible(self.model.rowCount() > 0)

    def _keep_in_sight(self) -> None:
        """The fields have taken a part of the list away; what they are about stays in sight."""
        rows = [QPersistentModelIndex(index) for index in self.table.selectionModel().selectedRows()]
        if rows:
            QTimer.singleShot(0, self.table, lambda: self.table.scrollTo(rows[0]))


def _runs(places: tuple[int, ...]) -> list[tuple[int, int]]:
    """First and last of each run of places that follow one another."""
    runs: list[tuple[int, int]] = []
    for place in places:
        if runs and place == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], place)
        else:
            runs.append((place, place))
    return runs
