"""Export a dataset: every image rasterized and written by a format, one step an image.

Command line, window and Python all call `export`; their files are identical, for any number of workers. An
image that cannot be exported is a failed step with its reason and never stops the others.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import ExitStack, closing, nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from labeler import __version__
from labeler.core.dataset import Dataset, open_dataset
from labeler.core.errors import ExportError, LabelerError, WorkerError
from labeler.core.images import read_header
from labeler.formats.base import ExportOptions, Writer
from labeler.formats.export_folder import ExportFolder
from labeler.formats.manifest import make_recipe
from labeler.formats.registry import find_format
from labeler.jobs.export_checks import check_target, id_problem
from labeler.jobs.export_image import ImageExporter, ImageTask, Outcome
from labeler.jobs.export_sets import ImageSets
from labeler.jobs.in_order import in_order, processor_count
from labeler.jobs.step import Step, StepStatus, Summary
from labeler.jobs.worker_process import can_start, in_processes

if TYPE_CHECKING:
    from labeler.core.dataset import DatasetImage

__all__ = ["ExportOptions", "export", "export_dataset"]

# Images above this many pixels are worked on one at a time, however many threads there are, so that a dataset
# of huge images needs the memory of one.
LARGE = 64_000_000

# From this many images on several workers are processes: they take half a second to start, and then do twice
# the images that threads do, which wait for each other in Python's lock.
MANY = 100

# Images that a process is given at a time: handing over costs a tenth of the work on one.
AT_ONCE = 4

Work: TypeAlias = Callable[[list[ImageTask]], list[Outcome]]


def export(
    dataset: Dataset, target: Path | str, options: ExportOptions | None = None
) -> Generator[Step, None, None]:
    """Export a dataset to the folder `target`; the work is done as the steps are taken.

    Everything that forbids the export as a whole is raised by this call, before anything is written:
    ExportError (a target that is not empty or meets the dataset, class names the format cannot hold),
    ImageSetError, OptionError. Steps come in the order of the dataset's images. Closing the generator stops
    the export: complete files stay, and the same export goes on from there when it is called again.
    """
    return _Export(dataset, Path(target), options or ExportOptions()).run()


def export_dataset(
    dataset: Dataset | Path | str,
    target: Path | str,
    *,
    on_step: Callable[[Step], object] | None = None,
    **options: Any,
) -> Summary:
    """Export a dataset or dataset folder completely and return how its images ended.

    `options` are the fields of ExportOptions; `on_step` is called after each image. Raises what `export`
    raises; images that failed are in the summary, each with its reason.
    """
    source = dataset if isinstance(dataset, Dataset) else open_dataset(dataset)
    summary = Summary()
    for step in export(source, target, ExportOptions(**options)):
        summary.add(step)
        if on_step is not None:
            on_step(step)
    return summary


class _Export:
    """One export: checks first, then the images, then lists and manifest."""

    def __init__(self, dataset: Dataset, target: Path, options: ExportOptions) -> None:
        self._images = tuple(dataset.images)
        if not self._images:
            raise ExportError(f"{dataset.folder} has no images. Choose the folder that holds them.")
        self._options = options
        self._sets = ImageSets(dataset, options)
        self._writer: Writer = find_format(options.format).writer(dataset.classes, options)
        self._patterns = self._writer.patterns()
        self._common = tuple(self._writer.common_files(dict.fromkeys(self._sets.names, ())))
        check_target(target, dataset, (*self._patterns, *self._common))
        recipe = make_recipe(options, f"labeler {__version__}", dataset.classes)
        self._folder = ExportFolder.claim(target, recipe, options.overwrite)
        self._ids = [image.id for image in self._images if not id_problem(image.id, image.name)]
        self._folder.refuse_foreign(self._patterns, self._common, self._ids)
        self._exporter = ImageExporter(
            replace(dataset, images=[]), self._folder.files, self._writer, options.includes_unlabelled
        )
        self._large = threading.Lock()

    def run(self) -> Generator[Step, None, None]:
        """Export every image and finish the folder."""
        total = len(self._images)
        exported: list[str] = []
        try:
            self._folder.begin(self._patterns, self._common, self._ids)
            with closing(self._outcomes()) as outcomes:
                for done, (image, outcome) in enumerate(zip(self._images, outcomes, strict=True), 1):
                    if outcome.entry is not None:
                        self._folder.record(outcome.entry)
                        exported.append(image.id)
                    yield Step(done, total, image.name, outcome.status, outcome.message)
            for path, data in self._writer.common_files(self._sets.of(exported)).items():
                self._folder.write_common(path, data)
            self._folder.finish(self._patterns, exported)
        finally:
            self._folder.close()

    def _outcomes(self) -> Generator[Outcome, None, None]:
        """The outcome of each image, in order, by threads of this process or by processes."""
        workers = self._options.workers or processor_count()
        with ExitStack() as stack:
            work: Work = self._exporter.each
            count = 1
            if workers > 1 and len(self._images) >= MANY and can_start():
                work = stack.enter_context(in_processes(self._exporter.each, workers))
                count = AT_ONCE
            batches = (self._images[at : at + count] for at in range(0, len(self._images), count))
            for outcomes in in_order(partial(self._outcomes_of, work), batches, workers):
                yield from outcomes

    def _outcomes_of(self, work: Work, images: Sequence[DatasetImage]) -> list[Outcome]:
        """Check some images, and have those exported that may be."""
        checked = [self._checked(image) for image in images]
        tasks = [each for each in checked if isinstance(each, ImageTask)]
        is_large = any(math.prod(task.header.size) > LARGE for task in tasks)
        with self._large if is_large else nullcontext():
            outcomes = iter(_worked(work, tasks))
        return [next(outcomes) if isinstance(each, ImageTask) else each for each in checked]

    def _checked(self, image: DatasetImage) -> ImageTask | Outcome:
        """What there is to do for an image, or why nothing is."""
        if not self._sets.has(image):
            return Outcome(StepStatus.LEFT_OUT, "It is in none of the lists.")
        if problem := id_problem(image.id, image.name):
            return Outcome(StepStatus.FAILED, problem)
        try:
            return ImageTask(image, read_header(image.path), self._folder.earlier_entry(image.id))
        except LabelerError as error:
            return Outcome(StepStatus.FAILED, str(error))


def _worked(work: Work, tasks: list[ImageTask]) -> list[Outcome]:
    """The outcomes of some tasks. When their process ends, each is tried alone: only the guilty one fails."""
    try:
        return work(tasks) if tasks else []
    except WorkerError as error:
        if len(tasks) == 1:
            return [Outcome(StepStatus.FAILED, f"{tasks[0].image.path}: {error}")]
        return [outcome for task in tasks for outcome in _worked(work, [task])]
