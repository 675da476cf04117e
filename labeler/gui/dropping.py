"""Folders and images that are dropped on the window are opened."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from labeler.core.images import IMAGE_SUFFIXES


class Dropping(QObject):
    """Gives `open_path` what is dropped on a window, if it is one folder or image."""

    def __init__(self, window: QWidget, open_path: Callable[[Path], object]) -> None:
        super().__init__(window)
        self._open_path = open_path
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Take a folder or an image, and open it when it is let go; everything else passes."""
        # A drag that comes in is a drop event too, of another type.
        if not isinstance(event, QDropEvent):
            return False
        path = dropped_path(event.mimeData())
        if path is None or event.type() not in (QEvent.Type.DragEnter, QEvent.Type.Drop):
            return False
        event.acceptProposedAction()
        if event.type() is QEvent.Type.Drop:
            self._open_path(path)
        return True


def dropped_path(data: QMimeData) -> Path | None:
    """The folder or image that is being dropped, None for anything else."""
    urls = data.urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    path = Path(urls[0].toLocalFile())
    return path if path.is_dir() or path.suffix.lower() in IMAGE_SUFFIXES else None
