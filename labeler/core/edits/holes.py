"""Edits of holes: cut one out of a shape, fill it again, cut shapes out of those they overlap."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from labeler.core.areas import area_of, mask_of, pieces, polygons_of
from labeler.core.edge_rects import bands
from labeler.core.edits.combine import Combination, combined, frame_of
from labeler.core.edits.pieces import PiecesEdit, replace_by_pieces
from labeler.core.edits.sequence import EditSequence
from labeler.core.edits.shapes import ReplaceShapes
from labeler.core.errors import GeometryError
from labeler.core.geometry import Bounds
from labeler.core.shapes import ShapeKind, bounds_around, polygon

if TYPE_CHECKING:
    from labeler.core.annotation import Annotation
    from labeler.core.arrays import Points
    from labeler.core.shape_index import ShapeIndex
    from labeler.core.shapes import Shape


def cut_hole(annotation: Annotation, position: int, ring: Points) -> PiecesEdit:
    """The edit that takes what a ring encloses out of a shape.

    A ring that lies wholly inside becomes a hole, vertex for vertex, and the shape keeps its kind; one that
    leaves the shape or reaches into a hole bites a piece off, which may part the shape into several.
    Raises GeometryError for a ring that meets nothing of the shape, or leaves nothing of it.
    """
    shape, cutter = annotation.shapes[position], polygon("", ring)
    area, hole = area_of(shape), area_of(cutter)
    if not meets(shape, ring):
        raise GeometryError("The ring lies beside the shape; draw it over what the shape covers.")
    text, box = "Cut hole", cutter.bounds
    is_simple = len(polygons_of(hole)) == 1
    if shape.kind is not ShapeKind.MASK and is_simple and area.contains_properly(hole):
        after = replace(shape, holes=(*shape.holes, cutter.points))
        return ReplaceShapes((position,), (shape,), (after,), text, dirty=box)
    parts = pieces(combined([shape, cutter], Combination.SUBTRACT, frame_of(annotation, [shape])), shape)
    if not parts:
        raise GeometryError("The ring leaves nothing of the shape; delete the shape instead.")
    return replace_by_pieces(annotation, {position: parts}, text, dirty=box)


def meets(shape: Shape, ring: Points) -> bool:
    """Whether a ring encloses something of a shape."""
    area, inside = area_of(shape), area_of(polygon("", ring))
    return bool(area.intersects(inside) and not area.touches(inside))


def fill_hole(annotation: Annotation, position: int, number: int) -> ReplaceShapes:
    """The edit that fills one hole of a shape, counted from 0 in `Shape.holes`."""
    shape = annotation.shapes[position]
    after = replace(shape, holes=(*shape.holes[:number], *shape.holes[number + 1 :]))
    box = Bounds.of_points(shape.holes[number])
    return ReplaceShapes((position,), (shape,), (after,), "Fill hole", dirty=box)


def fill_holes(annotation: Annotation, positions: Iterable[int]) -> PiecesEdit | None:
    """The edit that fills all holes of the shapes; None when they have none. A mask becomes polygons."""
    filled: dict[int, list[Shape]] = {}
    holes: list[Points] = []
    for position in positions:
        shape = annotation.shapes[position]
        if shape.kind is ShapeKind.MASK:
            regions = pieces(area_of(shape), shape)
            found = [hole for region in regions for hole in region.holes]
            filled[position] = [replace(region, holes=()) for region in regions] if found else [shape]
        else:
            found = list(shape.holes)
            filled[position] = [replace(shape, holes=())]
        if not found:
            del filled[position]
        holes += found
    if not filled:
        return None
    text = "Fill hole" if len(holes) == 1 else f"Fill {len(holes)} holes"
    return replace_by_pieces(annotation, filled, text, dirty=Bounds.around(map(Bounds.of_points, holes)))


def cut_out(
    annotation: Annotation, index: ShapeIndex, positions: Sequence[int], is_allowed: Callable[[int], bool]
) -> EditSequence | None:
    """The edit that takes the area of the shapes at `positions` out of those they overlap, and keeps them.

    It is taken out of every other shape that is allowed and painted below the topmost of them; and out of
    one above that covers all of them, so that they come to light in its hole. A shape of which nothing would
    be left stays as it is. None when nothing is overlapped. The shapes that were cut out stay selected.
    """
    shapes = annotation.shapes
    cutters = [shapes[place] for place in sorted(positions) if shapes[place].kind.is_rasterized]
    if not cutters:
        return None
    cut: dict[int, list[Shape]] = {}
    for place in index.overlapping(bounds_around(cutters)).tolist():
        shape = shapes[place]
        if place in positions or not shape.kind.is_rasterized or not is_allowed(place):
            continue
        if not _is_cut(annotation, shape, cutters, is_above=place > max(positions)):
            continue
        area = combined([shape, *cutters], Combination.SUBTRACT, frame_of(annotation, [shape]))
        if parts := pieces(area, shape):
            cut[place] = parts
    if not cut:
        return None
    text = "Cut out shape" if len(cutters) == 1 else f"Cut out {len(cutters)} shapes"
    edit = replace_by_pieces(annotation, cut, text, dirty=bounds_around(cutters))
    parts_before = [sum(len(cut[other]) - 1 for other in cut if other < place) for place in sorted(positions)]
    selects = tuple(place + more for place, more in zip(sorted(positions), parts_before, strict=True))
    return EditSequence(edit.parts if isinstance(edit, EditSequence) else (edit,), text, None, selects)


def _is_cut(annotation: Annotation, shape: Shape, cutters: Sequence[Shape], *, is_above: bool) -> bool:
    """Whether shapes have a pixel in common with one below, or all of theirs with one above."""
    is_common = False
    for band in bands(frame_of(annotation, cutters)):
        has, cuts = mask_of([shape], band), mask_of(cutters, band)
        common = has & cuts
        is_common = is_common or bool(common.any())
        if is_above and not np.array_equal(common, cuts):
            return False
        if is_common and not is_above:
            return True
    return is_common
