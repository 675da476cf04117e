"""Rows of classes while they are dragged: their class indices, as text."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QMimeData

MIME = "application/x-labeler-classes"


def dragged(indices: Iterable[int]) -> QMimeData:
    """What is in the hand while the classes with these indices are dragged."""
    data = QMimeData()
    data.setData(MIME, ",".join(map(str, sorted(set(indices)))).encode())
    return data


def dropped(data: QMimeData) -> list[int]:
    """The class indices that were dragged; none when something else was."""
    text = bytes(data.data(MIME).data()).decode()
    return [int(index) for index in text.split(",")] if text else []
