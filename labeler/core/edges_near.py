"""The vertices and edges of shapes that lie near a place, found by one look at all their rings together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from labeler.core.handles import Handle, edge_rings, has_closed_edges

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.arrays import Points
    from labeler.core.shapes import Shape

# Bits that say on which sides of a square a vertex lies.
_LEFT, _RIGHT, _ABOVE, _BELOW = 1, 2, 4, 8


class EdgesNear(NamedTuple):
    """Vertices (k, 2) in a square, and edges from `starts` to `ends`, both (m, 2), that may cross it.

    Rings are those of `edge_rings`: of a circle or an ellipse the ring that rasterizes.
    """

    vertices: Points
    starts: Points
    ends: Points
    vertex_rows: NDArray[np.intp]
    edge_rows: NDArray[np.intp]
    next_rows: NDArray[np.intp]
    firsts: NDArray[np.intp]
    rings: tuple[tuple[int, int], ...]

    def vertex(self, place: int) -> Handle:
        """Which vertex stands at `vertices[place]`."""
        return self._handle(int(self.vertex_rows[place]))

    def edge(self, place: int) -> Handle:
        """Which edge runs from `starts[place]`: the handle that a vertex inserted on it would get."""
        start = self._handle(int(self.edge_rows[place]))
        return start._replace(vertex=start.vertex + 1)

    def end_of(self, place: int) -> Handle:
        """Which vertex stands at `ends[place]`."""
        return self._handle(int(self.next_rows[place]))

    def _handle(self, row: int) -> Handle:
        ring = int(np.searchsorted(self.firsts, row, "right")) - 1
        return Handle(*self.rings[ring], row - int(self.firsts[ring]))


def edges_near(
    shapes: Sequence[Shape], positions: Sequence[int], place: tuple[float, float], reach: float
) -> EdgesNear:
    """What of the shapes at `positions` lies in the square of `reach` pixels to each side of `place`."""
    names: list[tuple[int, int]] = []
    rings: list[Points] = []
    is_open: list[bool] = []
    for position in positions:
        shape = shapes[position]
        for number, ring in enumerate(edge_rings(shape)):
            if len(ring):
                names.append((position, number))
                rings.append(ring)
                is_open.append(not has_closed_edges(shape))
    if not rings:
        nothing, nowhere = np.empty((0, 2)), np.empty(0, np.intp)
        return EdgesNear(nothing, nothing, nothing, nowhere, nowhere, nowhere, nowhere, ())
    points = rings[0] if len(rings) == 1 else np.concatenate(rings)
    lengths = np.array([len(ring) for ring in rings])
    firsts = np.cumsum(lengths) - lengths
    lasts = firsts + lengths - 1
    sides = _sides(points, place, reach)
    # An edge whose ends both lie beyond one side of the square does not cross it.
    after = np.roll(sides, -1)
    after[lasts] = sides[firsts]
    is_near = (sides & after) == 0
    is_near[lasts[is_open]] = False
    vertex_rows, edge_rows = np.flatnonzero(sides == 0), np.flatnonzero(is_near)
    ring_of_last = np.searchsorted(lasts, edge_rows)
    nexts = np.where(edge_rows == lasts[ring_of_last], firsts[ring_of_last], edge_rows + 1)
    vertices, starts, ends = points[vertex_rows], points[edge_rows], points[nexts]
    return EdgesNear(vertices, starts, ends, vertex_rows, edge_rows, nexts, firsts, tuple(names))


def _sides(points: Points, place: tuple[float, float], reach: float) -> NDArray[np.uint8]:
    """On which sides of the square each vertex lies, 0 for one inside."""
    (x, y), across, down = place, points[:, 0], points[:, 1]
    sides = (across < x - reach) * np.uint8(_LEFT)
    sides |= (across > x + reach) * np.uint8(_RIGHT)
    sides |= (down < y - reach) * np.uint8(_ABOVE)
    sides |= (down > y + reach) * np.uint8(_BELOW)
    return sides
