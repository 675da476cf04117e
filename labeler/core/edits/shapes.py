"""The four edits that every change of shapes is made of: insert, delete, replace, reorder."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from labeler.core.change import ShapesInserted, ShapesRemoved, ShapesReordered, ShapesReplaced
from labeler.core.geometry import Bounds
from labeler.core.shapes import bounds_around

if TYPE_CHECKING:
    from labeler.core.annotation import Annotation
    from labeler.core.edits.base import Edit
    from labeler.core.shapes import Shape

# So many shapes are put in and taken out one by one; for more, one new list takes less time.
_FEW = 64


@dataclass(frozen=True, slots=True, eq=False)
class InsertShapes:
    """Shapes come to stand at `positions` (ascending) of the new list."""

    positions: tuple[int, ...]
    shapes: tuple[Shape, ...]
    text: str = "Add shape"
    gesture: Hashable | None = None

    def apply(self, annotation: Annotation) -> ShapesInserted:
        """Put the shapes in."""
        return _insert(annotation, self.positions, self.shapes)

    def revert(self, annotation: Annotation) -> ShapesRemoved:
        """Take the shapes out."""
        return _remove(annotation, self.positions, self.shapes)

    def merged(self, later: Edit) -> Edit | None:
        """Never: each shape added is a step of its own."""
        return None

    def renamed(self, old: str, new: str) -> InsertShapes:
        """The same with the class `old` called `new`."""
        return replace(self, shapes=_with_class_renamed(self.shapes, old, new))


@dataclass(frozen=True, slots=True, eq=False)
class DeleteShapes:
    """The shapes at `positions` (ascending) of the old list go."""

    positions: tuple[int, ...]
    shapes: tuple[Shape, ...]
    text: str = "Delete shape"
    gesture: Hashable | None = None

    def apply(self, annotation: Annotation) -> ShapesRemoved:
        """Take the shapes out."""
        return _remove(annotation, self.positions, self.shapes)

    def revert(self, annotation: Annotation) -> ShapesInserted:
        """Put the shapes back where they stood."""
        return _insert(annotation, self.positions, self.shapes)

    def merged(self, later: Edit) -> Edit | None:
        """Never: each deletion is a step of its own."""
        return None

    def renamed(self, old: str, new: str) -> DeleteShapes:
        """The same with the class `old` called `new`."""
        return replace(self, shapes=_with_class_renamed(self.shapes, old, new))


@dataclass(frozen=True, slots=True, eq=False)
class ReplaceShapes:
    """The shapes at `positions` (ascending) become other ones: moved, reshaped, given another class.

    `dirty` is the box outside of which before and after cover the same pixels; None: unknown, so the boxes
    of all shapes before and after.
    """

    positions: tuple[int, ...]
    before: tuple[Shape, ...]
    after: tuple[Shape, ...]
    text: str = "Change shape"
    gesture: Hashable | None = None
    dirty: Bounds | None = None

    @property
    def is_empty(self) -> bool:
        """Whether it changes nothing: what is left of a drag that was taken back."""
        return all(before is after for before, after in zip(self.before, self.after, strict=True))

    def apply(self, annotation: Annotation) -> ShapesReplaced:
        """Put the new shapes in place of the old."""
        return self._put(annotation, self.after)

    def revert(self, annotation: Annotation) -> ShapesReplaced:
        """Put the old shapes back."""
        return self._put(annotation, self.before)

    def merged(self, later: Edit) -> Edit | None:
        """One replacement for both, when they belong to one gesture on the same shapes."""
        if not isinstance(later, ReplaceShapes) or self.gesture is None or later.gesture != self.gesture:
            return None
        if later.positions != self.positions:
            return None
        dirty = None
        if self.dirty is not None and later.dirty is not None:
            dirty = Bounds.around((self.dirty, later.dirty))
        return replace(self, after=later.after, dirty=dirty)

    def renamed(self, old: str, new: str) -> ReplaceShapes:
        """The same with the class `old` called `new`."""
        return replace(
            self,
            before=_with_class_renamed(self.before, old, new),
            after=_with_class_renamed(self.after, old, new),
        )

    def _put(self, annotation: Annotation, shapes: tuple[Shape, ...]) -> ShapesReplaced:
        for position, shape in zip(self.positions, shapes, strict=True):
            annotation.shapes[position] = shape
        bounds = self.dirty
        if bounds is None:
            bounds = bounds_around(self.before + self.after)
        return ShapesReplaced(self.positions, bounds)


@dataclass(frozen=True, slots=True, eq=False)
class ReorderShapes:
    """The shape at position i becomes the one that stood at `order[i]`; `bounds` holds all that moved."""

    order: tuple[int, ...]
    bounds: Bounds
    text: str = "Reorder shapes"
    gesture: Hashable | None = None

    def apply(self, annotation: Annotation) -> ShapesReordered:
        """Bring the shapes into the new order."""
        return _reorder(annotation, self.order, self.bounds)

    def revert(self, annotation: Annotation) -> ShapesReordered:
        """Bring the shapes back into the old order."""
        inverse = [0] * len(self.order)
        for now, before in enumerate(self.order):
            inverse[before] = now
        return _reorder(annotation, tuple(inverse), self.bounds)

    def merged(self, later: Edit) -> Edit | None:
        """Never: each change of order is a step of its own."""
        return None

    def renamed(self, old: str, new: str) -> ReorderShapes:
        """Itself: an order has no class."""
        return self


def add_shape(annotation: Annotation, shape: Shape, text: str = "Add shape") -> InsertShapes:
    """The edit that puts `shape` on top of all others."""
    return InsertShapes((len(annotation.shapes),), (shape,), text)


def delete_shapes(annotation: Annotation, positions: Sequence[int]) -> DeleteShapes:
    """The edit that deletes the shapes at `positions`."""
    places = tuple(sorted(positions))
    text = "Delete shape" if len(places) == 1 else f"Delete {len(places)} shapes"
    return DeleteShapes(places, tuple(annotation.shapes[place] for place in places), text)


def set_class(annotation: Annotation, positions: Sequence[int], class_name: str) -> ReplaceShapes | None:
    """The edit that gives the shapes another class; None when all have it already."""
    places = tuple(place for place in sorted(positions) if annotation.shapes[place].class_name != class_name)
    if not places:
        return None
    before = tuple(annotation.shapes[place] for place in places)
    after = tuple(replace(shape, class_name=class_name) for shape in before)
    return ReplaceShapes(places, before, after, "Change class")


def _insert(annotation: Annotation, positions: tuple[int, ...], shapes: tuple[Shape, ...]) -> ShapesInserted:
    old = annotation.shapes
    if len(positions) < _FEW:
        for position, shape in zip(positions, shapes, strict=True):
            old.insert(position, shape)
    else:
        taken = 0
        new: list[Shape] = []
        for position, shape in zip(positions, shapes, strict=True):
            step = position - len(new)
            new += old[taken : taken + step]
            new.append(shape)
            taken += step
        annotation.shapes[:] = new + old[taken:]
    return ShapesInserted(positions, bounds_around(shapes))


def _remove(annotation: Annotation, positions: tuple[int, ...], shapes: tuple[Shape, ...]) -> ShapesRemoved:
    if len(positions) < _FEW:
        for position in reversed(positions):
            del annotation.shapes[position]
    else:
        gone = set(positions)
        annotation.shapes[:] = [shape for place, shape in enumerate(annotation.shapes) if place not in gone]
    return ShapesRemoved(positions, bounds_around(shapes))


def _reorder(annotation: Annotation, order: tuple[int, ...], bounds: Bounds) -> ShapesReordered:
    annotation.shapes[:] = [annotation.shapes[place] for place in order]
    return ShapesReordered(order, bounds)


def _with_class_renamed(shapes: tuple[Shape, ...], old: str, new: str) -> tuple[Shape, ...]:
    return tuple(replace(shape, class_name=new) if shape.class_name == old else shape for shape in shapes)
