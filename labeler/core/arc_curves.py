"""What is made of a single arc: a line of fewer vertices, or a smoother one. Its ends stay where they are.

Simplified: D. Douglas and T. Peucker (1973), by which no vertex that goes lies farther from the new line than
the tolerance. Smoothed: each place becomes the mean of those around it along the arc, weighted by a Gaussian
whose standard deviation is stated in pixels; beyond an end the arc counts as turned about it by half.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from labeler.core.arcs import Arc
    from labeler.core.arrays import Points

# A smooth curve is stored as a line that leaves it by no more than this (pixels), of such decimals.
_FINENESS = 0.05
_DECIMALS = 3

# The Gaussian ends at so many standard deviations; samples stand so close, in parts of one. An arc is
# smoothed by no more than this part of its length, or nothing of it would be left.
_REACH = 3.0
_SAMPLES = 2.0
_LARGEST_SHARE = 1 / 12

# A corner is looked at from so many standard deviations away, so that the steps of pixels are none.
_CORNER_REACH = 2.0


def simplified(arcs: Sequence[Arc], tolerances: Sequence[float]) -> list[Points]:
    """The points of each arc without those that its own tolerance (pixels) allows to leave out.

    A ring may come back with fewer than three vertices.
    """
    return _thinned([arc.points for arc in arcs], [arc.is_ring for arc in arcs], tolerances)


def smoothed(arcs: Sequence[Arc], sigmas: Sequence[float], corner: float | None = None) -> list[Points]:
    """The points of each arc after a Gaussian of its own standard deviation (pixels) along it.

    Places where the arc turns by `corner` degrees or more stay where they are; None: there are none such.
    """
    lines = [_smooth(arc.points, arc.is_ring, sigma, corner) for arc, sigma in zip(arcs, sigmas, strict=True)]
    return _thinned(lines, [arc.is_ring for arc in arcs], [_FINENESS] * len(arcs))


def _thinned(lines: Sequence[Points], are_rings: Sequence[bool], tolerances: Sequence[float]) -> list[Points]:
    """Lines without the vertices that their tolerance allows to leave out; all at once, which is faster."""
    import shapely

    parts: list[Points] = []
    counts: list[int] = []
    for line, is_ring in zip(lines, are_rings, strict=True):
        halves = _halves(line, is_ring)
        parts += halves
        counts.append(len(halves))
    owners = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
    geometries = shapely.linestrings(np.concatenate([*parts, np.empty((0, 2))]), indices=owners)
    # Not what GEOS calls preserving topology: that is dealt with for all arcs at once, by arc_safety.
    thin = shapely.simplify(
        geometries, np.repeat(np.array(tolerances, float), counts), preserve_topology=False
    )
    points, part_of = shapely.get_coordinates(thin, return_index=True)
    bounds = np.searchsorted(part_of, np.arange(len(parts) + 1)).tolist()
    made = []
    first = 0
    for line, count, is_ring in zip(lines, counts, are_rings, strict=True):
        pieces = [points[bounds[part] : bounds[part + 1]] for part in range(first, first + count)]
        whole = np.concatenate([*(piece[:-1] for piece in pieces[:-1]), pieces[-1]])
        whole = whole[:-1] if is_ring else whole
        made.append(line if len(whole) == len(line) else whole)
        first += count
    return made


def _halves(line: Points, is_ring: bool) -> list[Points]:
    """A line with two ends as it is; what returns to its beginning cut in two at places far apart.

    A ring is cut where it reaches farthest out, so that the result does not depend on its first vertex.
    """
    if not is_ring and (line[0] != line[-1]).any():
        return [line]
    if is_ring:
        begin = int(_distances(line, line.mean(axis=0)).argmax())
        line = np.concatenate((line[begin:], line[: begin + 1]))
    middle = int(_distances(line, line[0]).argmax())
    return [line[: middle + 1], line[middle:]] if 0 < middle < len(line) - 1 else [line]


def _distances(points: Points, place: Points) -> Points:
    steps = points - place
    return np.hypot(steps[:, 0], steps[:, 1])


def _smooth(points: Points, is_ring: bool, sigma: float, corner: float | None) -> Points:
    if sigma <= 0 or len(points) < 3:
        return points
    line = np.concatenate((points, points[:1])) if is_ring else points
    along = np.concatenate(([0.0], np.cumsum(_distances(line[1:], line[:-1]))))
    fixed = [] if corner is None else _corners(line, along, is_ring, sigma, corner)
    if not fixed:
        made = _gaussian(line, along, sigma, is_ring)
        return made[:-1] if is_ring else made
    if is_ring:  # begins and ends at a corner
        line = np.concatenate((line[fixed[0] : -1], line[: fixed[0] + 1]))
        fixed = [place - fixed[0] for place in fixed[1:]]
        along = np.concatenate(([0.0], np.cumsum(_distances(line[1:], line[:-1]))))
    ends = [0, *fixed, len(line) - 1]
    pieces = [
        _gaussian(line[begin : end + 1], along[begin : end + 1] - along[begin], sigma, is_ring=False)
        for begin, end in pairwise(ends)
    ]
    return np.concatenate([*(piece[:-1] for piece in pieces), *([] if is_ring else [pieces[-1][-1:]])])


def _gaussian(line: Points, along: Points, sigma: float, is_ring: bool) -> Points:
    """The line through samples of the smoothed curve; a ring (its first vertex repeated) has no ends."""
    length = float(along[-1])
    sigma = min(sigma, length * _LARGEST_SHARE)
    if len(line) < 3 or sigma <= 0:
        return line
    count = math.ceil(length * _SAMPLES / sigma)
    at = np.linspace(0.0, length, count + 1)
    samples = np.column_stack([np.interp(at, along, line[:, axis]) for axis in (0, 1)])
    reach = math.ceil(_REACH * _SAMPLES)
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) * (length / count) / sigma) ** 2)
    weights /= weights.sum()
    if is_ring:
        padded = np.concatenate((samples[-reach - 1 : -1], samples, samples[1 : reach + 1]))
    else:
        before = 2 * samples[0] - samples[reach:0:-1]
        after = 2 * samples[-1] - samples[-2 : -reach - 2 : -1]
        padded = np.concatenate((before, samples, after))
    made = np.column_stack([np.convolve(padded[:, axis], weights, mode="valid") for axis in (0, 1)])
    made = made.round(_DECIMALS)
    if is_ring:
        made[-1] = made[0]
    else:
        made[[0, -1]] = line[[0, -1]]
    return made


def _corners(line: Points, along: Points, is_ring: bool, sigma: float, corner: float) -> list[int]:
    """The vertices at which the line turns by an angle or more, the sharpest of those that stand close.

    Of a ring, whose first vertex is repeated, without the last one.
    """
    reach = min(_CORNER_REACH * sigma, float(along[-1]) / 4)
    inner = slice(0, -1) if is_ring else slice(1, -1)
    at = along[inner]
    period = float(along[-1]) if is_ring else None
    back, ahead = (
        np.column_stack([np.interp(at + way, along, line[:, axis], period=period) for axis in (0, 1)])
        for way in (-reach, reach)
    )
    come, go = line[inner] - back, ahead - line[inner]
    cross = come[:, 0] * go[:, 1] - come[:, 1] * go[:, 0]
    turns = np.degrees(np.abs(np.arctan2(cross, (come * go).sum(axis=1))))
    kept: list[int] = []
    if not is_ring:  # near an end there is too little to look at
        turns[(at < reach) | (at > along[-1] - reach)] = 0.0
    for place in np.argsort(-turns, kind="stable").tolist():
        if turns[place] < corner:
            break
        gaps = np.abs(at[kept] - at[place])
        if period is not None:
            gaps = np.minimum(gaps, period - gaps)
        if (gaps >= reach).all():
            kept.append(place)
    return sorted(place + (0 if is_ring else 1) for place in kept)
