"""What the user must know about the image on the canvas: broken parts of its files, and sizes that differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labeler.core.errors import LabelerError
from labeler.gui.messages import Message, Severity
from labeler.gui.words import counted, listed

if TYPE_CHECKING:
    from labeler.gui.document import Document

# The keys of these messages begin so; they go when another image comes.
PREFIX = "image:"


def image_failed(error: LabelerError) -> Message:
    """The photograph cannot be shown."""
    return Message(f"{PREFIX}failed", f"{error} The other images are not affected.", Severity.ERROR)


def read_only_reason(problem: LabelerError) -> str:
    """Why an image whose annotation file cannot be read is not drawn on."""
    return f"{problem} Until then the image cannot be drawn on, so that the file is not overwritten."


def image_messages(document: Document, notices: tuple[str, ...]) -> list[Message]:
    """Everything to tell when an image comes to the canvas."""
    messages = []
    name = document.image.name
    if notices:
        messages.append(Message(f"{PREFIX}notices", f"{name}: {' '.join(notices)}"))
    unreadable = document.annotation.unreadable
    if unreadable:
        numbers = listed([str(shape.position + 1) for shape in unreadable], most=8)
        told = f"{counted(len(unreadable), 'shape')} cannot be read (number {numbers})."
        text = f"{told} {unreadable[0].problem}"
        messages.append(Message(f"{PREFIX}unreadable", text, Severity.WARNING))
    size = document.annotation.size
    if size is not None and size != document.size:
        text = (
            f"{name} has {document.size[0]} × {document.size[1]} pixels, but its annotation was made for "
            f"{size[0]} × {size[1]}. It is not exported until they agree."
        )
        messages.append(Message(f"{PREFIX}size", text, Severity.WARNING, can_be_closed=False))
    if document.read_only_reason:
        text = document.read_only_reason
        messages.append(Message(f"{PREFIX}read-only", text, Severity.ERROR, can_be_closed=False))
    return messages
