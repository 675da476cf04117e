"""The line that a tool draws through the image: where its next vertex would be, and the steps it came by."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from labeler.core.shapes import as_points
from labeler.tools.base import Draft, clamped
from labeler.tools.freehand_line import reach_of, simplified
from labeler.tools.snapping import SnapKind, snap, snap_along
from labeler.tools.tracing import Ways, traces

if TYPE_CHECKING:
    from labeler.core.arrays import Points
    from labeler.tools.base import Place, Pointer, Ring, ToolContext
    from labeler.tools.snapping import Snapped

# So many screen pixels the pointer has to go before it counts as drawing a line.
_WANDERS = 3.0

# The eight directions of 0, 45 and 90 degrees, clockwise on screen from the right.
_DIRECTIONS = ((1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1), (0, -1), (1, -1))


class Path:
    """Vertices in the image: set by clicks, copied along borders, or drawn freehand while Shift is held.

    A tool passes its events on: `move` before any other, then `press` and `release`. With `is_ring`, `closes`
    tells that the pointer is on the first vertex, so that a press is for the tool to close the ring. Without
    `has_ways` no border is offered to be copied.
    `target` is where a press would set a vertex, None while there is no such place, and `ways` are those
    along a border that lead there. `trail` is the freehand line: it follows the pointer with the button down,
    and without it unless the button was used since Shift went down. When either is let go it becomes
    vertices, as one step.
    """

    def __init__(self, context: ToolContext, *, is_ring: bool = True, has_ways: bool = True) -> None:
        self._context = context
        self._is_ring = is_ring
        self._has_ways = has_ways
        self._points: list[Place] = []
        self._steps: list[int] = []  # how many vertices came by each
        self._cursor: Place | None = None
        self._is_pressed = False
        self._was_dragged = False
        self._is_measured = False
        self._scale = 1.0
        self.target: Snapped | None = None
        self.ways = Ways()
        self.trail: list[Place] = []
        self.closes = False

    @property
    def points(self) -> Ring:
        """The vertices so far."""
        return tuple(self._points)

    @property
    def ring(self) -> list[Place]:
        """The vertices, and those of the border along which it closes, the first one not repeated."""
        points = [*self._points, *(self.ways.run[1:-1] if self.closes else ())]
        return points[:-1] if len(points) > 1 and points[-1] == points[0] else points

    def draft(self) -> Draft | None:
        """What to show of it; None when that is nothing."""
        mark = None if self.target is None or self.closes else self.target.mark
        if not self._points:
            return None if mark is None else Draft(snap=mark)
        return Draft(
            self.points,
            self._cursor,
            self.closes,
            self._is_measured,
            run=self.ways.run,
            snap=mark,
            trail=tuple(self.trail),
        )

    def move(self, pointer: Pointer) -> None:
        """The pointer is elsewhere, or other keys are held."""
        self._is_measured = pointer.alt
        self._scale = pointer.scale
        self._was_dragged = self._was_dragged and pointer.shift
        is_freehand = pointer.shift and (self._is_pressed or not self._was_dragged)
        if self._points and is_freehand:
            self._extend(pointer)
        else:
            self.end_trail(pointer)
            self._aim(pointer)

    def begin(self, place: Place, pointer: Pointer) -> None:
        """The button goes down at the first vertex, which is `place` whatever lies near."""
        self.clear()
        self._is_pressed = True
        self._scale = pointer.scale
        self._add((place,))

    def press(self, pointer: Pointer) -> bool:
        """Set the next vertex, after all those of a line or border that leads to it.

        False when it lies on the one before, and so is none.
        """
        self._is_pressed = True
        if self.end_trail(pointer):
            return True
        if self.target is None:
            self._aim(pointer)
        assert self.target is not None
        return self._add(self.ways.run[1:] or (self.target.place,))

    def release(self, pointer: Pointer) -> None:
        """The button goes up: a line that was drawn with it ends there."""
        was_pressed, self._is_pressed = self._is_pressed, False
        if was_pressed and self.trail and reach_of(self.trail) * self._scale >= _WANDERS:
            self._was_dragged = True
            self.end_trail(pointer)
            self._aim(pointer)

    def end_trail(self, pointer: Pointer | None = None) -> bool:
        """Make vertices of the freehand line; False when the pointer did not go far enough for one.

        Its end snaps where the pointer still is.
        """
        trail, self.trail = self.trail, []
        if len(trail) < 2 or reach_of(trail[1:]) * self._scale < _WANDERS:
            return False
        tolerance = self._context.options.freehand_tolerance
        if self.closes:
            # The ring leads on to its first vertex.
            return self._add(simplified([*trail[:-1], self._points[0]], tolerance)[1:-1])
        if pointer is not None and pointer.is_near(*trail[-1]):
            trail[-1] = snap(self._context, pointer).place
        return self._add(simplified(trail, tolerance)[1:])

    def leave(self) -> None:
        """The pointer is gone."""
        self.target = self._cursor = None
        self.closes = False
        self.ways.forget()

    def take_back(self) -> bool:
        """Undo the last step, or the line that is being drawn; False when there is nothing."""
        if not self._points:
            return False
        if self.trail:
            self.trail = []
        else:
            del self._points[-self._steps.pop() :]
        self.closes = False
        self.ways.forget()
        return True

    def clear(self) -> None:
        """Forget all vertices."""
        self._points, self._steps, self.trail = [], [], []
        self._is_pressed = False
        self.closes = False
        self.ways.forget()

    def state(self) -> Mapping[str, Any] | None:
        """What `restore` needs, as JSON can hold it exactly; None without vertices."""
        if not self._points:
            return None
        state: dict[str, Any] = {"points": [list(point) for point in self._points]}
        if max(self._steps) > 1:
            state["steps"] = list(self._steps)
        return state

    def restore(self, state: Mapping[str, Any]) -> None:
        """Stand where the vertices were left; they are brought into the image if it is smaller now.

        Raises ValueError for anything but a state. In one without steps each vertex is a step.
        """
        try:
            points = as_points(state["points"])
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError("a draft of a line has a list of points") from error
        if not np.isfinite(points).all():
            raise ValueError("a draft has vertices of finite numbers")
        self.clear()
        self._points = [clamped(x, y, self._context.size) for x, y in points.tolist()]
        self._steps = _steps(state.get("steps"), len(points))

    def _aim(self, pointer: Pointer) -> None:
        """Find where the next vertex would be, and the ways along a border that lead there."""
        context, points = self._context, self._points
        self.closes = self._is_ring and len(points) >= 3 and pointer.is_near(*points[0])
        if pointer.alt and points and not self.closes:
            self.target = snap_along(context, pointer, points[-1], _direction(points[-1], pointer))
        else:
            self.target = snap(context, pointer)
        self._cursor = pointer.in_image(context.size) if self.closes else self.target.place
        self.ways.offer([] if pointer.alt or pointer.ctrl else self._ways_to(self.target))

    def _ways_to(self, target: Snapped) -> list[Points]:
        points = self._points
        is_on_border = target.kind in (SnapKind.VERTEX, SnapKind.EDGE)
        if not self._has_ways or not points or not self._context.options.snaps:
            return []
        if not (self.closes or is_on_border):
            return []
        before = points[-2] if len(points) > 1 else None
        return traces(self._context, points[-1], points[0] if self.closes else target.place, before=before)

    def _add(self, places: Sequence[Place]) -> bool:
        """Add vertices as one step, of equal ones in a row only the first."""
        before = len(self._points)
        for place in places:
            if not self._points or place != self._points[-1]:
                self._points.append(place)
        self.ways.forget()
        if len(self._points) > before:
            self._steps.append(len(self._points) - before)
        return len(self._points) > before

    def _extend(self, pointer: Pointer) -> None:
        """The freehand line follows the pointer."""
        self.leave()
        place = pointer.in_image(self._context.size)
        self.trail = self.trail or [self._points[-1]]
        if place != self.trail[-1]:
            self.trail.append(place)
        has_been_away = reach_of([*self._points, *self.trail]) > 2 * pointer.tolerance
        self.closes = self._is_ring and has_been_away and pointer.is_near(*self._points[0])


def _direction(start: Place, pointer: Pointer) -> Place:
    """Which of the eight directions leads from a place towards the pointer."""
    turn = round(math.atan2(pointer.y - start[1], pointer.x - start[0]) / (math.pi / 4))
    return _DIRECTIONS[turn % 8]


def _steps(found: object, count: int) -> list[int]:
    """How many vertices came by each step: as it was kept, or one by each."""
    is_list = isinstance(found, list) and all(type(each) is int and each > 0 for each in found)
    return list(found) if isinstance(found, list) and is_list and sum(found) == count else [1] * count
