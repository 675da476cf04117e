"""Which image of a dataset a label image belongs to, whatever the folders of both are called."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from labeler.core.dataset import DatasetImage


class LabelOwners:
    """The images of a dataset by what their label images may be called.

    A label image belongs to the image whose name without suffix, or whose id in an export, is its own path
    below the folder of label images. Else it belongs to images whose path ends like that, and else to those
    of the same name in any folder: `images/city/a.jpg` has `labels/city/a.png`, or `labels/a.png`.
    """

    def __init__(self, images: Sequence[DatasetImage]) -> None:
        self._images: dict[str, DatasetImage] = {image.id: image for image in images}
        self._by_stem: dict[str, list[DatasetImage]] = defaultdict(list)
        # Of 100,000 photographs those that can be PNGs are few, and asking where links lead takes long.
        pngs = (image for image in images if image.name.lower().endswith(".png"))
        self._real = {os.path.realpath(image.file): image for image in pngs}
        for image in images:
            name = _without_suffix(image.name)
            self._images[name] = image
            self._by_stem[name.rpartition("/")[2]].append(image)

    def of(self, file: Path, inside: str) -> list[DatasetImage]:
        """The images to which a label image may belong, none or one where that is sure.

        `inside` is its path below the folder of label images without suffix. A file that is itself an image
        of the dataset belongs to another one.
        """
        itself = self._real.get(os.path.realpath(file))
        for name in (inside, file.stem):
            image = self._images.get(name)
            if image is not None and image is not itself:
                return [image]
        alike = [each for each in self._by_stem.get(file.stem, ()) if each is not itself]
        ending = [each for each in alike if f"/{_without_suffix(each.name)}".endswith(f"/{inside}")]
        found = ending or alike
        if len(found) > 1:  # one of them may be a label image in the dataset folder
            found = [each for each in found if _has_annotation(each)] or found
        return found

    def is_photograph(self, real: str, owners: Sequence[DatasetImage], named: Collection[str]) -> bool:
        """Whether a real path that was named as a label image is an image of the dataset to be labelled.

        It is none if it has no annotation, and belongs to an image (`owners`) that has one or was not named.
        """
        image = self._real.get(real)
        if image is None:
            return False
        return _has_annotation(image) or all(
            os.path.realpath(owner.file) in named and not _has_annotation(owner) for owner in owners
        )

    def has(self, real: str) -> bool:
        """Whether the real path of a PNG is that of an image of the dataset."""
        return real in self._real


def _has_annotation(image: DatasetImage) -> bool:
    return os.path.exists(image.annotation_file)  # noqa: PTH110 - many


def _without_suffix(name: str) -> str:
    return name.rpartition(".")[0]
