"""Where a place near the border of a shape or of the image comes to lie exactly on it."""

from __future__ import annotations

import math
from collections.abc import Set as AbstractSet
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from labeler.core.edges_near import EdgesNear, edges_near
from labeler.tools.base import clamped

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.arrays import Points
    from labeler.core.handles import Handle
    from labeler.tools.base import Place, Pointer, ToolContext

# Of more shapes than these near the pointer the topmost ones are looked at, so that a move takes its time.
_AT_MOST = 500

# So near to the end of an edge, in pixels, a crossing is that end.
_SAME = 1e-6


class SnapKind(StrEnum):
    """What a place was caught by."""

    NONE = "none"
    VERTEX = "vertex"
    EDGE = "edge"
    BORDER = "border"
    CORNER = "corner"


class Snapped(NamedTuple):
    """A place in the image, and what caught it.

    `handle` is the vertex, or where in its ring a vertex inserted on the edge would stand; it counts in the
    rings of `edge_rings`, and is None for the border of the image and where nothing was near.
    """

    x: float
    y: float
    kind: SnapKind = SnapKind.NONE
    handle: Handle | None = None

    @property
    def place(self) -> Place:
        """The place (x, y)."""
        return (self.x, self.y)

    @property
    def mark(self) -> Place | None:
        """Where to show that the pointer was caught; None where it was not."""
        return None if self.kind is SnapKind.NONE else self.place


def snap(context: ToolContext, pointer: Pointer, *, skip: AbstractSet[int] = frozenset()) -> Snapped:
    """The nearest vertex, else the nearest edge, else the border of the image within the pointer's tolerance.

    A corner of the image counts as a vertex, its border as an edge. Shapes at the positions `skip` and
    hidden ones catch nothing. The place of a vertex is returned bit for bit, and every place lies in the
    image: a pointer outside is brought to its border first. With Ctrl held, or snapping off, that is all.
    """
    place = pointer.in_image(context.size)
    if pointer.ctrl or not context.options.snaps:
        return Snapped(*place)
    near = edges_around(context, place, pointer.tolerance, skip)
    corner, border = _corner(place, pointer.tolerance, context.size), _border(place, context.size)
    found = _vertex(near, place, pointer.tolerance, context.size)
    if found is not None or corner is not None:
        return _nearer(found, corner, place)
    found = _edge(near, place, pointer.tolerance, context.size)
    if _distance(border.place, place) > pointer.tolerance:
        return Snapped(*place) if found is None else found
    return _nearer(found, border, place)


def snap_along(
    context: ToolContext,
    pointer: Pointer,
    origin: Place,
    direction: Place,
    *,
    skip: AbstractSet[int] = frozenset(),
) -> Snapped:
    """Where the line from `origin` in `direction` meets an edge or the border of the image near the pointer.

    `direction` has items of -1, 0 and 1, so that the line is met exactly. Without anything near, or with
    snapping off, the foot of the pointer on the line, within the image.
    """
    (x, y), (across, down) = origin, direction
    longest = _length_in_image(origin, direction, context.size)
    length = ((pointer.x - x) * across + (pointer.y - y) * down) / (across**2 + down**2)
    length = min(max(length, 0.0), longest)
    foot = _at(origin, direction, length, context.size)
    if pointer.ctrl or not context.options.snaps:
        return Snapped(*foot)
    near = edges_around(context, foot, pointer.tolerance, skip)
    reach = pointer.tolerance / math.hypot(across, down)
    lengths = _crossings(near, origin, direction)
    lengths[~((lengths > _SAME) & (lengths <= longest + _SAME))] = np.nan
    away = np.abs(lengths - length)
    if away.size and np.nanmin(away, initial=np.inf) <= reach:
        crossed = int(np.nanargmin(away))
        met = _at(origin, direction, min(float(lengths[crossed]), longest), context.size)
        return _on_edge(near, crossed, met)
    if longest - length <= reach:
        return Snapped(*_at(origin, direction, longest, context.size), SnapKind.BORDER)
    return Snapped(*foot)


def edges_around(
    context: ToolContext, place: Place, reach: float, skip: AbstractSet[int] = frozenset()
) -> EdgesNear:
    """The vertices and edges within `reach` of a place, of visible shapes that are not at `skip`."""
    x, y = place
    boxes = context.index.overlapping((x - reach, y - reach, x + reach, y + reach)).tolist()
    seen = [position for position in boxes if position not in skip and context.is_visible(position)]
    return edges_near(context.annotation.shapes, seen[-_AT_MOST:], place, reach)


def _vertex(near: EdgesNear, place: Place, reach: float, size: tuple[int, int]) -> Snapped | None:
    distances = _distances(near.vertices, place, size)
    if not distances.size or distances.min() > reach:
        return None
    # Of several shapes with a vertex there the topmost one.
    nearest = distances.size - 1 - int(distances[::-1].argmin())
    x, y = near.vertices[nearest].tolist()
    return Snapped(x, y, SnapKind.VERTEX, near.vertex(nearest))


def _edge(near: EdgesNear, place: Place, reach: float, size: tuple[int, int]) -> Snapped | None:
    starts, along = near.starts, near.ends - near.starts
    lengths = np.einsum("ij,ij->i", along, along)
    shares = np.einsum("ij,ij->i", np.subtract(place, starts), along) / np.where(lengths > 0, lengths, 1.0)
    feet = starts + along * np.clip(shares, 0, 1)[:, None]
    distances = _distances(feet, place, size)
    if not distances.size or distances.min() > reach:
        return None
    nearest = distances.size - 1 - int(distances[::-1].argmin())
    x, y = feet[nearest].tolist()
    return _on_edge(near, nearest, (x, y))


def _on_edge(near: EdgesNear, edge: int, place: Place) -> Snapped:
    """A place on an edge; one of its ends, bit for bit, when it lies there."""
    handle = near.edge(edge)
    (x0, y0), (x1, y1) = near.starts[edge].tolist(), near.ends[edge].tolist()
    if _distance((x0, y0), place) <= _SAME:
        return Snapped(x0, y0, SnapKind.VERTEX, handle._replace(vertex=handle.vertex - 1))
    if _distance((x1, y1), place) <= _SAME:
        return Snapped(x1, y1, SnapKind.VERTEX, near.end_of(edge))
    return Snapped(*place, SnapKind.EDGE, handle)


def _distances(places: Points, place: Place, size: tuple[int, int]) -> NDArray[np.float64]:
    """How far each of the places is, infinitely for those outside the image."""
    across, down = places[:, 0], places[:, 1]
    distances = np.hypot(across - place[0], down - place[1])
    is_inside = (across >= 0) & (down >= 0) & (across <= size[0]) & (down <= size[1])
    return np.where(is_inside, distances, np.inf)


def _crossings(near: EdgesNear, origin: Place, direction: Place) -> NDArray[np.float64]:
    """How many times `direction` it is from `origin` to each edge; not a number where it is not met."""
    starts, along = near.starts - origin, near.ends - near.starts
    across, down = direction
    cross = across * along[:, 1] - down * along[:, 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = (starts[:, 0] * down - starts[:, 1] * across) / cross
        lengths: NDArray[np.float64] = (starts[:, 0] * along[:, 1] - starts[:, 1] * along[:, 0]) / cross
    return np.where((shares >= -_SAME) & (shares <= 1 + _SAME), lengths, np.nan)


def _length_in_image(origin: Place, direction: Place, size: tuple[int, int]) -> float:
    """How many times `direction` it is from `origin` to the border of the image."""
    lengths = [
        ((limit if step > 0 else 0) - start) / step
        for start, step, limit in zip(origin, direction, size, strict=True)
        if step
    ]
    return max(min(lengths), 0.0)


def _at(origin: Place, direction: Place, length: float, size: tuple[int, int]) -> Place:
    """The place on a line, on the border of the image exactly where it is all but there."""
    x, y = (start + length * step for start, step in zip(origin, direction, strict=True))
    near = _border((x, y), size)
    return near.place if _distance(near.place, (x, y)) <= _SAME else (x, y)


def _corner(place: Place, reach: float, size: tuple[int, int]) -> Snapped | None:
    corner = (_nearer_end(place[0], size[0]), _nearer_end(place[1], size[1]))
    return Snapped(*corner, SnapKind.CORNER) if _distance(corner, place) <= reach else None


def _border(place: Place, size: tuple[int, int]) -> Snapped:
    """The place on the border of the image that is nearest to one in the image."""
    x, y = place
    end_x, end_y = _nearer_end(x, size[0]), _nearer_end(y, size[1])
    if abs(end_x - x) <= abs(end_y - y):
        return Snapped(end_x, clamped(x, y, size)[1], SnapKind.BORDER)
    return Snapped(clamped(x, y, size)[0], end_y, SnapKind.BORDER)


def _nearer_end(value: float, length: int) -> float:
    return 0.0 if value <= length / 2 else float(length)


def _nearer(first: Snapped | None, second: Snapped | None, place: Place) -> Snapped:
    """What is nearer to the place, the first of equals."""
    found = [each for each in (first, second) if each is not None]
    return min(found, key=lambda each: _distance(each.place, place))


def _distance(first: Place, second: Place) -> float:
    return math.hypot(first[0] - second[0], first[1] - second[1])
