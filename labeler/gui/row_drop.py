"""What a drop on a table of rows means, wherever rows are put into another order by hand."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView


def drop_between(table: QTableView, event: QDropEvent) -> None:
    """Give the model what is dropped: before the row under the mouse, or behind it in its lower half.

    The model asks for the new order, so Qt must not remove any row.
    """
    place = event.position().toPoint()
    index = table.indexAt(place)
    row = table.model().rowCount()
    if index.isValid():
        row = index.row() + (place.y() > table.visualRect(index).center().y())
    table.model().dropMimeData(event.mimeData(), Qt.DropAction.MoveAction, row, 0, QModelIndex())
    event.setDropAction(Qt.DropAction.IgnoreAction)
    event.accept()
    table.stopAutoScroll()
    table.setState(QAbstractItemView.State.NoState)
    table.viewport().update()
