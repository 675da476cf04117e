"""The images of the dataset as rows: name and how far its labelling is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QIcon

from labeler.core.annotation import ImageState
from labeler.gui import theme
from labeler.gui.icons import SMALL, pixmap, untinted

if TYPE_CHECKING:
    from labeler.core.dataset import DatasetImage

Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole

_WORDS = {
    None: "not looked at yet",
    ImageState.UNLABELLED: "unlabelled",
    ImageState.IN_WORK: "in work",
    ImageState.DONE: "done",
}


class FileModel(QAbstractTableModel):
    """One row for each image; states come in as they become known."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._images: list[DatasetImage] = []
        self._states: list[ImageState | None] = []
        self._done = 0
        self._signs: dict[ImageState | None, QIcon] = {}
        theme.notifier().changed.connect(self._signs.clear)

    def set_images(self, images: list[DatasetImage]) -> None:
        """Show other images, whose states are not known yet."""
        self.beginResetModel()
        self._images = images
        self._states = [None] * len(images)
        self._done = 0
        self.endResetModel()

    def set_states(self, states: Mapping[int, ImageState]) -> None:
        """The states of the images at these positions are these."""
        changed = [position for position, state in states.items() if state is not self._states[position]]
        if not changed:
            return
        for position in changed:
            before, state = self._states[position], states[position]
            self._states[position] = state
            self._done += (state is ImageState.DONE) - (before is ImageState.DONE)
        roles = [_ROLE.DecorationRole, _ROLE.ToolTipRole]
        self.dataChanged.emit(self.index(min(changed), 0), self.index(max(changed), 0), roles)

    def state(self, position: int) -> ImageState | None:
        """The state of an image, None while it is not known."""
        return self._states[position]

    @property
    def done_count(self) -> int:
        """How many images are known to be done."""
        return self._done

    @property
    def labelled_count(self) -> int | None:
        """How many images are in work or done; None while some are not known yet."""
        if None in self._states:
            return None
        return sum(state is not ImageState.UNLABELLED for state in self._states)

    def next_undone(self, position: int) -> int | None:
        """The first image after `position`, going round, that is not known to be done."""
        count = len(self._images)
        for step in range(1, count):
            place = (position + step) % count
            if self._states[place] is not ImageState.DONE:
                return place
        return None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """Number of images."""
        return 0 if parent.isValid() else len(self._images)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """One: the state is the picture of the row."""
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        """The name, the sign of the state, and both in words."""
        position = index.row()
        if role == _ROLE.DisplayRole:
            return self._images[position].name
        if role == _ROLE.DecorationRole:
            return self._sign(self._states[position])
        if role == _ROLE.ToolTipRole:
            return f"{self._images[position].name}: {_WORDS[self._states[position]]}"
        return None

    def _sign(self, state: ImageState | None) -> QIcon:
        if state not in self._signs:
            colors = theme.current()
            color = {ImageState.DONE: colors.good, ImageState.IN_WORK: colors.accent}.get(
                state or ImageState.UNLABELLED, colors.dim_text
            )
            name = f"state_{(state or ImageState.UNLABELLED).value}"
            self._signs[state] = untinted(pixmap(name, SMALL, color))
        return self._signs[state]
