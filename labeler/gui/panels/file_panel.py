"""The list of images: which is open, how far each one and all of them are, and which of them are shown."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QItemSelectionModel, QPersistentModelIndex, QPoint, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from labeler.gui.models.file_model import FileModel
from labeler.gui.panels.file_delegate import FileDelegate, Pictures
from labeler.gui.panels.file_filter import FileFilter
from labeler.gui.panels.file_table import FileTable
from labeler.gui.panels.progress_strip import ProgressStrip
from labeler.gui.panels.row_table import ROW_HEIGHT

_Flag = QItemSelectionModel.SelectionFlag


class FilePanel(QWidget):
    """Rows of images below their progress and the filter.

    `image_chosen(int)` is the position of the one that was picked by mouse or keys, `menu_wanted(QPoint)`
    asks for the menu of what is selected, `left()` says that the keys belong to the canvas again.
    """

    image_chosen = Signal(int)
    menu_wanted = Signal(QPoint)
    left = Signal()

    def __init__(self, model: FileModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._open_name = ""
        self._top: tuple[QPersistentModelIndex, int] | None = None
        self._top_name = ""
        self._shown_filter = model.filter
        self.progress = ProgressStrip()
        self.filter = FileFilter(self._class_names)
        self.table = FileTable()
        self.table.setModel(model)
        self.table.fit_columns({})
        self._delegate = FileDelegate(self.table)
        self.table.setItemDelegate(self._delegate)
        self._pages = self._build_pages()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.progress)
        layout.addWidget(self.filter)
        layout.addLayout(self._pages, 1)
        self._connect()

    def show_current(self, position: int | None) -> None:
        """Mark the image that is open, and bring its row into sight if it has one and was not open before."""
        name = "" if position is None else self._model.records.images[position].name
        if name != self._open_name:
            self._open_name = name
            self._show_open()

    def mark_open(self) -> int | None:
        """Select the row of the open image, if it has one, and nothing else; returns it."""
        self._delegate.open_name = self._open_name
        row = self._open_row()
        selection = self.table.selectionModel()
        if row is None:
            selection.clear()
        else:
            selection.setCurrentIndex(self._model.index(row, 0), _Flag.ClearAndSelect | _Flag.Rows)
        self.table.viewport().update()
        return row

    def selected(self) -> list[int]:
        """The positions of the images whose rows are selected, ascending."""
        chosen = self.table.selectionModel().selection()
        ranges = [chosen.at(place) for place in range(chosen.count())]
        rows = sorted({row for each in ranges for row in range(each.top(), each.bottom() + 1)})
        return [self._model.shown[row] for row in rows]

    def show_pictures(self, pictures: Pictures | None) -> None:
        """Show a small picture in each row, or none."""
        self._delegate.pictures = pictures
        self._remember_top()
        self.table.verticalHeader().setDefaultSectionSize(self._delegate.row_height)
        self._return_to_top()
        self.table.viewport().update()

    def start_filtering(self) -> None:
        """Put the cursor where a part of a name is typed."""
        self.filter.field.setFocus()
        self.filter.field.selectAll()

    def _build_pages(self) -> QStackedLayout:
        empty = QWidget()
        empty.setMinimumHeight(ROW_HEIGHT)  # as of the table
        layout = QVBoxLayout(empty)
        layout.setContentsMargins(12, 12, 12, 12)
        words = QLabel("No image passes the filter.")
        words.setObjectName("dim")
        words.setWordWrap(True)
        self._clear = QPushButton("Clear filter")
        self._clear.clicked.connect(self.filter.clear)
        layout.addWidget(words)
        layout.addWidget(self._clear)
        layout.addStretch(1)
        pages = QStackedLayout()
        pages.addWidget(self.table)
        pages.addWidget(empty)
        return pages

    def _connect(self) -> None:
        model, table = self._model, self.table
        table.picked.connect(lambda row: self.image_chosen.emit(model.shown[row]))
        table.escaped.connect(self._on_escape)
        table.left.connect(self.left)
        table.customContextMenuRequested.connect(
            lambda place: self.menu_wanted.emit(table.viewport().mapToGlobal(place))
        )
        self.filter.changed.connect(model.set_filter)
        self.filter.field.escaped.connect(self._on_escape)
        self.filter.field.left_down.connect(self._on_left_field)
        model.filter_changed.connect(self._show_filter)
        model.progress_changed.connect(lambda: self.progress.show_counts(model.records.counts))
        for signal in (model.rowsAboutToBeInserted, model.rowsAboutToBeRemoved, model.modelAboutToBeReset):
            signal.connect(self._remember_top)
        for signal in (model.rowsInserted, model.rowsRemoved):
            signal.connect(self._return_to_top)
        model.modelReset.connect(self._on_reset)

    def _class_names(self) -> Iterable[str]:
        return self._model.records.class_names()

    def _open_row(self) -> int | None:
        """The row of the open image; None when none is open, or it has none."""
        position = self._model.records.position(self._open_name) if self._open_name else None
        return None if position is None else self._model.shown.row(position)

    def _show_open(self) -> None:
        row = self.mark_open()
        if row is None:
            self.table.scrollToTop()
        else:
            self.table.scrollTo(self._model.index(row, 0))

    def _show_filter(self) -> None:
        self.filter.show_filter(self._model.filter)
        is_empty = self._model.records.images and not len(self._model.shown)
        self._pages.setCurrentIndex(1 if is_empty else 0)

    def _on_escape(self) -> None:
        """Esc takes the filter away; without one it leads back to the canvas."""
        if self._model.filter.is_on:
            self.filter.clear()
        else:
            self.left.emit()

    def _on_left_field(self) -> None:
        """From the field into the list: to the open image, or to the first that is left."""
        self.table.setFocus()
        if self._open_row() is None and len(self._model.shown):
            self.image_chosen.emit(self._model.shown[0])

    def _remember_top(self) -> None:
        index, hidden = self.table.top()
        self._top = index, hidden
        self._top_name = ""
        if index.isValid():
            self._top_name = self._model.records.images[self._model.shown[index.row()]].name

    def _return_to_top(self) -> None:
        """Have the row at the top that was there before rows came or went above it."""
        if self._top is not None and self._top[0].isValid():
            self.table.scroll_to(self._top[0].row(), self._top[1])

    def _on_reset(self) -> None:
        """Other rows: by another filter those around the open image, else what was in sight."""
        is_same_filter = self._model.filter == self._shown_filter
        self._shown_filter = self._model.filter
        hidden = 0 if self._top is None else self._top[1]
        position = self._model.records.position(self._top_name) if is_same_filter and self._top_name else None
        if position is None:
            self._show_open()
        else:
            self.mark_open()
            self.table.scroll_to(self._model.shown.rows_between(0, position - 1).stop, hidden)
