"""Copy, cut and paste: shapes go over the clipboard of the desktop as text, or come from the image before."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from labeler.core.edits.copies import clipped, copies, moved_inside, paste_shapes
from labeler.core.edits.shapes import delete_shapes
from labeler.core.errors import ClipboardError, GeometryError, ToolError
from labeler.gui.chosen import chosen_or_refused
from labeler.gui.words import counted
from labeler.tools.new_shapes import may_cover

if TYPE_CHECKING:
    from labeler.core.annotation import Annotation
    from labeler.core.dataset import Dataset, DatasetImage
    from labeler.core.edits.shapes import InsertShapes
    from labeler.core.shapes import Shape
    from labeler.gui.class_renaming import ClassRenaming
    from labeler.gui.document import Document
    from labeler.gui.main_window import MainWindow
    from labeler.jobs.step import Step


class Clipboard(QObject):
    """Acts on the selection of the image on the canvas, and pastes into that image.

    `refused(str)` says why something was not done, `told(str)` what there is to know of what was.
    """

    refused = Signal(str)
    told = Signal(str)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self.refused.connect(window.status.show_refusal)
        self.told.connect(window.status.show_note)
        for name, act in {
            "copy": self.copy,
            "cut": self.cut,
            "paste": self.paste,
            "paste_inside": self.paste_inside,
            "copy_previous": self.copy_previous,
        }.items():
            window.actions_[name].triggered.connect(lambda _=False, act=act: act())

    def copy(self) -> None:
        """Put the selected shapes on the clipboard."""
        document = self._session.document
        if document is not None and document.selection and self._put(document, document.selection):
            self.told.emit(f"{counted(len(document.selection), 'shape')} copied.")

    def cut(self) -> None:
        """Put the selected shapes that may be changed on the clipboard, and delete them."""
        document, places = chosen_or_refused(self._session, self.refused.emit)
        if document is not None and places and self._put(document, places):
            text = "Cut shape" if len(places) == 1 else f"Cut {len(places):,} shapes"
            document.push(replace(delete_shapes(document.annotation, places), text=text))

    def paste(self) -> None:
        """Paste what the clipboard holds where it was copied."""
        shapes, document = self.shapes(), self._session.document
        if shapes and document is not None:
            self._place(document, shapes)

    def paste_inside(self) -> None:
        """Paste what the clipboard holds, moved as little as brings it into the image."""
        shapes, document = self.shapes(), self._session.document
        if not shapes or document is None:
            return
        kept = clipped(moved_inside(shapes, document.size), document.size)
        if kept:
            self._place(document, kept)
        else:
            self.refused.emit("Nothing of what was copied would lie in the image; paste it where it was.")

    def copy_previous(self) -> None:
        """Paste all shapes of the image before this one in the list, where they are there."""
        image, dataset = self._window.opening.image_before, self._session.dataset
        document = self._session.document
        if document is None or dataset is None:
            return
        if image is None:
            self.refused.emit("This is the first image of the list: there is none before it to copy from.")
            return
        before = self._session.document_of(image)
        if before is not None:
            self._take(document, image, before.annotation)
            return
        reading = _reading(dataset, image, self._window.classes.renaming)
        job = self._window.jobs.start(reading, name=f"Reading {image.name}")
        job.finished.connect(partial(self._take, document, image))
        job.failed.connect(lambda error: self.refused.emit(str(error)))

    def shapes(self) -> list[Shape]:
        """The shapes on the clipboard; none, and it is said why, when it holds no shapes."""
        from labeler.core.clipboard_text import shapes_of_text

        try:
            return shapes_of_text(QGuiApplication.clipboard().text())
        except ClipboardError as error:
            self.refused.emit(str(error))
            return []

    def _put(self, document: Document, places: Sequence[int]) -> bool:
        """Whether the shapes are on the clipboard now."""
        from labeler.core.clipboard_text import text_of_shapes

        shapes = [document.annotation.shapes[place] for place in places]
        try:
            text = text_of_shapes(shapes, document.size, document.image.path.name)
        except (ClipboardError, GeometryError) as error:
            self.refused.emit(str(error))
            return False
        QGuiApplication.clipboard().setText(text)
        return True

    def _take(self, document: Document, image: DatasetImage, annotation: Annotation) -> None:
        """Paste all of the image before, unless another is on the canvas by now."""
        if document is not self._session.document:
            return
        name, unreadable = image.path.name, len(annotation.unreadable)
        if not annotation.shapes:
            self.refused.emit(f"{name}, the image before this one, has no shapes to copy.")
            return
        self._place(document, annotation.shapes, "Copy")
        if unreadable:
            self.told.emit(f"{counted(unreadable, 'shape')} of {name} cannot be read and stayed there.")

    def _place(self, document: Document, shapes: Sequence[Shape], verb: str = "Paste") -> None:
        """Paste into the image on the canvas, and select what was pasted."""
        first = len(document.annotation.shapes)
        try:
            document.push(pasting(document, shapes, verb))
        except ToolError as error:
            self.refused.emit(str(error))
            return
        document.select(range(first, len(document.annotation.shapes)))
        self._window.classes.look_again()
        outside = sum(map(partial(_is_outside, document.size), document.annotation.shapes[first:]))
        if outside:
            hint = ""
            if verb == "Paste":  # what is copied from another image is not on the clipboard
                hint = self._window.actions_.with_keys(" · Undo, and {paste_inside} pastes into the image")
            self.told.emit(f"{counted(outside, 'shape')} outside the image{hint}.")


def pasting(document: Document, shapes: Sequence[Shape], verb: str = "Paste") -> InsertShapes:
    """The edit that pastes into a document what may be painted there: not over classes that are protected.

    Raises ToolError when the image may not be drawn on, or nothing of the shapes may be painted.
    """
    if document.drawing_refusal:
        raise ToolError(document.drawing_refusal)
    kept = may_cover(document, copies(document.annotation, shapes))
    return paste_shapes(document.annotation, kept, verb)


def _is_outside(size: tuple[int, int], shape: Shape) -> bool:
    box = shape.bounds
    return box.right <= 0 or box.bottom <= 0 or box.left >= size[0] or box.top >= size[1]


def _reading(
    dataset: Dataset, image: DatasetImage, renaming: ClassRenaming
) -> Generator[Step, None, Annotation]:
    """Read an annotation, as a job of no steps."""
    yield from ()
    renaming.apply(image.annotation_path)
    return dataset.read_annotation(image)
