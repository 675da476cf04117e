"""Shapes with faults: found while one works, shown where they are, gone to, and repaired."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from labeler.core.change import ShapesInserted, ShapesReplaced, StateChanged, remapped
from labeler.core.edits.sequence import selected_after
from labeler.core.errors import ToolError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from labeler.core.change import Change
    from labeler.core.edits.base import Edit
    from labeler.core.edits.sequence import EditSequence
    from labeler.core.shapes import Shape
    from labeler.core.validity import Fault
    from labeler.gui.document import Document
    from labeler.gui.main_window import MainWindow

# Looked for when nothing has changed for so long: a hand that drags must not wait for it.
_MILLISECONDS = 80
# So many shapes, and about so many vertices, are looked at at a time: a few milliseconds.
_SHAPES_AT_ONCE, _VERTICES_AT_ONCE = 1500, 20_000

NONE_LEFT = "No shape of this image has a fault."
_NONE_SELECTED = "No selected shape has a fault."
_HELD = "What has a fault is locked or hidden, and stays as it is. Unlock it, or show it, first."


class Faults(QObject):
    """Knows the faults of the image on the canvas. `changed()` when there are others.

    `found` has them by position. `is_settled` says whether all shapes were looked at as they are now.
    """

    changed = Signal()

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._document: Document | None = None
        self.found: dict[int, list[Fault]] = {}
        self._unseen: set[int] = set()
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._look)
        window.session.document_changed.connect(self._on_document)
        window.actions_["repair"].triggered.connect(lambda _=False: self.repair())
        window.actions_["next_fault"].triggered.connect(lambda _=False: self.go_to_next())
        self._show()

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to be looked at."""
        return not self._unseen

    def repair(self) -> None:
        """Repair the selected shapes that have a fault; with nothing selected, all that may be changed."""
        document = self._document
        if document is None:
            return
        self._look_at_all()
        wanted = [place for place in document.selection or self.found if place in self.found]
        places = [place for place in wanted if document.is_editable(place)]
        edit = self._edit(document, places)
        if edit is not None:
            try:
                document.push(edit)
                if document.selection and (made := selected_after(edit)) is not None:
                    document.select(made)
            except ToolError as error:
                self._window.status.show_refusal(str(error))
        elif wanted:
            self._window.status.show_refusal(_HELD)
        else:
            self._window.status.show_refusal(_NONE_SELECTED if document.selection else NONE_LEFT)

    def go_to_next(self) -> None:
        """Select the next shape with a fault after the selected one, and show it."""
        document = self._document
        if document is None:
            return
        self._look_at_all()
        places = sorted(self.found)
        if not places:
            self._window.status.show_refusal(NONE_LEFT)
            return
        last = document.selection[-1] if document.selection else -1
        document.select([next((place for place in places if place > last), places[0])])
        self._window.actions_["zoom_selection"].trigger()

    def _edit(self, document: Document, places: list[int]) -> Edit | EditSequence | None:
        from labeler.core.edits.repair import repair_shapes, repair_unreadable

        if places or document.selection:
            return repair_shapes(document.annotation, places)
        return repair_unreadable(document.annotation)

    def _on_document(self, document: Document | None) -> None:
        if self._document is not None:
            self._document.changed.disconnect(self._on_changed)
        self._document = document
        self.found = {}
        self._unseen = set()
        if document is not None:
            document.changed.connect(self._on_changed)
            self._unseen = set(range(len(document.annotation.shapes)))
            self._timer.start(_MILLISECONDS)
        self._show()

    def _on_changed(self, change: Change) -> None:
        before = self.found
        moved = ((remapped([place], change), faults) for place, faults in before.items())
        self.found = {places[0]: faults for places, faults in moved if places}
        self._unseen = set(remapped(self._unseen, change)) | set(_touched(change))
        # During a drag they are where they were, and nothing has to be painted for them.
        if self.found != before or isinstance(change, StateChanged):
            self._show()
        if self._unseen:
            self._timer.start(_MILLISECONDS)

    def _look_at_all(self) -> None:
        while self._unseen:
            self._look()

    def _look(self) -> None:
        from labeler.core.validity import find_faults

        if self._document is None:
            return
        shapes = self._document.annotation.shapes
        places = _first_of(self._unseen, shapes)
        self._unseen.difference_update(places)
        before, looked_at = self.found, set(places)
        now = find_faults(shapes, places)
        self.found = {place: each for place, each in before.items() if place not in looked_at} | now
        if self.found != before:
            self._show()
        if self._unseen:
            self._timer.start(0)

    def _show(self) -> None:
        window, document = self._window, self._document
        places = [(fault.x, fault.y) for each in self.found.values() for fault in each]
        window.view.scene.faults = [*places, *_unread(document)]
        window.view.update()
        window.shape_panel.model.set_faults(self.found)
        can_repair = document is not None and bool(self.found or document.annotation.unreadable)
        window.actions_.enable(("repair", "next_fault"), can_repair)
        self.changed.emit()


def _first_of(unseen: set[int], shapes: Sequence[Shape]) -> list[int]:
    """The first of the positions: as many as are looked at at a time, and at least one."""
    places = sorted(unseen)[:_SHAPES_AT_ONCE]
    vertices = accumulate(len(shapes[place].points) for place in places)
    return places[: max(1, sum(count <= _VERTICES_AT_ONCE for count in vertices))]


def _touched(change: Change) -> tuple[int, ...]:
    """The positions of the shapes that a change made or made anew."""
    return change.positions if isinstance(change, ShapesInserted | ShapesReplaced) else ()


def _unread(document: Document | None) -> list[tuple[float, float]]:
    """Where the shapes of the file lie that cannot be read, as far as that can be told."""
    if document is None or not document.annotation.unreadable:
        return []
    from labeler.core.validity import first_place

    places = (first_place(each.content) for each in document.annotation.unreadable)
    return [place for place in places if place is not None]
