"""What the tools that draw a line through the image have in common: polygon, hole and split."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from labeler.tools.base import Cursor, Draft, Tool
from labeler.tools.path import Path

if TYPE_CHECKING:
    from labeler.core.change import Change
    from labeler.tools.base import AnyEdit, Pointer, ToolContext


class PathTool(Tool):
    """Draws a path, of which a subclass says what its presses mean and what becomes of it in the end."""

    def __init__(self, context: ToolContext, *, is_ring: bool = True, has_ways: bool = True) -> None:
        super().__init__(context)
        self._path = Path(context, is_ring=is_ring, has_ways=has_ways)

    @property
    def cursor(self) -> Cursor:
        """A cross: the vertex goes where it points."""
        return Cursor.CROSS

    @property
    def draft(self) -> Draft | None:
        """The vertices so far and the place of the next one, or only that."""
        return self._path.draft()

    @property
    def is_busy(self) -> bool:
        """Whether there is a vertex."""
        return bool(self._path.points)

    def move(self, pointer: Pointer) -> AnyEdit | None:
        """The line to the pointer follows."""
        self._path.move(pointer)
        return None

    def leave(self) -> None:
        """The line to the pointer ends with the pointer gone."""
        self._path.leave()

    def flip(self) -> bool:
        """Of the ways along a border take the next: the shorter, the longer, straight on."""
        return self._path.ways.flip()

    def take_back(self) -> bool:
        """The last step goes: a vertex, or all that were taken over from a border or drawn at once."""
        return self._path.take_back()

    def cancel(self) -> AnyEdit | None:
        """All vertices go."""
        self._path.clear()
        return None

    def follow(self, change: Change) -> None:
        """Borders may run elsewhere now; the pointer finds them at its next move."""
        self._path.ways.forget()

    def draft_state(self) -> Mapping[str, Any] | None:
        """The vertices so far, the steps they came by, and what is selected to be changed by it."""
        state, selected = self._path.state(), self.context.selection
        return state if state is None or not selected else {**state, "selected": list(selected)}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Stand where the vertices were left; they are brought into the image if it is smaller now."""
        self._path.restore(state)
        selected = state.get("selected", [])
        if isinstance(selected, list) and all(type(position) is int for position in selected):
            self.context.select(selected)
