"""Areas cut along a line, so that the pieces share its vertices and cover exactly the pixels of the whole."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from labeler.core.areas import (
    area_of,
    around_new,
    fitted_where_new,
    mask_maker,
    mask_of,
    pieces,
    wrong_pixels,
)
from labeler.core.edge_rects import edges_of
from labeler.core.topology import TOUCH, Place, is_same, ring_with, with_rings

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from labeler.core.arrays import Mask, Points
    from labeler.core.geometry import PixelRect
    from labeler.core.shapes import Shape


def crossings(line: Points, rings: Iterable[Points]) -> list[Place]:
    """The places where a line (n, 2) meets rings: vertices of either that lie on the other, and crossings.

    An edge gives the same places bit for bit whichever way it runs, so that neighbours can share them.
    """
    found: dict[Place, None] = {}
    steps = list(pairwise(map(_place, line.tolist())))
    for ring in rings:
        ends = np.roll(ring, -1, axis=0)
        low, high = np.minimum(ring, ends) - TOUCH, np.maximum(ring, ends) + TOUCH
        for start, end in steps:
            is_near = ((low <= np.maximum(start, end)) & (high >= np.minimum(start, end))).all(axis=1)
            for edge in np.flatnonzero(is_near).tolist():
                first, last = sorted((_place(ring[edge].tolist()), _place(ends[edge].tolist())))
                found |= dict.fromkeys(_met(first, last, start, end))
    return list(found)


def split_area(shape: Shape, line: Points, places: Sequence[Place], frame: PixelRect) -> list[BaseGeometry]:
    """What a line (n, 2) cuts a shape into, the largest piece first; one item if it does not cut through.

    `places` are those of `crossings`, at which all pieces get a vertex. Within `frame` each pixel of the
    shape belongs to exactly one piece.
    """
    import shapely

    if len(places) < 2:
        return [area_of(shape)]
    rings = [ring_with(ring, places) for ring in shape.rings]
    area = area_of(with_rings(shape, rings) if rings else shape)
    cut = shapely.LineString(_line_with(line, places))
    faces = shapely.get_parts(shapely.polygonize([shapely.union_all([area.boundary, cut])]))
    shapely.prepare(area)
    inside = [face for face in faces if area.contains(face.point_on_surface())]
    if len(inside) <= shapely.get_num_geometries(area):
        return [area]
    return _tiled(shape, sorted(inside, key=lambda face: -float(face.area)), frame)


def _tiled(shape: Shape, faces: list[BaseGeometry], frame: PixelRect) -> list[BaseGeometry]:
    """Faces of a shape with exactly its pixels in a frame: where edges were cut, rounding can cost some."""
    from shapely import Point

    parts = [pieces(face, shape)[0] for face in faces]
    # Where two faces meet they have one edge, which loses nothing between them.
    changed = around_new(faces, edges_of(shape.rings), frame)
    wrong = wrong_pixels(parts, mask_maker([shape]), changed)
    if not len(wrong):
        return faces
    lost = wrong[wrong[:, 2] == 1]
    owners = [
        min(range(len(faces)), key=lambda number: faces[number].distance(Point(column + 0.5, row + 0.5)))
        for column, row, _ in lost.tolist()
    ]

    def fitted(number: int) -> BaseGeometry:
        own = lost[[owner == number for owner in owners]]

        def wanted(rect: PixelRect) -> Mask:
            mask = mask_of([parts[number]], rect) & mask_of([shape], rect)
            columns, rows = own[:, 0] - rect.left, own[:, 1] - rect.top
            is_in = (columns >= 0) & (rows >= 0) & (columns < rect.width) & (rows < rect.height)
            mask[rows[is_in], columns[is_in]] = True
            return mask

        return fitted_where_new(faces[number], wanted, frame, ())

    return [face for face in map(fitted, range(len(faces))) if not face.is_empty]


def _line_with(line: Points, places: Sequence[Place]) -> Points:
    """The line with a vertex at each of the places that lies on it."""
    ends = [
        next((place for place in places if is_same(place, vertex)), vertex)
        for vertex in map(_place, line.tolist())
    ]
    parts = [np.array(ends[-1:])]
    for step in reversed(list(pairwise(ends))):
        there_and_back = ring_with(np.array(step), places)
        parts.append(there_and_back[: len(there_and_back) // 2])
    return np.concatenate(parts[::-1])


def _met(first: Place, last: Place, start: Place, end: Place) -> list[Place]:
    """Where the edge from `first` to `last` meets the step of a line from `start` to `end`."""
    vertices = [vertex for vertex in (first, last) if _is_on(vertex, start, end)]
    vertices += [
        place
        for place in (start, end)
        if _is_on(place, first, last) and not is_same(place, first) and not is_same(place, last)
    ]
    if vertices:
        return vertices
    (x, y), (across, down) = first, (last[0] - first[0], last[1] - first[1])
    dx, dy = end[0] - start[0], end[1] - start[1]
    cross = across * dy - down * dx
    if cross == 0:
        return []
    share = ((start[0] - x) * dy - (start[1] - y) * dx) / cross
    way = ((start[0] - x) * down - (start[1] - y) * across) / cross
    return [(x + share * across, y + share * down)] if 0 <= share <= 1 and 0 <= way <= 1 else []


def _is_on(place: Place, start: Place, end: Place) -> bool:
    """Whether a place lies on the way from `start` to `end`, the ends included."""
    x, y = place[0] - start[0], place[1] - start[1]
    dx, dy = end[0] - start[0], end[1] - start[1]
    square = dx * dx + dy * dy
    share = min(max((x * dx + y * dy) / square, 0.0), 1.0) if square else 0.0
    return math.hypot(x - share * dx, y - share * dy) <= TOUCH


def _place(pair: Sequence[float]) -> Place:
    return (pair[0], pair[1])
