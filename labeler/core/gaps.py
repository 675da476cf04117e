"""Gaps and slivers of a label map: what is left over between the shapes that were drawn.

A **sliver** is a connected region of fewer than k pixels, of background or of a class. A **gap** is a larger
connected region of background that is enclosed (it does not touch the border of the image) or thin (no square
of k x k pixels fits into it): the open background of an image is neither. Pixels hang together by their
edges, as in `regions`.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import numpy as np

from labeler.core.classes import BACKGROUND
from labeler.core.compiled import compiled
from labeler.core.draining import drained
from labeler.core.geometry import PixelRect
from labeler.core.regions import scan_regions

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.arrays import LabelMap, Mask
    from labeler.core.classes import ClassTable
    from labeler.core.regions import Regions
    from labeler.core.shapes import Shape

# The k of the definitions unless told otherwise, in pixels.
BELOW = 20


class GapKind(StrEnum):
    """Whether a region is at least k pixels large."""

    GAP = "gap"
    SLIVER = "sliver"


@dataclass(frozen=True, slots=True)
class Gap:
    """A region that may have been left over.

    `index`: of its pixels. `pixels`: how many it has. `box`: the smallest rectangle around it. `start`: its
    first pixel (column, row) in reading order. `neighbours`: the class index and the length in pixels of each
    common border, the longest first (of equal ones the lowest index), background last.
    """

    kind: GapKind
    index: int
    pixels: int
    box: PixelRect
    start: tuple[int, int]
    neighbours: tuple[tuple[int, int], ...]

    @property
    def neighbour(self) -> int | None:
        """The class with the longest common border, which is not background; None when there is none."""
        index = self.neighbours[0][0] if self.neighbours else BACKGROUND
        return None if index == BACKGROUND else index


def find_gaps(label_map: LabelMap, *, below: int = BELOW) -> list[Gap]:
    """The gaps and slivers of an (H, W) uint8 label map, the largest first; `below` is k, in pixels.

    Equally large ones come in reading order. Raises OptionError for an array of another kind.
    """
    return drained(scan_gaps(label_map, below=below))


def scan_gaps(label_map: LabelMap, *, below: int = BELOW) -> Generator[float, None, list[Gap]]:
    """`find_gaps` in steps, each of which tells the share of the work that is done."""
    regions = yield from scan_regions(label_map)
    pixels = regions.pixels
    first_runs = regions.first_runs
    index = regions.indices[first_runs]
    boxes = _boxes(regions)
    width, height = regions.size
    is_open = (boxes[:, 0] == 0) | (boxes[:, 1] == 0) | (boxes[:, 2] == width) | (boxes[:, 3] == height)
    is_background = index == BACKGROUND
    is_wide = _has_square(regions, is_background & is_open & (pixels >= below), below)
    is_found = (pixels < below) | (is_background & ~is_wide)
    # A region that is the whole map lies between nothing.
    is_found &= pixels < label_map.size
    yield 0.9
    places = np.flatnonzero(is_found)
    places = places[np.argsort(-pixels[places], kind="stable")]
    neighbours = _neighbours(regions, is_found, index)
    starts = regions.starts[first_runs]
    return [
        Gap(
            GapKind.SLIVER if pixels[place] < below else GapKind.GAP,
            int(index[place]),
            int(pixels[place]),
            PixelRect(*boxes[place].tolist()),
            (int(starts[place]) % width, int(starts[place]) // width),
            tuple(neighbours.get(place, ())),
        )
        for place in places.tolist()
    ]


def gap_mask(label_map: LabelMap, gap: Gap) -> Mask | None:
    """Which pixels of the gap's box are its own; None when the map no longer has this very gap."""
    height, width = label_map.shape
    left, top, right, bottom = gap.box
    # With the pixels around the box, by which the region may have grown.
    around = PixelRect(left - 1, top - 1, right + 1, bottom + 1).intersected(PixelRect(0, 0, width, height))
    regions = drained(scan_regions(label_map[around.top : around.bottom, around.left : around.right]))
    numbers = np.repeat(regions.region, np.diff(regions.starts)).reshape(around.height, around.width)
    if right > width or bottom > height:
        return None
    column, row = gap.start[0] - around.left, gap.start[1] - around.top
    number = numbers[row, column]
    if label_map[gap.start[1], gap.start[0]] != gap.index or regions.pixels[number] != gap.pixels:
        return None
    top, left = top - around.top, left - around.left
    mask: Mask = numbers[top : top + gap.box.height, left : left + gap.box.width] == number
    return mask if np.count_nonzero(mask) == gap.pixels else None


def without_drawn(
    gaps: Sequence[Gap], shapes: Sequence[Shape], boxes: NDArray[np.float64], classes: ClassTable
) -> list[Gap]:
    """The gaps without the slivers that were drawn that small.

    Such is a sliver of a class when a shape of this class lies in its box, or at most a pixel beside it.
    `boxes` (n, 4) are those of the shapes (`ShapeIndex.boxes`).
    """
    slivers = [gap.box for gap in gaps if gap.index != BACKGROUND]
    reach = 2 + max((max(box.width, box.height) for box in slivers), default=0)
    is_small = (boxes[:, 2] - boxes[:, 0] <= reach) & (boxes[:, 3] - boxes[:, 1] <= reach)
    small: dict[int | None, list[int]] = {}
    for place in np.flatnonzero(is_small).tolist() if slivers else ():
        index = classes.index_of_name.get(shapes[place].class_name)
        small.setdefault(index, []).append(place)
    return [gap for gap in gaps if not _lies_in(boxes[small.get(gap.index, [])], gap)]


def _lies_in(boxes: NDArray[np.float64], gap: Gap) -> bool:
    """Whether one of the boxes is no larger than that of a sliver of a class."""
    left, top, right, bottom = gap.box
    is_in = (boxes[:, :2] >= (left - 1, top - 1)) & (boxes[:, 2:] <= (right + 1, bottom + 1))
    return gap.index != BACKGROUND and bool(is_in.all(axis=1).any())


def _boxes(regions: Regions) -> NDArray[np.int64]:
    """(m, 4): left, top, right, bottom of each region."""
    boxes = np.empty((regions.count, 4), np.int64)
    boxes[:] = (regions.size[0], regions.size[1], 0, 0)
    _bound(regions.starts, regions.region, regions.size[0], boxes)
    return boxes


@compiled("int32[:], int32[:], int64, int64[:, :]")
def _bound(starts: Any, region: Any, width: int, boxes: Any) -> None:
    """Let each region's box take in its runs."""
    for run in range(region.shape[0]):
        row = starts[run] // width
        number = region[run]
        boxes[number, 0] = min(boxes[number, 0], starts[run] - row * width)
        boxes[number, 1] = min(boxes[number, 1], row)
        boxes[number, 2] = max(boxes[number, 2], starts[run + 1] - row * width)
        boxes[number, 3] = row + 1


def _has_square(regions: Regions, wanted: Mask, side: int) -> Mask:
    """(m,) which of the wanted regions hold a square of `side` x `side` pixels."""
    found = np.zeros(len(wanted), np.bool_)
    if wanted.any():
        sides = np.zeros((2, regions.size[0] + 1), np.int32)
        _fit_squares(regions.starts, regions.region, wanted, side, sides, found)
    return found


@compiled("int32[:], int32[:], bool[:], int64, int32[:, :], bool[:]")
def _fit_squares(starts: Any, region: Any, wanted: Any, side: int, sides: Any, found: Any) -> None:
    """Mark the wanted regions into which the square fits.

    `sides` holds, for the row before and the present one, the side of the largest square of one region whose
    last pixel stands in a column (moved by one); 0 where nothing is wanted or the square was found.
    """
    width = sides.shape[1] - 1
    for run in range(region.shape[0]):
        row = starts[run] // width
        here, before = row & 1, (row & 1) ^ 1
        left, right = starts[run] - row * width, starts[run + 1] - row * width
        number = region[run]
        if not wanted[number] or found[number]:
            for column in range(left + 1, right + 1):
                sides[here, column] = 0
            continue
        beside = 0
        for column in range(left + 1, right + 1):
            beside = min(beside, sides[before, column - 1], sides[before, column]) + 1
            sides[here, column] = beside
            if beside >= side:
                found[number] = True


def _neighbours(regions: Regions, wanted: Mask, index: NDArray[np.uint8]) -> dict[int, list[tuple[int, int]]]:
    """For each wanted region, the indices around it and the lengths of the borders, as `Gap` has them."""
    regions_of, others, lengths = _borders(regions, wanted)
    keys, place = np.unique(regions_of.astype(np.int64) * 256 + index[others], return_inverse=True)
    totals = np.bincount(place, lengths, len(keys)).astype(np.int64)
    of_region, of_index = keys >> 8, keys & 255
    order = np.lexsort((of_index, -totals, of_index == BACKGROUND, of_region))
    found: dict[int, list[tuple[int, int]]] = {}
    for at in order.tolist():
        found.setdefault(int(of_region[at]), []).append((int(of_index[at]), int(totals[at])))
    return found


def _borders(
    regions: Regions, wanted: Mask
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
    """The pieces of border of wanted regions: region, the region beyond, length in pixels."""
    above, below, starts, region = regions.above, regions.below, regions.starts, regions.region
    width = np.int32(max(1, regions.size[0]))
    is_border = (region[above] != region[below]) & (wanted[region[above]] | wanted[region[below]])
    above, below = above[is_border], below[is_border]
    ends = np.minimum(starts[above + 1] + width, starts[below + 1])
    shared = ends - np.maximum(starts[above] + width, starts[below])
    # Runs that follow one another in a row share an edge of one pixel.
    beside = np.flatnonzero(starts[1:-1] % width) if len(region) > 1 else np.empty(0, np.intp)
    beside = beside[wanted[region[beside]] | wanted[region[beside + 1]]]
    one = np.concatenate((region[above], region[beside]))
    other = np.concatenate((region[below], region[beside + 1]))
    length = np.concatenate((shared, np.ones(len(beside), np.int32)))
    here, there = wanted[one], wanted[other]
    return (
        np.concatenate((one[here], other[there])),
        np.concatenate((other[here], one[there])),
        np.concatenate((length[here], length[there])),
    )
