"""Rectangles of pixels along edges: where pixels can change when edges do."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from labeler.core.geometry import PixelRect

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.arrays import Points

# A rectangle along edges has about so many pixels at most, and a long edge is cut into steps of so many.
_RECT_PIXELS = 1 << 16
_STEP = 256.0

# So many pixels are looked at at a time.
_BAND_PIXELS = 1 << 24


def edges_of(rings: Iterable[Points]) -> Points:
    """(n, 4) float64: x0, y0, x1, y1 of each edge, the same whichever way the ring runs."""
    all_rings = [np.empty((0, 2)), *rings]
    starts = np.concatenate(all_rings)
    ends = np.concatenate([np.roll(ring, -1, axis=0) for ring in all_rings])
    is_forward = (starts[:, 0] < ends[:, 0]) | ((starts[:, 0] == ends[:, 0]) & (starts[:, 1] < ends[:, 1]))
    return np.where(is_forward[:, None], np.hstack((starts, ends)), np.hstack((ends, starts)))


def as_items(edges: Points) -> NDArray[Any]:
    """Each edge as one item that can be sorted and looked for."""
    return np.ascontiguousarray(edges).view(np.dtype((np.void, edges.itemsize * 4))).reshape(-1)


def rects_along(edges: Points, rect: PixelRect) -> list[PixelRect]:
    """Rectangles within `rect` that hold each pixel whose centre an edge comes near.

    Edges that follow each other share one until it is large.
    """
    found: list[PixelRect] = []
    for box in _boxes(edges, rect):
        if found:
            last = found[-1]
            both = PixelRect(
                min(last.left, box.left),
                min(last.top, box.top),
                max(last.right, box.right),
                max(last.bottom, box.bottom),
            )
            if both.width * both.height <= _RECT_PIXELS:
                found[-1] = both
                continue
        found.append(box)
    if sum(each.width * each.height for each in found) >= rect.width * rect.height:
        return [rect]
    return found


def bands(rect: PixelRect) -> Iterator[PixelRect]:
    """The rectangle in bands of rows that are small enough to be looked at one by one."""
    if rect.is_empty:
        return
    step = max(1, _BAND_PIXELS // rect.width)
    for top in range(rect.top, rect.bottom, step):
        yield rect._replace(top=top, bottom=min(top + step, rect.bottom))


def _boxes(edges: Points, rect: PixelRect) -> Iterator[PixelRect]:
    """The pixels around each edge, around long ones step by step, as far as they lie in a rectangle."""
    first, last = _shares_within(edges, rect)
    for (x0, y0, x1, y1), begin, end in zip(edges.tolist(), first.tolist(), last.tolist(), strict=True):
        if begin > end:
            continue
        dx, dy = x1 - x0, y1 - y0
        steps = max(1, math.ceil((end - begin) * max(abs(dx), abs(dy)) / _STEP))
        for step in range(steps):
            here, there = (begin + (end - begin) * number / steps for number in (step, step + 1))
            left, right = sorted((x0 + here * dx, x0 + there * dx))
            top, bottom = sorted((y0 + here * dy, y0 + there * dy))
            box = PixelRect(
                math.floor(left) - 1, math.floor(top) - 1, math.ceil(right) + 1, math.ceil(bottom) + 1
            ).intersected(rect)
            if not box.is_empty:
                yield box


def _shares_within(edges: Points, rect: PixelRect) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """From and up to which share of it each edge lies in a rectangle; from more than up to: not at all."""
    starts, along = edges[:, :2], edges[:, 2:] - edges[:, :2]
    low, high = np.subtract(rect[:2], 2.0), np.add(rect[2:], 2.0)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        shares = np.stack(((low - starts) / along, (high - starts) / along))
    is_inside = (starts >= low) & (starts <= high)
    flat = along == 0
    first = np.where(flat, np.where(is_inside, 0.0, 1.0), shares.min(axis=0)).max(axis=1, initial=0.0)
    last = np.where(flat, np.where(is_inside, 1.0, 0.0), shares.max(axis=0)).min(axis=1, initial=1.0)
    return first, last
