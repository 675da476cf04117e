"""Random tilings in a frame: shapes without a gap and without an overlap, with and without T-junctions.

The frame is a shape with a hole of only four corners, so that all vertices of the tiling have neighbours on
every side.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import strategies as st

from labeler.core.rasterizer import rasterize
from labeler.core.shapes import Shape, ShapeKind, polygon

SIZE = (40, 40)
# The tiling lies in LOW..HIGH both ways, the frame around it.
LOW, HIGH = 4.0, 36.0


def frame() -> Shape:
    hole = [(LOW, LOW), (HIGH, LOW), (HIGH, HIGH), (LOW, HIGH)]
    return polygon("car", [(0, 0), (40, 0), (40, 40), (0, 40)], [hole])


def _spread(draw, count: int) -> list[float]:
    """Ascending whole and half coordinates from LOW to HIGH, well apart."""
    steps = [draw(st.integers(6, 12)) for _ in range(count)]
    inner = np.cumsum(steps)[:-1] / sum(steps) * (HIGH - LOW)
    return [LOW, *(LOW + np.round(inner * 2) / 2).tolist(), HIGH]


@st.composite
def grids(draw) -> list[Shape]:
    """Quadrilaterals between lines that were shaken: each inner vertex belongs to four of them."""
    across, down = _spread(draw, draw(st.integers(2, 4))), _spread(draw, draw(st.integers(2, 4)))
    shaken = {}
    for row, y in enumerate(down):
        for column, x in enumerate(across):
            dx, dy = (draw(st.integers(-2, 2)) / 2 for _ in "xy")
            is_inner_x, is_inner_y = 0 < column < len(across) - 1, 0 < row < len(down) - 1
            shaken[row, column] = (x + dx * is_inner_x, y + dy * is_inner_y)
    corners = ((0, 0), (0, 1), (1, 1), (1, 0))
    return [
        polygon("car", [shaken[row + below, column + right] for below, right in corners])
        for row in range(len(down) - 1)
        for column in range(len(across) - 1)
    ]


@st.composite
def bricks(draw) -> list[Shape]:
    """Rows of rectangles, each divided in its own way: where a row has a vertex, the next has an edge."""
    down = _spread(draw, draw(st.integers(2, 4)))
    found = []
    for top, bottom in pairwise(down):
        across = _spread(draw, draw(st.integers(1, 4)))
        for left, right in pairwise(across):
            if draw(st.booleans()):
                found.append(Shape("car", np.array([(left, top), (right, bottom)]), ShapeKind.RECTANGLE))
            else:
                found.append(polygon("car", [(left, top), (right, top), (right, bottom), (left, bottom)]))
    return found


@st.composite
def triangles(draw) -> list[Shape]:
    """The Delaunay triangles of random places, the corners of the tiling among them."""
    import shapely

    inner = st.integers(int(LOW * 2 + 2), int(HIGH * 2 - 2)).map(lambda count: count / 2)
    places = draw(st.lists(st.tuples(inner, inner), min_size=2, max_size=8, unique=True))
    corners = [(LOW, LOW), (HIGH, LOW), (HIGH, HIGH), (LOW, HIGH)]
    made = shapely.delaunay_triangles(shapely.MultiPoint([*corners, *places]))
    return [polygon("car", shapely.get_coordinates(part)[:-1]) for part in made.geoms]


@st.composite
def cells(draw) -> list[Shape]:
    """The Voronoi cells of random places; their corners are any float64 numbers."""
    import shapely

    inner = st.floats(LOW + 1, HIGH - 1)
    places = draw(
        st.lists(st.tuples(inner, inner), min_size=2, max_size=6, unique_by=lambda place: round(place[0]))
    )
    whole = shapely.box(LOW, LOW, HIGH, HIGH)
    made = shapely.voronoi_polygons(shapely.MultiPoint(places), extend_to=whole)
    kept = shapely.intersection(shapely.get_parts(made), whole)
    return [polygon("car", shapely.get_coordinates(part)[:-1]) for part in kept]


def framed(shapes: list[Shape]) -> list[Shape]:
    return [frame(), *shapes]


def on_edge(shapes: list[Shape]) -> list[Shape]:
    """The same turned by 45 degrees: vertices lie on slanting edges, and these on centres of pixels."""

    def turned(ring):
        x, y = (ring - 20).T
        return np.column_stack(((x - y) / 2, (x + y) / 2)) + 20

    outer, (hole,) = shapes[0].points, shapes[0].holes
    rest = [polygon("car", turned(shape.rings[0])) for shape in shapes[1:]]
    return [polygon("car", outer, [turned(hole)]), *rest]


tilings = st.one_of(
    st.one_of(grids(), bricks(), triangles(), cells()).map(framed), bricks().map(framed).map(on_edge)
)


def cover(shapes: list[Shape]) -> np.ndarray:
    """(40, 40) int: how many of the shapes cover each pixel."""
    return sum(rasterize([shape], SIZE, {"car": 1}).astype(int) for shape in shapes)


def is_tiling(shapes: list[Shape]) -> bool:
    return bool((cover(shapes) == 1).all())


def are_sound(shapes: list[Shape]) -> bool:
    """Whether no ring crosses itself or another of its shape."""
    import shapely

    return all(shapely.Polygon(shape.rings[0], shape.rings[1:]).is_valid for shape in shapes)


def turns(shapes: list[Shape]) -> list[bool]:
    """Whether each ring runs clockwise: a shape that was turned inside out runs the other way."""
    import shapely

    return [bool(shapely.LinearRing(ring).is_ccw) for shape in shapes for ring in shape.rings]
