"""Edits of vertices that shapes share: moved, added and deleted in all of them, so that a tiling stays one.

`join` looks once, when a hand takes hold, which shapes have the vertex; through a drag all moves are computed
from there. A neighbour that has no vertex where it should (a T-junction) gets one first.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from operator import is_
from typing import TYPE_CHECKING

import numpy as np

from labeler.core.edits.shapes import ReplaceShapes
from labeler.core.edits.vertices import insert_vertex
from labeler.core.errors import GeometryError
from labeler.core.geometry import Bounds
from labeler.core.handles import Handle, handle_rings, has_corners, with_handle_moved
from labeler.core.shapes import ShapeKind, as_points
from labeler.core.topology import (
    Place,
    coincident,
    divided,
    edges_through,
    is_same,
    on_edges,
    vertices_at,
    vertices_on,
    with_rings,
)

if TYPE_CHECKING:
    from labeler.core.annotation import Annotation
    from labeler.core.arrays import Points
    from labeler.core.shape_index import ShapeIndex
    from labeler.core.shapes import Shape

_RECTANGLES = (ShapeKind.RECTANGLE, ShapeKind.ORIENTED_RECTANGLE)


@dataclass(frozen=True, slots=True, eq=False)
class Joint:
    """Handles that move as one, and the shapes that have them.

    `positions` (ascending) are those of the shapes, `start` the shapes as they were found, `base` the same
    with a vertex wherever one is to move. `places` are where the handles lie, `handles` those (of `base`)
    that lie at each. `fixed` is the box of what their edges lead to.
    """

    positions: tuple[int, ...]
    start: tuple[Shape, ...]
    base: tuple[Shape, ...]
    places: tuple[Place, ...]
    handles: tuple[tuple[Handle, ...], ...]
    fixed: Bounds

    @property
    def is_shared(self) -> bool:
        """Whether more than one shape takes part."""
        return len(self.positions) > 1

    def moved(self, places: Sequence[Place]) -> tuple[Shape, ...]:
        """The shapes with the handles at other places, one for each of `self.places`."""
        shapes = dict(zip(self.positions, self.base, strict=True))
        for group, place in zip(self.handles, places, strict=True):
            for position, ring, vertex in group:
                shapes[position] = with_handle_moved(shapes[position], ring, vertex, *place)
        return tuple(shapes.values())


def join(
    annotation: Annotation,
    index: ShapeIndex,
    handles: Iterable[Handle],
    is_allowed: Callable[[int], bool],
) -> Joint:
    """The joint of some handles (of `handle_rings`) with all vertices and edges of other shapes there.

    Handles of circles, ellipses, points and lines move alone, and so does the corner of a rectangle that no
    other shape touches: it keeps its kind. Raises GeometryError when a shape that takes part may not be
    changed (`is_allowed` tells of a position), because the border would tear there.
    """
    alone: list[Handle] = []
    places: list[Place] = []
    for handle in handles:
        if _is_alone(annotation, index, handle):
            alone.append(handle)
            continue
        place = _end(annotation.shapes, handle)
        if not any(is_same(place, other) for other in places):
            places.append(place)
    return _joint(annotation, index, tuple(places), is_allowed, alone=alone)


def join_edge(
    annotation: Annotation,
    index: ShapeIndex,
    handle: Handle,
    place: Place,
    is_allowed: Callable[[int], bool],
) -> Joint:
    """The joint of a vertex that comes into being at `place` on an edge, and on that of each neighbour there.

    `handle` is where the vertex will stand, in `edge_rings`. Raises GeometryError as `join` does, and for a
    shape without edges.
    """
    shape = annotation.shapes[handle.position]
    if not shape.rings:
        after = insert_vertex(annotation, handle, place).after
        ends = Bounds.of_points(shape.points)
        return Joint((handle.position,), (shape,), after, (place,), ((handle,),), ends)
    return _joint(annotation, index, (place,), is_allowed, inserted=handle)


def move_vertices(
    annotation: Annotation, joint: Joint, places: Sequence[Place], *, gesture: Hashable | None = None
) -> ReplaceShapes:
    """The edit that brings the handles of a joint to `places`, one for each of `joint.places`.

    All edits of a drag are made of the joint that was there at its start, so that they merge. Where vertices
    of one joint meet, they stay two.
    """
    now = tuple(annotation.shapes[position] for position in joint.positions)
    text = "Move vertex" if len(places) == 1 else f"Move {len(places)} vertices"
    after = joint.moved(places)
    return ReplaceShapes(joint.positions, now, after, text, gesture, _dirty(joint, now, after, places))


def insert_shared(annotation: Annotation, joint: Joint, *, gesture: Hashable | None = None) -> ReplaceShapes:
    """The edit that gives a joint of `join_edge` its vertex, in all shapes that have the edge."""
    bounds = Bounds.around((joint.fixed, Bounds.of_points(np.array(joint.places))))
    return ReplaceShapes(joint.positions, joint.start, joint.base, "Add vertex", gesture, bounds)


def _joint(
    annotation: Annotation,
    index: ShapeIndex,
    places: tuple[Place, ...],
    is_allowed: Callable[[int], bool],
    *,
    alone: Sequence[Handle] = (),
    inserted: Handle | None = None,
) -> Joint:
    shapes = annotation.shapes
    # Of the places those that concern each shape, so that many vertices of many shapes take their time once.
    touched: dict[int, list[Place]] = {}
    meeting: list[list[int]] = []
    always = () if inserted is None else (inserted.position,)
    for place in places:
        found = coincident(shapes, index, place) + on_edges(shapes, index, place)
        meeting.append(sorted({handle.position for handle in found}.union(always)))
        for position in meeting[-1]:
            touched.setdefault(position, []).append(place)
    _refuse_others(shapes, touched, is_allowed)
    # What becomes a polygon for its neighbours has no other handles any more.
    alone = [handle for handle in alone if handle.position not in touched]
    positions = tuple(sorted(touched.keys() | {handle.position for handle in alone}))
    start = tuple(shapes[position] for position in positions)
    base = dict(zip(positions, start, strict=True))
    for position, own_places in touched.items():
        own = inserted if inserted is not None and inserted.position == position else None
        base[position] = _with_vertices(annotation, index, position, own_places, own)
    handles: tuple[tuple[Handle, ...], ...] = tuple((handle,) for handle in alone)
    handles += tuple(
        tuple(handle for position in there for handle in _handles_at(position, base[position], place))
        for place, there in zip(places, meeting, strict=True)
    )
    ends = tuple(_end(shapes, handle) for handle in alone)
    fixed = Bounds.around(_ends_around(shapes[position], own) for position, own in touched.items())
    return Joint(positions, start, tuple(base.values()), (*ends, *places), handles, fixed)


def _with_vertices(
    annotation: Annotation, index: ShapeIndex, position: int, places: Sequence[Place], own: Handle | None
) -> Shape:
    """The shape with a vertex at each place, and where its edges that end there pass one of a neighbour."""
    shape = annotation.shapes[position]
    before = shape.rings
    after = list(before)
    if own is not None:
        after[own.ring] = as_points(np.insert(after[own.ring], own.vertex, places[0], axis=0))
    after = [divided(annotation.shapes, index, ring, places) for ring in after]
    if after[0] is before[0] and (
        shape.kind is ShapeKind.POLYGON or not any(vertices_at(before[0], place) for place in places)
    ):
        return shape if all(map(is_, after, before)) else replace(shape, holes=tuple(after[1:]))
    return with_rings(shape, after)


def _handles_at(position: int, shape: Shape, place: Place) -> list[Handle]:
    return [
        Handle(position, number, vertex)
        for number, ring in enumerate(shape.rings)
        for vertex in vertices_at(ring, place)
    ]


def _ends_around(shape: Shape, places: Sequence[Place]) -> Bounds:
    """The box of the vertices to which the edges at the places lead, of those that stay where they are."""
    ends: set[Place] = set()
    for ring in shape.rings:
        for place in places:
            for vertex in vertices_at(ring, place):
                ends |= {_at(ring, vertex - 1), _at(ring, vertex + 1)}
            for edge in edges_through(ring, place):
                ends |= {_at(ring, edge), _at(ring, edge + 1)}
    staying = [end for end in ends if not any(is_same(end, place) for place in places)]
    return Bounds.of_points(np.array(staying)) if staying else Bounds.around(())


def _dirty(joint: Joint, now: Sequence[Shape], after: Sequence[Shape], places: Sequence[Place]) -> Bounds:
    """The box of all edges that move, before and after; of kinds that change as a whole that of the shape."""
    boxes = [joint.fixed, Bounds.of_points(np.array(places))]
    row = {position: row for row, position in enumerate(joint.positions)}
    for group, place in zip(joint.handles, joint.places, strict=True):
        position, ring, vertex = group[0]
        shape = now[row[position]]
        if shape is joint.start[row[position]]:
            boxes.append(Bounds(*place, *place))
        else:
            x, y = _at(handle_rings(shape)[ring], vertex)
            boxes.append(Bounds(x, y, x, y))
        if joint.base[row[position]].kind is not ShapeKind.POLYGON and ring == 0:
            boxes += [shape.bounds, after[row[position]].bounds]
    return Bounds.around(boxes)


def _is_alone(annotation: Annotation, index: ShapeIndex, handle: Handle) -> bool:
    """Whether a handle is no vertex that others can share, or one of a rectangle that nothing touches."""
    shape = annotation.shapes[handle.position]
    if handle.ring > 0:
        return False
    if not shape.rings or not has_corners(shape):
        return True
    if shape.kind not in _RECTANGLES:
        return False
    ring = shape.rings[0]
    for vertex in range(len(ring)):
        place = _at(ring, vertex)
        touching = coincident(annotation.shapes, index, place) + on_edges(annotation.shapes, index, place)
        if any(other.position != handle.position for other in touching):
            return False
        if vertices_on(annotation.shapes, index, place, _at(ring, vertex + 1)):
            return False
    return True


def _refuse_others(
    shapes: Sequence[Shape], positions: Iterable[int], is_allowed: Callable[[int], bool]
) -> None:
    for position in sorted(positions):
        if not is_allowed(position):
            name = shapes[position].class_name
            raise GeometryError(
                f'The border here belongs also to a shape of the class "{name}" that is locked or hidden. '
                "Unlock or show it first."
            )


def _end(shapes: Sequence[Shape], handle: Handle) -> Place:
    return _at(handle_rings(shapes[handle.position])[handle.ring], handle.vertex)


def _at(ring: Points, vertex: int) -> Place:
    x, y = ring[vertex % len(ring)].tolist()
    return (x, y)
