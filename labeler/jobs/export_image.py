"""The export of one image: skipped when nothing has changed, left out when it is unlabelled, else written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from labeler.core.annotation import ImageState
from labeler.core.dataset import Dataset, DatasetImage, check_size
from labeler.core.errors import AnnotationError, FileUnreadableError, LabelerError
from labeler.core.images import ImageHeader
from labeler.formats.base import Writer
from labeler.formats.manifest import ImageEntry
from labeler.formats.target_files import TargetFiles, file_hash
from labeler.jobs.step import StepStatus

if TYPE_CHECKING:
    from labeler.core.annotation import Annotation


class ImageTask(NamedTuple):
    """An image to export, and what an earlier export with the same classes and options says about it."""

    image: DatasetImage
    header: ImageHeader
    earlier: ImageEntry | None


class Outcome(NamedTuple):
    """How one image ended; `entry` is what the manifest says about it, None when nothing was exported."""

    status: StepStatus
    message: str
    entry: ImageEntry | None = None


@dataclass(frozen=True, slots=True)
class ImageExporter:
    """Exports images, one a call. It can be pickled, so that other processes do the same.

    `dataset` need not hold its images; `includes_unlabelled` exports images without shapes as well.
    """

    dataset: Dataset
    files: TargetFiles
    writer: Writer
    includes_unlabelled: bool

    def __call__(self, task: ImageTask) -> Outcome:
        """Export one image; what forbids it is the message of a failed outcome."""
        try:
            return self._export(task)
        except LabelerError as error:
            return Outcome(StepStatus.FAILED, str(error))
        except MemoryError:
            return Outcome(StepStatus.FAILED, f"{task.image.path}: there is not enough memory to export it.")

    def each(self, tasks: Sequence[ImageTask]) -> list[Outcome]:
        """Export several images, one after the other."""
        return [self(task) for task in tasks]

    def _export(self, task: ImageTask) -> Outcome:
        image, header, earlier = task
        # Hashed before it is read: should it change in between, the next update sees another hash.
        origin = ImageEntry(
            id=image.id,
            source=image.name,
            size=header.size,
            annotation_sha256=_annotation_hash(image),
            image_sha256=self.writer.source_hash(image, header),
        )
        if (
            earlier is not None
            and earlier.is_made_from(origin)
            and self.files.holds(earlier.files, image.file)
        ):
            return Outcome(StepStatus.UNCHANGED, " ".join(earlier.notices), earlier)
        annotation = self.dataset.read_annotation(image)
        if annotation.state is ImageState.UNLABELLED and not self.includes_unlabelled:
            return Outcome(StepStatus.LEFT_OUT, "It has no shapes and is not marked as done.")
        _check_shapes(annotation)
        check_size(annotation, image, header.size)
        added = self.writer.add(self.files, image, annotation, header)
        pixels = {str(index): count for index, count in added.pixels.items()}
        entry = replace(origin, files=added.files, pixels=pixels, notices=added.notices)
        status = StepStatus.WRITTEN if added.is_changed else StepStatus.UNCHANGED
        return Outcome(status, " ".join(added.notices), entry)


def _annotation_hash(image: DatasetImage) -> str | None:
    """SHA-256 of the annotation file; None when there is none."""
    try:
        return file_hash(image.annotation_file)
    except FileUnreadableError:
        if image.annotation_path.exists():
            raise
        return None


def _check_shapes(annotation: Annotation) -> None:
    """Raise AnnotationError when shapes of the file could not be read: they must not become background."""
    if problems := annotation.problems:
        more = f" ({len(problems) - 3} more such shapes.)" if len(problems) > 3 else ""
        raise AnnotationError(f"{' '.join(problems[:3])}{more}")
