"""What a palette is called: the VOC colour map, the colours of a class table, those of a ready one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from labeler.core.known_tables import equally_good, recognise
from labeler.core.palette import voc_palette

if TYPE_CHECKING:
    from labeler.core.inspection import Inspection


def palette_in_words(found: Inspection) -> str:
    """What the colours are that the pixels use; the rest of a palette says nothing about the image."""
    palette = found.palette
    if palette is None:
        return ""
    used = [index for index in found.indices if index < len(palette)]
    colors = palette[used]
    if found.names is not None and np.array_equal(found.names.table.palette()[used], colors):
        return f"the colours of {found.names.source}"
    if np.array_equal(voc_palette()[used], colors):
        return "the VOC colour map"
    if np.array_equal(palette, np.repeat(palette[:, :1], 3, axis=1)):
        return "greys only"
    counts = {(r, g, b): found.indices[i] for i, (r, g, b) in zip(used, colors.tolist(), strict=True)}
    matches = equally_good(recognise(counts))
    if not matches or matches[0].distance:
        return "colours of no table that Labeler knows"
    table = matches[0].classes.palette()
    order = "" if np.array_equal(table[used], colors) else ", at other indices"
    return f"colours of the ready table {matches[0].name}{order}"
