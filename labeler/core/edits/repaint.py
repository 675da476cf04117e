"""Repaints a part of a border: a new line between two places of it, and the neighbours follow.

What the shape gains is taken from the neighbours that had the old border, and from others that lie
beside them; what it loses goes to the neighbour that had the old border there. What lies above or below the
shape or these neighbours stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from labeler.core.areas import polygons_of
from labeler.core.border_faces import BorderFaces, Repainting, line_with, rings_near
from labeler.core.edits.pieces import replace_by_pieces
from labeler.core.edits.sequence import EditSequence
from labeler.core.errors import GeometryError
from labeler.core.geometry import Bounds
from labeler.core.shapes import as_points
from labeler.core.topology import (
    divided,
    on_edges,
    places_between,
    ring_with,
    with_rings,
)

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from labeler.core.annotation import Annotation
    from labeler.core.arrays import Points
    from labeler.core.edits.shapes import DeleteShapes, ReplaceShapes
    from labeler.core.shape_index import ShapeIndex
    from labeler.core.shapes import Shape
    from labeler.core.topology import Place

_TEXT = "Repaint border"
_SAME = "The line runs where the border is already; draw it elsewhere."
# Parts of less area, in pixels, are what arithmetic leaves.
_NOTHING = 1e-9


def repaint(
    annotation: Annotation, index: ShapeIndex, what: Repainting, is_allowed: Callable[[int], bool]
) -> ReplaceShapes | DeleteShapes | EditSequence:
    """The edit that repaints a border in all shapes that share it.

    Raises GeometryError for a line that crosses itself or the rest of the ring, and where a shape would have
    to follow that may not be changed (`is_allowed` tells of a position).
    """
    _check(what)
    shapes = annotation.shapes
    rings = rings_near(shapes, index, what)
    first = BorderFaces(rings, what, sorted(rings.keys() - {what.position}))
    if not first.moves:
        raise GeometryError(_SAME)
    followers = first.followers()
    for position in followers:
        if not is_allowed(position):
            raise GeometryError(
                f'A shape of the class "{shapes[position].class_name}" would have to follow, and is locked '
                "or hidden. Unlock or show it first."
            )
    cuts = first.cuts()
    ends = [(x, y) for x, y in (cut[1].tolist() for cut in cuts)]
    what = what._replace(line=line_with(what.line, ends))
    owned = BorderFaces(rings, what, followers, cuts).owned()
    made = {position: _pieces(shapes[position], area) for position, area in owned.items()}
    changed = {
        position: pieces
        for position, pieces in made.items()
        if not (len(pieces) == 1 and pieces[0] is shapes[position])
    }
    if not changed:
        raise GeometryError(_SAME)
    changed = _with_nodes(shapes, index, changed, is_allowed)
    edit = replace_by_pieces(annotation, changed, _TEXT, dirty=_box(shapes, changed))
    if not isinstance(edit, EditSequence):
        return edit
    place = what.position + sum(len(each) - 1 for at, each in changed.items() if at < what.position)
    return replace(edit, selects=tuple(range(place, place + len(changed.get(what.position, [None])))))


def _check(what: Repainting) -> None:
    import shapely

    if len(what.line) < 2 or not shapely.LineString(what.line).is_simple:
        raise GeometryError("The line crosses itself; take a step back, or draw it again.")
    ring = what.new_ring
    if len(ring) < 3 or not shapely.Polygon(ring).is_valid:
        raise GeometryError(
            "The line meets the part of the border that stays; draw it so that only its ends lie there."
        )


def _pieces(shape: Shape, area: BaseGeometry) -> list[Shape]:
    """A shape for each part of an area; the shape itself where that is what it was."""
    from shapely import Polygon

    before = {ring.tobytes(): ring for ring in shape.rings}
    found = []
    for outer, holes in polygons_of(area):
        if Polygon(outer, holes).area < _NOTHING:
            continue
        rings = [_as_before(_plain(ring, shape.rings), shape.rings) for ring in (outer, *holes)]
        found.append(with_rings(shape, [before.get(ring.tobytes(), ring) for ring in rings]))
    if len(found) == 1 and {ring.tobytes() for ring in found[0].rings} == before.keys():
        return [shape]
    return found


def _plain(ring: Points, rings: Sequence[Points]) -> Points:
    """The ring without the vertices that were taken into an edge of one of the rings which is whole again."""
    edges = {edge for old in rings for edge in _edges(old)}
    places = [(x, y) for x, y in ring.tolist()]
    old_places = {place for edge in edges for place in edge}
    begin = next((number for number, place in enumerate(places) if place in old_places), None)
    if begin is None:
        return ring
    kept = [places[begin]]
    waiting: list[Place] = []
    for place in [*places[begin + 1 :], *places[: begin + 1]]:
        waiting.append(place)
        if place in old_places:
            kept += [place] if _is_whole(kept[-1], waiting, edges) else waiting
            waiting = []
    return np.array(kept[:-1])


def _is_whole(start: Place, places: list[Place], edges: set[tuple[Place, Place]]) -> bool:
    """Whether the way from one place through others to the last of them is one of these edges."""
    end = places[-1]
    if (start, end) not in edges and (end, start) not in edges:
        return False
    return len(places_between(start, end, np.array(places))) == len(places) - 1


def _edges(ring: Points) -> Iterator[tuple[Place, Place]]:
    places = [(x, y) for x, y in ring.tolist()]
    return zip(places, places[1:] + places[:1], strict=True)


def _as_before(ring: Points, before: Sequence[Points]) -> Points:
    """The ring begun where it was begun before, and in that direction."""
    from shapely import LinearRing

    rows = {(x, y): row for row, (x, y) in enumerate(ring.tolist())}
    for old in before:
        common = next((place for place in map(tuple, old.tolist()) if place in rows), None)
        if common is None:
            continue
        ring = np.roll(ring, -rows[common], axis=0)
        is_turned = LinearRing(ring).is_ccw != LinearRing(old).is_ccw
        return as_points(np.concatenate((ring[:1], ring[:0:-1])) if is_turned else ring)
    return ring


def _with_nodes(
    shapes: Sequence[Shape],
    index: ShapeIndex,
    changed: dict[int, list[Shape]],
    is_allowed: Callable[[int], bool],
) -> dict[int, list[Shape]]:
    """The changed shapes, and others, with a vertex where one of their edges passes a new one.

    They cover what they covered; but edges that are divided alike are the same to the last bit.
    """
    old = {place for position in changed for place in _places(shapes[position])}
    new = sorted({place for pieces in changed.values() for piece in pieces for place in _places(piece)} - old)
    made = {
        position: [with_rings(piece, [ring_with(ring, new) for ring in piece.rings]) for piece in pieces]
        for position, pieces in changed.items()
    }
    passed = {handle.position for place in new for handle in on_edges(shapes, index, place)}
    for position in filter(is_allowed, passed - changed.keys()):
        rings = [divided(shapes, index, ring, new) for ring in shapes[position].rings]
        made[position] = [with_rings(shapes[position], rings)]
    return made


def _box(shapes: Sequence[Shape], changed: dict[int, list[Shape]]) -> Bounds:
    """The box of all edges that a shape has no more, or has now; the others bound what they did."""
    ends: list[Place] = []
    for position, pieces in changed.items():
        before = {frozenset(edge) for ring in shapes[position].rings for edge in _edges(ring)}
        after = {frozenset(edge) for piece in pieces for ring in piece.rings for edge in _edges(ring)}
        ends += [place for edge in before ^ after for place in edge]
    return Bounds.of_points(np.array(ends))


def _places(shape: Shape) -> Iterator[Place]:
    return ((x, y) for ring in shape.rings for x, y in ring.tolist())
