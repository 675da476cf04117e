"""Which images an export takes, and the image sets (train, val, ...) of those that were exported."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from labeler.core.errors import FileUnreadableError, ImageSetError, OptionError
from labeler.core.image_set import read_image_set, split_names
from labeler.core.set_check import TRAIN, TRAINVAL, VAL, overlaps, union_fault

if TYPE_CHECKING:
    from pathlib import Path

    from labeler.core.dataset import Dataset, DatasetImage
    from labeler.formats.base import ExportOptions

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


class ImageSets:
    """The image sets of one export, by ratios and seed or by existing list files.

    Raises OptionError for ratios that make no split, and ImageSetError for lists that do not fit the dataset.
    """

    def __init__(self, dataset: Dataset, options: ExportOptions) -> None:
        self._ratios = options.ratios
        self._seed = options.seed
        self._lists = None if options.lists is None else _read_lists(options.lists, dataset)
        names = list(self._ratios if self._lists is None else self._lists)
        if self._lists is None and TRAINVAL in names:
            raise OptionError("trainval is made of train and val; give shares for those.")
        for name in names:
            if not _NAME.fullmatch(name):
                raise OptionError(
                    f"{name!r} cannot name an image set; use letters, digits, '-', '_', '.', as in train."
                )
        if len({name.lower() for name in names}) < len(names):
            raise OptionError("Two image sets have names that differ only in case, which some disks do not.")
        self.names = [*names, TRAINVAL] if {TRAIN, VAL} <= set(names) and TRAINVAL not in names else names
        if self._lists is None:
            split_names(["any"], self._ratios, self._seed)
            self._listed = None
        else:
            self._listed = {image_id for ids in self._lists.values() for image_id in ids}

    def has(self, image: DatasetImage) -> bool:
        """Whether the image is in any set; with ratios every image is."""
        return self._listed is None or image.id in self._listed

    def of(self, exported: list[str]) -> dict[str, list[str]]:
        """The sets of the exported ids; `trainval` is `train` and then `val` (VOC devkit, 10.1.3)."""
        if self._lists is None:
            sets = split_names(exported, self._ratios, self._seed)
        else:
            known = set(exported)
            sets = {name: [each for each in ids if each in known] for name, ids in self._lists.items()}
        if TRAINVAL in self.names and {TRAIN, VAL} <= sets.keys():
            sets[TRAINVAL] = sets[TRAIN] + sets[VAL]
        return sets


def _read_lists(folder: Path, dataset: Dataset) -> dict[str, list[str]]:
    """The ids in each list file of a folder; lines are ids, or names of images with or without suffix."""
    if not folder.is_dir():
        raise FileUnreadableError(folder, "it is not a folder of list files")
    files = sorted(folder.glob("*.txt"))
    if not files:
        raise ImageSetError(f"{folder} has no list files such as train.txt; name the folder that holds them.")
    ids = _ids_by_name(dataset.images)
    lists = {file.stem: [_find(ids, name, file) for name in read_image_set(file)] for file in files}
    _check_lists(lists, folder)
    return lists


def _ids_by_name(images: Iterable[DatasetImage]) -> dict[str, str]:
    ids: dict[str, str] = {}
    stems: dict[str, str] = {}
    for image in images:
        ids[image.id] = image.id
        stems.setdefault(image.name.rpartition(".")[0], image.id)
        stems.setdefault(image.name, image.id)
    return stems | ids


def _find(ids: Mapping[str, str], name: str, file: Path) -> str:
    if name not in ids:
        raise ImageSetError(
            f"{file} names {name!r}, which the dataset does not have; correct the list or add the image."
        )
    return ids[name]


def _check_lists(lists: Mapping[str, list[str]], folder: Path) -> None:
    for first, second, names in overlaps(lists):
        raise ImageSetError(f"{folder}: {names[0]!r} is in {first}.txt and in {second}.txt; keep it in one.")
    if union_fault(lists) is not None:
        raise ImageSetError(
            f"{folder}: trainval.txt does not hold the images of train.txt and val.txt; correct or remove it."
        )
