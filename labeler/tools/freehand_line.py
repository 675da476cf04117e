"""Lines as the hand draws them, and the few vertices that say the same."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from labeler.tools.base import Place


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
