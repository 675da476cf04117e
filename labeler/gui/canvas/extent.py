"""Where on the canvas vectors are drawn, so that a frame paints no more of the screen than has changed."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRect

from labeler.core.geometry import Bounds
from labeler.gui.canvas.edge_layer import bounds_of_edges
from labeler.gui.canvas.frame_layer import bounds_of_frame

if TYPE_CHECKING:
    from collections.abc import Sequence

    from labeler.core.geometry import PixelRect
    from labeler.core.handles import Handle
    from labeler.gui.canvas.viewport import Viewport
    from labeler.gui.document import Document
    from labeler.tools.base import Draft, Tool

# In screen pixels: how far handles, outlines and rings reach beyond the places they mark; how far around the
# cursor the class of a new shape is shown, and length and angle of a segment.
_MARK = 12
_SWATCH = 32
_MEASURE = 260

# So many handles are looked up to find where they are drawn.
_MANY = 500


def screen_rect(bounds: Bounds, viewport: Viewport) -> QRect:
    """The screen pixels in which anything at a box of image coordinates is drawn, marks included; or none."""
    if bounds.is_empty:
        return QRect()
    left, top = viewport.to_device(bounds.left, bounds.top)
    right, bottom = viewport.to_device(bounds.right, bounds.bottom)
    return screen_rect_of_device(Bounds(left, top, right, bottom).grown(_MARK * viewport.ratio), viewport)


def screen_rect_of_device(bounds: Bounds | PixelRect, viewport: Viewport) -> QRect:
    """The screen pixels that a box of device pixels touches, on the canvas and a little around it."""
    width, height = viewport.size
    ratio = viewport.ratio
    left, top = max(bounds.left, -1.0), max(bounds.top, -1.0)
    right, bottom = min(bounds.right, width + 1.0), min(bounds.bottom, height + 1.0)
    if right < left or bottom < top:
        return QRect()
    x, y = math.floor(left / ratio), math.floor(top / ratio)
    return QRect(x, y, math.ceil(right / ratio) - x, math.ceil(bottom / ratio) - y)


def extent_of_work(
    tool: Tool | None, viewport: Viewport, document: Document | None, cursor_at: QPointF | None
) -> QRect:
    """The screen pixels in which is drawn what lies under the pointer, and what a tool has not finished."""
    if tool is None or document is None:
        return QRect()
    extent = QRect()
    hover, draft = tool.hover, tool.draft
    if hover is not None and hover.position is not None and hover.position < len(document.index.boxes):
        left, top, right, bottom = document.index.boxes[hover.position].tolist()
        extent = extent.united(screen_rect(Bounds(left, top, right, bottom), viewport))
    if hover is not None and hover.vertices:
        extent = extent.united(_of_handles(hover.vertices, viewport, document))
    if draft is not None:
        extent = extent.united(_of_draft(draft, viewport))
    if not tool.has_nudges and cursor_at is not None:  # the class of a new shape, the pointer of the keys
        extent = extent.united(extent_of_cursor(cursor_at, viewport))
    return extent


def extent_of_cursor(cursor_at: QPointF, viewport: Viewport) -> QRect:
    """The screen pixels in which the class of a new shape is shown beside the cursor."""
    return _around(cursor_at, _SWATCH, viewport)


def _of_handles(handles: Sequence[Handle], viewport: Viewport, document: Document) -> QRect:
    """All of the canvas when there are many, for then a box around them is hardly less."""
    if len(handles) > _MANY:
        width, height = viewport.size
        return screen_rect_of_device(Bounds(0, 0, width, height), viewport)
    boxes = document.index.boxes[
        [handle.position for handle in handles if handle.position < len(document.index.boxes)]
    ]
    if not len(boxes):
        return QRect()
    (left, top), (right, bottom) = boxes[:, :2].min(axis=0).tolist(), boxes[:, 2:].max(axis=0).tolist()
    return screen_rect(Bounds(left, top, right, bottom), viewport)


def _of_draft(draft: Draft, viewport: Viewport) -> QRect:
    places = [place for place in (draft.cursor, draft.snap) if place is not None]
    if draft.box is not None:
        left, top, right, bottom = draft.box
        places += [(left, top), (right, bottom)]
    lines = (*draft.rings, draft.points, draft.trail, draft.run, tuple(places))
    boxes = [Bounds.of_points(np.array(line)) for line in lines if line]
    if draft.frame is not None:
        boxes.append(bounds_of_frame(draft.frame, viewport))
    extent = screen_rect(Bounds.around([*boxes, bounds_of_edges(draft.edges)]), viewport)
    if (draft.is_measured or draft.text) and draft.cursor is not None:
        cursor = QPointF(*viewport.to_device(*draft.cursor))
        extent = extent.united(_around(cursor, _MEASURE, viewport))
    return extent


def _around(cursor_at: QPointF, reach: int, viewport: Viewport) -> QRect:
    """A square of `reach` screen pixels to each side of a place in device pixels."""
    x, y = cursor_at.x(), cursor_at.y()
    return screen_rect_of_device(Bounds(x, y, x, y).grown(reach * viewport.ratio), viewport)
