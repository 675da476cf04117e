"""Selects shapes, moves them, and moves, adds and deletes their vertices."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from labeler.core.edits.vertices import delete_vertex, insert_vertex
from labeler.core.errors import GeometryError, ToolError
from labeler.core.handles import has_corners
from labeler.tools.base import Cursor, Draft, Hover, Offer, Tool
from labeler.tools.grips import BoxGrip, Grip, ShapesGrip, VertexGrip
from labeler.tools.hit import edge_at, handle_at, is_selected, shapes_near, topmost_at

if TYPE_CHECKING:
    from labeler.core.change import Change
    from labeler.core.edits.base import Edit
    from labeler.core.handles import Handle
    from labeler.tools.base import Pointer, ToolContext

_NOTHING = Hover()


class SelectTool(Tool):
    """Click selects the topmost shape, Ctrl or Shift adds, a drag moves shapes or a vertex or draws a box.

    The vertices of selected shapes and of the topmost shape under the pointer can be dragged, the midpoints
    of the edges of selected shapes too. Alt+click deletes a vertex, or adds one on an edge.
    """

    name: ClassVar[str] = "select"
    has_nudges: ClassVar[bool] = True
    first_use: ClassVar[str] = (
        "Click a shape to select it; drag it, or its vertices.\n"
        "Ctrl+click adds another; drag over nothing for a box."
    )

    def __init__(self, context: ToolContext) -> None:
        super().__init__(context)
        self._grip: Grip | None = None
        self._hover = _NOTHING
        self._pointer: Pointer | None = None

    @property
    def hint(self) -> str:
        """What a press does at the place of the pointer."""
        if self._grip is not None and self._grip.is_dragging:
            return self._grip.hint
        hover = self._hover
        if hover.handle is not None:
            return "Drag to move the vertex · Alt+click deletes it"
        if hover.edge is not None:
            return "Drag the midpoint or Alt+click the edge to add a vertex · drag the shape to move it"
        if hover.position is None:
            return "Click a shape to select it · drag to select all in a box"
        if is_selected(self.context, hover.position):
            return "Drag to move · Ctrl+click takes it out of the selection · {delete} deletes"
        return "Click to select · Ctrl+click adds to the selection · drag to move"

    @property
    def cursor(self) -> Cursor:
        """An arrow over nothing, a hand over a handle, a cross of arrows over what a drag would move."""
        hover = self._hover
        if hover.handle is not None or hover.insertion is not None:
            return Cursor.HANDLE
        if hover.position is not None and is_selected(self.context, hover.position):
            return Cursor.MOVE
        return Cursor.ARROW

    @property
    def draft(self) -> Draft | None:
        """The selection box while one is drawn."""
        box = None if self._grip is None else self._grip.box
        return None if box is None else Draft(box=box)

    @property
    def hover(self) -> Hover | None:
        """The shape, handle or edge under the pointer."""
        return self._hover

    @property
    def is_busy(self) -> bool:
        """Whether the button is down on something."""
        return self._grip is not None

    def press(self, pointer: Pointer) -> Edit | None:
        """Take hold of what is there; with Alt, delete or add a vertex at once."""
        self._pointer = pointer
        hover = self._hover = self._look(pointer)
        if pointer.ctrl or pointer.shift:
            self._grip = BoxGrip(self.context, pointer, hover.position, adds=True)
        elif hover.handle is not None:
            return self._press_handle(pointer, hover.handle)
        elif hover.edge is not None and hover.insertion is not None:
            return self._press_edge(pointer, hover.edge, hover.insertion)
        elif hover.position is not None:
            self._select(hover.position)
            self._grip = ShapesGrip(self.context, pointer, hover.position)
        else:
            self._grip = BoxGrip(self.context, pointer)
        return None

    def move(self, pointer: Pointer) -> Edit | None:
        """What is held follows; with nothing held, look what lies under the pointer."""
        self._pointer = pointer
        if self._grip is not None and self._grip.is_stale:
            self._grip = None
        if self._grip is None:
            self._hover = self._look(pointer)
            return None
        edit = self._grip.follow(pointer)
        if self._grip.is_dragging:
            self._hover = self._grip.hover
        return edit

    def release(self, pointer: Pointer) -> Edit | None:
        """Let go: the end of a drag, or a click."""
        edit = self.move(pointer)
        grip, self._grip = self._grip, None
        if grip is not None and grip.is_dragging:
            grip.drop()
        elif grip is not None:
            grip.click()
        self._hover = self._look(pointer)
        return edit

    def offers(self, pointer: Pointer) -> list[Offer]:
        """Delete the vertex under the pointer, or add one on the edge there, as Alt+click does."""
        hover = self._look(replace(pointer, alt=True))
        handle, edge, insertion = hover.handle, hover.edge, hover.insertion
        if handle is not None and has_corners(self.context.annotation.shapes[handle.position]):
            return [Offer("Delete vertex", lambda: self._delete(handle))]
        if edge is not None and insertion is not None:
            return [Offer("Add vertex", lambda: self._insert(edge, insertion))]
        return []

    def leave(self) -> None:
        """Nothing lies under the pointer any more, unless something is held."""
        if self._grip is None:
            self._pointer, self._hover = None, _NOTHING

    def cancel(self) -> Edit | None:
        """Let go and put back what was dragged."""
        grip, self._grip = self._grip, None
        return None if grip is None else grip.cancel()

    def follow(self, change: Change) -> None:
        """Let go of shapes that are not there any more, and look again what lies under the pointer."""
        if self._grip is not None and self._grip.is_stale:
            self._grip = None
        if self._grip is None:
            self._hover = _NOTHING if self._pointer is None else self._look(self._pointer)

    def _look(self, pointer: Pointer) -> Hover:
        """What lies under the pointer: a handle before an edge before a shape, selected shapes first."""
        context = self.context
        near = shapes_near(context, pointer)
        position = topmost_at(context, pointer, near)
        mine = [place for place in near if is_selected(context, place)]
        others = [] if position is None or position in mine else [position]
        handle = handle_at(context, pointer, mine) or handle_at(context, pointer, others)
        if handle is not None:
            return Hover(handle.position, handle)
        edge = edge_at(context, pointer, mine) or (edge_at(context, pointer, others) if pointer.alt else None)
        if edge is None:
            return Hover(position)
        insertion = None
        if pointer.alt:
            insertion = edge.nearest
        elif edge.midpoint is not None and pointer.is_near(*edge.midpoint):
            insertion = edge.midpoint
        return Hover(position, None, edge.handle, edge.midpoint, insertion)

    def _select(self, position: int) -> None:
        if not is_selected(self.context, position):
            self.context.select((position,))

    def _press_handle(self, pointer: Pointer, handle: Handle) -> Edit | None:
        if pointer.alt:
            return self._delete(handle)
        self._select(handle.position)
        self._grip = VertexGrip(self.context, pointer, handle)
        return None

    def _delete(self, handle: Handle) -> Edit:
        self._select(handle.position)
        try:
            return delete_vertex(self.context.annotation, handle)
        except GeometryError as error:
            raise ToolError(str(error)) from None

    def _insert(self, handle: Handle, place: tuple[float, float]) -> Edit:
        self._select(handle.position)
        return insert_vertex(self.context.annotation, handle, place)

    def _press_edge(self, pointer: Pointer, handle: Handle, insertion: tuple[float, float]) -> Edit | None:
        self._select(handle.position)
        grip = VertexGrip(self.context, pointer, handle, insertion)
        self._grip = grip
        if not pointer.alt:
            return None
        self._hover = grip.hover
        return grip.insert()
