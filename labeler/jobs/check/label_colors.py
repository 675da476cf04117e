"""A label image of colours compared with the class table: which class each colour means, if any."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from labeler.core.class_colors import ClassColors
from labeler.core.errors import UnknownColorError
from labeler.core.odd_values import OddValues, odd_values
from labeler.core.pixel_counts import count_pixels

if TYPE_CHECKING:
    from labeler.core.arrays import ColorImage, LabelMap
    from labeler.core.classes import ClassTable


class LabelColors(NamedTuple):
    """What the colours of a label image mean.

    `label_map` has in each pixel the index its colour means; `odd` are the pixels of no class (None: there
    are none), told in `words`. `shared`: whether classes share a colour that occurs.
    """

    label_map: LabelMap
    odd: OddValues | None
    words: str
    shared: bool

    @property
    def is_exact(self) -> bool:
        """Whether every pixel means exactly one class."""
        return self.odd is None and not self.shared


def colors_of(pixels: ColorImage, classes: ClassTable) -> LabelColors:
    """What the colours of an (H, W, 3|4) uint8 array mean; where classes share one, the lowest index."""
    shared = {rows[0].color: min(row.index for row in rows) for rows in classes.same_colors()}
    stand_in = _free_index(classes)
    words, odd = "", None
    try:
        label_map = ClassColors(classes, resolve=shared).to_indices(pixels)
    except UnknownColorError as error:
        label_map = ClassColors(classes, resolve=shared, on_unknown=stand_in).to_indices(pixels)
        is_known = np.ones(256, bool)
        is_known[stand_in] = False
        odd = odd_values(label_map, is_known, pixels)
        first = ", ".join(map(str, error.colors[:3]))
        more = f" and {error.color_count - 3:,} more" if error.color_count > 3 else ""
        words = f"{error.pixel_count:,} px have a colour that no class has: {first}{more}."
    is_shared = not set(shared.values()).isdisjoint(count_pixels(label_map))
    return LabelColors(label_map, odd, words, is_shared)


def _free_index(classes: ClassTable) -> int:
    """An index that no class has, to mark pixels of no class; that of void in a table without a gap."""
    return next((index for index in range(1, 255) if classes.at(index) is None), 255)
