"""The vectorizer: shapes from a label map, without loss. Rasterized again they give the identical map.

Every connected region becomes one polygon with holes that runs along the edges of its pixels. Its vertices
are corners of pixels, no edge passes through a centre, so the pixel rule gives exactly the region's pixels.

A ring is followed with the region at the right hand. Where two pixels of a region touch at a corner only, the
ring stays with the pixel it comes along, so that it never crosses itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from labeler.core.classes import BACKGROUND, LABELME_NAMES, ClassTable
from labeler.core.compiled import compiled
from labeler.core.errors import OptionError
from labeler.core.regions import Regions, find_regions
from labeler.core.shapes import Shape

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.arrays import LabelMap, Mask, Points
    from labeler.core.rasterizer import Classes


def vectorize(label_map: LabelMap, classes: Classes, *, background: int | None = BACKGROUND) -> list[Shape]:
    """The polygons of an (H, W) uint8 label map: `rasterize` makes the identical map of them.

    One polygon with holes for each region of pixels of one index that hang together by their edges, in
    reading order of the regions' first pixels; void is a class like any other. Vertices are corners of
    pixels, and none lies on the way between its neighbours. Pixels of the index `background` give no shape
    (None: they do); give `rasterize` the same background.

    `classes` gives names to the indices. Raises OptionError for an index that has no class, and for an
    array of another kind.
    """
    regions = find_regions(label_map)
    names = _names(regions.indices, classes, background)
    outlines = trace(regions, skipped=-1 if background is None else background)
    first_runs = regions.first_runs
    return [
        Shape(names[int(regions.indices[first_runs[region]])], exterior, holes=holes)
        for region, exterior, holes in outlines
    ]


def mask_polygons(mask: Mask, origin: tuple[int, int] = (0, 0)) -> list[tuple[Points, tuple[Points, ...]]]:
    """The exterior ring and the holes of each region of an (H, W) bool array, in reading order.

    `origin` is the pixel (column, row) of the image that the array's top left item stands for.
    """
    regions = find_regions(np.ascontiguousarray(mask, np.bool_).view(np.uint8))
    return [(exterior, holes) for _, exterior, holes in trace(regions, skipped=0, origin=origin)]


class Outline(NamedTuple):
    """A region by its number, its exterior ring and its holes, (n, 2) each."""

    region: int
    exterior: Points
    holes: tuple[Points, ...]


def trace(regions: Regions, *, skipped: int, origin: tuple[int, int] = (0, 0)) -> list[Outline]:
    """The outlines of all regions but those of the index `skipped` (-1: of all), in their order.

    Vertices are moved by `origin` (columns, rows).
    """
    return trace_runs(regions, regions.indices != skipped, origin=origin)


def trace_runs(
    regions: Regions, is_drawn: NDArray[np.bool_], *, origin: tuple[int, int] = (0, 0)
) -> list[Outline]:
    """As `trace`, of the regions whose runs `is_drawn` (n,) names: all runs of a region, or none."""
    edges = _linked(regions)
    # A vertex at each end of every horizontal edge; a ring has two of these at least.
    across = np.count_nonzero(edges.column[edges.after] != edges.column)
    points = np.empty((2 * across, 2))
    rings = np.empty((across // 2, 2), np.int32)
    count = _follow(*edges, np.ascontiguousarray(is_drawn).view(np.uint8), points, rings)
    ends, firsts = rings[:count, 0], rings[:count, 1] // 2
    points = points[: ends[-1] if count else 0]
    points += origin
    points.setflags(write=False)
    begins = np.concatenate(([0], ends[:-1])) if count else ends
    return _by_region(points, begins, ends, regions.region[firsts])


def _by_region(
    points: Points, begins: NDArray[np.int32], ends: NDArray[np.int32], region: NDArray[np.int32]
) -> list[Outline]:
    """Rings put together; the first of a region is its exterior, for it has the region's first pixel."""
    order = np.argsort(region, kind="stable")
    spans = zip(region[order].tolist(), begins[order].tolist(), ends[order].tolist(), strict=True)
    found: list[tuple[int, list[Points]]] = []
    for number, begin, end in spans:
        if not found or found[-1][0] != number:
            found.append((number, []))
        found[-1][1].append(points[begin:end])
    return [Outline(number, rings[0], tuple(rings[1:])) for number, rings in found]


class _Edges(NamedTuple):
    """The vertical edges of all runs: 2 i is the left one of run i, 2 i + 1 the right one.

    `column` and `row` (2 n,): where an edge stands. `after` (2 n,): the edge that comes next on the ring,
    upwards from a left one and downwards from a right one.
    """

    column: NDArray[np.int32]
    row: NDArray[np.int32]
    after: NDArray[np.int32]


def _linked(regions: Regions) -> _Edges:
    left, right = regions.columns
    column = np.stack((left, right), axis=1).reshape(-1)
    # A run that nothing joins is a ring of its own: left, right, left.
    after = np.arange(2 * len(left), dtype=np.int32) ^ 1
    is_same = regions.region[regions.above] == regions.region[regions.below]
    _link(regions.above[is_same], regions.below[is_same], after)
    return _Edges(column, np.repeat(regions.rows, 2), after)


@compiled("int32[:], int32[:], int32[:]")
def _link(above: Any, below: Any, after: Any) -> None:
    """Lead the edges of runs from row to row, at each pair of runs of one region in reading order.

    Upwards from the left edge of the run below: along the left edge of the first run above it, unless that
    one has an earlier run below it, whose right edge then leads down between the two. Downwards from a right
    edge all is the same, turned by half.
    """
    upper, lower = -1, -1
    for pair in range(above.shape[0]):
        here, there = above[pair], below[pair]
        if there != lower:
            after[2 * there] = 2 * here if here != upper else 2 * lower + 1
        else:
            after[2 * upper + 1] = 2 * here
        after[2 * here + 1] = 2 * there + 1
        upper, lower = here, there


@compiled("int32[:], int32[:], int32[:], uint8[:], float64[:, :], int32[:, :]")
def _follow(column: Any, row: Any, after: Any, is_drawn: Any, points: Any, rings: Any) -> int:
    """Write the vertices of every ring, and for each ring where they end and the edge it began with.

    Edges that were passed are marked in `after`. Returns the number of rings.
    """
    count, vertices = 0, 0
    for first in range(0, column.shape[0], 2):
        if after[first] < 0 or is_drawn[first >> 1] == 0:
            continue
        edge = first
        while after[edge] >= 0:
            following = after[edge]
            after[edge] = -1
            if column[edge] != column[following]:
                level = row[edge] + (edge & 1)
                points[vertices, 0], points[vertices, 1] = column[edge], level
                points[vertices + 1, 0], points[vertices + 1, 1] = column[following], level
                vertices += 2
            edge = following
        rings[count, 0], rings[count, 1] = vertices, first
        count += 1
    return count


def _names(indices: NDArray[np.uint8], classes: Classes, background: int | None) -> dict[int, str]:
    """The class name of each index that occurs; raises OptionError for one that has none."""
    if isinstance(classes, ClassTable):
        names = {row.index: row.name for row in classes}
    else:
        names = {index: name for name, index in reversed([*classes.items(), *LABELME_NAMES.items()])}
    missing = [index for index in np.unique(indices).tolist() if index not in names and index != background]
    if missing:
        listed = ", ".join(map(str, missing))
        raise OptionError(f"The label map has indices without a class: {listed}. Give each a class first.")
    return names
