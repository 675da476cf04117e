"""Which part of the canvas changes when a line that the hand draws becomes longer: its new end.

A line of thousands of places is so drawn at the cost of its last ones.
"""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtGui import QRegion

from labeler.core.geometry import Bounds
from labeler.gui.canvas.extent import screen_rect

if TYPE_CHECKING:
    from labeler.core.arrays import Points
    from labeler.gui.canvas.viewport import Viewport
    from labeler.tools.base import Draft

# A slanting line is painted in boxes of about so many device pixels.
_STRIDE = 64


def grown_region(before: Draft | None, after: Draft | None, viewport: Viewport) -> QRegion | None:
    """The screen pixels in which a draft differs from the one before, if only its trail became longer.

    That is the end of the trail, and the line from there to the cursor as it was and is. None for drafts that
    differ in anything else.
    """
    if before is None or after is None or not before.trail or after.closes or after.is_measured or after.text:
        return None
    count = len(before.trail)
    if after.trail[:count] != before.trail:
        return None
    if replace(before, trail=after.trail, cursor=after.cursor) != after:
        return None
    region = QRegion()
    for start, end in pairwise(after.trail[count - 1 :]):
        line = np.array((start, end))
        region = region.united(_along(line, line, viewport))
    old, new = (
        np.array((draft.trail[-1], draft.trail[-1] if draft.cursor is None else draft.cursor))
        for draft in (before, after)
    )
    return region.united(_along(old, new, viewport))


def _along(line: Points, other: Points, viewport: Viewport) -> QRegion:
    """Boxes along two lines of (2, 2) image coordinates that lead much the same way, and between them."""
    steps = (line[1] - line[0], other[1] - other[0])
    longest = max(math.hypot(*step) for step in steps) * viewport.scale
    shares = np.linspace(0, 1, max(1, math.ceil(longest / _STRIDE)) + 1)[:, None]
    places = np.stack((line[0] + shares * steps[0], other[0] + shares * steps[1]), axis=1)
    region = QRegion()
    for near, far in pairwise(places):
        region = region.united(screen_rect(Bounds.of_points(np.concatenate((near, far))), viewport))
    return region
