"""The list of images: which is open, how far each one is, and how many are done."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from labeler.gui.models.file_model import FileModel
from labeler.gui.panels.row_table import RowTable


class FilePanel(QWidget):
    """Rows of images. `image_chosen(int)` is the position of the one that was picked by mouse or keys."""

    image_chosen = Signal(int)

    def __init__(self, model: FileModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = RowTable(stretch=0)
        self.table.setModel(model)
        self.table.fit_columns({})
        self.table.setAccessibleName("Images")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.table)
        self._model = model
        self._is_following = False
        self.table.selectionModel().currentRowChanged.connect(self._on_current)

    def show_current(self, position: int | None) -> None:
        """Mark the image that is open, and bring its row into sight."""
        self._is_following = True
        if position is None:
            self.table.clearSelection()
        else:
            self.table.selectRow(position)
            self.table.scrollTo(self._model.index(position, 0))
        self._is_following = False

    def _on_current(self, index: QModelIndex) -> None:
        if index.isValid() and not self._is_following:
            self.image_chosen.emit(index.row())
