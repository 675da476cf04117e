"""Outlines that run along the edges of pixels made straight: what a hand would have drawn, without stairs.

A line drawn by hand passes the middles of the steps that its pixels make. So a border first runs through the
middles of the edges of pixels, and through those corners that are no step, and is then simplified. Of a
digital straight line all steps in one direction are one pixel long (A. Rosenfeld, "Digital straight line
segments", 1974): a corner between two longer ones is a corner of what was drawn.

Borders are arcs between junctions, straightened once for all regions that have them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

import numpy as np

from labeler.core.arc_curves import simplified
from labeler.core.arc_safety import changed_safely
from labeler.core.arcs import Arc, split

if TYPE_CHECKING:
    from labeler.core.arrays import Points


def straightened(
    outlines: Sequence[tuple[Points, ...]],
    size: tuple[int, int],
    tolerance: float,
    kept: Collection[int] = (),
) -> list[tuple[Points, ...]]:
    """The rings of each outline of pixels with straight borders, for an image of `size` (width, height).

    The middles of all steps lie within `tolerance` pixels of the new borders. Junctions stay where they are,
    and so does what lies on the border of the image, and all of the outlines whose places are `kept`. No
    ring crosses another or itself that did not before.
    """
    width, height = size
    frame = np.array([(0.0, 0.0), (width, 0.0), (width, height), (0.0, height)])
    net = split([*outlines, (frame,)])
    fixed = {*kept, len(outlines)}
    arcs = [place for place, arc in enumerate(net.arcs) if fixed.isdisjoint(arc.owners)]
    return net.rebuilt(changed_safely(net, dict.fromkeys(arcs, tolerance), _straight))[:-1]


def _straight(arcs: Sequence[Arc], tolerances: Sequence[float]) -> list[Points]:
    """The points of each arc without its steps."""
    return simplified([Arc(through_middles(arc), arc.is_ring, arc.owners) for arc in arcs], tolerances)


def through_middles(arc: Arc) -> Points:
    """An arc along edges of pixels, led through the middles of their outermost edges on each straight part.

    Its ends, and corners between two parts of two pixels or more, are kept.
    """
    corners = np.concatenate((arc.points, arc.points[:1])) if arc.is_ring else arc.points
    steps = np.diff(corners, axis=0)
    lengths = np.abs(steps).sum(axis=1)
    halves = steps / (2 * lengths)[:, None]
    # Of each part: the corner that it begins with, the middle of its first edge, and that of its last.
    line = np.stack((corners[:-1], corners[:-1] + halves, corners[1:] - halves), axis=1)
    is_long = lengths >= 2
    before = np.roll(is_long, 1)
    is_kept = np.stack((is_long & before, np.ones_like(is_long), is_long), axis=1)
    if arc.is_ring:
        return line[is_kept]
    is_kept[0, 0] = True
    return np.concatenate((line[is_kept], corners[-1:]))
