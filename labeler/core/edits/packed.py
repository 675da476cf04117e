"""Edits as the history keeps them: what differs between before and after, instead of whole shapes.

A vertex of a polygon of 3,000 that is moved costs the history two places, not two polygons. Coordinates are
kept bit for bit.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np

from labeler.core.change import ShapesReplaced
from labeler.core.edits.sequence import EditSequence
from labeler.core.edits.shapes import ReplaceShapes
from labeler.core.shapes import Shape, bounds_around

if TYPE_CHECKING:
    from labeler.core.annotation import Annotation
    from labeler.core.arrays import Points
    from labeler.core.edits.base import Edit
    from labeler.core.geometry import Bounds

# Of more shapes at once most is new anyway, and to compare them would be felt.
_MOST_SHAPES = 1000

# Packed only when the vertices that differ are less than this share of the ring.
_WORTH_IT = 0.5

_RINGS = ("points", "holes")
_OTHER_FIELDS = tuple(field.name for field in fields(Shape) if field.name not in _RINGS)


class RingSplice(NamedTuple):
    """The vertices of a ring (0 the exterior) that differ, from vertex `start` on: float64 pairs as bytes."""

    ring: int
    start: int
    before: bytes
    after: bytes


class ShapeDelta(NamedTuple):
    """What differs between two versions of a shape: parts of rings, other fields as (name, before, after)."""

    splices: tuple[RingSplice, ...]
    others: tuple[tuple[str, Any, Any], ...]

    def forward(self, shape: Shape) -> Shape:
        """The later version of the earlier one."""
        return self._changed(shape, {name: after for name, _, after in self.others}, is_forward=True)

    def back(self, shape: Shape) -> Shape:
        """The earlier version of the later one."""
        return self._changed(shape, {name: before for name, before, _ in self.others}, is_forward=False)

    def renamed(self, old: str, new: str) -> ShapeDelta:
        """The same after a class was renamed."""
        others = tuple(
            (name, *(new if name == "class_name" and value == old else value for value in values))
            for name, *values in self.others
        )
        return self._replace(others=others)  # type: ignore[arg-type]

    def _changed(self, shape: Shape, others: dict[str, Any], *, is_forward: bool) -> Shape:
        rings = [shape.points, *shape.holes]
        for splice in self.splices:
            old, new = (splice.before, splice.after) if is_forward else (splice.after, splice.before)
            ring = rings[splice.ring]
            end = splice.start + _vertices(old)
            middle = np.frombuffer(new).reshape(-1, 2)
            ring = np.concatenate((ring[: splice.start], middle, ring[end:]))
            ring.setflags(write=False)
            rings[splice.ring] = ring
        if self.splices:
            others = {**others, "points": rings[0], "holes": tuple(rings[1:])}
        return replace(shape, **others)


# Two versions of a shape as what differs, or, where nearly all does, both.
_Step: TypeAlias = ShapeDelta | tuple[Shape, Shape]


@dataclass(frozen=True, slots=True, eq=False)
class PackedReplace:
    """A `ReplaceShapes` of which only the differences are kept; does and undoes the same."""

    positions: tuple[int, ...]
    steps: tuple[_Step, ...]
    text: str
    bounds: Bounds
    gesture: Hashable | None = None

    def apply(self, annotation: Annotation) -> ShapesReplaced:
        """Put the later shapes in place of the earlier."""
        for position, step in zip(self.positions, self.steps, strict=True):
            now = annotation.shapes[position]
            annotation.shapes[position] = step.forward(now) if isinstance(step, ShapeDelta) else step[1]
        return ShapesReplaced(self.positions, self.bounds)

    def revert(self, annotation: Annotation) -> ShapesReplaced:
        """Put the earlier shapes back."""
        for position, step in zip(self.positions, self.steps, strict=True):
            now = annotation.shapes[position]
            annotation.shapes[position] = step.back(now) if isinstance(step, ShapeDelta) else step[0]
        return ShapesReplaced(self.positions, self.bounds)

    def merged(self, later: Edit) -> Edit | None:
        """Never: it is packed when the next step has come."""
        return None

    def renamed(self, old: str, new: str) -> PackedReplace:
        """The same after a class was renamed."""
        return replace(self, steps=tuple(_renamed(step, old, new) for step in self.steps))


def packed(edit: Any) -> Any:
    """The edit as the history should keep it: itself, or one that does the same and holds less."""
    if isinstance(edit, EditSequence):
        return replace(edit, parts=tuple(map(packed, edit.parts)))
    if not isinstance(edit, ReplaceShapes) or len(edit.positions) > _MOST_SHAPES:
        return edit
    pairs = list(zip(edit.before, edit.after, strict=True))
    steps = tuple(_delta(before, after) or (before, after) for before, after in pairs)
    if not any(isinstance(step, ShapeDelta) for step in steps):
        return edit
    bounds = bounds_around(edit.before + edit.after) if edit.dirty is None else edit.dirty
    return PackedReplace(edit.positions, steps, edit.text, bounds)


def _delta(before: Shape, after: Shape) -> ShapeDelta | None:
    """What differs; None when that is hardly less than both versions."""
    old, new = (before.points, *before.holes), (after.points, *after.holes)
    if len(old) != len(new):
        return None
    splices = []
    for number, (ring, other) in enumerate(zip(old, new, strict=True)):
        if ring is other:
            continue
        splice = _splice(number, ring, other)
        if splice is None:
            return None
        if splice.before or splice.after:
            splices.append(splice)
    pairs = ((name, getattr(before, name), getattr(after, name)) for name in _OTHER_FIELDS)
    return ShapeDelta(tuple(splices), tuple(pair for pair in pairs if pair[1] is not pair[2]))


def _splice(number: int, ring: Points, other: Points) -> RingSplice | None:
    fewer = min(len(ring), len(other))
    # As bytes: -0.0 and 0.0 are equal, but not the same.
    old, new = _rows(ring), _rows(other)
    head = _run(old[:fewer] == new[:fewer])
    rest = fewer - head
    tail = _run((old[len(ring) - rest :] == new[len(other) - rest :])[::-1])
    changed, given = ring[head : len(ring) - tail], other[head : len(other) - tail]
    if len(changed) + len(given) > _WORTH_IT * (len(ring) + len(other)):
        return None
    return RingSplice(number, head, changed.tobytes(), given.tobytes())


def _rows(ring: Points) -> Any:
    """Each vertex as one item of 16 bytes."""
    return np.ascontiguousarray(ring).view(np.dtype((np.void, 16)))[:, 0]


def _run(is_same: Any) -> int:
    """How many items at the start are true."""
    places = np.flatnonzero(~is_same)
    return int(places[0]) if len(places) else len(is_same)


def _vertices(pairs: bytes) -> int:
    return len(pairs) // 16


def _renamed(step: _Step, old: str, new: str) -> _Step:
    if isinstance(step, ShapeDelta):
        return step.renamed(old, new)
    before, after = (replace(shape, class_name=new) if shape.class_name == old else shape for shape in step)
    return (before, after)
