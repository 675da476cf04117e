"""The instance map: which object each pixel belongs to, numbered 1, 2, 3 ... in painting order.

Shapes of one class that share a group_id are one object, numbered by the place of its first shape in the
list. An object that later ones cover wholly keeps its number: numbers tell objects, not pixels.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from labeler.core.classes import BACKGROUND, VOID
from labeler.core.errors import InstanceError
from labeler.core.rasterizer import Classes, class_indices, paint
from labeler.core.void_border import WIDE_VOID

if TYPE_CHECKING:
    from labeler.core.arrays import InstanceMap
    from labeler.core.shapes import Shape


def instance_map(
    shapes: Sequence[Shape],
    size: tuple[int, int],
    classes: Classes,
    *,
    wide: bool = False,
    background: int = BACKGROUND,
    path: Path | str | None = None,
) -> InstanceMap:
    """The instance map of an image of `size` (width, height): (height, width) uint8, uint16 when `wide`.

    Shapes of the void class paint void (255, or 65535 when wide) and those of the background class 0. Pixels
    under no shape are 0, or void when `background` is 255, as in the label map. `path` is the annotation
    file, for the words of errors.

    Raises InstanceError for more objects than there are numbers (254; 65,534 when wide), and what `rasterize`
    raises.
    """
    indices = class_indices(shapes, classes, path)
    void = WIDE_VOID if wide else VOID
    objects = _objects(shapes, indices)
    if len(objects) >= void:
        where = "The image" if path is None else f"{path}: the image"
        remedy = "Join some into groups." if wide else "Make a 16-bit instance map, or join some into groups."
        raise InstanceError(
            f"{where} has {len(objects):,} objects; the map can number {void - 1:,}. {remedy}"
        )
    values = [void if index == VOID else BACKGROUND for index in indices]
    for number, places in enumerate(objects, 1):
        for place in places:
            values[place] = number
    width, height = size
    below = void if background == VOID else BACKGROUND
    numbers = np.full((height, width), below, np.uint16 if wide else np.uint8)
    paint(numbers, shapes, values)
    return numbers


def objects_of(shapes: Sequence[Shape], classes: Classes) -> list[list[int]]:
    """The positions of the shapes of each object; the object at place i has the number i + 1.

    Points and lines, and shapes of background and void, belong to no object.
    """
    return _objects(shapes, class_indices(shapes, classes))


def _objects(shapes: Sequence[Shape], indices: Sequence[int]) -> list[list[int]]:
    objects: list[list[int]] = []
    of_group: dict[tuple[int, int], list[int]] = {}
    for place, (shape, index) in enumerate(zip(shapes, indices, strict=True)):
        if index in (BACKGROUND, VOID) or not shape.kind.is_rasterized:
            continue
        group = None if shape.group_id is None else of_group.get((index, shape.group_id))
        if group is not None:
            group.append(place)
            continue
        objects.append([place])
        if shape.group_id is not None:
            of_group[index, shape.group_id] = objects[-1]
    return objects
