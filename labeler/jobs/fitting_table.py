"""Which class table fits label images: found for a folder, or proposed where another one was given."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from labeler.core.any_label_map import ARRAY_SUFFIX
from labeler.core.color_counts import count_colors
from labeler.core.errors import LabelerError, OptionError
from labeler.core.images import IMAGE_SUFFIXES
from labeler.core.known_tables import Match, equally_good, only_choice, recognise, recognise_indices
from labeler.core.label_source import read_source
from labeler.core.pixel_counts import count_pixels
from labeler.jobs.label_files import label_files

if TYPE_CHECKING:
    from labeler.core.arrays import ColorImage
    from labeler.core.class_colors import Order
    from labeler.core.classes import ClassTable
    from labeler.core.palette import Color

SOURCE_SUFFIXES = IMAGE_SUFFIXES | {ARRAY_SUFFIX}

_LOOKED_AT = 24  # files, spread evenly over a folder
_CLEAR = 0.97  # of the pixels, before another table or order of channels is proposed


def fitting_table(source: Path | str, order: Order = "RGB") -> Match:
    """The one ready table that the label images below a folder, or a single one, look like.

    Up to 24 files are read. Raises OptionError where no table fits, or several that mean different indices
    fit equally well, which it then names; and FileUnreadableError.
    """
    source = Path(source)
    colors, indices = _counts(label_files(source, SOURCE_SUFFIXES), order)
    matches = recognise(colors) if colors else recognise_indices(indices)
    best = only_choice(matches, colors)
    if best is not None:
        return best
    if not matches:
        what = "colours" if colors else "values"
        raise OptionError(f"{source}: its {what} look like no ready class table. Give one by --classes FILE.")
    told = ", ".join(match.name for match in equally_good(matches))
    raise OptionError(
        f"{source}: its colours fit {told} equally well, and these give them different indices. "
        f"Say which is meant: --classes {matches[0].name}, for example."
    )


def proposal(pixels: ColorImage, classes: ClassTable, order: Order = "RGB") -> str:
    """A sentence on what fits an image better than this class table, or nothing.

    That is another ready table, or the same one with red and blue exchanged.
    """
    counts = _ordered(count_colors(pixels), order)
    own = _share_of(counts, classes)
    if own < _CLEAR <= _share_of(_exchanged(counts), classes):
        return "With red and blue exchanged the colours fit the class table (the option for BGR)."
    matches = [match for match in equally_good(recognise(counts)) if match.share > own]
    if not matches or matches[0].distance:
        return ""
    told = " or ".join(match.in_words for match in matches)
    return f"Its colours look like those of the ready class table {told}."


def _counts(files: list[Path], order: Order) -> tuple[Counter[Color], Counter[int]]:
    """Pixels by colour, and of grey images by value, of some of the files that can be read."""
    step = max(1, len(files) // _LOOKED_AT)
    colors: Counter[Color] = Counter()
    values: Counter[int] = Counter()
    for file in files[::step][:_LOOKED_AT]:
        try:
            pixels = read_source(file)
        except LabelerError:
            continue
        if pixels.dtype == np.uint8:
            known = pixels.astype(np.uint8, copy=False)
            if known.ndim == 3:
                colors.update(_ordered(count_colors(known), order))
            else:
                values.update(count_pixels(known))
    return colors, values


def _ordered(counts: dict[Color, int], order: Order) -> dict[Color, int]:
    return _exchanged(counts) if order == "BGR" else counts


def _exchanged(counts: dict[Color, int]) -> dict[Color, int]:
    return {(b, g, r): count for (r, g, b), count in counts.items()}


def _share_of(counts: dict[Color, int], classes: ClassTable) -> float:
    """The share of the pixels whose colours the table has."""
    colors = {row.color for row in classes}
    return sum(count for color, count in counts.items() if color in colors) / max(1, sum(counts.values()))
