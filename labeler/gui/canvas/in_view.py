"""Scrolls the canvas just so far that what the keys have gone to can be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from labeler.core.geometry import Bounds
    from labeler.gui.canvas.viewport import Viewport

# In screen pixels: what lies nearer to the rim of the canvas than the first counts as out of sight (a fitted
# image leaves more free), and is brought as far into it as the second says.
_RIM = 6
_ROOM = 64


def bring_into_view(viewport: Viewport, box: Bounds) -> bool:
    """Whether the view had to be moved to show a box of image coordinates; the zoom stays.

    Of a box that is larger than the canvas, it is enough that it covers the middle.
    """
    left, top = viewport.to_device(box.left, box.top)
    right, bottom = viewport.to_device(box.right, box.bottom)
    width, height = viewport.size
    dx, dy = _shift(left, right, width, viewport.ratio), _shift(top, bottom, height, viewport.ratio)
    if not (dx or dy):
        return False
    viewport.pan(dx, dy)
    return True


def _shift(low: float, high: float, length: int, ratio: float) -> float:
    """By how much low..high has to be moved to be seen on a canvas of 0..length device pixels."""
    rim, room = _RIM * ratio, min(_ROOM * ratio, length / 4)
    if low >= rim and high <= length - rim:
        return 0.0
    if high - low > length - 2 * room:
        return 0.0 if low <= length / 2 <= high else length / 2 - (low + high) / 2
    return room - low if low < rim else length - room - high
