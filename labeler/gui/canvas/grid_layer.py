"""Draws the borders of image pixels, from the zoom on at which single pixels are judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from labeler.core.overlay import shift_tones

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.geometry import PixelRect
    from labeler.gui.canvas.array_image import Surface
    from labeler.gui.canvas.viewport import Viewport

# Screen pixels per image pixel from which on there is room for the grid.
SMALLEST_ZOOM = 8

# Taken from what lies below (its difference), so that the grid shows on any colour, quietly.
_TONE = 44


def paint_grid(surface: Surface, viewport: Viewport, rect: PixelRect) -> None:
    """Draw hairlines between image pixels in the device pixels of `rect`, all of which lie in the image."""
    if rect.is_empty or viewport.scale / viewport.ratio < SMALLEST_ZOOM:
        return
    left, top, right, bottom = rect
    thick = max(1, round(viewport.ratio))
    columns = _on_lines(viewport.columns(left - thick, right), thick, viewport.image_rect.left - left)
    rows = _on_lines(viewport.rows(top - thick, bottom), thick, viewport.image_rect.top - top)
    shift_tones(surface.pixels, rows, columns, _TONE, (left, top))


def _on_lines(sampled: NDArray[np.intp], thick: int, first: int) -> NDArray[np.bool_]:
    """Which device pixels lie within `thick` of where another image pixel begins; not so at the first of all.

    `sampled` begins `thick` device pixels before the first in question; `first` is where the image begins.
    """
    is_start = np.diff(sampled) != 0
    if first + thick - 1 >= 0:
        is_start[first + thick - 1] = False
    count = len(sampled) - thick
    on_lines = np.zeros(count, bool)
    for step in range(thick):
        on_lines |= is_start[step : step + count]
    return on_lines
