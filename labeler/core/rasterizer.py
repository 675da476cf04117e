"""The rasterizer: label maps from shapes by the exact pixel rule.

A pixel belongs to a shape iff its centre (column + 0.5, row + 0.5) is inside under the even-odd rule over
all rings; a centre on a left or top boundary is in, on a right or bottom boundary out. So shapes that share
an edge leave no gap and do not overlap, and a window equals that window of the whole map.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, NoReturn, TypeAlias

import numpy as np

from labeler.core.classes import LABELME_NAMES, VOID, ClassTable
from labeler.core.compiled import needs_stand_in
from labeler.core.errors import GeometryError, OptionError, UnknownClassError
from labeler.core.exact import LARGEST, TERMS, first_centre
from labeler.core.geometry import PixelRect
from labeler.core.scanline import BAND_WORDS, paint_rings
from labeler.core.scanline_numpy import paint_rings_plainly
from labeler.core.shapes import Shape, ShapeKind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.arrays import InstanceMap, LabelMap, Points

Classes: TypeAlias = ClassTable | Mapping[str, int]

# From twice this many pixels on, several processors paint at once.
_PART_PIXELS = 1 << 21

# How many points a kind needs before it has rings at all.
_FEWEST_POINTS = {ShapeKind.RECTANGLE: 2, ShapeKind.CIRCLE: 2, ShapeKind.MASK: 1}


def rasterize(  # noqa: PLR0913 (the face that DESIGN.md fixes; all but three are options by name)
    shapes: Sequence[Shape],
    size: tuple[int, int],
    classes: Classes,
    *,
    background: int = 0,
    window: PixelRect | None = None,
    compat: str | None = None,
    path: Path | str | None = None,
) -> LabelMap:
    """The label map of an image of `size` (width, height): (height, width) uint8 class indices.

    Shapes paint in list order, later over earlier, on `background`. With a `window` only its part of the map
    (as far as it lies in the image) is made: (window.height, window.width). Points and lines give no
    pixels (`not_rasterized` names them). `compat="labelme"` gives the fattened masks of labelme instead of
    the exact ones. `path` is the annotation file, for the words of errors.

    Raises UnknownClassError for a class that `classes` does not have, GeometryError for a shape that cannot
    be drawn, and OptionError for options that mean nothing.
    """
    width, height = size
    if width < 0 or height < 0:
        raise OptionError(f"An image of {width} x {height} pixels does not exist; give a width and a height.")
    if compat not in (None, "labelme"):
        raise OptionError(f"compat={compat!r} is unknown; the only one is 'labelme'.")
    indices = class_indices(shapes, classes, path)
    frame = PixelRect(0, 0, width, height)
    frame = frame if window is None else frame.intersected(PixelRect(*window))
    if not 0 <= background <= VOID:
        raise OptionError(f"background={background} is not an index; an index lies between 0 and 255.")
    if compat == "labelme":
        from labeler.core.labelme_compat import labelme_label_map

        rings_of(shapes)
        whole = labelme_label_map(shapes, indices, size, background)
        return whole[frame.top : frame.top + frame.height, frame.left : frame.left + frame.width].copy()
    label_map = np.zeros((frame.height, frame.width), np.uint8)
    if background:
        label_map.fill(background)
    paint(label_map, shapes, indices, origin=(frame.left, frame.top))
    return label_map


def paint(
    label_map: InstanceMap,
    shapes: Sequence[Shape],
    values: Sequence[int],
    *,
    origin: tuple[int, int] = (0, 0),
    clip: PixelRect | None = None,
) -> None:
    """Paint shapes, each in its value, in list order into an (H, W) uint8 or uint16 array in C order.

    `origin` is the pixel (column, row) of the image that the array's top left item stands for; no pixel
    outside of `clip` (in pixels of the image) changes. Raises GeometryError, before anything is painted, for
    a shape that cannot be drawn, and OptionError for a value that the array cannot hold.
    """
    _check_values(label_map, values)
    height, width = label_map.shape
    whole = PixelRect(origin[0], origin[1], origin[0] + width, origin[1] + height)
    frame = whole if clip is None else whole.intersected(clip)
    parts, masks = rings_of(shapes)
    outlines = flattened(parts, values)
    if frame.is_empty:
        return
    begin = 0
    for place in [*masks, len(shapes)]:
        _paint_outlines(label_map, outlines, slice(begin, place), (*origin, *frame))
        if place < len(shapes):
            paint_bitmap(label_map, shapes[place], values[place], origin, frame)
        begin = place + 1


def class_indices(shapes: Sequence[Shape], classes: Classes, path: Path | str | None = None) -> list[int]:
    """The class index of each shape; 0 for points and lines of unknown classes, which give no pixels.

    Raises UnknownClassError for the first other shape whose class is unknown, and OptionError for an index
    outside 0..255 in a mapping.
    """
    if isinstance(classes, ClassTable):
        index_of_name = classes.index_of_name
    else:
        index_of_name = LABELME_NAMES | dict(classes)
        for name, index in index_of_name.items():
            if not 0 <= index <= VOID:
                raise OptionError(
                    f"The class {name!r} has the index {index}; an index lies between 0 and 255."
                )
    indices = [index_of_name.get(shape.class_name, -1) for shape in shapes]
    for place, index in enumerate(indices):
        if index < 0:
            if shapes[place].kind.is_rasterized:
                raise UnknownClassError(shapes[place].class_name, place + 1, path)
            indices[place] = 0
    return indices


def not_rasterized(shapes: Sequence[Shape]) -> list[int]:
    """Positions of the shapes that give no pixels because they are points or lines."""
    return [place for place, shape in enumerate(shapes) if not shape.kind.is_rasterized]


def paint_bitmap(
    label_map: InstanceMap, shape: Shape, value: int, origin: tuple[int, int], frame: PixelRect
) -> None:
    """Paint the bitmap of a `mask` shape: a pixel takes the bitmap's pixel in which its centre lies."""
    assert shape.bitmap is not None
    pixels = shape.bitmap.pixels
    left, top = (int(first_centre(coordinate)) for coordinate in shape.points[0].tolist())
    box = PixelRect(left, top, left + pixels.shape[1], top + pixels.shape[0]).intersected(frame)
    if box.is_empty:
        return
    part = label_map[
        box.top - origin[1] : box.bottom - origin[1], box.left - origin[0] : box.right - origin[0]
    ]
    mask = pixels[box.top - top : box.bottom - top, box.left - left : box.right - left]
    np.copyto(part, label_map.dtype.type(value), where=mask)


def _check_values(label_map: InstanceMap, values: Sequence[int]) -> None:
    if (
        label_map.ndim != 2
        or label_map.dtype not in (np.uint8, np.uint16)
        or not label_map.flags.c_contiguous
    ):
        raise OptionError("Shapes are painted into a two-dimensional uint8 or uint16 array in C order only.")
    highest = np.iinfo(label_map.dtype).max
    if len(values) and not (min(values) >= 0 and max(values) <= highest):
        raise OptionError(f"The array holds values 0..{highest}; {min(values)}..{max(values)} do not fit.")


def rings_of(shapes: Sequence[Shape]) -> tuple[list[tuple[Points, ...]], list[int]]:
    """The rings of each shape, and the positions of the bitmaps among them.

    Raises GeometryError for a shape that lacks points or pixels, or lies too far away.
    """
    polygon = ShapeKind.POLYGON
    parts = [(shape.points, *shape.holes) for shape in shapes]
    masks: list[int] = []
    for place in [place for place, shape in enumerate(shapes) if shape.kind is not polygon]:
        shape = shapes[place]
        needed = _FEWEST_POINTS.get(shape.kind, 0)
        if len(shape.points) < needed:
            raise GeometryError(
                f"Shape {place + 1} is a {shape.kind} of {len(shape.points)} points; it needs {needed}. "
                "Draw it again or delete it."
            )
        if shape.kind is ShapeKind.MASK:
            if shape.bitmap is None:
                raise GeometryError(f"Shape {place + 1} is a mask without pixels. Delete it.")
            if not _is_near(shape.points):
                _refuse_far(place)
            masks.append(place)
        parts[place] = shape.rings
    return parts, masks


class Outlines(NamedTuple):
    """Shapes as the kernel takes them: see `scanline.paint_rings`."""

    points: Points
    rings: NDArray[np.int64]
    shapes: NDArray[np.int64]


def flattened(parts: list[tuple[Points, ...]], values: Sequence[int]) -> Outlines:
    """The rings of each shape, and the value that it paints, as kernels take them.

    Raises GeometryError for a shape that lies too far away.
    """
    all_rings = list(chain.from_iterable(parts))
    points = np.concatenate(all_rings) if all_rings else np.empty((0, 2))
    if not _is_near(points):
        _refuse_far(next(place for place, rings in enumerate(parts) if not all(map(_is_near, rings))))
    rings = np.cumsum(np.fromiter(map(len, all_rings), np.int64, len(all_rings)))
    shapes = np.zeros((len(parts), 6), np.int64)
    np.cumsum(np.fromiter(map(len, parts), np.int64, len(parts)), out=shapes[:, 0])
    shapes[:, 1] = values
    return Outlines(points, rings, shapes)


def _paint_outlines(label_map: InstanceMap, all_of: Outlines, batch: slice, frame: tuple[int, ...]) -> None:
    """Paint the shapes of one batch, by the kernel or its stand-in."""
    shapes = all_of.shapes[batch]
    before = int(all_of.shapes[batch.start - 1, 0]) if batch.start else 0
    if len(shapes) == 0 or shapes[-1, 0] == before:
        return
    begin = int(all_of.rings[before - 1]) if before else 0
    rings = all_of.rings[before : shapes[-1, 0]] - begin
    points = all_of.points[begin : begin + rings[-1]]
    shapes = shapes - (before, 0, 0, 0, 0, 0)
    if needs_stand_in(paint_rings):
        paint_rings_plainly(label_map, np.array(frame, np.int64), points, rings, shapes)
        return

    def paint_part(part: tuple[int, ...]) -> None:
        words = np.empty(max(BAND_WORDS, label_map.shape[1] // 64 + 1), np.uint64)
        # The kernel notes the boxes in its shapes.
        paint_rings(label_map, np.array(part, np.int64), points, rings, shapes.copy(), words, np.empty(TERMS))

    parts = _parts(frame)
    if len(parts) == 1:
        paint_part(frame)
    else:
        with ThreadPoolExecutor(len(parts)) as pool:
            list(pool.map(paint_part, parts))


def _parts(frame: tuple[int, ...]) -> list[tuple[int, ...]]:
    """A large frame cut into bands of rows, one for each processor: a window equals that window of all."""
    origin, (left, top, right, bottom) = frame[:2], frame[2:]
    count = min((os.cpu_count() or 1), (right - left) * (bottom - top) // _PART_PIXELS)
    if count < 2:
        return [frame]
    rows = [top + (bottom - top) * number // count for number in range(count + 1)]
    return [(*origin, left, start, right, end) for start, end in pairwise(rows)]


def _is_near(points: Points) -> bool:
    """Whether all coordinates are numbers within the range in which the rasterizer is exact."""
    return len(points) == 0 or bool(points.min() >= -LARGEST and points.max() <= LARGEST)


def _refuse_far(place: int) -> NoReturn:
    raise GeometryError(
        f"Shape {place + 1} has a vertex that is not a number or lies more than 2^40 pixels away. "
        "Move it or delete the shape."
    )
