"""What the rules of the data say, by brute force in rational arithmetic: slow, plain, and independent.

The pixel rule: a pixel is in iff its centre is inside under the even-odd rule, left and top closed.
"""

from __future__ import annotations

from bisect import bisect_right
from fractions import Fraction
from math import floor

import numpy as np

HALF = Fraction(1, 2)


def inside(rings, size, origin=(0, 0)):
    """(height, width) bool: the pixels of a window whose centres lie inside of the rings."""
    width, height = size
    edges = [edge for ring in rings for edge in edges_of(ring)]
    mask = np.zeros((height, width), bool)
    for row in range(height):
        crossings = sorted(crossings_of(edges, origin[1] + row + HALF))
        for column in range(width):
            mask[row, column] = bisect_right(crossings, origin[0] + column + HALF) % 2
    return mask


def edges_of(ring):
    points = [(Fraction(float(x)), Fraction(float(y))) for x, y in ring]
    return list(zip(points, points[1:] + points[:1], strict=True)) if points else []


def crossings_of(edges, y):
    """Where edges meet the line at height y; a vertex belongs to the edges below it."""
    return [x0 + (y - y0) * (x1 - x0) / (y1 - y0) for (x0, y0), (x1, y1) in edges if (y0 <= y) != (y1 <= y)]


def painted(shapes, size, background=0, origin=(0, 0)):
    """(height, width) int: (rings, value) pairs painted in order."""
    width, height = size
    label_map = np.full((height, width), background)
    for rings, value in shapes:
        label_map[inside(rings, size, origin)] = value
    return label_map


def bitmap_inside(pixels, offset, size):
    """(height, width) bool: each pixel takes the bitmap's pixel in whose half-open square its centre lies."""
    width, height = size
    mask = np.zeros((height, width), bool)
    for row in range(height):
        for column in range(width):
            x = floor(column + HALF - Fraction(float(offset[0])))
            y = floor(row + HALF - Fraction(float(offset[1])))
            if 0 <= y < pixels.shape[0] and 0 <= x < pixels.shape[1]:
                mask[row, column] = pixels[y, x]
    return mask


def near_boundary(label_map, radius):
    """(H, W) bool: pixels whose centre lies within the radius of a pixel edge between two values."""
    height, width = label_map.shape
    pixel_edges = []
    for row in range(height):
        for column in range(width):
            if column + 1 < width and label_map[row, column] != label_map[row, column + 1]:
                pixel_edges.append((column + 1, row, column + 1, row + 1))
            if row + 1 < height and label_map[row, column] != label_map[row + 1, column]:
                pixel_edges.append((column, row + 1, column + 1, row + 1))
    limit = Fraction(radius) ** 2
    near = np.zeros((height, width), bool)
    for row in range(height):
        for column in range(width):
            x, y = column + HALF, row + HALF
            near[row, column] = any(
                (x - min(max(x, x0), x1)) ** 2 + (y - min(max(y, y0), y1)) ** 2 <= limit
                for x0, y0, x1, y1 in pixel_edges
            )
    return near
