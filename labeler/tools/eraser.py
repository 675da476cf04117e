"""Takes pixels from the selected shapes, or from all under the stroke."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from labeler.core.errors import ToolError
from labeler.tools.stamping import MOST_SHAPES, StampTool

if TYPE_CHECKING:
    from labeler.core.arrays import Mask
    from labeler.core.geometry import PixelRect
    from labeler.core.stroke import Stroke
    from labeler.tools.base import AnyEdit, Pointer

_HELD = "What is selected is locked or hidden, and is not erased. Unlock it, or show it, first."


class EraserTool(StampTool):
    """A stroke takes its pixels from every selected shape, and with nothing selected from all under it.

    What falls into several pieces stays one group; of what loses all its pixels nothing stays.
    """

    name: ClassVar[str] = "eraser"
    first_use: ClassVar[str] = (
        "Drag to take pixels from the selected shapes.\nWith nothing selected, from every shape."
    )
    erases: ClassVar[bool] = True

    def _purpose(self, pointer: Pointer | None) -> str:
        shapes = [self.context.annotation.shapes[position] for position in self.context.selection]
        if not shapes:
            return "Drag to erase from every shape there"
        what = (
            f"the selected {shapes[0].class_name}" if len(shapes) == 1 else f"{len(shapes)} selected shapes"
        )
        return f"Drag to erase from {what}"

    def _targets(self, pointer: Pointer) -> list[int]:
        targets = [place for place in self.context.selection if self._may_lose(place)]
        if self.context.selection and not targets:
            raise ToolError(_HELD)
        return targets

    def _shows(self, rect: PixelRect, targets: list[int]) -> Mask | None:
        from labeler.core.areas import mask_of

        places = self._under(rect, targets)
        if len(places) > MOST_SHAPES:
            return None
        return mask_of([self.context.annotation.shapes[place] for place in places], rect)

    def _under(self, rect: PixelRect, targets: list[int]) -> list[int]:
        """Positions, ascending, of the shapes near a rectangle that lose pixels there."""
        near: list[int] = self.context.index.overlapping(rect).tolist()
        chosen = set(targets)
        return [place for place in near if (place in chosen if chosen else self._may_lose(place))]

    def _may_lose(self, position: int) -> bool:
        shape = self.context.annotation.shapes[position]
        return shape.kind.is_rasterized and self.context.is_editable(position)

    def _edit(self, stroke: Stroke, targets: list[int]) -> AnyEdit | None:
        from labeler.core.edits.painting import erase_shapes

        places = self._under(stroke.bounds, targets)
        return erase_shapes(self.context.annotation, places, stroke, self.context.selection)
