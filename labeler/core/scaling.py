"""Shapes scaled from an image of one size to the same image of another size."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from labeler.core.exact import first_centre
from labeler.core.geometry import ellipse_ring
from labeler.core.shapes import Bitmap, Ellipse, Shape, ShapeKind, as_points

if TYPE_CHECKING:
    from labeler.core.arrays import Points

Size = tuple[int, int]


def scaled(shape: Shape, before: Size, after: Size) -> Shape:
    """The shape of an image of `before` (width, height) pixels on the same image of `after` pixels.

    What lies on the border of the one lies on the border of the other. Scaled more in one direction than in
    the other, a circle becomes an ellipse and an oriented rectangle a polygon. The pixels of a bitmap are
    those of the old one whose place is nearest.
    """
    points, holes = _scaled(shape.points, before, after), shape.holes
    if holes:
        holes = tuple(_scaled(hole, before, after) for hole in holes)
    shape = replace(shape, holes=holes)
    is_even = after[0] * before[1] == after[1] * before[0]
    if shape.bitmap is not None:
        return _with_bitmap_scaled(shape, shape.bitmap, before, after)
    if shape.ellipse is not None:
        ellipse = _scaled_ellipse(shape.ellipse, before, after)
        return replace(shape, points=ellipse_ring(*ellipse), ellipse=ellipse)
    if shape.kind is ShapeKind.CIRCLE and not is_even:
        (x, y), (edge_x, edge_y) = shape.points[:2].tolist()
        radius = math.hypot(edge_x - x, edge_y - y)
        ellipse = _scaled_ellipse(Ellipse(x, y, radius, radius), before, after)
        return replace(shape, kind=ShapeKind.ELLIPSE, points=ellipse_ring(*ellipse), ellipse=ellipse)
    if shape.kind is ShapeKind.ORIENTED_RECTANGLE and not is_even:
        return replace(shape, kind=ShapeKind.POLYGON, points=points)
    return replace(shape, points=points)


def _scaled(points: Points, before: Size, after: Size) -> Points:
    # Multiplied first: the border of the image comes out exactly.
    return as_points(points * np.array(after, float) / np.array(before, float))


def _scaled_ellipse(ellipse: Ellipse, before: Size, after: Size) -> Ellipse:
    """An ellipse is a circle under a linear map, whose singular values are its half axes."""
    across, down = after[0] / before[0], after[1] / before[1]
    x, y = ellipse.x * after[0] / before[0], ellipse.y * after[1] / before[1]
    if across == down:
        return Ellipse(x, y, ellipse.radius_x * across, ellipse.radius_y * down, ellipse.angle)
    turn = math.radians(ellipse.angle)
    cos, sin = math.cos(turn), math.sin(turn)
    axes = np.array(((cos, -sin), (sin, cos))) * (ellipse.radius_x, ellipse.radius_y)
    turned, radii, _ = np.linalg.svd(np.array(((across,), (down,))) * axes)
    angle = math.degrees(math.atan2(turned[1, 0], turned[0, 0]))
    return Ellipse(x, y, float(radii[0]), float(radii[1]), angle)


def _with_bitmap_scaled(shape: Shape, bitmap: Bitmap, before: Size, after: Size) -> Shape:
    left, top = (int(first_centre(coordinate)) for coordinate in shape.points[0].tolist())
    height, width = bitmap.pixels.shape
    columns, from_column = _nearest(left, width, before[0], after[0])
    rows, from_row = _nearest(top, height, before[1], after[1])
    pixels = np.ascontiguousarray(bitmap.pixels[np.ix_(from_row, from_column)])
    corners = as_points([(columns[0], rows[0]), (columns[1] - 1, rows[1] - 1)])
    return replace(shape, points=corners, bitmap=Bitmap(pixels))


def _nearest(first: int, count: int, before: int, after: int) -> tuple[tuple[int, int], np.ndarray]:
    """The pixels [begin, end) after scaling whose centres lie in `count` pixels from `first` on before.

    With them the place among those of each one; of pixels that vanish the nearest one stays.
    """
    places = np.arange(first * after // before, -(-(first + count) * after // before))
    # The centre (p + 0.5) * before / after in whole numbers, so that no rounding moves a pixel.
    source = (2 * places + 1) * before // (2 * after) - first
    inside = (source >= 0) & (source < count)
    if not inside.any():
        inside[0] = True
    places, source = places[inside], np.clip(source[inside], 0, count - 1)
    return (int(places[0]), int(places[-1]) + 1), source
