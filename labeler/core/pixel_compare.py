"""Which pixels differ between the label maps of two annotations of one image."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from labeler.core.exact import LARGEST
from labeler.core.geometry import Bounds, PixelRect
from labeler.core.rasterizer import paint
from labeler.core.shape_index import ShapeIndex

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.annotation import Annotation
    from labeler.core.annotation_compare import Comparison
    from labeler.core.arrays import LabelMap
    from labeler.core.classes import ClassTable

# So many pixels of both maps are in memory at once.
_STRIP = 1 << 22
# What the pictures show around the differences: pixels, and a share of their longer side.
_LEAST_MARGIN, _MARGIN = 8, 0.1


@dataclass(frozen=True, slots=True, eq=False)
class PixelDifference:
    """How many pixels differ, and pictures of them.

    `mine` and `theirs` are (256,) counts of the differing pixels by the class they have on each side.
    `pictures` are the two label maps in `rect`, of which every `stride`-th pixel of every `stride`-th row
    is taken.
    """

    mine: NDArray[np.int64]
    theirs: NDArray[np.int64]
    rect: PixelRect
    stride: int
    pictures: tuple[LabelMap, LabelMap]

    @property
    def count(self) -> int:
        """How many pixels differ."""
        return int(self.mine.sum())


def compare_pixels(
    comparison: Comparison, size: tuple[int, int], classes: ClassTable, *, side: int = 1024
) -> PixelDifference:
    """Rasterize both annotations where they differ; pictures are at most `side` pixels wide and high.

    Shapes of classes that the table does not have give no pixels, as on the canvas. Works in strips: the
    memory does not grow with the image.
    """
    rect = _shown(comparison, size)
    stride = max(1, math.ceil(max(rect.width, rect.height) / side))
    sides = (_Side(comparison.mine, classes), _Side(comparison.theirs, classes))
    counts = np.zeros((2, 256), np.int64)
    shape = (math.ceil(rect.height / stride), math.ceil(rect.width / stride))
    pictures = (np.zeros(shape, np.uint8), np.zeros(shape, np.uint8))
    rows = max(1, _STRIP // max(rect.width, 1) // stride) * stride
    for top in range(rect.top, rect.bottom, rows):
        strip = PixelRect(rect.left, top, rect.right, min(top + rows, rect.bottom))
        maps = [each.window(strip) for each in sides]
        differs = maps[0] != maps[1]
        at = (top - rect.top) // stride
        for place, label_map in enumerate(maps):
            counts[place] += np.bincount(label_map[differs], minlength=256)
            part = label_map[::stride, ::stride]
            pictures[place][at : at + len(part)] = part
    return PixelDifference(counts[0], counts[1], rect, stride, pictures)


class _Side:
    """One of the two annotations, rasterized window by window."""

    def __init__(self, annotation: Annotation, classes: ClassTable) -> None:
        self._shapes = annotation.shapes
        self._indices = classes.index_of_name
        self._index = ShapeIndex(annotation.shapes)

    def window(self, rect: PixelRect) -> LabelMap:
        """(height, width) uint8: the label map of a rectangle."""
        label_map = np.zeros((rect.height, rect.width), np.uint8)
        places = self._index.overlapping((rect.left, rect.top, rect.right, rect.bottom))
        near = places[(np.abs(self._index.boxes[places]) <= LARGEST).all(axis=1)]
        shapes = [self._shapes[place] for place in near.tolist()]
        known = [shape for shape in shapes if shape.class_name in self._indices]
        paint(label_map, known, [self._indices[shape.class_name] for shape in known], origin=rect[:2])
        return label_map


def _shown(comparison: Comparison, size: tuple[int, int]) -> PixelRect:
    """The part of the image outside of which nothing can differ, and a little around it."""
    if comparison.has_other_order:
        return PixelRect(0, 0, *size)
    box = Bounds.around(comparison.bounds(difference) for difference in comparison.differences)
    if not all(math.isfinite(value) for value in box):
        return PixelRect(0, 0, *size) if comparison.differences else PixelRect(0, 0, 0, 0)
    return box.grown(_LEAST_MARGIN + _MARGIN * max(box.right - box.left, box.bottom - box.top)).pixels(size)
