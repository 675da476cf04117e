"""Gives unlabelled pixels to a class: all of an image, or those of one region.

The new polygons run along the vertices of their neighbours where these are not too many, else along pixels;
rasterized they give exactly the pixels that had no class.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING

import numpy as np

from labeler.core.allowed import Painted, Wanted, allowed_area, grouped
from labeler.core.areas import pieces
from labeler.core.classes import BACKGROUND
from labeler.core.draining import drained
from labeler.core.edits.properties import free_group
from labeler.core.edits.shapes import InsertShapes
from labeler.core.geometry import PixelRect
from labeler.core.shapes import Shape

if TYPE_CHECKING:
    from labeler.core.arrays import Mask
    from labeler.core.live_label_map import LiveLabelMap

_ONLY_BACKGROUND = np.arange(256) == BACKGROUND

# A border that gives no more pixels on one side of it may reach so many pixels beyond.
_MARGIN = 2

# Pixels that are looked at between two steps.
_BAND_PIXELS = 1 << 24


def fill_rest(live: LiveLabelMap, class_name: str) -> InsertShapes | None:
    """The edit that gives every unlabelled pixel of the image to a class; None when there is none."""
    return drained(fill_rest_in_steps(live, class_name))


def fill_rest_in_steps(live: LiveLabelMap, class_name: str) -> Generator[float, None, InsertShapes | None]:
    """`fill_rest` in steps, each of which tells the share of the work that is done.

    Of shapes it knows those that are there at its first step; what it makes is good for these only.
    """
    painted, whole = Painted.of(live, live.rect), live.rect
    first, group = len(live.annotation.shapes), free_group(live.annotation)
    mask = np.empty(live.label_map.shape, np.bool_)
    rows = max(1, _BAND_PIXELS // max(1, live.rect.width))
    for top in range(0, live.rect.height, rows):
        yield 0.2 * top / live.rect.height
        np.equal(live.label_map[top : top + rows], BACKGROUND, out=mask[top : top + rows])
    rect = _box_of(mask)
    if rect.is_empty:
        return None
    yield 0.2
    part = np.ascontiguousarray(mask[rect.top : rect.bottom, rect.left : rect.right])
    shapes = _filled(Wanted(*_with_margin(part, rect, whole)), painted, class_name, group)
    yield 0.9
    return InsertShapes(tuple(range(first, first + len(shapes))), tuple(shapes), "Fill the rest")


def region_shapes(live: LiveLabelMap, class_name: str, mask: Mask, origin: tuple[int, int]) -> list[Shape]:
    """Polygons of a class that cover exactly the unlabelled pixels `mask`; several are a group.

    `origin` is the pixel (column, row) that the top left item of `mask` stands for.
    """
    height, width = mask.shape
    rect = PixelRect(*origin, origin[0] + width, origin[1] + height)
    mask, rect = _with_margin(mask, rect, live.rect)
    wanted, painted = Wanted(mask, rect, is_all=False), Painted.of(live, rect)
    return _filled(wanted, painted, class_name, free_group(live.annotation))


def _filled(wanted: Wanted, painted: Painted, class_name: str, group_id: int) -> list[Shape]:
    from shapely import box

    area = allowed_area(box(*wanted.rect), wanted, painted, _ONLY_BACKGROUND)
    return grouped(pieces(area, Shape(class_name, np.empty((0, 2)))), group_id)


def _with_margin(mask: Mask, rect: PixelRect, whole: PixelRect) -> tuple[Mask, PixelRect]:
    """A mask and its rectangle with room for border vertices that lie beside its pixels."""
    left, top, right, bottom = rect
    grown = PixelRect(left - _MARGIN, top - _MARGIN, right + _MARGIN, bottom + _MARGIN).intersected(whole)
    if grown == rect:
        return mask, rect
    sides = ((top - grown.top, grown.bottom - bottom), (left - grown.left, grown.right - right))
    return np.pad(mask, sides), grown


def _box_of(mask: Mask) -> PixelRect:
    """The smallest rectangle around the pixels of a mask."""
    columns, rows = np.flatnonzero(mask.any(axis=0)), np.flatnonzero(mask.any(axis=1))
    if not len(rows):
        return PixelRect(0, 0, 0, 0)
    return PixelRect(int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)
