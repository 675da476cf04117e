"""The label map of an annotation under the user's hands: each change redraws its rectangle only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from labeler.core.change import ClassesChanged, StateChanged
from labeler.core.classes import BACKGROUND
from labeler.core.exact import LARGEST
from labeler.core.geometry import PixelRect
from labeler.core.rasterizer import paint

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.annotation import Annotation
    from labeler.core.arrays import LabelMap
    from labeler.core.change import Change
    from labeler.core.classes import ClassTable
    from labeler.core.shape_index import ShapeIndex


class LiveLabelMap:
    """A label map that follows an annotation, always equal to a fresh rasterization of it.

    `label_map` is (H, W) uint8 in C order, owned by numpy and never another array, so that a view of it
    stays good. Shapes that an export would refuse (of a class that is not in the table, or too far away to be
    drawn exactly) are left out.
    """

    def __init__(
        self,
        annotation: Annotation,
        size: tuple[int, int],
        classes: ClassTable,
        index: ShapeIndex,
        *,
        background: int = BACKGROUND,
    ) -> None:
        width, height = size
        self.label_map: LabelMap = np.zeros((height, width), np.uint8)
        self.annotation = annotation
        self.classes = classes
        self._index = index
        self._background = background
        if background != BACKGROUND:
            self.label_map.fill(background)
        # What no shape covers is not even touched: the system gives memory page by page, as it is filled.
        self._paint(self.rect)

    @property
    def rect(self) -> PixelRect:
        """The whole map."""
        height, width = self.label_map.shape
        return PixelRect(0, 0, width, height)

    @property
    def unknown_classes(self) -> tuple[str, ...]:
        """The classes of shapes that the table does not have, in the order in which they first occur."""
        names = dict.fromkeys(
            shape.class_name for shape in self.annotation.shapes if shape.kind.is_rasterized
        )
        return tuple(name for name in names if name not in self.classes.index_of_name)

    def update(self, change: Change) -> PixelRect:
        """Redraw what a change can have changed; the rectangle outside of which nothing did.

        The change was already made to the annotation (the names in it included, when a class was renamed)
        and to the index of shapes.
        """
        match change:
            case StateChanged():
                return PixelRect(0, 0, 0, 0)
            case ClassesChanged():
                rect = self.rect if self._means_something_else(change) else PixelRect(0, 0, 0, 0)
                self.classes = change.after
            case _:
                height, width = self.label_map.shape
                rect = change.bounds.pixels((width, height))
        self._redraw(rect)
        return rect

    def painted(self, rect: PixelRect) -> tuple[list[int], list[int]]:
        """Positions, ascending, and class indices of the shapes that may give pixels of a rectangle."""
        index_of_name, shapes = self.classes.index_of_name, self.annotation.shapes
        drawn = self._drawn(rect).tolist()
        places = [place for place in drawn if shapes[place].class_name in index_of_name]
        return places, [index_of_name[shapes[place].class_name] for place in places]

    def _means_something_else(self, change: ClassesChanged) -> bool:
        """Whether the class of some shape stands for another index than it did, or may do so."""
        if change.renamed is not None:
            # The new name may be one that shapes had, unpainted, before the table did.
            return True
        before, after = change.before.index_of_name, change.after.index_of_name
        names = {shape.class_name for shape in self.annotation.shapes}
        return any(before.get(name) != after.get(name) for name in names)

    def _redraw(self, rect: PixelRect) -> None:
        if rect.is_empty:
            return
        self.label_map[rect.top : rect.bottom, rect.left : rect.right] = self._background
        self._paint(rect)

    def _paint(self, rect: PixelRect) -> None:
        places, values = self.painted(rect)
        shapes = [self.annotation.shapes[place] for place in places]
        paint(self.label_map, shapes, values, clip=rect)

    def _drawn(self, rect: PixelRect) -> NDArray[np.intp]:
        """Positions of the shapes that touch the rectangle and lie where the rasterizer is exact."""
        places = self._index.overlapping((rect.left, rect.top, rect.right, rect.bottom))
        return places[(np.abs(self._index.boxes[places]) <= LARGEST).all(axis=1)]
