"""Leads from region to region in which a prediction differs, and accepts or rejects each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from labeler.core.errors import ToolError
from labeler.gui.accepting import Accepting
from labeler.gui.canvas.viewport import place_of_box
from labeler.gui.review_list import ReviewList
from labeler.gui.words import counted

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.edits.accept import Acceptance, Predicted
    from labeler.core.geometry import PixelRect
    from labeler.gui.canvas.view import CanvasView
    from labeler.gui.difference_finder import DifferenceFinder, Found
    from labeler.gui.job_runner import JobRunner
    from labeler.gui.panels.review_panel import ReviewPanel
    from labeler.gui.reviewed_regions import ReviewedRegions
    from labeler.gui.session import Session

# A region takes up this share of the canvas when the list leads to it, at this zoom at most.
_SHARE = 0.3
_LARGEST_ZOOM = 16.0


class ReviewWork(QObject):
    """Connects the list of regions to the canvas and the document.

    `refused(str)` says why something cannot be done.
    """

    refused = Signal(str)

    def __init__(
        self,
        panel: ReviewPanel,
        finder: DifferenceFinder,
        session: Session,
        view: CanvasView,
        runner: JobRunner,
    ) -> None:
        super().__init__(view)
        self._panel = panel
        self._session = session
        self._view = view
        self._list = ReviewList(panel, session)
        # Names of regions: the one that was shown last, and those that are being accepted.
        self._shown: int | None = None
        self._wanted: frozenset[int] = frozenset()
        self._accepting = Accepting(runner, self)
        self._accepting.made.connect(self._on_made)
        self._accepting.progressed.connect(self._on_progress)
        self._accepting.dropped.connect(self._on_dropped)
        panel.chosen.connect(self.go_to)
        panel.entered.connect(self._on_entered)
        panel.accepted.connect(self.accept)
        panel.rejected.connect(self.reject)
        panel.all_accepted.connect(self.accept_all)
        panel.filter_changed.connect(self._on_filter)
        panel.escaped.connect(view.setFocus)
        finder.found.connect(self._on_found)
        session.dataset_changed.connect(self.forget)
        session.classes_changed.connect(self._list.show)

    def begin(self) -> None:
        """Another image, or the list was opened or closed: nothing is known of its regions yet."""
        self._accepting.cancel()
        self._shown = None
        self._mark(None)
        self._list.replace(None)

    def forget(self) -> None:
        """Other predictions, or another dataset: what was rejected was of those."""
        self._list.forget()

    def go_to(self, number: int) -> None:
        """Bring a region before the eye, in a ring; nothing else is selected then."""
        document, viewport, reviewed = self._session.document, self._view.scene.viewport, self._list.reviewed
        if document is None or reviewed is None:
            return
        document.select(())
        rect = reviewed.regions[number].rect
        self._shown = int(reviewed.names[number])
        viewport.go_to(place_of_box(rect, viewport, _SHARE, _LARGEST_ZOOM * viewport.ratio))
        self._mark(rect)
        self._view.input.look_again()
        self._list.show_marked()

    def accept(self) -> None:
        """Take the prediction over in the marked region, and go on to the next one."""
        if self._panel.current is not None and self._is_seen():
            self._accept(np.array([self._panel.current]))

    def accept_all(self) -> None:
        """Take the prediction over in every region of the list, as one step of the history."""
        self._accept(self._panel.model.numbers)

    def reject(self) -> None:
        """Leave the annotation in the marked region, or take that back, and go on to the next one."""
        if self._panel.current is not None and self._is_seen():
            self._list.toggle_rejected()
            self._go_on()

    def _accept(self, numbers: NDArray[np.intp]) -> None:
        document, reviewed = self._session.document, self._list.reviewed
        if document is None or reviewed is None or not len(numbers) or self._accepting.is_busy:
            return
        if document.drawing_refusal:
            self.refused.emit(document.drawing_refusal)
            return
        self._wanted = frozenset(reviewed.names[numbers].tolist())
        self._accepting.make(document, _predicted(reviewed, numbers))

    def _on_progress(self, share: float) -> None:
        self._panel.accept_all.setText(f"Accepting… {100 * share:.0f} %")

    def _on_dropped(self, reason: str) -> None:
        self._list.show()
        if reason:
            self.refused.emit(reason)

    def _on_made(self, made: Acceptance) -> None:
        """Carry the edit out, and go on to the next region; after many to none."""
        document, wanted = self._session.document, self._wanted
        if document is None:
            return
        try:
            if made.edit is not None:
                document.push(made.edit)
        except ToolError as error:
            self.refused.emit(str(error))
            return
        self._list.accept(() if made.refusals else wanted)
        if made.refusals:
            reason = max(made.refusals, key=lambda each: made.refusals[each])
            left = sum(made.refusals.values())
            told = f"{counted(left, 'region')} cannot be accepted. " if len(wanted) > 1 else ""
            self.refused.emit(told + reason)
        elif len(wanted) == 1:
            self._go_on()
        elif self._shown in wanted:
            self._panel.mark(-1)
            self._list.show_marked()
            self._mark(None)

    def _go_on(self) -> None:
        number = self._panel.current
        if number is None:
            self._mark(None)
        elif self._list.marked != self._shown:
            self.go_to(number)

    def _on_entered(self) -> None:
        """Enter leads to the marked region, or to the first."""
        if self._panel.current is None:
            self._panel.mark(0)
        if self._panel.current is not None:
            self.go_to(self._panel.current)

    def _on_found(self, found: Found) -> None:
        self._list.replace(found.reviewed)
        self._drop_ring()

    def _on_filter(self) -> None:
        self._list.show()
        self._drop_ring()

    def _drop_ring(self) -> None:
        """The mark went to another region, for that in the ring is not in the list any more."""
        if self._shown is not None and self._list.marked != self._shown:
            self._shown = None
            self._mark(None)

    def _is_seen(self) -> bool:
        """Whether the marked region was shown; else it is now, for nobody decides on what he has not seen."""
        reviewed, number = self._list.reviewed, self._panel.current
        assert reviewed is not None
        assert number is not None
        # The list of gaps has the same ring.
        is_ringed = self._view.scene.marked == reviewed.regions[number].rect
        is_seen = is_ringed and self._list.marked == self._shown
        if not is_seen:
            self._on_entered()
        return is_seen

    def _mark(self, rect: PixelRect | None) -> None:
        self._view.scene.marked = rect
        self._view.update()


def _predicted(reviewed: ReviewedRegions, numbers: NDArray[np.intp]) -> list[Predicted]:
    """The regions of these numbers, as they are accepted."""
    from labeler.core.edits.accept import Predicted

    found = []
    for number in numbers.tolist():
        region = reviewed.regions[number]
        found.append(Predicted(reviewed.regions.mask(number), region.rect, region.predicted_index))
    return found
