"""Which label images a user means by a file or a folder."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NamedTuple

from labeler.core.errors import FileUnreadableError
from labeler.core.files import natural_key

INSTANCE_FOLDER = "SegmentationObject"


class NamedFile(NamedTuple):
    """A label image: its path, the path below the folder that was given, and whether it was given itself."""

    path: Path
    relative: Path
    is_named: bool

    @property
    def is_instance_map(self) -> bool:
        """Whether it was found among the instance maps of a VOC dataset, whose numbers are no classes."""
        return not self.is_named and INSTANCE_FOLDER in self.path.parts[-2:-1]


def named_files(paths: Sequence[Path | str]) -> list[NamedFile]:
    """Each PNG among files and below folders once. Raises FileUnreadableError."""
    files: dict[Path, NamedFile] = {}
    for path in map(Path, paths):
        is_named = not path.is_dir()
        for file in label_files(path, {".png"}):
            relative = Path(file.name) if is_named else file.relative_to(path)
            old = files.get(file)
            files[file] = NamedFile(file, relative, is_named or (old is not None and old.is_named))
    return list(files.values())


def label_files(path: Path, suffixes: Collection[str]) -> list[Path]:
    """The file itself, or all files below a folder that have one of the suffixes, in natural order.

    Hidden files and folders are left out. Raises FileUnreadableError for a path that does not exist and for
    a folder that cannot be read.
    """
    if not path.is_dir():
        if not path.exists():
            raise FileUnreadableError(path, "there is no such file or folder")
        return [path]
    found: list[Path] = []
    for folder, subfolders, names in os.walk(path, onerror=_raise_unreadable):
        subfolders[:] = [name for name in subfolders if not name.startswith(".")]
        here = Path(folder)
        found += [
            here / name
            for name in names
            if not name.startswith(".") and Path(name).suffix.lower() in suffixes
        ]
    return sorted(found, key=lambda file: natural_key(file.relative_to(path).as_posix()))


def reason(error: Exception, path: Path) -> str:
    """The words of an error without the path at their beginning, which the step names already."""
    return str(error).removeprefix(f"{path}: ")


def _raise_unreadable(error: OSError) -> None:
    raise FileUnreadableError(error.filename, error) from error
