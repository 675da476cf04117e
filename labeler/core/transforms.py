"""Shapes scaled, turned and mirrored about a point; each keeps its kind where that still says what it is."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from labeler.core.geometry import PixelRect, ellipse_ring
from labeler.core.shapes import Bitmap, Ellipse, Shape, ShapeKind, as_points

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.arrays import Points

# Two directions whose cosine is below this are at right angles.
_SQUARE = 1e-9


class Transform(NamedTuple):
    """A linear map about a fixed point (x, y): x' = x + xx (px - x) + xy (py - y), y' likewise."""

    x: float
    y: float
    xx: float
    xy: float
    yx: float
    yy: float

    @property
    def matrix(self) -> NDArray[np.float64]:
        """(2, 2), for columns."""
        return np.array(((self.xx, self.xy), (self.yx, self.yy)))

    def moved(self, points: Points) -> Points:
        """Where (n, 2) points come to lie; a coordinate that the map leaves alone stays bit for bit."""
        across, down = (points - (self.x, self.y)).T
        columns = []
        for axis, fixed, (a, b) in ((0, self.x, (self.xx, self.xy)), (1, self.y, (self.yx, self.yy))):
            is_kept = (a, b) == ((1.0, 0.0) if axis == 0 else (0.0, 1.0))
            columns.append(points[:, axis] if is_kept else fixed + (a * across + b * down))
        return np.column_stack(columns)


def scaling(about: tuple[float, float], across: float, down: float) -> Transform:
    """Times `across` from left to right and times `down` from top to bottom; negative ones mirror."""
    return Transform(*about, across, 0.0, 0.0, down)


def turning(about: tuple[float, float], degrees: float) -> Transform:
    """A turn, clockwise on screen; by quarters it is exact."""
    quarters = degrees / 90
    if quarters == round(quarters):
        cos, sin = ((1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0))[round(quarters) % 4]
    else:
        cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return Transform(*about, cos, -sin, sin, cos)


def transformed(shape: Shape, transform: Transform) -> Shape:
    """The shape after a map that does not flatten it; its holes go along.

    Polygons, points and lines keep their kind. A rectangle becomes an oriented one when it is turned, an
    oriented one a polygon when its corners are square no longer; a circle becomes an ellipse when it is
    round no longer. A mask stays one when it is mirrored or turned by quarters, and when it has several
    pieces, which one polygon cannot be; else it becomes the polygon of its pixels.
    """
    holes = tuple(transform.moved(hole) for hole in shape.holes)
    match shape.kind:
        case ShapeKind.MASK if shape.bitmap is not None:
            return _mask(shape, shape.bitmap, transform)
        case ShapeKind.RECTANGLE:
            return _rectangle(replace(shape, holes=holes), transform)
        case ShapeKind.CIRCLE if not _is_similar(transform.matrix):
            x, y = shape.points[0].tolist()
            radius = float(np.hypot(*(shape.points[1] - shape.points[0])))
            return _ellipse(replace(shape, holes=holes), Ellipse(x, y, radius, radius), transform)
        case ShapeKind.ELLIPSE if shape.ellipse is not None:
            return _ellipse(replace(shape, holes=holes), shape.ellipse, transform)
    points = transform.moved(shape.points)
    kind = shape.kind
    if kind is ShapeKind.ORIENTED_RECTANGLE and not _is_square(points[1] - points[0], points[3] - points[0]):
        kind = ShapeKind.POLYGON
    return replace(shape, kind=kind, points=points, holes=holes)


def _rectangle(shape: Shape, transform: Transform) -> Shape:
    corners = transform.moved(shape.rings[0])
    if 0 in (transform.xx, transform.xy) and 0 in (transform.yx, transform.yy):
        # Sides stay upright and level.
        return replace(shape, points=corners[[0, 2]])
    is_square = _is_square(corners[1] - corners[0], corners[3] - corners[0])
    kind = ShapeKind.ORIENTED_RECTANGLE if is_square else ShapeKind.POLYGON
    return replace(shape, kind=kind, points=corners)


def _ellipse(shape: Shape, ellipse: Ellipse, transform: Transform) -> Shape:
    """What any linear map makes of an ellipse: its axes are the singular vectors of the map of a circle."""
    turn = math.radians(ellipse.angle)
    axes = np.array(((math.cos(turn), -math.sin(turn)), (math.sin(turn), math.cos(turn))))
    map_of_circle = transform.matrix @ axes @ np.diag((ellipse.radius_x, ellipse.radius_y))
    first, second = map_of_circle.T
    if _is_square(first, second):
        # Its own axes still are: they keep their order, and the handles their places.
        radius_x, radius_y = float(np.hypot(*first)), float(np.hypot(*second))
    else:
        directions, (radius_x, radius_y), _ = np.linalg.svd(map_of_circle)
        first = directions[:, 0]
    ((x, y),) = transform.moved(np.array(((ellipse.x, ellipse.y),))).tolist()
    angle = math.degrees(math.atan2(first[1], first[0])) if first.any() else ellipse.angle
    made = Ellipse(x, y, float(radius_x), float(radius_y), angle)
    return replace(shape, kind=ShapeKind.ELLIPSE, points=as_points(ellipse_ring(*made)), ellipse=made)


def _mask(shape: Shape, bitmap: Bitmap, transform: Transform) -> Shape:
    box = shape.bounds
    corners = transform.moved(np.array(((box.left, box.top), (box.right, box.bottom))))
    if _is_of_quarters(transform.matrix):
        pixels = bitmap.pixels
        if transform.xy:
            pixels = pixels.T
        # The sums are of one number and a zero.
        pixels = pixels[:: int(transform.yx + transform.yy), :: int(transform.xx + transform.xy)]
        return mask_at(shape, pixels, *corners.min(axis=0).round().tolist())
    from labeler.core.vectorizer import mask_polygons

    outlines = [
        (transform.moved(exterior), tuple(map(transform.moved, holes)))
        for exterior, holes in mask_polygons(bitmap.pixels, (int(box.left), int(box.top)))
    ]
    if len(outlines) == 1:
        ((points, holes),) = outlines
        return replace(shape, kind=ShapeKind.POLYGON, points=points, holes=holes, bitmap=None)
    return _painted(shape, [ring for exterior, holes in outlines for ring in (exterior, *holes)])


def _painted(shape: Shape, rings: list[Points]) -> Shape:
    """The mask of the pixels inside rings."""
    from labeler.core.rasterizer import paint

    if not rings:
        return shape
    outline = replace(shape, kind=ShapeKind.POLYGON, points=rings[0], holes=tuple(rings[1:]), bitmap=None)
    box = outline.bounds
    rect = PixelRect(math.floor(box.left), math.floor(box.top), math.ceil(box.right), math.ceil(box.bottom))
    pixels = np.zeros((max(1, rect.height), max(1, rect.width)), np.uint8)
    paint(pixels, [outline], [1], origin=(rect.left, rect.top))
    return mask_at(shape, pixels.astype(np.bool_), rect.left, rect.top)


def mask_at(shape: Shape, pixels: NDArray[np.bool_], left: float, top: float) -> Shape:
    """The shape as a mask of (h, w) bool pixels, the top left of which is at column `left` and row `top`."""
    height, width = pixels.shape
    points = np.array(((left, top), (left + width - 1, top + height - 1)))
    bitmap = Bitmap(np.ascontiguousarray(pixels))
    return replace(shape, kind=ShapeKind.MASK, points=points, bitmap=bitmap)


def _is_square(one: Points, other: Points) -> bool:
    """Whether two directions are at right angles; none is to everything."""
    return abs(float(one @ other)) <= _SQUARE * float(np.hypot(*one) * np.hypot(*other))


def _is_similar(matrix: NDArray[np.float64]) -> bool:
    """Whether a circle stays round."""
    first, second = matrix.T
    lengths = np.hypot(*first), np.hypot(*second)
    return _is_square(first, second) and bool(math.isclose(*lengths, rel_tol=1e-12))


def _is_of_quarters(matrix: NDArray[np.float64]) -> bool:
    """Whether it turns by quarters and mirrors, and does nothing else."""
    return bool((np.sort(np.abs(matrix), axis=1) == (0.0, 1.0)).all()) and bool(np.linalg.det(matrix))
