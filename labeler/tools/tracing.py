"""The ways along a border between two places on it, vertex for vertex."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from labeler.core.edges_near import EdgesNear, edges_near
from labeler.core.handles import edge_rings, has_closed_edges
from labeler.tools.snapping import edges_around

if TYPE_CHECKING:
    from labeler.core.arrays import Points
    from labeler.core.shapes import Shape
    from labeler.tools.base import Place, Ring, ToolContext

# A place lies on a border that it misses by no more than this many pixels: what arithmetic leaves of a foot.
_SAME = 1e-6

# Two directions are the same when they differ by less than this (the sine of the angle between them).
_PARALLEL = 1e-6


class Ways:
    """The ways to one place that are offered, and the one that is taken: `run`, empty for straight on."""

    def __init__(self) -> None:
        self._found: list[Points] = []
        self._choice = 0
        self.run: Ring = ()

    def __bool__(self) -> bool:
        return bool(self._found)

    def offer(self, found: list[Points]) -> None:
        """Offer other ways, the best first; the choice stays: the first, the second, or straight on."""
        self._found = found
        is_straight = self._choice >= len(found)
        self.run = () if is_straight else tuple(zip(*found[self._choice].T.tolist(), strict=True))

    def flip(self) -> bool:
        """Take the next of them, after the last one straight on; False when none are offered."""
        if not self._found:
            return False
        self._choice = (self._choice + 1) % (len(self._found) + 1)
        self.offer(self._found)
        return True

    def forget(self) -> None:
        """Offer none, and the first of those that come."""
        self._choice = 0
        self.offer([])


class Spot(NamedTuple):
    """A place on a ring: at `vertex`, or at `share` (0..1) of the way from there to the next one."""

    vertex: int
    share: float = 0.0


def spot_on(shape: Shape, ring: int, place: Place) -> Spot | None:
    """Where on a ring of `edge_rings(shape)` a place lies; None when it does not."""
    return _spots(edges_near((shape,), (0,), place, _SAME), place).get((0, ring))


def runs(
    ring: Points, start: Place, end: Place, spots: tuple[Spot, Spot], *, is_closed: bool
) -> list[Points]:
    """The ways from `start` to `end`, which lie at these spots of a ring, the shortest first.

    Each begins with `start` and ends with `end`; the vertices between are those of the ring, bit for bit.
    There are two on a closed ring and one on a line; none from a place to itself.
    """
    first, last = spots
    if first == last:
        return []
    there = _between(ring, first, last, is_closed=is_closed)
    back = _between(ring, last, first, is_closed=is_closed)
    ways = [] if there is None else [np.concatenate(((start,), there, (end,)))]
    ways += [] if back is None else [np.concatenate(((start,), back[::-1], (end,)))]
    return sorted(ways, key=length_of)


def traces(context: ToolContext, start: Place, end: Place, *, before: Place | None = None) -> list[Points]:
    """The ways from `start` to `end` along the border of a visible shape on which both lie, best first.

    Of several shapes the one with the shortest way counts. A way that would go back to `before`, where a
    line came from on its way to `start`, comes last. Empty when no border leads from one to the other.
    """
    starts = _spots(edges_around(context, start, _SAME), start)
    positions = sorted({position for position, _ in starts})
    ends = _spots(edges_near(context.annotation.shapes, positions, end, _SAME), end)
    best: list[Points] = []
    least = float("inf")
    for name in sorted(starts.keys() & ends.keys(), reverse=True):
        shape = context.annotation.shapes[name[0]]
        ring, is_closed = edge_rings(shape)[name[1]], has_closed_edges(shape)
        found = runs(ring, start, end, (starts[name], ends[name]), is_closed=is_closed)
        if found and (length := length_of(found[0])) < least:
            best, least = found, length
    return best if before is None else sorted(best, key=lambda way: _goes_to(way, before))


def length_of(way: Points) -> float:
    """The length of a line in pixels."""
    steps = np.diff(way, axis=0)
    return float(np.hypot(steps[:, 0], steps[:, 1]).sum())


def _spots(near: EdgesNear, place: Place) -> dict[tuple[int, int], Spot]:
    """By position and ring: where on the rings that come near the place it lies; a vertex before an edge."""
    spots: dict[tuple[int, int], Spot] = {}
    for row, (start, end) in enumerate(zip(near.starts, near.ends, strict=True)):
        along, across = end - start, place - start
        square = float(along @ along)
        share = min(max(float(across @ along) / square, 0.0), 1.0) if square > 0 else 0.0
        if float(np.hypot(*(across - share * along))) <= _SAME:
            position, ring, vertex = near.edge(row)
            spots[position, ring] = Spot(vertex - 1, share)
    for row, vertex_at in enumerate(near.vertices):
        if float(np.hypot(*(vertex_at - place))) <= _SAME:
            position, ring, vertex = near.vertex(row)
            spots[position, ring] = Spot(vertex)
    return spots


def _between(ring: Points, start: Spot, end: Spot, *, is_closed: bool) -> Points | None:
    """The vertices after `start` and before `end`, going forward; None where a line does not lead there."""
    after = start.vertex + 1
    until = end.vertex + (end.share > 0)
    if end > start:
        return ring[after:until]
    return np.concatenate((ring[after:], ring[:until])) if is_closed else None


def _goes_to(way: Points, place: Place) -> bool:
    """Whether a way sets out in the direction of a place."""
    out, back = way[1] - way[0], place - way[0]
    is_parallel = abs(out[0] * back[1] - out[1] * back[0]) <= _PARALLEL * float(
        np.hypot(*out) * np.hypot(*back)
    )
    return bool(is_parallel and out @ back > 0)
