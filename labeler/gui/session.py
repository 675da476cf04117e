"""What is open: the dataset, the documents of its images, the current class, and the history of the classes.

Widgets read it and listen to it; nothing here knows a widget.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakMethod

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from labeler.core.change import Change, ClassesChanged
from labeler.core.class_file import read_classes
from labeler.core.classes import ClassTable
from labeler.core.errors import FileChangedError, LabelerError, ToolError
from labeler.core.file_stamp import FileStamp
from labeler.gui.retire import retire
from labeler.gui.undo import EditCommand
from labeler.tools.options import ToolOptions

if TYPE_CHECKING:
    from labeler.core.dataset import Dataset, DatasetImage
    from labeler.core.edits.classes import ReplaceClasses
    from labeler.gui.document import Document


class Session(QObject):
    """The open dataset and everything of it that lives longer than one image on the canvas.

    `document_changed(document | None)` says what is on the canvas, `document_added(document)` that one is
    kept from now on; `classes_changed(ClassesChanged)` comes after every document has followed;
    `class_file_saved(LabelerError | None)` says whether the class table reached the disk.
    `read_only_reason` is the sentence that every edit is refused with, of classes and of all images; empty
    when the dataset may be changed. `class_stamp` tells what the class file held when it was last read or
    written. `options` is what the tools are set to.
    """

    dataset_changed = Signal()
    document_changed = Signal(object)
    document_added = Signal(object)
    classes_changed = Signal(object)
    current_class_changed = Signal()
    class_file_saved = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.dataset: Dataset | None = None
        self.document: Document | None = None
        self.read_only_reason = ""
        self.class_history = QUndoStack(self)
        self.options = ToolOptions()
        self._documents: dict[Path, Document] = {}
        self._current_class: str | None = None
        self.class_stamp = FileStamp()
        self._class_file_error: LabelerError | None = None

    @property
    def classes(self) -> ClassTable:
        """The class table of the dataset; background and void alone when none is open."""
        return _NO_CLASSES if self.dataset is None else self.dataset.classes

    @property
    def current_class(self) -> str | None:
        """Name of the class that new shapes get; None when none is chosen."""
        return self._current_class

    def choose_class(self, class_name: str | None) -> None:
        """Make this the class that new shapes get."""
        if class_name != self._current_class:
            self._current_class = class_name
            self.current_class_changed.emit()

    def open(self, dataset: Dataset | None, read_only_reason: str = "") -> None:
        """Leave the dataset that is open, with all its documents, and take up another."""
        self.show(None)
        for document in self._documents.values():
            retire(document)
        self._documents.clear()
        self.class_history.clear()
        self.dataset = dataset
        self.read_only_reason = read_only_reason
        self._class_file_error = None
        self.class_stamp = FileStamp() if dataset is None else FileStamp.of(dataset.class_file)
        self.choose_class(None)
        self.dataset_changed.emit()

    @property
    def documents(self) -> list[Document]:
        """The documents that are kept: the one on the canvas and all that have a history."""
        return list(self._documents.values())

    def document_of(self, image: DatasetImage) -> Document | None:
        """The document kept for an image, if there is one."""
        return self._documents.get(image.path)

    def show(self, document: Document | None) -> None:
        """Bring a document to the canvas; the one before is kept, without label map, if it has a history."""
        before = self.document
        if document is before:
            return
        if document is not None:
            self.keep(document)
        self.document = document
        self.document_changed.emit(document)
        if before is not None:
            before.drop_label_map()
            if before.undo_stack.count() == 0 and not before.is_dirty:
                self.forget(before)

    def keep(self, document: Document) -> None:
        """Keep a document from now on, whether it is on the canvas or not."""
        if document.image.path not in self._documents:
            document.setParent(self)
            if self.read_only_reason:
                document.read_only_reason = self.read_only_reason
            self._documents[document.image.path] = document
            self.document_added.emit(document)

    def forget(self, document: Document) -> None:
        """Keep a document no longer, so that the next look at its image reads the file."""
        if document is self.document:
            self.document = None
            self.document_changed.emit(None)
        self._documents.pop(document.image.path, None)
        retire(document)

    def push_classes(self, edit: ReplaceClasses) -> None:
        """Carry out an edit of the class table as one step of its history, and save the table.

        Raises ToolError when the dataset is read-only.
        """
        assert self.dataset is not None
        if self.read_only_reason:
            raise ToolError(self.read_only_reason)
        change = edit.apply(self.dataset)
        self.class_history.push(EditCommand(edit, self.dataset, WeakMethod(self._on_classes)))
        self._on_classes(change)

    def preview_classes(self, table: ClassTable) -> None:
        """Show another class table (while a colour is being chosen): no history, nothing written."""
        assert self.dataset is not None
        change = ClassesChanged(self.dataset.classes, table)
        self.dataset.classes = table
        self._tell(change)

    @property
    def class_file_error(self) -> LabelerError | None:
        """Why the class table is not on the disk; None when it is."""
        return self._class_file_error

    def retry_classes(self) -> None:
        """Write the class table again if it could not be written."""
        if self._class_file_error is not None:
            self.save_classes()

    def save_classes(self, *, overwrite: bool = False) -> None:
        """Write the class table and say how that went; unasked never over another program's work."""
        assert self.dataset is not None
        path = self.dataset.class_file
        try:
            if not overwrite and not self.class_stamp.still_holds(path):
                raise FileChangedError(path)
            self.dataset.write_classes()
            self.class_stamp = FileStamp.of(path)
        except LabelerError as error:
            self._tell_class_file(error)
        else:
            self._tell_class_file(None)

    def reload_classes(self) -> None:
        """Take the class table as its file has it now; its history ends if that is another table.

        Raises what reading raises.
        """
        assert self.dataset is not None
        stamp = FileStamp.of(self.dataset.class_file)
        change = ClassesChanged(self.dataset.classes, read_classes(self.dataset.class_file))
        self.class_stamp = stamp
        if change.after != change.before:
            self.dataset.classes = change.after
            self.class_history.clear()
            self._tell(change)
        self._tell_class_file(None)

    def _tell_class_file(self, error: LabelerError | None) -> None:
        self._class_file_error = error
        self.class_file_saved.emit(error)

    def _on_classes(self, change: Change) -> None:
        assert isinstance(change, ClassesChanged)
        self._tell(change)
        self.save_classes()

    def _tell(self, change: ClassesChanged) -> None:
        for document in self._documents.values():
            document.follow_classes(change)
        self.classes_changed.emit(change)
        self._follow_current_class(change)

    def _follow_current_class(self, change: ClassesChanged) -> None:
        name = self._current_class
        if name is None:
            return
        if change.renamed is not None and name == change.renamed[0]:
            self.choose_class(change.renamed[1])
        elif change.after.find(name) is None:
            self.choose_class(None)


_NO_CLASSES = ClassTable()
