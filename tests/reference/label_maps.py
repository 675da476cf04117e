"""Label maps as hypothesis draws them, and what can be said of their regions by looking at every pixel."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from labeler.core.arrays import LabelMap


def label_maps(indices=(0, 0, 1, 2, 255), most=12):
    """Any maps of up to `most` rows and columns, and maps of blocks, which have larger regions."""
    noise = arrays(
        np.uint8, array_shapes(min_dims=2, max_dims=2, max_side=most), elements=st.sampled_from(indices)
    )
    blocks = st.tuples(noise, st.integers(1, 4), st.integers(1, 4)).map(
        lambda parts: np.kron(parts[0], np.ones(parts[1:], np.uint8))[: 2 * most, : 2 * most]
    )
    return st.one_of(noise, blocks)


def neighbours_of(row, column, shape):
    for y, x in ((row - 1, column), (row, column - 1), (row, column + 1), (row + 1, column)):
        if 0 <= y < shape[0] and 0 <= x < shape[1]:
            yield y, x


def regions_by_flooding(label_map: LabelMap) -> np.ndarray:
    """(H, W) numbers of regions from 0, in reading order, by flooding one after the other."""
    numbers = np.full(label_map.shape, -1)
    count = 0
    for start in np.ndindex(label_map.shape):
        if numbers[start] >= 0:
            continue
        waiting = [start]
        numbers[start] = count
        while waiting:
            here = waiting.pop()
            for there in neighbours_of(*here, label_map.shape):
                if numbers[there] < 0 and label_map[there] == label_map[here]:
                    numbers[there] = count
                    waiting.append(there)
        count += 1
    return numbers


def borders_by_looking(label_map: LabelMap, region: np.ndarray) -> dict[int, int]:
    """How many edges a region (H, W) bool shares with the pixels of each index around it."""
    lengths: dict[int, int] = {}
    for here in np.argwhere(region).tolist():
        for there in neighbours_of(*here, label_map.shape):
            if not region[there]:
                index = int(label_map[there])
                lengths[index] = lengths.get(index, 0) + 1
    return lengths


def holds_square(region: np.ndarray, side: int) -> bool:
    """Whether a square of side x side pixels fits into a region (H, W) bool."""
    height, width = region.shape
    return any(
        region[row : row + side, column : column + side].all()
        for row in range(height - side + 1)
        for column in range(width - side + 1)
    )
