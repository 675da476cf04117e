"""The faces into which a border and its new course cut the plane, and to which shape each goes.

A face goes as a whole from the shapes that have it to those that get it. So all of them have the new border
vertex for vertex, and a tiling stays one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from labeler.core.arcs import split
from labeler.core.geometry import Bounds, is_in_rings, points_in_rings
from labeler.core.topology import TOUCH, edges_through, with_inserted, with_passed

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from labeler.core.arcs import Arc
    from labeler.core.arrays import Points
    from labeler.core.shape_index import ShapeIndex
    from labeler.core.shapes import Shape
    from labeler.core.topology import Place

# The outlines that are cut first: the old ring, the new one, and the other rings of the shape.
_OLD, _NEW, _REST = 0, 1, 2
# A place so far beside the middle of an edge lies on one side of it, and a cut that misses by this is exact.
_BESIDE = 1e-5
# Shapes that have less than this share of the smaller one in common lie beside each other.
_LOOSE = 0.05


class Repainting(NamedTuple):
    """What is to become of a border: of the ring `ring` of the shape at `position`.

    `line` is the new part, `run` the old part that it replaces, `kept` the rest of the ring; all are (n, 2)
    and lead from one place of the ring to another, both included.
    """

    position: int
    ring: int
    line: Points
    run: Points
    kept: Points

    @property
    def new_ring(self) -> Points:
        """The ring with the new part in place of the old."""
        return np.concatenate((self.line, self.kept[-2:0:-1]))

    @property
    def box(self) -> Bounds:
        """Where something changes."""
        return Bounds.of_points(np.concatenate((self.line, self.run)))


class BorderFaces:
    """The faces into which the rings of a shape, its new ring and those of other shapes cut the plane."""

    def __init__(
        self,
        rings_of: Mapping[int, Sequence[Points]],
        what: Repainting,
        others: Sequence[int],
        cuts: Sequence[Points] = (),
    ) -> None:
        import shapely

        self._what = what
        self._others = others
        rings = rings_of[what.position]
        rest = [ring for number, ring in enumerate(rings) if number != what.ring]
        outlines = [[rings[what.ring]], [what.new_ring], rest, *(rings_of[at] for at in others)]
        self._outlines = outlines
        self._arcs = split(outlines).arcs
        lines = [_closed(arc) for arc in self._arcs] + list(cuts)
        noded = shapely.union_all([shapely.LineString(line) for line in lines])
        self.faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
        self._areas = shapely.area(self.faces)
        places = shapely.get_coordinates(shapely.point_on_surface(self.faces))
        self._was = points_in_rings(places, rings)
        self._has = [points_in_rings(places, outline) for outline in outlines[_REST + 1 :]]
        inside = points_in_rings(places, [what.new_ring])
        holes = rest if what.ring == 0 else rest[1:]
        in_holes = np.any(
            [points_in_rings(places, [hole]) for hole in holes] or [np.zeros_like(inside)], axis=0
        )
        exterior = inside if what.ring == 0 else points_in_rings(places, rest[:1]) & ~inside
        self._becomes = exterior & ~in_holes
        self._run = [arc for arc in self._arcs if _OLD in arc.owners and _NEW not in arc.owners]
        self._beyond = [self._neighbours(arc) for arc in self._run]

    @property
    def moves(self) -> bool:
        """Whether a part of the old border goes; it does not where the new one runs along it."""
        return bool(self._run)

    def followers(self) -> list[int]:
        """The positions, ascending, of the other shapes that change: neighbours, and what lies in the way."""
        neighbours = {number for beyond in self._beyond for number in beyond}
        gained = self._becomes & ~self._was
        beside = [self._was, *(self._has[number] for number in neighbours)]
        in_the_way = {
            number
            for number, has in enumerate(self._has)
            if (has & gained).any() and not any(self._is_stacked(has, other) for other in beside)
        }
        return sorted(self._others[number] for number in neighbours | in_the_way)

    def _is_stacked(self, first: NDArray[np.bool_], second: NDArray[np.bool_]) -> bool:
        """Whether two shapes, by the faces they have, lie on each other by more than is drawn loosely."""
        common, least = self._areas @ (first & second), min(self._areas @ first, self._areas @ second)
        return bool(common > _LOOSE * least)

    def cuts(self) -> list[Points]:
        """Lines, (2, 2), that divide what is lost among several neighbours.

        Each leads from where the borders of two of them met the old one to the nearest place of the new one.
        """
        import shapely

        beyond: dict[Place, set[tuple[int, ...]]] = {}
        for arc, neighbours in zip(self._run, self._beyond, strict=True):
            for x, y in arc.points[[0, -1]].tolist():
                beyond.setdefault((x, y), set()).add(neighbours)
        lost = self.faces[self._was & ~self._becomes]
        parts = shapely.get_parts(shapely.union_all(lost)) if len(lost) else []
        line = shapely.LineString(self._what.line)
        found = []
        for place in (place for place, several in beyond.items() if len(several) > 1):
            junction = shapely.Point(place)
            if line.distance(junction) <= TOUCH:
                continue
            for part in parts:
                if part.distance(junction) <= TOUCH:
                    end = _seen_from(junction, line, part.buffer(_BESIDE))
                    found += [] if end is None else [np.array((place, end))]
        return found

    def owned(self) -> dict[int, BaseGeometry]:
        """What the shape and each of the others cover in the end."""
        import shapely

        gained, lost = self._becomes & ~self._was, self._was & ~self._becomes
        given = np.zeros((len(self._others), len(self.faces)), np.bool_)
        for face in np.flatnonzero(lost).tolist():
            given[list(self._beyond[self._nearest_run(self.faces[face])]), face] = True
        kept = {self._what.position: self._becomes}
        for number, position in enumerate(self._others):
            kept[position] = (self._has[number] & ~gained) | given[number]
        return {position: shapely.coverage_union_all(self.faces[has]) for position, has in kept.items()}

    def _neighbours(self, arc: Arc) -> tuple[int, ...]:
        """The numbers of the others that have an arc of the old border and lie on its other side."""
        edge = int(np.hypot(*np.diff(arc.points, axis=0).T).argmax())
        start, end = arc.points[edge : edge + 2]
        along = (end - start) / max(float(np.hypot(*(end - start))), TOUCH)
        middle, beside = (start + end) / 2, _BESIDE * np.array((along[1], -along[0]))
        rings = [ring for outline in (self._outlines[_OLD], self._outlines[_REST]) for ring in outline]
        inside, outside = ((float(x), float(y)) for x, y in (middle + beside, middle - beside))
        if not is_in_rings(*inside, rings):
            inside, outside = outside, inside
        numbers = [owner - _REST - 1 for owner in arc.owners if owner > _REST]
        return tuple(
            number
            for number in numbers
            if is_in_rings(*outside, self._outlines[number + _REST + 1])
            and not is_in_rings(*inside, self._outlines[number + _REST + 1])
        )

    def _nearest_run(self, face: BaseGeometry) -> int:
        """Which part of the old border a face has the most of, or is the nearest to."""
        import shapely

        runs = [shapely.LineString(_closed(arc)) for arc in self._run]
        common = shapely.length(shapely.intersection(shapely.buffer(runs, _BESIDE), face.boundary))
        if common.max() > 4 * _BESIDE:
            return int(common.argmax())
        return int(shapely.distance(runs, face).argmin())


def rings_near(shapes: Sequence[Shape], index: ShapeIndex, what: Repainting) -> dict[int, list[Points]]:
    """By position the rings of the shape, and of all that have a border where something changes.

    Edges there have a vertex wherever they pass one of another shape.
    """
    import shapely

    lines = shapely.union_all([shapely.LineString(what.line), shapely.LineString(what.run)])
    enclosed = shapely.get_parts(shapely.polygonize(shapely.get_parts(lines)))
    region = shapely.union_all([lines, *enclosed]).buffer(_BESIDE)
    shapely.prepare(region)
    found = {}
    for position in index.overlapping(what.box.grown(TOUCH)).tolist():
        rings = shapes[position].rings
        if any(len(ring) > 2 and region.intersects(shapely.LinearRing(ring)) for ring in rings):
            found[position] = [_divided_in(shapes, index, ring, region) for ring in rings]
    return found


def _divided_in(shapes: Sequence[Shape], index: ShapeIndex, ring: Points, region: BaseGeometry) -> Points:
    """The ring with the vertices that its edges pass, of those edges that come into a region."""
    import shapely

    if len(ring) < 3:
        return ring
    edges = shapely.linestrings(np.stack((ring, np.roll(ring, -1, axis=0)), axis=1))
    return with_passed(shapes, index, ring, np.flatnonzero(shapely.intersects(region, edges)).tolist())


def _seen_from(place: BaseGeometry, line: BaseGeometry, region: BaseGeometry) -> Place | None:
    """The place of a line that is the nearest to another and seen from there within a region."""
    import shapely

    vertices = shapely.get_coordinates(line)
    middles = (vertices[1:] + vertices[:-1]) / 2
    others = np.concatenate((vertices, middles))
    others = others[np.argsort(np.hypot(*(others - (place.x, place.y)).T), kind="stable")]
    nearest = shapely.get_coordinates(shapely.shortest_line(line, place))
    if np.hypot(*(others[0] - nearest[0])) <= TOUCH:
        nearest = others[:1]
    for x, y in np.concatenate((nearest, others)).tolist():
        if region.covers(shapely.LineString(((place.x, place.y), (x, y)))):
            return (x, y)
    return None


def line_with(line: Points, places: Sequence[Place]) -> Points:
    """The line with these places on it as vertices."""
    by_edge: dict[int, list[Place]] = {}
    for place in dict.fromkeys(places):
        for edge in edges_through(line, place):
            if edge < len(line) - 1:
                by_edge.setdefault(edge, []).append(place)
    return with_inserted(line, by_edge)


def _closed(arc: Arc) -> Points:
    return np.concatenate((arc.points, arc.points[:1])) if arc.is_ring else arc.points
