"""Looks whether another program wrote or deleted files that are open, and reads what they hold now."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from labeler.core.annotation_compare import Comparison, compare_annotations
from labeler.core.errors import LabelerError
from labeler.core.file_stamp import FileStamp, FileState

if TYPE_CHECKING:
    from pathlib import Path

    from labeler.core.annotation import Annotation
    from labeler.core.dataset import Dataset, DatasetImage
    from labeler.jobs.step import Step


@dataclass(frozen=True, slots=True, eq=False)
class OpenFile:
    """An annotation that is open: a copy of what is shown, and what its file held when it was last known."""

    image: DatasetImage
    annotation: Annotation
    stamp: FileStamp


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """How the file of an annotation stands to it.

    For a changed file `stamp` tells what it holds now, and `comparison` has what is shown as the first and
    the file as the second annotation; None when the file cannot be read, for which `error` is the reason.
    """

    file: OpenFile
    state: FileState
    stamp: FileStamp | None = None
    comparison: Comparison | None = None
    error: LabelerError | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """What was found. `is_away`: the folder is not there, or empty, as where a drive was connected."""

    is_away: bool
    files: tuple[Found, ...] = ()
    classes: FileState = FileState.SAME


def look_at_files(
    dataset: Dataset, files: Sequence[OpenFile], class_stamp: FileStamp
) -> Generator[Step, None, Look]:
    """Look at the files of a dataset, as a job that has no steps."""
    yield from ()
    if _is_empty(dataset.folder):
        return Look(is_away=True)
    found = tuple(_found(dataset, file) for file in files)
    try:
        classes = class_stamp.state(dataset.class_file)
    except LabelerError:
        classes = FileState.SAME  # writing it will say what is wrong
    return Look(is_away=False, files=found, classes=classes)


def _is_empty(folder: Path) -> bool:
    """Whether a folder is not there or holds nothing but hidden files."""
    try:
        return all(path.name.startswith(".") for path in folder.iterdir())
    except OSError:
        return True


def _found(dataset: Dataset, file: OpenFile) -> Found:
    try:
        state = file.stamp.state(file.image.annotation_path)
        if state is FileState.GONE and not file.image.path.exists():
            return Found(file, FileState.SAME)  # the image went, and its annotation with it
        if state is not FileState.CHANGED:
            return Found(file, state)
        # First the stamp: what is written while the file is read makes it too old, never too new.
        stamp = FileStamp.of(file.image.annotation_path)
        theirs = dataset.read_annotation(file.image)
    except LabelerError as error:
        return Found(file, FileState.CHANGED, error=error)
    return Found(file, state, stamp, compare_annotations(file.annotation, theirs))
