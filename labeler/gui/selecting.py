"""Selects by menu: none, all but these, all of a class."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from collections.abc import Container

    from labeler.gui.actions import Actions
    from labeler.gui.session import Session


class Selecting(QObject):
    """Connects the actions that change the selection of the session's document, and nothing else."""

    def __init__(self, session: Session, actions: Actions) -> None:
        super().__init__(session)
        self._session = session
        for name, act in {
            "select_none": self.select_none,
            "invert_selection": self.invert,
            "select_same_class": self.select_same_class,
            "select_class": self.select_current_class,
        }.items():
            actions[name].triggered.connect(lambda _=False, act=act: act())

    def select_none(self) -> None:
        """Leave nothing selected."""
        if self._session.document is not None:
            self._session.document.select(())

    def invert(self) -> None:
        """Select what is not selected, of all shapes to be seen."""
        document = self._session.document
        if document is not None:
            selected = set(document.selection)
            places = range(len(document.annotation.shapes))
            document.select(place for place in places if place not in selected and document.is_visible(place))

    def select_same_class(self) -> None:
        """Select all shapes of the classes of the selected ones."""
        document = self._session.document
        if document is not None:
            shapes = document.annotation.shapes
            self._select_classes({shapes[place].class_name for place in document.selection})

    def select_current_class(self) -> None:
        """Select all shapes of the current class."""
        if self._session.current_class is not None:
            self._select_classes({self._session.current_class})

    def _select_classes(self, names: Container[str]) -> None:
        document = self._session.document
        if document is not None:
            shapes = document.annotation.shapes
            document.select(
                place
                for place, shape in enumerate(shapes)
                if shape.class_name in names and document.is_visible(place)
            )
