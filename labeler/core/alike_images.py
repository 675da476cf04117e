"""Which images of many look alike: those of one split that another split has, and groups within a split."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from labeler.core.image_hash import NEAR, Look, are_alike, near_pairs, thumbnails

# Of images with one and the same hash so many of a split are compared with another image, and so many in all;
# where all are black it may be thousands, and one of them tells it.
_FEW, _MOST = 8, 256

# Pairs of thumbnails that are compared at once.
_AT_ONCE = 1 << 13


class Likeness(NamedTuple):
    """The image at a position looks like another one; their hashes differ in so many bits."""

    position: int
    other: int
    bits: int


class _Hashes:
    """Images by their hash, and which hashes are near to one another.

    `rows` has for each position its row in `greys`, the thumbnails.
    """

    def __init__(self, looks: Mapping[int, Look], most: int) -> None:
        positions = sorted(looks)
        self.greys = thumbnails(looks[position] for position in positions)
        self.rows = {position: row for row, position in enumerate(positions)}
        hashes = np.array([looks[position].hash for position in positions], np.uint64)
        unique, numbers = np.unique(hashes, return_inverse=True)
        self.images: list[list[int]] = [[] for _ in unique]
        for position, number in zip(positions, numbers.tolist(), strict=True):
            self.images[number].append(position)
        pairs = near_pairs(unique, most)
        self.pairs: list[list[int]] = pairs.tolist()
        self.bits: list[int] = np.bitwise_count(unique[pairs[:, 0]] ^ unique[pairs[:, 1]]).tolist()

    def neighbours(self) -> dict[int, list[tuple[int, int]]]:
        """For each hash those near to it, with the bits in which they differ, the nearest first."""
        near: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for (one, other), bits in zip(self.pairs, self.bits, strict=True):
            near[one].append((bits, other))
            near[other].append((bits, one))
        return {number: sorted(others) for number, others in near.items()}

    def alike(self, pairs: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """Those of pairs of positions whose thumbnails look alike."""
        rows = np.array([(self.rows[one], self.rows[other]) for one, other in pairs], np.intp).reshape(-1, 2)
        for start in range(0, len(pairs), _AT_ONCE):
            some = rows[start : start + _AT_ONCE]
            is_alike = are_alike(self.greys[some[:, 0]], self.greys[some[:, 1]])
            yield from (pairs[start + place] for place in np.flatnonzero(is_alike).tolist())


def alike_across(
    looks: Mapping[int, Look], splits: Mapping[int, int], most: int = NEAR
) -> Iterator[Likeness]:
    """The images that look like one of an earlier split, each with the nearest such image, by position.

    `looks` has images by position, `splits` the number of the split of those that are in one. Hashes may
    differ in `most` bits, and the thumbnails have to look alike.
    """
    hashes = _Hashes({position: looks[position] for position in looks if position in splits}, most)
    near = hashes.neighbours()
    first: list[dict[int, list[int]]] = [_by_split(images, splits) for images in hashes.images]
    found = []
    for number, images in enumerate(hashes.images):
        around = [(0, number), *near.get(number, ())]
        for position in images:
            candidates = [
                (other, bits)
                for bits, group in around
                for split, some in first[group].items()
                if split < splits[position]
                for other in some
            ][:_MOST]
            pairs = [(position, other) for other, _ in candidates]
            nearest = next(hashes.alike(pairs), None)
            if nearest is not None:
                found.append(Likeness(*nearest, dict(candidates)[nearest[1]]))
    yield from sorted(found)


def _by_split(images: list[int], splits: Mapping[int, int]) -> dict[int, list[int]]:
    """The first images of each split."""
    first: dict[int, list[int]] = {}
    for position in images:
        some = first.setdefault(splits[position], [])
        if len(some) < _FEW:
            some.append(position)
    return first


def alike_groups(looks: Mapping[int, Look], most: int = NEAR) -> list[list[int]]:
    """Groups of images of which each looks like another one of its group, by their first position.

    An image is compared with the first and the last one before it of the same hash; the first speaks for
    those of its hash when it is compared with those of other hashes.
    """
    hashes = _Hashes(looks, most)
    pairs = [pair for images in hashes.images for pair in pairwise(images)]
    pairs += [(images[0], position) for images in hashes.images for position in images[2:]]
    pairs += [(hashes.images[one][0], hashes.images[other][0]) for one, other in hashes.pairs]
    leader = {position: position for position in looks}
    for pair in hashes.alike(pairs):
        low, high = sorted(_head(leader, position) for position in pair)
        leader[high] = low
    groups: dict[int, list[int]] = defaultdict(list)
    for position in sorted(looks):
        groups[_head(leader, position)].append(position)
    return [group for group in groups.values() if len(group) > 1]


def _head(leader: dict[int, int], position: int) -> int:
    """The first image of the group of an image; paths to it are halved on the way (union-find)."""
    while leader[position] != position:
        leader[position] = leader[leader[position]]
        position = leader[position]
    return position
