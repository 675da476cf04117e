"""Faults of shapes: where a ring crosses itself, has a vertex twice, has no area or too few vertices.

Such shapes are drawn, kept and exported by the pixel rule like any other; but they are hardly ever what
somebody meant. A ring that only touches itself at a vertex is none: label maps have such outlines.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from labeler.core.geometry import is_flat, is_in_rings
from labeler.core.shapes import Shape, ShapeKind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.arrays import Points

# No more places of one shape are told.
_MOST = 32

_STRAIGHT = (ShapeKind.POLYGON, ShapeKind.RECTANGLE, ShapeKind.ORIENTED_RECTANGLE)


class FaultKind(StrEnum):
    """What is wrong; the value completes the sentence "The shape …"."""

    CROSSING = "crosses itself"
    DOUBLED = "has a vertex twice in a row"
    FLAT = "has no area"
    FEW = "has fewer than three vertices"
    MISPLACED = "has a hole that does not lie inside it"


class Fault(NamedTuple):
    """One fault and its place (x, y) in the image."""

    kind: FaultKind
    x: float
    y: float


def find_faults(shapes: Sequence[Shape], positions: Iterable[int] | None = None) -> dict[int, list[Fault]]:
    """The faults of the shapes at `positions` (default: of all) by position; shapes without one are left out.

    Thousands of shapes are looked through at once for those that may have one.
    """
    places = list(range(len(shapes)) if positions is None else positions)
    plain = [place for place in places if _is_plain(shapes[place])]
    suspects = set(places) - set(plain)
    suspects.update(_suspicious(shapes, plain))
    found = {place: faults_of(shapes[place]) for place in sorted(suspects)}
    return {place: faults for place, faults in found.items() if faults}


def faults_of(shape: Shape) -> list[Fault]:
    """The faults of one shape; none for points and lines."""
    if not shape.kind.is_rasterized:
        return []
    if shape.kind not in _STRAIGHT:
        return _flat_faults(shape)
    rings = shape.rings
    faults = [Fault(FaultKind.FEW, *_first(ring)) for ring in rings if len(ring) < 3]
    faults += [Fault(FaultKind.FLAT, *_first(ring)) for ring in rings if len(ring) >= 3 and is_flat(ring)]
    if faults:
        return faults[:_MOST]
    faults = [Fault(FaultKind.DOUBLED, x, y) for ring in rings for x, y in _doubled(ring)]
    if _is_valid(rings):  # by predicates that rounding does not lead astray
        return faults[:_MOST]
    crossings = [Fault(FaultKind.CROSSING, x, y) for x, y in _crossings(rings)]
    faults += crossings or _misplaced(rings)
    return faults[:_MOST]


def said_of(faults: Iterable[Fault]) -> str:
    """The faults of one shape as a sentence."""
    kinds = list(dict.fromkeys(fault.kind.value for fault in faults))
    return f"The shape {' and '.join(kinds)}." if kinds else ""


def first_place(content: Any) -> tuple[float, float] | None:
    """Where a shape of a file begins that cannot be read (its JSON object); None when that cannot either."""
    match content:
        case {"points": [[int() | float() as x, int() | float() as y], *_]}:
            return (float(x), float(y))
        case _:
            return None


def _is_valid(rings: Sequence[Points]) -> bool:
    import shapely

    return bool(shapely.Polygon(rings[0], rings[1:]).is_valid)


def _is_plain(shape: Shape) -> bool:
    return shape.kind is ShapeKind.POLYGON and not shape.holes and len(shape.points) >= 3


def _suspicious(shapes: Sequence[Shape], places: list[int]) -> list[int]:
    """Those of `places` (plain polygons) that may have a fault."""
    import shapely

    if not places:
        return []
    rings = [shapes[place].points for place in places]
    counts = np.array([len(ring) for ring in rings])
    ends = np.cumsum(counts)
    points = np.concatenate(rings)
    after = np.arange(1, len(points) + 1)
    after[ends - 1] = ends - counts
    is_doubled = (points == points[after]).all(axis=1)
    # Closed, as shapely wants them: the first vertex of each ring once more at its end.
    closed = np.insert(points, ends, points[ends - counts], axis=0)
    linear = shapely.linearrings(closed, indices=np.repeat(np.arange(len(rings)), counts + 1))
    is_bad = ~shapely.is_valid(shapely.polygons(linear))
    is_bad |= np.logical_or.reduceat(is_doubled, ends - counts)
    return [places[place] for place in np.flatnonzero(is_bad).tolist()]


def _flat_faults(shape: Shape) -> list[Fault]:
    """A curve of no radius, or a mask of no pixel."""
    if shape.kind is ShapeKind.MASK:
        is_empty = shape.bitmap is None or not shape.bitmap.pixels.any()
    else:
        is_empty = is_flat(shape.rings[0])
    return [Fault(FaultKind.FLAT, *_first(shape.points))] if is_empty else []


def _first(ring: Points) -> tuple[float, float]:
    x, y = ring[0].tolist() if len(ring) else (0.0, 0.0)
    return (x, y)


def _doubled(ring: Points) -> list[tuple[float, float]]:
    is_same = (ring == np.roll(ring, -1, axis=0)).all(axis=1)
    return [(x, y) for x, y in ring[is_same].tolist()] if len(ring) > 1 else []


class _Edges(NamedTuple):
    """The edges of all rings that have a length: both ends, and where the ring comes from and goes to."""

    start: Points
    end: Points
    before: Points
    after: Points

    def at(self, places: NDArray[np.intp]) -> _Edges:
        """Some of them."""
        return _Edges(*(each[places] for each in self))


def _edges(rings: Sequence[Points]) -> _Edges:
    parts = []
    for ring in rings:
        kept = ring[(ring != np.roll(ring, 1, axis=0)).any(axis=1)]
        parts.append([kept, np.roll(kept, -1, axis=0), np.roll(kept, 1, axis=0), np.roll(kept, -2, axis=0)])
    return _Edges(*(np.concatenate(each) for each in zip(*parts, strict=True)))


def _crossings(rings: Sequence[Points]) -> list[tuple[float, float]]:
    """The places where rings cross themselves or one another, or run along themselves."""
    import shapely

    edges = _edges(rings)
    lines = shapely.linestrings(np.stack((edges.start, edges.end), axis=1))
    one, other = shapely.STRtree(lines).query(lines, predicate="intersects")
    is_pair = one < other
    one, other = one[is_pair], other[is_pair]
    is_proper, places = _proper(edges, one, other)
    found = dict.fromkeys((x, y) for x, y in places[:_MOST].tolist())
    if len(found) < _MOST:
        met = _meetings(edges.at(one[~is_proper]), edges.at(other[~is_proper]))
        found |= dict.fromkeys((x, y) for x, y in met.tolist())
    return list(found)[:_MOST]


def _proper(
    edges: _Edges, one: NDArray[np.intp], other: NDArray[np.intp]
) -> tuple[NDArray[np.bool_], Points]:
    """Which pairs of edges cross at a place inside both, and where these do."""
    a, b, c, d = edges.start[one], edges.end[one], edges.start[other], edges.end[other]
    of_c, of_d, of_a, of_b = _side(a, b, c), _side(a, b, d), _side(c, d, a), _side(c, d, b)
    is_proper = (of_c * of_d < 0) & (of_a * of_b < 0)
    a, b, of_a, of_b = a[is_proper], b[is_proper], of_a[is_proper], of_b[is_proper]
    return is_proper, a + (b - a) * (of_a / (of_a - of_b))[:, None]


def _side(a: Points, b: Points, c: Points) -> NDArray[np.float64]:
    """On which side of the lines from a to b the places c lie."""
    return _cross_product(b - a, c - a)


def _meetings(one: _Edges, other: _Edges) -> Points:
    """Where pairs of edges that touch are part of lines that cross, or run along one another."""
    found, is_found = np.empty_like(one.start), np.zeros(len(one.start), np.bool_)
    for places in (one.start, other.start, one.end, other.end):
        rows = np.flatnonzero(~is_found)
        here = places[rows]
        (first, is_on_one), (second, is_on_other) = _ways(one.at(rows), here), _ways(other.at(rows), here)
        is_same = (first[0] == second[0]).all(axis=1) & (first[1] == second[1]).all(axis=1)
        is_meeting = is_on_one & is_on_other & (_is_along(*first) | (~is_same & _cross(first, second)))
        found[rows[is_meeting]] = here[is_meeting]
        is_found[rows[is_meeting]] = True
    return found[is_found]


def _ways(edges: _Edges, places: Points) -> tuple[tuple[Points, Points], NDArray[np.bool_]]:
    """From where to where the rings run at places of edges, seen from there, and which places are on them."""
    at_start = (places == edges.start).all(axis=1)
    at_end = (places == edges.end).all(axis=1) & ~at_start
    back = np.where(at_start[:, None], edges.before, edges.start) - places
    on = np.where(at_end[:, None], edges.after, edges.end) - places
    is_inside = (_side(edges.start, edges.end, places) == 0) & (_dot(back, on) < 0)
    return (back, on), at_start | at_end | is_inside


def _is_along(one: Points, other: Points) -> NDArray[np.bool_]:
    """Which directions are the same: a ring that comes and goes so goes back the way it came."""
    is_same: NDArray[np.bool_] = (_cross_product(one, other) == 0) & (_dot(one, other) > 0)
    return is_same


def _cross(first: tuple[Points, Points], second: tuple[Points, Points]) -> NDArray[np.bool_]:
    """Which lines through a place go to the other side of others there, or along with them."""
    span = _turn(*first)
    turns = [_turn(first[0], way) for way in second]
    is_crossed: NDArray[np.bool_] = (turns[0] < span) != (turns[1] < span)
    for one in first:
        for way in second:
            is_crossed |= _is_along(one, way)
    return is_crossed


def _turn(one: Points, other: Points) -> NDArray[np.float64]:
    """The angles from one direction to another, 0 up to a whole turn."""
    turn: NDArray[np.float64] = np.arctan2(_cross_product(one, other), _dot(one, other)) % (2 * np.pi)
    return turn


def _cross_product(one: Points, other: Points) -> NDArray[np.float64]:
    product: NDArray[np.float64] = one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0]
    return product


def _dot(one: Points, other: Points) -> NDArray[np.float64]:
    product: NDArray[np.float64] = one[:, 0] * other[:, 0] + one[:, 1] * other[:, 1]
    return product


def _misplaced(rings: Sequence[Points]) -> list[Fault]:
    """The holes of rings that do not cross which lie outside the exterior or in another hole."""
    import shapely

    holes = rings[1:]
    if not holes:
        return []
    low, high = (np.array([bound(hole, axis=0) for hole in holes]) for bound in (np.min, np.max))
    places = [shapely.Polygon(hole).representative_point() for hole in holes]
    faults = []
    for number, (hole, inner) in enumerate(zip(holes, places, strict=True)):
        # Only a hole whose box is as large can hold another.
        around = ((low <= low[number]) & (high >= high[number])).all(axis=1)
        around[number] = False
        others = [holes[other] for other in np.flatnonzero(around).tolist()]
        is_in = is_in_rings(inner.x, inner.y, rings[:1])
        if not is_in or any(is_in_rings(inner.x, inner.y, (ring,)) for ring in others):
            faults.append(Fault(FaultKind.MISPLACED, *_first(hole)))
    return faults
