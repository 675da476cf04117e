"""Notices that something in the folders of a dataset may have changed; what it was others find out.

The system tells of files that come, go or are replaced in a watched folder, and of everything about a watched
file. It does not tell of a file that is written in place, nor of folders on a network; so there is another
look whenever the program comes to the front, and from time to time where watching is not possible.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QStorageInfo, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication

# Systems give a user some thousand watches for all programs together.
MOST_FOLDERS = 500
# Milliseconds: changes within this time are one; and between looks where nothing can be watched.
SHORT, LONG = 300, 20_000
# A look that takes long is not repeated before so many times its own time has passed.
_SHARE = 5

_NETWORK = (b"nfs", b"cifs", b"smb", b"fuse", b"afs", b"ncp", b"9p", b"davfs")


class DatasetWatch(QObject):
    """Watches folders and files. `noticed()` comes a moment after something happened to them."""

    noticed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(self.look_soon)
        self._watcher.fileChanged.connect(self.look_soon)
        self._soon = QTimer(self, singleShot=True, interval=SHORT)
        self._soon.timeout.connect(self.noticed)
        self._slow = QTimer(self, interval=LONG)
        self._slow.timeout.connect(self.noticed)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.applicationStateChanged.connect(self._on_application)
        self._is_on = False

    @property
    def is_slow(self) -> bool:
        """Whether not everything can be watched, so that there is another look from time to time."""
        return self._slow.isActive()

    def watch(self, folders: Sequence[str], files: Iterable[str]) -> None:
        """Watch these and nothing else, as many of the folders as the limit allows."""
        self._is_on = True
        wanted = {os.path.normpath(folder) for folder in folders[:MOST_FOLDERS]}
        wanted.update(file for file in files if Path(file).exists())
        known = {*self._watcher.directories(), *self._watcher.files()}
        if known - wanted:
            self._watcher.removePaths(list(known - wanted))
        failed = self._watcher.addPaths(list(wanted - known)) if wanted - known else []
        if failed or len(folders) > MOST_FOLDERS or (folders and _is_on_network(folders[0])):
            self._slow.start()
        else:
            self._slow.stop()

    def watch_file(self, file: str) -> None:
        """Watch a file besides, if it exists."""
        if self._is_on and Path(file).exists() and file not in self._watcher.files():
            self._watcher.addPath(file)

    def try_again(self) -> None:
        """Looking failed: there will be another look, even if nothing is noticed."""
        self._is_on = True
        self._slow.start()

    def stop(self) -> None:
        """Watch nothing any more."""
        self._is_on = False
        self._soon.stop()
        self._slow.stop()
        known = [*self._watcher.directories(), *self._watcher.files()]
        if known:
            self._watcher.removePaths(known)

    def take_time(self, seconds: float) -> None:
        """Note how long a look takes, so that looking does not become all that the machine does."""
        self._soon.setInterval(max(SHORT, round(1000 * _SHARE * seconds)))

    def look_soon(self) -> None:
        """Something may have happened: tell it once it is over."""
        if self._is_on:
            self._soon.start()

    def _on_application(self, state: Qt.ApplicationState) -> None:
        if state is Qt.ApplicationState.ApplicationActive:
            self.look_soon()


def _is_on_network(folder: str) -> bool:
    """Whether other machines may change a folder, which this one is not told of."""
    return bytes(QStorageInfo(folder).fileSystemType().data()).lower().startswith(_NETWORK)
