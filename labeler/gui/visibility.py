"""What the user has hidden in this window: classes, and shapes of the image on the canvas.

Hidden is a matter of the eye: label map, annotations and exports stay as they are. A window begins with what
the class table says (its column `visible`), and follows when that is changed; the rest is not stored.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from labeler.core.change import remapped

if TYPE_CHECKING:
    from labeler.core.change import Change, ClassesChanged
    from labeler.gui.document import Document
    from labeler.gui.session import Session

_NO_SHAPES: frozenset[int] = frozenset()


class Visibility(QObject):
    """Follows the session. `changed()` comes when something else is to be seen than before.

    While a class is alone (`solo`), no other is seen, whether it was hidden before or not; background counts
    as a class here. Hidden shapes are those of the document on the canvas; another image begins with none.
    """

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._document: Document | None = None
        self._hidden: frozenset[str] = frozenset()
        self._solo: str | None = None
        self._shapes = _NO_SHAPES
        session.dataset_changed.connect(self._on_dataset)
        session.document_changed.connect(self._on_document)
        session.classes_changed.connect(self._on_classes)

    @property
    def hidden_classes(self) -> frozenset[str]:
        """The names of the classes that are hidden one by one."""
        return self._hidden

    @property
    def solo_class(self) -> str | None:
        """The class that is seen alone, or None."""
        return self._solo

    @property
    def hidden_shapes(self) -> tuple[int, ...]:
        """Positions, ascending, of the shapes that are hidden one by one."""
        return tuple(sorted(self._shapes))

    @property
    def hides_nothing(self) -> bool:
        """Whether everything is to be seen."""
        return not self._hidden and self._solo is None and not self._shapes

    def hide_class(self, class_name: str, is_hidden: bool) -> None:
        """Hide a class, or show it. Showing one beside a class that is alone leaves all others hidden."""
        name, hidden = self._name(class_name), self._hidden
        if self._solo is not None and name != self._solo and not is_hidden:
            hidden = frozenset(row.name for row in self._session.classes) - {self._solo}
        self._set(hidden | {name} if is_hidden else hidden - {name}, None)

    def solo(self, class_name: str | None) -> None:
        """Show this class alone; None shows again what was to be seen before."""
        self._set(self._hidden, None if class_name is None else self._name(class_name))

    def hide_shapes(self, positions: Iterable[int], is_hidden: bool) -> None:
        """Hide shapes of the image on the canvas, or show them."""
        places = frozenset(positions)
        shapes = self._shapes | places if is_hidden else self._shapes - places
        if shapes != self._shapes:
            self._shapes = shapes
            self._tell()

    def show_all(self) -> None:
        """Hide nothing any more."""
        if not self.hides_nothing:
            self._hidden, self._solo, self._shapes = frozenset(), None, _NO_SHAPES
            self._tell()

    def is_class_visible(self, class_name: str) -> bool:
        """Whether shapes of this class are to be seen, as far as the class decides it."""
        name = self._name(class_name)
        return name == self._solo if self._solo is not None else name not in self._hidden

    def is_shape_visible(self, position: int) -> bool:
        """Whether the shape at `position` of the image on the canvas is to be seen: it and its class."""
        if position in self._shapes or self._document is None:
            return False
        if not self._hidden and self._solo is None:
            return True
        return self.is_class_visible(self._document.annotation.shapes[position].class_name)

    def hidden_indices(self) -> frozenset[int]:
        """The indices of all classes that are not to be seen."""
        return frozenset(row.index for row in self._session.classes if not self.is_class_visible(row.name))

    def follow(self, change: Change) -> None:
        """The document on the canvas has changed: hidden shapes stand elsewhere now, or are gone.

        The document calls it before it tells of the change, so that nobody asks by positions of before.
        """
        self._shapes = frozenset(remapped(self._shapes, change)) if self._shapes else _NO_SHAPES

    def _name(self, class_name: str) -> str:
        """The name in the class table: labelme's two names stand for background and void."""
        row = self._session.classes.find(class_name)
        return class_name if row is None else row.name

    def _set(self, hidden: frozenset[str], solo: str | None) -> None:
        if (hidden, solo) != (self._hidden, self._solo):
            self._hidden, self._solo = hidden, solo
            self._tell()

    def _tell(self) -> None:
        """What is not seen is not selected either: no key shall change it."""
        document = self._document
        if document is not None and document.selection and not self.hides_nothing:
            document.select(filter(self.is_shape_visible, document.selection))
        self.changed.emit()

    def _on_dataset(self) -> None:
        self._set(frozenset(row.name for row in self._session.classes if not row.is_visible), None)

    def _on_document(self, document: Document | None) -> None:
        if self._document is not None:
            self._document.visibility = None
        self._document = document
        if document is not None:
            document.visibility = self
        if self._shapes:
            self._shapes = _NO_SHAPES
            self.changed.emit()

    def _on_classes(self, change: ClassesChanged) -> None:
        """Hidden classes go by their new names, and those that were deleted are forgotten.

        Where the table says now of a class that it is hidden, or no longer, that is done at once.
        """
        new_names = dict((change.renamed,)) if change.renamed else {}
        names = {row.name for row in change.after}
        before = (self._hidden, self._solo)
        hidden = {new_names.get(name, name) for name in self._hidden} & names
        for row in change.before:
            after = change.after.find(new_names.get(row.name, row.name))
            if after is not None and after.is_visible != row.is_visible:
                (hidden.discard if after.is_visible else hidden.add)(after.name)
        self._hidden = frozenset(hidden)
        solo = None if self._solo is None else new_names.get(self._solo, self._solo)
        self._solo = solo if solo in names else None
        if before != (frozenset(), None) or self._hidden:
            self.changed.emit()
