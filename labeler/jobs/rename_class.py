"""Give a class another name in the annotation files of a dataset; nothing else in them changes."""

from __future__ import annotations

from collections.abc import Collection, Generator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from labeler.core.annotation_file import read_annotation, read_outline, write_annotation
from labeler.core.errors import LabelerError
from labeler.jobs.step import Step, StepStatus

if TYPE_CHECKING:
    from labeler.core.dataset import DatasetImage


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


def rename_in_file(path: Path, old: str, new: str) -> bool:
    """Rename in one annotation file and say whether it had the class. Raises as reading and writing do."""
    if not read_outline(path).classes[old]:
        return False
    annotation = read_annotation(path)
    annotation.shapes = [
        replace(shape, class_name=new) if shape.class_name == old else shape for shape in annotation.shapes
    ]
    annotation.unreadable = [
        replace(each, content=_renamed(each.content, old, new)) for each in annotation.unreadable
    ]
    write_annotation(path, annotation)
    return True


def _renamed(content: Any, old: str, new: str) -> Any:
    """The JSON of a shape that we cannot read, with the new name."""
    if isinstance(content, dict) and content.get("label") == old:
        return content | {"label": new}
    return content
