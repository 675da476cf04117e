"""Find out what lies in a folder: images, label images and annotations, and which of them belong together."""

from __future__ import annotations

import os
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from labeler.core.annotation_file import image_path_in
from labeler.core.dataset_files import FolderTree, export_ids
from labeler.core.errors import FileUnreadableError, LabelerError
from labeler.core.files import natural_key
from labeler.jobs.check.class_table import find_classes, find_raster
from labeler.jobs.check.layout import Collision, Item, Layout, LayoutKind
from labeler.jobs.check.places import FolderPair, Places, find_places, image_sets_in
from labeler.jobs.check.sniffing import are_label_images

if TYPE_CHECKING:
    from labeler.jobs.check.options import CheckOptions

# What datasets add to the name of the image: Cityscapes, DeepGlobe, CamVid, and what people do by hand.
_IMAGE_TAILS = ("_leftImg8bit", "_sat", "_image", "_img")
_LABEL_TAILS = ("_gtFine_labelIds", "_gtFine_labelTrainIds", "_gtCoarse_labelIds", "_L", "_mask", "_label")
_OTHER_TAILS = ("_gtFine_color", "_gtFine_instanceIds", "_gtCoarse_color", "_gtCoarse_instanceIds")

# So many JSON files tell whether a folder has annotations.
_LOOKED_INTO = 20


def find_layout(path: Path, options: CheckOptions) -> Layout:
    """What there is to check at a path: a dataset, a VOC folder, folders of pairs, or label images.

    Raises FileUnreadableError for a path that does not exist, DatasetError for a folder that cannot be read,
    ClassTableError for a class table that is wrong.
    """
    _check_folders(path, options)
    if not path.is_dir():
        places = Places(LayoutKind.LABELS, (FolderPair(None, path.parent),), path.parent)
        items: list[Item] = [Item(path.name, path.stem, label=str(path))]
        collisions: list[Collision] = []
    else:
        places = find_places(path, options) or _by_content(path, options)
        items, collisions = _items(places, options)
    folders = [folder for place in places.pairs for folder in place if folder is not None]
    raster = find_raster([places.base, *(folder.parent for folder in folders)])
    if places.kind is LayoutKind.LABELS:
        folders.append(places.base.parent)  # a folder of label images is seldom alone
    classes = find_classes(path, [places.base, *folders], options.classes, raster)
    is_paired = places.kind is LayoutKind.PAIRS and all(None not in place for place in places.pairs)
    return Layout(
        kind=places.kind,
        root=path,
        items=tuple(items),
        classes=classes.table,
        class_file=classes.file,
        has_colors=classes.has_colors,
        image_sets=image_sets_in(path, places.base, options) if path.is_dir() else {},
        raster=None if raster is None else raster.raster,
        collisions=tuple(collisions),
        expects_labels=is_paired,
        has_images=any(item.image is not None for item in items),
        has_annotations=any(item.annotation is not None for item in items),
    )


def _by_content(path: Path, options: CheckOptions) -> Places:
    """What a folder without telling names is, told by its files: a dataset, or label images (and images)."""
    tree = FolderTree(path, options.annotations)
    names = [name for name, _ in tree.ordered()]
    # In a folder with photographs label images are PNGs; alone they may be BMPs or whatever.
    candidates = [path / name for name in names if _is_png(name)] or [path / name for name in names]
    if not candidates or _has_annotations(tree, path, options) or not are_label_images(candidates):
        return Places(LayoutKind.DATASET, (FolderPair(path, None),), path)
    stems = {os.path.splitext(name)[0] for name in names if _is_png(name)}  # noqa: PTH122 - 100,000 of them
    stems |= {_without(stem, _LABEL_TAILS) for stem in stems}
    photographs = (os.path.splitext(name)[0] for name in names if not _is_png(name))  # noqa: PTH122
    has_photographs = any(name in stems or _without(name, _IMAGE_TAILS) in stems for name in photographs)
    kind = LayoutKind.PAIRS if has_photographs else LayoutKind.LABELS
    return Places(kind, (FolderPair(path if has_photographs else None, path),), path)


def _has_annotations(tree: FolderTree, path: Path, options: CheckOptions) -> bool:
    """Whether any of the first JSON files is an annotation, and not a class table or a manifest."""
    folder = options.annotations or path
    files = (folder / prefix / name for prefix, (_, found) in tree.names().items() for name in sorted(found))
    return any(map(_is_annotation, islice(files, _LOOKED_INTO)))


def _is_annotation(path: Path) -> bool:
    try:
        return image_path_in(path) is not None
    except LabelerError:
        return False


def _check_folders(path: Path, options: CheckOptions) -> None:
    if not path.exists():
        raise FileUnreadableError(path, "there is no such file or folder")
    for folder in (options.images, options.labels, options.lists):
        if folder is not None and not folder.is_dir():
            raise FileUnreadableError(folder, "there is no such folder")


def _items(places: Places, options: CheckOptions) -> tuple[list[Item], list[Collision]]:
    items: list[Item] = []
    collisions: list[Collision] = []
    for place in places.pairs:
        prefix = _prefix(places, place)
        items += _Pairing(place, options.annotations, prefix).items(collisions)
    return items, collisions


def _prefix(places: Places, place: FolderPair) -> str:
    """What tells the images of `train/images` from those of `val/images`."""
    if len(places.pairs) == 1 or place.images is None:
        return ""
    return place.images.relative_to(places.base).parent.as_posix() + "/"


class _Pairing:
    """The files of one pair of folders, brought together by their names."""

    def __init__(self, place: FolderPair, annotation_folder: Path | None, prefix: str) -> None:
        self._place = place
        self._prefix = prefix
        self._annotation_root = annotation_folder or place.images or place.labels
        self._images: list[tuple[str, str]] = []
        self._existing: set[str] = set()
        is_same = place.images == place.labels
        if place.images is not None:
            tree = FolderTree(place.images, annotation_folder)
            labels = self._labels_inside(place.images)
            self._images = [
                pair
                for pair in tree.ordered()
                if not (pair[0].startswith(labels) or (is_same and _is_png(pair[0])))
            ]
            for folder, (_, annotations) in tree.names().items():
                self._existing.update(folder + name for name in annotations)
        self._labels = self._labels_by_key(is_same)

    def items(self, collisions: list[Collision]) -> Iterable[Item]:
        """The items in natural order: those with an image, then label images and annotations without one."""
        stems = [os.path.splitext(name)[0] for name, _ in self._images]  # noqa: PTH122 - 100,000 of them
        ids = export_ids([name for name, _ in self._images])
        labels = dict(self._labels)
        first: dict[str, list[str]] = {}
        for (name, annotation), stem, image_id in zip(self._images, stems, ids, strict=True):
            keys = (stem, _without(stem, _IMAGE_TAILS), image_id)
            key = next((each for each in keys if each in labels), None)
            label = None if key is None else labels.pop(key)[0]
            first.setdefault(os.path.normcase(stem).casefold(), []).append(name)
            yield Item(
                self._prefix + name,
                self._prefix + (image_id if key == image_id else stem),
                self._image_path(name),
                label,
                self._annotation(annotation),
            )
        collisions += [
            Collision(self._prefix + names[0], tuple(map(self._image_path, names)))
            for names in first.values()
            if len(names) > 1
        ]
        collisions += [
            Collision(self._prefix + key, tuple(files))
            for key, files in self._labels.items()
            if len(files) > 1
        ]
        for key, files in labels.items():
            yield Item(
                self._prefix + _relative(files[0], self._place.labels), self._prefix + key, None, files[0]
            )
        yield from self._orphans()

    def _image_path(self, name: str) -> str:
        return os.path.join(self._place.images or "", name)  # noqa: PTH118 - 100,000 of them

    def _labels_inside(self, images: Path) -> tuple[str, ...]:
        """How the names of label images begin whose folder lies inside that of the images; none elsewhere."""
        labels = self._place.labels
        if labels is None or labels == images or not labels.is_relative_to(images):
            return ()
        return (labels.relative_to(images).as_posix() + "/",)

    def _labels_by_key(self, is_same: bool) -> dict[str, list[str]]:
        """The label images by their path without suffix, and without what datasets add to it."""
        if self._place.labels is None:
            return {}
        found: dict[str, list[str]] = {}
        folder = os.path.join(self._place.labels, "")  # noqa: PTH118 - kept as text, 100,000 of them
        for name, _ in FolderTree(self._place.labels).ordered():
            stem = os.path.splitext(name)[0]  # noqa: PTH122 - 100,000 of them
            if stem.endswith(_OTHER_TAILS) or (is_same and not _is_png(name)):
                continue
            found.setdefault(stem, []).append(folder + name)
        return self._with_tails_removed(found)

    def _with_tails_removed(self, found: dict[str, list[str]]) -> dict[str, list[str]]:
        stems = {_without(os.path.splitext(name)[0], _IMAGE_TAILS) for name, _ in self._images}  # noqa: PTH122
        stems.update(os.path.splitext(name)[0] for name, _ in self._images)  # noqa: PTH122
        keys = {key: key if key in stems else _without(key, _LABEL_TAILS) for key in found}
        merged: dict[str, list[str]] = {}
        for key, files in found.items():
            wanted = keys[key] if keys[key] in stems else key
            merged.setdefault(wanted, []).extend(files)
        return merged

    def _annotation(self, name: str) -> str | None:
        root = self._annotation_root
        if name not in self._existing or root is None:
            return None
        return os.path.join(root, name)  # noqa: PTH118 - 100,000 of them

    def _orphans(self) -> Iterable[Item]:
        """Annotation files whose image is gone: JSON that names an image and belongs to none."""
        own = {annotation for _, annotation in self._images}
        for name in sorted(self._existing - own, key=natural_key):
            path = Path(self._annotation_root or "", name)
            if _is_annotation(path):
                yield Item(
                    self._prefix + name, self._prefix + name.removesuffix(".json"), annotation=str(path)
                )


def _is_png(name: str) -> bool:
    return name.lower().endswith(".png")


def _without(stem: str, tails: Iterable[str]) -> str:
    return next((stem.removesuffix(tail) for tail in tails if stem.endswith(tail)), stem)


def _relative(path: str, folder: Path | None) -> str:
    return Path(path).relative_to(folder or "").as_posix()
