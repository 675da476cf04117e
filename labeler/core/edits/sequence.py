"""Edits that are one step of the history although each tells of its own change."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from labeler.core.edits.shapes import InsertShapes

if TYPE_CHECKING:
    from labeler.core.edits.base import Edit


@dataclass(frozen=True, slots=True, eq=False)
class EditSequence:
    """Edits one after another, each made for the annotation as those before leave it.

    Whoever carries it out does so part by part (`parts_of`), so that everybody has followed one change when
    the next is made. `selects` are the positions, in the end, of the shapes to be selected; None leaves the
    selection as it is.
    """

    parts: tuple[Edit, ...]
    text: str
    gesture: Hashable | None = None
    selects: tuple[int, ...] | None = None

    def renamed(self, old: str, new: str) -> EditSequence:
        """The same with the class `old` called `new`."""
        return replace(self, parts=tuple(part.renamed(old, new) for part in self.parts))


def parts_of(edit: Any) -> tuple[Any, ...]:
    """The edits that a step consists of, in the order in which they are applied; undone in the other."""
    return edit.parts if isinstance(edit, EditSequence) else (edit,)


def selected_after(edit: Any) -> tuple[int, ...] | None:
    """The positions of the shapes that an edit of a tool leaves selected; None: the selection stays.

    Shapes that were drawn are selected.
    """
    return edit.positions if isinstance(edit, InsertShapes) else getattr(edit, "selects", None)


def joined(first: Any, later: Any) -> Any:
    """One edit that does both, when they are of one gesture; None when they stay two steps.

    A sequence ends its gesture: it takes in what came before it, and nothing more comes to it.
    """
    if isinstance(first, EditSequence):
        return None
    if not isinstance(later, EditSequence):
        return first.merged(later)
    gesture = getattr(first, "gesture", None)
    if gesture is None or later.gesture != gesture:
        return None
    return replace(later, parts=(first, *later.parts))
