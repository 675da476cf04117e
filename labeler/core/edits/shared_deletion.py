"""Deletes vertices that shapes share in all of them, so that a tiling stays one.

Where two shapes share a border, the vertex goes from both. Where borders meet (a junction), taking it out of
each would leave a hole in the middle: there the vertex is drawn into one at the other end of its edges, the
one that changes the least area.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from labeler.core.edits.shapes import ReplaceShapes
from labeler.core.edits.shared import join
from labeler.core.errors import GeometryError
from labeler.core.geometry import Bounds
from labeler.core.handles import Handle, has_corners, with_handle_moved, with_vertex_deleted
from labeler.core.shapes import ShapeKind
from labeler.core.topology import Place, is_same, vertices_at

if TYPE_CHECKING:
    from labeler.core.annotation import Annotation
    from labeler.core.shape_index import ShapeIndex
    from labeler.core.shapes import Shape


class _Corner(NamedTuple):
    """A vertex in one ring, and the two places to which its edges lead."""

    handle: Handle
    ends: tuple[Place, Place]


def delete_shared(
    annotation: Annotation,
    index: ShapeIndex,
    handles: Iterable[Handle],
    is_allowed: Callable[[int], bool],
) -> ReplaceShapes:
    """The edit that deletes some handles (of `handle_rings`) and all vertices of other shapes there.

    Raises GeometryError as `join` does, when a ring needs the vertex, and when no way is left in which the
    shapes around a shared one do not cross each other.
    """
    joint = join(annotation, index, handles, is_allowed)
    shapes = dict(zip(joint.positions, joint.base, strict=True))
    # A corner of what is no polygon yet takes the whole shape along.
    boxes = [joint.fixed, *(shape.bounds for shape in joint.base if shape.kind is not ShapeKind.POLYGON)]
    alone = [group[0] for group in joint.handles if not _has_corner(shapes[group[0].position], group[0])]
    # From the last on, so that those before keep their numbers.
    for position, ring, vertex in sorted(alone, reverse=True):
        shapes[position] = with_vertex_deleted(shapes[position], ring, vertex)
    for group, place in zip(joint.handles, joint.places, strict=True):
        boxes.append(Bounds(*place, *place))
        while group[0] not in alone and (corners := _corners(shapes, place)):
            shapes |= _without(shapes, _fan(corners), place)
    after = tuple(shapes.values())
    count = len(joint.places)
    text = "Delete vertex" if count == 1 else f"Delete {count} vertices"
    return ReplaceShapes(joint.positions, joint.start, after, text, None, Bounds.around(boxes))


def _has_corner(shape: Shape, handle: Handle) -> bool:
    """Whether a handle is a vertex of the ring that rasterizes."""
    return bool(shape.rings) and (handle.ring > 0 or has_corners(shape))


def _corners(shapes: dict[int, Shape], place: Place) -> list[_Corner]:
    corners = []
    for position, shape in shapes.items():
        for number, ring in enumerate(shape.rings):
            if not _has_corner(shape, Handle(position, number, 0)):
                continue
            for vertex in vertices_at(ring, place):
                (x0, y0), (x1, y1) = ring[[vertex - 1, (vertex + 1) % len(ring)]].tolist()
                corners.append(_Corner(Handle(position, number, vertex), ((x0, y0), (x1, y1))))
    return corners


def _fan(corners: list[_Corner]) -> list[_Corner]:
    """The first corner, and those that share an edge with it or with one of the fan."""
    fan, rest = corners[:1], corners[1:]
    reached = list(fan[0].ends)
    while joining := [corner for corner in rest if _leads_to(corner, reached)]:
        fan += joining
        rest = [corner for corner in rest if corner not in joining]
        reached += [end for corner in joining for end in corner.ends]
    return fan


def _leads_to(corner: _Corner, places: Sequence[Place]) -> bool:
    return any(is_same(end, place) for end in corner.ends for place in places)


def _without(shapes: dict[int, Shape], fan: list[_Corner], place: Place) -> dict[int, Shape]:
    """The shapes of a fan without the vertex at its place."""
    doubled = [corner for corner in fan if _leads_to(corner, (place,))]
    if doubled:
        return _drawn_into(shapes, doubled[:1], place)
    ends: list[Place] = []
    for corner in fan:
        ends += [end for end in corner.ends if not any(is_same(end, other) for other in ends)]
    if len(fan) == 1:
        return _drawn_into(shapes, fan, ends[0])
    if len(ends) == 2:
        ends = ends[:1]
    refusal = "Without this vertex the shapes around it would cross each other; drag it instead."
    for end in sorted(ends, key=lambda end: _swept(place, end, ends)):
        try:
            after = _drawn_into(shapes, fan, end)
        except GeometryError as error:
            refusal = str(error)
            continue
        if all(_is_as_sound(shape, shapes[position]) for position, shape in after.items()):
            return after
    raise GeometryError(refusal)


def _drawn_into(shapes: dict[int, Shape], fan: list[_Corner], end: Place) -> dict[int, Shape]:
    """The shapes of a fan with its vertex at the end of one of its edges, which so has no length any more."""
    after = {corner.handle.position: shapes[corner.handle.position] for corner in fan}
    for (position, ring, vertex), ends in sorted(fan, reverse=True):
        if any(is_same(end, other) for other in ends):
            after[position] = with_vertex_deleted(after[position], ring, vertex)
        else:
            after[position] = with_handle_moved(after[position], ring, vertex, *end)
    return after


def _swept(place: Place, end: Place, ends: Sequence[Place]) -> float:
    """The area over which the edges of a fan go when its vertex is drawn into one end."""
    x, y = end[0] - place[0], end[1] - place[1]
    return sum(abs(x * (other[1] - place[1]) - y * (other[0] - place[0])) for other in ends)


def _is_as_sound(after: Shape, before: Shape) -> bool:
    """Whether a shape whose rings did not cross has none that cross or run the other way."""
    from shapely import LinearRing, Polygon

    old, new = before.rings, after.rings
    if min(map(len, new)) < 3 or min(map(len, old)) < 3 or not Polygon(old[0], old[1:]).is_valid:
        return True
    if not Polygon(new[0], new[1:]).is_valid:
        return False
    turns = [[LinearRing(ring).is_ccw for ring in rings] for rings in (old, new)]
    return turns[0] == turns[1]
