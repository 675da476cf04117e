"""A shape: one drawn region (or point, or line) of one class, and the rings that rasterize for it.

Shapes are immutable; an edit replaces a shape by another. Coordinates are float64 pixels whose origin is
the top left corner of the top left pixel.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from labeler.core.geometry import Bounds, ellipse_ring

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from labeler.core.arrays import Mask, Points


class ShapeKind(StrEnum):
    """What a shape is; the values are labelme's `shape_type`, and `ellipse`, which is ours."""

    POLYGON = "polygon"
    RECTANGLE = "rectangle"
    ORIENTED_RECTANGLE = "oriented_rectangle"
    CIRCLE = "circle"
    ELLIPSE = "ellipse"
    MASK = "mask"
    POINT = "point"
    POINTS = "points"
    LINE = "line"
    LINESTRIP = "linestrip"

    @property
    def is_rasterized(self) -> bool:
        """Whether shapes of this kind give pixels; points and lines are kept and drawn only."""
        return self not in _NOT_RASTERIZED


_NOT_RASTERIZED = frozenset({ShapeKind.POINT, ShapeKind.POINTS, ShapeKind.LINE, ShapeKind.LINESTRIP})


class Ellipse(NamedTuple):
    """Centre, half axes and the angle of the first axis in degrees, clockwise on screen."""

    x: float
    y: float
    radius_x: float
    radius_y: float
    angle: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Bitmap:
    """The mask of a `mask` shape: (h, w) bool, and the base64 PNG it was read from, if any."""

    pixels: Mask
    encoded: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """One shape. `points` is (n, 2) float64 and read-only, and depends on the kind.

    polygon: the exterior ring (first vertex not repeated); rectangle: two opposite corners;
    oriented_rectangle: four corners; circle: centre and a point on the circle; ellipse: the ring that
    rasterizes, with `ellipse` holding its parameters; mask: top left and bottom right pixel, inclusive, as
    in labelme; point, points, line, linestrip: as named.
    `extra` holds keys of the file that we do not know, as they were read.
    """

    class_name: str
    points: Points
    kind: ShapeKind = ShapeKind.POLYGON
    holes: tuple[Points, ...] = ()
    group_id: int | None = None
    description: str = ""
    flags: Mapping[str, bool] = field(default_factory=dict)
    bitmap: Bitmap | None = None
    ellipse: Ellipse | None = None
    is_locked: bool = False
    extra: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "points", as_points(self.points))
        if self.holes:
            object.__setattr__(self, "holes", tuple(as_points(hole) for hole in self.holes))

    @property
    def rings(self) -> tuple[Points, ...]:
        """The rings that rasterize under the even-odd rule; empty for masks, points and lines."""
        kind = self.kind
        if kind in (ShapeKind.POLYGON, ShapeKind.ORIENTED_RECTANGLE, ShapeKind.ELLIPSE):
            return (self.points, *self.holes)
        if kind is ShapeKind.RECTANGLE:
            (x0, y0), (x1, y1) = self.points[:2]
            return (np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)]), *self.holes)
        if kind is ShapeKind.CIRCLE:
            (x, y), (edge_x, edge_y) = self.points[:2]
            radius = float(np.hypot(edge_x - x, edge_y - y))
            return (ellipse_ring(float(x), float(y), radius, radius), *self.holes)
        return ()

    @property
    def bounds(self) -> Bounds:
        """The smallest box around everything the shape covers or draws."""
        if self.kind is ShapeKind.MASK and self.bitmap is not None:
            left, top = self.points[0].tolist()
            height, width = self.bitmap.pixels.shape
            return Bounds(left, top, left + width, top + height)
        box = Bounds.of_points(self.rings[0] if self.kind is ShapeKind.CIRCLE else self.points)
        if not self.holes:
            return box
        # A hole that reaches out of the exterior adds pixels there, under the even-odd rule.
        return Bounds.around((box, *map(Bounds.of_points, self.holes)))


def boxes_of(shapes: Sequence[Shape]) -> NDArray[np.float64]:
    """(n, 4) float64: left, top, right, bottom of the bounds of each shape, column after column in memory."""
    boxes = np.empty((len(shapes), 4), np.float64, order="F")
    plain: list[int] = []
    for row, shape in enumerate(shapes):
        if shape.kind is ShapeKind.POLYGON and not shape.holes and len(shape.points):
            plain.append(row)
        else:
            boxes[row] = shape.bounds
    if plain:
        # All at once: thousands of small arrays one by one take a hundred times as long.
        rings = [shapes[row].points for row in plain]
        starts = np.cumsum([0, *map(len, rings)])[:-1]
        points = np.concatenate(rings)
        boxes[plain, :2] = np.minimum.reduceat(points, starts)
        boxes[plain, 2:] = np.maximum.reduceat(points, starts)
    return boxes


def bounds_around(shapes: Sequence[Shape]) -> Bounds:
    """The smallest box around all shapes; an inverted, empty box for none."""
    if not shapes:
        return Bounds.around(())
    boxes = boxes_of(shapes)
    return Bounds(*boxes[:, :2].min(axis=0).tolist(), *boxes[:, 2:].max(axis=0).tolist())


def as_points(points: ArrayLike) -> Points:
    """(n, 2) float64, C-contiguous and read-only; copies only what is not that already.

    Raises ValueError for anything that is not a list of pairs.
    """
    array = np.asarray(points, np.float64)
    if array.size == 0:
        array = array.reshape(0, 2)
    if array.ndim != 2 or array.shape[1] != 2:
        raise ValueError(f"points must be pairs of x and y, not an array of shape {array.shape}")
    if array.flags.writeable or not array.flags.c_contiguous:
        array = np.array(array, order="C")
        array.setflags(write=False)
    return array


def polygon(class_name: str, points: ArrayLike, holes: Sequence[ArrayLike] = (), **fields: Any) -> Shape:
    """A polygon shape from anything numpy reads as (n, 2) points; `fields` are those of `Shape`."""
    rings = tuple(as_points(hole) for hole in holes)
    return Shape(class_name=class_name, points=as_points(points), holes=rings, **fields)
