"""Export a dataset: every image rasterized and written by a format, one step an image.

Command line, window and Python all call `export`; their files are identical, for any number of workers. An
image that cannot be exported is a failed step with its reason and never stops the others.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Generator
from contextlib import closing, nullcontext
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from labeler import __version__
from labeler.core.annotation import ImageState
from labeler.core.dataset import Dataset, check_size, open_dataset
from labeler.core.errors import AnnotationError, FileUnreadableError, LabelerError
from labeler.core.images import ImageHeader, read_header
from labeler.formats.base import ExportOptions, Writer
from labeler.formats.export_folder import ExportFolder, file_hash
from labeler.formats.manifest import Header, ImageEntry, make_header
from labeler.formats.registry import find_format
from labeler.jobs.export_checks import check_id, check_target
from labeler.jobs.export_sets import ImageSets
from labeler.jobs.in_order import in_order, processor_count
from labeler.jobs.step import Step, StepStatus, Summary

if TYPE_CHECKING:
    from labeler.core.annotation import Annotation
    from labeler.core.dataset import DatasetImage

__all__ = ["ExportOptions", "export", "export_dataset"]

# Images above this many pixels are worked on one at a time, however many threads there are, so that a dataset
# of huge images needs the memory of one.
LARGE = 64_000_000


def export(
    dataset: Dataset, target: Path | str, options: ExportOptions | None = None
) -> Generator[Step, None, None]:
    """Export a dataset to the folder `target`; the work is done as the steps are taken.

    Everything that forbids the export as a whole is raised by this call, before anything is written:
    ExportError (a target that is not empty or meets the dataset, class names the format cannot hold),
    ImageSetError, OptionError. Steps come in the order of the dataset's images. Closing the generator stops
    the export: complete files stay, and an export with `overwrite="update"` goes on from there.
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


class _Outcome(NamedTuple):
    """How one image ended; `entry` is what the manifest says about it, None when nothing was exported."""

    image: DatasetImage
    status: StepStatus
    message: str
    entry: ImageEntry | None = None


class _Export:
    """One export: checks first, then the images, then lists and manifest."""

    def __init__(self, dataset: Dataset, target: Path, options: ExportOptions) -> None:
        self._dataset = dataset
        self._images = tuple(dataset.images)
        self._options = options
        self._sets = ImageSets(dataset, options)
        self._writer: Writer = find_format(options.format).writer(dataset.classes, options)
        self._patterns = self._writer.patterns()
        self._common = self._writer.common_files(self._sets.names)
        check_target(target, dataset, (*self._patterns, *self._common))
        header = make_header(options.format, __version__, dataset.classes, _options_that_matter(options))
        self._folder = ExportFolder.claim(target, header, options.overwrite)
        self._large = threading.Lock()

    def run(self) -> Generator[Step, None, None]:
        """Export every image and finish the folder."""
        images = self._images
        exported: list[str] = []
        try:
            self._folder.begin(self._patterns, self._common, self._readable_ids())
            workers = self._options.workers or processor_count()
            with closing(in_order(self._outcome_of, images, workers)) as outcomes:
                for done, outcome in enumerate(outcomes, 1):
                    if outcome.entry is not None:
                        self._folder.record(outcome.entry)
                        exported.append(outcome.image.id)
                    yield Step(done, len(images), outcome.image.name, outcome.status, outcome.message)
            self._writer.close(self._folder, self._sets.of(exported))
            self._folder.finish(self._patterns, exported)
        finally:
            self._folder.close()

    def _outcome_of(self, image: DatasetImage) -> _Outcome:
        try:
            if not self._sets.has(image):
                return _Outcome(image, StepStatus.LEFT_OUT, "It is in none of the lists.")
            check_id(image.id, image.name)
            header = read_header(image.path)
            with self._large if math.prod(header.size) > LARGE else nullcontext():
                return self._export(image, header)
        except LabelerError as error:
            return _Outcome(image, StepStatus.FAILED, str(error))
        except MemoryError:
            return _Outcome(
                image, StepStatus.FAILED, f"{image.path}: there is not enough memory to export it."
            )

    def _export(self, image: DatasetImage, header: ImageHeader) -> _Outcome:
        # Hashed before it is read: should it change in between, the next update sees another hash.
        origin = ImageEntry(
            id=image.id,
            source=image.name,
            size=header.size,
            annotation_sha256=_annotation_hash(image),
            image_sha256=self._writer.source_hash(image, header),
        )
        earlier = self._folder.earlier_entry(image.id)
        if (
            earlier is not None
            and earlier.is_made_from(origin)
            and self._folder.holds(earlier.files, image.path)
        ):
            return _Outcome(image, StepStatus.UNCHANGED, " ".join(earlier.notices), earlier)
        annotation = self._dataset.read_annotation(image)
        if annotation.state is ImageState.UNLABELLED and not self._options.includes_unlabelled:
            reason = "It has no shapes and is not marked as done."
            return _Outcome(image, StepStatus.LEFT_OUT, reason)
        _check_shapes(annotation)
        check_size(annotation, image, header.size)
        added = self._writer.add(self._folder, image, annotation, header)
        pixels = {str(index): count for index, count in added.pixels.items()}
        entry = replace(origin, files=added.files, pixels=pixels, notices=added.notices)
        status = StepStatus.WRITTEN if added.is_changed else StepStatus.UNCHANGED
        return _Outcome(image, status, " ".join(added.notices), entry)

    def _readable_ids(self) -> list[str]:
        """The ids of the images that may be exported."""
        ids = []
        for image in self._images:
            try:
                check_id(image.id, image.name)
            except LabelerError:
                continue
            ids.append(image.id)
        return ids


def _annotation_hash(image: DatasetImage) -> str | None:
    """SHA-256 of the annotation file; None when there is none."""
    try:
        return file_hash(image.annotation_path)
    except FileUnreadableError:
        if image.annotation_path.exists():
            raise
        return None


def _check_shapes(annotation: Annotation) -> None:
    """Raise AnnotationError when shapes of the file could not be read: they must not become background."""
    if problems := annotation.problems:
        more = f" ({len(problems) - 3} more such shapes.)" if len(problems) > 3 else ""
        raise AnnotationError(f"{' '.join(problems[:3])}{more}")


def _options_that_matter(options: ExportOptions) -> Header:
    """The options that files depend on, for the manifest."""
    kept = asdict(options)
    for name in ("workers", "overwrite", "format"):
        del kept[name]
    if options.lists is not None:
        kept["ratios"] = kept["seed"] = None
    kept["lists"] = options.lists is not None
    return kept
