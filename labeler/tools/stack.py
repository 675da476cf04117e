"""The shapes that lie one over another at a place, and how a repeated click goes down through them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from labeler.tools.hit import is_under, shapes_near

if TYPE_CHECKING:
    from labeler.tools.base import Pointer, ToolContext

# A press so near to the one before, in screen pixels, is on the same place.
_SAME_PLACE = 3.0


class Stack:
    """The shapes under a click, the topmost first, and which of them is selected."""

    def __init__(self, context: ToolContext) -> None:
        self._context = context
        self._at: Pointer | None = None
        self._positions: tuple[int, ...] = ()
        self._is_again = False

    @property
    def text(self) -> str:
        """The words for the hint, as "2 of 3 here"; empty where no more than one shape lies."""
        number = self._number()
        return "" if number is None else f"{number + 1} of {len(self._positions)} here"

    def is_at(self, pointer: Pointer) -> bool:
        """Whether the pointer is where the last click was."""
        at = self._at
        return at is not None and _is_same(at, pointer)

    def holds_selected(self, pointer: Pointer) -> bool:
        """Whether a click here goes on from the shape that is selected now."""
        return self.is_at(pointer) and self._number() is not None

    def press(self, pointer: Pointer) -> None:
        """A press, before it selects anything, that may become a click."""
        self._is_again = self.holds_selected(pointer)

    def click(self, pointer: Pointer) -> None:
        """Select the topmost shape at a place and no other; again at the same place, the next one below."""
        self._look(pointer)
        self._select(self._number() if self._is_again else None)

    def go_down(self, pointer: Pointer) -> None:
        """Select the shape below the selected one at a place; after the lowest comes the topmost."""
        self._look(pointer)
        self._select(self._number())

    def leave(self, pointer: Pointer) -> None:
        """The pointer is there now: what lies under another place is forgotten."""
        if not self.is_at(pointer):
            self.forget()

    def forget(self) -> None:
        """Shapes changed: there is no stack until the next click."""
        self._at, self._positions = None, ()

    def _look(self, pointer: Pointer) -> None:
        context = self._context
        shapes = context.annotation.shapes
        near = shapes_near(context, pointer)
        self._at = pointer
        self._positions = tuple(place for place in reversed(near) if is_under(shapes[place], pointer))

    def _number(self) -> int | None:
        """Which of several shapes is the selected one, counted from the top; None when it is none of them."""
        selection = self._context.selection
        if len(self._positions) < 2 or len(selection) != 1 or selection[0] not in self._positions:
            return None
        return self._positions.index(selection[0])

    def _select(self, number: int | None) -> None:
        if self._positions:
            below = 0 if number is None else (number + 1) % len(self._positions)
            self._context.select((self._positions[below],))


def _is_same(one: Pointer, other: Pointer) -> bool:
    return math.hypot(one.x - other.x, one.y - other.y) * other.scale < _SAME_PLACE
