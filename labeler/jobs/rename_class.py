"""Give a class another name in the annotation files of a dataset; nothing else in them changes."""

from __future__ import annotations

from collections.abc import Collection, Generator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from labeler.core.errors import LabelerError
from labeler.core.unfinished_renames import rename_in_file
from labeler.jobs.step import Step, StepStatus

if TYPE_CHECKING:
    from labeler.core.dataset import DatasetImage

__all__ = ["rename_class", "rename_in_file"]


def rename_class(
    images: Sequence[DatasetImage], old: str, new: str, *, skip: Collection[Path] = ()
) -> Generator[Step, None, None]:
    """Rename in the annotation file of every image; one step for each.

    Images whose path is in `skip` are left out (their documents are open and follow by themselves). A file
    that cannot be read or written is a failed step and stays as it is.
    """
    for done, image in enumerate(images, 1):
        status, message = StepStatus.UNCHANGED, ""
        if image.path in skip:
            status = StepStatus.LEFT_OUT
        elif image.annotation_path.exists():
            try:
                if rename_in_file(image.annotation_path, old, new):
                    status = StepStatus.WRITTEN
            except LabelerError as error:
                status, message = StepStatus.FAILED, str(error)
        yield Step(done, len(images), image.name, status, message)
