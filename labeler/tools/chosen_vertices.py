"""Which vertices of the selected shapes are chosen, and what becomes of them when shapes change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labeler.core.change import ShapesRemoved, ShapesReordered, ShapesReplaced, remapped
from labeler.core.handles import handle_rings

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from labeler.core.change import Change
    from labeler.core.edits.shapes import ReplaceShapes
    from labeler.core.handles import Handle
    from labeler.tools.base import ToolContext


class ChosenVertices:
    """Handles that keys act on, and that go along when one of them is dragged.

    A handle is forgotten when its shape is not selected any more, or gets another number of vertices from
    elsewhere: nobody can tell then which one was meant.
    """

    def __init__(self, context: ToolContext) -> None:
        self._context = context
        self._handles: tuple[Handle, ...] = ()
        self._lengths: dict[int, list[int]] = {}
        # The selection for which that is known to hold.
        self._selection: Sequence[int] = ()
        # What an edit that is about to be carried out leaves chosen.
        self._expected: tuple[ReplaceShapes, tuple[Handle, ...]] | None = None

    @property
    def handles(self) -> tuple[Handle, ...]:
        """The chosen handles, in the order in which they were chosen."""
        selection = self._context.selection
        if self._handles and selection is not self._selection:
            selected = set(selection)
            self._keep(handle for handle in self._handles if handle.position in selected)
        return self._handles

    def choose(self, handles: Iterable[Handle]) -> None:
        """Choose these and no others."""
        self._keep(dict.fromkeys(handles))

    def toggle(self, handles: Iterable[Handle]) -> None:
        """Choose those that are not chosen, and no more those that are."""
        before, changed = self.handles, dict.fromkeys(handles)
        kept = [handle for handle in before if handle not in changed]
        self.choose([*kept, *(handle for handle in changed if handle not in set(before))])

    def add(self, handles: Iterable[Handle]) -> None:
        """Choose these too."""
        self.choose([*self.handles, *handles])

    def clear(self) -> bool:
        """Choose none; whether any was."""
        had = bool(self.handles)
        self.choose(())
        return had

    def expect(self, edit: ReplaceShapes, handles: Iterable[Handle]) -> ReplaceShapes:
        """The edit, which is about to be carried out and leaves these handles chosen."""
        self._expected = (edit, tuple(handles))
        return edit

    def follow(self, change: Change) -> None:
        """Shapes were changed."""
        expected, self._expected = self._expected, None
        if expected is not None and self._is_done(expected[0]):
            self.choose(expected[1])
        elif not self._handles:
            return
        elif isinstance(change, ShapesReplaced):
            lost = {
                place for place in change.positions if place in self._lengths and self._has_changed(place)
            }
            self._keep(handle for handle in self._handles if handle.position not in lost)
        else:
            now = _positions_after(sorted(self._lengths), change)
            self._keep(
                handle._replace(position=now[handle.position])
                for handle in self._handles
                if handle.position in now
            )

    def _is_done(self, edit: ReplaceShapes) -> bool:
        shapes = self._context.annotation.shapes
        return all(
            place < len(shapes) and shapes[place] is after
            for place, after in zip(edit.positions, edit.after, strict=True)
        )

    def _has_changed(self, position: int) -> bool:
        return self._lengths_at(position) != self._lengths[position]

    def _lengths_at(self, position: int) -> list[int]:
        return [len(ring) for ring in handle_rings(self._context.annotation.shapes[position])]

    def _keep(self, handles: Iterable[Handle]) -> None:
        self._handles = tuple(handles)
        self._selection = self._context.selection
        positions = {handle.position for handle in self._handles}
        self._lengths = {position: self._lengths_at(position) for position in positions}


def _positions_after(positions: list[int], change: Change) -> dict[int, int]:
    """Where each of some shapes (ascending) stands after the change; those that are gone are left out."""
    match change:
        case ShapesReordered(order=order):
            return {before: after for after, before in enumerate(order)}
        case ShapesRemoved(positions=removed):
            gone = set(removed)
            positions = [position for position in positions if position not in gone]
    return dict(zip(positions, remapped(positions, change), strict=True))
