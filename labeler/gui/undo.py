"""One step of a Qt history around an edit that knows nothing of Qt."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, Protocol
from weakref import WeakMethod

from PySide6.QtGui import QUndoCommand, QUndoStack

from labeler.core.change import Change
from labeler.core.edits.packed import packed
from labeler.core.edits.sequence import EditSequence, joined, parts_of
from labeler.core.edits.shapes import ReplaceShapes


class UndoableEdit(Protocol):
    """What an edit of shapes and an edit of classes have in common here."""

    @property
    def text(self) -> str:
        """The words of the undo menu."""

    def apply(self, subject: Any) -> Change:
        """Do it, and say what changed."""

    def revert(self, subject: Any) -> Change:
        """Undo it, and say what changed."""


class EditCommand(QUndoCommand):
    """An edit in a history. It is pushed when it was applied already: an exception in QUndoStack.push
    would leave the command on the stack, so the work is done before. `state` is the same object as long as
    the content that the step leaves behind is the same. `follow` is weak, because Qt holds the command where
    Python's garbage collection cannot see the circle; one serves for all steps of a history.
    """

    def __init__(
        self, edit: UndoableEdit | EditSequence, subject: object, follow: WeakMethod[Callable[[Change], None]]
    ) -> None:
        super().__init__(edit.text)
        self.edit = edit
        self.state = object()
        self._subject = subject
        self._follow = follow
        self._is_applied = True

    def redo(self) -> None:
        """Do the edit again; the first call comes from QUndoStack.push, when it is done already."""
        if self._is_applied:
            self._is_applied = False
        else:
            for part in parts_of(self.edit):
                self._tell(part.apply(self._subject))

    def undo(self) -> None:
        """Take the edit back."""
        for part in reversed(parts_of(self.edit)):
            self._tell(part.revert(self._subject))

    def _tell(self, change: Change) -> None:
        follow = self._follow()
        assert follow is not None
        follow(change)

    def pack(self) -> None:
        """Keep no more of the edit than what differs: nothing will be merged into it any more."""
        self.edit = packed(self.edit)

    def id(self) -> int:
        """Qt tries to merge commands of one id that is not -1."""
        gesture: Hashable | None = getattr(self.edit, "gesture", None)
        return -1 if gesture is None else 1

    def mergeWith(self, other: QUndoCommand) -> bool:  # noqa: N802 - Qt's name
        """Become one step with `other` when both are of one gesture; no step when nothing is left of it."""
        assert isinstance(other, EditCommand)
        merged = joined(self.edit, other.edit)
        if merged is None:
            return False
        self.edit = merged
        self.setText(merged.text)
        self.state = object()
        # QUndoStack drops a command that calls itself obsolete after a merge.
        self.setObsolete(isinstance(merged, ReplaceShapes) and merged.is_empty)
        return True


def push(stack: QUndoStack, command: EditCommand) -> None:
    """Add a step to a history. The one before is packed, unless both became one."""
    before = stack.command(stack.index() - 1) if stack.index() else None
    stack.push(command)
    if isinstance(before, EditCommand) and stack.index() > 1 and stack.command(stack.index() - 2) is before:
        before.pack()
