"""Hides classes, shows one alone, and locks them: from the class panel, its menu, and by keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QKeySequence

from labeler.core.change import ShapesInserted
from labeler.core.edits.classes import ReplaceClasses
from labeler.core.errors import ToolError
from labeler.gui.hidden_chip import HiddenChip
from labeler.gui.words import counted

if TYPE_CHECKING:
    from labeler.core.change import Change
    from labeler.gui.document import Document
    from labeler.gui.main_window import MainWindow
    from labeler.gui.visibility import Visibility


class Hiding(QObject):
    """Connects what is hidden with canvas, class panel, actions, and the chip that tells of it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self._visibility = window.visibility
        self.chip = HiddenChip(window.view, window.actions_["show_all"])
        self._connect_actions()
        panel = window.class_panel
        panel.eye_clicked.connect(self._toggle_hidden)
        panel.alone_wanted.connect(self._toggle_alone)
        panel.lock_clicked.connect(self.toggle_lock)
        self._visibility.changed.connect(self._show)
        window.session.document_added.connect(self._on_document_added)
        window.session.current_class_changed.connect(self._mark_actions)
        window.session.classes_changed.connect(self._mark_actions)
        self._show()

    def toggle_lock(self, index: int) -> None:
        """Lock the class of this index, or unlock it: a change of the class table, to be undone as such."""
        table = self._session.classes
        row = table.at(index)
        if row is not None and self._session.dataset is not None:
            text = "Unlock class" if row.is_locked else "Lock class"
            after = table.with_row(index, row.with_lock(not row.is_locked))
            try:
                self._session.push_classes(ReplaceClasses(table, after, text))
            except ToolError as error:
                self._window.status.show_refusal(str(error))
                self._mark_actions()

    def _connect_actions(self) -> None:
        actions, session = self._window.actions_, self._session
        actions["show_all"].triggered.connect(self._visibility.show_all)
        for name, act in (("hide_class", self._toggle_hidden), ("solo_class", self._toggle_alone)):
            actions[name].triggered.connect(lambda _=False, act=act: act(session.current_class))
        actions["lock_class"].triggered.connect(self._lock_current)

    def _lock_current(self) -> None:
        name = self._session.current_class
        row = None if name is None else self._session.classes.find(name)
        if row is not None:
            self.toggle_lock(row.index)

    def _toggle_hidden(self, class_name: str | None) -> None:
        if class_name is not None:
            self._visibility.hide_class(class_name, self._visibility.is_class_visible(class_name))

    def _toggle_alone(self, class_name: str | None) -> None:
        if class_name is not None:
            is_alone = self._visibility.solo_class == class_name
            self._visibility.solo(None if is_alone else class_name)

    def _show(self) -> None:
        window, visibility = self._window, self._visibility
        names = (row.name for row in self._session.classes)
        hidden = frozenset(name for name in names if not visibility.is_class_visible(name))
        window.class_panel.model.set_hidden(hidden)
        window.view.display.set_hidden(visibility.hidden_indices())
        window.view.input.look_again()
        window.actions_["show_all"].setEnabled(not visibility.hides_nothing)
        self.chip.say(what_is_hidden(visibility))
        self._mark_actions()

    def _on_document_added(self, document: Document) -> None:
        document.changed.connect(lambda change, _: self._on_changed(document, change))

    def _on_changed(self, document: Document, change: Change) -> None:
        """A new shape of a hidden class is not seen: say so, lest it be drawn a second time."""
        is_shown = document is self._session.document
        if not is_shown or not isinstance(change, ShapesInserted) or len(change.positions) > 1:
            return
        name = document.annotation.shapes[change.positions[0]].class_name
        if not self._visibility.is_class_visible(name):
            key = (
                self._window.actions_["show_all"].shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            )
            text = f"{name} is hidden, and so is the new shape." + (f" {key} shows all." if key else "")
            # Once everybody has heard of the change, which ends what the status line says.
            QTimer.singleShot(0, lambda: self._window.status.show_refusal(text))

    def _mark_actions(self) -> None:
        """Let the actions say how it stands with the current class."""
        actions, name = self._window.actions_, self._session.current_class
        row = None if name is None else self._session.classes.find(name)
        is_hidden = name is not None and not self._visibility.is_class_visible(name)
        actions["hide_class"].setChecked(is_hidden)
        actions["solo_class"].setChecked(name is not None and self._visibility.solo_class == name)
        actions["lock_class"].setChecked(row is not None and row.is_locked)


def what_is_hidden(visibility: Visibility) -> str:
    """The words of the chip; empty when nothing is hidden."""
    parts = []
    if visibility.solo_class is None and visibility.hidden_classes:
        count = len(visibility.hidden_classes)
        parts.append("1 class" if count == 1 else f"{count:,} classes")
    if visibility.hidden_shapes:
        parts.append(counted(len(visibility.hidden_shapes), "shape"))
    hidden = f"{' and '.join(parts)} hidden" if parts else ""
    if visibility.solo_class is None:
        return hidden
    return f"Only {visibility.solo_class} is shown" + (f" · {hidden}" if hidden else "")
