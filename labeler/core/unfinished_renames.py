"""Renames of a class in the annotation files, and those that a process which was killed did not finish.

A rename while a window is open goes from file to file, and open documents follow by themselves, so that
nobody has to wait. Until it has ended a note in the dataset folder says what becomes of what:

    .labeler/renames/NUMBER.json    old name and new name; locked as long as the process lives

Whoever opens the dataset next carries out what a note without a living process says.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from labeler.core.annotation_file import read_annotation, read_outline, write_annotation
from labeler.core.class_file import read_classes, write_classes
from labeler.core.errors import LabelerError
from labeler.core.files import HOME, read_bytes, write_atomically
from labeler.core.journal import has_locked

if TYPE_CHECKING:
    from labeler.core.dataset import DatasetImage

_PLACE = "renames"


class RenameNote:
    """The note of one rename; where the folder cannot be written there is none."""

    def __init__(self, folder: Path, old: str, new: str) -> None:
        self._place = folder / HOME / _PLACE
        self._path = self._place / f"{time.time_ns():020}-{os.urandom(4).hex()}.json"
        self._lock = -1
        with suppress(LabelerError, OSError):
            self._place.mkdir(parents=True, exist_ok=True)
            write_atomically(self._path, json.dumps([old, new]).encode())
            self._lock = os.open(self._path, os.O_RDWR)
            has_locked(self._lock)

    def remove(self) -> None:
        """The rename has ended; may be called again."""
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1
            _remove(self._path)


def rename_in_file(path: Path, old: str, new: str) -> bool:
    """Rename in one annotation file and say whether it had the class. Raises as reading and writing do."""
    if not read_outline(path).classes[old]:
        return False
    annotation = read_annotation(path)
    annotation.shapes = [
        replace(shape, class_name=new) if shape.class_name == old else shape for shape in annotation.shapes
    ]
    annotation.unreadable = [
        replace(each, content=_renamed(each.content, old, new)) for each in annotation.unreadable
    ]
    write_annotation(path, annotation)
    return True


def finish_renames(folder: Path, images: Iterable[DatasetImage]) -> str:
    """Carry out the renames that were left, in files and class table; what to tell the user, or nothing."""
    told = []
    for path in _notes(folder):
        try:
            descriptor = os.open(path, os.O_RDWR)
        except OSError:
            continue  # it has just ended, or nobody can write here
        try:
            if has_locked(descriptor):
                told.append(_finished(folder, path, images))
                _remove(path)
        finally:
            os.close(descriptor)
    return " ".join(filter(None, told))


def _notes(folder: Path) -> list[Path]:
    with suppress(OSError):
        return sorted(path for path in (folder / HOME / _PLACE).iterdir() if path.suffix == ".json")
    return []


def _finished(folder: Path, note: Path, images: Iterable[DatasetImage]) -> str:
    try:
        old, new = map(str, json.loads(read_bytes(note)))
    except (LabelerError, ValueError, TypeError):
        return ""  # the process ended before the note was whole, and before the first file
    renamed, problems = 0, []
    for image in images:
        path = image.annotation_path
        if path.exists():
            try:
                renamed += rename_in_file(path, old, new)
            except LabelerError as error:
                problems.append(str(error))
    try:
        renamed += _renamed_in_table(folder, old, new)
    except LabelerError as error:
        problems.append(str(error))
    if not renamed and not problems:
        return ""
    text = f"Renaming {old} to {new}, which was broken off, has been completed in {renamed:,} more files."
    return " ".join((text, *problems[:1]))


def _renamed_in_table(folder: Path, old: str, new: str) -> bool:
    path = folder / "classes.csv"
    table = read_classes(path) if path.exists() else None
    row = None if table is None else table.find(old)
    if table is None or row is None or row.name != old or table.find(new) is not None:
        return False
    write_classes(path, table.renamed(row.index, new))
    return True


def _renamed(content: Any, old: str, new: str) -> Any:
    """The JSON of a shape that we cannot read, with the new name."""
    if isinstance(content, dict) and content.get("label") == old:
        return content | {"label": new}
    return content


def _remove(path: Path) -> None:
    """Remove a note, and the folders if it was the last one."""
    with suppress(OSError):
        path.unlink()
        path.parent.rmdir()
        path.parent.parent.rmdir()
