"""What a file held when we last read or wrote it, so that nobody's later work is overwritten unseen."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from labeler.core.errors import FileUnreadableError


class FileTime(NamedTuple):
    """When a file was written last, in nanoseconds, and its size in bytes."""

    modified: int
    size: int

    @classmethod
    def of(cls, path: Path) -> FileTime | None:
        """The time of a file; None when it is not there or cannot be asked."""
        try:
            status = path.stat()
        except OSError:
            return None
        return cls(status.st_mtime_ns, status.st_size)


class FileState(StrEnum):
    """How a file stands to what we know of it."""

    SAME = "same"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class FileStamp:
    """Time and size of a file, and a digest of its bytes; all of them empty for a file that is not there."""

    modified: int = 0
    size: int = -1
    digest: bytes = b""

    @classmethod
    def of(cls, path: Path) -> FileStamp:
        """The stamp of the file as it is now; raises FileUnreadableError."""
        try:
            # The time is taken first: a write in between makes the stamp too old, never too new.
            status = path.stat()
            data = path.read_bytes()
        except FileNotFoundError:
            return cls()
        except OSError as error:
            raise FileUnreadableError(path, error) from error
        return cls(status.st_mtime_ns, len(data), _digest(data))

    @classmethod
    def of_written(cls, path: Path, data: bytes) -> FileStamp:
        """The stamp of a file to which `data` was just written; without a time if others have been at it."""
        digest = _digest(data)
        try:
            now = cls.of(path)
        except FileUnreadableError:
            now = cls()
        return now if now.digest == digest else cls(0, len(data), digest)

    def still_holds(self, path: Path) -> bool:
        """Whether the file has the same bytes as then, or is gone, so that writing it overwrites nothing new.

        The bytes are read only if the time says that they may be others. Raises FileUnreadableError.
        """
        try:
            status = path.stat()
        except FileNotFoundError:
            return True
        except OSError as error:
            raise FileUnreadableError(path, error) from error
        if status.st_mtime_ns == self.modified and status.st_size == self.size:
            return True
        return status.st_size == self.size and FileStamp.of(path).digest == self.digest

    def state(self, path: Path) -> FileState:
        """Whether the file still has the bytes of this stamp, has others, or was there and is gone.

        Raises FileUnreadableError.
        """
        if self.still_holds(path):
            is_gone = self.size >= 0 and not path.exists()
            return FileState.GONE if is_gone else FileState.SAME
        return FileState.CHANGED


def _digest(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=16).digest()
