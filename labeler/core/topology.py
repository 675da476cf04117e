"""Where shapes touch each other: common vertices, and vertices on edges of others.

Nothing of it is stored. Shapes share a vertex when theirs lie on the same place, and what is shared is looked
up where an edit takes hold, among the few shapes whose box reaches there (docs/decisions/shared-borders.md).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from labeler.core.geometry import Bounds
from labeler.core.handles import Handle
from labeler.core.shapes import ShapeKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from numpy.typing import NDArray

    from labeler.core.arrays import Points
    from labeler.core.shape_index import ShapeIndex
    from labeler.core.shapes import Shape

Place: TypeAlias = tuple[float, float]

# Places no further apart than this, in pixels, are the same: what sums in float64 leave between two ways to
# compute one place, in images of any size, and far below what a hand can set.
TOUCH = 1e-6


def coincident(
    shapes: Sequence[Shape], index: ShapeIndex, place: Place, *, among: Collection[int] | None = None
) -> list[Handle]:
    """All vertices of closed shapes, in their rings and holes, that lie at a place; by position.

    `Handle.vertex` counts in `Shape.rings`. Of the positions `among` only, if they are given.
    """
    return [
        Handle(position, number, vertex)
        for position in _near(index, place, among)
        for number, ring in enumerate(shapes[position].rings)
        for vertex in np.flatnonzero(_is_at(ring, place)).tolist()
    ]


def on_edges(
    shapes: Sequence[Shape], index: ShapeIndex, place: Place, *, among: Collection[int] | None = None
) -> list[Handle]:
    """The edges of closed shapes on which a place lies, between their ends; by position.

    Each handle says where in the ring a vertex inserted there would stand.
    """
    return [
        Handle(position, number, edge + 1)
        for position in _near(index, place, among)
        for number, ring in enumerate(shapes[position].rings)
        for edge in edges_through(ring, place)
    ]


def edges_through(ring: Points, place: Place) -> list[int]:
    """The edges (i runs from vertex i to i + 1) of a ring on which a place lies, not at one of their ends."""
    ends = np.roll(ring, -1, axis=0)
    low, high = np.minimum(ring, ends), np.maximum(ring, ends)
    is_near = ((low <= np.add(place, TOUCH)) & (high >= np.subtract(place, TOUCH))).all(axis=1)
    edges = np.flatnonzero(is_near & ~_is_at(ring, place) & ~_is_at(ends, place)).tolist()
    if not edges:
        return edges
    found, point = [], np.array((place,))
    for edge in edges:
        (x0, y0), (x1, y1) = ring[edge].tolist(), ends[edge].tolist()
        if places_between((x0, y0), (x1, y1), point):
            found.append(edge)
    return found


def vertices_on(shapes: Sequence[Shape], index: ShapeIndex, start: Place, end: Place) -> list[Place]:
    """The places between the ends of a segment where closed shapes have a vertex on it, from its start on."""
    box = Bounds.of_points(np.array((start, end))).grown(TOUCH)
    rings = [ring for position in index.overlapping(box).tolist() for ring in shapes[position].rings]
    if not rings:
        return []
    points = np.concatenate(rings)
    low, high = np.array(box[:2]), np.array(box[2:])
    points = points[((points >= low) & (points <= high)).all(axis=1)]
    found: list[Place] = []
    for place in places_between(start, end, points):
        if not found or not is_same(found[-1], place):
            found.append(place)
    return found


def ring_with(ring: Points, places: Iterable[Place]) -> Points:
    """The ring with a vertex at each of the places that lies on an edge; the ring itself if none does."""
    by_edge: dict[int, list[Place]] = {}
    for place in places:
        for edge in edges_through(ring, place):
            by_edge.setdefault(edge, []).append(place)
    return with_inserted(ring, by_edge)


def divided(shapes: Sequence[Shape], index: ShapeIndex, ring: Points, places: Sequence[Place]) -> Points:
    """The ring with a vertex at each of the places that lies on it, and where its edges pass other vertices.

    Of the edges that end at one of the places only: they pass vertices of other shapes between their ends.
    """
    found = ring_with(ring, places)
    edges = {
        edge % len(found)
        for place in places
        for vertex in vertices_at(found, place)
        for edge in (vertex - 1, vertex)
    }
    return with_passed(shapes, index, found, edges)


def with_passed(shapes: Sequence[Shape], index: ShapeIndex, ring: Points, edges: Iterable[int]) -> Points:
    """The ring with a vertex wherever one of these edges passes one of a closed shape."""
    by_edge = {}
    for edge in sorted(edges):
        (x0, y0), (x1, y1) = ring[[edge, (edge + 1) % len(ring)]].tolist()
        by_edge[edge] = vertices_on(shapes, index, (x0, y0), (x1, y1))
    return with_inserted(ring, by_edge)


def with_inserted(ring: Points, by_edge: dict[int, list[Place]]) -> Points:
    """The ring with these places on its edges as vertices, each edge's in the order along it."""
    before: list[int] = []
    added: list[Place] = []
    for edge, places in by_edge.items():
        x, y = ring[edge].tolist()
        for place in sorted(places, key=lambda place: (place[0] - x) ** 2 + (place[1] - y) ** 2):
            before.append(edge + 1)
            added.append(place)
    return np.insert(ring, before, added, axis=0) if added else ring


def vertices_at(ring: Points, place: Place) -> list[int]:
    """The vertices of a ring that lie at a place."""
    found: list[int] = np.flatnonzero(_is_at(ring, place)).tolist()
    return found


def is_same(one: Place, other: Place) -> bool:
    """Whether two places are one."""
    return abs(one[0] - other[0]) <= TOUCH and abs(one[1] - other[1]) <= TOUCH


def with_rings(shape: Shape, rings: Sequence[Points]) -> Shape:
    """The closed shape as a polygon of these rings, the outer one first."""
    return replace(
        shape, kind=ShapeKind.POLYGON, points=rings[0], holes=tuple(rings[1:]), ellipse=None, bitmap=None
    )


def _near(index: ShapeIndex, place: Place, among: Collection[int] | None) -> list[int]:
    x, y = place
    positions: list[int] = index.overlapping((x - TOUCH, y - TOUCH, x + TOUCH, y + TOUCH)).tolist()
    return positions if among is None else [position for position in positions if position in among]


def _is_at(ring: Points, place: Place) -> NDArray[np.bool_]:
    x, y = place
    is_at: NDArray[np.bool_] = (np.abs(ring[:, 0] - x) <= TOUCH) & (np.abs(ring[:, 1] - y) <= TOUCH)
    return is_at


def places_between(start: Place, end: Place, points: Points) -> list[Place]:
    """Those of the points that lie on a segment and not at its ends, in the order along it."""
    along = np.subtract(end, start)
    length = float(np.hypot(*along))
    if length <= 2 * TOUCH:
        return []
    offsets = points - start
    shares = offsets @ along / length
    beside = np.abs(offsets[:, 0] * along[1] - offsets[:, 1] * along[0]) / length
    is_end = (np.abs(offsets) <= TOUCH).all(axis=1) | (np.abs(points - end) <= TOUCH).all(axis=1)
    is_inside = (beside <= TOUCH) & (shares > 0) & (shares < length) & ~is_end
    found = points[is_inside][np.argsort(shares[is_inside], kind="stable")]
    return [(x, y) for x, y in found.tolist()]
