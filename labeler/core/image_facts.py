"""What is known of an image without opening it: how far it is labelled, and with which classes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from labeler.core.annotation import ImageState


class ImageFacts(NamedTuple):
    """What the annotation file of an image says in short.

    `state` is None while nothing is known, and when the file cannot be read, for the reason in `problem`.
    `classes` are the names of its classes, `counts` how many shapes each has.
    """

    state: ImageState | None = None
    problem: str = ""
    classes: tuple[str, ...] = ()
    counts: tuple[int, ...] = ()

    @classmethod
    def of(cls, state: ImageState, shapes: Mapping[str, int]) -> ImageFacts:
        """The facts of an image that has so many shapes of each class."""
        return cls(state, "", tuple(shapes), tuple(shapes.values()))


UNKNOWN = ImageFacts()
UNLABELLED = ImageFacts(ImageState.UNLABELLED)


def class_totals(facts: Iterable[ImageFacts]) -> Counter[str]:
    """How many shapes each class has in all images together."""
    totals: Counter[str] = Counter()
    for each in facts:
        for name, count in zip(each.classes, each.counts, strict=True):
            totals[name] += count
    return totals
