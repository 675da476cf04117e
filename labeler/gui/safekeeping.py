"""Keeps what is not saved where a crash does not reach it.

That is a snapshot of each annotation that differs from its file for more than a moment, and the draft of the
tool. A thread writes; the window waits for nothing.
"""

from __future__ import annotations

import logging
import os
import secrets
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile, QObject, QTimer

from labeler.core.errors import LabelerError
from labeler.core.recovery import KeptDraft, RecoveryFolder, Snapshot, recovery_folder, snapshot_now
from labeler.gui.autosave import SaveState
from labeler.gui.window_lock import take_lock

if TYPE_CHECKING:
    from labeler.core.dataset import DatasetImage
    from labeler.gui.autosave import Autosave
    from labeler.gui.canvas.view import CanvasView
    from labeler.gui.document import Document
    from labeler.gui.drawing import Drawing
    from labeler.gui.session import Session

# The lock file in a window's folder: while it is held, the window lives and keeps its own.
LOCK = "window.lock"

# Milliseconds until an edit that is not saved is kept; saving by itself is usually sooner.
_DELAY = 1500
# Milliseconds between two looks at the draft.
_DRAFT_DELAY = 250
# Of the time, one part goes into keeping an annotation, and so many parts pass until it is kept again.
_PARTS = 20

_log = logging.getLogger(__name__)


class Safekeeping(QObject):
    """Follows the documents of a session and the tool. `root` is the folder below which all windows keep."""

    def __init__(
        self, session: Session, autosave: Autosave, drawing: Drawing, view: CanvasView, root: Path
    ) -> None:
        super().__init__(session)
        self.root = root
        self.folder: WindowFolder | None = None
        self._session = session
        self._autosave = autosave
        self._drawing = drawing
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="keep")
        self._pending: dict[Path, Document] = {}
        self._draft: tuple[DatasetImage, KeptDraft] | None = None
        self._timer = QTimer(self, singleShot=True, interval=_DELAY)
        self._timer.timeout.connect(self._keep_pending)
        self._draft_timer = QTimer(self, interval=_DRAFT_DELAY)
        self._draft_timer.timeout.connect(self._keep_draft)
        session.dataset_changed.connect(self._on_dataset)
        session.document_added.connect(self._on_document_added)
        autosave.saved.connect(self._on_saved)
        drawing.drafts.left.connect(self._on_draft_left)
        view.busy_changed.connect(self._on_busy)

    def take_over(self, document: Document, ended: Callable[[], object]) -> None:
        """Keep a document now, and then call `ended`, in the thread: what kept it before is not needed."""
        self._pending.pop(document.image.path, None)
        self._submit(document, ended)

    def take_over_draft(self, image: DatasetImage, draft: KeptDraft, ended: Callable[[], object]) -> None:
        """Keep a draft of an earlier session, and then call `ended`, in the thread."""
        if self.folder is not None:
            self._writer.submit(self.folder.keep_draft, image.name, draft, ended)

    def drop_draft(self, image: DatasetImage) -> None:
        """A draft is not wanted any more."""
        if self.folder is not None:
            self._writer.submit(self.folder.drop_draft, image.name)

    def wait(self) -> None:
        """Wait until everything that was begun is done."""
        self._writer.submit(int).result()

    def close(self) -> None:
        """The window closes in good order: snapshots are not needed, drafts wait for the next session."""
        self._leave_folder()
        self._writer.shutdown(wait=True)

    def _on_dataset(self) -> None:
        self._leave_folder()
        dataset = self._session.dataset
        if dataset is not None and not self._session.read_only_reason:
            self.folder = WindowFolder(recovery_folder(self.root, dataset.folder))

    def _leave_folder(self) -> None:
        self._timer.stop()
        self._draft_timer.stop()
        if self._draft is not None or self._drawing.draft is not None:
            self._keep_draft()
        self._pending.clear()
        self._draft = None
        if self.folder is not None:
            self._writer.submit(self.folder.leave)
        self.folder = None

    def _on_document_added(self, document: Document) -> None:
        document.changed.connect(lambda: self._on_changed(document))
        document.dirty_changed.connect(lambda _: self._on_changed(document))

    def _on_changed(self, document: Document) -> None:
        self._pending[document.image.path] = document
        if not self._timer.isActive():
            self._timer.start()

    def _on_saved(self, document: Document) -> None:
        if self.folder is not None and not document.is_dirty:
            self._pending.pop(document.image.path, None)
            self._writer.submit(self.folder.drop, document.image.name)

    def _keep_pending(self) -> None:
        """Keep what is still not saved, unless it is being saved or was kept with much work just now."""
        for path, document in list(self._pending.items()):
            if self.folder is None or self._session.document_of(document.image) is not document:
                del self._pending[path]
            elif not document.is_dirty:
                del self._pending[path]
                self._writer.submit(self.folder.drop, document.image.name)
            elif self._autosave.state_of(document) is not SaveState.SAVING and self.folder.is_rested(path):
                del self._pending[path]
                self._submit(document, None)
        if self._pending:
            self._timer.start()

    def _submit(self, document: Document, ended: Callable[[], object] | None) -> None:
        if self.folder is not None:
            snapshot = snapshot_now(document.image.name, document.annotation, document.stamp)
            self._writer.submit(self.folder.keep, document.image.path, snapshot, ended)

    def _on_busy(self, is_busy: bool) -> None:
        if is_busy:
            self._keep_draft()
            self._draft_timer.start()
        else:
            self._draft_timer.stop()
            self._end_draft()

    def _keep_draft(self) -> None:
        """Keep the draft in the hand, if it is another one than last time."""
        now = self._drawing.draft
        if now is None:
            self._end_draft()
            return
        kept = (now[0].image, now[1])
        if kept != self._draft and self.folder is not None:
            self._draft = kept
            self._writer.submit(self.folder.keep_draft, kept[0].name, kept[1])

    def _end_draft(self) -> None:
        """The draft was finished or dropped."""
        if self._draft is not None and self.folder is not None:
            self._writer.submit(self.folder.drop_draft, self._draft[0].name)
        self._draft = None

    def _on_draft_left(self, image: DatasetImage, draft: KeptDraft) -> None:
        """The image goes from the canvas: what is kept stays, although the tool has no draft any more."""
        if self.folder is not None:
            self._writer.submit(self.folder.keep_draft, image.name, draft)
        self._draft = None


class WindowFolder:
    """The folder of this window on one dataset, and the lock that says that the window lives.

    All but `is_rested` is called in one thread. What cannot be kept is logged and tried again with the next
    edit: there is nobody to ask, and the work itself is not concerned.
    """

    def __init__(self, parent: Path) -> None:
        self.path = parent / f"{os.getpid()}-{secrets.token_hex(4)}"
        self._folder = RecoveryFolder(self.path)
        self._lock: QLockFile | None = None
        self._kept: set[str] = set()
        self._rests: dict[Path, float] = {}

    def is_rested(self, image_path: Path) -> bool:
        """Whether keeping this image again is not out of proportion."""
        return time.monotonic() >= self._rests.get(image_path, 0.0)

    def keep(self, image_path: Path, snapshot: Snapshot, ended: Callable[[], object] | None = None) -> None:
        """Write a snapshot."""
        began = time.monotonic()
        if self._try(lambda: self._folder.keep(snapshot)):
            self._kept.add(snapshot.image_name)
            if ended is not None:
                ended()
        now = time.monotonic()
        self._rests[image_path] = now + _PARTS * (now - began)

    def keep_draft(
        self, image_name: str, draft: KeptDraft, ended: Callable[[], object] | None = None
    ) -> None:
        """Write a draft."""
        if self._try(lambda: self._folder.keep_draft(image_name, draft)) and ended is not None:
            ended()

    def drop(self, image_name: str) -> None:
        """An image is saved."""
        if image_name in self._kept:
            self._kept.discard(image_name)
            self._folder.drop(image_name)

    def drop_draft(self, image_name: str) -> None:
        """A draft was finished or dropped."""
        self._folder.drop_draft(image_name)

    def leave(self) -> None:
        """The dataset is left in good order: snapshots go, drafts stay for whoever opens it next."""
        for image_name in list(self._kept):
            self.drop(image_name)
        if self._lock is not None:
            self._lock.unlock()
        self._folder.tidy()

    def _try(self, act: Callable[[], None]) -> bool:
        try:
            self._hold_lock()
            act()
        except (LabelerError, OSError):
            _log.warning("What is not saved could not be kept in %s", self.path, exc_info=True)
            return False
        return True

    def _hold_lock(self) -> None:
        if self._lock is None:
            self.path.mkdir(parents=True, exist_ok=True)
            self._lock = take_lock(self.path / LOCK)
