"""What the list of shapes does: order, eye, lock, and what is said of the selection."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from labeler.core.edits.arrange import move_shapes_in_order
from labeler.core.edits.properties import free_group, set_flags, set_group, set_locked, set_note
from labeler.core.edits.shapes import set_class
from labeler.core.errors import ToolError
from labeler.gui.visible_areas import VisibleAreas
from labeler.settings import SHOW_PROPERTIES

if TYPE_CHECKING:
    from labeler.core.annotation import Annotation
    from labeler.core.edits.base import Edit
    from labeler.gui.document import Document
    from labeler.gui.panels.shape_panel import ShapePanel
    from labeler.gui.session import Session
    from labeler.gui.visibility import Visibility
    from labeler.settings import Settings


class ShapeList(QObject):
    """Connects the panel with the session. `refused(str)` says why something was not done."""

    refused = Signal(str)

    def __init__(
        self, panel: ShapePanel, session: Session, visibility: Visibility, settings: Settings
    ) -> None:
        super().__init__(panel)
        self._panel = panel
        self._session = session
        self._visibility = visibility
        self.areas = VisibleAreas(self)
        panel.model.set_areas(self.areas)
        self.areas.changed.connect(lambda: panel.model.set_areas(self.areas))
        visibility.changed.connect(panel.model.tell_visibility)
        # First of all who follow the document: rows are painted with areas in the same order.
        session.document_changed.connect(self._on_document)
        session.classes_changed.connect(self._show_classes)
        session.dataset_changed.connect(self._show_classes)
        panel.table.eye_clicked.connect(self._toggle_hidden)
        panel.table.lock_clicked.connect(self._toggle_lock)
        panel.model.move_wanted.connect(self.move)
        self._connect_properties()
        panel.properties.fold.setChecked(settings.get(SHOW_PROPERTIES))
        panel.properties.unfolded.connect(lambda is_open: settings.set(SHOW_PROPERTIES, is_open))

    def move(self, positions: Sequence[int], target: int) -> None:
        """Let the shapes stand before the one at `target`, and stay selected."""
        document = self._session.document
        if document is not None:
            self._push(move_shapes_in_order(document.annotation, positions, target))

    def _connect_properties(self) -> None:
        fields = self._panel.properties
        fields.class_wanted.connect(lambda name: self._set(set_class, name))
        fields.group_wanted.connect(lambda group: self._set(set_group, group))
        fields.new_group_wanted.connect(self._make_group)
        fields.flags_wanted.connect(self._set_flags)
        fields.note_wanted.connect(lambda note: self._set(set_note, note))

    def _set(self, make: Callable[[Annotation, Sequence[int], Any], Edit | None], value: object) -> None:
        """Carry out the edit that gives the selection a value."""
        document = self._session.document
        if document is not None and document.selection:
            self._push(make(document.annotation, document.selection, value))

    def _make_group(self) -> None:
        document = self._session.document
        if document is not None:
            self._set(set_group, free_group(document.annotation))

    def _set_flags(self, names: Sequence[str]) -> None:
        """These flags are set, and those that any of the shapes had are not."""
        document = self._session.document
        if document is not None:
            shapes = document.annotation.shapes
            known = {name for position in document.selection for name in shapes[position].flags}
            self._set(set_flags, dict.fromkeys(known, False) | dict.fromkeys(names, True))

    def _toggle_hidden(self, row: int) -> None:
        position = self._panel.model.position(row)
        self._visibility.hide_shapes([position], position not in self._visibility.hidden_shapes)

    def _toggle_lock(self, row: int) -> None:
        document = self._session.document
        if document is not None:
            position = self._panel.model.position(row)
            is_locked = document.annotation.shapes[position].is_locked
            self._push(set_locked(document.annotation, [position], not is_locked))

    def _push(self, edit: Edit | None) -> None:
        document = self._session.document
        if document is None or edit is None:
            return
        try:
            document.push(edit)
        except ToolError as error:
            self.refused.emit(str(error))

    def _on_document(self, document: Document | None) -> None:
        self.areas.set_document(document)

    def _show_classes(self) -> None:
        self._panel.properties.set_classes(self._session.classes)
