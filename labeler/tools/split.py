"""Splits shapes along a line that is drawn across them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from labeler.core.errors import ToolError
from labeler.core.geometry import Bounds
from labeler.core.shapes import as_points
from labeler.tools.path_tool import PathTool
from labeler.tools.vertex_edits import LOCKED

if TYPE_CHECKING:
    from labeler.core.arrays import Points
    from labeler.tools.base import AnyEdit, Pointer, ToolContext


class SplitTool(PathTool):
    """Each click leads the line on; a double click or Enter splits the shapes that it crosses.

    With shapes selected only those are split. The pieces of one shape are a group.
    """

    name: ClassVar[str] = "split"
    first_use: ClassVar[str] = (
        "Click a line across shapes; double click or Enter splits.\n"
        "With shapes selected only those are split."
    )
    options: ClassVar[tuple[str, ...]] = ("snaps", "freehand_tolerance")

    def __init__(self, context: ToolContext) -> None:
        # From border to border the line leads through the shape, not around it.
        super().__init__(context, is_ring=False, has_ways=False)

    @property
    def hint(self) -> str:
        """What the next click does, how to finish, and what is split."""
        path = self._path
        what = "the selection" if self.context.selection else "what it crosses"
        if path.trail:
            return "Draw with Shift held · release Shift to go on with clicks · Enter splits"
        if not path.points:
            return (
                f"Click to begin a line that splits {what} · Shift+drag draws freehand · Ctrl does not snap"
            )
        if len(path.points) < 2:
            return "Click to lead the line on · Shift draws freehand · Alt keeps to 45°"
        finish = f"double click or Enter splits {what}"
        return f"Click to lead the line on · {finish} · Shift: freehand · Alt: 45°"

    def press(self, pointer: Pointer) -> AnyEdit | None:
        """Lead the line on; raises ToolError when nothing that is selected may be split."""
        self._targets(None)
        self._path.move(pointer)
        self._path.press(pointer)
        return None

    def release(self, pointer: Pointer) -> AnyEdit | None:
        """A freehand line ends."""
        self._path.release(pointer)
        return None

    def double_press(self, pointer: Pointer) -> AnyEdit | None:
        """Split; the first press of the double click has set the end of the line."""
        return self.finish()

    def finish(self) -> AnyEdit | None:
        """The pieces; raises ToolError while the line cuts through nothing."""
        from labeler.core.edits.split import split_shapes

        self._path.end_trail()
        if not self._path.points:
            return None
        if len(self._path.points) < 2:
            raise ToolError("The line has no length yet; click where it shall lead, or press Esc.")
        context, line = self.context, as_points(self._path.points)
        targets = self._targets(line)
        edit = split_shapes(context.annotation, context.index, targets, line, context.is_editable)
        if edit is None:
            what = "a selected shape" if context.selection else "any shape that may be changed"
            raise ToolError(
                f"The line does not cut through {what}. Lead it on to the other side, or press Esc."
            )
        self.cancel()
        return edit

    def _targets(self, line: Points | None) -> list[int]:
        """The selected shapes that may be changed, or with none selected all those near the line."""
        context = self.context
        if context.selection:
            chosen = [position for position in context.selection if context.is_editable(position)]
            if not chosen:
                raise ToolError(LOCKED)
            return chosen
        if line is None:
            return []
        near = context.index.overlapping(Bounds.of_points(line).grown(1)).tolist()
        return [position for position in near if context.is_editable(position)]
