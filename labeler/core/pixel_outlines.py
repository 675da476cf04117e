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


class PixelBorders:
    """The borders of some outlines of pixels, for an image of `size` (width, height)."""

    def __init__(self, outlines: Sequence[tuple[Points, ...]], size: tuple[int, int]) -> None:
        width, height = size
        frame = np.array([(0.0, 0.0), (width, 0.0), (width, height), (0.0, height)])
        self._frame = len(outlines)
        self._net = split([*outlines, (frame,)])
        lines = through_middles(self._net.arcs)
        self._middles = {
            arc: Arc(line, arc.is_ring, arc.owners) for arc, line in zip(self._net.arcs, lines, strict=True)
        }

    def straightened(self, tolerance: float, kept: Collection[int] = ()) -> list[tuple[Points, ...]]:
        """The rings of each outline with straight borders.

        The middles of all steps lie within `tolerance` pixels of the new borders. Junctions stay where they
        are, and so does what lies on the border of the image, and all of the outlines whose places are
        `kept`. No ring crosses another or itself that did not before.
        """
        fixed = {*kept, self._frame}
        arcs = [place for place, arc in enumerate(self._net.arcs) if fixed.isdisjoint(arc.owners)]
        made = changed_safely(self._net, dict.fromkeys(arcs, tolerance), self._straight)
        return self._net.rebuilt(made)[:-1]

    def _straight(self, arcs: Sequence[Arc], tolerances: Sequence[float]) -> list[Points]:
        return simplified([self._middles[arc] for arc in arcs], tolerances)


def through_middles(arcs: Sequence[Arc]) -> list[Points]:
    """Arcs along edges of pixels, led through the middles of the outermost edges of each straight part.

    Their ends, and corners between two parts of two pixels or more, are kept.
    """
    lines = [np.concatenate((arc.points, arc.points[:1])) if arc.is_ring else arc.points for arc in arcs]
    corners = np.concatenate([*lines, np.empty((0, 2))])
    counts = np.array([len(line) - 1 for line in lines], np.intp)  # of straight parts
    lasts = np.cumsum(counts) - 1
    firsts = lasts + 1 - counts
    is_begin = np.ones(len(corners), np.bool_)
    is_begin[lasts + np.arange(1, len(lines) + 1)] = False
    begins, ends = corners[is_begin], corners[np.roll(is_begin, 1)]
    steps = ends - begins
    lengths = np.abs(steps).sum(axis=1)
    halves = steps / (2 * lengths)[:, None]
    is_long = lengths >= 2
    was_long = np.roll(is_long, 1)
    was_long[firsts] = is_long[lasts]  # of a ring
    is_open = np.array([not arc.is_ring for arc in arcs], np.bool_)
    is_kept = np.stack((is_long & was_long, np.ones_like(is_long), is_long, np.zeros_like(is_long)), axis=1)
    is_kept[firsts[is_open], 0] = is_kept[lasts[is_open], 3] = True
    points = np.stack((begins, begins + halves, ends - halves, ends), axis=1)[is_kept]
    stops = np.cumsum(is_kept.sum(axis=1))[lasts] if lines else lasts
    return np.split(points, stops[:-1]) if lines else []
