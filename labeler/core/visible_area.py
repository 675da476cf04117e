"""How much of each shape is to be seen: its pixels that no later shape covers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from labeler.core.exact import LARGEST
from labeler.core.geometry import Bounds, PixelRect
from labeler.core.rasterizer import paint

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.shapes import Shape

# Pixels that are painted at once, so that a large shape takes little memory.
_AT_ONCE = 1 << 22


def visible_area(
    shapes: Sequence[Shape], boxes: NDArray[np.float64], position: int, size: tuple[int, int]
) -> int | None:
    """The pixels of an image of `size` (width, height) whose topmost shape is the one at `position`.

    `boxes` is (n, 4) float64: left, top, right, bottom of each shape. Whether a class is in the table does
    not matter here. None for points and lines, and for a shape too far away to be drawn.
    """
    if not shapes[position].kind.is_rasterized or not _is_drawn(boxes[position]):
        return None
    box = Bounds(*boxes[position].tolist()).pixels(size)
    if box.is_empty:
        return 0
    rows = max(1, _AT_ONCE // box.width)
    strips = (
        PixelRect(box.left, top, box.right, min(top + rows, box.bottom))
        for top in range(box.top, box.bottom, rows)
    )
    return sum(_area_in(strip, shapes, boxes, position) for strip in strips)


def _area_in(rect: PixelRect, shapes: Sequence[Shape], boxes: NDArray[np.float64], position: int) -> int:
    """The visible pixels in a rectangle: the shape is painted, and what lies over it painted away."""
    later = boxes[position + 1 :]
    touches = (later[:, 0] <= rect.right) & (later[:, 2] >= rect.left)
    touches &= (later[:, 1] <= rect.bottom) & (later[:, 3] >= rect.top)
    over = [
        shapes[place]
        for place in (np.flatnonzero(touches) + position + 1).tolist()
        if shapes[place].kind.is_rasterized and _is_drawn(boxes[place])
    ]
    pixels = np.zeros((rect.height, rect.width), np.uint8)
    paint(pixels, [shapes[position], *over], [1, *[0] * len(over)], origin=(rect.left, rect.top))
    return int(np.count_nonzero(pixels))


def _is_drawn(box: NDArray[np.float64]) -> bool:
    """Whether a shape lies where the rasterizer is exact; an export refuses others."""
    return bool((np.abs(box) <= LARGEST).all())
