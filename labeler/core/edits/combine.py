"""Edits that make one shape of several: united, subtracted, intersected, excluded; and clip shapes.

Of the shapes the bottommost is kept: the result has its class and everything else of it, and stands in its
place of the painting order; the others go. All pixels come out as if the masks had been combined one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import StrEnum
from functools import reduce
from typing import TYPE_CHECKING

import numpy as np

from labeler.core.areas import area_of, fitted_where_new, mask_maker, pieces, polygonal
from labeler.core.edits.pieces import PiecesEdit, replace_by_pieces
from labeler.core.errors import GeometryError
from labeler.core.shapes import ShapeKind, bounds_around

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from labeler.core.annotation import Annotation
    from labeler.core.arrays import Mask
    from labeler.core.geometry import PixelRect
    from labeler.core.shapes import Shape


class Combination(StrEnum):
    """How several shapes become one: what all cover together, what the first covers and no other does, what
    each of them covers, or what an odd number of them covers (of two: one of them, not both).
    """

    UNION = "union"
    SUBTRACT = "subtract"
    INTERSECT = "intersect"
    EXCLUDE = "exclude"


_TEXTS = {
    Combination.UNION: "Unite",
    Combination.SUBTRACT: "Subtract",
    Combination.INTERSECT: "Intersect",
    Combination.EXCLUDE: "Exclude",
}
_EMPTY = {
    Combination.SUBTRACT: "The other shapes cover all of the bottommost one, so nothing would be left of it.",
    Combination.INTERSECT: "The selected shapes have no area in common, so nothing would be left.",
    Combination.EXCLUDE: "The selected shapes cover the same area, so nothing would be left.",
}


def combine(annotation: Annotation, positions: Sequence[int], how: Combination) -> PiecesEdit:
    """The edit that makes one shape of those at `positions` (ascending); points and lines are left out.

    Raises GeometryError for fewer than two shapes, and when nothing would be left.
    """
    shapes = annotation.shapes
    places = [place for place in positions if shapes[place].kind.is_rasterized]
    if len(places) < 2:
        raise GeometryError("Select two shapes or more that have an area; Ctrl+click adds one.")
    chosen = [shapes[place] for place in places]
    result = pieces(combined(chosen, how, frame_of(annotation, chosen)), chosen[0])
    if not result:
        raise GeometryError(_EMPTY.get(how, "The selected shapes have no area."))
    text = f"{_TEXTS[how]} {len(chosen)} shapes"
    return replace_by_pieces(annotation, {place: [] for place in places} | {places[0]: result}, text)


def combined(shapes: Sequence[Shape], how: Combination, frame: PixelRect) -> BaseGeometry:
    """The area of several shapes combined, the first of which is the one that others are subtracted from.

    Within `frame` it covers exactly the pixels that combining their masks gives.
    """
    areas = [area_of(shape) for shape in shapes]
    return fitted_where_new(_overlay(areas, how), _wanted(shapes, how), frame, areas)


def _wanted(shapes: Sequence[Shape], how: Combination) -> Callable[[PixelRect], Mask]:
    """Tells the pixels of any rectangle that combining the masks gives."""
    if how is Combination.UNION:
        return mask_maker(shapes)
    first, others = mask_maker(shapes[:1]), mask_maker(shapes[1:])
    if how is Combination.SUBTRACT:
        return lambda rect: first(rect) & ~others(rect)
    fold = np.logical_and if how is Combination.INTERSECT else np.logical_xor
    makers = [mask_maker([shape]) for shape in shapes]
    return lambda rect: reduce(fold, (make(rect) for make in makers))


def clip_to_image(
    annotation: Annotation, positions: Sequence[int], size: tuple[int, int]
) -> PiecesEdit | None:
    """The edit that cuts shapes off at the border of an image of `size` (width, height).

    None when all lie within it. Rectangles stay rectangles; what lies wholly outside is deleted. Points and
    lines stay as they are.
    """
    clipped = {
        place: part_inside(annotation.shapes[place], size)
        for place in positions
        if reaches_out(annotation.shapes[place], size)
    }
    text = "Clip shape" if len(clipped) == 1 else f"Clip {len(clipped)} shapes"
    return replace_by_pieces(annotation, clipped, text) if clipped else None


def reaches_out(shape: Shape, size: tuple[int, int]) -> bool:
    """Whether a shape with an area reaches out of an image of `size` (width, height)."""
    left, top, right, bottom = shape.bounds
    is_out = left < 0 or top < 0 or right > size[0] or bottom > size[1]
    return shape.kind.is_rasterized and is_out


def frame_of(annotation: Annotation, shapes: Sequence[Shape]) -> PixelRect:
    """The pixels of the image that shapes can cover."""
    # An annotation without a size is of an image that has not been seen yet.
    return bounds_around(shapes).pixels(annotation.size or (1 << 15, 1 << 15))


def _overlay(areas: Sequence[BaseGeometry], how: Combination) -> BaseGeometry:
    from shapely import union_all

    if how is Combination.UNION:
        return union_all(areas)
    if how is Combination.SUBTRACT:
        return areas[0].difference(union_all(areas[1:]))
    if how is Combination.INTERSECT:
        return reduce(lambda one, other: polygonal(one.intersection(other)), areas)
    while len(areas) > 1:
        # By pairs, so that of many areas each edge is cut a few times only.
        pairs = zip(areas[::2], areas[1::2], strict=False)
        rest = areas[-1:] if len(areas) % 2 else ()
        areas = [*(polygonal(one.symmetric_difference(other)) for one, other in pairs), *rest]
    return areas[0]


def part_inside(shape: Shape, size: tuple[int, int]) -> list[Shape]:
    """The pieces of a shape with an area that lie in an image of `size` (width, height), pixel for pixel."""
    from shapely import box

    if shape.kind is ShapeKind.RECTANGLE and not shape.holes:
        points = np.clip(shape.points, 0, size)
        return [replace(shape, points=points)] if (points[0] != points[1]).all() else []
    area, image = area_of(shape), box(0, 0, *size)
    frame = shape.bounds.pixels(size)
    cut = area.intersection(image)
    return pieces(fitted_where_new(cut, mask_maker([shape]), frame, (area, image)), shape)
