"""Files in the target of an export: written whole and only when they differ, linked, or found unchanged."""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from labeler.core.errors import FileUnreadableError, FileUnwritableError
from labeler.core.files import link_or_copy, write_if_changed, write_new

_SMALL = 1 << 18  # bytes


@dataclass(frozen=True, slots=True)
class TargetFiles:
    """Access to the files below `folder` by their posix paths; for any number of threads and processes."""

    folder: Path

    def write(self, path: str, data: bytes) -> bool:
        """Write a file unless it holds these bytes; says whether it wrote. Raises FileUnwritableError."""
        target = f"{self.folder}/{path}"
        try:
            status = os.lstat(target)
        except OSError:
            write_new(target, data)  # nothing is there, or this says what is wrong
            return True
        if stat.S_ISLNK(status.st_mode) or status.st_nlink > 1:
            # A hard or symbolic link: nothing written here may reach the original photograph.
            with unwritable(Path(target)):
                Path(target).unlink()
        return write_if_changed(target, data, durable=False)

    def link(self, path: str, source: str) -> bool:
        """Link a file to its source; says whether it was linked anew. Raises FileUnwritableError."""
        target = Path(f"{self.folder}/{path}")
        with contextlib.suppress(OSError):
            if target.samefile(source):
                return False
            # A write-protected copy of an earlier export must not stand in the way.
            target.unlink()
        link_or_copy(source, target)
        return True

    def holds(self, files: Mapping[str, str | None], source: str) -> bool:
        """Whether all files are there, each with the bytes of its SHA-256, or (None) linked to `source`."""
        try:
            return all(
                (self.folder / path).samefile(source)
                if digest is None
                else file_hash(self.folder / path) == digest
                for path, digest in files.items()
            )
        except (OSError, FileUnreadableError):
            return False


def file_hash(path: Path | str) -> str:
    """SHA-256 of a file as hex; raises FileUnreadableError."""
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - Path takes longer than the system does
            # The buffer of file_digest costs more than most annotations are long.
            if os.fstat(file.fileno()).st_size <= _SMALL:
                return hashlib.sha256(file.read()).hexdigest()
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise FileUnreadableError(path, error) from error


@contextlib.contextmanager
def unwritable(path: Path) -> Iterator[None]:
    """Turn the system's refusal into FileUnwritableError."""
    try:
        yield
    except OSError as error:
        raise FileUnwritableError(path, error) from error
