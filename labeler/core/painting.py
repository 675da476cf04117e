"""Shapes that gain or lose painted pixels, and keep every vertex that the stroke does not touch.

What comes of it covers exactly the pixels of before and of the stroke, or of before without the stroke's.
Where the outline of the stroke crosses that of the shape, vertices are rounded; `fitted` mends that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from labeler.core.areas import area_of, area_of_mask, fitted, mask_of, pieces, polygons_of
from labeler.core.geometry import Bounds, PixelRect

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely.geometry.base import BaseGeometry

    from labeler.core.arrays import Mask
    from labeler.core.shapes import Shape


def with_pixels(
    shape: Shape, painted: Sequence[Shape], rect: PixelRect, size: tuple[int, int]
) -> list[Shape] | None:
    """The polygons that cover what a shape and the painted ones cover; None if it covers all that already.

    The painted shapes lie in `rect`, a part of an image of `size` (width, height).
    """
    mask = mask_of(painted, rect)
    if not (mask & ~mask_of([shape], rect)).any():
        return None
    area = area_of(shape)
    joined = area
    for each in painted:
        joined = joined.union(area_of(each))
    wanted, frame = _wanted(shape, area, rect, size)
    _part(wanted, rect, frame)[...] |= mask
    return pieces(fitted(joined, wanted, frame), shape)


def without_pixels(shape: Shape, mask: Mask, rect: PixelRect, size: tuple[int, int]) -> list[Shape] | None:
    """The polygons that cover what a shape covers without the pixels `mask` of `rect`; None if it has none.

    An empty list when nothing is left. `rect` is a part of an image of `size` (width, height).
    """
    met = shape.bounds.pixels(size).intersected(rect)
    if met.is_empty:
        return None
    mask, owned = _part(mask, met, rect), mask_of([shape], met)
    if not (mask & owned).any():
        return None
    if not (owned & ~mask).any() and _is_around(met, shape.bounds):
        return []  # a wide stroke takes thousands of shapes as a whole, and no area need be cut
    area = area_of(shape)
    rest = area.difference(area_of_mask(mask, (met.left, met.top)))
    wanted, frame = _wanted(shape, area, met, size)
    _part(wanted, met, frame)[...] &= ~mask
    return pieces(fitted(rest, wanted, frame), shape)


def _wanted(
    shape: Shape, area: BaseGeometry, rect: PixelRect, size: tuple[int, int]
) -> tuple[Mask, PixelRect]:
    """The pixels of a shape in all that a stroke in `rect` can change, and what part of the image that is.

    An edge that the stroke crosses is cut, and may run a trifle beside itself from one end to the other.
    """
    boxes = [Bounds(*rect)]
    reach = np.array((rect.left - 1, rect.top - 1)), np.array((rect.right + 1, rect.bottom + 1))
    for exterior, holes in polygons_of(area):
        for ring in (exterior, *holes):
            after = np.roll(ring, -1, axis=0)
            low, high = np.minimum(ring, after), np.maximum(ring, after)
            is_met = ((low <= reach[1]) & (high >= reach[0])).all(axis=1)
            if is_met.any():
                boxes.append(Bounds(*low[is_met].min(axis=0).tolist(), *high[is_met].max(axis=0).tolist()))
    frame = Bounds.around(boxes).pixels(size)
    return mask_of([shape], frame), frame


def _is_around(rect: PixelRect, box: Bounds) -> bool:
    is_across = rect.left <= box.left and box.right <= rect.right
    return is_across and rect.top <= box.top and box.bottom <= rect.bottom


def _part(pixels: Mask, rect: PixelRect, frame: PixelRect) -> Mask:
    left, top = frame.left, frame.top
    return pixels[rect.top - top : rect.bottom - top, rect.left - left : rect.right - left]
