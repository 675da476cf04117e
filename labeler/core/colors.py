"""Class colours to class indices: the way from an RGB label image to a label map."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from labeler.core.class_colors import ClassColors, OnUnknown, Order
from labeler.core.label_source import read_colors

if TYPE_CHECKING:
    from labeler.core.arrays import ColorImage, LabelMap, Palette
    from labeler.core.classes import ClassTable
    from labeler.core.palette import Color


def colors_to_indices(
    rgb: ColorImage | Path | str,
    palette_or_classes: Palette | ClassTable,
    *,
    tolerance: float = 0,
    on_unknown: OnUnknown = "error",
    order: Order = "RGB",
    resolve: Mapping[Color, int] | None = None,
) -> LabelMap:
    """The label map, (H, W) uint8, of an image of class colours.

    `rgb`: an (H, W, 3) uint8 array, one of four channels whose alpha is 255 throughout, or the path of an
    image file. `palette_or_classes`: a palette, (n, 3) uint8, all of whose rows count, or a class table,
    whose classes count. `order`: "BGR" for arrays (and files) whose channels lie the other way round.

    A pixel of a colour that no class has is an error that gives the number of such pixels and the five
    commonest colours with a place each; unless `tolerance` (a distance in RGB, 0..442) reaches a class
    colour, the nearest, or `on_unknown` is the index that such pixels get. Colours that several classes share
    are an error unless `resolve` says which index each of them means: `{(140, 140, 140): 7}`.

    Raises UnknownColorError, SharedColorError, ColorError for other arrays, OptionError, and for a path
    what `label_source.read_colors` raises.
    """
    matcher = ClassColors(
        palette_or_classes, tolerance=tolerance, on_unknown=on_unknown, order=order, resolve=resolve
    )
    if isinstance(rgb, Path | str):
        return matcher.to_indices(read_colors(rgb), rgb)
    return matcher.to_indices(np.asarray(rgb))
