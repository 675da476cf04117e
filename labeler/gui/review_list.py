"""What the list of a review holds: regions that differ, but for those that were accepted or rejected."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from labeler.gui.reviewed_regions import RegionFilter, ReviewedRegions

if TYPE_CHECKING:
    from labeler.gui.panels.review_panel import ReviewPanel
    from labeler.gui.session import Session

_AGREES = "The prediction agrees with the annotation in every pixel."
_NONE_SHOWN = "No region of this pair of classes, or as large as this, differs."
_ALL_REJECTED = "No other region differs: all were rejected."


class ReviewList:
    """Fills a panel; `reviewed` are the regions of the image on the canvas, None while they are not known.

    Regions that were rejected stay out of the list for their image until `forget`, those that were accepted
    until regions are found again.
    """

    def __init__(self, panel: ReviewPanel, session: Session) -> None:
        self.reviewed: ReviewedRegions | None = None
        self._panel = panel
        self._session = session
        self._rejected: dict[Path, frozenset[int]] = {}
        self._accepted: frozenset[int] = frozenset()

    @property
    def marked(self) -> int | None:
        """The name of the region that is marked."""
        number = self._panel.current
        return None if number is None or self.reviewed is None else int(self.reviewed.names[number])

    def accept(self, names: Iterable[int]) -> None:
        """Take regions off that are as predicted now."""
        self._accepted |= frozenset(names)
        self.show()

    def toggle_rejected(self) -> None:
        """Reject the marked region, or no longer."""
        document, name = self._session.document, self.marked
        if document is not None and name is not None:
            self._rejected[document.image.path] = self._rejected_here ^ {name}
            self.show()

    def forget(self) -> None:
        """Other predictions, or another dataset: what was rejected was of those."""
        self._rejected.clear()

    def replace(self, reviewed: ReviewedRegions | None) -> None:
        """Show other regions; the mark stays on its region, or goes to the next one when that is gone."""
        name = self.marked
        self.reviewed, self._accepted = reviewed, frozenset()
        self._fill(name)

    def show(self) -> None:
        """Fill the list anew."""
        self._fill(self.marked)

    def show_marked(self) -> None:
        """Say on the buttons what can be done with the marked region."""
        self._panel.show_marked(is_rejected=self.marked in self._rejected_here)

    @property
    def _rejected_here(self) -> frozenset[int]:
        document = self._session.document
        return frozenset() if document is None else self._rejected.get(document.image.path, frozenset())

    def _fill(self, marked: int | None) -> None:
        """Fill the list, and mark the region of this name, or what stands in its place."""
        panel, reviewed, rejected = self._panel, self.reviewed, self._rejected_here
        row = panel.table.currentIndex().row()
        if reviewed is None:
            empty = np.empty(0, np.intp)
            panel.show_regions(None, empty, empty.astype(np.bool_), self._session.classes)
            panel.show_pairs([])
            panel.show_counts(0, 0)
            return
        numbers = reviewed.shown(panel.filter, rejected)
        if self._accepted:
            numbers = numbers[~reviewed.is_rejected(self._accepted)[numbers]]
        is_rejected = reviewed.is_rejected(rejected)
        panel.show_regions(reviewed, numbers, is_rejected, self._session.classes)
        number = reviewed.number_of(marked)
        found = None if number is None else panel.model.row_of(number)
        panel.mark(found if found is not None else min(row, len(numbers) - 1))
        panel.show_pairs(reviewed.pairs(panel.filter, rejected | self._accepted))
        panel.show_counts(len(numbers), int(is_rejected.sum()))
        panel.show_note("" if len(numbers) else self._why_none(reviewed))
        self.show_marked()

    def _why_none(self, reviewed: ReviewedRegions) -> str:
        """What to say where no region is listed."""
        if self._panel.filter._replace(has_rejected=False) != RegionFilter():
            return _NONE_SHOWN if len(reviewed.regions) else _AGREES
        return _ALL_REJECTED if reviewed.is_rejected(self._rejected_here).any() else _AGREES
