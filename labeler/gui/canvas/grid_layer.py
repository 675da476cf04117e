"""Draws the borders of image pixels, from the zoom on at which single pixels are judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtGui import QColor, QPainter

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.gui.canvas.viewport import Viewport

# Screen pixels per image pixel from which on there is room for the grid.
SMALLEST_ZOOM = 8

# Taken from what lies below (its difference), so that the grid shows on any colour, quietly.
_TONE = QColor(44, 44, 44)


def paint_grid(painter: QPainter, viewport: Viewport) -> None:
    """Draw hairlines between the pixels of the image, on a painter in device pixels."""
    if viewport.scale / viewport.ratio < SMALLEST_ZOOM:
        return
    left, top, right, bottom = viewport.image_rect
    width, height = viewport.size
    first_x, last_x = max(left, 0), min(right, width)
    first_y, last_y = max(top, 0), min(bottom, height)
    across = _starts(viewport.columns(first_x, last_x), first_x)
    down = _starts(viewport.rows(first_y, last_y), first_y)
    painter.save()
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Difference)
    thick = max(1, round(viewport.ratio))
    for x in across:
        painter.fillRect(x, first_y, thick, last_y - first_y, _TONE)
    for y in down:
        painter.fillRect(first_x, y, last_x - first_x, thick, _TONE)
    painter.restore()


def _starts(sampled: NDArray[np.intp], first: int) -> list[int]:
    """The device pixels, from `first` on, at which another image pixel is shown than at the one before."""
    starts: list[int] = (np.flatnonzero(np.diff(sampled)) + first + 1).tolist()
    return starts
