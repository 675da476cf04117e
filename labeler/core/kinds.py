"""Shapes as shapes of another kind: the polygon, rectangle, ellipse or circle that stands for them."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from labeler.core.errors import GeometryError
from labeler.core.geometry import ellipse_ring
from labeler.core.shapes import Ellipse, Shape, ShapeKind, as_points

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.arrays import Points

# An ellipse whose axes differ by less than this share is round, and has no angle.
_ROUND = 1e-9


def converted(shape: Shape, kind: ShapeKind) -> list[Shape]:
    """The shape as one of another kind; a mask of several pieces becomes several polygons.

    Polygon: the same outline, of a mask that of its pixels, with all holes. Rectangle: the box around it.
    Oriented rectangle: the one of least area around it. Ellipse: the one with the same centre of mass and
    second moments of area. Circle: that with the same centre of mass and area. But for polygons, holes count
    for nothing more. A shape that is of the kind already is returned as it is, in a list of its own.

    Raises GeometryError for what has no area.
    """
    if shape.kind is kind:
        return [shape]
    if not shape.kind.is_rasterized:
        raise GeometryError("Points and lines cover no area; only shapes that do can be converted.")
    return _CONVERSIONS[kind](shape)


def _polygons(shape: Shape) -> list[Shape]:
    if shape.kind is not ShapeKind.MASK:
        points, *holes = shape.rings
        return [_with(shape, ShapeKind.POLYGON, points, holes=tuple(holes))]
    from labeler.core.areas import area_of, pieces

    made = pieces(area_of(shape), shape)
    if not made:
        raise _no_area()
    return made


def _rectangle(shape: Shape) -> list[Shape]:
    if shape.kind is ShapeKind.MASK:
        from labeler.core.areas import area_of

        box = area_of(shape).bounds
    else:
        box = shape.bounds
    left, top, right, bottom = box
    if not (left < right and top < bottom):
        raise _no_area()
    return [_with(shape, ShapeKind.RECTANGLE, np.array(((left, top), (right, bottom))))]


def _oriented_rectangle(shape: Shape) -> list[Shape]:
    if shape.kind is ShapeKind.RECTANGLE:
        return [_with(shape, ShapeKind.ORIENTED_RECTANGLE, shape.rings[0])]
    import shapely

    from labeler.core.areas import area_of

    corners = shapely.get_coordinates(shapely.minimum_rotated_rectangle(area_of(shape)))
    if len(corners) != 5:
        raise _no_area()
    return [_with(shape, ShapeKind.ORIENTED_RECTANGLE, corners[:4])]


def _ellipse(shape: Shape) -> list[Shape]:
    if shape.kind is ShapeKind.CIRCLE:
        (x, y), edge = shape.points[0].tolist(), shape.points[1]
        radius = float(np.hypot(*(edge - shape.points[0])))
        made = Ellipse(x, y, radius, radius)
    else:
        _, (x, y), spread = _moments(shape)
        squares, axes = np.linalg.eigh(spread)
        # An ellipse with half axes a and b has the variances a^2 / 4 and b^2 / 4 along them.
        radius_y, radius_x = (2 * math.sqrt(max(0.0, square)) for square in squares.tolist())
        is_round = radius_x - radius_y <= _ROUND * radius_x
        angle = 0.0 if is_round else math.degrees(math.atan2(axes[1, 1], axes[0, 1]))
        made = Ellipse(x, y, radius_x, radius_y, (angle + 90) % 180 - 90)
    ellipse = _with(shape, ShapeKind.ELLIPSE, ellipse_ring(*made))
    return [replace(ellipse, ellipse=made)]


def _circle(shape: Shape) -> list[Shape]:
    if shape.ellipse is not None:
        x, y, radius_x, radius_y, _ = shape.ellipse
        radius = math.sqrt(radius_x * radius_y)
    else:
        area, (x, y), _ = _moments(shape)
        radius = math.sqrt(area / math.pi)
    return [_with(shape, ShapeKind.CIRCLE, np.array(((x, y), (x + radius, y))))]


_CONVERSIONS: dict[ShapeKind, Callable[[Shape], list[Shape]]] = {
    ShapeKind.POLYGON: _polygons,
    ShapeKind.RECTANGLE: _rectangle,
    ShapeKind.ORIENTED_RECTANGLE: _oriented_rectangle,
    ShapeKind.ELLIPSE: _ellipse,
    ShapeKind.CIRCLE: _circle,
}


def _with(shape: Shape, kind: ShapeKind, points: Points, holes: tuple[Points, ...] = ()) -> Shape:
    return replace(shape, kind=kind, points=as_points(points), holes=holes, bitmap=None, ellipse=None)


def _moments(shape: Shape) -> tuple[float, tuple[float, float], NDArray[np.float64]]:
    """Area, centre of mass, and the (2, 2) covariance of what a shape covers.

    By Green's theorem along its rings (C. Steger, "On the calculation of moments of polygons", 1996).
    """
    from labeler.core.areas import area_of, polygons_of

    # Counted from the middle: squares of large coordinates would swallow the difference.
    middle = np.array(shape.bounds).reshape(2, 2).mean(axis=0)
    total = np.zeros(6)
    for exterior, holes in polygons_of(area_of(shape)):
        total += _of_ring(exterior - middle)
        total -= sum((_of_ring(hole - middle) for hole in holes), np.zeros(6))
    area, x, y, xx, yy, xy = total.tolist()
    if area <= 0:
        raise _no_area()
    x, y = x / area, y / area
    spread = np.array(((xx / area - x * x, xy / area - x * y), (xy / area - x * y, yy / area - y * y)))
    return area, (float(middle[0] + x), float(middle[1] + y)), spread


def _of_ring(ring: Points) -> NDArray[np.float64]:
    """The integrals over a ring's inside of 1, x, y, x^2, y^2 and x y; whichever way it runs."""
    x0, y0 = ring.T
    x1, y1 = np.roll(ring, -1, axis=0).T
    cross = x0 * y1 - x1 * y0
    sums = np.array(
        (
            cross.sum() / 2,
            ((x0 + x1) * cross).sum() / 6,
            ((y0 + y1) * cross).sum() / 6,
            ((x0 * x0 + x0 * x1 + x1 * x1) * cross).sum() / 12,
            ((y0 * y0 + y0 * y1 + y1 * y1) * cross).sum() / 12,
            ((x0 * y1 + 2 * x0 * y0 + 2 * x1 * y1 + x1 * y0) * cross).sum() / 24,
        )
    )
    return -sums if sums[0] < 0 else sums


def _no_area() -> GeometryError:
    return GeometryError("A shape without area cannot be converted. Give it some, or delete it.")
