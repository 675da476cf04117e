"""Paints pixels onto the selected shape, or a new shape of the current class."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from labeler.core.errors import NoCurrentClassError
from labeler.core.shapes import polygon
from labeler.tools.hit import is_under
from labeler.tools.new_shapes import allowed_pixels, drawn, may_cover, shapes_of_mask
from labeler.tools.stamping import MOST_SHAPES, StampTool

if TYPE_CHECKING:
    from labeler.core.arrays import Mask
    from labeler.core.geometry import PixelRect
    from labeler.core.stroke import Stroke
    from labeler.tools.base import AnyEdit, Pointer


class BrushTool(StampTool):
    """A stroke adds to the selected shape of the current class; without one, or with Ctrl, it is a new shape.

    Of several selected shapes it is the one under the press, else the topmost. A new shape is selected, so
    that the next stroke goes on with it.
    """

    name: ClassVar[str] = "brush"
    is_drawing: ClassVar[bool] = True
    options: ClassVar[tuple[str, ...]] = (*StampTool.options, "is_behind")
    first_use: ClassVar[str] = (
        "Drag to paint; more strokes add to the selected shape.\n"
        "Ctrl+drag, or another class, begins a new one."
    )

    def _purpose(self, pointer: Pointer | None) -> str:
        target = None if pointer is None else self._target(pointer)
        current = self.context.current_class or "shape"
        if target is None:
            return f"Drag to paint a new {current}"
        shape = self.context.annotation.shapes[target]
        number = "" if shape.group_id is None else f" #{shape.group_id}"
        return f"Drag to add to the selected {shape.class_name}{number} · Ctrl: new {current}"

    def _targets(self, pointer: Pointer) -> list[int]:
        target = self._target(pointer)
        if target is None and self.context.current_class is None:
            raise NoCurrentClassError
        return [] if target is None else [target]

    def _shows(self, rect: PixelRect, targets: list[int]) -> Mask | None:
        allowed = allowed_pixels(self.context, rect)
        above = self._above(rect, targets)
        if not above or len(above) > MOST_SHAPES:
            return allowed
        from labeler.core.areas import mask_of

        free: Mask = ~mask_of([self.context.annotation.shapes[place] for place in above], rect)
        return free if allowed is None else free & allowed

    def _above(self, rect: PixelRect, targets: list[int]) -> list[int]:
        """Positions of the shapes in a rectangle that stay in sight over what is painted."""
        near: list[int] = self.context.index.overlapping(rect).tolist() if targets else []
        return [place for place in near if place > targets[0]]

    def _target(self, pointer: Pointer) -> int | None:
        """Position of the selected shape that a stroke from here would add to."""
        if pointer.ctrl:
            return None
        context = self.context
        shapes, current = context.annotation.shapes, context.current_class
        chosen = [
            position
            for position in context.selection
            if shapes[position].kind.is_rasterized
            and current in (None, shapes[position].class_name)
            and context.is_editable(position)
        ]
        under = [position for position in chosen if is_under(shapes[position], pointer)]
        return max(under or chosen, default=None)

    def _edit(self, stroke: Stroke, targets: list[int]) -> AnyEdit | None:
        context, rect = self.context, stroke.bounds
        if not targets:
            shapes = shapes_of_mask(context, stroke.covered, (rect.left, rect.top))
            return drawn(context, shapes, "Paint shape")
        from labeler.core.areas import mask_of
        from labeler.core.edits.painting import paint_shape
        from labeler.core.vectorizer import mask_polygons

        (position,) = targets
        target = context.annotation.shapes[position]
        if not (stroke.covered & ~mask_of([target], rect)).any():
            return None
        outlines = mask_polygons(stroke.covered, (rect.left, rect.top))
        painted = may_cover(context, [polygon(target.class_name, *rings) for rings in outlines])
        return paint_shape(context.annotation, position, painted, stroke, context.selection)
