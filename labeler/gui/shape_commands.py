"""What menus and keys do to the shapes of the image on the canvas; each is one step of its history."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal

from labeler.core.class_keys import class_keys
from labeler.core.edits.arrange import lower_shapes, raise_shapes
from labeler.core.edits.copies import duplicate_shapes
from labeler.core.edits.shapes import delete_shapes, set_class
from labeler.core.edits.state import SetDone
from labeler.gui.chosen import chosen, chosen_or_refused

if TYPE_CHECKING:
    from labeler.core.edits.base import Edit
    from labeler.gui.document import Document
    from labeler.gui.session import Session
    from labeler.gui.undo import EditCommand

# A copy stands so many image pixels to the right of and below its original.
_COPY_OFFSET = 10.0


class ShapeCommands(QObject):
    """Acts on the selection of the session's document; does nothing while there is none.

    `refused(str)` says why what is selected stays as it is.
    """

    refused = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._last_pick: EditCommand | None = None

    def delete(self) -> None:
        """Delete the selected shapes that are not locked."""
        document, places = self._chosen_or_refused()
        if document is not None and places:
            document.push(delete_shapes(document.annotation, places))

    def duplicate(self) -> None:
        """Copy the selected shapes beside themselves and select the copies."""
        document = self._session.document
        if document is None or not document.selection:
            return
        if document.drawing_refusal:
            self.refused.emit(document.drawing_refusal)
            return
        count = len(document.annotation.shapes)
        edit = duplicate_shapes(document.annotation, document.selection, (_COPY_OFFSET, _COPY_OFFSET))
        document.push(edit)
        document.select(range(count, count + len(edit.positions)))

    def raise_(self) -> None:
        """Paint the selected shapes over the next one."""
        document, places = self._chosen_or_refused()
        if document is not None and places:
            edit = raise_shapes(document.annotation, places)
            self._push(document, edit, "The selection is painted over all other shapes already.")

    def lower(self) -> None:
        """Paint the selected shapes under the one before."""
        document, places = self._chosen_or_refused()
        if document is not None and places:
            edit = lower_shapes(document.annotation, places)
            self._push(document, edit, "The selection is painted under all other shapes already.")

    def select_all(self) -> None:
        """Select every shape that is to be seen."""
        document = self._session.document
        if document is not None:
            document.select(filter(document.is_visible, range(len(document.annotation.shapes))))

    def toggle_done(self) -> None:
        """Mark the image done, or no longer done."""
        document = self._session.document
        if document is None:
            return
        if document.read_only_reason:
            self.refused.emit(document.read_only_reason)
        else:
            document.push(SetDone(not document.annotation.is_done))

    def pick_class(self, class_name: str, *, is_drawing: bool) -> None:
        """Give the selection this class or, with nothing selected or while drawing, the next shape.

        What was drawn last is still selected then, and must not change with the class of the next.
        """
        self._last_pick = None
        document, places = chosen(self._session)
        if document is None or not places or is_drawing:
            self._session.choose_class(class_name)
        elif edit := set_class(document.annotation, places, class_name):
            document.push(edit)
            self._last_pick = _last_step(document)

    def take_pick_back(self) -> None:
        """Undo `pick_class` for the selection, if that was the last step, and forget it: it was not meant."""
        document, pick = self._session.document, self._last_pick
        if document is not None and pick is not None and pick is _last_step(document):
            pick.undo()
            pick.setObsolete(True)  # which makes Qt drop the step: there is no redo
            document.undo_stack.undo()
        self._last_pick = None

    def pick_class_of_key(self, key: str, *, is_drawing: bool) -> None:
        """As `pick_class`, for the class that has this digit key; nothing when none has."""
        name = class_keys(self._session.classes).get(key)
        if name is not None:
            self.pick_class(name, is_drawing=is_drawing)

    def _chosen_or_refused(self) -> tuple[Document | None, list[int]]:
        return chosen_or_refused(self._session, self.refused.emit)

    def _push(self, document: Document, edit: Edit | None, refusal: str) -> None:
        if edit is None:
            self.refused.emit(refusal)
        else:
            document.push(edit)


def _last_step(document: Document) -> EditCommand | None:
    history = document.undo_stack
    return cast("EditCommand | None", history.command(history.index() - 1))
