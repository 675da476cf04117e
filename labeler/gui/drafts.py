"""Drafts that were left with their image: a polygon that is begun waits until the image is shown again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from labeler.core.recovery import KeptDraft

if TYPE_CHECKING:
    from labeler.core.dataset import DatasetImage
    from labeler.gui.document import Document
    from labeler.tools.base import Tool


class Drafts(QObject):
    """The drafts of images that are not on the canvas.

    `left(DatasetImage, KeptDraft)`: an image went from the canvas with a draft on it. `came(DatasetImage)`: a
    draft is there for an image, perhaps the one on the canvas.
    """

    left = Signal(object, object)
    came = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kept: dict[Path, KeptDraft] = {}

    def leave(self, document: Document, draft: KeptDraft) -> None:
        """Keep a draft whose image goes from the canvas."""
        self._kept[document.image.path] = draft
        self.left.emit(document.image, draft)

    def give(self, image: DatasetImage, draft: KeptDraft) -> None:
        """Keep a draft of an earlier session, unless the image has one of this."""
        self._kept.setdefault(image.path, draft)
        self.came.emit(image)

    def of(self, document: Document | None) -> KeptDraft | None:
        """The draft that waits for a document."""
        return None if document is None else self._kept.get(document.image.path)

    def has(self, image: DatasetImage) -> bool:
        """Whether a draft waits for an image."""
        return image.path in self._kept

    def drop(self, image: DatasetImage) -> None:
        """The draft of an image is in the hand again, or not wanted."""
        self._kept.pop(image.path, None)


def draft_of(name: str, tool: Tool | None, class_name: str | None) -> KeptDraft | None:
    """What is begun with a tool, whose action is called `name`; None when nothing is."""
    state = None if tool is None else tool.draft_state()
    return None if state is None else KeptDraft(name, class_name, state)
