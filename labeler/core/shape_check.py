"""What is wrong with the shapes of an image: their classes, their outlines, and what they cover.

Nothing here is an error to the program, which draws and exports every such shape by the pixel rule but those
of unknown classes; it is what somebody who looks through a dataset would hardly call meant.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np

from labeler.core.annotation import Annotation
from labeler.core.classes import BACKGROUND, ClassTable
from labeler.core.exact import LARGEST
from labeler.core.geometry import Bounds
from labeler.core.pixel_counts import pixel_counts
from labeler.core.rasterizer import paint
from labeler.core.shapes import Shape, ShapeKind, boxes_of
from labeler.core.topmost import FlatShapes
from labeler.core.validity import FaultKind, find_faults

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.arrays import Points

    Counts: TypeAlias = NDArray[np.int64]

# Pixels that are painted at once, so that a large image takes little memory.
_AT_ONCE = 1 << 22

# As many shapes have each a value of their own in 8 bits.
_FEW_SHAPES = 255

# A vertex this little outside the image is a matter of rounding.
_BEYOND = 0.5


class ShapeFlaw(StrEnum):
    """What is wrong with a shape."""

    CLASS = "unknown class"
    CROSSING = "crosses itself"
    REPEATED_VERTEX = "repeated vertex"
    FLAT = "no area"
    HOLE = "misplaced hole"
    FAR = "too far away"
    OUTSIDE = "outside the image"
    BEYOND = "partly outside the image"
    NO_PIXEL = "no pixel"
    TINY = "tiny"
    TWICE = "drawn twice"
    TWO_CLASSES = "drawn twice in two classes"
    COVERED = "covered"


_OF_FAULT = {
    FaultKind.CROSSING: ShapeFlaw.CROSSING,
    FaultKind.DOUBLED: ShapeFlaw.REPEATED_VERTEX,
    FaultKind.FLAT: ShapeFlaw.FLAT,
    FaultKind.FEW: ShapeFlaw.FLAT,
    FaultKind.MISPLACED: ShapeFlaw.HOLE,
}


class ShapeProblem(NamedTuple):
    """One flaw of the shape at a position, which has these bounds.

    `amount` is the number of its places, vertices or pixels, or for BEYOND how many pixels it reaches out.
    `other` is the position of the shape that is the same, -1 where that does not apply.
    """

    flaw: ShapeFlaw
    position: int
    bounds: Bounds
    amount: int = 0
    other: int = -1


@dataclass(frozen=True, slots=True)
class ShapeReport:
    """The problems by position, and how many pixels of the image each index has.

    Shapes of unknown classes paint nothing here.
    """

    problems: list[ShapeProblem]
    pixels: dict[int, int]


def check_shapes(
    shapes: Sequence[Shape], size: tuple[int, int], classes: ClassTable | None, *, least_pixels: int
) -> ShapeReport:
    """Look through the shapes of an image of `size` (width, height).

    Without `classes` none is unknown, and no pixels are told. A shape that covers fewer pixels than
    `least_pixels` is tiny. What is covered, and what a shape would cover alone, is found by painting, so by
    the pixel rule. Takes 5 ms for 50 shapes of a 1920x1080 image.
    """
    boxes = boxes_of(shapes)
    is_near = (np.abs(boxes) <= LARGEST).all(axis=1)
    # A box that is no number is not near.
    drawn = [place for place in np.flatnonzero(is_near).tolist() if shapes[place].kind.is_rasterized]
    problems = [
        ShapeProblem(ShapeFlaw.FAR, place, Bounds(0, 0, 0, 0)) for place in np.flatnonzero(~is_near).tolist()
    ]
    problems += _unknown(shapes, boxes, drawn, classes)
    problems += _faults(shapes, boxes, drawn)
    problems += _twins(shapes, boxes, drawn)
    visible = visible_pixels([shapes[place] for place in drawn], size)
    problems += _by_pixels(shapes, boxes, drawn, _Look(visible, size, least_pixels, problems))
    flawed = {problem.position for problem in problems if problem.flaw in (ShapeFlaw.FAR, ShapeFlaw.OUTSIDE)}
    problems += [each for each in _beyond(boxes, size) if each.position not in flawed]
    problems.sort(key=lambda problem: problem.position)
    pixels = {} if classes is None else _of_classes(shapes, drawn, visible, classes)
    return ShapeReport(problems, pixels)


def visible_pixels(shapes: Sequence[Shape], size: tuple[int, int]) -> Counts:
    """(n + 1,) int64: how many pixels of an image no shape covers, then of which each shape is the topmost.

    Raises GeometryError for a shape that cannot be drawn.
    """
    width, height = size
    counts = np.zeros(len(shapes) + 1, np.int64)
    rows = max(1, _AT_ONCE // width)
    many = FlatShapes(shapes) if len(shapes) > _FEW_SHAPES else None
    for top in range(0, height, rows):
        bottom = min(top + rows, height)
        if many is None:
            numbers = np.zeros((bottom - top, width), np.uint8)
            paint(numbers, shapes, range(1, len(shapes) + 1), origin=(0, top))
            counts += pixel_counts(numbers)[: len(counts)]
        else:
            place = many.topmost(np.arange(len(shapes)), np.arange(top, bottom), np.arange(width))
            counts += np.bincount(place.reshape(-1), minlength=len(counts))
    return counts


def own_pixels(shape: Shape, size: tuple[int, int]) -> int:
    """How many pixels of the image a shape covers, whatever lies over it."""
    box = shape.bounds.pixels(size)
    if box.is_empty:
        return 0
    count = 0
    rows = max(1, _AT_ONCE // box.width)
    for top in range(box.top, box.bottom, rows):
        mask = np.zeros((min(top + rows, box.bottom) - top, box.width), np.uint8)
        paint(mask, [shape], [1], origin=(box.left, top))
        count += int(np.count_nonzero(mask))
    return count


def with_single_vertices(annotation: Annotation) -> Annotation:
    """The annotation without vertices that repeat the one before, as far as polygons remain.

    The label map stays the same.
    """
    return replace(annotation, shapes=[without_repeats(shape) for shape in annotation.shapes])


def without_copies(annotation: Annotation) -> Annotation:
    """The annotation without shapes that are there once more, the same in everything.

    The last of them stays, which covers the others, so that the label map is the same. That two shapes say
    different things about one place is for people to decide.
    """
    shapes = annotation.shapes
    drawn = [place for place, shape in enumerate(shapes) if shape.kind.is_rasterized]
    twins = _twins(shapes, boxes_of(shapes), drawn)
    gone = {twin.other for twin in twins if is_copy(shapes[twin.other], shapes[twin.position])}
    in_file = _in_file(gone, annotation)
    unreadable = [
        replace(each, position=each.position - sum(place < each.position for place in in_file))
        for each in annotation.unreadable
    ]
    kept = [shape for place, shape in enumerate(shapes) if place not in gone]
    return replace(annotation, shapes=kept, unreadable=unreadable)


def without_repeats(shape: Shape) -> Shape:
    """A polygon without vertices that repeat the one before; itself where that leaves no polygon."""
    if shape.kind is not ShapeKind.POLYGON:
        return shape
    rings = [ring[(ring != np.roll(ring, -1, axis=0)).any(axis=1)] for ring in shape.rings]
    is_same = all(len(new) == len(old) for new, old in zip(rings, shape.rings, strict=True))
    if is_same or min(map(len, rings)) < 3:
        return shape
    return replace(shape, points=rings[0], holes=tuple(rings[1:]))


def is_copy(shape: Shape, other: Shape) -> bool:
    """Whether two shapes of one outline are the same in everything else, so that one of them says nothing."""
    return (
        shape.kind is other.kind
        and shape.class_name == other.class_name
        and shape.group_id == other.group_id
        and shape.description == other.description
        and dict(shape.flags) == dict(other.flags)
        and shape.is_locked == other.is_locked
        and dict(shape.extra) == dict(other.extra)
    )


def _in_file(gone: set[int], annotation: Annotation) -> list[int]:
    """Where shapes stand in the file, which counts those that could not be read."""
    taken = {each.position for each in annotation.unreadable}
    free = [place for place in range(len(annotation.shapes) + len(taken)) if place not in taken]
    return [free[place] for place in gone]


def _unknown(
    shapes: Sequence[Shape], boxes: NDArray[np.float64], drawn: list[int], classes: ClassTable | None
) -> list[ShapeProblem]:
    return [
        ShapeProblem(ShapeFlaw.CLASS, place, _box(boxes, place))
        for place in drawn
        if classes is not None and classes.find(shapes[place].class_name) is None
    ]


def _faults(shapes: Sequence[Shape], boxes: NDArray[np.float64], drawn: list[int]) -> list[ShapeProblem]:
    """What `validity` finds: one problem for each kind, at its first place."""
    problems = []
    for place, faults in find_faults(shapes, drawn).items():
        for flaw in dict.fromkeys(_OF_FAULT[fault.kind] for fault in faults):
            found = [fault for fault in faults if _OF_FAULT[fault.kind] is flaw]
            bounds = _box(boxes, place)
            if flaw is not ShapeFlaw.FLAT:
                bounds = Bounds.of_points(np.array([fault[1:] for fault in found]))
            problems.append(ShapeProblem(flaw, place, bounds, len(found)))
    return problems


class _Look(NamedTuple):
    """What painting has shown, and what to judge it by."""

    visible: Counts
    size: tuple[int, int]
    least_pixels: int
    known: Sequence[ShapeProblem]


def _by_pixels(
    shapes: Sequence[Shape], boxes: NDArray[np.float64], drawn: list[int], look: _Look
) -> Iterator[ShapeProblem]:
    """Shapes that cover too little, and those that nothing is seen of.

    Only few have to be painted alone: a shape covers at least the pixels that are seen of it.
    """
    repeated = {problem.other for problem in look.known}
    flat = {problem.position for problem in look.known if problem.flaw is ShapeFlaw.FLAT}
    for place, seen in zip(drawn, look.visible[1:].tolist(), strict=True):
        if seen >= max(1, look.least_pixels):
            continue
        own, box = own_pixels(shapes[place], look.size), _box(boxes, place)
        if own == 0 and place not in flat:
            flaw = ShapeFlaw.OUTSIDE if _is_outside(box, look.size) else ShapeFlaw.NO_PIXEL
            yield ShapeProblem(flaw, place, box)
        elif 0 < own < look.least_pixels:
            yield ShapeProblem(ShapeFlaw.TINY, place, box, own)
        if own and not seen and place not in repeated:
            yield ShapeProblem(ShapeFlaw.COVERED, place, box, own)


def _is_outside(box: Bounds, size: tuple[int, int]) -> bool:
    return box.right <= 0 or box.bottom <= 0 or box.left >= size[0] or box.top >= size[1]


def _beyond(boxes: NDArray[np.float64], size: tuple[int, int]) -> Iterator[ShapeProblem]:
    """Shapes of any kind that reach out of the image."""
    width, height = size
    out = np.maximum(-boxes[:, :2], boxes[:, 2:] - (width, height)).max(axis=1, initial=0)
    for place in np.flatnonzero(out > _BEYOND).tolist():
        box = _box(boxes, place)
        if math.isfinite(out[place]):
            yield ShapeProblem(ShapeFlaw.BEYOND, place, box, math.ceil(out[place]))


def _twins(shapes: Sequence[Shape], boxes: NDArray[np.float64], drawn: list[int]) -> Iterator[ShapeProblem]:
    """Shapes whose outline an earlier one has as well, with the last of those before it."""
    by_box: dict[bytes, list[int]] = {}
    for place in drawn:
        by_box.setdefault(boxes[place].tobytes(), []).append(place)
    for places in by_box.values():
        last: dict[tuple[object, ...], int] = {}
        for place in places if len(places) > 1 else ():
            outline = _outline(shapes[place])
            if outline in last:
                other = last[outline]
                is_one = shapes[place].class_name == shapes[other].class_name
                flaw = ShapeFlaw.TWICE if is_one else ShapeFlaw.TWO_CLASSES
                yield ShapeProblem(flaw, place, _box(boxes, place), other=other)
            last[outline] = place


def _outline(shape: Shape) -> tuple[object, ...]:
    """What is equal for shapes that cover the same: rings wherever they begin and whichever way they run."""
    if shape.kind is ShapeKind.MASK and shape.bitmap is not None:
        mask = shape.bitmap.pixels
        return ("mask", shape.points[0].tobytes(), mask.shape, mask.tobytes())
    return tuple(sorted(map(_ring_key, shape.rings)))


def _ring_key(ring: Points) -> bytes:
    """The vertices from the lowest one on, towards the lower of its neighbours."""
    vertices = (ring + 0.0).tolist()  # -0.0 is 0
    if not vertices:
        return b""
    start = min(range(len(vertices)), key=vertices.__getitem__)
    ahead = vertices[start:] + vertices[:start]
    back = ahead[:1] + ahead[:0:-1]
    return np.array(min(ahead, back)).tobytes()


def _of_classes(
    shapes: Sequence[Shape], drawn: list[int], visible: Counts, classes: ClassTable
) -> dict[int, int]:
    """The pixels of each index, ascending."""
    index_of: Mapping[str, int] = classes.index_of_name
    pixels = np.zeros(256, np.int64)
    pixels[BACKGROUND] = visible[0]
    for place, seen in zip(drawn, visible[1:].tolist(), strict=True):
        pixels[index_of.get(shapes[place].class_name, BACKGROUND)] += seen
    return {int(index): int(pixels[index]) for index in np.flatnonzero(pixels)}


def _box(boxes: NDArray[np.float64], place: int) -> Bounds:
    return Bounds(*boxes[place].tolist())
