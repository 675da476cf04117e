"""The regions in which an annotation and a prediction differ, and which of them are to be seen."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.difference_regions import DifferenceRegions


class RegionFilter(NamedTuple):
    """Regions of at least `least` pixels, of a `pair` of indices (truth, predicted) or of all pairs."""

    pair: tuple[int, int] | None = None
    least: int = 1
    has_rejected: bool = False


class PairCount(NamedTuple):
    """How many regions there are of one class that were predicted as another."""

    truth_index: int
    predicted_index: int
    regions: int


class ReviewedRegions:
    """Regions with a name for each, by which it is known again when they are found once more."""

    def __init__(self, regions: DifferenceRegions) -> None:
        self.regions = regions
        # Of a region: its first pixel (row, column) and the two indices. Images have less than 2^24 rows.
        first = regions.runs[regions.run_starts[:-1]].astype(np.int64)
        indices = regions.truth_indices.astype(np.int64) << 8 | regions.predicted_indices
        self.names: NDArray[np.int64] = (first[:, 0] << 40) | (first[:, 1] << 16) | indices

    def is_rejected(self, rejected: Collection[int]) -> NDArray[np.bool_]:
        """(n,) which regions have one of these names."""
        return np.isin(self.names, np.fromiter(rejected, np.int64, len(rejected)))

    def shown(self, chosen: RegionFilter, rejected: Collection[int]) -> NDArray[np.intp]:
        """The numbers, ascending, of the regions that a filter lets through."""
        is_shown = self.regions.pixels >= chosen.least
        if chosen.pair is not None:
            is_shown &= (self.regions.truth_indices == chosen.pair[0]) & (
                self.regions.predicted_indices == chosen.pair[1]
            )
        if not chosen.has_rejected:
            is_shown &= ~self.is_rejected(rejected)
        return np.flatnonzero(is_shown)

    def pairs(self, chosen: RegionFilter, rejected: Collection[int]) -> list[PairCount]:
        """The pairs of classes with regions that the rest of a filter lets through, the most pixels first."""
        numbers = self.shown(chosen._replace(pair=None), rejected)
        keys, place = np.unique(self.names[numbers] & 0xFFFF, return_inverse=True)
        pixels = np.bincount(place, self.regions.pixels[numbers], len(keys))
        counts = np.bincount(place, minlength=len(keys))
        order = np.argsort(-pixels, kind="stable")
        return [PairCount(int(keys[at]) >> 8, int(keys[at]) & 0xFF, int(counts[at])) for at in order.tolist()]

    def number_of(self, name: int | None) -> int | None:
        """The number of the region of a name; None when there is none any more."""
        found = [] if name is None else np.flatnonzero(self.names == name).tolist()
        return found[0] if found else None
