"""The boundary F-score: how well the outlines of classes agree, where IoU hardly feels them.

Csurka, Larlus, Perronnin: "What is a good evaluation measure for semantic segmentation?" (BMVC 2013), class
by class and image by image. Of one class, precision is the share of its boundary pixels in the prediction
that lie within a radius of one in the truth, recall the share of those in the truth that lie within it of one
in the prediction, and F = 2 precision recall / (precision + recall).

A boundary pixel of a class is a pixel of it that has another index to its left or right, above or below; the
border of the image is no boundary. Distances are those of pixel centres, and one equal to the radius is
within it. Void of the truth is cut out of both maps first, so that nothing depends on what the prediction
says there; its edge is a boundary of what touches it in both (as in Takikawa et al., Gated-SCNN, ICCV 2019).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from labeler.core.classes import VOID
from labeler.core.compiled import compiled, inlined
from labeler.core.confusion import check_sizes
from labeler.core.errors import OptionError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.arrays import LabelMap

    Points = NDArray[np.int64]

# The radius as a share of the diagonal, as in the paper.
DIAGONAL_SHARE = 0.0075

_FAR = -(1 << 30)
# So many boundary pixels are expected: a share of all, and a few of a small map. More cost a second look.
_EXPECTED_SHARE, _EXPECTED = 32, 4096


@dataclass(frozen=True, eq=False)
class BoundaryCounts:
    """How many boundary pixels each of k classes has, and how many of them have one of the other map near.

    `indices`: (k,) the classes that have any, ascending. The others: (k,) int64.
    """

    indices: NDArray[np.intp]
    truth: NDArray[np.int64]
    truth_met: NDArray[np.int64]
    predicted: NDArray[np.int64]
    predicted_met: NDArray[np.int64]

    @cached_property
    def scores(self) -> NDArray[np.float64]:
        """(k,) the F-score of each class; 0 where only one of the maps has a boundary of it."""
        with np.errstate(invalid="ignore", divide="ignore"):
            precision, recall = self.predicted_met / self.predicted, self.truth_met / self.truth
            scores = 2 * precision * recall / (precision + recall)
        return np.nan_to_num(scores, nan=0.0)


def boundary_radius(size: tuple[int, int]) -> float:
    """The usual radius in pixels for an image of width x height: 0.75 % of its diagonal."""
    return DIAGONAL_SHARE * math.hypot(*size)


def boundary_counts(truth: LabelMap, prediction: LabelMap, radius: float | None = None) -> BoundaryCounts:
    """Count the boundary pixels of two (H, W) uint8 maps, and those that lie within `radius` of the other's.

    `radius`: in pixels; `boundary_radius` when None. Raises ImageSizeError for maps of different sizes,
    OptionError for other arrays and for a radius that is negative or no number.
    """
    check_sizes(truth, prediction)
    height, width = truth.shape
    radius = boundary_radius((width, height)) if radius is None else radius
    if not 0 <= radius < math.inf:
        raise OptionError(f"A boundary radius of {radius} pixels is not possible; give 0 or more.")
    reach = _reach(min(radius, height + width))
    true, counts = _boundary_pixels(np.ascontiguousarray(truth))
    predicted, predicted_counts = _boundary_pixels(_cut(truth, prediction))
    indices = np.flatnonzero(counts + predicted_counts)
    met = _met_counts(true, predicted, reach, width, indices)
    predicted_met = _met_counts(predicted, true, reach, width, indices)
    return BoundaryCounts(
        indices, counts[indices], met[indices], predicted_counts[indices], predicted_met[indices]
    )


def _cut(truth: LabelMap, prediction: LabelMap) -> LabelMap:
    """The prediction with void where the truth has it."""
    if not truth.size or truth.max() < VOID:
        return np.ascontiguousarray(prediction)
    is_void = np.ascontiguousarray(truth == VOID).view(np.uint8)
    return np.bitwise_or(prediction, np.negative(is_void), out=is_void)  # -1 is 255, which is all bits


def _reach(radius: float) -> NDArray[np.int32]:
    """How many rows away a pixel may lie that is -r, ..., 0, ..., r columns away; without rounding."""
    limit = math.floor(Fraction(radius) ** 2)
    half = [math.isqrt(limit - d * d) for d in range(math.isqrt(limit) + 1)]
    return np.array(half[:0:-1] + half, np.int32)


def _boundary_pixels(label_map: LabelMap) -> tuple[Points, NDArray[np.int64]]:
    """(n,) the boundary pixels in reading order, packed as by `_find_boundaries`; (256,) their number."""
    points = np.empty(label_map.size // _EXPECTED_SHARE + _EXPECTED, np.int64)
    flags = np.zeros(-(-label_map.shape[1] // 64) * 64, np.uint8)
    found = _find_boundaries(label_map, flags, flags.view(np.uint64), points)
    if found > len(points):
        points = np.empty(found, np.int64)
        _find_boundaries(label_map, flags, flags.view(np.uint64), points)
    points = points[:found]
    return points, np.bincount(points & 255, minlength=256).astype(np.int64)


def _met_counts(
    points: Points,
    others: Points,
    reach: NDArray[np.int32],
    width: int,
    indices: NDArray[np.intp],
) -> NDArray[np.int64]:
    """(256,) how many points of each class have one of the others near."""
    counts = np.zeros(256, np.int64)
    rank = np.zeros(256, np.int64)
    rank[indices] = np.arange(len(indices))
    last = np.empty((len(indices), width + len(reach)), np.int32)
    _meet(points, others, rank, reach, last, np.zeros(len(points), np.bool_), counts)
    return counts


@compiled("uint8[:, :], uint8[:], uint64[:], int64[:]")
def _find_boundaries(label_map: Any, flags: Any, words: Any, points: Any) -> int:
    """Write down boundary pixels as row << 32 | column << 8 | index, while there is room; their number.

    `flags`: room for a row, of which `words` is another view, eight at a time; what lies beyond the row is 0.
    """
    found = 0
    for row in range(label_map.shape[0]):
        _flag_row(label_map, row, flags)
        for start in range(0, words.shape[0], 8):
            if not _has_any(words, start):
                continue
            for place in range(start, start + 8):
                word = words[np.uint64(place)]
                while word != 0:
                    column = np.int64(8 * place) + np.int64(_first_byte(word))
                    word &= word - np.uint64(1)
                    index = np.int64(label_map[np.uint64(row), np.uint64(column)])
                    if found < points.shape[0]:
                        points[np.uint64(found)] = (np.int64(row) << 32) | (column << 8) | index
                    found += index != 255
    return found


@inlined
def _has_any(words: Any, start: int) -> Any:
    """Whether one of eight words is not 0."""
    every = np.uint64(0)
    for place in range(8):
        every |= words[np.uint64(start + place)]
    return every != 0


@inlined
def _first_byte(word: Any) -> Any:
    """The number of the lowest byte that is 1 and not 0: in memory the first, on little-endian machines."""
    # Halving without a branch: no processor can guess where in a word a boundary begins.
    low = word & (~word + np.uint64(1))
    byte = np.uint64(low > np.uint64(0xFFFFFFFF)) << np.uint64(2)
    low >>= byte << np.uint64(3)
    half = np.uint64(low > np.uint64(0xFFFF)) << np.uint64(1)
    low >>= half << np.uint64(3)
    return byte + half + np.uint64(low > np.uint64(0xFF))


@inlined
def _flag_row(label_map: Any, row: int, flags: Any) -> None:
    """Flag the pixels of a row that differ from one beside, above or below them."""
    height, width = label_map.shape
    # Unsigned places cannot count from the end; with them LLVM compares 64 pixels at a time.
    here, over, under = np.uint64(row), np.uint64(max(row - 1, 0)), np.uint64(min(row + 1, height - 1))
    for column in range(1, width - 1):
        at = np.uint64(column)
        pixel = label_map[here, at]
        beside = (pixel ^ label_map[here, np.uint64(column - 1)]) | (
            pixel ^ label_map[here, np.uint64(column + 1)]
        )
        flags[at] = (beside | (pixel ^ label_map[over, at]) | (pixel ^ label_map[under, at])) != 0
    for column in (0, width - 1):
        pixel, at = label_map[row, column], np.uint64(column)
        beside = (pixel ^ label_map[row, max(column - 1, 0)]) | (
            pixel ^ label_map[row, min(column + 1, width - 1)]
        )
        flags[column] = (beside | (pixel ^ label_map[over, at]) | (pixel ^ label_map[under, at])) != 0


@compiled("int64[:], int64[:], int64[:], int32[:], int32[:, :], bool[:], int64[:]")
def _meet(  # noqa: PLR0913, PLR0917 (kernels take plain arrays)
    points: Any, others: Any, rank: Any, reach: Any, last: Any, met: Any, counts: Any
) -> None:
    """Mark and count by class the points that have another of their class near: downwards, then upwards.

    `last`: of each class the last row that has one of the others in each column, with room for the reach at
    both sides; rows count backwards on the way up.
    """
    margin = reach.shape[0] // 2
    for sign in (1, -1):
        for number in range(last.shape[0]):
            for column in range(last.shape[1]):
                last[number, column] = _FAR
        waiting = 0 if sign > 0 else others.shape[0] - 1
        for turn in range(points.shape[0]):
            place = turn if sign > 0 else points.shape[0] - 1 - turn
            if met[place]:
                continue
            row = sign * (points[place] >> 32)
            while 0 <= waiting < others.shape[0] and sign * (others[waiting] >> 32) <= row:
                other = others[waiting]
                column = ((other >> 8) & 0xFFFFFF) + margin
                last[np.uint64(rank[other & 255]), np.uint64(column)] = sign * (other >> 32)
                waiting += sign
            index, column = points[place] & 255, (points[place] >> 8) & 0xFFFFFF
            if _nearest(last, np.uint64(rank[index]), column, reach) >= row:
                met[place] = True
                counts[index] += 1


@inlined
def _nearest(last: Any, number: Any, column: int, reach: Any) -> Any:
    """The row down to which one of the class lies within reach of a column."""
    # No early end: without one, and with places that cannot count from the end, LLVM takes eight at a time.
    furthest = np.int32(_FAR)
    for place in range(reach.shape[0]):
        furthest = max(furthest, last[number, np.uint64(column + place)] + reach[np.uint64(place)])
    return furthest
