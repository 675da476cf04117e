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

    Points = NDArray[np.int32]

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
    true = _boundary_pixels(np.ascontiguousarray(truth))
    predicted = _boundary_pixels(_cut(truth, prediction))
    reach = _reach(min(radius, height + width))
    counts = [
        np.bincount(points[:, 2][kept], minlength=256)
        for points, met in ((true, _met(true, predicted, reach, (width, height))),
                            (predicted, _met(predicted, true, reach, (width, height))))
        for kept in (slice(None), met)
    ]  # fmt: skip
    indices = np.flatnonzero(counts[0] + counts[2])
    return BoundaryCounts(indices, *(each[indices].astype(np.int64) for each in counts))


def _cut(truth: LabelMap, prediction: LabelMap) -> LabelMap:
    """The prediction with void where the truth has it."""
    if not truth.size or truth.max() < VOID:
        return np.ascontiguousarray(prediction)
    cut: LabelMap = np.negative((truth == VOID).view(np.uint8))  # 255, all bits, where it is void
    return np.bitwise_or(prediction, cut, out=cut)


def _reach(radius: float) -> NDArray[np.int64]:
    """reach[d]: how many rows away a pixel d columns away may lie, decided without rounding."""
    limit = math.floor(Fraction(radius) ** 2)
    return np.array([math.isqrt(limit - d * d) for d in range(math.isqrt(limit) + 1)], np.int64)


def _boundary_pixels(label_map: LabelMap) -> Points:
    """(n, 3) int32: row, column and index of the boundary pixels, in reading order."""
    points = np.empty((label_map.size // _EXPECTED_SHARE + _EXPECTED, 3), np.int32)
    flags = np.zeros(-(-label_map.shape[1] // 8) * 8, np.uint8)
    count = _find_boundaries(label_map, flags, flags.view(np.uint64), points)
    if count > len(points):
        points = np.empty((count, 3), np.int32)
        _find_boundaries(label_map, flags, flags.view(np.uint64), points)
    return points[:count]


def _met(
    points: Points, others: Points, reach: NDArray[np.int64], size: tuple[int, int]
) -> NDArray[np.bool_]:
    """(n,) whether a pixel of the other map and the same class is near, first above and then below."""
    met = np.zeros(len(points), np.bool_)
    if not len(points) or not len(others):
        return met
    width, height = size
    indices = np.unique(others[:, 2]) if len(others) < 1000 else np.flatnonzero(
        np.bincount(others[:, 2], minlength=256)
    )  # fmt: skip
    rank = np.full(256, len(indices), np.int32)
    rank[indices] = np.arange(len(indices), dtype=np.int32)
    last = np.full((len(indices) + 1, width + 2 * len(reach)), _FAR, np.int32)
    _meet(points, others, rank, reach, last, met)
    alone = np.flatnonzero(~met)[::-1]
    if len(alone):
        last.fill(_FAR)
        below = np.zeros(len(alone), np.bool_)
        _meet(_flipped(points[alone], height), _flipped(others[::-1], height), rank, reach, last, below)
        met[alone] = below
    return met


def _flipped(points: Points, height: int) -> Points:
    """Points, given from the last to the first, as they lie when the map is turned upside down."""
    flipped = points.copy()
    np.subtract(height - 1, points[:, 0], out=flipped[:, 0])
    return flipped


@compiled("uint8[:, :], uint8[:], uint64[:], int32[:, :]")
def _find_boundaries(label_map: Any, flags: Any, words: Any, points: Any) -> int:
    """Write down boundary pixels as long as there is room; returns how many there are.

    `flags`: room for a row, of which `words` is another view; what lies beyond the row is 0.
    """
    height, width = label_map.shape
    count = 0
    for row in range(height):
        _flag_row(label_map, row, flags)
        for word in range(words.shape[0]):
            if words[word] == 0:
                continue
            for column in range(8 * word, min(8 * word + 8, width)):
                if flags[column] != 0 and label_map[row, column] != 255:
                    if count < points.shape[0]:
                        points[count, 0] = row
                        points[count, 1] = column
                        points[count, 2] = label_map[row, column]
                    count += 1
    return count


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
        flags[at] = beside | (pixel ^ label_map[over, at]) | (pixel ^ label_map[under, at])
    for column in (0, width - 1):
        pixel, at = label_map[row, column], np.uint64(column)
        beside = (pixel ^ label_map[row, max(column - 1, 0)]) | (
            pixel ^ label_map[row, min(column + 1, width - 1)]
        )
        flags[column] = beside | (pixel ^ label_map[over, at]) | (pixel ^ label_map[under, at])


@compiled("int32[:, :], int32[:, :], int32[:], int64[:], int32[:, :], bool[:]")
def _meet(points: Any, others: Any, rank: Any, reach: Any, last: Any, met: Any) -> None:
    """Mark the points that have another of their class near in their row or above.

    `last`: of each class the last row that has one of the others in each column, with room for the reach at
    both sides.
    """
    margin = reach.shape[0]
    waiting = 0
    for place in range(points.shape[0]):
        row, column = points[place, 0], points[place, 1] + margin
        while waiting < others.shape[0] and others[waiting, 0] <= row:
            last[rank[others[waiting, 2]], others[waiting, 1] + margin] = others[waiting, 0]
            waiting += 1
        number = rank[points[place, 2]]
        for away in range(margin):
            least = row - reach[away]
            if last[number, column - away] >= least or last[number, column + away] >= least:
                met[place] = True
                break
