"""Where images, label images and lists lie in a folder, told by the names that people give to folders."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from labeler.core.images import IMAGE_SUFFIXES
from labeler.jobs.check.layout import LayoutKind

if TYPE_CHECKING:
    from labeler.jobs.check.options import CheckOptions

VOC_IMAGES, VOC_LABELS, VOC_LISTS = "JPEGImages", "SegmentationClass", Path("ImageSets", "Segmentation")

_IMAGE_FOLDERS = (
    "images",
    "image",
    "imgs",
    "img",
    "leftimg8bit",
    "photos",
    "photographs",
    "rgb",
    "jpegimages",
    "img_dir",  # mmsegmentation
    "images_png",  # LoveDA
    "701_stillsraw_full",  # CamVid
)
_LABEL_FOLDERS = (
    *("masks", "mask", "labels", "label", "label_images", "segmentationclass", "segmentation", "gtfine"),
    *("gt", "ground_truth", "groundtruth", "targets", "annotations", "predictions"),
    *("ann_dir", "masks_png", "labeledapproved_full"),
)
_LIST_NAMES = ("train", "val", "test", "trainval", "trainaug")


class FolderPair(NamedTuple):
    """A folder of images and the folder of their label images; None for what there is none of."""

    images: Path | None
    labels: Path | None


class Places(NamedTuple):
    """What was found in a folder: of which kind it is, and its pairs of folders."""

    kind: LayoutKind
    pairs: tuple[FolderPair, ...]
    base: Path


def find_places(path: Path, options: CheckOptions) -> Places | None:
    """Where things lie in a folder; None when no name tells it, and the files themselves must."""
    if options.images is not None or options.labels is not None:
        images = options.images if options.images is not None else _other_than(path, options.labels)
        labels = options.labels if options.labels is not None else _labels_in(path, options.images)
        kind = LayoutKind.LABELS if images is None else LayoutKind.PAIRS
        return Places(kind, (FolderPair(images, labels),), path)
    for base in _voc_candidates(path):
        images, labels = base / VOC_IMAGES, base / VOC_LABELS
        if labels.is_dir():
            return Places(LayoutKind.VOC, (FolderPair(images if images.is_dir() else None, labels),), base)
    pairs = [pair for pair in _pairs_below(path) if pair is not None]
    return Places(LayoutKind.PAIRS, tuple(pairs), path) if pairs else None


def image_sets_in(path: Path, base: Path, options: CheckOptions) -> dict[str, Path]:
    """The list files by name: of the folder asked for, of a VOC dataset, or `train.txt` beside the data."""
    if options.lists is not None:
        return _lists(options.lists)
    for folder in (base / VOC_LISTS, base / "ImageSets"):
        if folder.is_dir() and (found := _lists(folder)):
            return found
    return {
        name: file
        for folder in dict.fromkeys((path, base))
        for name in _LIST_NAMES
        if (file := folder / f"{name}.txt").is_file()
    }


def _lists(folder: Path) -> dict[str, Path]:
    return {file.stem: file for file in sorted(folder.glob("*.txt"))}


def _voc_candidates(path: Path) -> Iterator[Path]:
    yield path
    for folder in (path, path / "VOCdevkit"):
        yield from sorted(folder.glob("VOC2*"), reverse=True)
    yield path / "VOCdevkit"


def _pairs_below(path: Path) -> Iterator[FolderPair | None]:
    """`images` and `masks` in the folder; or `train/images`, `train/masks`, `val/images` and so on."""
    pair = _pair_in(path)
    if pair is not None:
        yield pair
        return
    for folder in sorted(_folders(path).values()):
        pair = _pair_in(folder)
        if pair is not None and pair.images != folder:
            yield pair


def _pair_in(path: Path) -> FolderPair | None:
    folders = _folders(path)
    labels = _first(folders, _LABEL_FOLDERS, path)
    if labels is None:
        return None
    images = _first(folders, _IMAGE_FOLDERS, path)
    if images is None and _holds_images(path):
        images = path
    return None if images is None else FolderPair(images, labels)


def _first(folders: dict[str, Path], names: tuple[str, ...], path: Path) -> Path | None:
    """The first of the folders that has one of the names and images in or below it."""
    for name in names:
        folder = folders.get(name)
        if folder is not None and folder != path and _holds_images(folder, deep=True):
            return folder
    return None


def _folders(path: Path) -> dict[str, Path]:
    return {each.name.casefold(): each for each in path.iterdir() if each.is_dir()}


def _holds_images(folder: Path, *, deep: bool = False) -> bool:
    files = folder.rglob("*") if deep else folder.iterdir()
    return any(file.suffix.lower() in IMAGE_SUFFIXES and not file.name.startswith(".") for file in files)


def _other_than(path: Path, labels: Path | None) -> Path | None:
    """The images when only the label images are named: the usual folder, or all of what was asked for."""
    if labels is not None and path.resolve() == labels.resolve():
        return None
    images = _first(_folders(path), _IMAGE_FOLDERS, path) if path.is_dir() else None
    return images or path


def _labels_in(path: Path, images: Path | None) -> Path | None:
    """The label images when only the images are named: the usual folder, or what was asked for."""
    if images is not None and path.resolve() == images.resolve():
        return None
    labels = _first(_folders(path), (*_LABEL_FOLDERS,), path) if path.is_dir() else None
    return labels or path
