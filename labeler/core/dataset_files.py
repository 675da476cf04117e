"""Which files of a folder are images, where the annotation of each lies, and what its export is called.

Folders are read once and nothing is asked about single files, so that 100,000 images take half a second.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Set
from contextlib import suppress
from itertools import chain, count
from pathlib import Path, PureWindowsPath
from typing import NamedTuple

from labeler.core.annotation_file import image_path_in
from labeler.core.errors import DatasetError, FileUnreadableError
from labeler.core.file_stamp import FileTime
from labeler.core.files import natural_key, natural_sorted
from labeler.core.images import IMAGE_SUFFIXES

_JPEG_SUFFIXES = frozenset((".jpg", ".jpeg", ".jpe", ".jfif"))

# The folders of a VOC dataset: where it has the first, the photographs lie there and nowhere beside it.
_VOC_IMAGES = "JPEGImages"
_VOC_LABELS = "Segmentation"


# By folder: the names of its images, and of the annotations that belong there.
FileNames = dict[str, tuple[frozenset[str], frozenset[str]]]


class _Folder(NamedTuple):
    """The files of one folder; `prefix` is its path in the tree with a slash at the end, or empty.

    Annotations have their times if those were asked for.
    """

    prefix: str
    images: list[str]
    annotations: dict[str, FileTime | None]


class FolderTree:
    """The files in and below a folder of images, as they were when it was read.

    Raises DatasetError for a folder that cannot be read. With `has_times` every annotation file is asked for
    its time, which takes as long again.
    """

    def __init__(self, root: Path, annotation_root: Path | None = None, *, has_times: bool = False) -> None:
        self._place = annotation_root or root
        self._folders = list(_walk(root, has_times=has_times))
        self._beside = {folder.prefix: folder.annotations for folder in self._folders}
        if annotation_root is not None:
            is_there = annotation_root.is_dir()
            mirrored = _walk(annotation_root, has_times=has_times) if is_there else ()
            self._beside = {folder.prefix: folder.annotations for folder in mirrored}

    @property
    def folders(self) -> list[str]:
        """The folders that were read, relative to the root, with a slash at the end; the root is empty."""
        return [folder.prefix for folder in self._folders]

    def names(self) -> FileNames:
        """The names of all images and annotations, by folder."""
        return {
            folder.prefix: (frozenset(folder.images), frozenset(self._beside.get(folder.prefix, ())))
            for folder in self._folders
        }

    def pairs(self, order: Callable[[list[str]], Iterable[str]] = iter) -> list[tuple[str, str]]:
        """Every image with the annotation that is or will be its own; both relative, with forward slashes.

        `order` is asked for the order of the images in each folder.
        """
        found: list[tuple[str, str]] = []
        for prefix, images, _ in self._folders:
            own = _annotation_names(images, self._beside.get(prefix, {}).keys(), self._place / prefix)
            found += [(prefix + name, prefix + own[name]) for name in order(images)]
        return found

    def annotation_times(self) -> dict[str, FileTime]:
        """The time of every JSON file, by its name relative to the folder of annotations."""
        return {
            prefix + name: time
            for prefix, annotations in self._beside.items()
            for name, time in annotations.items()
            if time is not None
        }

    def ordered(self) -> list[tuple[str, str]]:
        """The pairs: folders in natural order, each before those inside it; so are the images in each."""
        self._folders.sort(key=lambda folder: natural_key(folder.prefix))
        return self.pairs(natural_sorted)


def find_images(root: Path, annotation_root: Path | None = None) -> list[tuple[str, str]]:
    """All images below a folder in natural order: (name, name of the annotation that is or will be its own).

    Both are relative to their folders, with forward slashes. Hidden files and folders are left out, and so
    are the label images of a VOC dataset (folders Segmentation... beside JPEGImages), which are no
    photographs. Raises DatasetError for a folder that cannot be read.
    """
    return FolderTree(root, annotation_root).ordered()


def export_ids(names: list[str]) -> list[str]:
    """The id of each image in an export: its stem, after its folders, joined by `_`.

    Ids that are equal but for upper and lower case would meet in one file on some systems. Of such images
    the one in the fewest folders keeps the id, a JPEG before others; others get their suffix and, if need
    be, a number added.
    """
    ids = [_stem(name).replace("/", "_") for name in names]
    taken = {each.casefold() for each in ids}
    if len(taken) == len(ids):
        return ids
    groups: dict[str, list[int]] = {}
    for position, each in enumerate(ids):
        groups.setdefault(each.casefold(), []).append(position)
    for group in groups.values():
        for position in sorted(group, key=lambda at: (names[at].count("/"), not _is_jpeg(names[at]), at))[1:]:
            base = f"{ids[position]}_{_suffix(names[position])[1:]}"
            numbered = (f"{base}_{number}" for number in count(2))
            free = next(each for each in chain((base,), numbered) if each.casefold() not in taken)
            ids[position] = free
            taken.add(free.casefold())
    return ids


def _walk(root: Path, *, has_times: bool = False) -> Iterator[_Folder]:
    """Every folder of a tree; links to folders are followed when they lead out of it, each place once."""
    waiting = [""]
    seen = {os.path.join(os.path.realpath(root), "")}  # noqa: PTH118
    while waiting:
        prefix = waiting.pop()
        folder = _Folder(prefix, [], {})
        subfolders: list[str] = []
        place = os.path.join(root, prefix)  # noqa: PTH118 - 5 times as fast as Path
        try:
            with os.scandir(place) as entries:
                for entry in entries:
                    _sort_in(entry, folder, subfolders, seen)
        except FileNotFoundError:
            if not prefix:
                raise DatasetError(
                    f"{root}: does not exist any more. Put it back, or open another folder."
                ) from None
            continue  # it went while the others were read
        except OSError as error:
            raise DatasetError(
                f"{root / prefix}: cannot be read ({error.strerror}). Make it readable, or move it elsewhere."
            ) from error
        if has_times:
            _take_times(folder, place)
        yield folder
        if _VOC_IMAGES in subfolders:
            subfolders = [name for name in subfolders if not name.startswith(_VOC_LABELS)]
        waiting += [f"{prefix}{name}/" for name in subfolders]


def _sort_in(entry: os.DirEntry[str], folder: _Folder, subfolders: list[str], seen: set[str]) -> None:
    name = entry.name
    if name.startswith("."):
        return
    if _is_folder(entry):
        if entry.is_symlink():
            target = os.path.join(os.path.realpath(entry.path), "")  # noqa: PTH118 - as in _walk
            if target.startswith(tuple(seen)):
                return
            seen.add(target)
        subfolders.append(name)
        return
    suffix = _suffix(name)
    if suffix in IMAGE_SUFFIXES:
        folder.images.append(name)
    elif suffix == ".json":
        folder.annotations[name] = None


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Whether it is a folder; a link that cannot be followed, as to itself, is a file that has gone."""
    try:
        return entry.is_dir()
    except OSError:
        return False


def _take_times(folder: _Folder, place: str) -> None:
    """Ask for the times of the annotations; one that is gone by now was never there."""
    for name in list(folder.annotations):
        try:
            status = os.stat(place + name)  # noqa: PTH116 - as in _walk
        except OSError:
            del folder.annotations[name]
        else:
            folder.annotations[name] = FileTime(status.st_mtime_ns, status.st_size)


def _annotation_names(images: list[str], existing: Set[str], place: Path) -> dict[str, str]:
    """The annotation file of each image of one folder, whose JSON files are `existing`.

    `x.json` belongs to the image it names in imagePath, else to x.jpg, else to the first by name; every other
    image x.SUFFIX has `x.SUFFIX.json`, and keeps that when it is alone one day. No two images share a file.
    """
    stems = [name[: name.rindex(".")] for name in images]
    has_pairs = len(set(map(os.path.normcase, stems))) < len(images)
    if not has_pairs and existing.isdisjoint([name + ".json" for name in images]):
        return {name: stem + ".json" for name, stem in zip(images, stems, strict=True)}
    claims: dict[str, list[str]] = {}
    for name, stem in zip(images, stems, strict=True):
        claims.setdefault(os.path.normcase(stem), []).append(name)
    # An image x.png.jpg has the first claim on x.png.json; then x.png has another long name.
    long = {
        name: f"{name}.own.json" if os.path.normcase(name) in claims else f"{name}.json" for name in images
    }
    names: dict[str, str] = {}
    for stem, claimants in claims.items():
        heirs = [name for name in claimants if long[name] not in existing]
        if len(heirs) > 1:
            heirs = [_heir(heirs, place / f"{stem}.json" if f"{stem}.json" in existing else None)]
        for name in claimants:
            names[name] = f"{_stem(name)}.json" if name in heirs else long[name]
    return names


def _heir(claimants: list[str], annotation: Path | None) -> str:
    """Which of several images of one stem the annotation file belongs to, which need not exist."""
    if annotation is not None:
        with suppress(FileUnreadableError):
            owner = PureWindowsPath(image_path_in(annotation) or "").name
            if owner in claimants:
                return owner
    return min(claimants, key=lambda name: (not _is_jpeg(name), natural_key(name)))


def _is_jpeg(name: str) -> bool:
    return _suffix(name) in _JPEG_SUFFIXES


def _stem(name: str) -> str:
    return name[: name.rindex(".")]


def _suffix(name: str) -> str:
    """From the last dot on, in lower case; empty without a dot."""
    place = name.rfind(".")
    return "" if place < 0 else name[place:].lower()
