"""Selects shapes, moves them, and chooses, moves, adds and deletes their vertices."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from labeler.core.handles import has_corners
from labeler.tools.base import Cursor, Draft, Hover, Offer, Tool
from labeler.tools.chosen_vertices import ChosenVertices
from labeler.tools.grips import BoxGrip, Grip, ShapesGrip
from labeler.tools.held_vertices import HeldVertices
from labeler.tools.hit import is_selected
from labeler.tools.hole import fill_offers
from labeler.tools.look import hint_of, look
from labeler.tools.nudging import Nudging
from labeler.tools.stack import Stack
from labeler.tools.vertex_edits import delete_vertices
from labeler.tools.vertex_grips import EraseGrip, VertexGrip

if TYPE_CHECKING:
    from labeler.core.change import Change
    from labeler.core.handles import Handle
    from labeler.tools.base import AnyEdit, Pointer, ToolContext

_NOTHING = Hover()


class SelectTool(Tool):
    """Click selects the topmost shape, Ctrl or Shift adds, a drag moves shapes or vertices or draws a box.

    A click on the same place again goes down through the shapes there (`stack`). The vertices of selected
    shapes and of the topmost shape under the pointer can be dragged, those of selected ones be `chosen`, and
    the midpoints of their edges be dragged too. Alt+click adds a vertex on an edge, or deletes one, and a
    stroke with Alt from a vertex on deletes what it passes over.
    """

    name: ClassVar[str] = "select"
    has_nudges: ClassVar[bool] = True
    first_use: ClassVar[str] = (
        "Click a shape to select it; drag it, or its vertices.\n"
        "Ctrl+click adds another; drag over nothing for a box."
    )
    options: ClassVar[tuple[str, ...]] = ("snaps", "moves_neighbours", "boxes_vertices")

    def __init__(self, context: ToolContext) -> None:
        super().__init__(context)
        self.chosen = ChosenVertices(context)
        self.stack = Stack(context)
        self._nudging = Nudging(context, self.chosen)
        self._grip: Grip | None = None
        self._hover = _NOTHING
        self._pointer: Pointer | None = None

    @property
    def hint(self) -> str:
        """What a press does at the place of the pointer."""
        if self._grip is not None and self._grip.is_dragging:
            return self._grip.hint
        return hint_of(self.context, self.hover, self.stack.text)

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
        """The selection box while one is drawn, or what a dragged vertex was caught by."""
        box = None if self._grip is None else self._grip.box
        snap = None if self._grip is None else self._grip.snap
        return None if box is None and snap is None else Draft(box=box, snap=snap)

    @property
    def hover(self) -> Hover:
        """The shape, handle or edge under the pointer, and the vertices that are chosen."""
        hover, chosen = self._hover, self.chosen.handles
        return replace(hover, vertices=chosen) if chosen and not hover.vertices else hover

    @property
    def is_busy(self) -> bool:
        """Whether the button is down on something."""
        return self._grip is not None

    def press(self, pointer: Pointer) -> AnyEdit | None:
        """Take hold of what is there; with Alt, add a vertex at once, or begin to delete some."""
        self._pointer = pointer
        hover = self._hover = self._look(pointer)
        if pointer.ctrl or pointer.shift:
            self._grip = BoxGrip(self.context, pointer, self.chosen, hover, adds=True)
        elif hover.handle is not None:
            self._press_handle(pointer, hover.handle)
        elif hover.edge is not None and hover.insertion is not None:
            return self._press_edge(pointer, hover.edge, hover.insertion)
        elif hover.position is not None:
            self.stack.press(pointer)
            self._select(hover.position)
            self._grip = ShapesGrip(self.context, pointer, hover.position, self.stack, self.chosen)
        else:
            self._grip = BoxGrip(self.context, pointer, self.chosen, hover)
        return None

    def move(self, pointer: Pointer) -> AnyEdit | None:
        """What is held follows; with nothing held, look what lies under the pointer."""
        self._pointer = pointer
        if self._grip is not None and self._grip.is_stale:
            self._grip = None
        if self._grip is None:
            self.stack.leave(pointer)
            self._hover = self._look(pointer, self._hover)
            return None
        edit = self._grip.follow(pointer)
        if self._grip.is_dragging:
            self._hover = self._grip.hover
        return edit

    def release(self, pointer: Pointer) -> AnyEdit | None:
        """Let go: the end of a drag, or a click."""
        edit = self.move(pointer)
        grip, self._grip = self._grip, None
        if grip is not None and edit is None:
            edit = grip.drop(pointer) if grip.is_dragging else grip.click()
        self._hover = self._look(pointer)
        return edit

    def nudge(self, dx: float, dy: float) -> AnyEdit | None:
        """Move the chosen vertices, or else the selected shapes; nothing while the mouse holds something."""
        return None if self._grip is not None else self._nudging.nudge(dx, dy)

    def offers(self, pointer: Pointer) -> list[Offer]:
        """Delete the vertex under the pointer, add one on the edge there, or fill the hole."""
        hover = self._look(replace(pointer, alt=True))
        handle, edge, insertion = hover.handle, hover.edge, hover.insertion
        chosen = self.chosen.handles
        if handle is not None and len(chosen) > 1 and handle in chosen:
            text = f"Delete {len(chosen):,} vertices"
            return [Offer(text, lambda: delete_vertices(self.context, self.chosen.handles))]
        if handle is not None and has_corners(self.context.annotation.shapes[handle.position]):
            return [Offer("Delete vertex", lambda: delete_vertices(self.context, (handle,)))]
        if edge is not None and insertion is not None:
            held = HeldVertices(self.context, (edge,), insertion)
            return [Offer("Add vertex", lambda: held.moved_to(insertion))]
        return fill_offers(self.context, pointer)

    def leave(self) -> None:
        """Nothing lies under the pointer any more, unless something is held."""
        if self._grip is None:
            self._pointer, self._hover = None, _NOTHING

    def cancel(self) -> AnyEdit | None:
        """Let go and put back what was dragged."""
        grip, self._grip = self._grip, None
        return None if grip is None else grip.cancel()

    def follow(self, change: Change) -> None:
        """Let go of shapes that are not there any more, and look again what lies under the pointer."""
        self.chosen.follow(change)
        self.stack.forget()
        if self._grip is not None and self._grip.is_stale:
            self._grip = None
        if self._grip is None:
            self._hover = _NOTHING if self._pointer is None else self._look(self._pointer)

    def _look(self, pointer: Pointer, before: Hover | None = None) -> Hover:
        """What lies under the pointer; of shapes one over another the one that a click there has reached."""
        hover = look(self.context, pointer, before)
        is_shape = hover.position is not None and hover.handle is None and hover.insertion is None
        if is_shape and self.stack.holds_selected(pointer):
            return replace(hover, position=self.context.selection[0])
        return hover

    def _select(self, position: int) -> None:
        if not is_selected(self.context, position):
            self.context.select((position,))

    def _press_handle(self, pointer: Pointer, handle: Handle) -> None:
        """Only what is selected can be chosen: a first click near a vertex is meant for the shape."""
        was_selected, chosen = is_selected(self.context, handle.position), self.chosen.handles
        self._select(handle.position)
        if pointer.alt:
            self._grip = EraseGrip(self.context, pointer, handle)
            return
        others = (each for each in chosen if each != handle) if handle in chosen else ()
        self._grip = VertexGrip(
            self.context, pointer, (handle, *others), self.chosen if was_selected else None
        )

    def _press_edge(self, pointer: Pointer, handle: Handle, insertion: tuple[float, float]) -> AnyEdit | None:
        self._select(handle.position)
        grip = VertexGrip(self.context, pointer, (handle,), self.chosen, insertion)
        self._grip = grip
        if not pointer.alt:
            return None
        edit = grip.insert()
        self._hover = grip.hover
        return edit
