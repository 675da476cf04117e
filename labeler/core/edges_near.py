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
    # Across first, of all; down of the few that are left.
    rows = _not_beside(points[:, 0], place[0], reach, (firsts, lasts))
    nexts = rows + 1
    is_last = np.isin(rows, lasts)
    nexts[is_last] = firsts[np.searchsorted(lasts, rows[is_last])]
    starts, ends = points[rows], points[nexts]
    is_in = (np.abs(starts - place) <= reach).all(axis=1)
    is_near = np.minimum(starts[:, 1], ends[:, 1]) <= place[1] + reach
    is_near &= np.maximum(starts[:, 1], ends[:, 1]) >= place[1] - reach
    is_near &= ~np.isin(rows, lasts[is_open])
    return EdgesNear(
        starts[is_in],
        starts[is_near],
        ends[is_near],
        rows[is_in],
        rows[is_near],
        nexts[is_near],
        firsts,
        tuple(names),
    )


def _not_beside(
    across: NDArray[np.float64], x: float, reach: float, ends: tuple[NDArray[np.intp], NDArray[np.intp]]
) -> NDArray[np.intp]:
    """Rows of the edges that do not lie wholly left or right of the square; `ends` are those of the rings."""
    firsts, lasts = ends
    is_beside = np.zeros(len(across), np.bool_)
    for is_out in (across < x - reach, across > x + reach):
        after = np.roll(is_out, -1)
        after[lasts] = is_out[firsts]
        is_beside |= is_out & after
    rows: NDArray[np.intp] = np.flatnonzero(~is_beside)
    return rows
