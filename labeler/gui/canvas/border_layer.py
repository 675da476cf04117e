"""Draws the borders of classes or of instances as device pixels, where single outlines would be too many."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from labeler.core.borders import draw_borders
from labeler.core.classes import BACKGROUND
from labeler.core.geometry import PixelRect
from labeler.core.object_numbers import distinct_colors
from labeler.core.overlay import sample
from labeler.gui.canvas.label_layer import premultiplied
from labeler.gui.canvas.object_layer import rows_and_columns

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.gui.canvas.label_layer import LabelLayer
    from labeler.gui.canvas.object_layer import ObjectLayer
    from labeler.gui.canvas.viewport import Viewport


def border_width(viewport: Viewport) -> int:
    """The width of a border in device pixels: one pixel of the screen."""
    return max(1, round(viewport.ratio))


def draw_map_borders(
    words: NDArray[np.uint32],
    viewport: Viewport,
    rect: PixelRect,
    labels: LabelLayer,
    objects: ObjectLayer,
) -> None:
    """Draw borders, in full strength, into the words of device pixels, all of which lie in the image."""
    width = border_width(viewport)
    wide = PixelRect(rect.left, rect.top, rect.right + width, rect.bottom + width)
    if objects.by_instance:
        values = objects.numbers_in(viewport, wide, labels)
        colors = distinct_colors(np.arange(int(values.max()) + 1, dtype=np.int32), labels.unlabelled_color)
    else:
        values = _indices(viewport, wide, labels)
        if objects.hidden:
            values[objects.is_hidden_in(viewport, wide)] = BACKGROUND
        colors = labels.palette
    table = premultiplied(colors, np.full((len(colors), 1), 255, np.uint32))
    table[[BACKGROUND] if objects.by_instance else [BACKGROUND, *labels.hidden]] = 0
    draw_borders(words, values, table, width)


def _indices(viewport: Viewport, rect: PixelRect, labels: LabelLayer) -> NDArray[np.int32]:
    assert labels.label_map is not None
    indices = np.empty((rect.height, rect.width), np.uint8)
    sample(labels.label_map, *rows_and_columns(viewport, rect), indices)
    return indices.astype(np.int32)
