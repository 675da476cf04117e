"""Where two label maps differ, region by region: what is one class in the truth and another as predicted.

Pixels hang together when they share an edge (4-connected) and have the same two indices. What is found stands
in arrays, for a noisy prediction has tens of thousands of regions.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from labeler.core.classes import VOID
from labeler.core.confusion import check_sizes
from labeler.core.geometry import PixelRect
from labeler.core.regions import find_regions

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.arrays import LabelMap, Mask
    from labeler.core.regions import Regions


class Region(NamedTuple):
    """One region: the index that the truth has, the one that the prediction has, its size and its place."""

    truth_index: int
    predicted_index: int
    pixels: int
    rect: PixelRect


@dataclass(frozen=True, eq=False)
class DifferenceRegions:
    """The n regions in which two maps differ, the largest first, equal ones in reading order.

    `truth_indices`, `predicted_indices`: (n,) uint8. `pixels`: (n,) int64. `rects`: (n, 4) int32, each left,
    top, right, bottom as in PixelRect. `runs`: (m, 3) int32, the row, first column and the column after the
    last of each run of pixels; region i has the runs from `run_starts[i]` up to `run_starts[i + 1]`.
    """

    truth_indices: NDArray[np.uint8]
    predicted_indices: NDArray[np.uint8]
    pixels: NDArray[np.int64]
    rects: NDArray[np.int32]
    runs: NDArray[np.int32]
    run_starts: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.pixels)

    def __getitem__(self, number: int) -> Region:
        """The region at a place; raises IndexError beyond the last."""
        return Region(
            int(self.truth_indices[number]),
            int(self.predicted_indices[number]),
            int(self.pixels[number]),
            PixelRect(*self.rects[number].tolist()),
        )

    def __iter__(self) -> Iterator[Region]:
        return (self[number] for number in range(len(self)))

    def mask(self, number: int) -> Mask:
        """The pixels of region 0 .. n - 1: a boolean array of the size of its rectangle."""
        left, top, right, bottom = self.rects[number].tolist()
        mask = np.zeros((bottom - top, right - left), np.bool_)
        begin, end = self.run_starts[number], self.run_starts[number + 1]
        for row, start, stop in (self.runs[begin:end] - (top, left, left)).tolist():
            mask[row, start:stop] = True
        return mask

    def at(self, column: int, row: int) -> int | None:
        """The number of the region that a pixel belongs to; None where the maps agree."""
        rows, starts, stops = self.runs.T
        found = np.flatnonzero((rows == row) & (starts <= column) & (column < stops))
        return int(np.searchsorted(self.run_starts, found[0], "right")) - 1 if len(found) else None


def difference_regions(
    truth: LabelMap, prediction: LabelMap, *, void: int | None = VOID, least: int = 1
) -> DifferenceRegions:
    """The regions in which two (H, W) uint8 maps differ, the largest first.

    `void`: pixels of this index of the truth differ from nothing; None when every index counts. `least`:
    regions of fewer pixels are left out. Raises ImageSizeError for maps of different sizes, OptionError for
    other arrays.
    """
    check_sizes(truth, prediction)
    # As if the truth numbered objects: regions end where either map changes.
    found = find_regions(prediction, truth)
    first = found.first_runs
    predicted, true = found.indices[first], _truth_of_runs(found)[first]
    differs = (predicted != true) & (found.pixels >= least)
    if void is not None:
        differs &= true != void
    chosen = np.flatnonzero(differs)
    chosen = chosen[np.argsort(-found.pixels[chosen], kind="stable")]
    runs, run_starts = _runs_of(found, chosen)
    return DifferenceRegions(
        true[chosen], predicted[chosen], found.pixels[chosen], _rects(runs, run_starts), runs, run_starts
    )


def _truth_of_runs(found: Regions) -> NDArray[np.uint8]:
    assert found.objects is not None
    return found.objects.astype(np.uint8)


def _runs_of(found: Regions, chosen: NDArray[np.intp]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """The runs of the chosen regions, one region after another, and where each region begins."""
    place = np.full(found.count, -1, np.int64)
    place[chosen] = np.arange(len(chosen))
    places = place[found.region]
    kept = np.flatnonzero(places >= 0)
    kept = kept[np.argsort(places[kept], kind="stable")]
    left, right = found.columns
    runs = np.stack((found.rows[kept], left[kept], right[kept]), 1).astype(np.int32)
    counts = np.bincount(places[kept], minlength=len(chosen))
    return runs, np.concatenate((np.zeros(1, np.int64), np.cumsum(counts)))


def _rects(runs: NDArray[np.int32], run_starts: NDArray[np.int64]) -> NDArray[np.int32]:
    """(n, 4): the smallest rectangle around the runs of each region."""
    begins = run_starts[:-1]
    if not len(begins):
        return np.empty((0, 4), np.int32)
    rows, left, right = runs.T
    return np.stack(
        (
            np.minimum.reduceat(left, begins),
            rows[begins],  # runs of a region stand in reading order
            np.maximum.reduceat(right, begins),
            rows[run_starts[1:] - 1] + 1,
        ),
        1,
    ).astype(np.int32)
