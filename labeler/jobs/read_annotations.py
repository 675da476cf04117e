"""Read the annotations of images that are to be edited, with what a document needs besides."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from labeler.core.errors import LabelerError
from labeler.core.file_stamp import FileStamp
from labeler.core.images import image_size
from labeler.core.shape_index import ShapeIndex
from labeler.jobs.step import Step, StepStatus

if TYPE_CHECKING:
    from labeler.core.annotation import Annotation
    from labeler.core.dataset import Dataset, DatasetImage


@dataclass(frozen=True, slots=True, eq=False)
class ReadImage:
    """The annotation of an image of `size` (width, height); `stamp` is what its file held."""

    image: DatasetImage
    size: tuple[int, int]
    annotation: Annotation
    index: ShapeIndex
    stamp: FileStamp


def read_annotations(
    dataset: Dataset,
    images: Sequence[DatasetImage],
    keep: Callable[[ReadImage], object],
    before_reading: Callable[[Path], object],
) -> Generator[Step, None, None]:
    """Give what was read of each image to `keep`; one step for each, failed where it cannot be read.

    `before_reading` is called with the path of each annotation file.
    """
    for done, image in enumerate(images, 1):
        status, message = StepStatus.UNCHANGED, ""
        try:
            before_reading(image.annotation_path)
            keep(_read(dataset, image))
        except LabelerError as error:
            status, message = StepStatus.FAILED, str(error)
        yield Step(done, len(images), image.name, status, message)


def _read(dataset: Dataset, image: DatasetImage) -> ReadImage:
    size = image_size(image.path)
    stamp = FileStamp.of(image.annotation_path)
    annotation = dataset.read_annotation(image)
    return ReadImage(image, size, annotation, ShapeIndex(annotation.shapes), stamp)
