"""Numbers by which the eye tells the objects of an annotation apart; they stay with them through every edit.

Shapes of one class that share a group_id are one object, as in the instance map; unlike there, no object gets
another number because one before it comes or goes.
"""

from __future__ import annotations

import colorsys
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from labeler.core.change import (
    ClassesChanged,
    ShapesInserted,
    ShapesRemoved,
    ShapesReordered,
    ShapesReplaced,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.arrays import Palette, Points
    from labeler.core.change import Change
    from labeler.core.palette import Color
    from labeler.core.shapes import Shape

# Hues follow one another by the golden ratio, which keeps any few in a row far apart.
_GOLDEN = 0.6180339887498949
_SATURATIONS = (0.85, 0.55, 0.95)
_VALUES = (1.0, 0.95, 0.75, 0.85)
# After so many colours they begin anew.
_COLORS = 4096


class ObjectNumbers:
    """The number of the object of each shape, from 1 on, kept by `follow`.

    A shape that is deleted and comes back by undo has the number it had.
    """

    def __init__(self, shapes: list[Shape]) -> None:
        self._annotation_shapes = shapes
        self._shapes: list[Shape] = []
        self._own = np.zeros(0, np.int32)
        self._numbers = np.zeros(0, np.int32)
        self._of_group: dict[tuple[str, int], int] = {}
        # By the identity of their vertices, which stay the same array when a class is renamed meanwhile.
        self._gone: dict[int, tuple[Points, int]] = {}
        self._highest = 0
        self._insert(range(len(shapes)))

    @property
    def numbers(self) -> NDArray[np.int32]:
        """(n,) int32: the number of the object of each shape, by position."""
        return self._numbers

    def follow(self, change: Change) -> None:
        """Follow a change that was already made to the list of shapes."""
        match change:
            case ShapesInserted(positions=positions):
                self._insert(positions)
            case ShapesRemoved(positions=positions):
                for place in positions:
                    points = self._shapes[place].points
                    self._gone[id(points)] = (points, int(self._own[place]))
                self._own = np.delete(self._own, positions)
                self._numbers = np.delete(self._numbers, positions)
            case ShapesReplaced(positions=positions):
                for place in positions:
                    self._numbers[place] = self._number_of(self._annotation_shapes[place], self._own[place])
            case ShapesReordered(order=order):
                self._own, self._numbers = self._own[list(order)], self._numbers[list(order)]
            case ClassesChanged(renamed=(old, new)):
                self._of_group = {
                    (new if name == old else name, group): number
                    for (name, group), number in self._of_group.items()
                }
            case _:
                return
        self._shapes = list(self._annotation_shapes)

    def _insert(self, positions: Iterable[int]) -> None:
        """Number the shapes that now stand at these positions; those of a known group get its number."""
        shapes = self._annotation_shapes
        places = list(positions)
        own = [self._number_before(shapes[place]) or self._next() for place in places]
        numbers = [self._number_of(shapes[place], number) for place, number in zip(places, own, strict=True)]
        # np.insert takes places in the old array; the k-th new one moves those after it by k.
        before = np.array(places, np.intp) - np.arange(len(places))
        self._own = np.insert(self._own, before, own).astype(np.int32)
        self._numbers = np.insert(self._numbers, before, numbers).astype(np.int32)
        self._shapes = list(shapes)

    def _number_before(self, shape: Shape) -> int:
        """The number that the shape had before it was deleted, 0 for none."""
        return self._gone.pop(id(shape.points), (shape.points, 0))[1]

    def _number_of(self, shape: Shape, own: int) -> int:
        if shape.group_id is None:
            return int(own)
        group = (shape.class_name, shape.group_id)
        if group not in self._of_group:
            self._of_group[group] = self._next()
        return self._of_group[group]

    def _next(self) -> int:
        self._highest += 1
        return self._highest


def distinct_colors(numbers: NDArray[np.int32], avoided: Color | None = None) -> Palette:
    """(n, 3) uint8 RGB: the colour of each number; those of numbers in a row are easy to tell apart.

    None of them is like `avoided`: its complement stands for such a one.
    """
    return (_colors() if avoided is None else _colors_without(avoided))[numbers % _COLORS]


@lru_cache(maxsize=4)
def _colors_without(avoided: Color) -> Palette:
    from labeler.core.coverage_color import NEAR, lab

    colors = _colors().copy()
    is_near = np.linalg.norm(lab(colors) - lab([avoided]), axis=1) < NEAR
    colors[is_near] = 255 - colors[is_near]
    return colors


@cache
def _colors() -> Palette:
    colors = np.empty((_COLORS, 3), np.uint8)
    for number in range(_COLORS):
        saturation, value = _SATURATIONS[number % len(_SATURATIONS)], _VALUES[number % len(_VALUES)]
        hue = number * _GOLDEN % 1.0
        colors[number] = [round(255 * part) for part in colorsys.hsv_to_rgb(hue, saturation, value)]
    return colors
