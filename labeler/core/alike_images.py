"""Which images of many look alike: those of one split that another split has, and groups within a split."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import islice, pairwise
from typing import NamedTuple

import numpy as np

from labeler.core.image_hash import NEAR, Look, are_alike, near_pairs

# Of images with one and the same hash so many are compared with another image; where all are black it may be
# thousands, and one of them tells it.
_FEW = 8


class Likeness(NamedTuple):
    """The image at a position looks like another one; their hashes differ in so many bits."""

    position: int
    other: int
    bits: int


class _Hashes:
    """The images by their hash, and which hashes are near to one another."""

    def __init__(self, looks: Mapping[int, Look], most: int) -> None:
        positions = sorted(looks)
        hashes = np.array([looks[position].hash for position in positions], np.uint64)
        unique, numbers = np.unique(hashes, return_inverse=True)
        self.images: list[list[int]] = [[] for _ in unique]
        for position, number in zip(positions, numbers.tolist(), strict=True):
            self.images[number].append(position)
        pairs = near_pairs(unique, most)
        bits = np.bitwise_count(unique[pairs[:, 0]] ^ unique[pairs[:, 1]])
        self.pairs: list[tuple[int, int]] = [(one, other) for one, other in pairs.tolist()]
        self.near: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for (one, other), count in zip(self.pairs, bits.tolist(), strict=True):
            self.near[one].append((count, other))
            self.near[other].append((count, one))


def alike_across(
    looks: Mapping[int, Look], splits: Mapping[int, int], most: int = NEAR
) -> Iterator[Likeness]:
    """The images that look like one of an earlier split, each with the nearest such image, by position.

    `looks` has images by position, `splits` the number of the split of those that are in one. Hashes may
    differ in `most` bits, and the thumbnails have to agree (`are_alike`).
    """
    listed = {position: looks[position] for position in looks if position in splits}
    hashes = _Hashes(listed, most)
    found = []
    for number, images in enumerate(hashes.images):
        around = [(0, number), *sorted(hashes.near.get(number, ()))]
        for position in images:
            found += _nearest(position, around, hashes, (listed, splits))
    yield from sorted(found)


def _nearest(
    position: int,
    around: list[tuple[int, int]],
    hashes: _Hashes,
    given: tuple[Mapping[int, Look], Mapping[int, int]],
) -> list[Likeness]:
    """The likeness of one image to the nearest of an earlier split, if there is one."""
    looks, splits = given
    for bits, number in around:
        earlier = (other for other in hashes.images[number] if splits[other] < splits[position])
        for other in islice(earlier, _FEW):
            if are_alike(looks[position], looks[other]):
                return [Likeness(position, other, bits)]
    return []


def alike_groups(looks: Mapping[int, Look], most: int = NEAR) -> list[list[int]]:
    """Groups of images of which each looks like another one of its group, by their first position.

    Of images with one hash the first speaks for those that look like it when it is compared with others.
    """
    hashes = _Hashes(looks, most)
    leader = {position: position for position in looks}

    def head(position: int) -> int:
        while leader[position] != position:
            leader[position] = leader[leader[position]]
            position = leader[position]
        return position

    def compare(one: int, other: int) -> None:
        if head(one) != head(other) and are_alike(looks[one], looks[other]):
            first, last = sorted((head(one), head(other)))
            leader[last] = first

    for images in hashes.images:
        for before, position in pairwise(images):
            compare(before, position)
            compare(images[0], position)
    for one, other in hashes.pairs:
        compare(hashes.images[one][0], hashes.images[other][0])
    groups: dict[int, list[int]] = defaultdict(list)
    for position in sorted(looks):
        groups[head(position)].append(position)
    return [group for group in groups.values() if len(group) > 1]
