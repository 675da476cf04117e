"""One dataset in two windows: whoever comes second is told, and may look without changing anything.

A lock file in the dataset folder says that a window has it open. The folders above, and those that hold
images below, are looked at too, because their windows write the same files. Where no lock can be written
nothing is known of others; what each file held when it was read still guards against overwriting.
"""

from __future__ import annotations

import os
import platform
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile, QObject, QTimer
from PySide6.QtWidgets import QMessageBox, QWidget

from labeler.gui.messages import Message, MessageBar, Remedy, Severity
from labeler.gui.question import ask
from labeler.gui.window_lock import Holder, holder_of, take_lock

if TYPE_CHECKING:
    from labeler.core.dataset import Dataset
    from labeler.gui.opening import Opening
    from labeler.gui.session import Session

LOCK_FILE = ".labeler.lock"

_KEY = "window:read-only"
# Milliseconds between two looks whether the other window has closed.
_WATCH = 3000
# More folders with images than these are not asked for their locks.
_MOST_FOLDERS = 300
_BUTTONS = QMessageBox.StandardButton


class SecondWindow(QObject):
    """Holds the lock of the dataset that is open, and asks before one is opened that another window has."""

    def __init__(self, session: Session, opening: Opening, messages: MessageBar, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._opening = opening
        self._messages = messages
        self._window = window
        self._place: Path | None = None
        self._lock: QLockFile | None = None
        self._awaited: Path | None = None
        self._watch = QTimer(self, interval=_WATCH)
        self._watch.timeout.connect(self.look_again)
        opening.reader.admit = self.admit
        session.dataset_changed.connect(self._on_dataset)

    def admit(self, dataset: Dataset) -> str | None:
        """Whether a dataset may be opened: the reason to open it read-only, empty for none; None for no."""
        place = Path(os.path.realpath(dataset.folder))
        self._go_on_where_it_was(dataset)
        if place == self._place and self._lock is not None:
            return ""
        lock = take_lock(place / LOCK_FILE)
        found = self._other(place, dataset, has_lock=lock is not None)
        reason, awaited = "", None
        if found is not None:
            path, holder = found
            answer = _ask(self._window, dataset, path.parent, holder)
            if answer is _BUTTONS.Ignore:
                lock = lock or _taken_over(path, place, holder)
            else:
                _release(lock)
                if answer is not _BUTTONS.Open:
                    return None
                reason, awaited, lock = _reason(holder), path, None
        elif lock is None and not os.access(place, os.W_OK):
            reason = f"{dataset.folder} cannot be written, so that nothing is changed here."
        _release(self._lock)
        self._place, self._lock, self._awaited = place, lock, awaited
        return reason

    def look_again(self) -> None:
        """Offer to go on writing once the other window has closed."""
        if self._awaited is None or holder_of(self._awaited) is not None:
            return
        self._watch.stop()
        text = "The other window on this dataset has closed. Here it is still read-only."
        remedy = Remedy("Make it writable", self._open_again)
        self._messages.show_message(Message(_KEY, text, remedies=(remedy,), can_be_closed=False))

    def close(self) -> None:
        """The window closes: others may have the dataset."""
        self._watch.stop()
        _release(self._lock)
        self._lock = self._place = None

    def _on_dataset(self) -> None:
        self._watch.stop()
        self._messages.resolve(_KEY)
        if self._awaited is not None:
            message = Message(_KEY, self._session.read_only_reason, Severity.WARNING, can_be_closed=False)
            self._messages.show_message(message)
            self._watch.start()

    def _open_again(self) -> None:
        """Read everything anew, as the other window has left it."""
        if self._session.dataset is not None:
            self._opening.reader.read(self._session.dataset.folder)

    def _go_on_where_it_was(self, dataset: Dataset) -> None:
        """A dataset that is opened again begins with the image that was on the canvas."""
        before, position = self._session.dataset, self._opening.position
        if before is None or position is None or before.folder != dataset.folder or dataset.start is not None:
            return
        name = before.images[position].name
        dataset.start = next((at for at, image in enumerate(dataset.images) if image.name == name), None)

    def _other(self, place: Path, dataset: Dataset, *, has_lock: bool) -> tuple[Path, Holder] | None:
        """The lock file of another window that writes in this dataset, and who it is."""
        own = None if self._lock is None else self._place
        for folder in (*([] if has_lock else [place]), *place.parents, *_folders_below(dataset, place)):
            holder = None if folder == own else holder_of(folder / LOCK_FILE)
            if holder is not None:
                return folder / LOCK_FILE, holder
        return None


def _folders_below(dataset: Dataset, place: Path) -> list[Path]:
    """The folders of the images, and those between them and the dataset folder."""
    names = {image.name.rpartition("/")[0] for image in dataset.images} - {""}
    whole = {folder for name in sorted(names)[:_MOST_FOLDERS] for folder in _prefixes(name)}
    return [place / name for name in sorted(whole)]


def _prefixes(name: str) -> list[str]:
    """`a`, `a/b` and `a/b/c` for `a/b/c`."""
    parts = name.split("/")
    return ["/".join(parts[:count]) for count in range(1, len(parts) + 1)]


def _release(lock: QLockFile | None) -> None:
    if lock is not None:
        lock.unlock()


def _taken_over(path: Path, place: Path, holder: Holder) -> QLockFile | None:
    """The lock that a window on another machine holds, or left when that machine died: nobody can know.

    The user has decided; a window of this machine keeps its lock, as it certainly lives.
    """
    if path.parent != place or holder.host == platform.node():
        return None
    path.unlink(missing_ok=True)
    return take_lock(path)


def _reason(holder: Holder) -> str:
    return f"Read-only: this dataset is in use by {holder}."


def _ask(window: QWidget, dataset: Dataset, place: Path, holder: Holder) -> QMessageBox.StandardButton:
    """Open = read-only, Ignore = anyway, Cancel."""
    text = f"{dataset.folder.name} is open in another window of Labeler."
    where = "" if place.name == dataset.folder.name else f" What is open there is {place}."
    detail = (
        f"In use by {holder}.{where} Two windows that write the same files get in each other's way: "
        "each is asked before it overwrites what the other has saved."
    )
    return ask(window, text, detail, {_BUTTONS.Open: "Open read-only", _BUTTONS.Ignore: "Open anyway"})
