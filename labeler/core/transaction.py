"""Many files rewritten all or nothing, whatever ends the process, and even the machine.

    with Transaction(dataset_folder) as transaction:
        transaction.stage(path, data, read)   # as often as needed, from several threads
        transaction.commit()

What is staged lies beside the file that it will replace. `commit` puts everything on the disk at once, sets a
mark, and then renames file by file. Leaving the `with` before the mark takes everything back; a process that
ends before it has its files deleted by the next `recover`, one that ends after it has them completed.
"""

from __future__ import annotations

import os
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from labeler.core.errors import FileUnwritableError, OriginalChangedError, TransactionError
from labeler.core.file_stamp import FileTime
from labeler.core.files import Data, folders_with_journals, write_beside
from labeler.core.journal import Journal, Staged

# Seconds that a transaction of another process is waited for while its files take their places.
PATIENCE = 60.0
_LOOK = 0.05


@dataclass(frozen=True, slots=True)
class Recovered:
    """What was left by a process that ended in the middle: how many files, and whether they were completed.

    `kept`: copies of files that other programs had changed before they were replaced.
    """

    is_completed: bool
    files: int
    kept: tuple[Path, ...] = ()

    @property
    def text(self) -> str:
        """One or two sentences for the user."""
        if not self.is_completed:
            return "A change of classes was broken off before it began; all files are as they were before it."
        files = "1 file" if self.files == 1 else f"{self.files:,} files"
        text = f"A change of classes that was broken off has been completed in {files}."
        if self.kept:
            text += f" What other programs had written there since is kept in {self.kept[0].parent}."
        return text


class Transaction:
    """New content for many files, in the dataset folder and elsewhere.

    Entering it raises TransactionError when another process changes the same dataset, and FileUnwritableError
    where the folder cannot be written.
    """

    def __init__(self, folder: Path | str) -> None:
        self._journal = Journal(Path(folder))
        self._guard = threading.Lock()
        self._staged: dict[Path, Staged] = {}
        self._is_over = False

    def __enter__(self) -> Transaction:
        if not self._journal.lock():
            raise _busy(self._journal)
        try:
            _put_in_order(self._journal)
        except BaseException:
            self._journal.unlock()
            raise
        try:
            self._journal.begin(os.urandom(8).hex())
        except BaseException:
            self._journal.remove()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._is_over:
            return
        if self._journal.is_marked:  # interrupted while files took their places
            self._finish()
        else:
            self._journal.roll_back()
            self._journal.remove()

    def expect(self, folders: list[Path]) -> None:
        """Name folders into which will be staged: one wait for the disk, and not one for each of them.

        Raises FileUnwritableError.
        """
        with self._guard:
            self._journal.note_folders(Path(os.path.realpath(folder)) for folder in folders)

    def stage(self, path: Path, data: Data, read: FileTime | None) -> None:
        """Give a file new content, later. `read` is its time when it was read; None: it must not exist.

        A symbolic link stays, and the file that it leads to gets the content. Raises FileUnwritableError, and
        OriginalChangedError when a file is staged twice.
        """
        target = Path(os.path.realpath(path))
        with self._guard:
            if target in self._staged:
                raise OriginalChangedError(path)
            self._journal.note_folders([target.parent])
            new = target.parent / self._journal.name(len(self._staged) + 1)
            self._staged[target] = Staged(new, target, read)
        write_beside(target, new.name, data)

    @property
    def count(self) -> int:
        """How many files are staged."""
        return len(self._staged)

    def commit(self) -> tuple[Path, ...]:
        """Replace all files; copies of files that others changed in the last moment.

        Raises OriginalChangedError for a file that is not what was read, and FileUnwritableError: nothing was
        changed then. TransactionError says that the rest has to wait for the next `recover`. A key that
        interrupts is too late from the mark on: the work is completed, and goes on as if it had not come.
        """
        for staged in self._staged.values():
            if FileTime.of(staged.target) != staged.read:
                raise OriginalChangedError(staged.target)
        if not self._staged:
            return ()
        try:
            self._journal.mark(self._staged.values())
            return self._finish()
        except KeyboardInterrupt:
            if self._is_over or not self._journal.is_marked:
                raise
            return self._finish()

    def _finish(self) -> tuple[Path, ...]:
        try:
            kept = tuple(self._journal.complete())
        except TransactionError:
            self._is_over = True
            self._journal.unlock()
            raise
        self._is_over = True
        self._journal.remove()
        return kept


def recover(folder: Path | str) -> Recovered | None:
    """Put in order what a transaction left in a dataset folder; None when there is nothing to tell.

    One that is at work is let be; while its files take their places it is waited for. Raises TransactionError
    when that takes over a minute, and when files cannot be completed now.
    """
    journal = Journal(Path(folder))
    if not journal.exists:
        with suppress(OSError):
            journal.place.parent.rmdir()  # of a process that ended before it came to anything
        return None
    end = time.monotonic() + PATIENCE
    try:
        while not journal.lock():
            if not journal.is_marked:
                return None
            if time.monotonic() > end:
                raise _busy(journal)
            time.sleep(_LOOK)
    except FileUnwritableError as error:
        if not journal.is_marked:
            return None  # new files lie about in a folder that nobody can write; they harm nothing
        raise TransactionError(
            f"{journal.root}: a change of its classes was broken off and cannot be completed, for the folder "
            f"cannot be written. Make it writable, and open it again."
        ) from error
    try:
        recovered = _put_in_order(journal)
        journal.remove()
    finally:
        journal.unlock()
    return recovered


def recover_around(folder: Path) -> str:
    """Put in order what transactions left in a folder and those above it; what to tell the user, or nothing.

    Who opens a part of a dataset meets what a change of the whole has left. Raises as `recover`.
    """
    found = [recover(each) for each in folders_with_journals(folder)]
    return " ".join(recovered.text for recovered in found if recovered is not None)


def _put_in_order(journal: Journal) -> Recovered | None:
    """Complete or take back what is in a journal that is locked by us."""
    if journal.is_marked:
        count = journal.count()
        kept = tuple(journal.complete())
        journal.clear()
        return Recovered(True, count, kept)
    deleted = journal.roll_back()
    journal.clear()
    return Recovered(False, deleted) if deleted else None


def _busy(journal: Journal) -> TransactionError:
    return TransactionError(
        f"{journal.root}: {journal.holder} is changing the classes of this dataset. Wait until it has ended, "
        f"and try again."
    )
