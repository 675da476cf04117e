"""Leads from region to region in which a prediction differs, and accepts or rejects each."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from labeler.core.errors import ToolError
from labeler.gui.accepting import Accepting
from labeler.gui.canvas.viewport import place_of_box
from labeler.gui.reviewed_regions import RegionFilter, ReviewedRegions
from labeler.gui.words import counted

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.edits.accept import Acceptance, Predicted
    from labeler.core.geometry import PixelRect
    from labeler.gui.canvas.view import CanvasView
    from labeler.gui.difference_finder import DifferenceFinder, Found
    from labeler.gui.job_runner import JobRunner
    from labeler.gui.panels.review_panel import ReviewPanel
    from labeler.gui.session import Session

# A region takes up this share of the canvas when the list leads to it, at this zoom at most.
_SHARE = 0.3
_LARGEST_ZOOM = 16.0

_AGREES = "The prediction agrees with the annotation in every pixel."
_NONE_SHOWN = "No region of this pair of classes, or as large as this, differs."
_ALL_REJECTED = "No other region differs: all were rejected."


class ReviewWork(QObject):
    """Connects the list of regions to the canvas and the document.

    Regions that were rejected stay out of the list for their image while the dataset is open. `refused(str)`
    says why something cannot be done.
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
        self._reviewed: ReviewedRegions | None = None
        self._rejected: dict[Path, frozenset[int]] = {}
        # Names of regions: that was shown last, and those that are accepted until others are found.
        self._shown: int | None = None
        self._done: frozenset[int] = frozenset()
        self._wanted: frozenset[int] = frozenset()
        self.accepting = Accepting(runner, self)
        self.accepting.made.connect(self._on_made)
        self.accepting.progressed.connect(self._on_progress)
        self.accepting.dropped.connect(self._on_dropped)
        panel.chosen.connect(self.go_to)
        panel.entered.connect(self._on_entered)
        panel.accepted.connect(self.accept)
        panel.rejected.connect(self.reject)
        panel.all_accepted.connect(self.accept_all)
        panel.filter_changed.connect(self._show)
        panel.escaped.connect(view.setFocus)
        finder.found.connect(self._on_found)
        session.dataset_changed.connect(self.forget)

    def begin(self) -> None:
        """Another image, or the list was opened: nothing is known of its regions yet."""
        self.accepting.cancel()
        self._shown, self._done = None, frozenset()
        self._mark(None)
        self._replace(None)

    def end(self) -> None:
        """The list is closed."""
        self.begin()

    def forget(self) -> None:
        """Other predictions, or another dataset: what was rejected was of those."""
        self._rejected.clear()

    def go_to(self, number: int) -> None:
        """Bring a region before the eye, in a ring; nothing else is selected then."""
        document, viewport = self._session.document, self._view.scene.viewport
        if document is None or self._reviewed is None:
            return
        document.select(())
        rect = self._reviewed.regions[number].rect
        self._shown = int(self._reviewed.names[number])
        viewport.go_to(place_of_box(rect, viewport, _SHARE, _LARGEST_ZOOM * viewport.ratio))
        self._mark(rect)
        self._view.input.look_again()
        self._show_marked()

    def accept(self) -> None:
        """Take the prediction over in the marked region, and go on to the next one."""
        if self._panel.current is not None:
            self._accept(np.array([self._panel.current]))

    def accept_all(self) -> None:
        """Take the prediction over in every region of the list, as one step of the history."""
        self._accept(self._panel.model.numbers)

    def reject(self) -> None:
        """Leave the annotation in the marked region, or take that back, and go on to the next one."""
        document, number = self._session.document, self._panel.current
        if document is not None and number is not None and self._reviewed is not None:
            path = document.image.path
            self._rejected[path] = self._rejected_here ^ {int(self._reviewed.names[number])}
            self._show()
            self._go_on()

    @property
    def _rejected_here(self) -> frozenset[int]:
        document = self._session.document
        return frozenset() if document is None else self._rejected.get(document.image.path, frozenset())

    def _accept(self, numbers: NDArray[np.intp]) -> None:
        document, reviewed = self._session.document, self._reviewed
        if document is None or reviewed is None or not len(numbers) or self.accepting.is_busy:
            return
        if document.drawing_refusal:
            self.refused.emit(document.drawing_refusal)
            return
        self._wanted = frozenset(reviewed.names[numbers].tolist())
        self.accepting.make(document, _predicted(reviewed, numbers))

    def _on_progress(self, share: float) -> None:
        self._panel.accept_all.setText(f"Accepting… {100 * share:.0f} %")

    def _on_dropped(self, reason: str) -> None:
        self._show()
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
        if not made.refusals:
            self._done |= wanted
        self._show()
        if made.refusals:
            reason = max(made.refusals, key=lambda each: made.refusals[each])
            left = sum(made.refusals.values())
            told = f"{counted(left, 'region')} cannot be accepted. " if len(wanted) > 1 else ""
            self.refused.emit(told + reason)
        elif len(wanted) == 1:
            self._go_on()
        elif self._shown in wanted:
            self._panel.mark(-1)
            self._mark(None)

    def _go_on(self) -> None:
        number = self._panel.current
        if number is None or self._reviewed is None:
            self._mark(None)
        elif int(self._reviewed.names[number]) != self._shown:
            self.go_to(number)

    def _on_entered(self) -> None:
        """Enter leads to the marked region, or to the first."""
        if self._panel.current is None:
            self._panel.mark(0)
        if self._panel.current is not None:
            self.go_to(self._panel.current)

    def _on_found(self, found: Found) -> None:
        self._done = frozenset()
        self._replace(found.reviewed)

    def _show(self) -> None:
        """Fill the list anew."""
        self._replace(self._reviewed)

    def _replace(self, reviewed: ReviewedRegions | None) -> None:
        """Show other regions; the mark stays on its region, or goes to the next one when that is gone."""
        panel, rejected, classes = self._panel, self._rejected_here, self._session.classes
        row, name = panel.table.currentIndex().row(), self._marked_name
        self._reviewed = reviewed
        if reviewed is None:
            panel.show_regions(None, np.empty(0, np.intp), np.empty(0, np.bool_), classes)
            panel.show_pairs([])
            panel.show_counts(0, 0)
            return
        numbers = reviewed.shown(panel.filter, rejected)
        if self._done:
            numbers = numbers[~reviewed.is_rejected(self._done)[numbers]]
        is_rejected = reviewed.is_rejected(rejected)
        panel.show_regions(reviewed, numbers, is_rejected, classes)
        number = reviewed.number_of(name)
        found = None if number is None else panel.model.row_of(number)
        panel.mark(found if found is not None else min(row, len(numbers) - 1))
        panel.show_pairs(reviewed.pairs(panel.filter, rejected))
        panel.show_counts(len(numbers), int(is_rejected.sum()))
        panel.show_note("" if len(numbers) else self._why_none(reviewed))
        self._show_marked()

    @property
    def _marked_name(self) -> int | None:
        """The name of the region that is marked."""
        number = self._panel.current
        return None if number is None or self._reviewed is None else int(self._reviewed.names[number])

    def _show_marked(self) -> None:
        self._panel.show_marked(is_rejected=self._marked_name in self._rejected_here)

    def _why_none(self, reviewed: ReviewedRegions) -> str:
        """What to say where no region is listed."""
        if self._panel.filter._replace(has_rejected=False) != RegionFilter():
            return _NONE_SHOWN if len(reviewed.regions) else _AGREES
        return _ALL_REJECTED if reviewed.is_rejected(self._rejected_here).any() else _AGREES

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
