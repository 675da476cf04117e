"""What differs between two annotations of one image: shapes of one side only, changed ones, and the rest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
import orjson

from labeler.core.geometry import Bounds
from labeler.core.shape_index import ShapeIndex
from labeler.core.shape_json import shape_to_json

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.annotation import Annotation
    from labeler.core.classes import ClassRow, ClassTable
    from labeler.core.shapes import Shape

# What one shape must share with another, as intersection over union of their boxes, to be a change of it.
_LEAST_OVERLAP = 0.05

# Said of an annotation besides its shapes: attribute, and words for the user.
_PARTS = (
    ("is_done", "done mark"),
    ("size", "image size"),
    ("flags", "flags"),
    ("unreadable", "shapes that cannot be read"),
    ("extra", "keys of other programs"),
    ("labeler_extra", "keys of other programs"),
)


class Kind(StrEnum):
    """How a shape differs; the values are the words for the user, said of the first of two annotations."""

    ONLY_MINE = "only here"
    ONLY_THEIRS = "only there"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Difference:
    """One shape that differs, with its position in each of the annotations; None where it is not."""

    kind: Kind
    mine: int | None
    theirs: int | None


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """Two annotations side by side. `parts` names what differs besides shapes, `same` pairs those alike."""

    mine: Annotation
    theirs: Annotation
    differences: tuple[Difference, ...]
    same: tuple[tuple[int, int], ...]
    has_other_order: bool
    parts: tuple[str, ...]

    @property
    def same_count(self) -> int:
        """How many shapes are alike in both."""
        return len(self.same)

    @property
    def is_equal(self) -> bool:
        """Whether a program that reads both would find no difference."""
        return not (self.differences or self.has_other_order or self.parts)

    def count(self, kind: Kind) -> int:
        """How many shapes differ in this way."""
        return sum(difference.kind is kind for difference in self.differences)

    def bounds(self, difference: Difference) -> Bounds:
        """The box around a shape that differs, as it is in both annotations."""
        shapes = []
        if difference.mine is not None:
            shapes.append(self.mine.shapes[difference.mine])
        if difference.theirs is not None:
            shapes.append(self.theirs.shapes[difference.theirs])
        return Bounds.around(shape.bounds for shape in shapes)

    @property
    def new_shapes(self) -> tuple[Shape, ...]:
        """The shapes that only the second annotation has, in its order."""
        places = sorted(
            each.theirs for each in self.differences if each.mine is None and each.theirs is not None
        )
        return tuple(self.theirs.shapes[place] for place in places)


def compare_annotations(mine: Annotation, theirs: Annotation) -> Comparison:
    """Match the shapes of two annotations by identical content, and those left by the overlap of boxes."""
    same = same_shapes(mine.shapes, theirs.shapes)
    left = _others(len(mine.shapes), (place for place, _ in same))
    right = _others(len(theirs.shapes), (place for _, place in same))
    changed = _overlapping(mine.shapes, left, theirs.shapes, right)
    found = [Difference(Kind.CHANGED, *pair) for pair in changed]
    matched_left, matched_right = {pair[0] for pair in changed}, {pair[1] for pair in changed}
    found += [Difference(Kind.ONLY_MINE, place, None) for place in left if place not in matched_left]
    found += [Difference(Kind.ONLY_THEIRS, None, place) for place in right if place not in matched_right]
    found.sort(key=_painting_order)
    order = [place for _, place in same]
    parts = dict.fromkeys(words for name, words in _PARTS if _part(mine, name) != _part(theirs, name))
    return Comparison(mine, theirs, tuple(found), tuple(same), order != sorted(order), tuple(parts))


def same_shapes(mine: Sequence[Shape], theirs: Sequence[Shape]) -> list[tuple[int, int]]:
    """Pairs (position in the first, position in the second) of shapes that a file would hold alike.

    The first positions ascend. Of several equal shapes the first is matched with the first.
    """
    waiting: defaultdict[bytes, list[int]] = defaultdict(list)
    for place in reversed(range(len(theirs))):
        waiting[_content(theirs[place])].append(place)
    pairs = []
    for place, shape in enumerate(mine):
        places = waiting.get(_content(shape))
        if places:
            pairs.append((place, places.pop()))
    return pairs


@dataclass(frozen=True, slots=True)
class ClassDifference:
    """A class that differs: its row in the first table and in the second, None where it is not."""

    mine: ClassRow | None
    theirs: ClassRow | None


def compare_classes(mine: ClassTable, theirs: ClassTable) -> list[ClassDifference]:
    """The rows that differ, by index: a class of another name is one row, as the pixels are the same."""
    pairs = (ClassDifference(mine.at(index), theirs.at(index)) for index in range(256))
    return [pair for pair in pairs if pair.mine != pair.theirs]


def _part(annotation: Annotation, name: str) -> object:
    """Something an annotation holds besides its shapes; the problem of an unreadable one names a file."""
    if name == "unreadable":
        return [(shape.position, shape.content) for shape in annotation.unreadable]
    return getattr(annotation, name)


def _content(shape: Shape) -> bytes:
    """The shape as its file holds it; what JSON has no word for by its text."""
    return orjson.dumps(shape_to_json(shape), repr, orjson.OPT_SERIALIZE_NUMPY)


def _others(count: int, places: Iterable[int]) -> list[int]:
    taken = set(places)
    return [place for place in range(count) if place not in taken]


def _overlapping(
    mine: Sequence[Shape], left: Sequence[int], theirs: Sequence[Shape], right: Sequence[int]
) -> list[tuple[int, int]]:
    """Pairs of positions whose boxes overlap most, each position once; one class before several."""
    index = ShapeIndex([theirs[place] for place in right])
    candidates: list[tuple[bool, float, int, int]] = []
    for place in left:
        box = mine[place].bounds
        near = index.overlapping(box)
        shares = _overlap(np.array(box), index.boxes[near])
        for at, share in zip(near.tolist(), shares.tolist(), strict=True):
            if share >= _LEAST_OVERLAP:
                is_other = mine[place].class_name != theirs[right[at]].class_name
                candidates.append((is_other, -share, place, right[at]))
    pairs, taken_left, taken_right = [], set(), set()
    for _, _, place, other in sorted(candidates):
        if place not in taken_left and other not in taken_right:
            taken_left.add(place)
            taken_right.add(other)
            pairs.append((place, other))
    return pairs


def _overlap(box: NDArray[np.float64], boxes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Intersection over union of a box with each of (n, 4) boxes; boxes without area count by equality."""
    inner = np.maximum(np.minimum(box[2:], boxes[:, 2:]) - np.maximum(box[:2], boxes[:, :2]), 0).prod(axis=1)
    union = (box[2:] - box[:2]).prod() + (boxes[:, 2:] - boxes[:, :2]).prod(axis=1) - inner
    is_same = (boxes == box).all(axis=1)
    shares: NDArray[np.float64] = np.where(union > 0, inner / np.where(union > 0, union, 1), is_same)
    return shares


def _painting_order(difference: Difference) -> tuple[int, int]:
    places = [place for place in (difference.mine, difference.theirs) if place is not None]
    return min(places), list(Kind).index(difference.kind)
