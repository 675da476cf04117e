"""Rings of every awkward sort, as hypothesis draws them, and arrays as the scanline kernel takes them."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

WIDTH, HEIGHT = 17, 13
SIZE = (WIDTH, HEIGHT)

# Far and near, beyond which the rasterizer refuses or counts as 0.
FAR = 2.0**40
TINY = 2.0**-450


def floats_within(low, high):
    """Any float64 numbers but those that count as 0."""
    return st.floats(low, high, allow_nan=False).map(lambda value: value if abs(value) >= TINY else 0.0)


floats = floats_within(-6, 24)
whole = st.integers(-4, 22).map(float)
centres = st.integers(-4, 22).map(lambda number: number + 0.5)
quarters = st.integers(-12, 80).map(lambda number: number / 4)
beside_centres = st.tuples(centres, st.integers(-3, 3)).map(lambda pair: stepped(*pair))
tiny = floats_within(-1e-3, 1e-3)
huge = st.one_of(floats_within(-1e7, 1e7), floats_within(-FAR, FAR))

coordinates = st.one_of(floats, whole, centres, quarters, beside_centres, tiny, huge)


def stepped(value, steps):
    """The float64 number that many places above (below) the value."""
    for _ in range(abs(steps)):
        value = float(np.nextafter(value, np.inf if steps > 0 else -np.inf))
    return value


def rings_of(numbers, most=9):
    """Rings of 0 to `most` vertices whose coordinates are all of one kind or of all kinds."""
    return st.lists(st.tuples(numbers, numbers), max_size=most)


rings = st.one_of(*(rings_of(each) for each in (coordinates, floats, whole, centres, beside_centres, huge)))
some_rings = st.lists(rings, min_size=1, max_size=3)


def kernel_arguments(shapes):
    """points, rings and shapes as the kernel takes them, for (rings, value) pairs."""
    all_rings = [
        np.array(ring, np.float64).reshape(-1, 2) for shape_rings, _ in shapes for ring in shape_rings
    ]
    rows = np.zeros((len(shapes), 6), np.int64)
    rows[:, 0] = np.cumsum([len(shape_rings) for shape_rings, _ in shapes])
    rows[:, 1] = [value for _, value in shapes]
    ends = np.cumsum([len(ring) for ring in all_rings], dtype=np.int64)
    return np.concatenate([np.empty((0, 2)), *all_rings]), ends, rows
