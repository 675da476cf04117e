"""Rings that come back to a vertex, as outlines of pixels do at corners, taken apart into simple loops."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely.geometry.base import BaseGeometry

    from labeler.core.arrays import Points


def simple_loops(ring: Points) -> list[Points]:
    """The loops, (n, 2) each, that a ring consists of: none has a vertex twice.

    Under the even-odd rule they cover together what the ring covers. The ring itself when it has no vertex
    twice; loops of fewer than three vertices, which have no area, are left out.
    """
    if len(np.unique(ring, axis=0)) == len(ring):
        return [ring]
    way: list[tuple[float, float]] = []
    places: dict[tuple[float, float], int] = {}
    loops: list[list[tuple[float, float]]] = []
    for x, y in ring.tolist():
        vertex = (x, y)
        if vertex in places:
            begin = places[vertex]
            loops.append(way[begin:])
            for passed in way[begin + 1 :]:
                del places[passed]
            del way[begin + 1 :]
        else:
            places[vertex] = len(way)
            way.append(vertex)
    loops.append(way)
    return [np.array(loop) for loop in loops if len(loop) > 2]


def polygon_of_loops(rings: Sequence[Points]) -> BaseGeometry | None:
    """The valid polygon of a region whose rings touch themselves; None when these rings are not such.

    The largest loop is the exterior: of a region that hangs together all others are holes.
    """
    from shapely import Polygon

    loops = [loop for ring in rings for loop in simple_loops(ring)]
    if len(loops) <= len(rings):
        return None  # nothing to take apart
    loops.sort(key=lambda loop: float(np.ptp(loop, axis=0).prod()), reverse=True)
    region = Polygon(loops[0], loops[1:])
    return region if region.is_valid else None
