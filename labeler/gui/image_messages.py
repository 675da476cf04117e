"""What the user must know about the image on the canvas: broken parts of its files, and sizes that differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labeler.core.edits.image_size import scale_to, take_size
from labeler.core.errors import LabelerError
from labeler.gui.messages import Message, Remedy, Severity
from labeler.gui.words import counted, listed

if TYPE_CHECKING:
    from pathlib import Path

    from labeler.gui.document import Document

# The keys of these messages begin so; they go when another image comes.
PREFIX = "image:"
# The key of the message about a dataset folder that is not there.
GONE_FOLDER = "dataset:gone"
# The key of the message about sizes that differ.
SIZE = f"{PREFIX}size"
# The key of the message about an image that went.
GONE = f"{PREFIX}gone"


def folder_gone(folder: Path) -> Message:
    """The dataset is out of reach, and everything in it: nothing of it is told file by file."""
    text = (
        f"{folder} is not there any more, or has lost its files; perhaps its drive is not connected. "
        "What you have drawn is kept here and saved as soon as the folder is back."
    )
    return Message(GONE_FOLDER, text, Severity.ERROR)


def image_failed(error: LabelerError) -> Message:
    """The photograph cannot be shown."""
    return Message(f"{PREFIX}failed", f"{error} The other images are not affected.", Severity.ERROR)


def image_gone(document: Document) -> Message:
    """The image on the canvas was deleted or moved by another program."""
    text = f"{document.image.name} is not in its folder any more. It stays on the canvas until you go on."
    return Message(GONE, text, Severity.WARNING)


def read_only_reason(problem: LabelerError) -> str:
    """Why an image whose annotation file cannot be read is not drawn on."""
    return f"{problem} Until then the image cannot be drawn on, so that the file is not overwritten."


def image_notices(name: str, notices: tuple[str, ...]) -> Message:
    """What the decoder had to change."""
    return Message(f"{PREFIX}notices", f"{name}: {' '.join(notices)}")


def image_messages(document: Document, notices: tuple[str, ...], told: str = "") -> list[Message]:
    """Everything to tell when an image comes to the canvas; `told` is why the dataset is read-only."""
    messages = []
    name = document.image.name
    if notices:
        messages.append(image_notices(name, notices))
    unreadable = _unreadable(document)
    if unreadable:
        messages.append(Message(f"{PREFIX}unreadable", unreadable, Severity.WARNING, _repairs(document)))
    if document.read_only_reason not in ("", told):
        text = document.read_only_reason
        messages.append(Message(f"{PREFIX}read-only", text, Severity.ERROR, can_be_closed=False))
    size_told = size_message(document)
    return messages if size_told is None else [*messages, size_told]


def _repairs(document: Document) -> tuple[Remedy, ...]:
    """What makes a line of a polygon of two vertices, if the file has one."""
    from labeler.core.edits.repair import repair_unreadable

    annotation = document.annotation
    if document.drawing_refusal or repair_unreadable(annotation) is None:
        return ()

    def repair() -> None:
        edit = repair_unreadable(annotation)
        if edit is not None:
            document.push(edit)

    return (Remedy("Keep polygons of one or two vertices as points and lines", repair),)


def problem_of(document: Document) -> str:
    """Why the image cannot be exported as it is, though its files can be read; empty when it can."""
    size_told = size_message(document)
    return _unreadable(document) if size_told is None else size_told.text


def _unreadable(document: Document) -> str:
    """Which shapes of the file cannot be read, and why the first cannot; empty when there are none."""
    unreadable = document.annotation.unreadable
    if not unreadable:
        return ""
    numbers = listed([str(shape.position + 1) for shape in unreadable], most=8)
    return f"{counted(len(unreadable), 'shape')} cannot be read (number {numbers}). {unreadable[0].problem}"


def size_message(document: Document) -> Message | None:
    """That the annotation was made for another size, and what brings them together; None when they agree."""
    if document.read_only_reason or not document.drawing_refusal:
        return None
    annotation, size = document.annotation, document.size
    scale = Remedy("Scale shapes to the image", lambda: document.push(scale_to(annotation, size)))
    keep = Remedy("Keep shapes, take the image's size", lambda: document.push(take_size(annotation, size)))
    # A shape that cannot be read would stay behind.
    remedies = (keep,) if annotation.unreadable else (scale, keep)
    return Message(SIZE, document.drawing_refusal, Severity.WARNING, remedies, can_be_closed=False)
