"""The last step of every drawing tool: what was drawn becomes shapes of the annotation.

Here it loses the pixels that it may not take: while one draws behind, and to classes that are protected.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from labeler.core.allowed import allowed_indices, grouped, restricted
from labeler.core.edits.properties import free_group, free_groups
from labeler.core.edits.shapes import InsertShapes
from labeler.core.errors import NoCurrentClassError, ToolError
from labeler.core.shapes import Shape
from labeler.core.vectorizer import mask_polygons

if TYPE_CHECKING:
    from collections.abc import Sequence

    from labeler.core.arrays import Mask
    from labeler.core.geometry import PixelRect
    from labeler.tools.base import ToolContext


def drawn(context: ToolContext, shapes: Sequence[Shape], text: str) -> InsertShapes:
    """The edit that puts what was drawn on top of all others; `text` names it in the undo menu.

    Raises ToolError when nothing of it may be painted.
    """
    kept = may_cover(context, shapes)
    first = len(context.annotation.shapes)
    return InsertShapes(tuple(range(first, first + len(kept))), kept, text)


def may_cover(context: ToolContext, shapes: Sequence[Shape]) -> tuple[Shape, ...]:
    """New shapes without what they may not cover: some in several pieces, which are a group, some gone.

    Raises ToolError when nothing is left of any.
    """
    allowed = _allowed_indices(context)
    if allowed is None:
        return tuple(shapes)
    groups = free_groups((*context.annotation.shapes, *shapes))
    kept = [
        piece for shape in shapes for piece in restricted(shape, context.label_map, allowed, next(groups))
    ]
    if not kept:
        raise ToolError(_refusal(context))
    return tuple(kept)


def allowed_pixels(context: ToolContext, rect: PixelRect) -> Mask | None:
    """(rect.height, rect.width) bool: the pixels of `rect` that may be painted; None when all may."""
    allowed = _allowed_indices(context)
    if allowed is None:
        return None
    pixels = context.label_map.label_map[rect.top : rect.bottom, rect.left : rect.right]
    mask: Mask = allowed[pixels]
    return mask


def shapes_of_mask(context: ToolContext, mask: Mask, origin: tuple[int, int]) -> list[Shape]:
    """Polygons of the current class that cover exactly the pixels of an (H, W) bool array.

    `origin` is the pixel of the image that its top left item stands for. Several are one group.
    """
    class_name = context.current_class
    if class_name is None:
        raise NoCurrentClassError
    outlines = mask_polygons(mask, origin)
    shapes = [Shape(class_name, exterior, holes=holes) for exterior, holes in outlines]
    return grouped(shapes, free_group(context.annotation))


def _allowed_indices(context: ToolContext) -> Mask | None:
    options = context.options
    return allowed_indices(context.classes, is_behind=options.is_behind, paints_over=options.paints_over)


def _refusal(context: ToolContext) -> str:
    """Why nothing could be painted, and what to do."""
    if context.options.is_behind:
        return "Everything there is taken: switch off Draw behind, or let it paint over more classes."
    names = ", ".join(row.name for row in context.classes if row.is_protected)
    return f"Everything there is protected from new shapes ({names}): take the protection of the class away."
