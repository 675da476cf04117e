"""Random tilings of an image, whose neighbours share every vertex of their borders, and what they cover."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from labeler.core.geometry import PixelRect
from labeler.core.rasterizer import paint
from labeler.core.shapes import Shape, polygon


def grid(rows: int, columns: int, side: float, seed: int) -> list[Shape]:
    """Cells whose corners are shaken, and whose edges are drawn by many shaken vertices."""
    random = np.random.default_rng(seed)
    ys, xs = np.mgrid[0 : rows + 1, 0 : columns + 1].astype(float) * side
    shake = random.uniform(-side / 4, side / 4, (2, rows + 1, columns + 1))
    xs[:, 1:-1] += shake[0][:, 1:-1]
    ys[1:-1] += shake[1][1:-1]
    corners = np.stack((xs, ys), axis=-1)
    cells = []
    for row in range(rows):
        for column in range(columns):
            ring = [(row, column), (row, column + 1), (row + 1, column + 1), (row + 1, column)]
            cells.append(np.array([corners[place] for place in ring]))
    return tiling(cells, (columns * side, rows * side), random)


def voronoi(count: int, size: tuple[float, float], seed: int) -> list[Shape]:
    """The cells of random points, each border drawn by many shaken vertices."""
    import shapely

    random = np.random.default_rng(seed)
    frame = shapely.box(0, 0, *size)
    points = random.uniform((0, 0), size, (count, 2))
    cells = shapely.voronoi_polygons(shapely.multipoints(points), extend_to=frame.buffer(max(size)))
    parts = [cell.intersection(frame) for cell in cells.geoms]
    rings = [shapely.get_coordinates(part.exterior)[:-1] for part in parts if part.area > 0]
    return tiling(rings, size, random)


def tiling(cells: list[np.ndarray], size: tuple[float, float], random: np.random.Generator) -> list[Shape]:
    """The cells as polygons, with vertices between that both sides of an edge have."""
    edges: dict[tuple, np.ndarray] = {}

    def between(start: np.ndarray, end: np.ndarray) -> np.ndarray:
        one, other = sorted((tuple(start.tolist()), tuple(end.tolist())))
        if (one, other) not in edges:
            length = float(np.hypot(*(end - start)))
            shares = np.arange(1, max(1, int(length / 2)))[:, None] / max(1, int(length / 2))
            points = np.array(one) + shares * (np.array(other) - np.array(one))
            is_inner = (points > 0.5).all(axis=1) & (points < np.array(size) - 0.5).all(axis=1)
            points[is_inner] += random.uniform(-0.4, 0.4, (int(is_inner.sum()), 2))
            edges[one, other] = points
        points = edges[one, other]
        return points if tuple(start.tolist()) == one else points[::-1]

    shapes = []
    for ring in cells:
        ends = zip(ring, np.roll(ring, -1, axis=0), strict=True)
        parts = [np.concatenate((start[None], between(start, end))) for start, end in ends]
        shapes.append(polygon("car", np.concatenate(parts)))
    return shapes


def coverage(shapes: list[Shape], size: tuple[int, int]) -> np.ndarray:
    """(H, W): how many of the shapes cover each pixel."""
    width, height = size
    total = np.zeros((height, width), np.int32)
    for shape in shapes:
        mask = np.zeros((height, width), np.uint8)
        paint(mask, [shape], [1], clip=PixelRect(0, 0, width, height))
        total += mask
    return total


SIZE = (60, 48)
seeds = st.integers(0, 10_000)
tilings = st.one_of(
    st.builds(grid, st.just(4), st.just(5), st.just(12.0), seeds),
    st.builds(voronoi, st.integers(2, 12), st.just(SIZE), seeds),
)
