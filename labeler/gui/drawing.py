"""Which tool is in the hand, and what happens when it cannot go on."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, ParamSpec

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QCursor

from labeler.core.errors import NoCurrentClassError, ToolError
from labeler.gui.dialogs.class_popup import ClassPopup
from labeler.gui.drafts import Drafts, draft_of
from labeler.tools.registry import TOOLS
from labeler.tools.select import SelectTool

if TYPE_CHECKING:
    from labeler.core.dataset import DatasetImage
    from labeler.core.recovery import KeptDraft
    from labeler.gui.canvas.view import CanvasView
    from labeler.gui.document import Document
    from labeler.gui.session import Session
    from labeler.tools.base import Pointer, Tool

_P = ParamSpec("_P")

# What is said instead of dropping vertices that stand already.
UNFINISHED = "Finish the shape (Enter) or drop it (Esc) first."


class Drawing(QObject):
    """Gives the canvas its tool, anew for each document.

    `tool_changed(str)` names the action of the tool; `class_chosen(str)` and `class_added(str)` pass on what
    was picked where a class was asked for; `refused(str)` says why a gesture came to nothing; `left_all()`
    comes when Esc was pressed with nothing left to cancel, leave or deselect. `drafts` are those of images
    that are not on the canvas.
    """

    tool_changed = Signal(str)
    class_chosen = Signal(str)
    class_added = Signal(str)
    refused = Signal(str)
    left_all = Signal()

    def __init__(self, session: Session, view: CanvasView) -> None:
        super().__init__(view)
        self._session = session
        self._view = view
        self._name = "tool_select"
        self._last_drawing = "tool_polygon"
        self._tool: Tool | None = None
        self._document: Document | None = None
        self.drafts = Drafts(self)
        self.drafts.came.connect(self._on_draft)
        session.document_changed.connect(self._on_document)
        session.document_added.connect(lambda document: document.changed.connect(self._on_changed))
        view.tool_refused.connect(self._on_refused)
        view.escaped.connect(self._on_escaped)

    @property
    def is_busy(self) -> bool:
        """Whether the tool has unfinished work."""
        return self._tool is not None and self._tool.is_busy

    @property
    def is_drawing(self) -> bool:
        """Whether the tool in the hand draws new shapes."""
        return self._tool is not None and self._tool.is_drawing

    def may_leave(self) -> bool:
        """Whether nothing is lost by another tool or image now; if there is a draft, the user is told so.

        What the mouse drags is put back before, so that it is not saved on the way.
        """
        if self._is_begun:
            self.refused.emit(UNFINISHED)
            return False
        if self._tool is not None and self._tool.is_busy:
            self._view.act(self._tool.cancel)
        return True

    def guarded(self, act: Callable[_P, object]) -> Callable[_P, None]:
        """The same, but while a shape is begun it is refused in words, so that no vertex is lost."""

        def unless_drawing(*args: _P.args, **kwargs: _P.kwargs) -> None:
            if self.may_leave():
                act(*args, **kwargs)

        return unless_drawing

    def use(self, name: str) -> None:
        """Take up the tool of the action `name`, unless it is in the hand or a draft would be lost."""
        if self._tool is not None and name == self._name:
            return
        if self._is_begun:
            self.tool_changed.emit(self._name)  # the action that was triggered is not on
        if self.may_leave():
            self._take(name)

    @property
    def draft(self) -> tuple[Document, KeptDraft] | None:
        """What is begun with the tool in the hand, and on what; None when that is nothing to keep."""
        draft = draft_of(self._name, self._tool, self._session.current_class)
        return None if self._document is None or draft is None else (self._document, draft)

    @property
    def _is_begun(self) -> bool:
        """Whether something is begun that would be lost: a shape, a hole, a line that splits."""
        return self.is_busy and (self.is_drawing or self.draft is not None)

    def _leave(self) -> None:
        """The tool is about to be dropped: what is begun with it waits for its image."""
        if self.draft is not None:
            self.drafts.leave(*self.draft)

    def _take(self, name: str) -> None:
        """Take up a tool, or the one that a draft waits for, with the draft."""
        document = self._session.document
        waiting = self.drafts.of(document)
        name = waiting.tool if waiting is not None and waiting.tool in TOOLS else name
        self._name = name
        if TOOLS[name].is_drawing:
            self._last_drawing = name
        refusal = "" if document is None else document.drawing_refusal
        self._document = document
        self._tool = TOOLS[name](document) if document is not None and not refusal else None
        if self._tool is not None and document is not None and waiting is not None:
            self._restore(self._tool, document, waiting)
        self._view.set_tool(self._tool)
        self.tool_changed.emit(name)
        if refusal:
            self.refused.emit(refusal)

    def draw_again(self) -> None:
        """Take up the tool that drew last."""
        self.use(self._last_drawing)

    def offers(self) -> list[tuple[str, Callable[[], None]]]:
        """What the tool can do for what lies under the pointer now: the words of a menu, and the act."""
        tool, pointer = self._tool, self._view.input.pointer()
        if tool is None or pointer is None:
            return []
        return [(offer.text, partial(self._view.act, offer.act)) for offer in tool.offers(pointer)]

    def _ask_for_class(self) -> None:
        """Ask at the cursor which class shapes shall get, and then go on with the press that lacked it."""
        tool, pointer = self._tool, self._view.input.pointer()
        popup = ClassPopup(self._session.classes, self._view)
        popup.class_chosen.connect(self.class_chosen)
        popup.class_added.connect(self.class_added)
        if tool is not None and pointer is not None:
            for signal in (popup.class_chosen, popup.class_added):
                signal.connect(lambda _: self._go_on(tool, pointer))
        popup.ask(QCursor.pos())

    def _go_on(self, tool: Tool, pointer: Pointer) -> None:
        if tool is self._tool and self._session.current_class is not None:
            self._view.act(lambda: tool.press(pointer))
            self._view.act(lambda: tool.release(pointer))  # which has come long ago
            self._view.setFocus()

    def _restore(self, tool: Tool, document: Document, draft: KeptDraft) -> None:
        self.drafts.drop(document.image)
        with suppress(ValueError):  # a draft that this version does not understand is none
            tool.restore(draft.state)
            if draft.class_name is not None and document.classes.find(draft.class_name) is not None:
                self.class_chosen.emit(draft.class_name)

    def _on_draft(self, image: DatasetImage) -> None:
        """A draft was found: it is taken up at once if its image is there and nothing else is begun on it."""
        if self._document is not None and self._document.image.path == image.path and not self.is_busy:
            self._take(self._name)

    def _on_document(self, document: Document | None) -> None:
        self._leave()
        self._view.set_document(document)
        self._take(self._name)

    def _on_changed(self) -> None:
        """An edit, or its undo, may have made it possible to draw, or impossible."""
        document = self._session.document
        if document is not None and bool(document.drawing_refusal) == (self._tool is not None):
            self._leave()
            self._take(self._name)

    def _on_escaped(self) -> None:
        """Esc with nothing to cancel: from drawing back to selecting, then from vertices to their shape, and
        then to nothing selected.
        """
        if self._tool is not None and self._name != "tool_select":
            self.use("tool_select")
        elif isinstance(self._tool, SelectTool) and self._tool.chosen.clear():
            self._view.show_state()
        elif self._session.document is not None and self._session.document.selection:
            self._session.document.select(())
        else:
            self.left_all.emit()

    def _on_refused(self, error: ToolError) -> None:
        if isinstance(error, NoCurrentClassError):
            self._ask_for_class()
        else:
            self.refused.emit(str(error))
