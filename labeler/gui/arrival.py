"""Brings photograph and document of an image to the canvas, in whatever order they come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from labeler.gui.document import Document
from labeler.gui.image_messages import PREFIX, image_failed, image_messages, image_notices, read_only_reason

if TYPE_CHECKING:
    from labeler.core.errors import LabelerError
    from labeler.gui.image_loader import ImageLoader
    from labeler.gui.messages import MessageBar
    from labeler.gui.opened import Opened
    from labeler.gui.pictures import Picture
    from labeler.gui.session import Session

# The image before stays on the canvas for so many milliseconds, unless the next comes earlier.
_PATIENCE = 300

# Photographs of more bytes leave the canvas at once, so that never two of them are in memory.
_LARGE = 256 << 20


class Arrival(QObject):
    """What is on the canvas of the image that was asked for last.

    `picture_changed(Picture | None)` says what photograph is there: None before another image, then perhaps a
    preview, then the photograph. `documented(Opened)` says that the session shows its document, which it does
    before or after that; `completed()` that both are there. `waiting(str)` names an image that takes its
    time, and is empty when none is to come any more.
    """

    picture_changed = Signal(object)
    documented = Signal(object)
    completed = Signal()
    waiting = Signal(str)

    def __init__(self, session: Session, loader: ImageLoader, messages: MessageBar) -> None:
        super().__init__(messages)
        self._session = session
        self._messages = messages
        self._picture: Picture | None = None
        self._name = ""
        self._is_cleared = False
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE)
        self._patience.timeout.connect(self._on_waited)
        loader.pictured.connect(self._on_pictured)
        loader.opened.connect(self._on_opened)

    @property
    def is_large(self) -> bool:
        """Whether the photograph on the canvas leaves little room for others."""
        return self._picture is not None and self._picture.pyramid.byte_count > _LARGE

    def expect(self, name: str) -> None:
        """Another image was asked for; what belongs to the one before goes when that comes, or takes long."""
        self._name = name
        self._is_cleared = False
        self._patience.start()
        if self.is_large:
            self._on_waited()

    def clear(self) -> None:
        """Nothing is on the canvas, and nothing is expected."""
        self._is_cleared = False
        self._clear()

    def stop(self) -> None:
        """The window closes: what is on the canvas stays to the end."""
        self._patience.stop()

    def fail(self, error: LabelerError) -> None:
        """The image cannot be shown."""
        self.clear()
        self.waiting.emit("")
        self._messages.show_message(image_failed(error))

    def _clear(self) -> None:
        """Take from the canvas what belongs to the image before, unless that was done."""
        self._patience.stop()
        if self._is_cleared:
            return
        self._is_cleared = True
        self._picture = None
        self._messages.resolve_all(PREFIX)
        self._session.show(None)
        self.picture_changed.emit(None)

    def _on_waited(self) -> None:
        """Better an empty canvas that says what comes than an image that was left."""
        self.waiting.emit(self._name)
        self._clear()

    def _on_pictured(self, picture: Picture) -> None:
        self._clear()
        self._picture = picture
        self.picture_changed.emit(picture)
        document = self._session.document
        if document is not None and not picture.is_preview:
            if picture.notices:
                self._messages.show_message(image_notices(document.image.name, picture.notices))
            self.completed.emit()

    def _on_opened(self, opened: Opened) -> None:
        self._clear()
        kept = self._session.document_of(opened.image)
        if opened.document is None and kept is not None and kept.is_dirty:
            document = kept  # edited while its file was read, as by pasting into many images
        else:
            document = opened.document or self._made_of(opened)
            if opened.classes is self._session.classes:
                # A table that was changed meanwhile means a label map that has to be drawn anew.
                document.attach_label_map(opened.label_map)
        self._session.show(document)
        notices = () if self._picture is None else self._picture.notices
        for message in image_messages(document, notices, self._session.read_only_reason):
            self._messages.show_message(message)
        self.documented.emit(opened)
        if self._picture is not None and not self._picture.is_preview:
            self.completed.emit()

    def _made_of(self, opened: Opened) -> Document:
        """A new document; one that is kept shows what its file held before."""
        kept = self._session.document_of(opened.image)
        if kept is not None:
            self._session.forget(kept)
        document = Document(opened.image, opened.annotation, opened.size, self._session, opened.index)
        document.stamp = opened.stamp
        if opened.problem is not None:
            document.read_only_reason = read_only_reason(opened.problem)
        return document
