"""What the annotation files of a dataset say about its images: how far each is, and which classes it has.

The first survey reads every annotation file, a later one only those that were written since. No point of a
shape is looked at and no photograph is opened.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from labeler.core.annotation_file import read_outline
from labeler.core.dataset_scan import DatasetScan, ListChange, list_change, scan_dataset
from labeler.core.errors import LabelerError
from labeler.core.image_facts import UNLABELLED, ImageFacts
from labeler.jobs.step import Step, StepStatus

if TYPE_CHECKING:
    from labeler.core.dataset import Dataset, DatasetImage

# So many images without an annotation file are told in one step.
_BLOCK = 2000


@dataclass(frozen=True, slots=True)
class Scanned(Step):
    """The first step of a survey: the folders were read, and the list of images is another one.

    All positions that later steps name are those of `change.after`.
    """

    change: ListChange | None = None


@dataclass(frozen=True, slots=True)
class Surveyed(Step):
    """What is known by now, by the position of the image."""

    facts: dict[int, ImageFacts] = field(default_factory=dict)


def survey(dataset: Dataset, before: DatasetScan | None = None) -> Generator[Step, None, DatasetScan]:
    """Read the folders, and the annotation files that `before` does not know as they are now.

    Yields one Scanned if images came or went, and a Surveyed for each file that was read; returns how the
    folders were found. Raises DatasetError for a folder that cannot be read.
    """
    images = dataset.images
    scan = scan_dataset(dataset, before)
    if scan.images is not images:
        change = list_change(images, scan.images)
        yield Scanned(0, len(scan.images), str(dataset.folder), StepStatus.UNCHANGED, change=change)
    yield from _facts(scan, before)
    return scan


def _facts(scan: DatasetScan, before: DatasetScan | None) -> Iterator[Surveyed]:
    known = {} if before is None else before.annotations
    own_before = {} if before is None else {each.file: each.annotation_file for each in before.images}
    now = scan.annotations
    bare: dict[int, ImageFacts] = {}
    # One object for all images of which the same is known: 100,000 take little room.
    shared: dict[ImageFacts, ImageFacts] = {}
    total = len(scan.images)
    for position, image in enumerate(scan.images):
        annotation = image.annotation_file
        time = now.get(annotation)
        if own_before.get(image.file) == annotation and known.get(annotation) == time:
            continue
        if time is None:
            bare[position] = UNLABELLED
        else:
            facts = _read(image)
            yield _step(position, total, image, shared.setdefault(facts, facts))
        if len(bare) >= _BLOCK:
            yield _block(position, total, bare)
            bare = {}
    if bare:
        yield _block(total - 1, total, bare)


def _read(image: DatasetImage) -> ImageFacts:
    try:
        outline = read_outline(image.annotation_path)
    except LabelerError as error:
        return ImageFacts(problem=str(error)) if image.annotation_path.exists() else UNLABELLED
    return ImageFacts.of(outline.state, outline.classes)


def _step(position: int, total: int, image: DatasetImage, facts: ImageFacts) -> Surveyed:
    status = StepStatus.FAILED if facts.problem else StepStatus.UNCHANGED
    return Surveyed(position + 1, total, image.name, status, facts.problem, facts={position: facts})


def _block(position: int, total: int, facts: dict[int, ImageFacts]) -> Surveyed:
    return Surveyed(position + 1, total, "", StepStatus.UNCHANGED, facts=facts)
