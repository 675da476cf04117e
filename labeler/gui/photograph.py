"""Lends the photograph on the canvas to its document, for tools that look at colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.gui.arrival import Arrival
    from labeler.gui.document import Document
    from labeler.gui.pictures import Picture
    from labeler.gui.session import Session


class PhotographLoan(QObject):
    """The document on the canvas has the photograph once it is there in full, until another one comes."""

    def __init__(self, session: Session, arrival: Arrival) -> None:
        super().__init__(session)
        self._document: Document | None = None
        self._pixels: NDArray[np.uint8] | None = None
        arrival.picture_changed.connect(self._on_picture)
        session.document_changed.connect(self._on_document)

    def _on_picture(self, picture: Picture | None) -> None:
        self._pixels = None if picture is None or picture.is_preview else _pixels_of(picture)
        self._lend()

    def _on_document(self, document: Document | None) -> None:
        if self._document is not None:
            self._document.photograph = None
        self._document = document
        self._lend()

    def _lend(self) -> None:
        document, pixels = self._document, self._pixels
        if document is not None:
            is_its_own = pixels is not None and pixels.shape[1::-1] == document.size
            document.photograph = pixels if is_its_own else None


def _pixels_of(picture: Picture) -> NDArray[np.uint8]:
    """(H, W, 4) uint8: the same memory, or file, as the finest level."""
    words = np.asarray(picture.pyramid.levels[0].pixels)
    return words.view(np.uint8).reshape(*words.shape, 4)
