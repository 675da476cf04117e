"""Plain geometry of points, boxes and rings: what shapes, tools and layers compute in common."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.arrays import Points

# A curve is drawn as a ring that nowhere leaves it by more than this many pixels.
CURVE_TOLERANCE = 1 / 256

# A ring whose vertices leave a line by less than this share of its length has no area.
_FLAT = 1e-9

# Up to so many vertices Python goes through a ring in less time than it takes to call numpy.
_FEW_VERTICES = 100


class PixelRect(NamedTuple):
    """A rectangle of whole pixels: columns left..right-1, rows top..bottom-1."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def is_empty(self) -> bool:
        """Whether it holds no pixel."""
        return self.right <= self.left or self.bottom <= self.top

    @property
    def width(self) -> int:
        """Number of columns."""
        return max(0, self.right - self.left)

    @property
    def height(self) -> int:
        """Number of rows."""
        return max(0, self.bottom - self.top)

    def intersected(self, other: PixelRect) -> PixelRect:
        """The pixels that both hold; may be empty."""
        return PixelRect(
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )


class Bounds(NamedTuple):
    """A box in image coordinates (float pixels)."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def of_points(cls, points: Points) -> Bounds:
        """The smallest box around (n, 2) points; an inverted, empty box for none."""
        if len(points) == 0:
            return cls(math.inf, math.inf, -math.inf, -math.inf)
        left, top = points.min(axis=0).tolist()
        right, bottom = points.max(axis=0).tolist()
        return cls(left, top, right, bottom)

    @classmethod
    def around(cls, boxes: Iterable[Bounds]) -> Bounds:
        """The smallest box around all boxes; an inverted, empty box for none."""
        left, top, right, bottom = math.inf, math.inf, -math.inf, -math.inf
        for box in boxes:
            left, top = min(left, box.left), min(top, box.top)
            right, bottom = max(right, box.right), max(bottom, box.bottom)
        return cls(left, top, right, bottom)

    @property
    def is_empty(self) -> bool:
        """Whether the box holds not even a point."""
        return self.right < self.left or self.bottom < self.top

    def grown(self, margin: float) -> Bounds:
        """The box with `margin` more on each side."""
        return Bounds(self.left - margin, self.top - margin, self.right + margin, self.bottom + margin)

    def pixels(self, size: tuple[int, int]) -> PixelRect:
        """Every pixel of an image of `size` (width, height) that the box touches."""
        if self.is_empty:
            return PixelRect(0, 0, 0, 0)
        width, height = size
        return PixelRect(
            int(min(max(math.floor(self.left), 0), width)),
            int(min(max(math.floor(self.top), 0), height)),
            int(min(max(math.ceil(self.right), 0), width)),
            int(min(max(math.ceil(self.bottom), 0), height)),
        )


def ellipse_ring(x: float, y: float, radius_x: float, radius_y: float, angle: float = 0.0) -> Points:
    """(n, 2) vertices of an ellipse that stays within CURVE_TOLERANCE of the curve.

    `angle` turns the first axis, in degrees, clockwise on screen. n is a multiple of 4, so that the ends of
    both axes are vertices; it grows with the square root of the larger radius (16..65536).
    """
    largest = max(abs(radius_x), abs(radius_y), CURVE_TOLERANCE)
    step = (
        2 * math.acos(max(0.0, 1 - CURVE_TOLERANCE / largest)) if largest > CURVE_TOLERANCE else math.pi / 2
    )
    # Of a radius past 1e13 the step is 0.
    count = 65536 if step < math.tau / 65536 else max(16, 4 * math.ceil(math.pi / 2 / step))
    turn = np.arange(count) * (2 * math.pi / count)
    across, down = radius_x * np.cos(turn), radius_y * np.sin(turn)
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    return np.column_stack((x + across * cos - down * sin, y + across * sin + down * cos))


def points_in_rings(points: Points, rings: Iterable[Points]) -> NDArray[np.bool_]:
    """Which of (n, 2) points lie inside under the even-odd rule over all rings, (n,) bool.

    In plain float64: for the pointer under a hand, not for pixels (that is the rasterizer's work).
    """
    inside = np.zeros(len(points), bool)
    if not len(points):
        return inside
    px, py = points[:, :1], points[:, 1:]
    lowest, highest = py.min(), py.max()
    for ring in rings:
        x0, y0 = ring[:, 0], ring[:, 1]
        x1, y1 = np.roll(x0, -1), np.roll(y0, -1)
        # Of long rings most edges lie above or below all of the points.
        is_beside = (np.minimum(y0, y1) <= highest) & (np.maximum(y0, y1) > lowest)
        if not is_beside.any():
            continue
        x0, y0, x1, y1 = (each[is_beside] for each in (x0, y0, x1, y1))
        spans = (y0 <= py) != (y1 <= py)
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            crossing = x0 + (py - y0) * (x1 - x0) / (y1 - y0)
        inside ^= (np.count_nonzero(spans & (crossing <= px), axis=1) & 1).astype(bool)
    return inside


def is_in_rings(x: float, y: float, rings: Iterable[Points]) -> bool:
    """Whether (x, y) lies inside, by the arithmetic of `points_in_rings`; much faster for few vertices."""
    is_inside = False
    for ring in rings:
        if len(ring) > _FEW_VERTICES:
            is_inside ^= bool(points_in_rings(np.array(((x, y),)), (ring,))[0])
            continue
        vertices = ring.tolist()
        x0, y0 = vertices[-1] if vertices else (0.0, 0.0)
        for x1, y1 in vertices:
            if (y0 <= y) != (y1 <= y) and x0 + (y - y0) * (x1 - x0) / (y1 - y0) <= x:
                is_inside = not is_inside
            x0, y0 = x1, y1
    return is_inside


def is_flat(ring: Points) -> bool:
    """Whether the vertices of a ring lie on one line, to a billionth of its length: it has no area then."""
    offsets = ring - ring[0]
    lengths = np.hypot(offsets[:, 0], offsets[:, 1])
    along = offsets[lengths.argmax()]
    heights = np.abs(offsets[:, 0] * along[1] - offsets[:, 1] * along[0])
    return bool(heights.max() <= _FLAT * lengths.max() ** 2)


def nearest_on_ring(
    x: float, y: float, ring: Points, *, is_closed: bool = True
) -> tuple[int, float, float, float]:
    """(edge, x, y, distance): the point of a ring nearest to (x, y); edge i runs from vertex i to i+1.

    A line is a ring that is not closed: its last vertex is not joined to the first.
    """
    start = ring
    along = np.roll(ring, -1, axis=0) - start
    length = np.einsum("ij,ij->i", along, along)
    to_point = np.array((x, y)) - start
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(length > 0, np.einsum("ij,ij->i", to_point, along) / length, 0.0)
    foot = start + along * np.clip(share, 0, 1)[:, None]
    distance = np.hypot(foot[:, 0] - x, foot[:, 1] - y)
    if not is_closed and len(ring) > 1:
        distance[-1] = np.inf
    edge = int(distance.argmin())
    return edge, float(foot[edge, 0]), float(foot[edge, 1]), float(distance[edge])
