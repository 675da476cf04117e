"""Pairs of label maps to compare: pure noise, and maps that look like a dataset and its prediction."""

from __future__ import annotations

import numpy as np

Pair = tuple[np.ndarray, np.ndarray]


def noisy_pair(size: tuple[int, int], classes: int, seed: int) -> Pair:
    """Two maps of independent pixels; with 256 classes void is among them."""
    random = np.random.default_rng(seed)
    truth, prediction = random.integers(0, classes, (2, size[1], size[0])).astype(np.uint8)
    return truth, prediction


def real_looking_pair(size: tuple[int, int], seed: int, *, objects: int = 12, void: int = 2) -> Pair:
    """Discs and boxes of some classes with a void border; predicted a little aside, some as another class."""
    random = np.random.default_rng(seed)
    truth = painted(size, random, objects)
    shift = random.integers(-2, 3, 2)
    prediction = np.roll(truth, shift, (0, 1))
    if random.random() < 0.7:
        prediction[prediction == random.integers(1, 6)] = 7
    rows, columns = np.indices(truth.shape)
    blob = (rows - size[1] / 2) ** 2 + (columns - size[0] / 3) ** 2 < (min(size) / 8) ** 2
    prediction[blob] = 3
    grown = truth.copy()
    for _ in range(void):
        edge = np.zeros(truth.shape, bool)
        edge[:, 1:] |= grown[:, 1:] != grown[:, :-1]
        edge[1:] |= grown[1:] != grown[:-1]
        grown[edge] = 255
    return grown, prediction


def painted(size: tuple[int, int], random: np.random.Generator, objects: int) -> np.ndarray:
    """Discs and boxes of the classes 1 to 5 on background."""
    width, height = size
    label_map = np.zeros((height, width), np.uint8)
    rows, columns = np.indices(label_map.shape)
    for number in range(objects):
        y, x = random.integers(0, height), random.integers(0, width)
        reach = random.integers(2, max(3, min(size) // 4))
        if number % 2:
            inside = (rows - y) ** 2 + (columns - x) ** 2 <= reach * reach
        else:
            inside = (abs(rows - y) <= reach) & (abs(columns - x) <= reach // 2 + 1)
        label_map[inside] = 1 + number % 5
    return label_map
