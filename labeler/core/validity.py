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
    for first, second in zip(one[~is_proper].tolist(), other[~is_proper].tolist(), strict=True):
        if len(found) >= _MOST:
            break
        place = _meeting(edges, first, second)
        if place is not None:
            found[place] = None
    return list(found)


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
    along, to = b - a, c - a
    side: NDArray[np.float64] = along[:, 0] * to[:, 1] - along[:, 1] * to[:, 0]
    return side


def _meeting(edges: _Edges, one: int, other: int) -> tuple[float, float] | None:
    """Where two edges that touch are part of lines that cross, or run along one another; None otherwise."""
    for place in (edges.start[one], edges.start[other], edges.end[one], edges.end[other]):
        first, second = _ways(edges, one, place), _ways(edges, other, place)
        if first is None or second is None:
            continue
        is_same_vertex = np.array_equal(first[0], second[0]) and np.array_equal(first[1], second[1])
        if _fold(*first) or (not is_same_vertex and _cross(first, second)):
            x, y = place.tolist()
            return (x, y)
    return None


def _ways(edges: _Edges, edge: int, place: Points) -> tuple[Points, Points] | None:
    """From where to where the ring runs at a place of an edge, seen from there; None when it is not on it."""
    start, end = edges.start[edge], edges.end[edge]
    if np.array_equal(place, start):
        return edges.before[edge] - place, end - place
    if np.array_equal(place, end):
        return start - place, edges.after[edge] - place
    if _side(start[None], end[None], place[None])[0] != 0:
        return None
    return (start - place, end - place) if float((start - place) @ (end - place)) < 0 else None


def _fold(back: Points, on: Points) -> bool:
    """Whether a ring goes back the way it came."""
    return _turn(back, on) == 0


def _cross(first: tuple[Points, Points], second: tuple[Points, Points]) -> bool:
    """Whether one of two lines through a place goes to the other side of the other, or along with it."""
    span = _turn(*first)
    turns = [_turn(first[0], way) for way in second]
    if any(turn in (0, span) for turn in turns):
        return True
    return (turns[0] < span) != (turns[1] < span)


def _turn(one: Points, other: Points) -> float:
    """The angle from one direction to another, 0 up to a whole turn; 0 exactly when they are the same."""
    cross = float(one[0] * other[1] - one[1] * other[0])
    dot = float(one @ other)
    if cross == 0 and dot > 0:
        return 0.0
    return float(np.arctan2(cross, dot) % (2 * np.pi))


def _misplaced(rings: Sequence[Points]) -> list[Fault]:
    """The holes of rings that do not cross which lie outside the exterior or in another hole."""
    import shapely

    faults = []
    for place, hole in enumerate(rings[1:]):
        inner = shapely.Polygon(hole).representative_point()
        others = [ring for number, ring in enumerate(rings[1:]) if number != place]
        is_in = is_in_rings(inner.x, inner.y, rings[:1])
        if not is_in or any(is_in_rings(inner.x, inner.y, (ring,)) for ring in others if _holds(ring, hole)):
            faults.append(Fault(FaultKind.MISPLACED, *_first(hole)))
    return faults


def _holds(ring: Points, hole: Points) -> bool:
    """Whether the box of a ring is larger than that of a hole, so that the hole may lie in it."""
    return bool((np.ptp(ring, axis=0) >= np.ptp(hole, axis=0)).all())
