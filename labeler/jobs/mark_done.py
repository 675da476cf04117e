"""Mark images done, or no longer done, in their annotation files; nothing else in them changes."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import TYPE_CHECKING

from labeler.core.errors import FileChangedError, LabelerError
from labeler.core.file_stamp import FileStamp
from labeler.jobs.step import Step, StepStatus

if TYPE_CHECKING:
    from labeler.core.dataset import Dataset, DatasetImage


def mark_done(dataset: Dataset, images: Sequence[DatasetImage], is_done: bool) -> Generator[Step, None, None]:
    """Write the mark into the annotation file of each image; one step for each.

    An image without a file gets one if it is marked done. A file that cannot be read or written, or that
    another program writes at that moment, is a failed step and stays as it is.
    """
    for done, image in enumerate(images, 1):
        status, message = StepStatus.UNCHANGED, ""
        try:
            if _mark(dataset, image, is_done):
                status = StepStatus.WRITTEN
        except LabelerError as error:
            status, message = StepStatus.FAILED, str(error)
        yield Step(done, len(images), image.name, status, message)


def _mark(dataset: Dataset, image: DatasetImage, is_done: bool) -> bool:
    """Mark one image and say whether it was not so before."""
    stamp = FileStamp.of(image.annotation_path)
    if stamp == FileStamp() and not is_done:
        return False
    annotation = dataset.read_annotation(image)
    if annotation.is_done == is_done:
        return False
    annotation.is_done = is_done
    if FileStamp.of(image.annotation_path) != stamp:
        raise FileChangedError(image.annotation_path)
    dataset.write_annotation(image, annotation)
    return True
