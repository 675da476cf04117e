"""Edits that bring an annotation to the size of its image, when it was made for another one."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from labeler.core.change import StateChanged
from labeler.core.edits.shapes import ReplaceShapes
from labeler.core.errors import GeometryError
from labeler.core.scaling import scaled

if TYPE_CHECKING:
    from labeler.core.annotation import Annotation
    from labeler.core.change import ShapesReplaced
    from labeler.core.edits.base import Edit

Size = tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class SetImageSize:
    """The annotation is for an image of `after` (width, height) pixels, no longer of `before`.

    `shapes` is what becomes of its shapes, None when they stay as they are.
    """

    before: Size | None
    after: Size | None
    shapes: ReplaceShapes | None = None
    text: str = "Take image size"
    gesture: Hashable | None = None

    def apply(self, annotation: Annotation) -> StateChanged | ShapesReplaced:
        """Set the size, and the shapes that belong to it."""
        annotation.size = self.after
        return StateChanged() if self.shapes is None else self.shapes.apply(annotation)

    def revert(self, annotation: Annotation) -> StateChanged | ShapesReplaced:
        """Set size and shapes as they were."""
        annotation.size = self.before
        return StateChanged() if self.shapes is None else self.shapes.revert(annotation)

    def merged(self, later: Edit) -> Edit | None:
        """Never: each choice is a step of its own."""
        return None

    def renamed(self, old: str, new: str) -> SetImageSize:
        """The same with the class `old` called `new`."""
        return self if self.shapes is None else replace(self, shapes=self.shapes.renamed(old, new))


def take_size(annotation: Annotation, size: Size) -> SetImageSize:
    """The edit that gives the annotation the size of its image; every shape stays where it is."""
    return SetImageSize(annotation.size, size)


def scale_to(annotation: Annotation, size: Size) -> SetImageSize:
    """The edit that scales every shape, and the annotation, to an image of `size` (width, height) pixels.

    Raises GeometryError when shapes of the file could not be read, as they would stay behind, or when the
    annotation has no size.
    """
    before = annotation.size
    if before is None or annotation.unreadable:
        raise GeometryError("Shapes that cannot be read, or have no image size, cannot be scaled.")
    text = "Scale shapes to image"
    if not annotation.shapes:
        return SetImageSize(before, size, None, text)
    now = tuple(annotation.shapes)
    after = tuple(scaled(shape, before, size) for shape in now)
    return SetImageSize(before, size, ReplaceShapes(tuple(range(len(now))), now, after, text), text)
