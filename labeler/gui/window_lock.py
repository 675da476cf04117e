"""Lock files: which process has a folder open, and since when. Those of processes that died are taken over.

Qt's QLockFile writes process, host and boot into the file, so that a lock of this machine whose process is
gone counts as none; one of another machine counts until somebody deletes it.
"""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QLockFile


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a lock: process, host, user (empty if the system does not say), and since when (Unix time)."""

    process: int
    host: str
    user: str
    since: float

    def __str__(self) -> str:
        day = "%H:%M" if time.time() - self.since < 43_200 else "%x %H:%M"
        who = f"{self.user} on {self.host}" if self.user else self.host
        return f"{who} (process {self.process}) since {time.strftime(day, time.localtime(self.since))}"


def take_lock(path: Path) -> QLockFile | None:
    """The lock, held from now on; None when another one holds it, or the file cannot be written."""
    lock = QLockFile(str(path))
    lock.setStaleLockTime(0)  # by age alone nobody loses a lock
    return lock if lock.tryLock(0) else None


def holder_of(path: Path) -> Holder | None:
    """Who holds the lock, None when nobody does; what a dead process left is deleted."""
    if not path.exists():
        return None
    lock = QLockFile(str(path))
    lock.setStaleLockTime(0)
    if lock.tryLock(0):
        lock.unlock()
        return None
    if lock.error() is not QLockFile.LockError.LockFailedError:
        return None
    process, host, _ = lock.getLockInfo()[-3:]
    user, since = "", time.time()
    with suppress(OSError, NotImplementedError, KeyError):
        since = path.stat().st_mtime
        user = path.owner()
    return Holder(int(process), str(host), user, since)
