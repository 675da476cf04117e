"""Edits that make one annotation another: what a file holds, or what was rescued, becomes a step to undo."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from labeler.core.annotation_compare import same_shapes
from labeler.core.change import StateChanged
from labeler.core.edits.sequence import EditSequence
from labeler.core.edits.shapes import DeleteShapes, InsertShapes, ReorderShapes
from labeler.core.geometry import Bounds

if TYPE_CHECKING:
    from labeler.core.annotation import Annotation
    from labeler.core.edits.base import Edit

Pairs: TypeAlias = Sequence[tuple[int, int]]

# Everything an annotation holds besides its shapes.
_PARTS = (
    *("size", "image_path", "is_done", "flags", "version"),
    *("image_data", "unreadable", "extra", "labeler_extra"),
)


@dataclass(frozen=True, slots=True, eq=False)
class ReplaceParts:
    """All that an annotation holds besides its shapes, before and after."""

    before: dict[str, Any]
    after: dict[str, Any]
    text: str = "Take annotation"
    gesture: Hashable | None = None

    def apply(self, annotation: Annotation) -> StateChanged:
        """Set what comes after."""
        return _set(annotation, self.after)

    def revert(self, annotation: Annotation) -> StateChanged:
        """Set what was before."""
        return _set(annotation, self.before)

    def merged(self, later: Edit) -> Edit | None:
        """Never: each is a step of its own."""
        return None

    def renamed(self, old: str, new: str) -> ReplaceParts:
        """Itself: none of it has a class."""
        return self


def edits_to_become(annotation: Annotation, other: Annotation, same: Pairs | None = None) -> list[Edit]:
    """The edits that, carried out in this order, give an annotation the content of another.

    Shapes that both have stay the objects they are, so that only what differs is drawn anew; `same` are their
    positions in both if they are known already, which for 10,000 shapes is most of the work.
    """
    edits: list[Edit] = [ReplaceParts(_parts(annotation), _parts(other))]
    same = same_shapes(annotation.shapes, other.shapes) if same is None else same
    kept = {place for place, _ in same}
    gone = tuple(place for place in range(len(annotation.shapes)) if place not in kept)
    if gone:
        edits.append(DeleteShapes(gone, tuple(annotation.shapes[place] for place in gone)))
    goals = [goal for _, goal in same]
    order = tuple(sorted(range(len(goals)), key=goals.__getitem__))
    moved = [annotation.shapes[same[old][0]] for new, old in enumerate(order) if new != old]
    if moved:
        edits.append(ReorderShapes(order, Bounds.around(shape.bounds for shape in moved)))
    taken = set(goals)
    new = tuple(place for place in range(len(other.shapes)) if place not in taken)
    if new:
        edits.append(InsertShapes(new, tuple(other.shapes[place] for place in new)))
    return edits


def take_content(
    annotation: Annotation, other: Annotation, text: str, same: Pairs | None = None
) -> EditSequence:
    """The step that gives an annotation the content of another; `text` names it in the undo menu."""
    return EditSequence(tuple(edits_to_become(annotation, other, same)), text)


def _parts(annotation: Annotation) -> dict[str, Any]:
    return {name: getattr(annotation, name) for name in _PARTS}


def _set(annotation: Annotation, parts: dict[str, Any]) -> StateChanged:
    for name, value in parts.items():
        setattr(annotation, name, value)
    return StateChanged()
