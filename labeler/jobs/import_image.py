"""The import of one label image: read, checked, made into shapes, proved, and written as annotation."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from labeler.core.annotation import Annotation
from labeler.core.annotation_file import annotation_bytes, read_annotation
from labeler.core.any_label_map import read_any_label_map
from labeler.core.dataset import DatasetImage, check_size, image_path_from
from labeler.core.errors import AnnotationError, FileChangedError, ImageSizeError, LabelerError, OptionError
from labeler.core.file_stamp import FileStamp
from labeler.core.files import make_folder, write_atomically
from labeler.core.image_file import opened_image, orientation_of
from labeler.core.images import read_header
from labeler.core.instance_source import read_instance_map
from labeler.core.label_import import ImportedShapes, ShapeOptions, import_shapes
from labeler.core.text import counted
from labeler.jobs.label_files import reason
from labeler.jobs.step import StepStatus

if TYPE_CHECKING:
    from collections.abc import Sequence

    from labeler.core.arrays import LabelMap
    from labeler.core.classes import ClassTable
    from labeler.core.shapes import Shape
    from labeler.jobs.import_sources import LabelFile


class Existing(StrEnum):
    """What is done with an image that has shapes, or is marked as done, already."""

    REFUSE = "refuse"
    REPLACE = "replace"
    APPEND = "append"
    SKIP = "skip"


@dataclass(frozen=True, kw_only=True)
class ImportOptions:
    """How label images become annotations. Strings are taken for the enumeration; others raise OptionError.

    `shapes`: see ShapeOptions. `existing`: what is done where there is an annotation. `adds_classes`: indices
    without a class get one, in the palette's colour. `has_instances`: whether instance maps found beside the
    label images count; `instances` is a folder of them elsewhere. `ending` is what the names of label images
    have after those of images, as `_mask`. `is_done` marks the images as done. `is_dry_run` writes nothing.
    """

    shapes: ShapeOptions = field(default_factory=ShapeOptions)
    existing: Existing = Existing.REFUSE
    adds_classes: bool = False
    has_instances: bool = True
    instances: Path | None = None
    ending: str = ""
    is_done: bool = False
    is_dry_run: bool = False
    workers: int | None = None

    def __post_init__(self) -> None:
        try:
            object.__setattr__(self, "existing", Existing(self.existing))
        except ValueError:
            words = ", ".join(Existing)
            raise OptionError(f"{self.existing!r} is no way with annotations; give one of {words}.") from None
        if self.workers is not None and self.workers < 1:
            raise OptionError(f"The number of workers is {self.workers}; give 1 or more.")


class Imported(NamedTuple):
    """How one label image ended, and how many shapes and objects it became; pixels as in ImportedShapes."""

    status: StepStatus
    message: str
    shapes: int = 0
    objects: int = 0
    void_left: int = 0
    changed: int = 0


@dataclass(frozen=True, slots=True)
class ImageImporter:
    """Imports label images, one a call. It can be pickled, so that other processes do the same."""

    classes: ClassTable
    options: ImportOptions

    def __call__(self, file: LabelFile) -> Imported:
        """Import one label image; what forbids it is the message of a failed outcome."""
        if file.image is None:
            return Imported(StepStatus.FAILED, file.problem)
        try:
            return self._import(file, file.image)
        except LabelerError as error:
            return Imported(StepStatus.FAILED, reason(error, file.path))
        except MemoryError:
            return Imported(StepStatus.FAILED, "There is not enough memory to import it.")

    def _import(self, file: LabelFile, image: DatasetImage) -> Imported:
        path = image.annotation_path
        stamp = FileStamp.of(path)
        before = read_annotation(path) if stamp != FileStamp() else None
        held = "" if before is None or not is_taken(before) else f"It has {_held(before)} already."
        if held and self.options.existing is Existing.SKIP:
            return Imported(StepStatus.LEFT_OUT, held)
        label_map = read_any_label_map(file.path)
        instances = None if file.instances is None else read_instance_map(file.instances)
        size = self._checked_size(image, label_map, before)
        made = import_shapes(label_map, self.classes, self.options.shapes, instances)
        annotation = self._annotation(image, before, made, size)
        message = self._told(file, made)
        counts = (len(made.shapes), made.objects, made.void_left, made.changed)
        data = annotation_bytes(annotation)
        if before is not None and path.read_bytes() == data:
            return Imported(StepStatus.UNCHANGED, message, *counts)
        if held and self.options.existing is Existing.REFUSE:
            raise AnnotationError(f"{held} Replace them, draw on top of them, or leave such images out.")
        if self.options.is_dry_run:
            planned = f"{counted(len(made.shapes), 'shape')}. {message}".strip()
            return Imported(StepStatus.PLANNED, planned, *counts)
        if FileStamp.of(path) != stamp:
            raise FileChangedError(path)
        make_folder(path.parent)
        # A new file can be made again; what somebody has drawn must survive a power cut.
        write_atomically(path, data, durable=before is not None)
        return Imported(StepStatus.WRITTEN, message, *counts)

    def _checked_size(
        self, image: DatasetImage, label_map: LabelMap, before: Annotation | None
    ) -> tuple[int, int]:
        """The size of the image, which label map and annotation must have; raises ImageSizeError."""
        size = read_header(image.path).size
        height, width = label_map.shape
        if (width, height) != size:
            remedy = "Give it the size of its image, by the nearest neighbour."
            if (height, width) == size:
                turned = " before its EXIF orientation" if _is_turned(image) else ""
                remedy = f"It lies on its side: it was made for the image{turned}. Turn it by a quarter."
            raise ImageSizeError(
                f"It has {width} x {height} pixels, and {image.name} has {size[0]} x {size[1]}. {remedy}"
            )
        if before is not None:
            check_size(before, image, size)
        return size

    def _annotation(
        self, image: DatasetImage, before: Annotation | None, made: ImportedShapes, size: tuple[int, int]
    ) -> Annotation:
        """The annotation with the shapes, and whatever else its file held."""
        annotation = Annotation() if before is None else before
        annotation.size = size
        if not annotation.image_path:
            annotation.image_path = image_path_from(image.file, image.annotation_path.parent)
        if self.options.existing is Existing.APPEND:
            annotation.shapes = appended(annotation.shapes, made.shapes)
            annotation.is_done |= self.options.is_done
        else:
            annotation.shapes, annotation.unreadable = made.shapes, []
            annotation.is_done = self.options.is_done
        return annotation

    def _told(self, file: LabelFile, made: ImportedShapes) -> str:
        """What the user should know of what was imported."""
        told = []
        if made.changed or self.options.shapes.tolerance:
            told.append(f"{_pixels(made.changed)} another class by straight borders.")
        if made.void_left:
            told.append(f"{made.void_left:,} px of void are unlabelled.")
        if made.without_object:
            told.append(f"{made.without_object:,} px of classes belong to no object; each region became one.")
        if made.stray:
            told.append(f"{made.stray:,} px of objects have no class, and were left out.")
        if made.mixed:
            told.append(f"{counted(made.mixed, 'object')} of several classes: one for each class now.")
        if file.instances is None and self.options.instances is not None:
            told.append("There is no instance map for it.")
        return " ".join(told)


def is_taken(annotation: Annotation) -> bool:
    """Whether somebody has labelled an image, or looked at it and found nothing."""
    return bool(annotation.shapes or annotation.unreadable or annotation.is_done)


def appended(shapes: Sequence[Shape], new: Sequence[Shape]) -> list[Shape]:
    """Shapes with others on top, whose groups are not theirs; those that end in them already, as they are."""
    before = list(shapes[: max(0, len(shapes) - len(new))])
    again = [*before, *_regrouped(new, before)]
    if annotation_bytes(Annotation(shapes=again)) == annotation_bytes(Annotation(shapes=list(shapes))):
        return list(shapes)
    return [*shapes, *_regrouped(new, shapes)]


def _regrouped(new: Sequence[Shape], before: Sequence[Shape]) -> list[Shape]:
    """The shapes with groups above all that are in use."""
    highest = max((shape.group_id for shape in before if shape.group_id is not None), default=0)
    highest = max(0, highest)
    return [
        shape if shape.group_id is None else replace(shape, group_id=shape.group_id + highest)
        for shape in new
    ]


def _held(annotation: Annotation) -> str:
    """What an annotation holds, in words."""
    count = len(annotation.shapes) + len(annotation.unreadable)
    return counted(count, "shape") if count else "no shapes and is marked as done"


def _is_turned(image: DatasetImage) -> bool:
    """Whether the image is turned by a quarter when it is shown."""
    with opened_image(image.path) as stored:
        return stored is not None and orientation_of(stored) >= 5


def _pixels(count: int) -> str:
    return f"{count:,} px {'has' if count == 1 else 'have'}"
