"""Arcs are changed only as far as their rings stay sound: none that did not before crosses another or itself.

Where the full amount of a change would make arcs meet, or carry one over a part of the drawing that hangs
together with nothing else, those arcs get half of it, and half of that, and in the end nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from labeler.core.geometry import points_in_rings

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.arcs import Arc, ArcNet
    from labeler.core.arrays import Points

# The points of some arcs, each changed by an amount of its own.
Change: TypeAlias = Callable[[Sequence["Arc"], Sequence[float]], list["Points"]]

# So often an amount is halved before an arc is left as it was.
_HALVINGS = 5

# No inner point in common, and no end of one on the other: ends may meet ends (DE-9IM).
_APART = "FF*F*****"


def changed_safely(net: ArcNet, wanted: Mapping[int, float], change: Change) -> dict[int, Points]:
    """The new points of the arcs that a change alters, by their place in the net.

    `wanted` is the amount for each arc that may change; all others stay as they are. Two arcs that met before
    may go on doing so.
    """
    guard = _Guard(net)
    amounts = dict(sorted(wanted.items()))
    made: dict[int, Points] = {}
    todo = list(amounts)
    for halving in range(_HALVINGS + 2):
        if halving > _HALVINGS:
            for arc in todo:
                made.pop(arc, None)
        else:
            chosen = [net.arcs[arc] for arc in todo]
            for arc, points in zip(todo, change(chosen, [amounts[arc] for arc in todo]), strict=True):
                made[arc] = points
                if np.array_equal(points, net.arcs[arc].points):
                    del made[arc]
        todo = sorted(guard.offenders(made) & made.keys())
        if not todo:
            break
        for arc in todo:
            amounts[arc] /= 2
    return made


class _Guard:
    """Knows the arcs as they were, and tells which of the changed ones went wrong."""

    def __init__(self, net: ArcNet) -> None:
        import shapely

        self._net = net
        self._lines = _lines([arc.points for arc in net.arcs], net.arcs)
        self._marks, self._part_of = _one_of_each_part(net)
        self._tree = shapely.STRtree(shapely.points(self._marks))

    def offenders(self, made: dict[int, Points]) -> set[int]:
        """The arcs that now meet another or themselves, run over a part they passed by, or are no ring."""
        import shapely

        arcs = self._net.arcs
        wrong = {arc for arc, points in made.items() if arcs[arc].is_ring and len(points) < 3}
        places = [arc for arc in made if arc not in wrong]
        lines = self._lines.copy()
        lines[places] = _lines([made[place] for place in places], [arcs[place] for place in places])
        for place in np.array(places, np.intp)[~shapely.is_simple(lines[places])].tolist():
            if shapely.is_simple(self._lines[place]):
                wrong.add(place)
        for one, other in self._meeting(lines, places):
            wrong |= {one, other}
        wrong.update(place for place, near in self._near(lines, places) if self._runs_over(place, made, near))
        return wrong

    def _meeting(self, lines: NDArray[Any], places: list[int]) -> list[tuple[int, int]]:
        """The pairs of arcs, one of them changed, that meet but at common ends, and did not before."""
        import shapely

        rows, others = shapely.STRtree(lines).query(lines[places])
        own = np.array(places, np.intp)[rows]
        is_changed = np.zeros(len(lines), np.bool_)
        is_changed[places] = True
        is_pair = (own != others) & ((own < others) | ~is_changed[others])
        own, others = own[is_pair], others[is_pair]
        is_near = ~shapely.relate_pattern(lines[own], lines[others], _APART)
        found = []
        for one, other in zip(own[is_near].tolist(), others[is_near].tolist(), strict=True):
            ends = self._common_ends(one, other)
            if _meet(lines[one], lines[other], ends) and not _meet(
                self._lines[one], self._lines[other], ends
            ):
                found.append((one, other))
        return found

    def _common_ends(self, one: int, other: int) -> set[tuple[float, float]]:
        first, second = (
            set() if arc.is_ring else {tuple(arc.points[0].tolist()), tuple(arc.points[-1].tolist())}
            for arc in (self._net.arcs[one], self._net.arcs[other])
        )
        return first & second

    def _near(self, lines: NDArray[Any], places: list[int]) -> list[tuple[int, Points]]:
        """For each changed arc, if there are any: marks of other parts in the box of its old and new line."""
        import shapely

        old, new = shapely.bounds(self._lines[places]), shapely.bounds(lines[places])
        low, high = np.minimum(old[:, :2], new[:, :2]), np.maximum(old[:, 2:], new[:, 2:])
        rows, marks = self._tree.query(shapely.box(low[:, 0], low[:, 1], high[:, 0], high[:, 1]))
        is_other = self._part_of[np.array(places, np.intp)[rows]] != marks
        rows, marks = rows[is_other], marks[is_other]
        found, firsts = np.unique(rows, return_index=True)
        parts = np.split(marks, firsts[1:]) if len(found) else []
        return [(places[row], self._marks[part]) for row, part in zip(found.tolist(), parts, strict=True)]

    def _runs_over(self, place: int, made: dict[int, Points], marks: Points) -> bool:
        """Whether one of these marks lies between the old and the new line of an arc."""
        arc, points = self._net.arcs[place], made[place]
        rings = (arc.points, points) if arc.is_ring else (np.concatenate((arc.points, points[::-1])),)
        return bool(points_in_rings(marks, rings).any())


def _lines(points: Sequence[Points], arcs: Sequence[Arc]) -> NDArray[Any]:
    """The line through the points of each arc; all at once, which is faster."""
    import shapely

    rows = [
        np.concatenate((each, each[:1])) if arc.is_ring else each
        for each, arc in zip(points, arcs, strict=True)
    ]
    owners = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
    lines: NDArray[Any] = shapely.linestrings(np.concatenate([*rows, np.empty((0, 2))]), indices=owners)
    return lines


def _meet(one: Any, other: Any, ends: set[tuple[float, float]]) -> bool:
    """Whether two lines have more in common than these ends."""
    import shapely

    common = shapely.intersection(one, other)
    if shapely.length(common) > 0:
        return True
    return any((x, y) not in ends for x, y in shapely.get_coordinates(common).tolist())


def _one_of_each_part(net: ArcNet) -> tuple[Points, NDArray[np.intp]]:
    """A vertex of each part of the net that hangs together, and the part of each arc."""
    roots: dict[tuple[float, float], int] = {}
    parents = list(range(len(net.arcs)))

    def root(arc: int) -> int:
        while parents[arc] != arc:
            parents[arc] = parents[parents[arc]]
            arc = parents[arc]
        return arc

    for number, arc in enumerate(net.arcs):
        for x, y in [] if arc.is_ring else arc.points[[0, -1]].tolist():
            parents[root(number)] = root(roots.setdefault((x, y), number))
    firsts, part_of = np.unique([root(number) for number in range(len(net.arcs))], return_inverse=True)
    marks = [net.arcs[first].points[0] for first in firsts.tolist()]
    return np.array(marks).reshape(-1, 2), part_of
