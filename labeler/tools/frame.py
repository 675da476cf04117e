"""The frame around shapes that can be scaled and turned: its handles, and the knob that turns it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from labeler.core.geometry import Bounds
    from labeler.core.transforms import Transform
    from labeler.tools.base import Place, Pointer

# In screen pixels: how far out the knob stands, how long a side must be to have a handle in its middle, and
# how large a frame must be for handles that leave room to take hold of what is in it.
KNOB_REACH = 24.0
_SIDE_ROOM = 36.0
_ROOM = 20.0


class FrameHandle(NamedTuple):
    """A handle: its place, and which sides it moves: -1 left or top, 1 right or bottom, 0 neither."""

    place: Place
    across: int
    down: int


class Frame(NamedTuple):
    """The corners of a box, wherever a map has brought them: top left, top right, bottom right and left.

    `above` and `below` are how many pixels of the image there are for the knob, before the box was moved.
    """

    corners: tuple[Place, Place, Place, Place]
    above: float
    below: float

    @classmethod
    def around(cls, box: Bounds, size: tuple[int, int]) -> Frame:
        """The frame of a box that is not turned, in an image of `size` (width, height)."""
        left, top, right, bottom = box
        corners = ((left, top), (right, top), (right, bottom), (left, bottom))
        return cls(corners, top, size[1] - bottom)

    def moved(self, transform: Transform) -> Frame:
        """The frame after a map."""
        import numpy as np

        (a, b, c, d) = ((x, y) for x, y in transform.moved(np.array(self.corners)).tolist())
        return self._replace(corners=(a, b, c, d))

    @property
    def centre(self) -> Place:
        """The point in the middle."""
        return _middle(self.corners[0], self.corners[2])

    def handles(self, scale: float) -> list[FrameHandle]:
        """The corners, and the middles of the sides that are long enough; `scale` is pixels on screen.

        A frame that is very small on screen has none: zoom in to scale, or drag to move.
        """
        a, b, c, d = self.corners
        if math.dist(a, c) * scale < _ROOM:
            return []
        found = [FrameHandle(a, -1, -1), FrameHandle(b, 1, -1), FrameHandle(c, 1, 1), FrameHandle(d, -1, 1)]
        if math.dist(a, b) * scale >= _SIDE_ROOM:
            found += [FrameHandle(_middle(a, b), 0, -1), FrameHandle(_middle(d, c), 0, 1)]
        if math.dist(a, d) * scale >= _SIDE_ROOM:
            found += [FrameHandle(_middle(a, d), -1, 0), FrameHandle(_middle(b, c), 1, 0)]
        return found

    def knob(self, scale: float) -> tuple[Place, Place]:
        """The middle of a side, and the knob that stands out from it, as far on screen at any zoom.

        It is the top side, or the bottom one if the image has room for the knob there only; if it has none
        at either, the knob stands inside.
        """
        reach = KNOB_REACH / scale
        is_below = self.above < reach <= self.below
        a, b, c, d = self.corners
        foot = _middle(c, d) if is_below else _middle(a, b)
        x, y = self.centre
        dx, dy = foot[0] - x, foot[1] - y
        length = math.hypot(dx, dy)
        dx, dy = (dx / length, dy / length) if length > 0 else (0.0, 1.0 if is_below else -1.0)
        if max(self.above, self.below) < reach:
            reach = -reach
        return foot, (foot[0] + dx * reach, foot[1] + dy * reach)

    def handle_at(self, pointer: Pointer) -> FrameHandle | None:
        """The handle under the pointer, the nearest of several."""
        near = [handle for handle in self.handles(pointer.scale) if pointer.is_near(*handle.place)]
        return min(near, key=lambda handle: math.dist(handle.place, (pointer.x, pointer.y)), default=None)

    def is_on_knob(self, pointer: Pointer) -> bool:
        """Whether the pointer is on the knob."""
        return pointer.is_near(*self.knob(pointer.scale)[1])

    def holds(self, pointer: Pointer) -> bool:
        """Whether the pointer is inside a frame that is not turned."""
        (left, top), _, (right, bottom), _ = self.corners
        return left <= pointer.x <= right and top <= pointer.y <= bottom


def _middle(one: Place, other: Place) -> Place:
    return ((one[0] + other[0]) / 2, (one[1] + other[1]) / 2)
