"""What menus and keys do to the vertices that are chosen with the select tool; each is one step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from labeler.tools.held_vertices import HeldVertices
from labeler.tools.select import SelectTool
from labeler.tools.vertex_edits import delete_vertices
from labeler.tools.vertex_walk import edge_after

if TYPE_CHECKING:
    from labeler.core.edits.shapes import ReplaceShapes
    from labeler.gui.actions import Actions
    from labeler.gui.canvas.view import CanvasView
    from labeler.gui.shape_commands import ShapeCommands


class VertexCommands(QObject):
    """Adds a vertex, and deletes: the chosen vertices if there are any, else the selected shapes."""

    def __init__(self, view: CanvasView, actions: Actions, shapes: ShapeCommands) -> None:
        super().__init__(view)
        self._view = view
        self._shapes = shapes
        actions["delete"].triggered.connect(self.delete)
        actions["insert_vertex"].triggered.connect(self.insert)

    def delete(self) -> None:
        """Delete what is chosen of the selected shapes, or else themselves."""
        tool = self._view.tool
        if isinstance(tool, SelectTool) and tool.chosen.handles:
            chosen = tool.chosen.handles
            self._view.act(lambda: delete_vertices(tool.context, chosen))
        else:
            self._shapes.delete()

    def insert(self) -> None:
        """Add a vertex in the middle of the edge after the one chosen last, and choose it instead."""
        tool = self._view.tool
        if isinstance(tool, SelectTool):
            self._view.act(lambda: _inserted(tool))


def _inserted(tool: SelectTool) -> ReplaceShapes:
    handle, place = edge_after(tool.context, tool.chosen)
    held = HeldVertices(tool.context, (handle,), place)
    edit = held.moved_to(place)
    return tool.chosen.expect(edit, held.handles)
