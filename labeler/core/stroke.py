"""What a brush covers: whole pixels, stamped at every pixel along its way."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from labeler.core.geometry import PixelRect

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.arrays import Mask

    Integers = NDArray[np.int64]

Place = tuple[float, float]

# No pixel has so high a number.
_FAR = 1 << 40


@dataclass(frozen=True, slots=True, eq=False)
class Stamp:
    """The pixels of a brush of `size`: in row i of its box the columns begins[i]..ends[i]-1, none empty."""

    size: int
    begins: Integers
    ends: Integers

    def corner(self, place: Place) -> tuple[int, int]:
        """The top left pixel of the box that lies most evenly around a place."""
        half = self.size / 2 - 0.5
        return math.floor(place[0] - half), math.floor(place[1] - half)

    def box(self, place: Place) -> PixelRect:
        """The box around a place, in pixels."""
        left, top = self.corner(place)
        return PixelRect(left, top, left + self.size, top + self.size)

    @property
    def pixels(self) -> Mask:
        """(size, size) bool."""
        columns = np.arange(self.size)
        mask: Mask = (columns >= self.begins[:, None]) & (columns < self.ends[:, None])
        return mask

    @property
    def ring(self) -> list[Place]:
        """The vertices around its pixels, from the corner of its box: down at the right, up at the left."""
        down = np.repeat(np.arange(self.size + 1.0), 2)[1:-1]
        x = np.concatenate((np.repeat(self.ends, 2), np.repeat(self.begins, 2)[::-1])).astype(np.float64)
        y = np.concatenate((down, down[::-1]))
        # Where two rows end alike, the place between them lies on a straight edge.
        is_vertex = (x != np.roll(x, 1)) | (x != np.roll(x, -1))
        return list(zip(x[is_vertex].tolist(), y[is_vertex].tolist(), strict=True))


@lru_cache(maxsize=16)
def stamp_of(size: int, *, is_square: bool = False) -> Stamp:
    """The stamp of a side or diameter in pixels; a round one has the pixels with their centre inside."""
    if is_square:
        begins = np.zeros(size, np.int64)
    else:
        rows = np.arange(size) + 0.5 - size / 2
        half = np.sqrt((size / 2) ** 2 - rows**2)
        begins = np.ceil(size / 2 - half - 0.5).astype(np.int64)
    return Stamp(size, begins, size - begins)


class Stroke:
    """The pixels that a stamp has covered so far, as far as they lie in an image of `size` (width, height).

    `pixels` is bool over `frame`, which grows with the stroke; both may be read at any time. No array of the
    size of the image is needed, and none is copied while the stroke stays in its frame.
    """

    def __init__(self, stamp: Stamp, size: tuple[int, int]) -> None:
        self.stamp = stamp
        self.frame = PixelRect(0, 0, 0, 0)
        self.pixels: Mask = np.zeros((0, 0), np.bool_)
        # The smallest rectangle that holds all that was stamped.
        self.bounds = PixelRect(0, 0, 0, 0)
        self.image = size
        self._image = PixelRect(0, 0, *size)

    def box(self, start: Place, end: Place) -> PixelRect:
        """The pixels of the image that a straight line of stamps can cover; may be empty."""
        one, other = self.stamp.box(start), self.stamp.box(end)
        return _united(one, other).intersected(self._image)

    def add(self, start: Place, end: Place, allowed: Mask | None = None) -> PixelRect:
        """Stamp along a straight line, both ends included; the pixels in which something can be new.

        Of those only `allowed` ones are taken: (h, w) bool over `box(start, end)`.
        """
        rect = self.box(start, end)
        if rect.is_empty:
            return rect
        self._grow(rect)
        begins, ends = self._spans(start, end, rect)
        line = np.zeros((rect.height, rect.width), np.bool_)
        for row, (begin, close) in enumerate(zip(begins.tolist(), ends.tolist(), strict=True)):
            line[row, begin:close] = True
        if allowed is not None:
            line &= allowed
        self._part(rect)[...] |= line
        self.bounds = rect if self.bounds.is_empty else _united(self.bounds, rect)
        return rect

    @property
    def covered(self) -> Mask:
        """The pixels in `bounds`, (h, w) bool."""
        return self._part(self.bounds)

    def _spans(self, start: Place, end: Place, rect: PixelRect) -> tuple[Integers, Integers]:
        """For each row of `rect` the columns, counted from its left, that the line covers.

        A row is covered in one piece: each stamp on it holds its own middle, and middles go step by step.
        """
        size = self.stamp.size
        corners = _way(self.stamp.corner(start), self.stamp.corner(end), joins_sides=size == 1)
        top = int(corners[:, 1].min())
        height = int(corners[:, 1].max()) - top + size
        begins = np.full(height, _FAR)
        ends = np.full(height, -_FAR)
        for column, row in corners.tolist():
            rows = slice(row - top, row - top + size)
            np.minimum(begins[rows], self.stamp.begins + column, out=begins[rows])
            np.maximum(ends[rows], self.stamp.ends + column, out=ends[rows])
        rows = slice(rect.top - top, rect.bottom - top)
        return (
            np.clip(begins[rows] - rect.left, 0, rect.width),
            np.clip(ends[rows] - rect.left, 0, rect.width),
        )

    def _part(self, rect: PixelRect) -> Mask:
        left, top = self.frame.left, self.frame.top
        return self.pixels[rect.top - top : rect.bottom - top, rect.left - left : rect.right - left]

    def _grow(self, rect: PixelRect) -> None:
        """Have the frame hold `rect`, with room to go on, so that long strokes are seldom copied."""
        if not self.frame.is_empty and _united(self.frame, rect) == self.frame:
            return
        wanted = rect if self.frame.is_empty else _united(self.frame, rect)
        room = max(wanted.width, wanted.height, 64) // 2
        left, top, right, bottom = wanted
        frame = PixelRect(left - room, top - room, right + room, bottom + room).intersected(self._image)
        pixels = np.zeros((frame.height, frame.width), np.bool_)
        if not self.frame.is_empty:
            down, across = self.frame.top - frame.top, self.frame.left - frame.left
            pixels[down : down + self.frame.height, across : across + self.frame.width] = self.pixels
        self.frame, self.pixels = frame, pixels


def _way(start: tuple[int, int], end: tuple[int, int], *, joins_sides: bool) -> Integers:
    """(n, 2) the pixels along a straight line, each beside the one before, or at its corner.

    With `joins_sides` never at its corner only: pixels that share no side are no region.
    """
    (x0, y0), (x1, y1) = start, end
    steps = max(abs(x1 - x0), abs(y1 - y0))
    shares = np.arange(steps + 1) / max(steps, 1)
    way: Integers = np.column_stack(
        (x0 + np.rint(shares * (x1 - x0)), y0 + np.rint(shares * (y1 - y0)))
    ).astype(np.int64)
    if not joins_sides or not steps:
        return way
    between = np.column_stack((way[1:, 0], way[:-1, 1]))
    joined = np.empty((2 * steps + 1, 2), np.int64)
    joined[::2], joined[1::2] = way, between
    return joined


def _united(one: PixelRect, other: PixelRect) -> PixelRect:
    return PixelRect(
        min(one.left, other.left),
        min(one.top, other.top),
        max(one.right, other.right),
        max(one.bottom, other.bottom),
    )
