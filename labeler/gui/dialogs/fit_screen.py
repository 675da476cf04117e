"""Keeps dialogs on the screen: what is larger than a small or strongly scaled screen scrolls instead."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QFrame, QScrollArea, QWidget

# What the desktop draws around a dialog, at most, in pixels.
_FRAME = QSize(16, 48)
# The same and buttons, messages and margins of the dialog, upright.
_AROUND = 160


class WholeScroll(QScrollArea):
    """Shows a widget whole where the screen has room for it, and scrolls where it has not."""

    def __init__(self, inner: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setObjectName("scroll")
        inner.setObjectName("page")
        self.setWidget(inner)
        self._inner = inner

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """All of the widget."""
        return self._inner.sizeHint()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """All of its height, or what a dialog on this screen can give to it."""
        room = self.screen().availableSize().height() - _AROUND
        return QSize(super().minimumSizeHint().width(), min(self.sizeHint().height(), room))


def fit_screen(dialog: QDialog, size: QSize) -> None:
    """Give a dialog this size, or as much of it as the screen of its window has."""
    room = (dialog.parentWidget() or dialog).screen().availableSize() - _FRAME
    dialog.resize(size.boundedTo(room))
