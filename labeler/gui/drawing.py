"""Which tool is in the hand, and what happens when it cannot go on."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, ParamSpec

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QCursor

from labeler.core.errors import NoCurrentClassError, ToolError
from labeler.gui.dialogs.class_popup import ClassPopup
from labeler.tools.polygon import PolygonTool
from labeler.tools.select import SelectTool

if TYPE_CHECKING:
    from labeler.gui.canvas.view import CanvasView
    from labeler.gui.document import Document
    from labeler.gui.session import Session
    from labeler.tools.base import Pointer, Tool

_P = ParamSpec("_P")

# What is said instead of dropping vertices that stand already.
UNFINISHED = "Finish the polygon (Enter) or drop it (Esc) first."

TOOLS: dict[str, type[Tool]] = {"tool_select": SelectTool, "tool_polygon": PolygonTool}


class Drawing(QObject):
    """Gives the canvas its tool, anew for each document.

    `tool_changed(str)` names the action of the tool; `class_chosen(str)` and `class_added(str)` pass on what
    was picked where a class was asked for; `refused(str)` says why a gesture came to nothing.
    """

    tool_changed = Signal(str)
    class_chosen = Signal(str)
    class_added = Signal(str)
    refused = Signal(str)

    def __init__(self, session: Session, view: CanvasView) -> None:
        super().__init__(view)
        self._session = session
        self._view = view
        self._name = "tool_select"
        self._last_drawing = "tool_polygon"
        self._tool: Tool | None = None
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
        """Whether nothing is lost by another tool or image now; if there is a draft, the user is told so."""
        is_begun = self.is_drawing and self.is_busy
        if is_begun:
            self.refused.emit(UNFINISHED)
        return not is_begun

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
        if self.is_drawing and self.is_busy:
            self.tool_changed.emit(self._name)  # the action that was triggered is not on
        if self.may_leave():
            self._take(name)

    def _take(self, name: str) -> None:
        self._name = name
        if TOOLS[name].is_drawing:
            self._last_drawing = name
        document = self._session.document
        refusal = "" if document is None else document.drawing_refusal
        self._tool = TOOLS[name](document) if document is not None and not refusal else None
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
            self._view.setFocus()

    def _on_document(self, document: Document | None) -> None:
        self._view.set_document(document)
        self._take(self._name)

    def _on_changed(self) -> None:
        """An edit, or its undo, may have made it possible to draw, or impossible."""
        document = self._session.document
        if document is not None and bool(document.drawing_refusal) == (self._tool is not None):
            self._take(self._name)

    def _on_escaped(self) -> None:
        """Esc with nothing to cancel: from drawing back to selecting, and then to nothing selected."""
        if self.is_drawing:
            self.use("tool_select")
        elif self._session.document is not None:
            self._session.document.select(())

    def _on_refused(self, error: ToolError) -> None:
        if isinstance(error, NoCurrentClassError):
            self._ask_for_class()
        else:
            self.refused.emit(str(error))
