"""How many shapes of which class the annotation files hold, and how far each image is.

One pass over the files tells both; nothing is decoded and no point of a shape is looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Generator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from labeler.core.annotation import ImageState
from labeler.core.annotation_file import read_outline
from labeler.core.errors import LabelerError
from labeler.jobs.step import Step, StepStatus

if TYPE_CHECKING:
    from labeler.core.dataset import DatasetImage


@dataclass(frozen=True, slots=True)
class ImageUsage(Step):
    """What one annotation file says; `position` is the image's place in the list that was given."""

    position: int = 0
    state: ImageState = ImageState.UNLABELLED
    shapes: Counter[str] = field(default_factory=Counter)


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
    """Read every annotation file; yields an ImageUsage for each image and returns the usage by class name.

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
                yield ImageUsage(done, total, image.name, StepStatus.UNCHANGED, position=position)
            continue
        for name, count in outline.classes.items():
            usage.setdefault(name, Usage()).add(image.name, count)
        yield ImageUsage(
            done,
            total,
            image.name,
            StepStatus.UNCHANGED,
            position=position,
            state=outline.state,
            shapes=outline.classes,
        )
    return usage
