"""Leads from gap to gap of the image, and gives each to a class or leaves it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from labeler.core.errors import ToolError
from labeler.gui.canvas.viewport import place_of_box
from labeler.gui.gifts import Gifts
from labeler.settings import GAP_SIZE, Settings

if TYPE_CHECKING:
    from labeler.core.edits.sequence import EditSequence
    from labeler.core.gaps import Gap
    from labeler.gui.canvas.view import CanvasView
    from labeler.gui.document import Document
    from labeler.gui.gap_finder import GapFinder
    from labeler.gui.panels.gap_panel import GapPanel
    from labeler.gui.session import Session

# A gap takes up this share of the canvas when the list leads to it, at this zoom at most.
_SHARE = 0.3
_LARGEST_ZOOM = 16.0
# Rows that are shown at most; who has more gaps than these has something else to do first.
_MOST = 5000

_NO_NEIGHBOUR = "It has no labelled neighbour. Give it to the current class (Shift+Enter), or leave it (L)."
_NO_CLASS = "Choose a class first: with a digit key, or in Classes."
_OWN_CLASS = "It is of the current class already. Choose another one, or leave it (L)."
_SEARCHING = "Looking for gaps… {:.0f} %"
_NONE = "No gaps: no background is enclosed or narrow, and nothing is smaller than {:,} px."
_ALL_LEFT = "All gaps were left as they are."


class _Left:
    """The gaps that the user left as they are, of each image."""

    def __init__(self) -> None:
        self._gaps: dict[Path, frozenset[Gap]] = {}

    def of(self, document: Document | None) -> frozenset[Gap]:
        """Those of an image."""
        return frozenset() if document is None else self._gaps.get(document.image.path, frozenset())

    def toggle(self, document: Document | None, gap: Gap) -> None:
        """Leave a gap, or no longer."""
        if document is not None:
            self._gaps[document.image.path] = self.of(document) ^ {gap}

    def clear(self) -> None:
        """Forget them all."""
        self._gaps.clear()


class GapWork(QObject):
    """Connects the list of gaps to the canvas and the document.

    Gaps that were left stay out of the list for their image while the dataset is open. `refused(str)` says
    why something cannot be done.
    """

    refused = Signal(str)

    def __init__(
        self, panel: GapPanel, finder: GapFinder, session: Session, view: CanvasView, settings: Settings
    ) -> None:
        super().__init__(view)
        self._panel = panel
        self._session = session
        self._view = view
        self._settings = settings
        self._gaps: list[Gap] = []
        self._left = _Left()
        self._shown: Gap | None = None
        self._gifts = Gifts(self)
        self._given: frozenset[Gap] = frozenset()
        self._gifts.made.connect(self._on_made)
        self._gifts.progressed.connect(self._on_giving)
        panel.show_below(settings.get(GAP_SIZE))
        panel.chosen.connect(self.go_to)
        panel.entered.connect(self._on_entered)
        panel.to_neighbour.connect(self.give_to_neighbour)
        panel.to_class.connect(self.give_to_class)
        panel.left.connect(self.leave)
        panel.all_slivers.connect(self.give_all_slivers)
        panel.left_shown.connect(self._show)
        panel.escaped.connect(view.setFocus)
        finder.found.connect(self._on_found)
        finder.progressed.connect(self._on_progress)
        finder.failed.connect(panel.show_note)
        session.dataset_changed.connect(self._left.clear)
        session.current_class_changed.connect(self._show_target)

    def begin(self) -> None:
        """Another image, or the list was opened: nothing is known of its gaps yet."""
        self._gifts.cancel()
        self._gaps = []
        self._shown = None
        self._mark(None)
        self._show()
        self._panel.mark(-1)
        self._panel.show_note("")

    def end(self) -> None:
        """The list is closed."""
        self._gifts.cancel()
        self._mark(None)

    def go_to(self, gap: Gap) -> None:
        """Bring a gap before the eye, in a ring; nothing else is selected then."""
        document, viewport = self._session.document, self._view.scene.viewport
        if document is None or gap is None:
            return
        document.select(())
        self._shown = gap
        viewport.go_to(place_of_box(gap.box, viewport, _SHARE, _LARGEST_ZOOM * viewport.ratio))
        self._mark(gap)
        self._view.input.look_again()
        self._show_target()

    def give_to_neighbour(self) -> None:
        """Give the marked gap to the class with the longest common border, and go on to the next one."""
        gap = self._panel.current
        if gap is None:
            return
        if gap.neighbour is None:
            self.refused.emit(_NO_NEIGHBOUR)
        else:
            self._give([(gap, gap.neighbour)])

    def give_to_class(self) -> None:
        """Give the marked gap to the current class, and go on to the next one."""
        gap, name = self._panel.current, self._session.current_class
        row = None if name is None else self._session.classes.find(name)
        if gap is None:
            return
        if row is None or row.index == gap.index:
            self.refused.emit(_NO_CLASS if row is None else _OWN_CLASS)
        else:
            self._give([(gap, row.index)])

    def give_all_slivers(self) -> None:
        """Give every sliver that was not left to its neighbour, as one step of the history."""
        self._give([(gap, gap.neighbour) for gap in self._slivers() if gap.neighbour is not None])

    def leave(self) -> None:
        """Leave the marked gap as it is, or take it back into the list, and go on to the next one."""
        gap = self._panel.current
        if gap is not None:
            self._left.toggle(self._session.document, gap)
            self._show()
            self._go_on()

    def _give(self, gifts: list[tuple[Gap, int]]) -> None:
        if self._session.document is not None and gifts:
            self._given = frozenset(gap for gap, _ in gifts)
            self._gifts.make(self._session.document, gifts)

    def _on_giving(self, share: float) -> None:
        self._panel.give_all.setText(f"Giving… {100 * share:.0f} %")

    def _on_made(self, edit: EditSequence | None) -> None:
        """Carry the gift out, and go on to the next gap; after many gifts to none."""
        document, given = self._session.document, self._given
        try:
            if document is not None and edit is not None:
                document.push(edit)
                self._gaps = [gap for gap in self._gaps if gap not in given]
        except ToolError as error:
            self.refused.emit(str(error))
            return
        self._show()
        if len(given) == 1:
            self._go_on()
        elif self._shown in given:
            self._panel.mark(-1)
            self._mark(None)

    def _go_on(self) -> None:
        gap = self._panel.current
        if gap is None:
            self._mark(None)
        elif gap != self._shown:
            self.go_to(gap)

    def _on_entered(self) -> None:
        """Enter leads to the marked gap and, once it is in sight, gives it to its neighbour."""
        if self._panel.current is None:
            self._panel.mark(0)
            return
        gap = self._panel.current
        left, top, right, bottom = self._view.scene.viewport.visible
        box = gap.box
        is_seen = box.left < right and box.right > left and box.top < bottom and box.bottom > top
        if gap == self._shown and is_seen:
            self.give_to_neighbour()
        else:
            self.go_to(gap)

    def _on_found(self, gaps: list[Gap]) -> None:
        self._gaps = gaps
        self._show()

    def _on_progress(self, share: float) -> None:
        if not self._gaps:
            self._panel.show_note(_SEARCHING.format(100 * share))

    def _slivers(self) -> list[Gap]:
        left = self._left.of(self._session.document)
        return [gap for gap in self._gaps if gap.kind == "sliver" and gap not in left]

    def _show(self) -> None:
        left = self._left.of(self._session.document)
        rows = [gap for gap in self._gaps if self._panel.show_left.isChecked() or gap not in left]
        self._panel.show_gaps(rows[:_MOST], left, self._session.classes)
        self._panel.show_counts(
            sum(gap.neighbour is not None for gap in self._slivers()),
            sum(gap in left for gap in self._gaps),
        )
        note = _ALL_LEFT if self._gaps else _NONE.format(self._settings.get(GAP_SIZE))
        self._panel.show_note("" if rows else note)
        self._show_target()

    def _show_target(self) -> None:
        name = self._session.current_class
        self._panel.show_target(
            self._panel.current, None if name is None else self._session.classes.find(name)
        )

    def _mark(self, gap: Gap | None) -> None:
        self._view.scene.marked = None if gap is None else gap.box
        self._view.update()
