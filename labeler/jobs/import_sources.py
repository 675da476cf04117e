"""Which label images are imported, and the image of the dataset and the instance map of each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from labeler.core.any_label_map import LABEL_MAP_SUFFIXES
from labeler.core.errors import FileUnreadableError, OptionError
from labeler.core.files import natural_key
from labeler.jobs.label_files import label_files

if TYPE_CHECKING:
    from labeler.core.dataset import DatasetImage

# The folders of label images and of instance maps in a VOC dataset.
CLASS_FOLDER = "SegmentationClass"
OBJECT_FOLDER = "SegmentationObject"


class Source(NamedTuple):
    """What is imported: label images, the folder that their names are relative to, and instance maps.

    `root` is where a class table may lie: the folder, or the VOC dataset that it is a part of.
    """

    files: list[Path]
    folder: Path
    root: Path
    instances: Path | None


class LabelFile(NamedTuple):
    """One label image, its instance map, and its image; `problem` says why it has none."""

    name: str
    path: Path
    instances: Path | None
    image: DatasetImage | None
    problem: str = ""


def find_source(path: Path, instances: Path | None = None, *, has_instances: bool = True) -> Source:
    """What a user means by a file or a folder: palette and grey PNGs and `.npy` in it and below.

    Of the root of a VOC dataset, or the folder above it, the label images are meant. `instances` is the
    folder of instance maps; without it that of VOC is taken if there is one, unless `has_instances` is False.
    Raises FileUnreadableError, and OptionError for a folder without label images or of several VOC datasets.
    """
    root = _voc_root(path) if path.is_dir() else None
    folder = path if root is None else root / CLASS_FOLDER
    files = label_files(folder, LABEL_MAP_SUFFIXES)
    if not files:
        known = ", ".join(sorted(LABEL_MAP_SUFFIXES))
        raise OptionError(f"{path}: holds no label images ({known}). Choose the folder that they lie in.")
    if not folder.is_dir():
        folder = folder.parent
    if root is None:
        root = folder.parent if folder.name == CLASS_FOLDER else folder
    if instances is None and has_instances and folder.name == CLASS_FOLDER:
        beside = folder.parent / OBJECT_FOLDER
        instances = beside if beside.is_dir() else None
    elif instances is not None and not instances.is_dir():
        raise FileUnreadableError(instances, "there is no such folder")
    return Source(files, folder, root, instances if has_instances else None)


def matched(source: Source, images: Sequence[DatasetImage], ending: str = "") -> list[LabelFile]:
    """The label images, each with the image of the dataset that it belongs to, in natural order.

    `a/b.png` belongs to `a/b.jpg`, `a_b.png` to the image whose name in an export is `a_b`, `b.jpg.png` to
    `b.jpg`, and else `b.png` to the only image called `b` in any folder. `ending` is taken off first, as
    `_mask` of `b_mask.png`. Label images and instance maps are themselves no images, wherever they lie.
    """
    finder = _ImageFinder(_photographs(source, images))
    found: list[LabelFile] = []
    for file in source.files:
        name = file.relative_to(source.folder)
        key = name.with_suffix("").as_posix()
        candidates = finder.find(key.removesuffix(ending) if key != ending else key)
        image = candidates[0] if len(candidates) == 1 else None
        instances = None if source.instances is None else _instances_of(source.instances / name)
        found.append(LabelFile(name.as_posix(), file, instances, image, _problem(candidates)))
    return _without_rivals(found)


def _voc_root(path: Path) -> Path | None:
    """The folder itself, or the only one in it, that has SegmentationClass."""
    if (path / CLASS_FOLDER).is_dir():
        return path
    try:
        inside = [each for each in path.iterdir() if (each / CLASS_FOLDER).is_dir()]
    except OSError as error:
        raise FileUnreadableError(path, error) from error
    if len(inside) > 1:
        listed = ", ".join(sorted((each.name for each in inside), key=natural_key))
        raise OptionError(f"{path}: holds several VOC datasets ({listed}). Choose one of them.")
    return inside[0] if inside else None


def _photographs(source: Source, images: Sequence[DatasetImage]) -> list[DatasetImage]:
    """The images that are not what is imported: masks in the folder of the dataset count as its images."""
    resolved = cache(Path.resolve)  # of each folder once: asking for 100,000 files takes seconds
    labels = {resolved(file.parent) / file.name for file in source.files}
    objects = None if source.instances is None else source.instances.resolve()
    kept = []
    for image in images:
        path = image.path
        folder = resolved(path.parent)
        is_instance_map = objects is not None and folder.is_relative_to(objects)
        if not is_instance_map and folder / path.name not in labels:
            kept.append(image)
    return kept


class _ImageFinder:
    """Finds images by path, name in an export, name with suffix, and stem."""

    def __init__(self, images: Iterable[DatasetImage]) -> None:
        self._lists: list[dict[str, list[DatasetImage]]] = [{}, {}, {}, {}]
        for image in images:
            path = image.name[: image.name.rindex(".")]
            for known, key in zip(
                self._lists, (path, image.id, image.name, path.rpartition("/")[2]), strict=True
            ):
                known.setdefault(key, []).append(image)

    def find(self, key: str) -> list[DatasetImage]:
        """The image of this name; several where it does not tell which, none where there is none."""
        by_path, by_id, by_name, by_stem = self._lists
        for known in (by_path, by_id, by_name):
            if len(known.get(key, ())) == 1:
                return known[key]
        return by_path.get(key) or by_stem.get(key.rpartition("/")[2], [])


def _problem(candidates: Collection[DatasetImage]) -> str:
    if not candidates:
        return "No image of the dataset is called so. Name it like its image, or add the image."
    if len(candidates) > 1:
        names = ", ".join(image.name for image in list(candidates)[:3])
        return f"Several images are called so ({names}). Give it the path of one of them."
    return ""


def _without_rivals(files: list[LabelFile]) -> list[LabelFile]:
    """Label images that belong to one image get the other as their problem."""
    of_image: dict[str, list[LabelFile]] = {}
    for file in files:
        if file.image is not None:
            of_image.setdefault(file.image.name, []).append(file)
    checked = []
    for file in files:
        rivals = [] if file.image is None else [each for each in of_image[file.image.name] if each != file]
        if file.image is not None and rivals:
            problem = f"{rivals[0].name} belongs to {file.image.name}, too. Keep one of them."
            checked.append(file._replace(image=None, problem=problem))
        else:
            checked.append(file)
    return checked


def _instances_of(path: Path) -> Path | None:
    """The instance map beside a label image's name, of any suffix that they have."""
    candidates = [path, *(path.with_suffix(suffix) for suffix in sorted(LABEL_MAP_SUFFIXES, reverse=True))]
    return next((each for each in candidates if each.is_file()), None)
