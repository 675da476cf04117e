"""Goes by keys from shape to shape, from vertex to vertex, and down through shapes one over another."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from labeler.core.errors import ToolError
from labeler.core.geometry import Bounds
from labeler.core.handles import handle_rings
from labeler.gui.canvas.in_view import bring_into_view
from labeler.tools.select import SelectTool
from labeler.tools.vertex_walk import next_vertex

if TYPE_CHECKING:
    from collections.abc import Callable

    from labeler.gui.actions import Actions
    from labeler.gui.canvas.view import CanvasView
    from labeler.gui.document import Document
    from labeler.gui.drawing import Drawing


class Walking(QObject):
    """Connects the actions that walk. With another tool in the hand the select tool is taken up first.

    The view follows where what is gone to is out of sight.
    """

    def __init__(self, view: CanvasView, drawing: Drawing, actions: Actions) -> None:
        super().__init__(view)
        self._view = view
        self._drawing = drawing
        for name, act in {
            "next_shape": partial(self._walk_shapes, -1),
            "previous_shape": partial(self._walk_shapes, 1),
            "walk_stack": self._go_down,
            "next_vertex": partial(self._walk_vertices, 1),
            "previous_vertex": partial(self._walk_vertices, -1),
        }.items():
            actions[name].triggered.connect(lambda _=False, act=act: self._with_tool(act))

    def _with_tool(self, act: Callable[[SelectTool, Document], None]) -> None:
        """Act with the select tool, if it can be had: not while a shape is begun."""
        document = self._view.scene.document
        if not isinstance(self._view.tool, SelectTool):
            self._drawing.use("tool_select")
        tool = self._view.tool
        if isinstance(tool, SelectTool) and document is not None and not tool.is_busy:
            self._view.act(lambda: act(tool, document))

    def _walk_shapes(self, step: int, tool: SelectTool, document: Document) -> None:
        """Select the next visible shape in painting order (step 1) or the one before (-1), in a circle."""
        count = len(document.annotation.shapes)
        selection = document.selection
        start = (selection[0] if step < 0 else selection[-1]) if selection else (count if step < 0 else -1)
        for way in range(1, count + 1):
            position = (start + way * step) % count
            if document.is_visible(position):
                tool.chosen.clear()
                document.select((position,))
                self._show(document.annotation.shapes[position].bounds)
                return
        raise ToolError("There is no shape to be seen here.")

    def _walk_vertices(self, step: int, tool: SelectTool, document: Document) -> None:
        handle = next_vertex(tool.context, tool.chosen, step)
        tool.chosen.choose((handle,))
        x, y = handle_rings(document.annotation.shapes[handle.position])[handle.ring][handle.vertex].tolist()
        self._show(Bounds(x, y, x, y))

    def _go_down(self, tool: SelectTool, document: Document) -> None:
        pointer = self._view.input.pointer()
        if pointer is None:
            raise ToolError("Point at shapes that lie one over another first.")
        tool.chosen.clear()
        tool.stack.go_down(pointer)

    def _show(self, box: Bounds) -> None:
        if bring_into_view(self._view.scene.viewport, box):
            self._view.input.look_again()
