"""What new shapes may cover: draw behind, and classes that nothing paints over.

A shape that may not have all of its pixels is stored without the others: what blocks it is cut out of its
outline, so that the new border runs along the vertices of the neighbours, and the label map elsewhere stays.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from labeler.core.areas import area_of, fitted, mask_of, pieces
from labeler.core.classes import BACKGROUND
from labeler.core.geometry import Bounds, PixelRect
from labeler.core.vectorizer import mask_polygons

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from labeler.core.arrays import Mask
    from labeler.core.classes import ClassTable
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


class Painted(NamedTuple):
    """The shapes that may give pixels of a part of an image, in painting order, and their class indices."""

    shapes: list[Shape]
    indices: list[int]

    @classmethod
    def of(cls, live: LiveLabelMap, rect: PixelRect) -> Painted:
        """Those of the pixels of `rect`."""
        places, indices = live.painted(rect)
        return cls([live.annotation.shapes[place] for place in places], indices)


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
    area = allowed_area(area_of(shape), Wanted(drawn, rect), Painted.of(live, rect), allowed)
    return grouped(pieces(area, shape), group_id)


def grouped(shapes: list[Shape], group_id: int) -> list[Shape]:
    """Pieces of one shape as one group: its own if it has one; a single piece needs none."""
    if len(shapes) < 2 or shapes[0].group_id is not None:
        return shapes
    return [replace(shape, group_id=group_id) for shape in shapes]


class Wanted(NamedTuple):
    """The pixels that an area shall give: `mask` is (rect.height, rect.width) bool.

    They are all pixels of allowed classes that it has in `rect`, or, when not `is_all`, one region of them.
    """

    mask: Mask
    rect: PixelRect
    is_all: bool = True


def allowed_area(area: BaseGeometry, wanted: Wanted, painted: Painted, allowed: Mask) -> BaseGeometry:
    """What is left of an area without the shapes `painted` of classes that are not `allowed`."""
    from shapely import MultiPolygon

    mask, rect, is_all = wanted
    if len(painted.shapes) > _MOST_SHAPES or not mask.any():
        return MultiPolygon(mask_polygons(mask, (rect.left, rect.top)))
    left = area.difference(_blocked(area, painted, allowed))
    return fitted(left if is_all else _with_any(left, mask, rect), mask, rect)


def _with_any(area: BaseGeometry, wanted: Mask, rect: PixelRect) -> BaseGeometry:
    """The parts of an area that cover any of the pixels `wanted` of `rect`."""
    from shapely import MultiPolygon, get_parts

    kept: list[BaseGeometry] = []
    for part in get_parts(area):
        box = Bounds(*part.bounds).pixels((rect.right, rect.bottom)).intersected(rect)
        shall = wanted[
            box.top - rect.top : box.bottom - rect.top, box.left - rect.left : box.right - rect.left
        ]
        if part.geom_type == "Polygon" and shall.any() and mask_of(part, box)[shall].any():
            kept.append(part)
    return MultiPolygon(kept)


def _blocked(area: BaseGeometry, painted: Painted, allowed: Mask) -> BaseGeometry:
    """Where an area meets what it may not take: shapes, and what lies bare."""
    from shapely import STRtree, prepare, union_all

    prepare(area)
    areas = enumerate(map(area_of, painted.shapes))
    met = [(place, each) for place, each in areas if area.intersects(each)]
    is_open = allowed[np.array(painted.indices, np.intp)]
    blocking = [(place, each) for place, each in met if not is_open[place]]
    above = [(place, each) for place, each in met if is_open[place]]
    if not allowed[BACKGROUND]:
        blocking.insert(0, (-1, area))
    tree = STRtree([each for _, each in above])
    # What may be covered takes away from what lies below it, one by one: of all together that takes long.
    parts = []
    for place, each in blocking:
        covers = [above[found] for found in tree.query(each, predicate="intersects").tolist()]
        covering = [other for other_place, other in covers if other_place > place]
        parts.append(each.difference(union_all(covering)) if covering else each)
    return union_all(parts)
