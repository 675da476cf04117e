"""A dataset: the images of a folder, its class table, and an annotation file for each image."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from labeler.core.annotation import Annotation
from labeler.core.annotation_file import read_annotation, read_outline, write_annotation
from labeler.core.class_file import classes_from_labels_txt, read_classes, write_classes
from labeler.core.classes import ClassTable
from labeler.core.dataset_files import FolderTree, export_ids
from labeler.core.errors import DatasetError, ImageSizeError
from labeler.core.files import HOME, folders_with_journals, make_folder, natural_key
from labeler.core.images import IMAGE_SUFFIXES, image_size

CLASS_FILE = "classes.csv"
_LABELS_FILE = "labels.txt"


class DatasetImage(NamedTuple):
    """One image of a dataset.

    `name` is its path relative to the dataset folder with forward slashes, `id` its name in an export,
    without suffix and unique in the dataset. Files are kept as text: 200,000 paths take a second to make.
    """

    name: str
    id: str
    file: str
    annotation_file: str

    @property
    def path(self) -> Path:
        """The image file."""
        return Path(self.file)

    @property
    def annotation_path(self) -> Path:
        """The annotation file, which need not exist."""
        return Path(self.annotation_file)


@dataclass(slots=True, eq=False)
class Dataset:
    """Images in natural order, and the class table, which edits replace.

    `annotation_folder` is None when annotations lie beside the images; `start` is the position of the image
    that was asked for when the dataset was opened by one of its images.
    """

    folder: Path
    images: list[DatasetImage]
    classes: ClassTable
    class_file: Path
    annotation_folder: Path | None = None
    start: int | None = None
    recovered: str = ""

    def read_annotation(self, image: DatasetImage) -> Annotation:
        """The annotation of an image, an empty one when it has no file.

        What the file does not say, size and path of the image, is filled in. Raises AnnotationError,
        FileUnreadableError, and for an annotation without size ImageError.
        """
        path = image.annotation_path
        annotation = read_annotation(path) if path.exists() else Annotation()
        annotation.image_path = annotation.image_path or image_path_from(image.file, path.parent)
        annotation.size = annotation.size or image_size(image.path)
        return annotation

    def write_annotation(self, image: DatasetImage, annotation: Annotation) -> bytes:
        """Write the annotation file of an image, and return what it holds now.

        Raises FileUnwritableError and GeometryError.
        """
        path = image.annotation_path
        make_folder(path.parent)
        return write_annotation(path, annotation)

    def write_classes(self) -> None:
        """Write the class table to its file. Raises FileUnwritableError."""
        write_classes(self.class_file, self.classes)


def open_dataset(
    folder: Path | str,
    *,
    annotation_folder: Path | str | None = None,
    classes: ClassTable | None = None,
) -> Dataset:
    """The dataset in a folder and the folders below it, or in the folder of one image.

    The class table is `classes`, else that of `classes.csv` in the folder, else what labelme's `labels.txt`
    there means, else background and void alone (`missing_classes` tells what is in use). With an
    `annotation_folder` annotations lie there as the images lie in the folder. What a change of classes left
    that was broken off, in the folder or one above it, is completed or taken back first.

    Raises DatasetError, ClassTableError, TransactionError.
    """
    asked = Path(folder)
    root = asked.parent if asked.suffix.lower() in IMAGE_SUFFIXES and asked.is_file() else asked
    if not root.is_dir():
        reason = "is no folder and no image" if root.exists() else "does not exist"
        raise DatasetError(f"{root}: {reason}. Choose a folder of images.")
    told = [_recovered(root)] if folders_with_journals(root) else []
    annotations = None if annotation_folder is None else Path(annotation_folder)
    images = images_of(FolderTree(root, annotations), root, annotations)
    if (root / HOME).exists():
        told.append(_finish_renames(root, images))
    start = None
    if root != asked:
        start = next((place for place, image in enumerate(images) if image.name == asked.name), None)
    table = _classes_of(root) if classes is None else classes
    recovered = " ".join(filter(None, told))
    return Dataset(root, images, table, root / CLASS_FILE, annotations, start, recovered)


def images_of(tree: FolderTree, folder: Path, annotation_folder: Path | None) -> list[DatasetImage]:
    """The images of a folder that was read, in natural order."""
    here, there = (os.path.join(place, "") for place in (folder, annotation_folder or folder))  # noqa: PTH118
    pairs = tree.ordered()
    return [
        DatasetImage(name, image_id, here + name, there + own)
        for (name, own), image_id in zip(pairs, export_ids([name for name, _ in pairs]), strict=True)
    ]


def missing_classes(dataset: Dataset) -> dict[str, int]:
    """Classes that annotations name and the class table lacks, in natural order, with the number of shapes.

    Reads all annotation files. Raises AnnotationError and FileUnreadableError for the first that is broken.
    """
    found: Counter[str] = Counter()
    for image in dataset.images:
        if image.annotation_path.exists():
            found += read_outline(image.annotation_path).classes
    missing = [name for name in found if name and dataset.classes.find(name) is None]
    return {name: found[name] for name in sorted(missing, key=natural_key)}


def check_size(annotation: Annotation, image: DatasetImage, size: tuple[int, int]) -> None:
    """Raise ImageSizeError when the annotation is made for another (width, height) than its image has."""
    if annotation.size in (None, size):
        return
    remedy = "Put the image back that was labelled, or correct the annotation."
    if annotation.size == size[::-1]:
        remedy = "It was labelled lying on its side, before its EXIF orientation; turn image or annotation."
    made_for, has = ("{} x {}".format(*each) for each in (annotation.size, size))
    raise ImageSizeError(
        f"{image.annotation_path}: is made for an image of {made_for} pixels, but {image.name} has {has}. "
        f"{remedy}"
    )


def _recovered(folder: Path) -> str:
    from labeler.core.transaction import recover_around

    return recover_around(folder)


def _finish_renames(folder: Path, images: list[DatasetImage]) -> str:
    from labeler.core.unfinished_renames import finish_renames

    return finish_renames(folder, images)


def _classes_of(folder: Path) -> ClassTable:
    if (folder / CLASS_FILE).exists():
        return read_classes(folder / CLASS_FILE)
    if (folder / _LABELS_FILE).exists():
        return classes_from_labels_txt(folder / _LABELS_FILE)
    return ClassTable()


def image_path_from(image: str, folder: Path) -> str:
    """The path of an image as seen from the folder of its annotation, which is what imagePath means."""
    path = os.path.relpath(image, folder)
    # Bytes of a name that are no UTF-8 cannot stand in JSON.
    return os.fsencode(path).decode(errors="replace").replace(os.sep, "/")
