"""The last step of every drawing tool: what was drawn becomes shapes of the annotation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labeler.core.edits.shapes import InsertShapes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from labeler.core.shapes import Shape
    from labeler.tools.base import ToolContext


def drawn(context: ToolContext, shapes: Sequence[Shape], text: str) -> InsertShapes:
    """The edit that puts what was drawn on top of all others; `text` names it in the undo menu."""
    first = len(context.annotation.shapes)
    return InsertShapes(tuple(range(first, first + len(shapes))), tuple(shapes), text)
