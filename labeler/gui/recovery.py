"""After a window that ended without saving: its shapes and drafts are offered, nothing is overwritten."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from labeler.core.edits.content import take_content
from labeler.core.errors import ToolError
from labeler.gui.comparing import Compared, Sides, comparing, short_difference
from labeler.gui.dialogs.compare_dialog import CompareDialog
from labeler.gui.document import Document
from labeler.gui.job_runner import JobRunner
from labeler.gui.left_behind import LeftBehind, Rescued, looking_back
from labeler.gui.messages import Message, MessageBar, Remedy, Severity
from labeler.gui.retire import retire
from labeler.gui.words import counted, listed

if TYPE_CHECKING:
    from labeler.core.dataset import Dataset, DatasetImage
    from labeler.gui.autosave import Autosave
    from labeler.gui.drafts import Drafts
    from labeler.gui.safekeeping import Safekeeping
    from labeler.gui.session import Session

_KEY, _DRAFT_KEY = "recovery:shapes", "recovery:draft"
_SIDES = Sides("In the rescued copy", "In the file")
_RESTORE, _DISCARD = "Restore", "Discard"


class Recovery(QObject):
    """Looks, when a dataset is opened, what was left behind for it. `go_to(position)` brings an image."""

    def __init__(
        self,
        session: Session,
        autosave: Autosave,
        safekeeping: Safekeeping,
        drafts: Drafts,
        messages: MessageBar,
        go_to: Callable[[int], object],
    ) -> None:
        super().__init__(messages)
        self._session = session
        self._autosave = autosave
        self._safekeeping = safekeeping
        self._drafts = drafts
        self._messages = messages
        self._go_to = go_to
        self._runner = JobRunner(self)
        self._left = LeftBehind()
        session.dataset_changed.connect(self._on_dataset)
        session.document_changed.connect(self._tell_drafts)

    @property
    def is_busy(self) -> bool:
        """Whether it is being looked, or compared."""
        return self._runner.is_busy

    def close(self) -> None:
        """What was not decided is left to the next window."""
        self._runner.cancel_all()
        self._left.release()

    def _on_dataset(self) -> None:
        self._left.release()
        self._left = LeftBehind()
        self._messages.resolve_all("recovery:")
        dataset, folder = self._session.dataset, self._safekeeping.folder
        if dataset is None or folder is None:
            return
        job = self._runner.start(looking_back(self._safekeeping.root, dataset, folder.path))
        job.finished.connect(lambda left: self._on_found(dataset, left))

    def _on_found(self, dataset: Dataset, left: LeftBehind) -> None:
        if dataset is not self._session.dataset:
            left.release()
            return
        self._left = left
        for image, draft, folder in left.drafts:
            if self._drafts.has(image):
                folder.drop_draft(image.name)
                continue
            self._safekeeping.take_over_draft(image, draft, partial(folder.drop_draft, image.name))
            self._drafts.give(image, draft)
        self._tell_drafts()
        self._offer()

    def _offer(self) -> None:
        """Say what was not saved, and let the user decide."""
        rescued = self._left.rescued
        if not rescued:
            self._messages.resolve(_KEY)
            return
        names = listed(
            [f"{each.image.name} ({short_difference(each.comparison, 'its file')})" for each in rescued]
        )
        verb = "was" if len(rescued) == 1 else "were"
        text = f"Labeler ended before {counted(len(rescued), 'image')} {verb} saved: {names}."
        outdated = [each.image.name for each in rescued if each.is_outdated]
        if outdated:
            text += f" Another program has changed {listed(outdated)} since; compare before you restore."
        remedies = (
            Remedy(_RESTORE, self._restore_all),
            Remedy("Compare", self._compare, keeps=True),
            Remedy(_DISCARD, self._discard_all),
        )
        self._messages.show_message(Message(_KEY, text, Severity.WARNING, remedies, can_be_closed=False))

    def _restore_all(self) -> None:
        wanted = list(self._left.rescued)
        for rescued in wanted:
            self._restore(rescued)
        self._offer()
        document = self._session.document
        if document is None or document.image not in [rescued.image for rescued in wanted]:
            self._show(wanted[0].image)

    def _discard_all(self) -> None:
        for rescued in list(self._left.rescued):
            self._discard(rescued)

    def _restore(self, rescued: Rescued) -> None:
        """Give the document what was not saved, as a step that undo takes back to what the file holds."""
        session, image = self._session, rescued.image
        document = session.document_of(image)
        if document is None:
            document = Document(image, rescued.comparison.theirs, rescued.size, session)
            document.stamp = rescued.stamp
            session.keep(document)
        if rescued.is_outdated:
            # Then saving finds that the file is another one, and asks.
            document.stamp = rescued.snapshot.base
        snapshot = rescued.snapshot.annotation
        try:
            document.push(take_content(document.annotation, snapshot, "Restore what was not saved"))
        except ToolError:
            return  # the image may not be edited; it is told why when it is shown
        self._autosave.tell_recovered(document)
        self._safekeeping.take_over(document, partial(rescued.folder.drop, image.name))
        self._left.rescued.remove(rescued)

    def _discard(self, rescued: Rescued) -> None:
        rescued.folder.drop(rescued.image.name)
        self._left.rescued.remove(rescued)

    def _compare(self) -> None:
        """Show what was not saved beside the file, one image after the other."""
        if not self._left.rescued:
            return
        rescued = self._left.rescued[0]
        job = self._runner.start(
            comparing(
                rescued.image.name,
                rescued.comparison.mine,
                rescued.comparison.theirs,
                _SIDES,
                rescued.size,
                self._session.classes,
            )
        )
        job.finished.connect(lambda compared: self._show_compared(rescued, compared))

    def _show_compared(self, rescued: Rescued, compared: Compared) -> None:
        if rescued not in self._left.rescued:
            return
        acts = {_RESTORE: self._restore, _DISCARD: self._discard}
        dialog = CompareDialog(compared, tuple(acts), self._messages.window())

        def choose(text: str) -> None:
            acts[text](rescued)
            self._offer()
            self._compare()

        dialog.chosen.connect(choose)
        dialog.finished.connect(lambda _: retire(dialog))
        dialog.open()

    def _tell_drafts(self) -> None:
        """Say where else something was begun."""
        waiting = [image for image, _, _ in self._left.drafts if self._drafts.has(image)]
        if not waiting:
            self._messages.resolve(_DRAFT_KEY)
            return
        text = f"A shape that was begun in {listed([image.name for image in waiting])} is kept."
        remedies = (
            Remedy("Show it", lambda: self._show(waiting[0])),
            Remedy("Drop it" if len(waiting) == 1 else "Drop them", lambda: self._drop_drafts(waiting)),
        )
        self._messages.show_message(Message(_DRAFT_KEY, text, remedies=remedies))

    def _drop_drafts(self, images: list[DatasetImage]) -> None:
        for image in images:
            self._drafts.drop(image)
            self._safekeeping.drop_draft(image)

    def _show(self, image: DatasetImage) -> None:
        dataset = self._session.dataset
        if dataset is not None and image in dataset.images:
            self._go_to(dataset.images.index(image))
