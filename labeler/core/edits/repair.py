"""Repairs shapes that cross themselves, double a vertex or have no area; their pixels stay the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from labeler.core.areas import area_of, pieces
from labeler.core.edits.content import ReplaceParts
from labeler.core.edits.pieces import replace_by_pieces
from labeler.core.edits.sequence import EditSequence
from labeler.core.edits.shapes import InsertShapes
from labeler.core.errors import AnnotationError
from labeler.core.geometry import is_flat
from labeler.core.shape_json import shape_from_json
from labeler.core.shapes import Shape, ShapeKind
from labeler.core.validity import faults_of

if TYPE_CHECKING:
    from labeler.core.annotation import Annotation
    from labeler.core.arrays import Points
    from labeler.core.edits.base import Edit

# What a polygon of so many vertices is instead.
_KINDS = {1: ShapeKind.POINT, 2: ShapeKind.LINE}


def repair_shapes(annotation: Annotation, positions: Sequence[int]) -> Edit | EditSequence | None:
    """The edit that repairs the shapes at `positions`; None when none has a fault.

    A doubled vertex goes, and nothing else of its shape changes. A shape that crosses itself becomes the
    pieces that it covers under the even-odd rule, of one group. One without area becomes a line, or a point,
    of its vertices, which gives no pixels either.
    """
    new = {
        position: repaired(annotation.shapes[position])
        for position in sorted(positions)
        if faults_of(annotation.shapes[position])
    }
    text = "Repair shape" if len(new) == 1 else f"Repair {len(new)} shapes"
    return replace_by_pieces(annotation, new, text) if new else None


def repaired(shape: Shape) -> list[Shape]:
    """The shape without its faults: one or several, which give the same pixels."""
    if shape.kind is ShapeKind.MASK or not shape.rings:
        return [_as_line(shape)]
    rings = [_without_doubles(ring) for ring in shape.rings]
    kept = [ring for ring in rings if len(ring) > 2 and not is_flat(ring)]
    if not kept:
        return [_as_line(shape)]
    # A curve or a rectangle that is all right but for its holes stays what it is.
    is_same = kept[0] is rings[0] and len(rings[0]) == len(shape.rings[0])
    kind, points = (shape.kind, shape.points) if is_same else (ShapeKind.POLYGON, kept[0])
    plain = replace(shape, kind=kind, points=points, holes=tuple(kept[1:]))
    if not faults_of(plain):
        return [plain]
    return pieces(area_of(plain), plain) or [_as_line(shape)]


def repair_unreadable(annotation: Annotation) -> EditSequence | None:
    """The edit that makes points and lines of the polygons of the file that have one or two vertices.

    Such cannot be read as polygons; None when there are none.
    """
    read = {place: _read(each.content) for place, each in enumerate(annotation.unreadable)}
    left = [each for place, each in enumerate(annotation.unreadable) if read[place] is None]
    made = [
        # A position counts what cannot be read as well.
        (each.position - sum(other.position < each.position for other in left), shape)
        for each, shape in zip(annotation.unreadable, read.values(), strict=True)
        if shape is not None
    ]
    if not made:
        return None
    made.sort(key=lambda pair: pair[0])
    most = len(annotation.shapes)
    places = tuple(min(place, most + number) for number, (place, _) in enumerate(made))
    parts = (
        ReplaceParts({"unreadable": annotation.unreadable}, {"unreadable": left}),
        InsertShapes(places, tuple(shape for _, shape in made)),
    )
    text = "Repair shape" if len(made) == 1 else f"Repair {len(made)} shapes"
    return EditSequence(parts, text, selects=places)


def _as_line(shape: Shape) -> Shape:
    """A line along the vertices, or a point where they are one."""
    places = np.concatenate(shape.rings) if shape.rings else shape.points
    line = _without_doubles(places)
    kind = _KINDS.get(len(line), ShapeKind.LINESTRIP)
    return replace(shape, kind=kind, points=line, holes=(), bitmap=None, ellipse=None)


def _without_doubles(ring: Points) -> Points:
    """The vertices that differ from the one before; of equal ones the first stays."""
    if len(ring) < 2:
        return ring
    is_new = (ring != np.roll(ring, 1, axis=0)).any(axis=1)
    return ring[is_new] if is_new.any() else ring[:1]


def _read(content: Any) -> Shape | None:
    """A polygon of one or two vertices as a point or a line; None for anything else."""
    if not isinstance(content, dict) or content.get("shape_type", "polygon") != "polygon":
        return None
    points = content.get("points")
    kind = _KINDS.get(len(points)) if isinstance(points, list) else None
    if kind is None:
        return None
    try:
        return shape_from_json({**content, "shape_type": kind.value})
    except AnnotationError:
        return None
