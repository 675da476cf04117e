"""Lines as the hand draws them, and the few vertices that say the same."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shapely import Polygon

    from labeler.tools.base import Place

# Of what a line encloses, parts smaller than this share of the largest are loops that the hand did not mean.
_LOOP = 0.01


def simplified(line: Sequence[Place], tolerance: float) -> list[Place]:
    """Those vertices of a line, its ends among them, from which no place of it is further than `tolerance`.

    Douglas and Peucker, "Algorithms for the reduction of the number of points required to represent a
    digitized line or its caricature" (1973). `tolerance` is in pixels; places that repeat are dropped.
    """
    from shapely import LineString  # at the first line, not when the program starts

    if len(line) < 3:
        return list(line)
    kept = LineString(line).simplify(tolerance, preserve_topology=False)
    return [(x, y) for x, y in kept.coords]


def reach_of(line: Sequence[Place]) -> float:
    """How far a line leads from its first place, in pixels."""
    x, y = line[0]
    return max(math.hypot(each[0] - x, each[1] - y) for each in line)


def enclosed(line: Sequence[Place]) -> list[Polygon]:
    """All that a line encloses when its end is joined to its start: the parts of it, the largest first.

    A line that crosses itself has more than one face; faces that touch along a line are one part.
    """
    from shapely import LineString, get_parts, polygonize, unary_union

    if len(line) < 3:
        return []
    faces = polygonize([unary_union(LineString([*line, line[0]]))])
    parts = [part for part in get_parts(unary_union(faces)) if part.area > 0]
    parts.sort(key=lambda part: -part.area)
    return [part for part in parts if part.area > _LOOP * parts[0].area]
