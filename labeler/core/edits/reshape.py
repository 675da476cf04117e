"""Edits that give shapes fewer vertices, or smoother outlines, and keep shared borders shared."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from labeler.core.arc_curves import simplified, smoothed
from labeler.core.arc_safety import Change, changed_safely
from labeler.core.arcs import COINCIDENCE, split
from labeler.core.edits.shapes import ReplaceShapes
from labeler.core.errors import GeometryError
from labeler.core.geometry import Bounds
from labeler.core.shapes import ShapeKind

if TYPE_CHECKING:
    from labeler.core.annotation import Annotation
    from labeler.core.arrays import Points
    from labeler.core.shape_index import ShapeIndex
    from labeler.core.shapes import Shape


# Around so many shapes neighbours are looked for one by one, else in the box of all.
_FEW = 50


class Reshaping:
    """Makes the edits of one gesture (a slider that is dragged) from the shapes as they are at its beginning.

    `selection` are the positions of the shapes to be reshaped, `positions` those and the neighbours that
    share a border with them and may be changed. What is shared with others stays as it is, what lies on the
    border of the image stays there. Masks have no vertices, points and lines no outline: they stay too.
    Raises GeometryError when nothing is left.
    """

    def __init__(
        self,
        annotation: Annotation,
        index: ShapeIndex,
        selection: Sequence[int],
        size: tuple[int, int],
        is_allowed: Callable[[int], bool],
    ) -> None:
        self._annotation = annotation
        self.selection = tuple(sorted(place for place in selection if _has_outline(annotation.shapes[place])))
        if not self.selection:
            raise GeometryError(
                "What is selected has no outline of vertices. Convert masks to polygons first; "
                "points and lines stay as they are."
            )
        near = _touching(annotation, index, self.selection)
        self._rings = [annotation.shapes[place].rings for place in near]
        self._net = split([*self._rings, (_frame(size),)])
        chosen = set(self.selection)
        allowed = {row for row, place in enumerate(near) if place in chosen or is_allowed(place)}
        own = {row for row, place in enumerate(near) if place in chosen}
        on_frame = {*own, len(near)}
        # The arcs that are the selection's alone, those that it shares with neighbours that may follow, and
        # those on the border of the image.
        self._alone, self._shared, self._border = list[int](), list[int](), list[int]()
        followers = set(own)
        for number, arc in enumerate(self._net.arcs):
            if own.issuperset(arc.owners):
                self._alone.append(number)
            elif not own.isdisjoint(arc.owners) and allowed.issuperset(arc.owners):
                self._shared.append(number)
                followers.update(arc.owners)
            elif not own.isdisjoint(arc.owners) and on_frame.issuperset(arc.owners):
                self._border.append(number)
        self._rows = sorted(followers)
        self.positions = tuple(near[row] for row in self._rows)
        self._start = tuple(annotation.shapes[place] for place in self.positions)
        self._made: dict[int, Points] = {}

    @property
    def has_neighbours(self) -> bool:
        """Whether there are neighbours that may follow."""
        return bool(self._shared)

    @property
    def vertices(self) -> tuple[int, int]:
        """How many vertices the selected shapes had at the beginning, and have now."""
        shapes = self._annotation.shapes
        before = sum(
            len(ring)
            for row, place in zip(self._rows, self.positions, strict=True)
            if place in self.selection
            for ring in self._rings[row]
        )
        return before, sum(len(ring) for place in self.selection for ring in shapes[place].rings)

    def simplify(self, tolerance: float, *, follow: bool = True, gesture: Hashable = None) -> ReplaceShapes:
        """The edit that leaves out vertices; all lie within `tolerance` pixels of the new line.

        With `follow`, borders shared with neighbours that may be changed are simplified in these too.
        """
        # The border of the image keeps its corners, and no vertex that lies between them.
        return self._edit(simplified, tolerance, follow, dict.fromkeys(self._border, 0.0), gesture)

    def smooth(
        self, sigma: float, *, corner: float | None = None, follow: bool = True, gesture: Hashable = None
    ) -> ReplaceShapes:
        """The edit that smooths outlines by a Gaussian along them, of a standard deviation of `sigma` pixels.

        Places where an outline turns by `corner` degrees or more stay, and junctions of borders always do.
        """
        return self._edit(partial(smoothed, corner=corner), sigma, follow, {}, gesture)

    def put_back(self, gesture: Hashable) -> ReplaceShapes:
        """The edit that makes everything what it was; merged into those of its gesture nothing is left."""
        return self._replacing({}, "Put back", gesture)

    def _edit(
        self, change: Change, amount: float, follow: bool, border: dict[int, float], gesture: Hashable
    ) -> ReplaceShapes:
        arcs = self._alone + self._shared if follow else self._alone
        verb, count = "Simplify" if change is simplified else "Smooth", len(self.selection)
        text = f"{verb} shape" if count == 1 else f"{verb} {count} shapes"
        made = changed_safely(self._net, {**dict.fromkeys(arcs, amount), **border}, change)
        return self._replacing(made, text, gesture)

    def _replacing(self, made: dict[int, Points], text: str, gesture: Hashable) -> ReplaceShapes:
        outlines = self._net.rebuilt(made)
        after = tuple(
            _with_rings(shape, outlines[row], self._rings[row])
            for shape, row in zip(self._start, self._rows, strict=True)
        )
        before = tuple(self._annotation.shapes[place] for place in self.positions)
        dirty = self._box_of({*made, *self._made}, made)
        self._made = made
        return ReplaceShapes(self.positions, before, after, text, gesture, dirty)

    def _box_of(self, arcs: Iterable[int], made: dict[int, Points]) -> Bounds:
        """The box around what arcs leave and where they go, of those that move."""
        boxes = []
        for number in arcs:
            usual = self._net.arcs[number].points
            old, new = self._made.get(number, usual), made.get(number, usual)
            if not np.array_equal(old, new):
                boxes += [Bounds.of_points(old), Bounds.of_points(new)]
        return Bounds.around(boxes)


def _has_outline(shape: Shape) -> bool:
    rings = shape.rings
    return bool(rings) and all(bool(np.isfinite(ring).all()) for ring in rings)


def _touching(annotation: Annotation, index: ShapeIndex, selection: Iterable[int]) -> list[int]:
    """The positions, ascending, of the shapes with outlines whose boxes touch those of the selection."""
    boxes = index.boxes[list(selection)]
    if len(boxes) > _FEW:
        boxes = np.concatenate((boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)))[None]
    found = set(selection)
    for box in boxes.tolist():
        found.update(index.overlapping(Bounds(*box).grown(COINCIDENCE)).tolist())
    return [place for place in sorted(found) if _has_outline(annotation.shapes[place])]


def _frame(size: tuple[int, int]) -> Points:
    """The border of the image as a ring, so that what lies on it stays there."""
    width, height = size
    return np.array([(0.0, 0.0), (width, 0.0), (width, height), (0.0, height)])


def _with_rings(shape: Shape, rings: tuple[Points, ...], usual: tuple[Points, ...]) -> Shape:
    """The shape as a polygon of these rings; the very same if they are its own."""
    if all(ring is own for ring, own in zip(rings, usual, strict=True)):
        return shape
    return replace(shape, kind=ShapeKind.POLYGON, points=rings[0], holes=rings[1:], ellipse=None)
