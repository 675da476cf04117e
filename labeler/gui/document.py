"""One image's annotation under the user's hands: every edit passes here and gives one `changed` signal."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol, cast
from weakref import WeakMethod

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from labeler.core.change import Change, ClassesChanged, remapped
from labeler.core.edits.content import ReplaceParts
from labeler.core.edits.image_size import SetImageSize
from labeler.core.edits.sequence import EditSequence, parts_of
from labeler.core.edits.shapes import ReplaceShapes
from labeler.core.edits.state import SetDone
from labeler.core.errors import ToolError
from labeler.core.live_label_map import LiveLabelMap
from labeler.core.shape_index import ShapeIndex
from labeler.gui.late_drawing import LateDrawing
from labeler.gui.undo import EditCommand, push

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from labeler.core.annotation import Annotation
    from labeler.core.arrays import Palette
    from labeler.core.classes import ClassTable
    from labeler.core.dataset import DatasetImage
    from labeler.core.edits.base import Edit
    from labeler.core.file_stamp import FileStamp
    from labeler.gui.visibility import Visibility
    from labeler.tools.options import ToolOptions


class ClassChoice(Protocol):
    """What a document asks of the session: the class table and the class that new shapes get."""

    @property
    def classes(self) -> ClassTable:
        """The class table of the dataset."""

    @property
    def current_class(self) -> str | None:
        """Name of the class that new shapes get; None when none is chosen."""

    @property
    def options(self) -> ToolOptions:
        """What the tools are set to."""


class Document(QObject):
    """An annotation with its index, label map, history and selection; the ToolContext of all tools.

    `changed(change, rect)` comes after index and label map have followed; `rect` is the PixelRect of the
    label map that was drawn anew, or None when no pixel can have changed, or not yet: during a large drag
    the label map lags behind until `late` draws it, and `changed` comes once more.
    `index` may be given when it was built elsewhere (in a thread). `read_only_reason` is the sentence that
    every edit is refused with, empty when they are not; `stamp` is what its file held when it was last read
    or written, None when whatever the file holds may be overwritten. `visibility` knows what is hidden
    and `photograph` is what it shows, (H, W, 4) uint8, while the document is on the canvas of a window.
    """

    changed = Signal(object, object)
    selection_changed = Signal()
    dirty_changed = Signal(bool)

    def __init__(
        self,
        image: DatasetImage,
        annotation: Annotation,
        size: tuple[int, int],
        choice: ClassChoice,
        index: ShapeIndex | None = None,
    ) -> None:
        super().__init__()
        self.image = image
        self.annotation = annotation
        self.size = size
        self.read_only_reason = ""
        self.stamp: FileStamp | None = None
        self.visibility: Visibility | None = None
        self.photograph: NDArray[np.uint8] | None = None
        self.options = choice.options
        self.index = ShapeIndex(annotation.shapes) if index is None else index
        self.undo_stack = QUndoStack(self)
        self.undo_stack.indexChanged.connect(self._on_index_changed)
        self.late = LateDrawing(self)
        self.late.drawn.connect(self.changed)
        self._choice = choice
        self._follower: WeakMethod[Callable[[Change], None]] = WeakMethod(self._follow)
        self._label_map: LiveLabelMap | None = None
        self._selection: tuple[int, ...] = ()
        self._state_at_start: object | None = None
        self._saved: object | None = None
        self._was_dirty = False

    @property
    def current_class(self) -> str | None:
        """Name of the class that new shapes get; None when none is chosen."""
        return self._choice.current_class

    @property
    def classes(self) -> ClassTable:
        """The class table of the dataset."""
        return self._choice.classes

    @property
    def palette(self) -> Palette:
        """(256, 3) uint8 RGB: the colours of the class table."""
        return self._choice.classes.palette()

    @property
    def label_map(self) -> LiveLabelMap:
        """The label map that follows every edit; drawn at the first call when nobody has attached one."""
        if self._label_map is None:
            self._label_map = LiveLabelMap(self.annotation, self.size, self.classes, self.index)
        return self._label_map

    def attach_label_map(self, label_map: LiveLabelMap) -> None:
        """Take a label map that was drawn elsewhere (in a thread) from this annotation and this index."""
        self.late.forget()
        self._label_map = label_map

    def drop_label_map(self) -> None:
        """Give the memory of the label map back while the image is not on the canvas."""
        self.late.forget()
        self._label_map = None

    @property
    def selection(self) -> tuple[int, ...]:
        """Positions of the selected shapes, ascending."""
        return self._selection

    def select(self, positions: Iterable[int]) -> None:
        """Make these the selected shapes."""
        count = len(self.annotation.shapes)
        selection = tuple(sorted({place for place in positions if 0 <= place < count}))
        if selection != self._selection:
            self._selection = selection
            self.selection_changed.emit()

    def is_visible(self, position: int) -> bool:
        """Whether the shape is to be seen: neither it nor its class is hidden."""
        return self.visibility is None or self.visibility.is_shape_visible(position)

    def is_editable(self, position: int) -> bool:
        """Whether the mouse may take hold of the shape: seen, and neither it nor its class locked."""
        shape = self.annotation.shapes[position]
        row = self.classes.find(shape.class_name)
        if shape.is_locked or (row is not None and row.is_locked):
            return False
        return not self.drawing_refusal and self.is_visible(position)

    @property
    def drawing_refusal(self) -> str:
        """The sentence that edits of shapes are refused with, empty when they are not.

        Besides a read-only image that is one whose annotation was made for another size.
        """
        size = self.annotation.size
        if self.read_only_reason or size is None or size == self.size:
            return self.read_only_reason
        made_for, has = ("{} × {}".format(*each) for each in (size, self.size))
        return (
            f"{self.image.name} has {has} pixels, but its annotation was made for {made_for}. "
            "Until they agree it is neither drawn on nor exported."
        )

    def push(self, edit: Edit | EditSequence) -> None:
        """Carry out an edit as one step of the history; raises ToolError when the image refuses it.

        What changes nothing is no step: a drag that is taken back where it began already.
        """
        is_of_image = isinstance(parts_of(edit)[0], SetDone | SetImageSize | ReplaceParts)
        refusal = self.read_only_reason if is_of_image else self.drawing_refusal
        if refusal:
            raise ToolError(refusal)
        if isinstance(edit, ReplaceShapes) and edit.is_empty:
            return
        first, *rest = parts_of(edit)
        change = first.apply(self.annotation)
        push(self.undo_stack, EditCommand(edit, self.annotation, self._follower))
        self._follow(change, may_wait=getattr(first, "gesture", None) is not None and not rest)
        for part in rest:
            self._follow(part.apply(self.annotation))

    @property
    def is_dirty(self) -> bool:
        """Whether the annotation differs from what was last saved."""
        return self.state() is not self._saved

    def state(self) -> object | None:
        """A token of the present content: the same object whenever undo or redo comes back to it."""
        at = self.undo_stack.index()
        return cast("EditCommand", self.undo_stack.command(at - 1)).state if at > 0 else self._state_at_start

    def set_saved(self, state: object | None) -> None:
        """The content that `state` stands for is on the disk now."""
        self._saved = state
        self._on_index_changed()

    def follow_classes(self, change: ClassesChanged) -> None:
        """The class table is another one: shapes and history take a new name, the label map new indices."""
        if change.renamed is not None:
            self._rename_class(*change.renamed)
        self._follow(change)
        self._on_index_changed()

    def _rename_class(self, old: str, new: str) -> None:
        """Take the name in shapes and steps: no content is then what was saved, or is just being written."""
        history, shapes = self.undo_stack, self.annotation.shapes
        is_changed = history.count() > 0
        for position, shape in enumerate(shapes):
            if shape.class_name == old:
                shapes[position] = replace(shape, class_name=new)
                is_changed = True
        for step in range(history.count()):
            command = cast("EditCommand", history.command(step))
            command.edit = cast("Edit", command.edit).renamed(old, new)
            command.state = object()
        if is_changed:
            self._state_at_start = object()

    def _follow(self, change: Change, *, may_wait: bool = False) -> None:
        self.index.update(change)
        change, rect = self.late.follow(self._label_map, change, may_wait=may_wait)
        if self.visibility is not None:
            self.visibility.follow(change)
        selection = tuple(remapped(self._selection, change))
        has_new_selection = selection != self._selection
        self._selection = selection
        self.changed.emit(change, rect)
        if has_new_selection:
            self.selection_changed.emit()

    def _on_index_changed(self) -> None:
        if self.is_dirty != self._was_dirty:
            self._was_dirty = self.is_dirty
            self.dirty_changed.emit(self._was_dirty)


# The state of a document whose file must be written although no step of its history says so.
NEVER_SAVED = object()
