"""Gives the selected shapes another kind, and mirrors them; each is one step of the history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from labeler.core.edits.pieces import replace_by_pieces
from labeler.core.edits.sequence import selected_after
from labeler.core.edits.transform import transform_shapes
from labeler.core.errors import GeometryError
from labeler.core.kinds import converted
from labeler.core.shapes import ShapeKind, bounds_around
from labeler.core.transforms import scaling
from labeler.gui.chosen import chosen_or_refused

if TYPE_CHECKING:
    from labeler.core.shapes import Shape
    from labeler.gui.main_window import MainWindow

# The kind that each action makes.
KINDS = {
    "to_polygon": ShapeKind.POLYGON,
    "to_rectangle": ShapeKind.RECTANGLE,
    "to_oriented_rectangle": ShapeKind.ORIENTED_RECTANGLE,
    "to_ellipse": ShapeKind.ELLIPSE,
    "to_circle": ShapeKind.CIRCLE,
}


class Kinds(QObject):
    """Acts on the selection of the image on the canvas. `refused(str)` says why something stays as it is."""

    refused = Signal(str)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._session = window.session
        self.refused.connect(window.status.show_refusal)
        for name, kind in KINDS.items():
            window.actions_[name].triggered.connect(lambda _=False, kind=kind: self.convert(kind))
        for name, across, down in (("mirror_left_right", -1.0, 1.0), ("mirror_top_bottom", 1.0, -1.0)):
            window.actions_[name].triggered.connect(
                lambda _=False, across=across, down=down: self.mirror(across, down)
            )

    def convert(self, kind: ShapeKind) -> None:
        """Make the selected shapes that kind; what cannot be is named only when nothing can."""
        document, places = chosen_or_refused(self._session, self.refused.emit)
        if document is None or not places:
            return
        made: dict[int, list[Shape]] = {}
        refusal = f"What is selected is {_named(kind)} already."
        for place in places:
            shape = document.annotation.shapes[place]
            try:
                pieces = converted(shape, kind)
            except GeometryError as error:
                refusal = str(error)
                continue
            if pieces != [shape]:
                made[place] = pieces
        if not made:
            self.refused.emit(refusal)
            return
        edit = replace_by_pieces(document.annotation, made, f"Convert to {_word(kind)}")
        document.push(edit)
        selects = selected_after(edit)
        if selects is not None:
            document.select(selects)

    def mirror(self, across: float, down: float) -> None:
        """Mirror the selected shapes about the middle of the box around them: `across` or `down` is -1."""
        document, places = chosen_or_refused(self._session, self.refused.emit)
        if document is None or not places:
            return
        box = bounds_around([document.annotation.shapes[place] for place in places])
        centre = ((box.left + box.right) / 2, (box.top + box.bottom) / 2)
        document.push(transform_shapes(document.annotation, places, scaling(centre, across, down), "Mirror"))


def _word(kind: ShapeKind) -> str:
    return kind.value.replace("_", " ")


def _named(kind: ShapeKind) -> str:
    word = _word(kind)
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"
