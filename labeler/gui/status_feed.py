"""Tells the status line what the parts of the window know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from labeler.gui.actions import Actions
    from labeler.gui.autosave import Autosave
    from labeler.gui.canvas.view import CanvasView
    from labeler.gui.document import Document
    from labeler.gui.session import Session
    from labeler.gui.status_bar import StatusBar


class StatusFeed(QObject):
    """Follows the pointer, the zoom, the document and its saving."""

    def __init__(
        self, status: StatusBar, session: Session, autosave: Autosave, view: CanvasView, actions: Actions
    ) -> None:
        super().__init__(status)
        self._status = status
        self._session = session
        self._autosave = autosave
        self._pixel: tuple[int, int] | None = None
        view.pointer_moved.connect(self._on_pointer)
        view.zoom_changed.connect(status.show_zoom)
        view.hint_changed.connect(lambda hint: status.show_hint(actions.with_keys(hint)))
        session.document_changed.connect(self._on_document)
        session.document_added.connect(self._on_document_added)
        session.classes_changed.connect(self._show_pointer)
        autosave.state_changed.connect(self._show_state)
        self._on_document(None)

    def _on_document_added(self, document: Document) -> None:
        document.changed.connect(self._show_pointer)
        document.changed.connect(self._status.end_refusal)

    def _on_document(self, document: Document | None) -> None:
        self._status.show_size(None if document is None else document.size)
        self._show_pointer()
        self._show_state()

    def _on_pointer(self, pixel: tuple[int, int] | None) -> None:
        self._pixel = pixel
        self._show_pointer()

    def _show_pointer(self) -> None:
        document, pixel = self._session.document, self._pixel
        # The pixel may still be one of the image before, which was larger.
        if document is None or pixel is None or pixel[0] >= document.size[0] or pixel[1] >= document.size[1]:
            self._status.show_pointer(None, 0, self._session.classes)
        else:
            index = int(document.label_map.label_map[pixel[1], pixel[0]])
            self._status.show_pointer(pixel, index, self._session.classes)

    def _show_state(self) -> None:
        document = self._session.document
        self._status.show_save_state(None if document is None else self._autosave.state_of(document))
