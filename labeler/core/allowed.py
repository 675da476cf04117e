"""What new shapes may cover: draw behind, and classes that nothing paints over.

A shape that may not have all of its pixels is stored without the others: what blocks it is cut out of its
outline, so that the new border runs along the vertices of the neighbours, and the label map elsewhere stays.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from labeler.core.areas import area_of, area_of_mask, fitted, mask_of, pieces
from labeler.core.classes import BACKGROUND

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from labeler.core.arrays import Mask
    from labeler.core.classes import ClassTable
    from labeler.core.geometry import PixelRect
    from labeler.core.live_label_map import LiveLabelMap
    from labeler.core.shapes import Shape

# Where more shapes than these meet a new one, its border follows their pixels instead of their vertices.
_MOST_SHAPES = 2000


def allowed_indices(
    classes: ClassTable, *, is_behind: bool = False, paints_over: Collection[str] = ()
) -> Mask | None:
    """(256,) bool: the class indices whose pixels a new shape may take; None when it may take all.

    With `is_behind` those are the classes `paints_over`, or background when it names none; never a class
    that is protected.
    """
    protected = [row.index for row in classes if row.is_protected]
    if not is_behind and not protected:
        return None
    allowed = np.full(256, not is_behind)
    if is_behind:
        known = classes.index_of_name
        named = [known[name] for name in paints_over if name in known]
        allowed[named or [BACKGROUND]] = True
    allowed[protected] = False
    return allowed


def restricted(shape: Shape, live: LiveLabelMap, allowed: Mask, group_id: int) -> list[Shape]:
    """The shape as far as it covers pixels of `allowed` indices: itself, its pieces, or none at all.

    Rasterized, the pieces give exactly the allowed ones of its pixels. Several are one group: the shape's own
    or `group_id`.
    """
    if not shape.kind.is_rasterized:
        return [shape]
    rect = shape.bounds.pixels((live.rect.width, live.rect.height))
    drawn = mask_of([shape], rect)
    is_allowed = allowed[live.label_map[rect.top : rect.bottom, rect.left : rect.right]]
    if is_allowed[drawn].all():
        return [shape]
    drawn &= is_allowed
    area = allowed_area(area_of(shape), drawn, rect, live, allowed)
    return pieces(area, shape, group_id=group_id if shape.group_id is None else shape.group_id)


def allowed_area(
    area: BaseGeometry, wanted: Mask, rect: PixelRect, live: LiveLabelMap, allowed: Mask
) -> BaseGeometry:
    """What is left of an area without the shapes of classes that are not `allowed`.

    `wanted` are the pixels of `rect` that it shall give: all of the area in `rect` whose class is allowed.
    """
    places, indices = live.painted(rect)
    if len(places) > _MOST_SHAPES or not wanted.any():
        return area_of_mask(wanted, (rect.left, rect.top))
    shapes = [live.annotation.shapes[place] for place in places]
    return fitted(area.difference(_blocked(area, shapes, indices, allowed)), wanted, rect)


def _blocked(
    area: BaseGeometry, shapes: Sequence[Shape], indices: Sequence[int], allowed: Mask
) -> BaseGeometry:
    """Where an area meets what it may not take, of shapes in painting order and of what lies bare."""
    from shapely import Polygon, prepare, union_all

    prepare(area)
    blocked = Polygon() if allowed[BACKGROUND] else area
    for is_open, run in groupby(zip(allowed[indices], shapes, strict=True), key=lambda pair: bool(pair[0])):
        if is_open and blocked.is_empty:
            continue
        met = [each for each in (area_of(shape) for _, shape in run) if area.intersects(each)]
        blocked = blocked.difference(union_all(met)) if is_open else blocked.union(union_all(met))
    return blocked
