"""How many shapes of which class the annotation files hold, and where; no point of a shape is read."""

from __future__ import annotations

from collections.abc import Collection, Generator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from labeler.core.annotation_file import read_outline
from labeler.core.errors import LabelerError
from labeler.jobs.step import Step, StepStatus

if TYPE_CHECKING:
    from labeler.core.dataset import DatasetImage


@dataclass(slots=True)
class Usage:
    """How many shapes have a class, and the names of the images that they lie in."""

    shapes: int = 0
    images: list[str] = field(default_factory=list)

    def add(self, image: str, shapes: int) -> None:
        """Count the shapes of one image more."""
        self.shapes += shapes
        self.images.append(image)


def class_usage(
    images: Sequence[DatasetImage], *, skip: Collection[Path] = ()
) -> Generator[Step, None, dict[str, Usage]]:
    """Read every annotation file; yields a step for each image and returns the usage by class name.

    Images whose path is in `skip` are left out (their documents are open and counted there). A file that
    cannot be read is a failed step: what it uses is not known.
    """
    usage: dict[str, Usage] = {}
    total = len(images)
    for position, image in enumerate(images):
        done = position + 1
        if image.path in skip:
            yield Step(done, total, image.name, StepStatus.LEFT_OUT)
            continue
        try:
            outline = read_outline(image.annotation_path)
        except LabelerError as error:
            if image.annotation_path.exists():
                yield Step(done, total, image.name, StepStatus.FAILED, str(error))
            else:
                yield Step(done, total, image.name, StepStatus.UNCHANGED)
            continue
        for name, count in outline.classes.items():
            usage.setdefault(name, Usage()).add(image.name, count)
        yield Step(done, total, image.name, StepStatus.UNCHANGED)
    return usage
