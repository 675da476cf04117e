"""The rings of many shapes as arcs between junctions: what neighbours share is there once, for all of them.

A junction is a vertex where rings part: of two rings that pass it, at least one goes on elsewhere. A vertex
that lies on the edge of another ring is taken into that edge first, so that it is one too. Whoever changes an
arc and leaves its ends in place changes it in all rings alike: no gap opens, and nothing overlaps that did
not before. (Topologies of this kind: M. Bostock, "How to infer topology", 2013; GRASS and ArcInfo before.)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, pairwise
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np

from labeler.core.shapes import as_points

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.arrays import Points

    Integers = NDArray[np.intp]

# Vertices that are no farther apart than this, and from an edge, are the same place (pixels).
COINCIDENCE = 1e-6

Place: TypeAlias = tuple[float, float]
# For a vertex that was taken into an edge, by its place: the edges, by its ends in the order of the ring.
_Nodes: TypeAlias = dict[Place, set[tuple[Place, Place]]]


@dataclass(frozen=True, slots=True, eq=False)
class Arc:
    """A line that all its `owners` (places of outlines, ascending) have in common.

    `points` is (n, 2): from junction to junction, both included. With `is_ring` there is no junction on it:
    it is a whole ring, whose first vertex is not repeated.
    """

    points: Points
    is_ring: bool
    owners: tuple[int, ...]


class _Use(NamedTuple):
    """An arc as a ring runs along it."""

    arc: int
    is_reversed: bool


@dataclass(frozen=True, slots=True, eq=False)
class _Ring:
    """A ring as it was given, the arcs that it consists of, and the nodes that were taken into its edges."""

    points: Points
    uses: tuple[_Use, ...]
    nodes: _Nodes


class ArcNet:
    """The arcs of some outlines, and how their rings are put together from them."""

    def __init__(self, arcs: Sequence[Arc], outlines: Sequence[Sequence[_Ring]]) -> None:
        self.arcs = tuple(arcs)
        self._outlines = outlines

    def rebuilt(self, replaced: Mapping[int, Points]) -> list[tuple[Points, ...]]:
        """The rings of each outline with other points for some arcs, by the place of the arc.

        The ends of an arc must stay where they are. A ring that has none of these arcs is the very array that
        was given; vertices that were taken into an edge are left out again where the edge is as it was.
        """
        return [tuple(self._ring(ring, replaced) for ring in rings) for rings in self._outlines]

    def _ring(self, ring: _Ring, replaced: Mapping[int, Points]) -> Points:
        if not any(use.arc in replaced for use in ring.uses):
            return ring.points
        parts = []
        for use in ring.uses:
            arc = self.arcs[use.arc]
            points = replaced.get(use.arc, arc.points)
            points = points[::-1] if use.is_reversed else points
            parts.append(points if arc.is_ring else points[:-1])
        points = np.concatenate(parts)
        return as_points(_without_nodes(points, ring.nodes) if ring.nodes else points)


def split(outlines: Sequence[Sequence[Points]]) -> ArcNet:
    """The arcs of outlines, each a list of (n, 2) rings whose first vertex is not repeated.

    A ring of fewer than three places is no ring: it has no arcs and stays as it is.
    """
    rings = list(chain.from_iterable(outlines))
    owners = [place for place, own in enumerate(outlines) for _ in own]
    chains = _Chains(rings)
    used: dict[bytes, int] = {}
    found: list[tuple[Integers, bool]] = []
    of_arc: list[set[int]] = []
    made = []
    for number, ring in enumerate(rings):
        uses = []
        for piece, is_ring in chains.pieces(number):
            places, is_reversed = _in_one_direction(piece, is_ring)
            arc = used.setdefault(places.tobytes(), len(found))
            if arc == len(found):
                found.append((places, is_ring))
                of_arc.append(set())
            of_arc[arc].add(owners[number])
            uses.append(_Use(arc, is_reversed))
        made.append(_Ring(ring, tuple(uses), chains.nodes.get(number, {})))
    arcs = [
        Arc(as_points(chains.places[places]), is_ring, tuple(sorted(own)))
        for (places, is_ring), own in zip(found, of_arc, strict=True)
    ]
    ends = list(accumulate(map(len, outlines), initial=0))
    return ArcNet(arcs, [made[begin:end] for begin, end in pairwise(ends)])


class _Chains:
    """All rings as numbers of places, with the vertices of others taken in, and the junctions among them."""

    def __init__(self, rings: Sequence[Points]) -> None:
        points = np.concatenate([*rings, np.empty((0, 2))])
        ring_of = np.repeat(np.arange(len(rings)), [len(ring) for ring in rings])
        numbers = _numbered(points)
        self.places = np.empty((int(numbers.max(initial=-1)) + 1, 2))
        self.places[numbers[::-1]] = points[::-1]  # the first of those that are the same
        edges, nodes, shares = self._on_edges(numbers, numbers[_following(ring_of)])
        self.nodes = self._noted(ring_of[edges], nodes, numbers[edges], numbers[_following(ring_of)[edges]])
        order = np.argsort(np.concatenate((np.arange(len(numbers)), edges + shares)), kind="stable")
        place, ring_of = (
            np.concatenate((numbers, nodes))[order],
            np.concatenate((ring_of, ring_of[edges]))[order],
        )
        is_kept = place != place[_following(ring_of)]
        self._place, ring_of = place[is_kept], ring_of[is_kept]
        self._is_junction = self._junctions(_following(ring_of))
        self._bounds = np.searchsorted(ring_of, np.arange(len(rings) + 1))

    def pieces(self, ring: int) -> list[tuple[Integers, bool]]:
        """The numbers of the places along each arc of a ring, and whether the arc is the whole ring."""
        places = self._place[self._bounds[ring] : self._bounds[ring + 1]]
        if len(places) < 3:
            return []
        cuts = np.flatnonzero(self._is_junction[places])
        if not len(cuts):
            return [(places, True)]
        around = np.concatenate((places, places[: cuts[0] + 1]))
        ends = [*cuts.tolist(), len(places) + int(cuts[0])]
        return [(around[begin : end + 1], False) for begin, end in pairwise(ends)]

    def _on_edges(self, numbers: Integers, after: Integers) -> tuple[Integers, Integers, Points]:
        """Which places lie on which edges (from `numbers` to `after`), and at which share of their length."""
        import shapely

        starts, ends = self.places[numbers], self.places[after]
        lines = shapely.linestrings(np.stack((starts, ends), axis=1))
        places, edges = shapely.STRtree(lines).query(
            shapely.points(self.places), predicate="dwithin", distance=COINCIDENCE
        )
        is_between = (places != numbers[edges]) & (places != after[edges])
        places, edges = places[is_between], edges[is_between]
        steps = ends[edges] - starts[edges]
        shares = ((self.places[places] - starts[edges]) * steps).sum(axis=1) / (steps**2).sum(axis=1)
        # At 0 and 1 it would change places with the vertices at the ends.
        return edges, places, np.clip(shares, 1e-9, 1 - 1e-9)

    def _noted(self, rings: Integers, nodes: Integers, starts: Integers, ends: Integers) -> dict[int, _Nodes]:
        """The nodes of each ring."""
        noted: dict[int, _Nodes] = {}
        named = [tuple(map(tuple, self.places[places].tolist())) for places in (nodes, starts, ends)]
        for ring, node, start, end in zip(rings.tolist(), *named, strict=True):
            noted.setdefault(ring, {}).setdefault(node, set()).add((start, end))
        return noted

    def _junctions(self, following: Integers) -> NDArray[np.bool_]:
        """Which places have not, in all the rings that pass them, the same two neighbours."""
        place = self._place
        before = np.empty_like(following)
        before[following] = np.arange(len(following))
        low, high = np.sort((place[before], place[following]), axis=0)
        first = np.zeros(len(self.places), np.intp)
        first[place[::-1]] = np.arange(len(place))[::-1]
        model = first[place]
        is_junction = np.zeros(len(self.places), np.bool_)
        is_junction[place[(low != low[model]) | (high != high[model]) | (low == high)]] = True
        return is_junction


def _following(ring_of: Integers) -> Integers:
    """For each vertex of rings that stand one after another, the next one on its ring."""
    following = np.arange(1, len(ring_of) + 1)
    if len(ring_of):
        lasts = np.flatnonzero(np.append(ring_of[1:] != ring_of[:-1], True))
        following[lasts] = np.concatenate(([0], lasts[:-1] + 1))
    return following


def _numbered(points: Points) -> Integers:
    """The number of the place of each point; those that coincide have one."""
    numbers = np.zeros(len(points), np.intp)
    # Twice: places told apart by y only may stand in a row along x.
    for axis in (0, 1, 0, 1):
        order = np.lexsort((points[:, axis], numbers))
        is_new = np.ones(len(points), np.bool_)
        is_new[1:] = (np.diff(points[order, axis]) > COINCIDENCE) | (np.diff(numbers[order]) != 0)
        numbers[order] = np.cumsum(is_new) - 1
    return numbers


def _in_one_direction(places: Integers, is_ring: bool) -> tuple[Integers, bool]:
    """The same line for all who run along it, and whether it was turned round for that."""
    if is_ring:
        places = np.roll(places, -int(places.argmin()))
        turned = np.roll(places[::-1], 1)
    else:
        turned = places[::-1]
    is_turned = turned.tolist() < places.tolist()
    return np.ascontiguousarray(turned if is_turned else places), is_turned


def _without_nodes(points: Points, nodes: _Nodes) -> list[Place]:
    """A ring without the vertices that were taken into an edge which still runs straight through them."""
    places = [(x, y) for x, y in points.tolist()]
    begin = next((number for number, place in enumerate(places) if place not in nodes), None)
    if begin is None:
        return places
    kept, waiting = [places[begin]], list[Place]()
    for place in [*places[begin + 1 :], *places[: begin + 1]]:
        if place in nodes:
            waiting.append(place)
            continue
        edge = (kept[-1], place)
        if not all(edge in nodes[node] for node in waiting):
            kept += waiting
        waiting = []
        kept.append(place)
    return kept[:-1]
