"""Rectangles of pixels along edges: where pixels can change when edges do."""

from __future__ import annotations

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

# Edges are many where outlines follow pixels: so many in a row are taken for one if their box is small.
_RUN = 16
_RUN_PIXELS = 1 << 12

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
    for box in map(PixelRect._make, _runs(_boxes(edges, rect)).tolist()):
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


def _boxes(edges: Points, rect: PixelRect) -> NDArray[np.int64]:
    """(n, 4): the pixels around each edge, around long ones step by step, as far as in a rectangle."""
    first, last = _shares_within(edges, rect)
    is_near = first <= last
    first, length = first[is_near], (last - first)[is_near]
    starts, along = edges[is_near, :2], (edges[:, 2:] - edges[:, :2])[is_near]
    counts = np.maximum(1, np.ceil(length * np.abs(along).max(axis=1, initial=0) / _STEP)).astype(np.int64)
    number = np.arange(counts.sum()) - np.repeat(counts.cumsum() - counts, counts)
    first, length, starts, along, counts = (
        np.repeat(each, counts, axis=0) for each in (first, length, starts, along, counts)
    )
    ends = [starts + (first + length * each / counts)[:, None] * along for each in (number, number + 1)]
    low, high = np.floor(np.minimum(*ends)) - 1, np.ceil(np.maximum(*ends)) + 1
    boxes = np.hstack((np.maximum(low, rect[:2]), np.minimum(high, rect[2:])))
    return boxes[(boxes[:, :2] < boxes[:, 2:]).all(axis=1)].astype(np.int64)


def _runs(boxes: NDArray[np.int64]) -> NDArray[np.int64]:
    """The boxes, of which so many in a row as lie close together are one."""
    if not len(boxes):
        return boxes
    place = np.arange(len(boxes))
    first = place[::_RUN]
    runs = np.hstack((np.minimum.reduceat(boxes[:, :2], first), np.maximum.reduceat(boxes[:, 2:], first)))
    is_small = ((runs[:, 2:] - runs[:, :2]).prod(axis=1) <= _RUN_PIXELS)[place // _RUN]
    found = np.where(is_small[:, None], runs[place // _RUN], boxes)
    kept: NDArray[np.int64] = found[~is_small | (place % _RUN == 0)]
    return kept


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
