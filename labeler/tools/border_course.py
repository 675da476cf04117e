"""Where a border is taken hold of, and which part of it a line from there would replace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from labeler.core.geometry import nearest_on_ring
from labeler.tools.hit import is_selected
from labeler.tools.tracing import runs, spot_on

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from labeler.core.arrays import Points
    from labeler.core.border_faces import Repainting
    from labeler.core.shapes import Shape
    from labeler.tools.base import Place, Pointer, Ring, ToolContext


class BorderSpot(NamedTuple):
    """A place on a ring (0 the outer one, 1.. the holes) of the shape at `position`."""

    position: int
    ring: int
    place: Place


def border_at(context: ToolContext, pointer: Pointer) -> BorderSpot | None:
    """The place of a border near the pointer: of a selected shape, or else of the topmost.

    Shapes that cannot be changed have none.
    """
    reach = pointer.tolerance
    box = (pointer.x - reach, pointer.y - reach, pointer.x + reach, pointer.y + reach)
    near = [place for place in context.index.overlapping(box).tolist() if context.is_editable(place)]
    mine = [position for position in near if is_selected(context, position)]
    shapes = context.annotation.shapes
    return _nearest_spot(shapes, pointer, mine) or _nearest_spot(shapes, pointer, reversed(near))


class Course:
    """The part of a ring from where a line began to where it would end.

    Of the two ways along the ring it is the shorter one, or with `takes_longer` the other.
    """

    def __init__(self, shapes: Sequence[Shape], start: BorderSpot) -> None:
        self.start = start
        self.takes_longer = False
        self._shape = shapes[start.position]
        self._ring = self._shape.rings[start.ring]

    def state(self) -> dict[str, Any]:
        """What `course_of` needs besides the vertices of the line, of which the first is the start."""
        position, ring, _ = self.start
        return {"position": position, "ring": ring, "takes_longer": self.takes_longer}

    def is_stale(self, shapes: Sequence[Shape]) -> bool:
        """Whether the shape has changed, or stands elsewhere, since the line began."""
        position = self.start.position
        return position >= len(shapes) or shapes[position] is not self._shape

    def end_at(self, pointer: Pointer) -> Place | None:
        """The place of the ring near the pointer, a vertex before an edge; None when it is too far."""
        place, distance = _on_ring(pointer, self._ring)
        return place if distance <= pointer.tolerance else None

    def nearest(self, place: Place) -> Place:
        """The place of the ring that is nearest to another."""
        _, x, y, _ = nearest_on_ring(*place, self._ring)
        return (x, y)

    def run_to(self, end: Place) -> Ring:
        """The part of the border that goes when the line ends there; empty at its start."""
        ways = self._ways(end)
        return tuple((x, y) for x, y in ways[0].tolist()) if ways else ()

    def repainted(self, line: Sequence[Place]) -> Repainting | None:
        """What is to become of the border; None when the line ends where it began."""
        from labeler.core.border_faces import Repainting

        ways = self._ways(line[-1])
        if not ways:
            return None
        run, kept = ways
        return Repainting(self.start.position, self.start.ring, np.array(line), run, kept)

    def _ways(self, end: Place) -> list[Points]:
        """The part that goes and the one that stays; none when the line ends where it began."""
        start, number = self.start.place, self.start.ring
        first, last = (spot_on(self._shape, number, place) for place in (start, end))
        if first is None or last is None:
            return []
        ways = runs(self._ring, start, end, (first, last), is_closed=True)
        return ways[::-1] if self.takes_longer else ways


def course_of(context: ToolContext, state: Mapping[str, Any]) -> Course:
    """The course of a line that was begun earlier; raises ValueError when its border is there no more."""
    shapes = context.annotation.shapes
    try:
        position, number = int(state["position"]), int(state["ring"])
        x, y = (float(each) for each in state["points"][0])
    except (IndexError, KeyError, TypeError, ValueError) as error:
        raise ValueError("a draft of a border has a position, a ring and places") from error
    is_there = 0 <= position < len(shapes) and 0 <= number < len(shapes[position].rings)
    if not is_there or not context.is_editable(position) or spot_on(shapes[position], number, (x, y)) is None:
        raise ValueError("the border is gone on which the line began")
    course = Course(shapes, BorderSpot(position, number, (x, y)))
    course.takes_longer = bool(state.get("takes_longer"))
    return course


def _nearest_spot(shapes: Sequence[Shape], pointer: Pointer, positions: Iterable[int]) -> BorderSpot | None:
    """The place within reach on the rings of these shapes that is the nearest; of equals the first."""
    found, least = None, float("inf")
    for position in positions:
        for number, ring in enumerate(shapes[position].rings):
            if len(ring) < 3:
                continue
            place, distance = _on_ring(pointer, ring)
            if distance <= pointer.tolerance and distance < least:
                found, least = BorderSpot(position, number, place), distance
    return found


def _on_ring(pointer: Pointer, ring: Points) -> tuple[Place, float]:
    """The nearest vertex within reach, else the nearest place on an edge, and how far it is."""
    distances = np.hypot(ring[:, 0] - pointer.x, ring[:, 1] - pointer.y)
    vertex = int(distances.argmin())
    if distances[vertex] <= pointer.tolerance:
        x, y = ring[vertex].tolist()
        return (x, y), float(distances[vertex])
    _, x, y, distance = nearest_on_ring(pointer.x, pointer.y, ring)
    return (x, y), distance
