"""What labelling an image needs beside its photograph: annotation, index and label map, made in a thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from labeler.core.annotation import Annotation
from labeler.core.errors import AnnotationError, FileUnreadableError
from labeler.core.file_stamp import FileStamp
from labeler.core.images import image_size
from labeler.core.live_label_map import LiveLabelMap
from labeler.core.shape_index import ShapeIndex
from labeler.gui.pictures import modified

if TYPE_CHECKING:
    from labeler.core.classes import ClassTable
    from labeler.core.dataset import Dataset, DatasetImage
    from labeler.core.errors import LabelerError
    from labeler.gui.document import Document


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """All that a thread made ready of one image of `size` (width, height), beside its photograph.

    `document` is the one that was kept, unless its file has changed. `problem` is why the annotation file
    cannot be read; the annotation is empty then, and must not be saved. `modified` is the time of the image
    file, `position` its place in the list when it was asked for.
    """

    image: DatasetImage
    size: tuple[int, int]
    document: Document | None
    annotation: Annotation
    index: ShapeIndex
    label_map: LiveLabelMap
    classes: ClassTable
    stamp: FileStamp | None
    problem: LabelerError | None
    modified: int
    position: int = -1

    def at(self, position: int) -> Opened:
        """The same, asked for at a place in the list."""
        return replace(self, position=position)


def prepared(
    dataset: Dataset,
    image: DatasetImage,
    classes: ClassTable,
    document: Document | None,
    before_reading: Callable[[Path], object],
) -> Opened:
    """Read an annotation, or take that of a document, and draw its label map.

    Raises ImageError and FileUnreadableError when the image file has no size to tell, MemoryError.
    """
    stamp, problem = None, None
    time, size = modified(image.path), image_size(image.path)
    if document is None:
        before_reading(image.annotation_path)
        annotation, stamp, problem = _read(dataset, image, size)
        index = ShapeIndex(annotation.shapes)
    else:
        annotation, index = document.annotation, document.index
    label_map = LiveLabelMap(annotation, size, classes, index)
    return Opened(image, size, document, annotation, index, label_map, classes, stamp, problem, time)


def _read(
    dataset: Dataset, image: DatasetImage, size: tuple[int, int]
) -> tuple[Annotation, FileStamp, LabelerError | None]:
    """The annotation, what its file held when it was read, and why it could not be read."""
    stamp = FileStamp()
    try:
        stamp = FileStamp.of(image.annotation_path)
        return dataset.read_annotation(image), stamp, None
    except (AnnotationError, FileUnreadableError) as error:
        return Annotation(size=size), stamp, error
