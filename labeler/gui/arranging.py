"""Order, groups, locks and eyes of the selected shapes, by menu and keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QObject, Signal

from labeler.core.edits.arrange import bring_to_front, send_to_back
from labeler.core.edits.properties import group_shapes, set_locked, ungroup_shapes, with_groups
from labeler.core.errors import ToolError
from labeler.gui.chosen import chosen_or_refused
from labeler.gui.words import counted, listed

if TYPE_CHECKING:
    from labeler.core.annotation import Annotation
    from labeler.core.edits.base import Edit
    from labeler.gui.document import Document
    from labeler.gui.main_window import MainWindow

_Make: TypeAlias = "Callable[[Annotation, Sequence[int]], Edit | None]"


class Arranging(QObject):
    """Acts on the selection of the image on the canvas; each command is one step of its history.

    `refused(str)` says why something was not done, `told(str)` what there is to know of what was.
    """

    refused = Signal(str)
    told = Signal(str)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._session = window.session
        self._visibility = window.visibility
        self.refused.connect(window.status.show_refusal)
        self.told.connect(window.status.show_note)
        for name, act in {
            "to_front": self.to_front,
            "to_back": self.to_back,
            "group": self.group,
            "ungroup": self.ungroup,
            "select_group": self.select_group,
            "lock_shapes": self.lock,
            "unlock_all": self.unlock_all,
            "hide_shapes": self.hide,
        }.items():
            window.actions_[name].triggered.connect(lambda _=False, act=act: act())

    def to_front(self) -> None:
        """Paint the selected shapes over all others."""
        self._change(bring_to_front, "The selection is painted over all other shapes already.")

    def to_back(self) -> None:
        """Paint the selected shapes under all others."""
        self._change(send_to_back, "The selection is painted under all other shapes already.")

    def group(self) -> None:
        """Make the selected shapes one group; those of one class are one instance then."""
        document = self._change(group_shapes, "The selection is one group already.")
        if document is None:
            return
        shapes = [document.annotation.shapes[place] for place in document.selection]
        classes = list(dict.fromkeys(shape.class_name for shape in shapes))
        if len(classes) > 1:
            self.told.emit(
                f"One group; {listed(classes)} stay {len(classes)} instances, for an instance has one class."
            )

    def ungroup(self) -> None:
        """Take the selected shapes out of their groups."""
        self._change(ungroup_shapes, "Nothing that is selected is in a group.")

    def select_group(self) -> None:
        """Select also what is in a group with a selected shape, and can be seen."""
        document = self._session.document
        if document is None or not document.selection:
            return
        places = with_groups(document.annotation, document.selection)
        document.select(filter(document.is_visible, places))
        if len(places) == 1:
            self.told.emit("The selected shape is in no group with others.")

    def lock(self) -> None:
        """Lock the selected shapes, so that neither mouse nor keys change them."""
        document = self._session.document
        if document is not None and document.selection:
            edit = set_locked(document.annotation, document.selection, True)
            self._push(document, edit, "What is selected is locked already.")

    def unlock_all(self) -> None:
        """Unlock every shape of the image; a lock of a class stays."""
        document = self._session.document
        if document is not None:
            locked = [place for place, shape in enumerate(document.annotation.shapes) if shape.is_locked]
            edit = set_locked(document.annotation, locked, False)
            self._push(document, edit, "No shape of the image is locked.")

    def hide(self) -> None:
        """Hide the selected shapes, which are not selected any more then."""
        document = self._session.document
        if document is not None and document.selection:
            places = document.selection
            self._visibility.hide_shapes(places, True)
            self.told.emit(f"{counted(len(places), 'shape')} hidden, until another image comes.")

    def _change(self, make: _Make, refusal: str) -> Document | None:
        """The document, if the edit of its selected shapes was carried out."""
        document, places = chosen_or_refused(self._session, self.refused.emit)
        if document is None or not places:
            return None
        return document if self._push(document, make(document.annotation, places), refusal) else None

    def _push(self, document: Document, edit: Edit | None, refusal: str) -> bool:
        if edit is None:
            self.refused.emit(refusal)
            return False
        try:
            document.push(edit)
        except ToolError as error:
            self.refused.emit(str(error))
            return False
        return True
