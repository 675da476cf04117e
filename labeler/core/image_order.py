"""The order of the images of a dataset: folders in natural order, each before those inside it; so in each."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Protocol

from labeler.core.files import natural_key


class Named(Protocol):
    """What has a path in the dataset as its name."""

    @property
    def name(self) -> str:
        """The path with forward slashes."""


def order_key(name: str) -> tuple[object, object]:
    """Sorts images by their path in the dataset."""
    folder, slash, short = name.rpartition("/")
    return natural_key(folder + slash), natural_key(short)


def place_of(name: str, images: Sequence[Named]) -> int:
    """Where an image of this name stands among images in order, or would stand."""
    return bisect_left(images, order_key(name), key=lambda image: order_key(image.name))
