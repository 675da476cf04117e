"""Makes one shape of several, cuts shapes out of others, clips them and fills holes, by menu and keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from labeler.core.edits.sequence import selected_after
from labeler.core.errors import GeometryError
from labeler.gui.chosen import chosen_or_refused
from labeler.gui.rows.combining import COMBINATIONS

if TYPE_CHECKING:
    from labeler.gui.document import Document
    from labeler.gui.main_window import MainWindow
    from labeler.tools.base import AnyEdit


class Combining(QObject):
    """Acts on the selection of the image on the canvas; each command is one step of its history.

    `refused(str)` says why something was not done.
    """

    refused = Signal(str)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._session = window.session
        self.refused.connect(window.status.show_refusal)
        acts: dict[str, Callable[[], None]] = {name: partial(self.combine, name) for name in COMBINATIONS}
        acts |= {"cut_out": self.cut_out, "fill_holes": self.fill_holes, "clip_to_image": self.clip_to_image}
        for name, act in acts.items():
            window.actions_[name].triggered.connect(lambda _=False, act=act: act())

    def combine(self, name: str) -> None:
        """Make one shape of those that are selected: their union, and so on."""
        from labeler.core.edits.combine import Combination, combine

        self._change(lambda document, places: combine(document.annotation, places, Combination(name)), "")

    def cut_out(self) -> None:
        """Take the area of the selected shapes out of those that they overlap."""
        from labeler.core.edits.holes import cut_out

        self._change(
            lambda document, places: cut_out(
                document.annotation, document.index, places, document.is_editable
            ),
            "The selection overlaps no other shape that may be changed.",
        )

    def fill_holes(self) -> None:
        """Fill all holes of the selected shapes."""
        from labeler.core.edits.holes import fill_holes

        self._change(
            lambda document, places: fill_holes(document.annotation, places), "The selection has no holes."
        )

    def clip_to_image(self) -> None:
        """Cut off what of the selected shapes, or with none selected of all, reaches out of the image."""
        from labeler.core.edits.combine import clip_to_image

        document = self._session.document
        if document is None:
            return
        refusal = "Nothing that is selected reaches out of the image."
        if not document.selection:
            refusal = "No shape that may be changed reaches out of the image."
        self._change(
            lambda document, places: clip_to_image(document.annotation, places, document.size),
            refusal,
            acts_on_all=not document.selection,
        )

    def _change(
        self,
        make: Callable[[Document, Sequence[int]], AnyEdit | None],
        refusal: str,
        *,
        acts_on_all: bool = False,
    ) -> None:
        """Carry out what is made of the selected shapes that may be changed, or say why nothing is."""
        document, places = chosen_or_refused(self._session, self.refused.emit)
        if document is not None and acts_on_all:
            places = [
                place for place in range(len(document.annotation.shapes)) if document.is_editable(place)
            ]
        if document is None or not (places or acts_on_all):
            return
        if document.drawing_refusal:
            self.refused.emit(document.drawing_refusal)
            return
        try:
            edit = make(document, places)
        except GeometryError as error:
            self.refused.emit(str(error))
            return
        if edit is None:
            self.refused.emit(refusal)
            return
        document.push(edit)
        if not acts_on_all and (made := selected_after(edit)) is not None:
            document.select(made)
