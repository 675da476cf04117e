"""Which tool is in the hand, and what happens when it cannot go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
        view.tool_refused.connect(self._on_refused)

    @property
    def is_busy(self) -> bool:
        """Whether the tool has unfinished work."""
        return self._tool is not None and self._tool.is_busy

    @property
    def is_drawing(self) -> bool:
        """Whether the tool in the hand draws new shapes."""
        return self._tool is not None and self._tool.is_drawing

    def use(self, name: str) -> None:
        """Take up the tool of the action `name`; unfinished work of the one before is dropped."""
        self._name = name
        if TOOLS[name].is_drawing:
            self._last_drawing = name
        document = self._session.document
        is_free = document is not None and not document.read_only_reason
        self._tool = TOOLS[name](document) if document is not None and is_free else None
        self._view.set_tool(self._tool)
        if document is not None and not is_free:
            self.refused.emit(document.read_only_reason)
        self.tool_changed.emit(name)

    def draw_again(self) -> None:
        """Take up the tool that drew last."""
        self.use(self._last_drawing)

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
        self.use(self._name)

    def _on_refused(self, error: ToolError) -> None:
        if isinstance(error, NoCurrentClassError):
            self._ask_for_class()
        else:
            self.refused.emit(str(error))
