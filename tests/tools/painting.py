"""What the tests of brush and eraser have in common."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from labeler.core.areas import mask_of
from labeler.core.geometry import PixelRect
from labeler.core.shapes import Shape, polygon
from labeler.core.stroke import Stroke, stamp_of
from labeler.tools.base import Tool
from tests.tools.desk import SIZE, Desk

Way = list[tuple[float, float]]

coordinates = st.one_of(st.integers(-4, 208).map(lambda half: half / 2), st.floats(-3, 104, allow_nan=False))
polygons = st.lists(st.tuples(coordinates, coordinates), min_size=3, max_size=8).map(
    lambda ring: polygon("car", ring)
)
ways = st.lists(st.tuples(st.floats(-5, 105), st.floats(-5, 85)), min_size=1, max_size=4)


def at_work(desk: Desk, tool: type[Tool], size: int, *, is_square: bool = False) -> None:
    """Take up a tool with a stamp of this size."""
    desk.options.brush_size, desk.options.is_brush_square = size, is_square
    desk.tool = tool(desk)


def square(left: float, top: float, side: float = 10, class_name: str = "car", **fields) -> Shape:
    right, bottom = left + side, top + side
    ring = ((left, top), (right, top), (right, bottom), (left, bottom))
    return polygon(class_name, ring, **fields)


def covered(*shapes: Shape) -> np.ndarray:
    """The pixels that any of the shapes covers."""
    return mask_of(shapes, PixelRect(0, 0, *SIZE))


def stroked(way: Way, size: int, *, is_square: bool = False) -> np.ndarray:
    """The pixels of a stroke."""
    stroke = Stroke(stamp_of(size, is_square=is_square), SIZE)
    for start, end in zip([way[0], *way], way, strict=False):
        stroke.add(start, end)
    pixels = np.zeros((SIZE[1], SIZE[0]), bool)
    left, top, right, bottom = stroke.bounds
    pixels[top:bottom, left:right] = stroke.covered
    return pixels
