"""What lies in the folders of a dataset at a moment, and what came and went since another moment."""

from __future__ import annotations

import os
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from labeler.core.dataset import Dataset, DatasetImage, images_of
from labeler.core.dataset_files import FolderTree
from labeler.core.file_stamp import FileTime
from labeler.core.files import natural_key


@dataclass(frozen=True, slots=True, eq=False)
class DatasetScan:
    """The images of a dataset, its folders, and the times of its annotation files by their path.

    `images` is the list of the scan before when no image came or went and all keep their annotation file.
    `class_file` is the time of the class table, None when there is none.
    """

    images: list[DatasetImage]
    folders: list[str]
    annotations: dict[str, FileTime]
    class_file: FileTime | None


@dataclass(frozen=True, slots=True, eq=False)
class ListChange:
    """From one list of images to another: what went, by position before, and what came, by position after.

    The images that are in both stand in the same order.
    """

    before: list[DatasetImage]
    after: list[DatasetImage]
    removed: tuple[int, ...]
    inserted: tuple[int, ...]

    def moved(self, position: int) -> int | None:
        """Where an image of the list before stands in the list after; None when it went."""
        at = bisect_left(self.removed, position)
        if at < len(self.removed) and self.removed[at] == position:
            return None
        kept = position - at
        low, high = 0, len(self.inserted)
        while low < high:
            middle = (low + high) // 2
            if self.inserted[middle] - middle <= kept:
                low = middle + 1
            else:
                high = middle
        return kept + low


def scan_dataset(dataset: Dataset) -> DatasetScan:
    """Read the folders of a dataset again. Raises DatasetError for one that cannot be read.

    100,000 images take 0.2 seconds while the list stays as it is, 0.7 when it does not.
    """
    tree = FolderTree(dataset.folder, dataset.annotation_folder, has_times=True)
    here = os.path.join(dataset.folder, "")  # noqa: PTH118 - as in dataset.py
    there = os.path.join(dataset.annotation_folder or dataset.folder, "")  # noqa: PTH118
    images = dataset.images
    known = {image.name: image.annotation_file for image in images}
    if known != {name: there + annotation for name, annotation in tree.annotation_names().items()}:
        images = images_of(tree, dataset.folder, dataset.annotation_folder)
    times = {there + name: time for name, time in tree.annotation_times().items()}
    return DatasetScan(
        images, [here + folder for folder in tree.folders], times, FileTime.of(dataset.class_file)
    )


def place_of(name: str, images: list[DatasetImage]) -> int:
    """Where an image of this name stands among images in natural order, or would stand."""
    return bisect_left(images, _order(name), key=lambda image: _order(image.name))


def list_change(before: list[DatasetImage], after: list[DatasetImage]) -> ListChange:
    """What came and went between two lists of images in natural order."""
    return ListChange(before, after, _strangers(before, after), _strangers(after, before))


def _order(name: str) -> tuple[object, object]:
    """By this images are in natural order: folders first, as `FolderTree.ordered` has them."""
    folder, slash, short = name.rpartition("/")
    return natural_key(folder + slash), natural_key(short)


def _strangers(images: list[DatasetImage], others: Iterable[DatasetImage]) -> tuple[int, ...]:
    """The positions of the images that are not among the others."""
    names = {image.name for image in others}
    return tuple(position for position, image in enumerate(images) if image.name not in names)
