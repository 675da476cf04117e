"""Documents and sessions without a window, over real files."""

from __future__ import annotations

from pathlib import Path

from labeler.core.annotation import Annotation
from labeler.core.classes import ClassTable
from labeler.core.dataset import open_dataset
from labeler.core.shapes import Shape, polygon
from labeler.gui.document import Document
from labeler.gui.session import Session
from labeler.tools.options import ToolOptions
from tests.datasets import make_dataset

SIZE = (64, 48)


class Choice:
    """A class table and the class in the hand."""

    def __init__(self) -> None:
        self.classes = ClassTable().with_names(["cat", "dog", "sky"])
        self.current_class: str | None = "cat"
        self.options = ToolOptions()


def box(class_name: str, left: float, top: float, side: float = 8) -> Shape:
    right, bottom = left + side, top + side
    return polygon(class_name, [(left, top), (right, top), (right, bottom), (left, bottom)])


def document_of(*shapes: Shape, choice: Choice | None = None) -> Document:
    return Document(None, Annotation(SIZE, list(shapes)), SIZE, choice or Choice())  # type: ignore[arg-type]


def session_on(folder: Path, count: int = 3) -> Session:
    """A session on a dataset of `count` images, none of them on the canvas."""
    session = Session()
    session.open(open_dataset(make_dataset(folder, count)))
    return session


def show(session: Session, position: int) -> Document:
    """Bring an image to the canvas, as the window does."""
    assert session.dataset is not None
    image = session.dataset.images[position]
    document = session.document_of(image)
    if document is None:
        document = Document(image, session.dataset.read_annotation(image), SIZE, session)
    session.show(document)
    return document
