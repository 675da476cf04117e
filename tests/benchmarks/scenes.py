"""Label maps to measure with: star-shaped polygons of 20 classes, the same at every run."""

from __future__ import annotations

import math

import numpy as np

from labeler.core.arrays import LabelMap
from labeler.core.classes import ClassRow, ClassTable
from labeler.core.palette import voc_color
from labeler.core.rasterizer import rasterize
from labeler.core.shapes import Shape

CLASSES = ClassTable(tuple(ClassRow(index, f"class {index}", voc_color(index)) for index in range(1, 21)))

FULL_HD = (1920, 1080)
MEGAPIXELS_100 = (10_000, 10_000)


def star_shapes(count: int, vertices: int, size: tuple[int, int], seed: int = 0) -> list[Shape]:
    """Polygons of 2 to 16 per cent of the image across (10 to 40 when there are fewer than 100)."""
    random = np.random.default_rng(seed)
    smallest, largest = (0.01, 0.08) if count >= 100 else (0.05, 0.2)
    shapes = []
    for _ in range(count):
        centre = random.uniform((0, 0), size)
        angles = np.sort(random.uniform(0, 2 * math.pi, vertices))
        radii = random.uniform(smallest, largest) * min(size) * random.uniform(0.5, 1, vertices)
        ring = centre + radii[:, None] * np.stack([np.cos(angles), np.sin(angles)], 1)
        shapes.append(Shape(f"class {random.integers(1, 21)}", ring))
    return shapes


def star_map(count: int, vertices: int, size: tuple[int, int]) -> LabelMap:
    """The label map of such polygons."""
    return rasterize(star_shapes(count, vertices, size), size, CLASSES)
