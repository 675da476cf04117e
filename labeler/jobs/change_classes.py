"""Rename, reindex, merge, delete and split off classes in a whole dataset, all or nothing.

All annotations, the label images of the folders that are named, and `classes.csv` are rewritten in one
transaction; a `mapping.csv` is left beside them, which says for models trained before what became of which
index.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from labeler.core.class_changes import ChangePlan, ClassChange, planned
from labeler.core.class_file import class_table_bytes, read_classes
from labeler.core.errors import ClassTableError, OptionError, OriginalChangedError, WorkerError
from labeler.core.file_stamp import FileTime
from labeler.core.files import read_bytes
from labeler.core.mapping_file import mapping_bytes
from labeler.core.text import counted
from labeler.core.transaction import Transaction
from labeler.jobs.changed_files import FileChange, FileMaker, FileTask, Made
from labeler.jobs.in_batches import Crew, in_batches
from labeler.jobs.label_files import label_files
from labeler.jobs.label_owners import LabelOwners
from labeler.jobs.step import Step, StepStatus

if TYPE_CHECKING:
    from labeler.core.dataset import Dataset

# From this many files on several workers are processes: they take a quarter of a second to start, and then do
# twice the files that threads do, which wait for each other in Python's lock.
MANY = 100

# Files that a process is given at a time, so that handing over costs little.
AT_ONCE = 4

MAPPING_FILE = "mapping.csv"
_INSTANCE_FOLDER = "SegmentationObject"
_PHOTOGRAPH = "It is an image of the dataset and no label image."


@dataclass(slots=True)
class Preview:
    """What changes, or has changed. `files` has the files that do; `problems` are the steps that failed.

    With a problem nothing is changed.
    """

    plan: ChangePlan
    files: list[FileChange] = field(default_factory=list)
    problems: list[Step] = field(default_factory=list)

    @property
    def annotations(self) -> int:
        """How many annotation files change."""
        return sum(not file.is_label_image for file in self.files)

    @property
    def shapes(self) -> int:
        """How many shapes get another class."""
        return sum(file.shapes for file in self.files)

    @property
    def deleted(self) -> int:
        """How many shapes are deleted."""
        return sum(file.deleted for file in self.files)

    @property
    def label_images(self) -> int:
        """How many label images get other indices or colours."""
        return sum(file.is_label_image for file in self.files)

    @property
    def recolored(self) -> int:
        """How many of them get other colours only."""
        return sum(file.is_recolored for file in self.files)

    @property
    def pixels(self) -> int:
        """How many pixels get another index."""
        return sum(file.pixels for file in self.files)

    @property
    def text(self) -> str:
        """The numbers in one or two sentences."""
        shapes = counted(self.shapes + self.deleted, "shape")
        deleted = f" ({self.deleted:,} deleted)" if self.deleted else ""
        text = f"{counted(self.annotations, 'annotation')} with {shapes}{deleted}"
        text += f", {counted(self.label_images, 'label image')} with {counted(self.pixels, 'pixel')}."
        if self.recolored:
            text += f" Of the label images {self.recolored:,} get only other colours."
        if self._has_empty_part:
            text += " Nothing belongs to the part that is split off: only the class table changes."
        return text

    @property
    def _has_empty_part(self) -> bool:
        """Whether all that was asked for is to split off parts, and there is nothing in any of them."""
        has_found = bool(self.shapes or self.pixels or self.problems)
        return not has_found and all(step.part is not None for step in self.plan.steps)


@dataclass(frozen=True, slots=True)
class Result:
    """How it ended: whether all was changed (else nothing was), and the mapping files that were written.

    `kept`: copies of files that other programs changed in the last moment.
    """

    preview: Preview
    is_done: bool
    mappings: tuple[Path, ...] = ()
    kept: tuple[Path, ...] = ()


Take: TypeAlias = Callable[[FileTask, Made], None]


def preview(
    dataset: Dataset,
    changes: Sequence[ClassChange],
    label_folders: Sequence[Path | str] = (),
    workers: int | None = None,
    *,
    tells_files: bool = False,
) -> Generator[Step, None, Preview]:
    """Look at every file, and return what `change_classes` would do with the same arguments.

    With `tells_files` the step of each file says what changes in it. A file that cannot be changed is a
    failed step. Raises ClassTableError for changes that cannot be carried out, OptionError, and
    FileUnreadableError for a label folder that is not there.
    """
    work = _Work(dataset, changes, label_folders, workers)
    with closing(work.look(_forget, tells_files=tells_files)) as steps:
        for step in steps:
            is_planned = step.status is StepStatus.WRITTEN
            yield replace(step, status=StepStatus.PLANNED) if is_planned else step
    return work.found


def change_classes(
    dataset: Dataset,
    changes: Sequence[ClassChange],
    label_folders: Sequence[Path | str] = (),
    workers: int | None = None,
    *,
    tells_files: bool = False,
) -> Generator[Step, None, Result]:
    """Carry out changes one after the other in all files at once; one step for each file.

    `label_folders`: folders of label PNGs, or such files; palette PNGs get the colours of the new table, grey
    ones stay grey, and instance maps and images of colours are left out. `workers`: files at a time. With
    `tells_files` the step of each file says what changes in it. The dataset must be read anew afterwards.
    Closing the generator takes everything back.

    Raises what `preview` raises, FileUnwritableError, OriginalChangedError and TransactionError; then, and
    when a step failed, no file was changed.
    """
    work = _Work(dataset, changes, label_folders, workers)
    with Transaction(dataset.folder) as transaction:
        read = work.check_class_file()
        transaction.expect(work.folders())

        def stage(task: FileTask, made: Made) -> None:
            if made.new.data is not None:
                transaction.stage(task.path, made.new.data, made.read)

        yield from work.look(stage, tells_files=tells_files)
        if work.found.problems:
            return Result(work.found, is_done=False)
        work.check_annotations()
        transaction.stage(dataset.class_file, class_table_bytes(work.plan.after), read)
        mappings = tuple(_stage_mappings(transaction, work.places, mapping_bytes(work.plan.rows())))
        kept = transaction.commit()
    return Result(work.found, True, mappings, kept)


class _Work:
    """The files that changes concern, and what becomes of them."""

    def __init__(
        self,
        dataset: Dataset,
        changes: Sequence[ClassChange],
        label_folders: Sequence[Path | str],
        workers: int | None,
    ) -> None:
        if workers is not None and workers < 1:
            raise OptionError(f"{workers} workers cannot work; give 1 or more.")
        self._dataset = dataset
        self._workers = workers
        self.plan = planned(dataset.classes, changes)
        strangers = self.plan.images.difference(image.name for image in dataset.images)
        if strangers:
            raise OptionError(
                f"{dataset.folder}: has no image {min(strangers)!r}. Name images as the list of images does."
            )
        self._maker = FileMaker(self.plan, self.plan.after.palette())
        labels = [Path(folder) for folder in label_folders]
        self.places = [dataset.folder, *(folder for folder in labels if folder.is_dir())]
        self._tasks = [*self._annotations(), *self._label_images(labels)]
        self.found = Preview(self.plan)

    def check_class_file(self) -> FileTime | None:
        """The time of the file of the class table; ClassTableError when it is not the one that is changed."""
        path = self._dataset.class_file
        read = FileTime.of(path)
        if read is not None and read_classes(path) != self._dataset.classes:
            raise ClassTableError(f"{path}: has been changed since it was read. Open the dataset again.")
        return read

    def check_annotations(self) -> None:
        """Raise OriginalChangedError when an image has got its first annotation meanwhile."""
        known = {task.path for task in self._tasks if not task.is_label_image}
        for task in self._annotations():
            if task.path not in known:
                raise OriginalChangedError(task.path)

    def folders(self) -> list[Path]:
        """All folders in which files may change."""
        places = {os.path.dirname(task.path) for task in self._tasks}  # noqa: PTH120 - many
        return [*map(Path, places), *self.places, self._dataset.class_file.parent]

    def look(self, take: Take, *, tells_files: bool) -> Generator[Step, None, None]:
        """Make the new content of all files, several at a time, and hand it to `take` in some thread."""
        total = len(self._tasks)
        crew = Crew(self._workers, MANY, AT_ONCE)
        made_of = self._maker.made_of
        with closing(in_batches(made_of, self._tasks, crew, _lost, partial(_handed_on, take))) as results:
            for done, (task, made) in enumerate(zip(self._tasks, results, strict=True), 1):
                message, change = made.message, made.new.change
                if change is not None:
                    self.found.files.append(change)
                    if tells_files:
                        message = f"{change.text}. {message}".rstrip()
                step = Step(done, total, task.name, made.status, message)
                if step.has_failed:
                    self.found.problems.append(step)
                yield step

    def _annotations(self) -> Iterator[FileTask]:
        if not self.plan.names and not self.plan.taken_names:
            return
        for image in self._dataset.images:
            if os.path.exists(image.annotation_file):  # noqa: PTH110 - many
                yield FileTask(image.name, image.annotation_path, image)

    def _label_images(self, places: Sequence[Path]) -> Iterator[FileTask]:
        """The label images below the folders, each once, with the image that they belong to."""
        owners = LabelOwners(self._dataset.images if places else [])
        files = {place: label_files(place, {".png"}) for place in places}
        named = {os.path.realpath(file) for each in files.values() for file in each}
        seen: set[str] = set()
        for place, each in files.items():
            tasks = [_label_task(file, place, owners, named) for file in each]
            if place.is_dir() and tasks and all(task.left_out == _PHOTOGRAPH for task in tasks):
                raise OptionError(
                    f"{place}: has no label images that can be told from photographs, for all its PNGs are "
                    f"images of the dataset, and none is called like another one. Give them the names of "
                    f"their images, or move them out of the dataset folder."
                )
            for task in tasks:
                real = os.path.realpath(task.path)
                if real not in seen:
                    seen.add(real)
                    yield task


def _label_task(file: Path, place: Path, owners: LabelOwners, named: Collection[str]) -> FileTask:
    """What is to be done with a PNG that was named, or lies below a folder that was."""
    real = os.path.realpath(file)
    inside = file.relative_to(place).with_suffix("").as_posix() if file != place else file.stem
    images = owners.of(file, inside)
    why_not = ""
    if owners.is_photograph(real, images, named):
        why_not = _PHOTOGRAPH
    elif file.parent.name == _INSTANCE_FOLDER:
        why_not = "It numbers objects, and not classes."
    image = images[0] if images else None
    return FileTask(str(file), file, image, True, why_not, tuple(images[1:]), owners.has(real))


def _lost(error: WorkerError) -> Made:
    """A file whose process has ended."""
    return Made(StepStatus.FAILED, str(error))


def _handed_on(take: Take, task: FileTask, made: Made) -> Made:
    """What was made of a file, once `take` has it; its new content is let go of."""
    take(task, made)
    return made._replace(new=made.new._replace(data=None))


def _forget(_task: FileTask, _made: Made) -> None:
    """A preview needs the numbers only."""


def _stage_mappings(transaction: Transaction, places: Sequence[Path], data: bytes) -> Iterator[Path]:
    """The mapping in every folder; an older one of another content is kept under a number."""
    for place in {os.path.realpath(place): place for place in places}.values():
        path = place / MAPPING_FILE
        read = FileTime.of(path)
        old = None if read is None else read_bytes(path)
        if old is not None and old != data:
            numbers = range(1, len(os.listdir(place)) + 2)  # noqa: PTH208 - only how many
            free = next(each for number in numbers if not (each := place / f"mapping-{number}.csv").exists())
            transaction.stage(free, old, None)
        if old != data:
            transaction.stage(path, data, read)
        yield path
