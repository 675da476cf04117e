"""The journal of a transaction: what a process that is killed leaves for the next one to put in order.

In the dataset folder, and there only while a transaction is at work or waits to be put in order:

    .labeler/transaction/lock       process and host; locked as long as the process lives
    .labeler/transaction/folders    the transaction's number, and each folder that it puts new files into
    .labeler/transaction/commit     each new file with the one whose place it takes, and how many; the mark

New files lie beside those they replace, as `.labeler-NUMBER-1.new`. Without the mark they are deleted, with
it they take their places. Paths in the dataset folder are written relative to it, so that it may be moved.
"""

from __future__ import annotations

import errno
import json
import os
import platform
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from labeler.core.errors import FileUnreadableError, FileUnwritableError, TransactionError
from labeler.core.file_stamp import FileTime
from labeler.core.files import HOME, copy_atomically, make_folder, read_bytes

if sys.platform == "win32":
    import msvcrt
else:
    import ctypes
    import fcntl

_PLACE = "transaction"


class Staged(NamedTuple):
    """A new file, the file whose place it takes, and the time of that when it was read (None: no file)."""

    new: Path
    target: Path
    read: FileTime | None


class Journal:
    """The journal in a dataset folder; nothing is written before `begin`."""

    def __init__(self, root: Path) -> None:
        self.root = Path(os.path.realpath(root))
        self.place = self.root / HOME / _PLACE
        self._lock = -1
        self._number = ""
        self._folders: set[Path] = set()

    @property
    def exists(self) -> bool:
        """Whether a transaction is at work, or has left something."""
        return self.place.is_dir()

    @property
    def is_marked(self) -> bool:
        """Whether the new files are to take their places, come what may."""
        return (self.place / "commit").exists()

    @property
    def holder(self) -> str:
        """Who has the lock: `process 12 on host`."""
        with suppress(OSError, UnicodeDecodeError):
            return (self.place / "lock").read_text(encoding="utf-8").strip() or "another process"
        return "another process"

    def lock(self) -> bool:
        """Take the lock, which goes with this process; False when another one has it.

        Raises FileUnwritableError.
        """
        make_folder(self.place)
        path = self.place / "lock"
        while True:
            try:
                descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
            except FileNotFoundError:
                make_folder(self.place)  # the one before has just tidied up
                continue
            except OSError as error:
                self._remove_folders()
                raise FileUnwritableError(path, error) from error
            if not has_locked(descriptor):
                os.close(descriptor)
                return False
            if _is_still(path, descriptor):
                break
            os.close(descriptor)
        self._lock = descriptor
        with suppress(OSError):
            os.truncate(descriptor, 0)
            os.lseek(descriptor, 0, os.SEEK_SET)
            os.write(descriptor, f"process {os.getpid()} on {platform.node()}\n".encode())
        return True

    def begin(self, number: str) -> None:
        """Begin an empty journal; `number` is in the names of all new files. Raises FileUnwritableError."""
        self._number = number
        self._append(number)

    def note_folders(self, folders: Iterable[Path]) -> None:
        """Note folders before new files are put there, all at once. Raises FileUnwritableError."""
        fresh = set(folders) - self._folders
        if fresh:
            self._append(*(_told(self.root, folder) for folder in sorted(fresh)))
            self._folders |= fresh

    def name(self, place: int) -> str:
        """The name of the new file of this number."""
        return f".labeler-{self._number}-{place}.new"

    def mark(self, staged: Iterable[Staged]) -> None:
        """Put all new files and their list on the disk, and then the mark. Raises FileUnwritableError."""
        path = self.place / "list"
        rows = ((_told(self.root, each.new), _told(self.root, each.target), each.read) for each in staged)
        try:
            with path.open("w", encoding="utf-8") as file:
                count = 0
                for count, row in enumerate(rows, 1):  # noqa: B007 - the last one is the number of all
                    file.write(json.dumps(row) + "\n")
                file.write(f"{count}\n")
                file.flush()
                os.fsync(file.fileno())
            make_durable({self.place, *self._folders})
            path.replace(self.place / "commit")
            _sync(self.place)
        except OSError as error:
            raise FileUnwritableError(path, error) from error

    def complete(self) -> list[Path]:
        """Let all new files take their places; the copies of files that were changed after the mark.

        What is done already is passed over. All are looked at before the first is moved: while a folder is
        away, nothing is. Raises TransactionError when a new file cannot take its place, or the journal is
        damaged.
        """
        kept: list[Path] = []
        marked = self._marked()
        target = self.root
        try:
            for staged in marked:
                target = staged.target
                _check_place(staged)
            for staged in marked:
                target = staged.target
                if os.path.exists(staged.new):  # noqa: PTH110 - Path takes longer than the system
                    kept += _keep(self.root, staged)
                    os.replace(staged.new, target)  # noqa: PTH105
        except (OSError, FileUnreadableError, FileUnwritableError) as error:
            raise self._unfinished(target, error, sum(map(_has_taken, marked))) from error
        try:
            make_durable(self._noted_folders())
        except OSError as error:
            raise self._unfinished(self.root, error, len(marked)) from error
        return kept

    def count(self) -> int:
        """How many files the mark names. Raises TransactionError when it is damaged."""
        return len(self._marked())

    def roll_back(self) -> int:
        """Delete all new files; how many there were. What cannot be reached now is left."""
        deleted = 0
        folders = self._noted_folders()  # tells the number, too
        for folder in folders if self._number else ():
            with suppress(OSError):
                for name in os.listdir(folder):  # noqa: PTH208 - names are enough
                    if name.startswith(f".labeler-{self._number}-") and name.endswith(".new"):
                        (folder / name).unlink()
                        deleted += 1
        return deleted

    def clear(self) -> None:
        """Forget what is in the journal, the mark first."""
        for name in ("commit", "list", "folders"):
            with suppress(OSError):
                (self.place / name).unlink()
        self._folders.clear()

    def remove(self) -> None:
        """The transaction is over: remove the journal and let go of the lock."""
        self.clear()
        with suppress(OSError):
            (self.place / "lock").unlink()
        self._remove_folders()
        self.unlock()

    def unlock(self) -> None:
        """Let go of the lock; the journal stays."""
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1

    def _remove_folders(self) -> None:
        """Remove the folders of the journal if they are empty."""
        for folder in (self.place, self.place.parent):
            with suppress(OSError):
                folder.rmdir()

    def _append(self, *lines: str) -> None:
        path = self.place / "folders"
        try:
            with path.open("a", encoding="utf-8") as file:
                file.writelines(json.dumps(line) + "\n" for line in lines)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise FileUnwritableError(path, error) from error

    def _noted_folders(self) -> set[Path]:
        """The folders of the journal, as far as it can be read; its number becomes known."""
        lines: list[str] = []
        with suppress(FileUnreadableError, ValueError):
            lines += map(str, _lines(self.place / "folders"))
        if lines:
            self._number = lines[0]
            self._folders = {self.root / folder for folder in lines[1:]}
        return self._folders

    def _marked(self) -> list[Staged]:
        """What the mark names. Raises FileUnreadableError, and TransactionError when it is damaged."""
        path = self.place / "commit"
        try:
            *rows, count = _lines(path)
            marked = [
                Staged(self.root / new, self.root / target, None if read is None else FileTime(*read))
                for new, target, read in rows
            ]
        except (ValueError, TypeError):
            count, marked = -1, []
        if count != len(marked):
            raise TransactionError(
                f"{path}: is damaged, so that a change of classes that was broken off cannot be completed. "
                f"Bring the file back from a copy. To leave all files as they are, delete {self.place}; the "
                f"files called .labeler-….new beside them hold what they were to become."
            )
        return marked

    def _unfinished(self, target: Path, error: Exception, done: int) -> TransactionError:
        reason = getattr(error, "strerror", None) or str(error)
        return TransactionError(
            f"{target}: cannot get its new content now ({reason}). {done} of {self.count()} files have "
            f"theirs. Make it writable, or bring its folder back, and open {self.root} again: the change is "
            f"completed then. To leave the files as they are, delete {self.place}."
        )


def _told(root: Path, path: Path) -> str:
    """A real path as it stands in the journal: relative to the dataset folder if it lies there."""
    inside = os.path.join(root, "")  # noqa: PTH118 - with the slash at its end
    return "" if path == root else str(path).removeprefix(inside)


def _keep(root: Path, staged: Staged) -> list[Path]:
    """Copy a file that is not what was read, before it is replaced."""
    now = FileTime.of(staged.target)
    if now is None or now == staged.read:
        return []
    _, number, place = staged.new.stem.rsplit("-", 2)
    copy = root / HOME / f"changed-{number}" / f"{place}-{staged.target.name}"
    make_folder(copy.parent)
    copy_atomically(staged.target, copy, durable=True)
    return [copy]


def _check_place(staged: Staged) -> None:
    """Raise OSError unless a new file can take its place, or seems to have taken it before."""
    if os.path.isdir(staged.target):  # noqa: PTH112 - many
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not os.path.isdir(staged.target.parent):  # noqa: PTH112
        raise FileNotFoundError(errno.ENOENT, "its folder is not there")
    if not os.path.exists(staged.new) and not _has_taken(staged):  # noqa: PTH110
        raise FileNotFoundError(errno.ENOENT, "it has been deleted")


def _has_taken(staged: Staged) -> bool:
    """Whether a new file seems to have taken its place."""
    if staged.new.exists() or not staged.target.parent.is_dir():
        return False
    return staged.read is None or FileTime.of(staged.target) != staged.read


def make_durable(folders: Iterable[Path]) -> None:
    """Put everything that was written on the file systems of these folders on their disks. Raises OSError.

    Linux does it for one file system at once (syncfs), other systems of POSIX for all. Windows has nothing of
    the kind: there each file is whole, and a power cut may lose the last of them.
    """
    if not hasattr(os, "sync"):
        return
    devices: dict[int, Path] = {}
    for folder in folders:
        with suppress(OSError):
            devices.setdefault(folder.stat().st_dev, folder)
    if sys.platform != "linux":
        os.sync()
        return
    library = ctypes.CDLL(None, use_errno=True)
    for folder in devices.values():
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            if library.syncfs(descriptor) != 0:
                number = ctypes.get_errno()
                raise OSError(number, os.strerror(number), str(folder))
        finally:
            os.close(descriptor)


def _sync(folder: Path) -> None:
    """Put the names in a folder on the disk, where folders can be synced."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _lines(path: Path) -> Iterator[Any]:
    """The values of a file of one JSON a line; a last line that was cut off is left out."""
    for line in read_bytes(path).splitlines(keepends=True):
        if line.endswith(b"\n"):
            yield json.loads(line)


def has_locked(descriptor: int) -> bool:
    """Lock an open file, and say whether that worked.

    On a file system without locks it works unless the file names a living process of this machine.
    """
    try:
        if sys.platform == "win32":
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):  # the latter is how Windows says it
        return False
    except OSError:
        return not _names_living_process(descriptor)
    return True


def _names_living_process(descriptor: int) -> bool:
    """Whether a lock file names another process of this machine that is alive."""
    text = os.read(descriptor, 1000).decode(errors="replace")
    found = re.fullmatch(r"process (\d+) on (.*)\n", text)
    if sys.platform == "win32" or found is None or found[2] != platform.node():
        return False
    process = int(found[1])
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return process != os.getpid()


def _is_still(path: Path, descriptor: int) -> bool:
    """Whether a file that was opened still stands under its name."""
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except OSError:
        return False
