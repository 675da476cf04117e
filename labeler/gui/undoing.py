"""Undo and redo: of the class table while the class panel has the focus, else of the image on the canvas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QUndoGroup
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from labeler.gui.returning import what_returns_is_selected

if TYPE_CHECKING:
    from labeler.gui.actions import Actions
    from labeler.gui.canvas.view import CanvasView
    from labeler.gui.class_editing import ClassEditing
    from labeler.gui.drawing import Drawing
    from labeler.gui.session import Session


class Undoing(QObject):
    """Leads the two actions to the history that the focus means, which is the active one of `group`."""

    def __init__(
        self,
        session: Session,
        actions: Actions,
        view: CanvasView,
        drawing: Drawing,
        classes: ClassEditing,
        class_panel: QWidget,
    ) -> None:
        super().__init__(view)
        self._session = session
        self._view = view
        self._drawing = drawing
        self._classes = classes
        self._class_panel = class_panel
        self._undo, self._redo = actions["undo"], actions["redo"]
        self.group = self._group = QUndoGroup(self)
        self._both: QWidget | None = None
        self._class_window: QWidget | None = None
        self._group.addStack(session.class_history)
        self._undo.triggered.connect(self.undo)
        self._redo.triggered.connect(self.redo)
        for signal in (self._group.indexChanged, self._group.activeStackChanged, view.busy_changed):
            signal.connect(self._show)
        session.document_added.connect(lambda document: self._group.addStack(document.undo_stack))
        session.document_changed.connect(self._on_document)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus)
        self._show()

    def close(self) -> None:
        """Follow no history any more: the window closes, and its actions may go before the histories."""
        for signal in (self._group.indexChanged, self._group.activeStackChanged, self._view.busy_changed):
            signal.disconnect(self._show)

    def undo(self) -> None:
        """Take back the last vertex of unfinished work, else the last step of the history."""
        if not self._is_in_class_window and self._view.take_back():
            return
        if self._is_of_classes:
            self._classes.undo()
        else:
            with what_returns_is_selected(self._session.document):
                self._group.undo()

    def redo(self) -> None:
        """Carry out again the last step that was taken back."""
        if self._is_of_classes:
            self._classes.redo()
        else:
            with what_returns_is_selected(self._session.document):
                self._group.redo()

    def go_to(self, index: int) -> None:
        """Undo or redo until `index` steps of the history are done; refused while a shape is begun."""
        active = self._group.activeStack()
        if active is None or not self._drawing.may_leave():
            return
        if self._is_of_classes:
            self._classes.go_to(index)
        else:
            with what_returns_is_selected(self._session.document):
                active.setIndex(index)

    def belongs_to_both(self, widget: QWidget) -> None:
        """In this widget the focus means the history that it meant before."""
        self._both = widget

    def belongs_to_classes(self, window: QWidget) -> None:
        """In this window of its own the focus means the class table, whatever is begun on the canvas."""
        self._class_window = window

    @property
    def _is_in_class_window(self) -> bool:
        window = self._class_window
        return window is not None and isValid(window) and window.isActiveWindow()

    @property
    def _is_of_classes(self) -> bool:
        return self._group.activeStack() is self._session.class_history

    def _on_document(self) -> None:
        focus = QApplication.focusWidget()
        if focus is None or not self._class_panel.isAncestorOf(focus):
            self._activate_image()

    def _on_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        if not isValid(self._undo):
            return  # the window is being destroyed, part by part
        if now is not None and now.window() is self._class_window:
            self._group.setActiveStack(self._session.class_history)
            self._show()
            return
        if now is None or now.window() is not self._view.window():
            return  # a menu, a dialog or another program: the history in question stays
        if self._both is not None and self._both.isAncestorOf(now):
            return
        if self._class_panel.isAncestorOf(now):
            self._group.setActiveStack(self._session.class_history)
        else:
            self._activate_image()

    def _activate_image(self) -> None:
        active, document = self._group.activeStack(), self._session.document
        if document is not None:
            self._group.setActiveStack(document.undo_stack)
        elif active is not None:
            active.setActive(False)

    def _show(self) -> None:
        """Name the steps in the menu, and offer only what can be done."""
        is_busy = self._drawing.is_busy and not self._is_in_class_window
        undo_text = "" if is_busy else self._group.undoText()
        for action, verb, text, can in (
            (self._undo, "Undo", undo_text, self._group.canUndo() or is_busy),
            (self._redo, "Redo", self._group.redoText(), self._group.canRedo()),
        ):
            action.setText(f"{verb} {text[:1].lower()}{text[1:]}" if text else verb)
            action.setEnabled(can)
