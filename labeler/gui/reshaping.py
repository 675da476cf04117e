"""Simplifies and smooths the selection by a slider: one step of the history, or none if it is taken back."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

from labeler.core.changed_pixels import ChangedPixels
from labeler.core.edits.reshape import Reshaping
from labeler.core.errors import GeometryError
from labeler.gui.chosen import chosen_or_refused
from labeler.gui.dialogs.reshape_popup import SIMPLIFY, SMOOTH, ReshapePopup, ReshapeSheet

if TYPE_CHECKING:
    from labeler.core.change import Change
    from labeler.core.edits.shapes import ReplaceShapes
    from labeler.core.geometry import PixelRect
    from labeler.gui.document import Document
    from labeler.gui.main_window import MainWindow

# What the sliders begin with, in pixels, until they were used.
_FIRST = {SIMPLIFY: 1.0, SMOOTH: 2.0}


class _Work:
    """A sheet that is open: for what, on which document, and what it has come to."""

    def __init__(self, document: Document, positions: list[int]) -> None:
        self.document = document
        self.reshaping = Reshaping(
            document.annotation, document.index, positions, document.size, document.is_editable
        )
        self.pixels = ChangedPixels(document.label_map.label_map)
        self.gesture: Hashable = object()

    def push(self, edit: ReplaceShapes) -> None:
        """Carry out a step of the slider."""
        if edit.dirty is not None:
            self.pixels.expect(edit.dirty.pixels(self.document.size))
        self.document.push(edit)


class ReshapingSheet(QObject):
    """Connects the sheet, its two actions and the canvas. `refused(str)` says why nothing can be done.

    Whatever else happens to the image, its selection or the tool, ends the work and keeps what it came to.
    """

    refused = Signal(str)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._session = window.session
        self._view = window.view
        self._work: _Work | None = None
        self._sheet = SIMPLIFY
        self._amounts = dict(_FIRST)
        self._is_pushing = False
        self.popup = ReshapePopup(window.view)
        # While the slider is dragged only its newest place counts.
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._follow_slider)
        self.popup.changed.connect(self._timer.start)
        self.popup.applied.connect(self.apply)
        self.popup.cancelled.connect(self.cancel)
        self.refused.connect(window.status.show_refusal)
        for name, sheet in (("simplify", SIMPLIFY), ("smooth", SMOOTH)):
            begin = window.drawing.guarded(lambda sheet=sheet: self.begin(sheet))
            window.actions_[name].triggered.connect(lambda _=False, begin=begin: begin())
        window.view.installEventFilter(self)
        window.drawing.tool_changed.connect(self._on_elsewhere)
        window.session.document_changed.connect(self._on_elsewhere)
        window.session.classes_changed.connect(self._on_elsewhere)
        window.closing.connect(self.apply)

    def begin(self, sheet: ReshapeSheet) -> None:
        """Open the sheet for the selection, and show at once what its first amount comes to."""
        self.apply()
        document, places = chosen_or_refused(self._session, self.refused.emit)
        if document is None or not places:
            return
        document.late.settle()
        try:
            work = _Work(document, places)
        except GeometryError as error:
            self.refused.emit(str(error))
            return
        self._work, self._sheet = work, sheet
        document.changed.connect(self._on_changed)
        document.selection_changed.connect(self._on_elsewhere)
        document.undo_stack.indexChanged.connect(self._on_elsewhere)
        self.popup.open_for(sheet, self._amounts[sheet], has_neighbours=work.reshaping.has_neighbours)
        self._follow_slider()

    def apply(self) -> None:
        """Keep what the slider came to, as one step."""
        if self._work is not None and self._timer.isActive():
            self._follow_slider()
        self._end()

    def cancel(self) -> None:
        """Put everything back, and leave no step."""
        work = self._work
        if work is not None:
            with self._pushing():
                work.push(work.reshaping.put_back(work.gesture))
        self._end()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """The sheet stays in its corner."""
        if event.type() is QEvent.Type.Resize and self._work is not None:
            self.popup.place()
        return False

    def _follow_slider(self) -> None:
        """Have the canvas show what the fields say."""
        work, popup = self._work, self.popup
        self._timer.stop()
        if work is None:
            return
        amount, follow = popup.amount.value(), popup.neighbours.isChecked()
        if self._sheet is SIMPLIFY:
            edit = work.reshaping.simplify(amount, follow=follow, gesture=work.gesture)
        else:
            corner = float(popup.corner.value()) if popup.corners.isChecked() else None
            edit = work.reshaping.smooth(amount, corner=corner, follow=follow, gesture=work.gesture)
        with self._pushing():
            work.push(edit)
        popup.show_vertices(work.reshaping.vertices)
        popup.show_pixels(work.pixels.count)

    @contextmanager
    def _pushing(self) -> Iterator[None]:
        """What happens within is this sheet's own doing."""
        self._is_pushing = True
        try:
            yield
        finally:
            self._is_pushing = False

    def _on_changed(self, _change: Change, rect: PixelRect | None) -> None:
        if self._work is not None and rect is not None:
            self._work.pixels.follow(rect)
            self.popup.show_pixels(self._work.pixels.count)

    def _on_elsewhere(self) -> None:
        """Something else goes on: what the slider came to stays."""
        if not self._is_pushing:
            self._timer.stop()
            self._end()

    def _end(self) -> None:
        work, self._work = self._work, None
        if work is None:
            return
        self._amounts[self._sheet] = self.popup.amount.value()
        document = work.document
        document.changed.disconnect(self._on_changed)
        document.selection_changed.disconnect(self._on_elsewhere)
        document.undo_stack.indexChanged.disconnect(self._on_elsewhere)
        had_focus = self.popup.isAncestorOf(self.popup.window().focusWidget() or self.popup.window())
        self.popup.hide()
        if had_focus:
            self._view.setFocus()
        document.late.settle()
