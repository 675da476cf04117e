"""Whether the image sets of a dataset fit one another: what is in two splits, in none, in trainval alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import combinations
from typing import NamedTuple

TRAIN, VAL, TEST, TRAINVAL = "train", "val", "test", "trainval"

# The sets that must have no image in common; others (trainaug, a part for quick tests) may well overlap.
SPLITS = (TRAIN, VAL, TEST)


class Overlap(NamedTuple):
    """Names that two splits have in common, in the order of the second one."""

    first: str
    second: str
    names: list[str]


class UnionFault(NamedTuple):
    """How trainval differs from train and val: what it lacks, and what it has besides."""

    lacking: list[str]
    besides: list[str]


def overlaps(sets: Mapping[str, Collection[str]]) -> list[Overlap]:
    """The pairs of train, val and test that have names in common."""
    found = []
    for first, second in combinations([name for name in SPLITS if name in sets], 2):
        known = frozenset(sets[first])
        both = [name for name in sets[second] if name in known]
        if both:
            found.append(Overlap(first, second, both))
    return found


def union_fault(sets: Mapping[str, Collection[str]]) -> UnionFault | None:
    """How trainval differs from train and val together (VOC devkit, 10.1.3); None if it does not.

    None also where one of the three lists is missing. The order does not matter.
    """
    if not {TRAIN, VAL, TRAINVAL} <= sets.keys():
        return None
    both = dict.fromkeys([*sets[TRAIN], *sets[VAL]])
    union = frozenset(sets[TRAINVAL])
    fault = UnionFault(
        [name for name in both if name not in union], [name for name in sets[TRAINVAL] if name not in both]
    )
    return fault if fault.lacking or fault.besides else None


def unlisted(names: Collection[str], sets: Mapping[str, Collection[str]]) -> list[str]:
    """The names that are in no set, in their order; none if there are no sets at all."""
    listed = {name for each in sets.values() for name in each}
    return [name for name in names if name not in listed] if sets else []


def split_of(sets: Mapping[str, Collection[str]]) -> dict[str, str]:
    """The split of each name that is in train, val or test; the first of them where it is in several."""
    splits: dict[str, str] = {}
    for split in SPLITS:
        for name in sets.get(split, ()):
            splits.setdefault(name, split)
    return splits


class SplitContent(NamedTuple):
    """A class that not every split shows: the splits that have it, and those that lack it."""

    class_index: int
    present: tuple[str, ...]
    absent: tuple[str, ...]


def uneven_classes(
    found: Mapping[str, Collection[int]], sets: Mapping[str, Collection[str]]
) -> list[SplitContent]:
    """The classes that some splits have and others lack, by index; `found` tells the indices of each image.

    Only train, val and test with at least one image that was looked at count; background and void do not.
    """
    splits = split_of(sets)
    content: dict[str, set[int]] = {}
    for name, indices in found.items():
        split = splits.get(name)
        if split is not None:
            content.setdefault(split, set()).update(indices)
    ordered = [split for split in SPLITS if split in content]
    everything = sorted(set().union(*content.values()) - {0, 255})
    uneven = []
    for index in everything:
        present = tuple(split for split in ordered if index in content[split])
        if len(present) < len(ordered):
            uneven.append(SplitContent(index, present, tuple(s for s in ordered if s not in present)))
    return uneven
