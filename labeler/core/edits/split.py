"""The edit that splits shapes along a drawn line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from labeler.core.areas import area_of, mask_of, pieces, polygons_of
from labeler.core.cutting import crossings, split_area
from labeler.core.edits.combine import frame_of
from labeler.core.edits.pieces import replace_by_pieces
from labeler.core.edits.sequence import EditSequence, parts_of, selected_after
from labeler.core.edits.shapes import ReplaceShapes
from labeler.core.geometry import Bounds
from labeler.core.shapes import ShapeKind
from labeler.core.topology import TOUCH, Place, edges_through, on_edges, ring_with, with_rings

if TYPE_CHECKING:
    from labeler.core.annotation import Annotation
    from labeler.core.arrays import Points
    from labeler.core.shape_index import ShapeIndex
    from labeler.core.shapes import Shape


def split_shapes(
    annotation: Annotation,
    index: ShapeIndex,
    positions: Iterable[int],
    line: Points,
    is_allowed: Callable[[int], bool],
) -> EditSequence | None:
    """The edit that splits the shapes at `positions` along a line (n, 2); None when it cuts through none.

    The pieces of a shape share the vertices of the cut, keep its holes and are one group; together they have
    exactly its pixels. Where the line meets the border of polygons that are allowed and not split, these
    get the same vertices, so that common borders stay common.
    """
    shapes = annotation.shapes
    box = Bounds.of_points(line).grown(TOUCH)
    cut: dict[int, list[Shape]] = {}
    places: dict[Place, None] = {}
    for position in index.touching(sorted(positions), box).tolist():
        shape = shapes[position]
        if not shape.kind.is_rasterized:
            continue
        met = crossings(line, shape.rings or _outlines(shape))
        areas = split_area(shape, line, met, frame_of(annotation, [shape]))
        if len(areas) > 1:
            cut[position] = [piece for area in areas for piece in pieces(area, shape)]
            places |= dict.fromkeys(met)
    if not cut:
        return None
    text = "Split shape" if len(cut) == 1 else f"Split {len(cut)} shapes"
    edit = replace_by_pieces(annotation, cut, text)
    neighbours = _with_neighbours(
        annotation, index, places, lambda place: place not in cut and is_allowed(place)
    )
    before = () if neighbours is None else (neighbours,)
    return EditSequence((*before, *parts_of(edit)), text, None, selected_after(edit))


def _outlines(shape: Shape) -> list[Points]:
    """The rings of a mask."""
    return [ring for exterior, holes in polygons_of(area_of(shape)) for ring in (exterior, *holes)]


def _with_neighbours(
    annotation: Annotation, index: ShapeIndex, places: Iterable[Place], is_allowed: Callable[[int], bool]
) -> ReplaceShapes | None:
    """The edit that gives polygons a vertex wherever one of the places lies on their border."""
    shapes = annotation.shapes
    by_shape: dict[int, list[Place]] = {}
    for place in places:
        for handle in on_edges(shapes, index, place):
            if is_allowed(handle.position) and shapes[handle.position].kind is ShapeKind.POLYGON:
                by_shape.setdefault(handle.position, []).append(place)
    after = {position: _with_vertices(shapes[position], by_shape[position]) for position in sorted(by_shape)}
    kept = [
        place for place in after if _has_same_pixels(annotation, shapes[place], after[place], by_shape[place])
    ]
    if not kept:
        return None
    before = tuple(shapes[place] for place in kept)
    nowhere = Bounds.around(())
    return ReplaceShapes(
        tuple(kept), before, tuple(after[place] for place in kept), "Add vertex", dirty=nowhere
    )


def _with_vertices(shape: Shape, places: Sequence[Place]) -> Shape:
    return with_rings(shape, [ring_with(ring, places) for ring in shape.rings])


def _has_same_pixels(annotation: Annotation, before: Shape, after: Shape, places: Sequence[Place]) -> bool:
    """Whether no pixel is lost by rounding where edges took a vertex."""
    ends = [
        ring[[edge, (edge + 1) % len(ring)]]
        for ring in before.rings
        for place in places
        for edge in edges_through(ring, place)
    ]
    rect = Bounds.of_points(np.concatenate(ends)).grown(1).pixels(annotation.size or (1 << 15, 1 << 15))
    return bool(np.array_equal(mask_of([before], rect), mask_of([after], rect)))
