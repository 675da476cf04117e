"""Shapes as areas of shapely, whose union, difference and so on are taken, and areas as shapes again.

Shapely's overlays round where edges cross, so a pixel centre that lies exactly on an edge can change sides;
`fitted` mends an area by whole pixels where that has happened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from labeler.core.edge_rects import as_items, bands, edges_of, rects_along
from labeler.core.errors import GeometryError
from labeler.core.exact import LARGEST, first_centre
from labeler.core.geometry import Bounds, PixelRect, points_in_rings
from labeler.core.rasterizer import paint
from labeler.core.ring_loops import polygon_of_loops
from labeler.core.shapes import Shape, ShapeKind, as_points, boxes_of
from labeler.core.vectorizer import mask_polygons

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from labeler.core.arrays import Mask, Points

# No image is wider or higher, and pixels further out are nobody's.
_FARTHEST = 1 << 17

# Shapely's overlays fail beside smaller numbers, whose products are 0.
_NEXT_TO_NOTHING = 1e-30

# So many faces times edges are tested at a time.
_FACE_TESTS = 1 << 22

# So many edges of an area are looked at first for whether it covers any pixel.
_FEW_EDGES = 64

# How often an area is mended before its outline follows the pixels altogether.
_ROUNDS = 8

# What an area becomes where nobody sees its class.
_PLAIN = Shape("", np.empty((0, 2)))

# Tells which pixels of a rectangle an area shall cover, (height, width) bool.
Wanted = Callable[[PixelRect], "Mask"]


def area_of(shape: Shape) -> BaseGeometry:
    """What a shape covers under the even-odd rule, as a valid Polygon or MultiPolygon; empty without pixels.

    Of a shape that is valid as it stands the vertices are kept bit for bit; of any other the area still gives
    the same pixels in an image. A mask is the outline of its pixels. Raises
    GeometryError for a vertex that is not a number or lies too far away.
    """
    from shapely import Polygon

    if shape.kind is ShapeKind.MASK and shape.bitmap is not None:
        left, top = (int(first_centre(each)) for each in shape.points[0].tolist())
        return area_of_mask(shape.bitmap.pixels, (left, top))
    rings = [ring for ring in map(_without_doubles, shape.rings) if len(ring) > 2]
    if not rings:
        return Polygon()
    if not all(np.abs(ring).max() <= LARGEST for ring in rings):
        raise GeometryError(
            f"A shape of the class {shape.class_name!r} has a vertex that is not a number or lies more than "
            "2^40 pixels away. Move it or delete the shape."
        )
    sound = [np.where(np.abs(ring) < _NEXT_TO_NOTHING, 0.0, ring) for ring in rings]
    plain = Polygon(sound[0], sound[1:])
    if all(map(np.array_equal, sound, rings)):
        valid = plain if plain.is_valid else polygon_of_loops(rings)
        if valid is not None:
            return valid
    rect = shape.bounds.pixels((_FARTHEST, _FARTHEST))
    known = edges_of(rings)
    return _mended(_even_odd(sound), mask_maker([shape]), rect, lambda now: around_new([now], known, rect))


def area_of_mask(mask: Mask, origin: tuple[int, int] = (0, 0)) -> BaseGeometry:
    """The outline of the pixels of an (H, W) bool array as a valid area.

    `origin` is the pixel (column, row) of the image that the array's top left item stands for.
    """
    from shapely import MultiPolygon, Polygon, get_parts

    parts: list[BaseGeometry] = []
    for exterior, holes in mask_polygons(mask, origin):
        region = Polygon(exterior, holes)
        # A ring that touches itself at the corner of a pixel is not valid.
        sound = region if region.is_valid else polygon_of_loops([exterior, *holes])
        parts += get_parts(_even_odd([exterior, *holes])).tolist() if sound is None else [sound]
    return MultiPolygon(parts)


def polygons_of(area: BaseGeometry) -> list[tuple[Points, tuple[Points, ...]]]:
    """The exterior ring and the holes of each part of an area; points and lines in it are left out."""
    return [(_ring(part.exterior), tuple(_ring(hole) for hole in part.interiors)) for part in _polygons(area)]


def polygonal(area: BaseGeometry) -> BaseGeometry:
    """The area without the points and lines in which areas only touch: those are part of an intersection."""
    return area if area.geom_type in ("Polygon", "MultiPolygon") else _joined(_polygons(area))


def pieces(area: BaseGeometry, like: Shape, **fields: object) -> list[Shape]:
    """A polygon for each part of an area, with the class, group, flags, note and so on of `like`.

    `fields` are those of `Shape` that differ, such as `group_id`.
    """
    plain = replace(like, kind=ShapeKind.POLYGON, bitmap=None, ellipse=None, **fields)  # type: ignore[arg-type]
    return [replace(plain, points=exterior, holes=holes) for exterior, holes in polygons_of(area)]


def mask_of(what: BaseGeometry | Sequence[Shape], rect: PixelRect) -> Mask:
    """(rect.height, rect.width) bool: the pixels of `rect` that an area or any of the shapes covers."""
    shapes = what if isinstance(what, Sequence) else pieces(what, _PLAIN)
    pixels = np.zeros((rect.height, rect.width), np.uint8)
    paint(pixels, shapes, [1] * len(shapes), origin=(rect.left, rect.top))
    return pixels.view(np.bool_)


def fitted(area: BaseGeometry, mask: Mask, rect: PixelRect) -> BaseGeometry:
    """The area, changed by whole pixels where needed, so that it covers exactly the pixels `mask` of `rect`.

    Vertices elsewhere stay bit for bit. Parts that lie in `rect` and cover no pixel are dropped.
    """
    return _mended(
        polygonal(area),
        lambda band: mask[band.top - rect.top : band.bottom - rect.top],
        rect,
        lambda _: [rect],
    )


def fitted_where_new(
    area: BaseGeometry, wanted: Wanted, rect: PixelRect, given: Iterable[BaseGeometry]
) -> BaseGeometry:
    """As `fitted`, for what was made of `given` areas by uniting, cutting or intersecting them.

    It is compared only around the edges that none of them has, so that the cost is that of the cut and not
    that of the shape. `wanted` tells the pixels that it shall cover of any part of `rect`.
    """
    known = edges_of(ring for each in given for ring in _rings(each))
    return _mended(polygonal(area), wanted, rect, lambda now: around_new([now], known, rect))


def around_new(areas: Iterable[BaseGeometry], known: Points, rect: PixelRect) -> list[PixelRect]:
    """Rectangles, within `rect`, around the edges that are not `known` and that only one of the areas has."""
    edges = edges_of(ring for area in areas for ring in _rings(area))
    items = as_items(edges)
    _, number, count = np.unique(items, return_inverse=True, return_counts=True)
    is_new = (count[number] == 1) & ~np.isin(items, as_items(known))
    return rects_along(edges[is_new], rect)


def mask_maker(shapes: Sequence[Shape]) -> Wanted:
    """Tells what `mask_of` does, of one rectangle after another; of many shapes only those near are drawn."""
    boxes = boxes_of(shapes)

    def mask(rect: PixelRect) -> Mask:
        left, top, right, bottom = boxes.T
        is_near = (left < rect.right) & (right > rect.left) & (top < rect.bottom) & (bottom > rect.top)
        return mask_of([shapes[place] for place in np.flatnonzero(is_near).tolist()], rect)

    return mask


def wrong_pixels(shapes: Sequence[Shape], wanted: Wanted, rects: Iterable[PixelRect]) -> NDArray[np.int64]:
    """(n, 3): column and row of each pixel of `rects` that shapes have and shall not have, or the other way.

    The third item is 1 where they shall have it.
    """
    found = [np.empty((0, 3), np.int64)]
    has = mask_maker(shapes)
    for rect in rects:
        for band in bands(rect):
            shall = wanted(band)
            rows, columns = np.nonzero(has(band) != shall)
            found.append(np.column_stack((columns + band.left, rows + band.top, shall[rows, columns])))
    return np.unique(np.concatenate(found), axis=0)


def _mended(
    area: BaseGeometry, wanted: Wanted, rect: PixelRect, around: Callable[[BaseGeometry], list[PixelRect]]
) -> BaseGeometry:
    """The area with the pixels of `rect` that are `wanted`; `around` tells where they can be wrong.

    Where an edge is cut beside a mended pixel it is rounded anew, which can cost it another pixel: so it is
    cut from the area as it was at first, until all pixels are right.
    """
    from shapely import box

    patch = np.empty((0, 3), np.int64)
    now = area
    for _ in range(_ROUNDS):
        wrong = wrong_pixels(pieces(now, _PLAIN), wanted, around(now))
        if not len(wrong):
            return _with_pixels(now, rect)
        patch = np.concatenate((patch, wrong))
        now = area.difference(_squares(patch)).union(_squares(patch[patch[:, 2] == 1]))
    outline = area_of_mask(wanted(rect), (rect.left, rect.top))
    beyond = area.difference(box(*rect))
    return outline if beyond.is_empty else beyond.union(outline)


def _squares(pixels: NDArray[np.int64]) -> BaseGeometry:
    """The area of pixels, of which no two are the same, run by run."""
    import shapely

    columns, rows = pixels[:, 0], pixels[:, 1]
    order = np.lexsort((columns, rows))
    columns, rows = columns[order], rows[order]
    is_first = np.ones(len(columns), np.bool_)
    is_first[1:] = (np.diff(rows) != 0) | (np.diff(columns) != 1)
    is_last = np.roll(is_first, -1)
    boxes = shapely.box(columns[is_first], rows[is_first], columns[is_last] + 1, rows[is_first] + 1)
    return shapely.union_all(boxes)


def _with_pixels(area: BaseGeometry, rect: PixelRect) -> BaseGeometry:
    """The area without its parts that lie in `rect` and cover no pixel."""
    parts = _polygons(area)
    kept = [part for part in parts if _is_beyond(part, rect) or _has_pixels(part)]
    return area if len(kept) == len(parts) else _joined(kept)


def _is_beyond(part: BaseGeometry, rect: PixelRect) -> bool:
    left, top, right, bottom = part.bounds
    return bool(left < rect.left or top < rect.top or right > rect.right or bottom > rect.bottom)


def _has_pixels(part: BaseGeometry) -> bool:
    # The way out of it from any pixel leads over one beside an edge; mostly the first few show it.
    shapes, rect = pieces(part, _PLAIN), Bounds(*part.bounds).pixels((_FARTHEST, _FARTHEST))
    edges = edges_of(_rings(part))
    return any(
        mask_of(shapes, band).any()
        for some in (edges[:_FEW_EDGES], edges[_FEW_EDGES:])
        for each in rects_along(some, rect)
        for band in bands(each)
    )


def _rings(area: BaseGeometry) -> Iterator[Points]:
    """All rings of an area."""
    for exterior, holes in polygons_of(area):
        yield exterior
        yield from holes


def _even_odd(rings: Sequence[Points]) -> BaseGeometry:
    """The area inside rings that may cross, touch and repeat themselves and one another.

    The rings cut the plane into faces, each of which lies inside or outside as a whole.
    """
    import shapely

    faces = shapely.get_parts(
        shapely.polygonize(shapely.get_parts(shapely.union_all([shapely.LinearRing(ring) for ring in rings])))
    )
    places = shapely.get_coordinates(shapely.point_on_surface(faces))
    order = places[:, 1].argsort()  # so that those tested together lie beside few edges
    faces, places = faces[order], places[order]
    step = max(1, _FACE_TESTS // max(map(len, rings)))
    is_inside = [
        points_in_rings(places[start : start + step], rings) for start in range(0, len(places), step)
    ]
    return shapely.union_all(faces[np.concatenate(is_inside)] if is_inside else faces)


def _polygons(area: BaseGeometry) -> list[BaseGeometry]:
    """The polygons of an area, which may be a collection of anything."""
    from shapely import get_parts

    if area.geom_type == "Polygon":
        return [] if area.is_empty else [area]
    if area.geom_type in ("MultiPolygon", "GeometryCollection"):
        return [polygon for part in get_parts(area) for polygon in _polygons(part)]
    return []


def _joined(parts: Sequence[BaseGeometry]) -> BaseGeometry:
    from shapely import MultiPolygon

    return parts[0] if len(parts) == 1 else MultiPolygon(parts)


def _ring(ring: BaseGeometry) -> Points:
    from shapely import get_coordinates

    return as_points(get_coordinates(ring)[:-1])


def _without_doubles(ring: Points) -> Points:
    """The ring without vertices that repeat the one before."""
    if not len(ring):
        return ring
    is_new = (ring != np.roll(ring, 1, axis=0)).any(axis=1)
    return ring if is_new.all() else ring[is_new]
